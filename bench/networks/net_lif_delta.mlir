// 1,024 neurons of lif_delta, each driven by a tenth of 128 inputs in a step. The file must
// not have the model's name: models are sought here too.
snn.network @bench dt 1.0 {
  snn.input @in size 128
  snn.population @neurons of @lif_delta size 1024
  snn.projection @drive from @in to @neurons port @in #snn.dense
      weights dense<0.02> : tensor<128x1024xf64> delay 1 bits 8
  snn.output @neurons
}
