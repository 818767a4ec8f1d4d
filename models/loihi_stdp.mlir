// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// loihi_stdp: pair STDP with a tag and slow decay of the weight, imported from Loihi's sum-of-products form.
//
// Source: M. Davies et al., "Loihi: a neuromorphic manycore processor with on-chip learning", IEEE Micro
// 38(1):82-99, 2018: dz = sum of S prod (V + C). Written by python/snnc/loihi.py (`python -m snnc.loihi`),
// which makes such a file of any rule in that form:
//
// dw = 2^-6*x1*y0 - 2^-6*y1*x0 - 2^-5*w*u5
// dt = 2^-2*x1*y0 - 2^-3*t*u4
// x1: impulse 1.0, time constant 20.0 ms
//
// Works with neurons that have a state @y (@lif_delta_traced).

snn.learning_rule @loihi_stdp {
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.state @t : f64 = 0.0 range [-4.0, 4.0] bits 16 round stochastic
  snn.trace @x1 : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.target @y1 state @y : f64
  snn.pre {
    %dt = snn.dt : f64
    %fired = snn.fired : i1
    %event = arith.uitofp %fired : i1 to f64
    %x1 = snn.read @x1 : f64
    %x1_tau = arith.constant -20.0 : f64
    %x1_rate = arith.divf %dt, %x1_tau : f64
    %x1_decay = math.exp %x1_rate : f64
    %x1_faded = arith.mulf %x1, %x1_decay : f64
    %x1_impulse = arith.constant 1.0 : f64
    %x1_added = arith.mulf %event, %x1_impulse : f64
    %x1_new = arith.addf %x1_faded, %x1_added : f64
    snn.write @x1, %x1_new : f64
  }
  snn.on_pre {
    %1 = arith.constant -0.015625 : f64
    %2 = snn.read @y1 : f64
    %3 = arith.mulf %1, %2 : f64
    %4 = snn.read @w : f64
    %5 = arith.addf %4, %3 : f64
    snn.write @w, %5 : f64
  }
  snn.on_post {
    %1 = arith.constant 0.015625 : f64
    %2 = snn.read @x1 : f64
    %3 = arith.mulf %1, %2 : f64
    %4 = snn.read @w : f64
    %5 = arith.addf %4, %3 : f64
    snn.write @w, %5 : f64
    %6 = arith.constant 0.25 : f64
    %7 = arith.mulf %6, %2 : f64
    %8 = snn.read @t : f64
    %9 = arith.addf %8, %7 : f64
    snn.write @t, %9 : f64
  }
  snn.every 16 {
    %1 = arith.constant -0.125 : f64
    %2 = snn.read @t : f64
    %3 = arith.mulf %1, %2 : f64
    %4 = arith.addf %2, %3 : f64
    snn.write @t, %4 : f64
  }
  snn.every 32 {
    %1 = arith.constant -0.03125 : f64
    %2 = snn.read @w : f64
    %3 = arith.mulf %1, %2 : f64
    %4 = arith.addf %2, %3 : f64
    snn.write @w, %4 : f64
  }
}
