// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sdsp: spike-driven synaptic plasticity: a bistable synapse that an event of its source moves by the target's membrane and calcium.
//
// Source: J. M. Brader, W. Senn, S. Fusi, "Learning real-world stimuli in a neural network with
// spike-driven synaptic dynamics", Neural Computation 19:2881-2912, 2007, section 2, with the
// parameters of its table in units of the largest value (X), of one calcium jump (C) and of the threshold (v).
//
//   at an event of the source:  x <- x + a   where v > theta_v  and up_low < c < up_high
//                               x <- x - b   where v <= theta_v and down_low < c < down_high
//   every 10 steps:             x <- x + 10 dt alpha  where x > theta_x, else x - 10 dt beta
//                               w = j_up where x > theta_x, else j_down
//
// x stays within [0, 1]. v is the target's membrane after Update of the step, c its calcium: the slow trace of its events. The
// drift goes on in steps with an event, too.
//
// Works with @lif_delta_two_traces (states @v and @z); the paper has tau_z = 60.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | a, b | 0.1 | | jump up, jump down |
// | theta_v | 0.8 | | what the membrane is compared with |
// | theta_x | 0.5 | | where the two basins meet |
// | alpha, beta | 0.0035 | 1/ms | drift up, drift down |
// | up_low, up_high | 3, 13 | | calcium for jumps up |
// | down_low, down_high | 3, 4 | | calcium for jumps down |
// | j_up, j_down | 0.5, 0 | | the two weights, within [-1, 1] |

snn.learning_rule @sdsp {
  snn.param @a : f64 = 0.1
  snn.param @b : f64 = 0.1
  snn.param @theta_v : f64 = 0.8
  snn.param @theta_x : f64 = 0.5
  snn.param @alpha : f64 = 0.0035
  snn.param @beta : f64 = 0.0035
  snn.param @up_low : f64 = 3.0
  snn.param @up_high : f64 = 13.0
  snn.param @down_low : f64 = 3.0
  snn.param @down_high : f64 = 4.0
  snn.param @j_up : f64 = 0.5
  snn.param @j_down : f64 = 0.0
  snn.weight @w range [-1.0, 1.0]
  snn.state @x : f64 = 0.0 range [0.0, 1.0] bits 16
  snn.target @v : f64
  snn.target @c state @z : f64
  snn.on_pre {
    %zero = arith.constant 0.0 : f64
    %v = snn.read @v : f64
    %c = snn.read @c : f64
    %theta_v = snn.get @theta_v : f64
    %high = arith.cmpf ogt, %v, %theta_v : f64
    %low = arith.cmpf ole, %v, %theta_v : f64
    %up_low = snn.get @up_low : f64
    %above_up = arith.cmpf ogt, %c, %up_low : f64
    %up_high = snn.get @up_high : f64
    %below_up = arith.cmpf olt, %c, %up_high : f64
    %band_up = arith.andi %above_up, %below_up : i1
    %up = arith.andi %high, %band_up : i1
    %down_low = snn.get @down_low : f64
    %above_down = arith.cmpf ogt, %c, %down_low : f64
    %down_high = snn.get @down_high : f64
    %below_down = arith.cmpf olt, %c, %down_high : f64
    %band_down = arith.andi %above_down, %below_down : i1
    %down = arith.andi %low, %band_down : i1
    %b = snn.get @b : f64
    %minus_b = arith.negf %b : f64
    %fall = arith.select %down, %minus_b, %zero : f64
    %a = snn.get @a : f64
    %change = arith.select %up, %a, %fall : f64
    %x = snn.read @x : f64
    %new = arith.addf %x, %change : f64
    snn.write @x, %new : f64
  }
  snn.every 10 {
    %steps = arith.constant 10.0 : f64
    %dt = snn.dt : f64
    %time = arith.mulf %dt, %steps : f64
    %alpha = snn.get @alpha : f64
    %rise = arith.mulf %time, %alpha : f64
    %beta = snn.get @beta : f64
    %decline = arith.mulf %time, %beta : f64
    %minus_decline = arith.negf %decline : f64
    %x = snn.read @x : f64
    %theta_x = snn.get @theta_x : f64
    %upper = arith.cmpf ogt, %x, %theta_x : f64
    %drift = arith.select %upper, %rise, %minus_decline : f64
    %new = arith.addf %x, %drift : f64
    snn.write @x, %new : f64
    %j_up = snn.get @j_up : f64
    %j_down = snn.get @j_down : f64
    %w = arith.select %upper, %j_up, %j_down : f64
    snn.write @w, %w : f64
  }
}
