// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_pair_multiplicative: pair-based spike-timing-dependent plasticity with soft bounds, all pairs.
//
// Source: M. C. W. van Rossum, G. Q. Bi, G. G. Turrigiano, "Stable Hebbian learning from spike
// timing-dependent plasticity", Journal of Neuroscience 20:8812-8821, 2000; both bounds soft as in R. Gütig et al.,
// "Learning input correlations through nonlinear temporally asymmetric Hebbian plasticity", Journal of
// Neuroscience 23:3697-3714, 2003, with mu = 1.
//
//   x1 = x exp(-dt / tau_plus) + (the source emitted)        trace of the source
//   at an event of the target:  w <- w + a_plus (1 - w) x
//   at an event of the source:  w <- w - a_minus w y
//
// y is the same trace of the target's events: state @y of its neuron. Traces include the event of the
// present step, so a source and a target that emit in one step count as both orders (depression first).
//
// Works with neurons that have a state @y: @lif_delta_traced, @lif_surrogate, @lif_homeostatic, @lif_normalised.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 20 | ms | time constant of potentiation |
// | a_plus | 0.01 | | potentiation by one pair, of what is left to 1 |
// | a_minus | 0.01 | | depression by one pair, of the weight |

snn.learning_rule @stdp_pair_multiplicative {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @a_plus : f64 = 0.01
  snn.param @a_minus : f64 = 0.01
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.target @y : f64
  snn.pre {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_plus = snn.get @tau_plus : f64
    %rate_x = arith.divf %minus_dt, %tau_plus : f64
    %decay_x = math.exp %rate_x : f64
    %x = snn.read @x : f64
    %source = snn.fired : i1
    %event = arith.uitofp %source : i1 to f64
    %x_faded = arith.mulf %x, %decay_x : f64
    %x1 = arith.addf %x_faded, %event : f64
    snn.write @x, %x1 : f64
  }
  snn.on_pre {
    %w = snn.read @w : f64
    %y = snn.read @y : f64
    %a_minus = snn.get @a_minus : f64
    %part = arith.mulf %y, %a_minus : f64
    %change = arith.mulf %w, %part : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.on_post {
    %one = arith.constant 1.0 : f64
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %a_plus = snn.get @a_plus : f64
    %part = arith.mulf %x, %a_plus : f64
    %left = arith.subf %one, %w : f64
    %change = arith.mulf %left, %part : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
