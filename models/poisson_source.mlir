// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// poisson_source: spikes at random, at a rate for each neuron.
//
// Source: D. Heeger, "Poisson model of spike generation", lecture notes, 2000: a spike
// in a step with probability rate dt, independent of all others.
//
//   spike where random < rate dt
//
// Discretization: at most one spike a step; rate dt must be below 1.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | rate | 10 | Hz | spikes a second |

snn.neuron @poisson_source {
  snn.param @rate : f64 = 10.0 unit "Hz"
  snn.update {
    %dt = snn.dt : f64
    %rate = snn.get @rate : f64
    %per_ms = arith.constant 0.001 : f64
    %rate_ms = arith.mulf %rate, %per_ms : f64
    %probability = arith.mulf %rate_ms, %dt : f64

    %draw = snn.random : f64
    %spike = arith.cmpf olt, %draw, %probability : f64
    snn.emit %spike
  }
}
