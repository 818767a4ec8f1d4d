// A small network that learns, for the chip's bench: recurrent, with a modulator that its neurons drive, over four tiles.
snn.network @bench dt 1.0 {
  snn.modulator @rate = 0.0 range [0.0, 24.0] driven by @cell falls
  snn.input @in size 24
  snn.population @cell of @lif_delta_traced size 24
  snn.population @readout of @leaky_integrator size 16
  snn.projection @forward from @in to @cell port @in #snn.dense weights 0.25 bits 8 learn @follow
  snn.projection @back from @cell to @cell port @in #snn.dense weights 0.0625 : f64 delay 3 bits 8 learn @stdp_pair_additive
  snn.projection @out from @cell to @readout port @in #snn.dense weights 0.5 : f64 delay 2 bits 8
  snn.output @cell
  snn.probe @v of @cell state @v
  snn.probe @read of @readout state @v
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
