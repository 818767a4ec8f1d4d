// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_bcm: leaky integrate-and-fire neuron with a trace of its rate and the sliding threshold of the rule @bcm.
//
// Source: E. L. Bienenstock, L. N. Cooper, P. W. Munro, "Theory for the development of neuron
// selectivity", Journal of Neuroscience 2:32-48, 1982 (the threshold is a power of
// the mean activity); N. Intrator, L. N. Cooper, "Objective function formulation of the BCM theory
// of visual cortical plasticity", Neural Networks 5:3-17, 1992 (the mean of the squared
// activity).
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v_reset
//   y1 = y exp(-dt / tau_y) + spike
//   theta1 = theta r + (1 - r) y1^2 / y0,  r = exp(-dt / tau_theta)
//
// Discretization: exact for the decays over a step. tau_theta must be longer than the times in which
// the weights change, else the threshold oscillates.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 20 | ms | time constant of the activity |
// | tau_theta | 1000 | ms | time constant of the threshold of the rule |
// | y0 | 1 | | activity to which the neuron is drawn |
// | v_th | 1 | | threshold of the membrane |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_bcm {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.param @tau_theta : f64 = 1000.0 unit "ms"
  snn.param @y0 : f64 = 1.0
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.state @theta : f64 = 0.0 range [0.0, 32.0] bits 32
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_y = snn.get @tau_y : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64
    %tau_theta = snn.get @tau_theta : f64
    %rate_theta = arith.divf %minus_dt, %tau_theta : f64
    %decay_theta = math.exp %rate_theta : f64
    %one = arith.constant 1.0 : f64
    %rest = arith.subf %one, %decay_theta : f64
    %y0 = snn.get @y0 : f64
    %share = arith.divf %rest, %y0 : f64

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

    %theta = snn.read @theta : f64
    %theta_faded = arith.mulf %theta, %decay_theta : f64
    %square = arith.mulf %y1, %y1 : f64
    %added = arith.mulf %square, %share : f64
    %theta1 = arith.addf %theta_faded, %added : f64
    snn.write @theta, %theta1 : f64
  }
}
