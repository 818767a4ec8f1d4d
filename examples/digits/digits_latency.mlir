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
                        "8e7077cebb50653733c093ec8c26b73ea9fd2d4e07a04c1bc1ede7586d55c09a"> delay 1 bits 8
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights #snn.blob<"weights/latency_fold0.bin", 65536, tensor<256x10xf32>,
                        "5102199a4b6cb53e8151b536c855af55c68d9ab8c26ade025cbd2a338ba75da4"> delay 1 bits 8

  snn.output @hidden
  snn.probe @readout of @digits state @v
}
