// Handwritten digits, rate coding, weights of fold 0. Written by networks.py.
//
// An image takes 18 steps: 16 of input, and two until the last event has
// reached the read-out, whose largest membrane in the last step is the answer.
snn.network @digits_rate dt 1.0 {
  snn.input @pixels size 64
  snn.population @hidden of @lif_delta size 256 params {tau_m = 20.0 : f64}
  snn.population @digits of @leaky_integrator size 10 params {tau_m = 20.0 : f64}

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.blob<"weights/rate_fold0.bin", 0, tensor<64x256xf32>,
                        "97bbd3e45c9ffabfbe48829cac908b9df09be8fe9fd04a63157eea1193e6c24a"> delay 1 bits 8
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights #snn.blob<"weights/rate_fold0.bin", 65536, tensor<256x10xf32>,
                        "e747facb6b350067a892b140fb347188806d686eda3196dca42443573d17f56c"> delay 1 bits 8

  snn.output @hidden
  snn.probe @readout of @digits state @v
}
