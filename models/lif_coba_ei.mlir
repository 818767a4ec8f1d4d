// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_coba_ei: leaky integrate-and-fire neuron, conductance-based, with excitatory and inhibitory
// exponential synapses and a refractory period, in mV; conductances in units of the leak.
//
// Source: T. P. Vogels, L. F. Abbott, "Signal propagation and logic gating in networks of
// integrate-and-fire neurons", Journal of Neuroscience 25, 2005, in the form of benchmark
// 1 (COBA) of R. Brette et al., "Simulation of networks of spiking neurons: a review of tools
// and strategies", Journal of Computational Neuroscience 23, 2007.
//
//   tau_m dv/dt = e_l - v + e (e_e - v) + i (e_i - v),  tau_e de/dt = -e,  tau_i di/dt = -i
//
// Discretization: exponential Euler, conductances held over the step, with the
// exponential's series: for x = (1 + e + i) dt / tau_m, which is below 1/2 for conductances
// below 100 at dt = 0.1 ms, (1 - exp(-x)) / x = 1 - x/2 + x^2/6 is 0.5 % off at most.
//
//   v1 = v + dt / tau_m (e_l + e e_e + i e_i - (1 + e + i) v) (1 - x/2 + x^2/6)
//   e1 = e exp(-dt / tau_e) + exc,  i1 = i exp(-dt / tau_i) + inh
//   wait > 0:  v = v_reset, wait = wait - 1
//   otherwise: spike where v1 >= v_th, then v = v_reset and wait = t_ref / dt
//
// t_ref is a whole number of steps, at most 120.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_e | 5 | ms | of excitatory synapses |
// | tau_i | 10 | ms | of inhibitory synapses |
// | e_l | -60 | mV | resting potential |
// | e_e | 0 | mV | reversal potential of excitation |
// | e_i | -80 | mV | reversal potential of inhibition |
// | v_th | -50 | mV | threshold |
// | v_reset | -60 | mV | membrane after a spike |
// | t_ref | 5 | ms | refractory period |

snn.neuron @lif_coba_ei {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_e : f64 = 5.0 unit "ms"
  snn.param @tau_i : f64 = 10.0 unit "ms"
  snn.param @e_l : f64 = -60.0 unit "mV"
  snn.param @e_e : f64 = 0.0 unit "mV"
  snn.param @e_i : f64 = -80.0 unit "mV"
  snn.param @v_th : f64 = -50.0 unit "mV"
  snn.param @v_reset : f64 = -60.0 unit "mV"
  snn.param @t_ref : f64 = 5.0 unit "ms"
  snn.state @v : f64 = -60.0 range [-128.0, 0.0] unit "mV" bits 32
  snn.state @e : f64 = 0.0 range [0.0, 64.0] bits 32
  snn.state @i : f64 = 0.0 range [0.0, 128.0] bits 32
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.port @exc : f64
  snn.port @inh : f64
  snn.update {
    %dt = snn.dt : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %minus_half = arith.constant -0.5 : f64
    %sixth = arith.constant 0.16666666666666666 : f64
    %tau_m = snn.get @tau_m : f64
    %tau_e = snn.get @tau_e : f64
    %tau_i = snn.get @tau_i : f64
    %e_l = snn.get @e_l : f64
    %e_e = snn.get @e_e : f64
    %e_i = snn.get @e_i : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %minus_dt = arith.negf %dt : f64
    %rate_e = arith.divf %minus_dt, %tau_e : f64
    %decay_e = math.exp %rate_e : f64
    %rate_i = arith.divf %minus_dt, %tau_i : f64
    %decay_i = math.exp %rate_i : f64
    %share = arith.divf %dt, %tau_m : f64
    %pull = arith.mulf %share, %e_l : f64
    %pull_e = arith.mulf %share, %e_e : f64
    %pull_i = arith.mulf %share, %e_i : f64

    %v = snn.read @v : f64
    %e = snn.read @e : f64
    %i = snn.read @i : f64
    %synaptic = arith.addf %e, %i : f64
    %synaptic_x = arith.mulf %synaptic, %share : f64
    %x = arith.addf %synaptic_x, %share : f64
    %from_e = arith.mulf %e, %pull_e : f64
    %from_i = arith.mulf %i, %pull_i : f64
    %from_both = arith.addf %from_e, %from_i : f64
    %to = arith.addf %from_both, %pull : f64
    %leaves = arith.mulf %v, %x : f64
    %change = arith.subf %to, %leaves : f64
    %x_sixth = arith.mulf %x, %sixth : f64
    %slope = arith.addf %x_sixth, %minus_half : f64
    %less_of_it = arith.mulf %x, %slope : f64
    %damped = arith.mulf %change, %less_of_it : f64
    %change1 = arith.addf %change, %damped : f64
    %v1 = arith.addf %v, %change1 : f64

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
