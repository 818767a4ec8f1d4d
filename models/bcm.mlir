// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// bcm: Bienenstock, Cooper and Munro's rule: Hebbian above a threshold, anti-Hebbian below, and the threshold slides with the
// target's activity.
//
// Source: E. L. Bienenstock, L. N. Cooper, P. W. Munro, "Theory for the development of neuron
// selectivity", Journal of Neuroscience 2:32-48, 1982, with phi = y (y - theta), as in N. Intrator,
// L. N. Cooper, Neural Networks 5:3-17, 1992.
//
//   x1 = x exp(-dt / tau_x) + (payload of the source's event)
//   every 10 steps:  w <- w + eta x y (y - theta)
//
// y and theta are states of the target. w stays within [-1, 1].
//
// Works with @lif_bcm.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_x | 20 | ms | time constant of the source's activity |
// | eta | 0.001 | | learning rate, per update |

snn.learning_rule @bcm {
  snn.param @tau_x : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 0.001
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.target @y : f64
  snn.target @theta : f64
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
    %y = snn.read @y : f64
    %theta = snn.read @theta : f64
    %above = arith.subf %y, %theta : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %y, %eta : f64
    %phi = arith.mulf %above, %amount : f64
    %change = arith.mulf %phi, %x : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
