// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_refractory: leaky integrate-and-fire neuron with delta synapses and an absolute
// refractory period.
//
// Source: W. Gerstner et al., "Neuronal Dynamics", Cambridge 2014, section 1.3.
// While refractory, v stays at v_reset and input is lost, as in NEST's iaf_psc_delta.
//
//   v1 = v exp(-dt / tau_m) + in
//   wait > 0:  v = v_reset, wait = wait - 1
//   otherwise: spike where v1 >= v_th, then v = v_reset and wait = t_ref / dt
//
// Discretization: exact; t_ref is a whole number of steps, at most 120.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | t_ref | 2 | ms | refractory period |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_refractory {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @t_ref : f64 = 2.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %one = arith.constant 1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64

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
