// 28 x 28 pictures in ten classes, learned from nothing, 512 hidden neurons. Written by network.py.
//
// A sample takes 7 steps. Pixels come in the first 4 and reach the read-out
// two steps later. The label comes in step 4, so the errors leave the read-out in
// 5 and reach the hidden neurons in 6, at whose end all weights change.
snn.network @mnist dt 1.0 {
  snn.input @pixels size 784
  snn.input @labels size 10
  snn.population @hidden of @hidden_neuron size 512
      params {count_max = 4.0 : f64, eta = 0.0625 : f64}
  snn.population @digits of @class_neuron size 10 params {eta = 0.000244140625 : f64}
      {payload_bits = 9 : i64}
  // Factor on all learning rates, and the moment of learning.
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @update = 0.0 range [0.0, 1.0]

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.uniform<-0.0625, 0.0625, seed = 1> delay 1 bits 8
      learn @count_delta
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_delta
  snn.projection @feedback from @digits to @hidden port @error #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_feedback params {eta = 0.000244140625 : f64}
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

  snn.trial steps 7 {
    snn.reset @pixels at 0
    snn.reset @hidden at 0
    snn.reset @digits at 0
    snn.present @pixels from 0 for 4 code rate full 255.0
    snn.label @labels at 4
    snn.signal @update = 1.0 at 6 training
    snn.answer @digits state @v at 5
  }
}
