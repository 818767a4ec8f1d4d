// A small network that learns, for the chip's bench: recurrent, with a modulator that its neurons drive, over four tiles.
snn.network @bench dt 1.0 {
  snn.modulator @rate = 0.0 range [0.0, 24.0] driven by @cell falls
  snn.input @in size 24
  snn.population @cell of @lif_delta_traced size 24
  snn.population @readout of @leaky_integrator size 16
  snn.projection @forward from @in to @cell port @in #snn.dense weights #snn.uniform<-0.25, 0.75, seed = 1> bits 8 learn @follow
  snn.projection @back from @cell to @cell port @in #snn.dense weights #snn.uniform<0.0, 0.25, seed = 2> delay 3 bits 8 learn @stdp_pair_additive
  snn.projection @out from @cell to @readout port @in #snn.dense weights #snn.uniform<-1.0, 1.0, seed = 3> delay 2 bits 8
  snn.output @cell
}
snn.learning_rule @follow {
  snn.weight @w range [-1.0, 1.0]
  snn.on_signal @rate {
    %rate = snn.modulation @rate : f64
    %some = arith.constant -0.0078125 : f64
    %w = snn.read @w : f64
    %change = arith.mulf %rate, %some : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
