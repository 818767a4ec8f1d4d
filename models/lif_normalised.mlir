// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_normalised: leaky integrate-and-fire neuron that tells its synapses by how much their sum is off (@stdp_normalised).
//
// Source: P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using
// spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9:99, 2015, after G. J. Goodhill,
// H. G. Barrow, "The role of weight normalization in competitive learning", Neural Computation 6:255-269, 1994.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v_reset
//   y1 = y exp(-dt / tau_y) + spike
//   s = (goal - sum) / goal where a sum came, else 0; within [-0.5, 1]
//
// sum is what the synapses deposit. Weights times 1 + s sum up to goal (1 - r^2) if they were at goal (1 + r)
// before: one step of Newton's method towards goal / sum, which takes no division.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 20 | ms | time constant of the trace |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |
// | goal | 4 | | what the weights shall sum up to |

snn.neuron @lif_normalised {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.param @goal : f64 = 4.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.state @s : f64 = 0.0 range [-1.0, 1.0] bits 16
  snn.port @in : f64
  snn.port @sum : f64
  snn.update {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %least = arith.constant -0.5 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_y = snn.get @tau_y : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64
    %goal = snn.get @goal : f64
    %per_goal = arith.divf %one, %goal : f64

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

    %sum = snn.receive @sum : f64
    %part = arith.mulf %sum, %per_goal : f64
    %lacking = arith.subf %one, %part : f64
    %cut = arith.maximumf %lacking, %least : f64
    %came = arith.cmpf ogt, %sum, %zero : f64
    %s1 = arith.select %came, %cut, %zero : f64
    snn.write @s, %s1 : f64
  }
}
