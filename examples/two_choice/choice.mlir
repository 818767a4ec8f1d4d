// A stimulus, two populations that compete for the choice, and dopamine.
snn.network @choice dt 1.0 {
  snn.input @stimulus size 50
  // Spikes of each neuron's own, from which the first choices come.
  snn.input @noise_left size 10
  snn.input @noise_right size 10
  snn.population @left of @lif_delta_traced size 10 params {tau_m = 10.0 : f64}
  snn.population @right of @lif_delta_traced size 10 params {tau_m = 10.0 : f64}
  snn.modulator @dopamine = 0.0 range [-1.0, 1.0]

  snn.projection @to_left from @stimulus to @left port @in #snn.dense
      weights #snn.uniform<0.10, 0.14, seed = 1> delay 1 bits 16
      learn @stdp_reward params {a_plus = 0.05 : f64, a_minus = 0.005 : f64, eta = 0.02 : f64}
  snn.projection @to_right from @stimulus to @right port @in #snn.dense
      weights #snn.uniform<0.10, 0.14, seed = 2> delay 1 bits 16
      learn @stdp_reward params {a_plus = 0.05 : f64, a_minus = 0.005 : f64, eta = 0.02 : f64}
  snn.projection @stirs_left from @noise_left to @left port @in #snn.one_to_one
      weights 0.6 delay 1 bits 8
  snn.projection @stirs_right from @noise_right to @right port @in #snn.one_to_one
      weights 0.6 delay 1 bits 8
  // Each inhibits the other.
  snn.projection @left_right from @left to @right port @in #snn.dense
      weights -0.5 delay 1 bits 8
  snn.projection @right_left from @right to @left port @in #snn.dense
      weights -0.5 delay 1 bits 8

  snn.output @left
  snn.output @right
}
