// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_reward: reward-modulated pair STDP with an eligibility trace in each synapse; dopamine is a modulator.
//
// Source: E. M. Izhikevich, "Solving the distal reward problem through linkage of STDP and dopamine
// signaling", Cerebral Cortex 17:2443-2452, 2007: dc/dt = -c / tau_c + STDP, ds/dt = c d; with the
// reward in single steps as in R. V. Florian, "Reinforcement learning through modulation of spike-timing-dependent
// synaptic plasticity", Neural Computation 19:1468-1502, 2007.
//
//   x, y: traces of the source's and of the target's events (y: state @y of its neuron)
//   at an event of the source:  c <- c - a_minus y
//   at an event of the target:  c <- c + a_plus x
//   every 10 steps:             c <- c exp(-10 dt / tau_c)
//   when @dopamine is set:      w <- w + eta dopamine c
//
// The rule needs a modulator @dopamine, negative for a punishment. Setting it is the reward; its
// value in other steps has no effect. In a step with several of these they act in this order. w stays within [0, 1].
//
// Works with neurons that have a state @y: @lif_delta_traced, @lif_surrogate, @lif_homeostatic, @lif_normalised.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 20 | ms | time constant of potentiation |
// | tau_c | 1000 | ms | time constant of eligibility |
// | a_plus | 0.1 | | eligibility by a pair, source first |
// | a_minus | 0.12 | | eligibility by a pair, target first |
// | eta | 0.1 | | learning rate |

snn.learning_rule @stdp_reward {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @tau_c : f64 = 1000.0 unit "ms"
  snn.param @a_plus : f64 = 0.1
  snn.param @a_minus : f64 = 0.12
  snn.param @eta : f64 = 0.1
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.state @c : f64 = 0.0 range [-4.0, 4.0] bits 16 round stochastic
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
    %c = snn.read @c : f64
    %y = snn.read @y : f64
    %a_minus = snn.get @a_minus : f64
    %change = arith.mulf %y, %a_minus : f64
    %new = arith.subf %c, %change : f64
    snn.write @c, %new : f64
  }
  snn.on_post {
    %c = snn.read @c : f64
    %x = snn.read @x : f64
    %a_plus = snn.get @a_plus : f64
    %change = arith.mulf %x, %a_plus : f64
    %new = arith.addf %c, %change : f64
    snn.write @c, %new : f64
  }
  snn.every 10 {
    %steps = arith.constant -10.0 : f64
    %dt = snn.dt : f64
    %minus_time = arith.mulf %dt, %steps : f64
    %tau_c = snn.get @tau_c : f64
    %rate = arith.divf %minus_time, %tau_c : f64
    %decay = math.exp %rate : f64
    %c = snn.read @c : f64
    %new = arith.mulf %c, %decay : f64
    snn.write @c, %new : f64
  }
  snn.on_signal @dopamine {
    %dopamine = snn.modulation @dopamine : f64
    %eta = snn.get @eta : f64
    %gain = arith.mulf %dopamine, %eta : f64
    %w = snn.read @w : f64
    %c = snn.read @c : f64
    %change = arith.mulf %c, %gain : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
