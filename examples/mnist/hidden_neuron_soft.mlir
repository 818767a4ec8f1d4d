// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// hidden_neuron_soft: hidden_neuron with a soft reset: what exceeds the threshold
// stays, so that the count is the nearest to the input's sum.
//
//   v1 = v + in          spike where v1 >= v_th, then v = v1 - v_th; never below v_min
//   count = spikes since the reset
//   delta = eta * rate * error, where 0 < count < count_max, else 0
//
// The gate on the count stands for the derivative of the activation: a neuron
// that never fired, or fired in every step, would not fire otherwise for a small
// change of its weights. delta has the learning rate in it, so that the synapses
// have one product left to do. It needs modulator @rate, a factor on that rate.
//
// Units: v and weights in units of the threshold.
//
// | parameter | default | what |
// |---|---|---|
// | v_th | 1 | threshold |
// | v_min | -4 | floor of v |
// | count_max | 4 | steps in which it can fire |
// | eta | 2^-4 | learning rate, at most 2^-4 |

snn.neuron @hidden_neuron_soft {
  snn.param @v_th : f64 = 1.0
  snn.param @v_min : f64 = -4.0
  snn.param @count_max : f64 = 4.0
  snn.param @eta : f64 = 0.0625
  snn.state @v : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.state @count : f64 = 0.0 range [0.0, 100.0] bits 8
  snn.state @delta : f64 = 0.0 range [-0.00048828125, 0.00048828125] bits 16
  snn.port @in : f64
  snn.port @error : f64 range [-0.0078, 0.0078]
  snn.update {
    %v_th = snn.get @v_th : f64
    %v_min = snn.get @v_min : f64
    %count_max = snn.get @count_max : f64
    %eta = snn.get @eta : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %v1 = arith.addf %v, %in : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %rest = arith.subf %v1, %v_th : f64
    %v2 = arith.select %spike, %rest, %v1 : f64
    %v3 = arith.maximumf %v2, %v_min : f64
    snn.write @v, %v3 : f64
    snn.emit %spike

    %count = snn.read @count : f64
    %next = arith.addf %count, %one : f64
    %count1 = arith.select %spike, %next, %count : f64
    snn.write @count, %count1 : f64

    %error = snn.receive @error : f64
    %rate = snn.modulation @rate : f64
    %scaled = arith.mulf %error, %eta : f64
    %signal = arith.mulf %scaled, %rate : f64
    %some = arith.cmpf ogt, %count1, %zero : f64
    %few = arith.cmpf olt, %count1, %count_max : f64
    %open = arith.andi %some, %few : i1
    %delta = arith.select %open, %signal, %zero : f64
    snn.write @delta, %delta : f64
  }
}
