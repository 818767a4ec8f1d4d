// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// oja: Hebbian learning that finds the first principal component and keeps the weights' norm at 1.
//
// Source: E. Oja, "A simplified neuron model as a principal component analyzer", Journal of Mathematical
// Biology 15:267-273, 1982, on traces of the events as activities.
//
//   x1 = x exp(-dt / tau_x) + (payload of the source's event)
//   every 10 steps:  w <- w + eta y (x - y w)
//
// y is the target's activity: the trace @y of its neuron. w stays within [-1, 1].
//
// Works with neurons that have a state @y: @lif_delta_traced, @lif_surrogate, @lif_homeostatic, @lif_normalised, @lif_bcm.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_x | 20 | ms | time constant of the source's activity |
// | eta | 0.002 | | learning rate, per update |

snn.learning_rule @oja {
  snn.param @tau_x : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 0.002
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.target @y : f64
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
    %explained = arith.mulf %y, %w : f64
    %novel = arith.subf %x, %explained : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %y, %eta : f64
    %change = arith.mulf %novel, %amount : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
