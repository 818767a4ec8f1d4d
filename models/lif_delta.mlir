// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_delta: leaky integrate-and-fire neuron with delta synapses.
//
// Source: W. Gerstner, W. Kistler, R. Naud, L. Paninski, "Neuronal Dynamics",
// Cambridge 2014, section 1.3 (membrane equation, threshold, reset).
//
//   tau_m dv/dt = -v, each input spike adds its weight to v at once
//
// Discretization: exact for the decay over a step.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v_reset
//
// Units: v and weights in units of the threshold (dimensionless).
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_delta {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike
  }
}
