// Handwritten digits, latency coding, weights of fold 0. Written by networks.py.
//
// An image takes 18 steps: 16 of input, and two until the last event has
// reached the read-out, whose largest membrane in the last step is the answer.
snn.network @digits_latency dt 1.0 {
  snn.input @pixels size 64
  snn.population @hidden of @lif_delta size 256 params {tau_m = 20.0 : f64}
  snn.population @digits of @leaky_integrator size 10 params {tau_m = 20.0 : f64}

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.blob<"weights/latency_fold0.bin", 0, tensor<64x256xf32>,
                        "51dd5124ec328d6728408e41cbd76f86b337c98b881804939bf666b8d7ec84f9"> delay 1 bits 8
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights #snn.blob<"weights/latency_fold0.bin", 65536, tensor<256x10xf32>,
                        "6f867235717990816c62b3e979522a8fb0b9ad05a1a021ffb11aeba7bb0bff3a"> delay 1 bits 8

  snn.output @hidden
  snn.probe @readout of @digits state @v
}
