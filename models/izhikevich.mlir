// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// izhikevich: the simple model of spiking neurons.
//
// Source: E. M. Izhikevich, "Simple model of spiking neurons", IEEE Transactions on
// Neural Networks 14(6), 2003, eqs. 1 to 3.
//
//   dv/dt = 0.04 v^2 + 5 v + 140 - u + I     (mV, ms)
//   du/dt = a (b v - u)                      v >= 30 mV: v = c, u = u + d
//
// Discretization: that of the paper's program (dt = 1 ms): two Euler half steps of
// dt / 2 for v, one Euler step with the new v for u. Beyond the peak the first half
// step is cut to 30 mV, whence the second one rises in any case.
//
//   v1 = min(v + dt/2 ((0.04 v + 5) v + 140 - u + in), 30)
//   v2 = v1 + dt/2 ((0.04 v1 + 5) v1 + 140 - u + in)
//   u1 = u + dt a (b v2 - u), v2 cut to 30
//   spike where v2 >= 30, then v = c, u = u1 + d
//
// The input is a current that lasts one step.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | a | 0.02 | 1/ms | rate of the recovery |
// | b | 0.2 | | recovery per membrane |
// | c | -65 | mV | membrane after a spike |
// | d | 8 | | recovery added by a spike |

snn.neuron @izhikevich {
  snn.param @a : f64 = 0.02 unit "1/ms"
  snn.param @b : f64 = 0.2
  snn.param @c : f64 = -65.0 unit "mV"
  snn.param @d : f64 = 8.0
  snn.state @v : f64 = -65.0 range [-120.0, 31.0] unit "mV" bits 32
  snn.state @u : f64 = -13.0 range [-40.0, 100.0] bits 32
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %a = snn.get @a : f64
    %b = snn.get @b : f64
    %c = snn.get @c : f64
    %d = snn.get @d : f64
    %half = arith.constant 0.5 : f64
    %square = arith.constant 0.04 : f64
    %slope = arith.constant 5.0 : f64
    %offset = arith.constant 140.0 : f64
    %peak = arith.constant 30.0 : f64
    %h = arith.mulf %dt, %half : f64
    %a_dt = arith.mulf %a, %dt : f64

    %v = snn.read @v : f64
    %u = snn.read @u : f64
    %in = snn.receive @in : f64
    %less = arith.subf %in, %u : f64
    %drive = arith.addf %less, %offset : f64

    %s0 = arith.mulf %v, %square : f64
    %s1 = arith.addf %s0, %slope : f64
    %s2 = arith.mulf %v, %s1 : f64
    %s3 = arith.addf %s2, %drive : f64
    %s4 = arith.mulf %s3, %h : f64
    %s5 = arith.addf %v, %s4 : f64
    %v1 = arith.minimumf %s5, %peak : f64

    %t0 = arith.mulf %v1, %square : f64
    %t1 = arith.addf %t0, %slope : f64
    %t2 = arith.mulf %v1, %t1 : f64
    %t3 = arith.addf %t2, %drive : f64
    %t4 = arith.mulf %t3, %h : f64
    %v2 = arith.addf %v1, %t4 : f64

    %spike = arith.cmpf oge, %v2, %peak : f64
    %v3 = arith.minimumf %v2, %peak : f64
    %pull = arith.mulf %v3, %b : f64
    %error = arith.subf %pull, %u : f64
    %change = arith.mulf %error, %a_dt : f64
    %u1 = arith.addf %u, %change : f64
    %u_jump = arith.addf %u1, %d : f64
    %u2 = arith.select %spike, %u_jump, %u1 : f64
    %v4 = arith.select %spike, %c, %v3 : f64
    snn.write @v, %v4 : f64
    snn.write @u, %u2 : f64
    snn.emit %spike
  }
}
