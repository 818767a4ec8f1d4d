// Layers with work for many tiles: 512 inputs, 512 and 256 neurons, all to all.
snn.network @layers dt 1.0 {
  snn.input @in size 512
  snn.population @first of @lif_delta size 512
  snn.population @second of @lif_delta size 256
  snn.projection @drive from @in to @first port @in #snn.dense
      weights #snn.uniform<-0.1, 0.13, seed = 1> bits 8
  snn.projection @forward from @first to @second port @in #snn.dense
      weights #snn.uniform<-0.12, 0.12, seed = 2> bits 8
  snn.projection @back from @second to @first port @in #snn.dense
      weights #snn.uniform<-0.1, 0.05, seed = 3> bits 8
  snn.output @first
  snn.output @second
}
