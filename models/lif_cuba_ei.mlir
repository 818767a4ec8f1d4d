// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_cuba_ei: leaky integrate-and-fire neuron, current-based, with excitatory and inhibitory
// exponential synapses and a refractory period, in mV.
//
// Source: T. P. Vogels, L. F. Abbott, "Signal propagation and logic gating in networks of
// integrate-and-fire neurons", Journal of Neuroscience 25, 2005, in the form of benchmark
// 2 (CUBA) of R. Brette et al., "Simulation of networks of spiking neurons: a review of tools
// and strategies", Journal of Computational Neuroscience 23, 2007.
//
//   tau_m dv/dt = e_l - v + e + i,  tau_e de/dt = -e,  tau_i di/dt = -i
//
// Discretization: exact. With d_x = exp(-dt / tau_x) and r_x = tau_x / (tau_x - tau_m) (d_x - d_m):
//
//   v1 = e_l + (v - e_l) d_m + r_e e + r_i i,  e1 = e d_e + exc,  i1 = i d_i + inh
//   wait > 0:  v = v_reset, wait = wait - 1
//   otherwise: spike where v1 >= v_th, then v = v_reset and wait = t_ref / dt
//
// tau_e and tau_i differ from tau_m; t_ref is a whole number of steps, at most 120.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_e | 5 | ms | of excitatory synapses |
// | tau_i | 10 | ms | of inhibitory synapses |
// | e_l | -49 | mV | resting potential; above the threshold, so that no input is needed |
// | v_th | -50 | mV | threshold |
// | v_reset | -60 | mV | membrane after a spike |
// | t_ref | 5 | ms | refractory period |

snn.neuron @lif_cuba_ei {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_e : f64 = 5.0 unit "ms"
  snn.param @tau_i : f64 = 10.0 unit "ms"
  snn.param @e_l : f64 = -49.0 unit "mV"
  snn.param @v_th : f64 = -50.0 unit "mV"
  snn.param @v_reset : f64 = -60.0 unit "mV"
  snn.param @t_ref : f64 = 5.0 unit "ms"
  snn.state @v : f64 = -60.0 range [-512.0, 0.0] unit "mV" bits 32
  snn.state @e : f64 = 0.0 range [0.0, 512.0] unit "mV" bits 32
  snn.state @i : f64 = 0.0 range [-1024.0, 0.0] unit "mV" bits 32
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.port @exc : f64 unit "mV"
  snn.port @inh : f64 unit "mV"
  snn.update {
    %dt = snn.dt : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %tau_m = snn.get @tau_m : f64
    %tau_e = snn.get @tau_e : f64
    %tau_i = snn.get @tau_i : f64
    %e_l = snn.get @e_l : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %minus_dt = arith.negf %dt : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rate_e = arith.divf %minus_dt, %tau_e : f64
    %decay_e = math.exp %rate_e : f64
    %rate_i = arith.divf %minus_dt, %tau_i : f64
    %decay_i = math.exp %rate_i : f64
    %tau_em = arith.subf %tau_e, %tau_m : f64
    %ratio_e = arith.divf %tau_e, %tau_em : f64
    %decay_em = arith.subf %decay_e, %decay_m : f64
    %response_e = arith.mulf %ratio_e, %decay_em : f64
    %tau_im = arith.subf %tau_i, %tau_m : f64
    %ratio_i = arith.divf %tau_i, %tau_im : f64
    %decay_im = arith.subf %decay_i, %decay_m : f64
    %response_i = arith.mulf %ratio_i, %decay_im : f64
    %share = arith.subf %one, %decay_m : f64

    %v = snn.read @v : f64
    %e = snn.read @e : f64
    %i = snn.read @i : f64
    %distance = arith.subf %e_l, %v : f64
    %way = arith.mulf %distance, %share : f64
    %v_decayed = arith.addf %v, %way : f64
    %rise = arith.mulf %e, %response_e : f64
    %v_risen = arith.addf %v_decayed, %rise : f64
    %fall = arith.mulf %i, %response_i : f64
    %v1 = arith.addf %v_risen, %fall : f64

    %exc = snn.receive @exc : f64
    %e_decayed = arith.mulf %e, %decay_e : f64
    %e1 = arith.addf %e_decayed, %exc : f64
    snn.write @e, %e1 : f64
    %inh = snn.receive @inh : f64
    %i_decayed = arith.mulf %i, %decay_i : f64
    %i1 = arith.addf %i_decayed, %inh : f64
    snn.write @i, %i1 : f64

    %t_ref = snn.get @t_ref : f64
    %hold = arith.divf %t_ref, %dt : f64
    %wait = snn.read @wait : f64
    %free = arith.cmpf ole, %wait, %zero : f64
    %above = arith.cmpf oge, %v1, %v_th : f64
    %spike = arith.andi %free, %above : i1
    %v2 = arith.select %free, %v1, %v_reset : f64
    %v3 = arith.select %spike, %v_reset, %v2 : f64
    snn.write @v, %v3 : f64
    %less = arith.subf %wait, %one : f64
    %left = arith.maximumf %less, %zero : f64
    %wait1 = arith.select %spike, %hold, %left : f64
    snn.write @wait, %wait1 : f64
    snn.emit %spike
  }
}
