// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// count_delta: the delta rule on spike counts.
//
//   x = spikes of the source since its reset
//   at signal @update, where x and delta are not 0:  w += delta * x
//
// delta is a state of the target, which has the learning rate in it. Rounding is stochastic with one random number a
// row: at eight bits most changes are smaller than one unit of the weight.

snn.learning_rule @count_delta {
  snn.weight @w range [-0.125, 0.125] round stochastic per row
  snn.trace @x : f64 = 0.0 range [0.0, 100.0] bits 8
  snn.target @delta : f64
  snn.pre {
    %x = snn.read @x : f64
    %one = arith.constant 1.0 : f64
    %next = arith.addf %x, %one : f64
    %fired = snn.fired : i1
    %x1 = arith.select %fired, %next, %x : f64
    snn.write @x, %x1 : f64
  }
  snn.on_signal @update {
    %zero = arith.constant 0.0 : f64
    %x = snn.read @x : f64
    %delta = snn.read @delta : f64
    %w = snn.read @w : f64
    %active = arith.cmpf une, %x, %zero : f64
    snn.require %active
    %wrong = arith.cmpf une, %delta, %zero : f64
    snn.require %wrong
    %change = arith.mulf %delta, %x : f64
    %w1 = arith.addf %w, %change : f64
    snn.write @w, %w1 : f64
  }
}
