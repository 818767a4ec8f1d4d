// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_cuba: leaky integrate-and-fire neuron, current-based, with exponential synapses.
//
// Source: W. Gerstner et al., "Neuronal Dynamics", Cambridge 2014, sections 1.3
// (membrane) and 3.1 (synaptic current); the parameters are those of NIR's CubaLIF (J. E. Pedersen et al., 2024).
//
//   tau_syn di/dt = -i, each input spike adds its weight to i
//   tau_m dv/dt = v_leak - v + r i
//
// Discretization: exponential Euler; i is held over the step after its input.
//
//   i1 = i exp(-dt / tau_syn) + in
//   v1 = v exp(-dt / tau_m) + (1 - exp(-dt / tau_m)) (v_leak + r i1)
//   spike where v1 >= v_th, then v = v_reset
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_syn | 5 | ms | synaptic time constant |
// | r | 1 | | resistance: membrane per current |
// | v_leak | 0 | | resting value |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_cuba {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_syn : f64 = 5.0 unit "ms"
  snn.param @r : f64 = 1.0
  snn.param @v_leak : f64 = 0.0
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @i : f64 = 0.0 range [-64.0, 64.0] bits 16
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %tau_syn = snn.get @tau_syn : f64
    %r = snn.get @r : f64
    %v_leak = snn.get @v_leak : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %one = arith.constant 1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rate_syn = arith.divf %minus_dt, %tau_syn : f64
    %decay_syn = math.exp %rate_syn : f64
    %share = arith.subf %one, %decay_m : f64
    %gain = arith.mulf %r, %share : f64
    %pull = arith.mulf %v_leak, %share : f64

    %i = snn.read @i : f64
    %in = snn.receive @in : f64
    %i_decayed = arith.mulf %i, %decay_syn : f64
    %i1 = arith.addf %i_decayed, %in : f64
    snn.write @i, %i1 : f64

    %v = snn.read @v : f64
    %v_decayed = arith.mulf %v, %decay_m : f64
    %drive = arith.mulf %i1, %gain : f64
    %v_driven = arith.addf %v_decayed, %drive : f64
    %v1 = arith.addf %v_driven, %pull : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike
  }
}
