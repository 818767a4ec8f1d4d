// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// alif_eprop: adaptive leaky integrate-and-fire neuron for the rule @eprop_alif: it keeps its
// pseudo-derivative and its learning signal as states.
//
// Source: G. Bellec et al., "A solution to the learning dilemma for recurrent networks of spiking
// neurons", Nature Communications 11:3625, 2020: Methods, network models.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= A = v_th + beta a, then v = v1 - v_th
//   psi = gamma / v_th max(0, 1 - |v1 - A| / v_th)
//   a1 = a exp(-dt / tau_a) + spike
//   l = learn                            what arrives at this port in the step
//
// Discretization: theirs; the spike lowers the membrane at once.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_a | 200 | ms | time constant of adaptation |
// | beta | 0.07 | | threshold per adaptation; the same number as in the rule |
// | v_th | 1 | | threshold without adaptation |
// | gamma | 0.3 | | height of the pseudo-derivative |

snn.neuron @alif_eprop {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_a : f64 = 200.0 unit "ms"
  snn.param @beta : f64 = 0.07
  snn.param @v_th : f64 = 1.0
  snn.param @gamma : f64 = 0.3
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @a : f64 = 0.0 range [0.0, 64.0] bits 32
  snn.state @psi : f64 = 0.0 range [0.0, 1.0] bits 16
  snn.state @l : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.port @in : f64
  snn.port @learn : f64 range [-4.0, 4.0]
  snn.update {
    %zero = arith.constant 0.0 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_a = snn.get @tau_a : f64
    %rate_a = arith.divf %minus_dt, %tau_a : f64
    %decay_a = math.exp %rate_a : f64
    %gamma = snn.get @gamma : f64
    %v_th = snn.get @v_th : f64
    %height = arith.divf %gamma, %v_th : f64
    %slope = arith.divf %height, %v_th : f64

    %a = snn.read @a : f64
    %beta = snn.get @beta : f64
    %rise = arith.mulf %a, %beta : f64
    %threshold = arith.addf %rise, %v_th : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_m : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %threshold : f64
    %lowered = arith.subf %v1, %v_th : f64
    %v2 = arith.select %spike, %lowered, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike

    %event = arith.uitofp %spike : i1 to f64
    %a_faded = arith.mulf %a, %decay_a : f64
    %a1 = arith.addf %a_faded, %event : f64
    snn.write @a, %a1 : f64

    %above = arith.subf %v1, %threshold : f64
    %distance = math.absf %above : f64
    %fall = arith.mulf %distance, %slope : f64
    %peak = arith.subf %height, %fall : f64
    %psi1 = arith.maximumf %peak, %zero : f64
    snn.write @psi, %psi1 : f64
    %l1 = snn.receive @learn : f64
    snn.write @l, %l1 : f64
  }
}
