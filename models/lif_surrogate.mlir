// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_surrogate: leaky integrate-and-fire neuron for three-factor learning by surrogate gradients (@surrogate_gradient).
// It multiplies the error that reaches it by the surrogate of its own derivative.
//
// Source: F. Zenke, S. Ganguli, "SuperSpike: Supervised learning in multilayer spiking neural
// networks", Neural Computation 30:1514-1541, 2018 (the derivative of the fast sigmoid).
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v_reset
//   g = error / (1 + slope d)^2,  d = min(|v1 - v_th|, 2)
//   y1 = y exp(-dt / tau_y) + spike     for feedback that learns (@feedback_mirror) and for rules that pair events
//
// Discretization: exact for the decays over a step; error is what arrives at this port in the step. The bound of d keeps
// the table of the fixed-point form fine; beyond it the surrogate is about a hundredth of its peak.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 20 | ms | time constant of the trace; that of the trace of @delta_rule |
// | slope | 4 | | steepness of the surrogate, per threshold |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_surrogate {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.param @slope : f64 = 4.0
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.state @g : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.port @in : f64
  snn.port @error : f64 range [-4.0, 4.0]
  snn.update {
    %one = arith.constant 1.0 : f64
    %far = arith.constant 2.0 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_y = snn.get @tau_y : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_m : f64
    %v1 = arith.addf %decayed, %in : f64
    %v_th = snn.get @v_th : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v_reset = snn.get @v_reset : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike

    %event = arith.uitofp %spike : i1 to f64
    %y = snn.read @y : f64
    %y_faded = arith.mulf %y, %decay_y : f64
    %y1 = arith.addf %y_faded, %event : f64
    snn.write @y, %y1 : f64

    %above = arith.subf %v1, %v_th : f64
    %distance = math.absf %above : f64
    %near = arith.minimumf %distance, %far : f64
    %slope = snn.get @slope : f64
    %steep = arith.mulf %near, %slope : f64
    %width = arith.addf %steep, %one : f64
    %area = arith.mulf %width, %width : f64
    %h = arith.divf %one, %area : f64
    %error = snn.receive @error : f64
    %g1 = arith.mulf %error, %h : f64
    snn.write @g, %g1 : f64
  }
}
