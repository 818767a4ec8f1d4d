// Neurons that emit drive a modulator, which the synapses learn by.
snn.network @driven dt 1.0 {
  snn.modulator @rate = 0.0 range [0.0, 5.0] driven by @cell falls
  snn.modulator @last = 2.0 driven by @in holds
  snn.modulator @hosts = 0.0 range [0.0, 5.0]
  snn.input @in size 20
  snn.population @cell of @lif_delta size 5
  snn.projection @w from @in to @cell port @in #snn.dense weights 0.25 bits 8 learn @follow
}
snn.learning_rule @follow {
  snn.weight @w range [-1.0, 1.0]
  snn.on_signal @rate {
    %rate = snn.modulation @rate : f64
    %some = arith.constant -0.03125 : f64
    %w = snn.read @w : f64
    %change = arith.mulf %rate, %some : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
