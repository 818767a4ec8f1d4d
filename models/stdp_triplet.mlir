// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_triplet: triplets of events, all to all.
//
// Source: J.-P. Pfister, W. Gerstner, "Triplets of spikes in a model of spike timing-dependent
// plasticity", Journal of Neuroscience 26:9673-9682, 2006: eqs. 1 to 4.
//
//   r1, r2: traces of the source's events with time constants tau_plus and tau_x
//   o1, o2: those of the target's, tau_minus and tau_y: states @y and @z of its neuron
//   at an event of the source:  w <- w - o1 (a2_minus + a3_minus r2)
//   at an event of the target:  w <- w + r1 (a2_plus + a3_plus o2)
//
// r2 and o2 are those from before the event (the paper's t - epsilon), r1 and o1 include the present step. w stays
// within [0, 1].
//
// Works with @lif_delta_two_traces, which holds tau_minus (its tau_y) and tau_y (its tau_z).
//
// The defaults are those of the visual cortex, all to all (table 4 of the paper, where a2_plus is 5e-10).
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 16.8 | ms | time constant of r1 |
// | tau_x | 101 | ms | time constant of r2 |
// | a2_plus | 0 | | potentiation by a pair |
// | a3_plus | 0.0062 | | potentiation by a triplet |
// | a2_minus | 0.007 | | depression by a pair |
// | a3_minus | 0.00023 | | depression by a triplet |

snn.learning_rule @stdp_triplet {
  snn.param @tau_plus : f64 = 16.8 unit "ms"
  snn.param @tau_x : f64 = 101.0 unit "ms"
  snn.param @a2_plus : f64 = 0.0
  snn.param @a3_plus : f64 = 0.0062
  snn.param @a2_minus : f64 = 0.007
  snn.param @a3_minus : f64 = 0.00023
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.trace @r1 : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.trace @r2 : f64 = 0.0 range [0.0, 32.0] bits 32
  snn.target @o1 state @y : f64
  snn.target @o2 state @z : f64
  snn.pre {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_plus = snn.get @tau_plus : f64
    %rate_1 = arith.divf %minus_dt, %tau_plus : f64
    %decay_1 = math.exp %rate_1 : f64
    %tau_x = snn.get @tau_x : f64
    %rate_2 = arith.divf %minus_dt, %tau_x : f64
    %decay_2 = math.exp %rate_2 : f64
    %source = snn.fired : i1
    %event = arith.uitofp %source : i1 to f64
    %r1 = snn.read @r1 : f64
    %r1_faded = arith.mulf %r1, %decay_1 : f64
    %r1_new = arith.addf %r1_faded, %event : f64
    snn.write @r1, %r1_new : f64
    %r2 = snn.read @r2 : f64
    %r2_faded = arith.mulf %r2, %decay_2 : f64
    %r2_new = arith.addf %r2_faded, %event : f64
    snn.write @r2, %r2_new : f64
  }
  snn.on_pre {
    %one = arith.constant 1.0 : f64
    %r2 = snn.read @r2 : f64
    %before = arith.subf %r2, %one : f64
    %a3_minus = snn.get @a3_minus : f64
    %triplet = arith.mulf %before, %a3_minus : f64
    %a2_minus = snn.get @a2_minus : f64
    %amount = arith.addf %triplet, %a2_minus : f64
    %w = snn.read @w : f64
    %o1 = snn.read @o1 : f64
    %change = arith.mulf %o1, %amount : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.on_post {
    %one = arith.constant 1.0 : f64
    %o2 = snn.read @o2 : f64
    %before = arith.subf %o2, %one : f64
    %a3_plus = snn.get @a3_plus : f64
    %triplet = arith.mulf %before, %a3_plus : f64
    %a2_plus = snn.get @a2_plus : f64
    %amount = arith.addf %triplet, %a2_plus : f64
    %w = snn.read @w : f64
    %r1 = snn.read @r1 : f64
    %change = arith.mulf %r1, %amount : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
