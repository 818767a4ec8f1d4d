// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stdp_metaplastic: pair STDP on a synapse with memory on several time scales: a chain of variables that exchange what they hold.
//
// Source: M. K. Benna, S. Fusi, "Computational principles of synaptic memory consolidation", Nature
// Neuroscience 19:1697-1706, 2016, with capacities that double and conductances that halve along the chain, in the discrete form of
// their "Methods" (n = 2).
//
//   at an event of the source:  w <- w - a_minus y
//   at an event of the target:  w <- w + a_plus x
//   every 10 steps:             w  <- w  - g/2 (w - u2)
//                               u2 <- u2 + g/4 (w - u2)   - g/8 (u2 - u3)
//                               u3 <- u3 + g/16 (u2 - u3) - g/32 u3
//
// x, y: traces of the source's and of the target's events (y: state @y of its neuron). w, the first variable, is what the source's
// events carry. All stay within [-1, 1].
//
// Works with neurons that have a state @y: @lif_delta_traced, @lif_surrogate, @lif_homeostatic, @lif_normalised.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_plus | 20 | ms | time constant of potentiation |
// | a_plus | 0.02 | | potentiation by one pair |
// | a_minus | 0.02 | | depression by one pair |
// | g | 0.0625 | | exchange between the first two variables, per update |

snn.learning_rule @stdp_metaplastic {
  snn.param @tau_plus : f64 = 20.0 unit "ms"
  snn.param @a_plus : f64 = 0.02
  snn.param @a_minus : f64 = 0.02
  snn.param @g : f64 = 0.0625
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.state @u2 : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
  snn.state @u3 : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
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
  snn.every 10 {
    %half = arith.constant 0.5 : f64
    %quarter = arith.constant 0.25 : f64
    %eighth = arith.constant 0.125 : f64
    %sixteenth = arith.constant 0.0625 : f64
    %thirtysecond = arith.constant 0.03125 : f64
    %g = snn.get @g : f64
    %g1 = arith.mulf %g, %half : f64
    %g2 = arith.mulf %g, %quarter : f64
    %g3 = arith.mulf %g, %eighth : f64
    %g4 = arith.mulf %g, %sixteenth : f64
    %g5 = arith.mulf %g, %thirtysecond : f64
    %w = snn.read @w : f64
    %u2 = snn.read @u2 : f64
    %u3 = snn.read @u3 : f64
    %first = arith.subf %w, %u2 : f64
    %second = arith.subf %u2, %u3 : f64

    %out = arith.mulf %first, %g1 : f64
    %w1 = arith.subf %w, %out : f64
    snn.write @w, %w1 : f64
    %gained = arith.mulf %first, %g2 : f64
    %passed = arith.mulf %second, %g3 : f64
    %u2_change = arith.subf %gained, %passed : f64
    %u2_new = arith.addf %u2, %u2_change : f64
    snn.write @u2, %u2_new : f64
    %kept = arith.mulf %second, %g4 : f64
    %lost = arith.mulf %u3, %g5 : f64
    %u3_change = arith.subf %kept, %lost : f64
    %u3_new = arith.addf %u3, %u3_change : f64
    snn.write @u3, %u3_new : f64
  }
}
