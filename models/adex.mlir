// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// adex: adaptive exponential integrate-and-fire neuron.
//
// Source: R. Brette, W. Gerstner, "Adaptive exponential integrate-and-fire model as
// an effective description of neuronal activity", Journal of Neurophysiology 94,
// 2005: the equations for V and w, and the parameters of the paper's fit.
//
//   C dv/dt = -g_l (v - e_l) + g_l delta_t exp((v - v_t) / delta_t) - w + i
//   tau_w dw/dt = a (v - e_l) - w           v >= v_peak: v = v_r, w = w + b
//
// with an exponential synapse: tau_syn di/dt = -i, each input spike adds its weight (pA).
//
// Discretization: forward Euler for v and w (dt of 0.1 ms is usual), exact for i.
// The cut-off v_peak stands about five delta_t above v_t: from there the upswing to
// infinity takes less than 0.1 ms. The exponential sees at most v_peak.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | c_m | 281 | pF | capacitance |
// | g_l | 30 | nS | leak conductance |
// | e_l | -70.6 | mV | leak potential |
// | v_t | -50.4 | mV | soft threshold |
// | delta_t | 2 | mV | slope factor |
// | v_peak | -40 | mV | cut-off |
// | v_r | -70.6 | mV | membrane after a spike |
// | tau_w | 144 | ms | adaptation time constant |
// | a | 4 | nS | adaptation per membrane |
// | b | 80.5 | pA | adaptation added by a spike |
// | tau_syn | 5 | ms | synaptic time constant |

snn.neuron @adex {
  snn.param @c_m : f64 = 281.0 unit "pF"
  snn.param @g_l : f64 = 30.0 unit "nS"
  snn.param @e_l : f64 = -70.6 unit "mV"
  snn.param @v_t : f64 = -50.4 unit "mV"
  snn.param @delta_t : f64 = 2.0 unit "mV"
  snn.param @v_peak : f64 = -40.0 unit "mV"
  snn.param @v_r : f64 = -70.6 unit "mV"
  snn.param @tau_w : f64 = 144.0 unit "ms"
  snn.param @a : f64 = 4.0 unit "nS"
  snn.param @b : f64 = 80.5 unit "pA"
  snn.param @tau_syn : f64 = 5.0 unit "ms"
  snn.state @v : f64 = -70.6 range [-120.0, -30.0] unit "mV" bits 32
  snn.state @w : f64 = 0.0 range [-500.0, 4000.0] unit "pA" bits 32
  snn.state @i : f64 = 0.0 range [-8000.0, 8000.0] unit "pA" bits 32
  snn.port @in : f64 unit "pA"
  snn.update {
    %dt = snn.dt : f64
    %c_m = snn.get @c_m : f64
    %g_l = snn.get @g_l : f64
    %e_l = snn.get @e_l : f64
    %v_t = snn.get @v_t : f64
    %delta_t = snn.get @delta_t : f64
    %v_peak = snn.get @v_peak : f64
    %v_r = snn.get @v_r : f64
    %tau_w = snn.get @tau_w : f64
    %a = snn.get @a : f64
    %b = snn.get @b : f64
    %tau_syn = snn.get @tau_syn : f64
    %one = arith.constant 1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_syn = arith.divf %minus_dt, %tau_syn : f64
    %decay_syn = math.exp %rate_syn : f64
    %per_c = arith.divf %dt, %c_m : f64
    %leak = arith.mulf %per_c, %g_l : f64
    %upswing = arith.mulf %leak, %delta_t : f64
    %sharpness = arith.divf %one, %delta_t : f64
    %rate_w = arith.divf %dt, %tau_w : f64
    %a_rate = arith.mulf %a, %rate_w : f64

    %i = snn.read @i : f64
    %in = snn.receive @in : f64
    %i_decayed = arith.mulf %i, %decay_syn : f64
    %i1 = arith.addf %i_decayed, %in : f64
    snn.write @i, %i1 : f64

    %v = snn.read @v : f64
    %w = snn.read @w : f64
    %away = arith.subf %v, %e_l : f64
    %below = arith.minimumf %v, %v_peak : f64
    %over = arith.subf %below, %v_t : f64
    %x = arith.mulf %over, %sharpness : f64
    %exp = math.exp %x : f64
    %steep = arith.mulf %exp, %upswing : f64
    %back = arith.mulf %away, %leak : f64
    %intrinsic = arith.subf %steep, %back : f64
    %current = arith.subf %i1, %w : f64
    %driven = arith.mulf %current, %per_c : f64
    %change = arith.addf %intrinsic, %driven : f64
    %v1 = arith.addf %v, %change : f64
    %spike = arith.cmpf oge, %v1, %v_peak : f64
    %v2 = arith.select %spike, %v_r, %v1 : f64
    snn.write @v, %v2 : f64

    %w_pull = arith.mulf %away, %a_rate : f64
    %w_leak = arith.mulf %w, %rate_w : f64
    %w_change = arith.subf %w_pull, %w_leak : f64
    %w1 = arith.addf %w, %w_change : f64
    %w_jump = arith.addf %w1, %b : f64
    %w2 = arith.select %spike, %w_jump, %w1 : f64
    snn.write @w, %w2 : f64
    snn.emit %spike
  }
}
