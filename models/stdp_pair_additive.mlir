// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_pair_additive: pair-based spike-timing-dependent plasticity, additive, all pairs.
//
// Source: Song, Miller and Abbott (2000), "Competitive Hebbian learning through spike-timing-dependent synaptic
// plasticity", Nature Neuroscience 3:919-926.
//
//   x' = exp(-dt / tau_plus) x + (the source emitted)        trace of the source
//   y' = exp(-dt / tau_minus) y + (the target emitted)       trace of the target: state @y of its neuron
//   at an event of the target:  w <- w + w_max a_plus x
//   at an event of the source:  w <- w - w_max a_minus y
//   w stays within [0, w_max] = [0, 1]
//
// Traces include the event of the present step, so a source and a target that emit in one step count as both orders.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 20 | ms | time constant of potentiation |
// | a_plus | 0.005 | | potentiation by one pair |
// | a_minus | 0.00525 | | depression by one pair |
//
// The target's neuron must have a state @y that its update keeps, such as @lif_delta_traced.

snn.learning_rule @stdp_pair_additive {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @a_plus : f64 = 0.005
  snn.param @a_minus : f64 = 0.00525
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16
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
