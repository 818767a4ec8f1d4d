// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_eprop: leaky integrate-and-fire neuron for the rule @eprop_lif: it keeps its pseudo-derivative and
// its learning signal as states.
//
// Source: G. Bellec et al., "A solution to the learning dilemma for recurrent networks of spiking
// neurons", Nature Communications 11:3625, 2020: Methods, network models.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v1 - v_th
//   psi = gamma / v_th max(0, 1 - |v1 - v_th| / v_th)
//   l = learn                            what arrives at this port in the step
//
// Discretization: theirs. The spike lowers the membrane at once (theirs in the next step, before
// anything else happens: the same spikes). The factor (1 - alpha) of later versions is part of the weights.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | v_th | 1 | | threshold |
// | gamma | 0.3 | | height of the pseudo-derivative |

snn.neuron @lif_eprop {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @gamma : f64 = 0.3
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @psi : f64 = 0.0 range [0.0, 1.0] bits 16
  snn.state @l : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.port @in : f64
  snn.port @learn : f64 range [-4.0, 4.0]
  snn.update {
    %zero = arith.constant 0.0 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64
    %gamma = snn.get @gamma : f64
    %v_th = snn.get @v_th : f64
    %height = arith.divf %gamma, %v_th : f64
    %slope = arith.divf %height, %v_th : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %lowered = arith.subf %v1, %v_th : f64
    %v2 = arith.select %spike, %lowered, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike

    %distance = math.absf %lowered : f64
    %fall = arith.mulf %distance, %slope : f64
    %peak = arith.subf %height, %fall : f64
    %psi1 = arith.maximumf %peak, %zero : f64
    snn.write @psi, %psi1 : f64
    %l1 = snn.receive @learn : f64
    snn.write @l, %l1 : f64
  }
}
