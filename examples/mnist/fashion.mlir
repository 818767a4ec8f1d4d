// 28 x 28 pictures of clothes in ten classes, learned from nothing, 512 hidden neurons. Written by network.py.
//
// A sample takes 11 steps. Pixels come in the first 8 and reach the read-out
// two steps later. The label comes in step 8, so the errors leave the read-out in
// 9 and reach the hidden neurons in 10, at whose end all weights change.
snn.network @fashion dt 1.0 {
  snn.input @pixels size 784
  snn.input @labels size 10
  snn.population @hidden of @hidden_neuron_soft size 512
      params {count_max = 8.0 : f64, eta = 0.03125 : f64}
  snn.population @digits of @class_neuron size 10 params {eta = 6.103515625e-05 : f64}
      {payload_bits = 9 : i64}
  // Factor on all learning rates, and the moment of learning.
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @update = 0.0 range [0.0, 1.0]

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.uniform<-0.09765625, 0.09765625, seed = 1> delay 1 bits 8
      learn @count_delta
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_delta
  snn.projection @feedback from @digits to @hidden port @error #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_feedback params {eta = 6.103515625e-05 : f64}
  // +1 to the neuron of the class, -1 to the others.
  snn.projection @teach from @labels to @digits port @label #snn.dense
      weights dense<[
        [1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0, -1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0, -1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0, -1.0],
        [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0]
      ]> : tensor<10x10xf64> delay 1 bits 1

  snn.trial steps 11 {
    snn.reset @pixels at 0
    snn.reset @hidden at 0
    snn.reset @digits at 0
    snn.present @pixels from 0 for 8 code rate full 255.0
    snn.label @labels at 8
    snn.signal @update = 1.0 at 10 training
    snn.answer @digits state @v at 9
  }
}
