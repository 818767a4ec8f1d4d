// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_psc_exp: leaky integrate-and-fire neuron with exponential synaptic currents, a refractory
// period, a constant current and a Poisson source of its own, in mV and pA.
//
// Source: S. Rotter, M. Diesmann, "Exact digital simulation of time-invariant linear
// systems with applications to neuronal modeling", Biological Cybernetics 81, 1999; the
// order within a step is that of NEST's iaf_psc_exp.
//
//   tau_m dv/dt = e_l - v + (tau_m / c_m) (i + i_e),  tau_syn di/dt = -i
//
// Discretization: exact. With d_m = exp(-dt / tau_m), d_s = exp(-dt / tau_syn) and
// c = tau_m / c_m:
//
//   v1 = e_l + (v - e_l) d_m + c tau_syn / (tau_syn - tau_m) (d_s - d_m) i + c (1 - d_m) i_e
//   i1 = i d_s + in + jump * (events of the source in this step)
//   wait > 0:  v = v_reset, wait = wait - 1
//   otherwise: spike where v1 >= v_th, then v = v_reset and wait = t_ref / dt
//
// tau_syn and tau_m differ; t_ref is a whole number of steps, at most 120.
//
// The Poisson source (W. Gerstner et al., "Neuronal Dynamics", Cambridge 2014, section 7.2)
// belongs to the neuron. The number of its events in a step is n with probability
// p_n = exp(-m) m^n / n!, m = rate dt: so many k from 0 have a uniform draw below
// 1 - p_0 - ... - p_k. More than 16 events a step are left out, and draws have 30 bits: both
// concern less than one step in 10^9 for m up to 2.4. Rates for each neuron leave 16 bits.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 10 | ms | membrane time constant |
// | tau_syn | 0.5 | ms | synaptic time constant |
// | c_m | 250 | pF | capacitance |
// | e_l | -65 | mV | resting potential |
// | v_th | -50 | mV | threshold |
// | v_reset | -65 | mV | membrane after a spike |
// | t_ref | 2 | ms | refractory period |
// | i_e | 0 | pA | constant current |
// | rate | 0 | Hz | events of the source |
// | jump | 0 | pA | what one of them adds to the current |

snn.neuron @lif_psc_exp {
  snn.param @tau_m : f64 = 10.0 unit "ms"
  snn.param @tau_syn : f64 = 0.5 unit "ms"
  snn.param @c_m : f64 = 250.0 unit "pF"
  snn.param @e_l : f64 = -65.0 unit "mV"
  snn.param @v_th : f64 = -50.0 unit "mV"
  snn.param @v_reset : f64 = -65.0 unit "mV"
  snn.param @t_ref : f64 = 2.0 unit "ms"
  snn.param @i_e : f64 = 0.0 unit "pA"
  snn.param @rate : f64 = 0.0 unit "Hz"
  snn.param @jump : f64 = 0.0 unit "pA"
  snn.state @i : f64 = 0.0 range [-32768.0, 32768.0] unit "pA" bits 32
  snn.state @v : f64 = -65.0 range [-256.0, 0.0] unit "mV" bits 32
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.port @in : f64 unit "pA"
  snn.update {
    %dt = snn.dt : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %tau_m = snn.get @tau_m : f64
    %tau_syn = snn.get @tau_syn : f64
    %c_m = snn.get @c_m : f64
    %e_l = snn.get @e_l : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %i_e = snn.get @i_e : f64
    %minus_dt = arith.negf %dt : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rate_syn = arith.divf %minus_dt, %tau_syn : f64
    %decay_syn = math.exp %rate_syn : f64
    %r = arith.divf %tau_m, %c_m : f64
    %tau_difference = arith.subf %tau_syn, %tau_m : f64
    %tau_ratio = arith.divf %tau_syn, %tau_difference : f64
    %decay_difference = arith.subf %decay_syn, %decay_m : f64
    %response = arith.mulf %tau_ratio, %decay_difference : f64
    %gain = arith.mulf %r, %response : f64
    %share = arith.subf %one, %decay_m : f64
    %v_e = arith.mulf %r, %i_e : f64
    %v_rest = arith.addf %e_l, %v_e : f64
    %per_ms = arith.constant 0.001 : f64
    %rate = snn.get @rate : f64
    %rate_ms = arith.mulf %rate, %per_ms : f64
    %mean = arith.mulf %rate_ms, %dt : f64
    %minus_mean = arith.negf %mean : f64
    %p0 = math.exp %minus_mean : f64
    %t0 = arith.subf %one, %p0 : f64
    %n1 = arith.constant 1.0 : f64
    %m1 = arith.divf %mean, %n1 : f64
    %p1 = arith.mulf %p0, %m1 : f64
    %t1 = arith.subf %t0, %p1 : f64
    %n2 = arith.constant 2.0 : f64
    %m2 = arith.divf %mean, %n2 : f64
    %p2 = arith.mulf %p1, %m2 : f64
    %t2 = arith.subf %t1, %p2 : f64
    %n3 = arith.constant 3.0 : f64
    %m3 = arith.divf %mean, %n3 : f64
    %p3 = arith.mulf %p2, %m3 : f64
    %t3 = arith.subf %t2, %p3 : f64
    %n4 = arith.constant 4.0 : f64
    %m4 = arith.divf %mean, %n4 : f64
    %p4 = arith.mulf %p3, %m4 : f64
    %t4 = arith.subf %t3, %p4 : f64
    %n5 = arith.constant 5.0 : f64
    %m5 = arith.divf %mean, %n5 : f64
    %p5 = arith.mulf %p4, %m5 : f64
    %t5 = arith.subf %t4, %p5 : f64
    %n6 = arith.constant 6.0 : f64
    %m6 = arith.divf %mean, %n6 : f64
    %p6 = arith.mulf %p5, %m6 : f64
    %t6 = arith.subf %t5, %p6 : f64
    %n7 = arith.constant 7.0 : f64
    %m7 = arith.divf %mean, %n7 : f64
    %p7 = arith.mulf %p6, %m7 : f64
    %t7 = arith.subf %t6, %p7 : f64
    %n8 = arith.constant 8.0 : f64
    %m8 = arith.divf %mean, %n8 : f64
    %p8 = arith.mulf %p7, %m8 : f64
    %t8 = arith.subf %t7, %p8 : f64
    %n9 = arith.constant 9.0 : f64
    %m9 = arith.divf %mean, %n9 : f64
    %p9 = arith.mulf %p8, %m9 : f64
    %t9 = arith.subf %t8, %p9 : f64
    %n10 = arith.constant 10.0 : f64
    %m10 = arith.divf %mean, %n10 : f64
    %p10 = arith.mulf %p9, %m10 : f64
    %t10 = arith.subf %t9, %p10 : f64
    %n11 = arith.constant 11.0 : f64
    %m11 = arith.divf %mean, %n11 : f64
    %p11 = arith.mulf %p10, %m11 : f64
    %t11 = arith.subf %t10, %p11 : f64
    %n12 = arith.constant 12.0 : f64
    %m12 = arith.divf %mean, %n12 : f64
    %p12 = arith.mulf %p11, %m12 : f64
    %t12 = arith.subf %t11, %p12 : f64
    %n13 = arith.constant 13.0 : f64
    %m13 = arith.divf %mean, %n13 : f64
    %p13 = arith.mulf %p12, %m13 : f64
    %t13 = arith.subf %t12, %p13 : f64
    %n14 = arith.constant 14.0 : f64
    %m14 = arith.divf %mean, %n14 : f64
    %p14 = arith.mulf %p13, %m14 : f64
    %t14 = arith.subf %t13, %p14 : f64
    %n15 = arith.constant 15.0 : f64
    %m15 = arith.divf %mean, %n15 : f64
    %p15 = arith.mulf %p14, %m15 : f64
    %t15 = arith.subf %t14, %p15 : f64
    %n16 = arith.constant 16.0 : f64

    %draw = snn.random : f64
    %b0 = arith.cmpf olt, %draw, %t0 : f64
    %c0 = arith.select %b0, %one, %zero : f64
    %b1 = arith.cmpf olt, %draw, %t1 : f64
    %c1 = arith.select %b1, %n2, %c0 : f64
    %b2 = arith.cmpf olt, %draw, %t2 : f64
    %c2 = arith.select %b2, %n3, %c1 : f64
    %b3 = arith.cmpf olt, %draw, %t3 : f64
    %c3 = arith.select %b3, %n4, %c2 : f64
    %b4 = arith.cmpf olt, %draw, %t4 : f64
    %c4 = arith.select %b4, %n5, %c3 : f64
    %b5 = arith.cmpf olt, %draw, %t5 : f64
    %c5 = arith.select %b5, %n6, %c4 : f64
    %b6 = arith.cmpf olt, %draw, %t6 : f64
    %c6 = arith.select %b6, %n7, %c5 : f64
    %b7 = arith.cmpf olt, %draw, %t7 : f64
    %c7 = arith.select %b7, %n8, %c6 : f64
    %b8 = arith.cmpf olt, %draw, %t8 : f64
    %c8 = arith.select %b8, %n9, %c7 : f64
    %b9 = arith.cmpf olt, %draw, %t9 : f64
    %c9 = arith.select %b9, %n10, %c8 : f64
    %b10 = arith.cmpf olt, %draw, %t10 : f64
    %c10 = arith.select %b10, %n11, %c9 : f64
    %b11 = arith.cmpf olt, %draw, %t11 : f64
    %c11 = arith.select %b11, %n12, %c10 : f64
    %b12 = arith.cmpf olt, %draw, %t12 : f64
    %c12 = arith.select %b12, %n13, %c11 : f64
    %b13 = arith.cmpf olt, %draw, %t13 : f64
    %c13 = arith.select %b13, %n14, %c12 : f64
    %b14 = arith.cmpf olt, %draw, %t14 : f64
    %c14 = arith.select %b14, %n15, %c13 : f64
    %b15 = arith.cmpf olt, %draw, %t15 : f64
    %events = arith.select %b15, %n16, %c14 : f64

    %i = snn.read @i : f64
    %v = snn.read @v : f64
    %distance = arith.subf %v_rest, %v : f64
    %way = arith.mulf %distance, %share : f64
    %v_decayed = arith.addf %v, %way : f64
    %charge = arith.mulf %i, %gain : f64
    %v1 = arith.addf %v_decayed, %charge : f64

    %jump = snn.get @jump : f64
    %drive = arith.mulf %events, %jump : f64
    %in = snn.receive @in : f64
    %i_decayed = arith.mulf %i, %decay_syn : f64
    %i_driven = arith.addf %i_decayed, %drive : f64
    %i1 = arith.addf %i_driven, %in : f64
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
