// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_fine: stdp_pair_additive with a trace of 32 bits: at steps of 0.1 ms one of 16 would stand
// still at 0.02 (its decay rounds to 0), which is much where neurons fire at 8 Hz.

snn.learning_rule @stdp_fine {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @a_plus : f64 = 0.001
  snn.param @a_minus : f64 = 0.00105
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 32
  snn.target @y : f64

  snn.pre {
    %dt = snn.dt : f64
    %tau = snn.get @tau_plus : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau : f64
    %decay = math.exp %rate : f64

    %x = snn.read @x : f64
    %fired = snn.fired : i1
    %one = arith.uitofp %fired : i1 to f64
    %decayed = arith.mulf %x, %decay : f64
    %new = arith.addf %decayed, %one : f64
    snn.write @x, %new : f64
  }
  snn.on_pre {
    %a = snn.get @a_minus : f64
    %w = snn.read @w : f64
    %y = snn.read @y : f64
    %change = arith.mulf %a, %y : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.on_post {
    %a = snn.get @a_plus : f64
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %change = arith.mulf %a, %x : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
