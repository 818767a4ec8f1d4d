// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pes: prescribed error sensitivity: the weights of a read-out follow an error that another population sends it.
//
// Source: D. MacNeil, C. Eliasmith, "Fine-tuning and the stability of recurrent neural networks", PLoS ONE
// 6:e22885, 2011; T. Bekolay, C. Kolbeck, C. Eliasmith, CogSci 2013.
//
//   x1 = x exp(-dt / tau_x) + (payload of the source's event)      activity of the source
//   every 10 steps:  w <- w - kappa e x
//
// e is the target's error (what it answers minus what it should), a state of its neuron. w stays within [-1, 1].
//
// Works with @readout_error, and with any neuron that has a state @e; the sign of e is that of Nengo's error.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_x | 20 | ms | time constant of the source's activity |
// | kappa | 0.002 | | learning rate, per update |

snn.learning_rule @pes {
  snn.param @tau_x : f64 = 20.0 unit "ms"
  snn.param @kappa : f64 = 0.002
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.target @e : f64
  snn.pre {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_x = snn.get @tau_x : f64
    %rate_x = arith.divf %minus_dt, %tau_x : f64
    %decay_x = math.exp %rate_x : f64
    %x = snn.read @x : f64
    %event = snn.payload : f64
    %x_faded = arith.mulf %x, %decay_x : f64
    %x1 = arith.addf %x_faded, %event : f64
    snn.write @x, %x1 : f64
  }
  snn.every 10 {
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %e = snn.read @e : f64
    %kappa = snn.get @kappa : f64
    %amount = arith.mulf %x, %kappa : f64
    %change = arith.mulf %e, %amount : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
}
