// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_normalised: additive pair STDP with multiplicative normalisation of each target's weights.
//
// Source: pairs as in @stdp_pair_additive; normalisation: G. J. Goodhill, H. G. Barrow, "The role of weight
// normalization in competitive learning", Neural Computation 6:255-269, 1994, as P. U. Diehl, M. Cook,
// Frontiers in Computational Neuroscience 9:99, 2015, use it: at intervals all weights of a neuron are multiplied by one factor.
//
//   x, y: traces of the source's and of the target's events (y: state @y of its neuron)
//   at an event of the source:  w <- w - a_minus y
//   at an event of the target:  w <- w + a_plus x
//   every 100 steps, each synapse adds w to port @sum of its target for the next step
//   in each step:               w <- w (1 + s)
//
// s is a state of the target: by how much the sum is off, 0 in all but the step in which a sum came; the other steps
// touch no synapse. w stays within [0, 1].
//
// Works with @lif_normalised, which holds the goal.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 20 | ms | time constant of potentiation |
// | a_plus | 0.01 | | potentiation by one pair |
// | a_minus | 0.005 | | depression by one pair |

snn.learning_rule @stdp_normalised {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @a_plus : f64 = 0.01
  snn.param @a_minus : f64 = 0.005
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.target @y : f64
  snn.target @s : f64
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
    %change = arith.mulf %y, %a_minus : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.on_post {
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %a_plus = snn.get @a_plus : f64
    %change = arith.mulf %x, %a_plus : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.every 1 {
    %zero = arith.constant 0.0 : f64
    %s = snn.read @s : f64
    %off = arith.cmpf une, %s, %zero : f64
    snn.require %off
    %w = snn.read @w : f64
    %change = arith.mulf %w, %s : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.every 100 {
    %w = snn.read @w : f64
    snn.deposit @sum, %w : f64
  }
}
