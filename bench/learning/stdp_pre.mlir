// Additive pair STDP (models/stdp_pair_additive.mlir) at events of the source alone, one random number a row.
snn.learning_rule @stdp_pre {
  snn.param @a_minus : f64 = 0.00525
  snn.weight @w range [0.0, 1.0] round stochastic per row
  snn.target @y : f64
  snn.on_pre {
    %a = snn.get @a_minus : f64
    %w = snn.read @w : f64
    %y = snn.read @y : f64
    %change = arith.mulf %a, %y : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
}
