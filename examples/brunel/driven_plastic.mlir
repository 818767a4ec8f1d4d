// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// driven_plastic: lif_delta_driven with a port for weights that learn, which are parts of w_max, and a
// trace of its events for rules that read @y.
//
//   v1 = v exp(-dt / tau_m) + in + w_max plastic + jump * (events of the source in this step)
//   y1 = y exp(-dt / tau_y) + spike
//
// The rest is as there.

snn.neuron @driven_plastic {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @t_ref : f64 = 2.0 unit "ms"
  snn.param @v_th : f64 = 20.0 unit "mV"
  snn.param @v_reset : f64 = 10.0 unit "mV"
  snn.param @rate : f64 = 0.0 unit "Hz"
  snn.param @jump : f64 = 0.1 unit "mV"
  snn.param @w_max : f64 = 0.3 unit "mV"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.state @v : f64 = 0.0 range [-128.0, 128.0] unit "mV" bits 32
  snn.state @wait : f64 = 0.0 range [0.0, 120.0] unit "steps" bits 8
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 32
  snn.port @in : f64 unit "mV"
  snn.port @plastic : f64
  snn.update {
    %dt = snn.dt : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %tau_m = snn.get @tau_m : f64
    %minus_dt = arith.negf %dt : f64
    %decay_rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %decay_rate : f64
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

    %jump = snn.get @jump : f64
    %drive = arith.mulf %events, %jump : f64
    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %w_max = snn.get @w_max : f64
    %plastic = snn.receive @plastic : f64
    %learned = arith.mulf %plastic, %w_max : f64
    %inputs = arith.addf %drive, %learned : f64
    %driven = arith.addf %decayed, %inputs : f64
    %v1 = arith.addf %driven, %in : f64

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

    %tau_y = snn.get @tau_y : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64
    %y = snn.read @y : f64
    %faded = arith.mulf %y, %decay_y : f64
    %event = arith.uitofp %spike : i1 to f64
    %y1 = arith.addf %faded, %event : f64
    snn.write @y, %y1 : f64
    snn.emit %spike
  }
}
