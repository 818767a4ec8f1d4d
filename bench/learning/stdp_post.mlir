// Additive pair STDP (models/stdp_pair_additive.mlir) at events of the target alone, one random number a row.
snn.learning_rule @stdp_post {
  snn.param @a_plus : f64 = 0.005
  snn.weight @w range [0.0, 1.0] round stochastic per row
  snn.trace @x : f64 = 0.5 range [0.0, 8.0] bits 16
  snn.on_post {
    %a = snn.get @a_plus : f64
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %change = arith.mulf %a, %x : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
