// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_cuba_refractory: lif_cuba with an absolute refractory period.
//
// Source: W. Gerstner et al., "Neuronal Dynamics", Cambridge 2014, sections 1.3
// and 3.1; the discretization of lif_cuba, the counter of lif_refractory.
// The synaptic current goes on while the membrane is held.
//
//   i1 = i exp(-dt / tau_syn) + in
//   v1 = v exp(-dt / tau_m) + (1 - exp(-dt / tau_m)) (v_leak + r i1)
//   wait > 0:  v = v_reset, wait = wait - 1
//   otherwise: spike where v1 >= v_th, then v = v_reset and wait = t_ref / dt
//
// t_ref is a whole number of steps, at most 120.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_syn | 5 | ms | synaptic time constant |
// | t_ref | 2 | ms | refractory period |
// | r | 1 | | resistance: membrane per current |
// | v_leak | 0 | | resting value |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_cuba_refractory {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_syn : f64 = 5.0 unit "ms"
  snn.param @r : f64 = 1.0
  snn.param @v_leak : f64 = 0.0
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.param @t_ref : f64 = 2.0 unit "ms"
  snn.state @i : f64 = 0.0 range [-64.0, 64.0] bits 16
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %tau_syn = snn.get @tau_syn : f64
    %r = snn.get @r : f64
    %v_leak = snn.get @v_leak : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %one = arith.constant 1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rate_syn = arith.divf %minus_dt, %tau_syn : f64
    %decay_syn = math.exp %rate_syn : f64
    %share = arith.subf %one, %decay_m : f64
    %gain = arith.mulf %r, %share : f64
    %pull = arith.mulf %v_leak, %share : f64

    %i = snn.read @i : f64
    %in = snn.receive @in : f64
    %i_decayed = arith.mulf %i, %decay_syn : f64
    %i1 = arith.addf %i_decayed, %in : f64
    snn.write @i, %i1 : f64

    %v = snn.read @v : f64
    %v_decayed = arith.mulf %v, %decay_m : f64
    %drive = arith.mulf %i1, %gain : f64
    %v_driven = arith.addf %v_decayed, %drive : f64
    %v1 = arith.addf %v_driven, %pull : f64

    %zero = arith.constant 0.0 : f64
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
