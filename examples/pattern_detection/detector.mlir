// A neuron learns to fire at the end of a pattern hidden in noise of the same
// rate. While it learns, the host's teacher holds the soma, and lets it fire there.
snn.network @detector dt 1.0 {
  snn.input @afferents size 200
  snn.input @excite size 1
  snn.input @hold size 1
  snn.population @neuron of @predictive_neuron size 1

  snn.projection @synapses from @afferents to @neuron port @dendrite #snn.dense
      weights 0.02 delay 1 bits 16
      learn @surrogate_gradient params {tau_x = 10.0 : f64, eta = 0.01 : f64}
  snn.projection @excites from @excite to @neuron port @soma #snn.dense
      weights 2.0 delay 1 bits 8
  snn.projection @holds from @hold to @neuron port @soma #snn.dense
      weights -2.0 delay 1 bits 8

  snn.output @neuron
}
