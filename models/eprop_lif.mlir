// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// eprop_lif: e-prop for leaky integrate-and-fire neurons: an eligibility trace in each synapse, a learning signal in each neuron.
//
// Source: G. Bellec et al., "A solution to the learning dilemma for recurrent networks of spiking
// neurons", Nature Communications 11:3625, 2020: eqs. 22 (eligibility) and 28 (gradient descent online).
//
//   z: trace of the source's events up to the step before, time constant tau_m
//   in each step:  e <- e exp(-dt / tau_out) + psi z
//                  w <- w - eta l e
//
// psi (the pseudo-derivative) and l (the learning signal: the target's error times feedback weights, which ordinary projections bring) are states of the
// target. The delay of the synapses is one step. w stays within [-1, 1].
//
// Works with @lif_eprop. tau_m is that of the neuron, tau_out that of the read-outs. With modulator-gated learning
// signals a network learns from chosen steps only.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | time constant of the target's membrane |
// | tau_out | 20 | ms | time constant of the read-outs |
// | eta | 0.0005 | | learning rate, per step |

snn.learning_rule @eprop_lif {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_out : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 5.0e-04
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.state @e : f64 = 0.0 range [0.0, 32.0] bits 16 round stochastic
  snn.trace @z : f64 = 0.0 range [0.0, 16.0] bits 16
  snn.target @psi : f64
  snn.target @l : f64
  snn.every 1 {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_out = snn.get @tau_out : f64
    %rate = arith.divf %minus_dt, %tau_out : f64
    %decay = math.exp %rate : f64
    %e = snn.read @e : f64
    %z = snn.read @z : f64
    %psi = snn.read @psi : f64
    %faded = arith.mulf %e, %decay : f64
    %now = arith.mulf %psi, %z : f64
    %e1 = arith.addf %faded, %now : f64
    snn.write @e, %e1 : f64

    %l = snn.read @l : f64
    %w = snn.read @w : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %l, %eta : f64
    %change = arith.mulf %e1, %amount : f64
    %new = arith.subf %w, %change : f64
    snn.write @w, %new : f64
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
