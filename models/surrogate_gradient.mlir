// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// surrogate_gradient: three-factor learning: activity of the source, surrogate derivative of the target, error of the target.
//
// Source: F. Zenke, S. Ganguli, "SuperSpike: Supervised learning in multilayer spiking neural
// networks", Neural Computation 30:1514-1541, 2018, without the filter on the product, as in J. Kaiser,
// H. Mostafa, E. Neftci, "Synaptic plasticity dynamics for deep continuous local learning (DECOLLE)",
// Frontiers in Neuroscience 14:424, 2020.
//
//   x1 = x exp(-dt / tau_x) + (the source emitted)      what the source has done to the membrane of its targets
//   in each step:  w <- w + eta g x
//
// g is a state of the target: its error times its surrogate derivative. The error comes through an ordinary projection, whose weights are fixed
// and random (feedback alignment: Lillicrap et al., Nature Communications 7:13276, 2016) or symmetric (@feedback_mirror). tau_x is the
// target's membrane time constant. Rows without activity and targets without error are skipped. w stays within [-1, 1].
//
// Works with @lif_surrogate.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_x | 20 | ms | time constant of the source's activity |
// | eta | 0.001 | | learning rate, per step |

snn.learning_rule @surrogate_gradient {
  snn.param @tau_x : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 0.001
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.target @g : f64
  snn.pre {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_x = snn.get @tau_x : f64
    %rate_x = arith.divf %minus_dt, %tau_x : f64
    %decay_x = math.exp %rate_x : f64
    %x = snn.read @x : f64
    %source = snn.fired : i1
    %event = arith.uitofp %source : i1 to f64
    %x_faded = arith.mulf %x, %decay_x : f64
    %x1 = arith.addf %x_faded, %event : f64
    snn.write @x, %x1 : f64
  }
  snn.every 1 {
    %zero = arith.constant 0.0 : f64
    %x = snn.read @x : f64
    %g = snn.read @g : f64
    %active = arith.cmpf une, %x, %zero : f64
    snn.require %active
    %wrong = arith.cmpf une, %g, %zero : f64
    snn.require %wrong
    %w = snn.read @w : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %x, %eta : f64
    %change = arith.mulf %g, %amount : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
