// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// eprop_trial: the library's @eprop_alif for trials: when @begin is set, the eligibility
// of the trial before is forgotten, as the host forgets the neurons' states.
//
// Source: G. Bellec et al., "A solution to the learning dilemma for recurrent networks of spiking
// neurons", Nature Communications 11:3625, 2020: eqs. 24 and 25 (eligibility) and 28 (gradient descent online).
//
//   z: trace of the source's events up to the step before, time constant tau_m
//   in each step:  e <- e exp(-dt / tau_out) + psi (z - beta a)
//                  a <- a exp(-dt / tau_a) + psi (z - beta a)
//                  w <- w - eta l e
//   when @begin is set:  e <- 0, a <- 0
//
// a is the derivative of the target's adaptation by the weight. psi (the pseudo-derivative) and l (the learning signal) are states of the
// target. The delay of the synapses is one step. w stays within [-1, 1].
//
// It needs a modulator @begin. Works with @alif_eprop; tau_m, tau_a and beta are those of the neuron, tau_out is that of the read-outs.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | time constant of the target's membrane |
// | tau_a | 200 | ms | time constant of the target's adaptation |
// | beta | 0.07 | | threshold per adaptation |
// | tau_out | 20 | ms | time constant of the read-outs |
// | eta | 0.0005 | | learning rate, per step |

snn.learning_rule @eprop_trial {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_a : f64 = 200.0 unit "ms"
  snn.param @beta : f64 = 0.07
  snn.param @tau_out : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 5.0e-04
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.state @e : f64 = 0.0 range [-32.0, 32.0] bits 16 round stochastic
  snn.state @a : f64 = 0.0 range [0.0, 64.0] bits 16 round stochastic
  snn.trace @z : f64 = 0.0 range [0.0, 16.0] bits 16
  snn.target @psi : f64
  snn.target @l : f64
  snn.every 1 {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_out = snn.get @tau_out : f64
    %rate_out = arith.divf %minus_dt, %tau_out : f64
    %decay_out = math.exp %rate_out : f64
    %tau_a = snn.get @tau_a : f64
    %rate_a = arith.divf %minus_dt, %tau_a : f64
    %decay_a = math.exp %rate_a : f64
    %e = snn.read @e : f64
    %a = snn.read @a : f64
    %z = snn.read @z : f64
    %psi = snn.read @psi : f64
    %beta = snn.get @beta : f64
    %known = arith.mulf %a, %beta : f64
    %net = arith.subf %z, %known : f64
    %now = arith.mulf %psi, %net : f64
    %a_faded = arith.mulf %a, %decay_a : f64
    %a1 = arith.addf %a_faded, %now : f64
    snn.write @a, %a1 : f64
    %e_faded = arith.mulf %e, %decay_out : f64
    %e1 = arith.addf %e_faded, %now : f64
    snn.write @e, %e1 : f64

    %l = snn.read @l : f64
    %w = snn.read @w : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %l, %eta : f64
    %change = arith.mulf %e1, %amount : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
  }
  snn.on_signal @begin {
    %zero = arith.constant 0.0 : f64
    snn.write @e, %zero : f64
    snn.write @a, %zero : f64
  }
  snn.post {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_z = arith.divf %minus_dt, %tau_m : f64
    %decay_z = math.exp %rate_z : f64
    %z = snn.read @z : f64
    %source = snn.fired : i1
    %event = arith.uitofp %source : i1 to f64
    %z_faded = arith.mulf %z, %decay_z : f64
    %z1 = arith.addf %z_faded, %event : f64
    snn.write @z, %z1 : f64
  }
}
