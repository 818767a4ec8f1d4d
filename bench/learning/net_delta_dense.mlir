// The delta rule of examples/mnist at a signal, dense rows of 8 bits.
snn.network @delta_dense dt 1.0 {
  snn.input @in size 128
  snn.population @out of @still size 512
  snn.modulator @update = 1.0 range [0.0, 1.0]
  snn.projection @learns from @in to @out port @in #snn.dense
      weights #snn.uniform<-0.0625, 0.0625, seed = 2>
      delay 1 bits 8 learn @count_delta
}
