// Pair STDP at events of the source, a tenth of the pairs.
snn.network @stdp_pre_sparse dt 1.0 {
  snn.input @in size 128
  snn.population @out of @still size 512
  snn.projection @learns from @in to @out port @in #snn.random<probability = 0.1, seed = 3>
      weights #snn.uniform<0.2, 0.8, seed = 2>
      delay 1 bits 8 learn @stdp_pre
}
