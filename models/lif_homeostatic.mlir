// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_homeostatic: leaky integrate-and-fire neuron that adapts its threshold until it fires at a given rate.
//
// Source: A. Lazar, G. Pipa, J. Triesch, "SORN: a self-organizing recurrent neural network", Frontiers in
// Computational Neuroscience 3:23, 2009: intrinsic plasticity.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= th, then v = v_reset
//   th1 = max(th + eta (spike - rate dt), th_min)
//   y1 = y exp(-dt / tau_y) + spike     for rules that pair events
//
// Discretization: theirs. th has 32 bits: it changes by eta rate dt, far less than a 16-bit unit, in a step
// without a spike.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 20 | ms | time constant of the trace |
// | rate | 20 | Hz | rate to which the neuron is drawn |
// | eta | 0.01 | | change of the threshold by a spike |
// | th_min | 0.125 | | least threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_homeostatic {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.param @rate : f64 = 20.0 unit "Hz"
  snn.param @eta : f64 = 0.01
  snn.param @th_min : f64 = 0.125
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @th : f64 = 1.0 range [0.0, 8.0] bits 32
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %zero = arith.constant 0.0 : f64
    %seconds = arith.constant 0.001 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_y = snn.get @tau_y : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64
    %time = arith.mulf %dt, %seconds : f64
    %rate = snn.get @rate : f64
    %expected = arith.mulf %time, %rate : f64
    %eta = snn.get @eta : f64
    %fall = arith.mulf %expected, %eta : f64

    %v = snn.read @v : f64
    %th = snn.read @th : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_m : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %th : f64
    %v_reset = snn.get @v_reset : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike

    %rise = arith.select %spike, %eta, %zero : f64
    %risen = arith.addf %th, %rise : f64
    %changed = arith.subf %risen, %fall : f64
    %th_min = snn.get @th_min : f64
    %th1 = arith.maximumf %changed, %th_min : f64
    snn.write @th, %th1 : f64

    %event = arith.uitofp %spike : i1 to f64
    %y = snn.read @y : f64
    %y_faded = arith.mulf %y, %decay_y : f64
    %y1 = arith.addf %y_faded, %event : f64
    snn.write @y, %y1 : f64
  }
}
