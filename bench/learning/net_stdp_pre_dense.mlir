// Pair STDP at events of the source, dense rows.
snn.network @stdp_pre_dense dt 1.0 {
  snn.input @in size 128
  snn.population @out of @still size 512
  snn.projection @learns from @in to @out port @in #snn.dense
      weights #snn.uniform<0.2, 0.8, seed = 2>
      delay 1 bits 8 learn @stdp_pre
}
