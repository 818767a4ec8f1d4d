// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_delta_traced: leaky integrate-and-fire neuron with a trace of its own events, for learning rules that pair events of source and
// target (@stdp_pair_additive and its kin read the state @y).
//
// Source: Dayan and Abbott (2001), "Theoretical Neuroscience", section 5.4; the trace: Morrison, Diesmann and Gerstner (2008),
// "Phenomenological models of synaptic plasticity based on spike timing", Biological Cybernetics 98:459-478.
//
//   v' = exp(-dt / tau_m) v + (sum of the port)
//   an event where v' >= v_th; then v = v_reset
//   y' = exp(-dt / tau_y) y + (an event)
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 20 | ms | time constant of the trace |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_delta_traced {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 20.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %tau_y = snn.get @tau_y : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64
    %rate_y = arith.divf %minus_dt, %tau_y : f64
    %decay_y = math.exp %rate_y : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64

    %y = snn.read @y : f64
    %faded = arith.mulf %y, %decay_y : f64
    %one = arith.uitofp %spike : i1 to f64
    %y1 = arith.addf %faded, %one : f64
    snn.write @y, %y1 : f64
    snn.emit %spike
  }
}
