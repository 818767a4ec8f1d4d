// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// leaky_integrator: a leaky integrator that does not spike, the usual read-out.
//
// Source: G. Bellec et al., "Long short-term memory and learning-to-learn in
// networks of spiking neurons", NeurIPS 2018 (leaky read-out of the LSNN).
//
//   tau_m dv/dt = -v, each input spike adds its weight to v at once
//
// Discretization: exact for the decay over a step.
//
//   v1 = v exp(-dt / tau_m) + in
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | time constant |

snn.neuron @leaky_integrator {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.state @v : f64 = 0.0 range [-32.0, 32.0] bits 16
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    snn.write @v, %v1 : f64
  }
}
