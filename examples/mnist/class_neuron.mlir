// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// class_neuron: the sum for one class, and the error it makes when the label
// comes.
//
//   v1 = v + in
//   y = v1 in whole 1 / levels, between 0 and (levels - 1) / levels
//   label > 0: this is the class; e = max(goal - y, 0)
//   label < 0: another is; e = -y
//   label = 0: no label in this step
//
// With a label it sends e as a graded event, unless that is 0, and keeps
// delta = eta * rate * e for its own synapses until the next label or reset. It
// needs modulator @rate, a factor on the learning rate.
//
// | parameter | default | what |
// |---|---|---|
// | goal | 0.75 | what v of the right class should reach |
// | levels | 256 | errors are multiples of 1 / levels |
// | eta | 2^-12 | learning rate, at most 2^-10 |

snn.neuron @class_neuron {
  snn.param @goal : f64 = 0.75
  snn.param @levels : f64 = 256.0
  snn.param @eta : f64 = 0.000244140625
  snn.state @v : f64 = 0.0 range [-32.0, 32.0] bits 32
  snn.state @delta : f64 = 0.0 range [-0.0009765625, 0.0009765625] bits 16
  snn.port @in : f64
  snn.port @label : f64
  snn.update {
    %goal = snn.get @goal : f64
    %levels = snn.get @levels : f64
    %eta = snn.get @eta : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %least = arith.divf %one, %levels : f64
    %most = arith.subf %one, %least : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %v1 = arith.addf %v, %in : f64
    snn.write @v, %v1 : f64

    %above = arith.maximumf %v1, %zero : f64
    %inside = arith.minimumf %above, %most : f64
    %scaled = arith.mulf %inside, %levels : f64
    %whole = math.floor %scaled : f64
    %y = arith.mulf %whole, %least : f64

    %label = snn.receive @label : f64
    %lacking = arith.subf %goal, %y : f64
    %missing = arith.maximumf %lacking, %zero : f64
    %surplus = arith.negf %y : f64
    %right = arith.cmpf ogt, %label, %zero : f64
    %e = arith.select %right, %missing, %surplus : f64

    %labelled = arith.cmpf une, %label, %zero : f64
    %wrong = arith.cmpf une, %e, %zero : f64
    %send = arith.andi %labelled, %wrong : i1
    snn.emit %send payload %e : f64 range [-0.99609375, 0.75]

    %rate = snn.modulation @rate : f64
    %small = arith.mulf %e, %eta : f64
    %signal = arith.mulf %small, %rate : f64
    %old = snn.read @delta : f64
    %delta = arith.select %labelled, %signal, %old : f64
    snn.write @delta, %delta : f64
  }
}
