// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// regular_source: spikes at regular intervals, with a phase for each neuron.
//
// Source: none but the definition; a clock for tests and for driving networks.
//
//   age1 = age + 1                    spike where age1 >= period / dt, then
//                                     age = age1 - period / dt
//
// Discretization: exact where the period is a whole number of steps; otherwise spikes
// fall in the next step and the mean rate is kept. The phase is the initial value
// of `age` (in steps).
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | period | 10 | ms | time from spike to spike; at least dt |

snn.neuron @regular_source {
  snn.param @period : f64 = 10.0 unit "ms"
  snn.state @age : f64 = 0.0 range [0.0, 8190.0] unit "steps" bits 32
  snn.update {
    %dt = snn.dt : f64
    %period = snn.get @period : f64
    %one = arith.constant 1.0 : f64
    %steps = arith.divf %period, %dt : f64

    %age = snn.read @age : f64
    %age1 = arith.addf %age, %one : f64
    %spike = arith.cmpf oge, %age1, %steps : f64
    %rest = arith.subf %age1, %steps : f64
    %age2 = arith.select %spike, %rest, %age1 : f64
    snn.write @age, %age2 : f64
    snn.emit %spike
  }
}
