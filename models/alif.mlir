// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// alif: adaptive leaky integrate-and-fire neuron (spike-frequency adaptation), as in LSNNs.
//
// Source: G. Bellec, D. Salaj, A. Subramoney, R. Legenstein, W. Maass, "Long
// short-term memory and learning-to-learn in networks of spiking neurons", NeurIPS
// 2018, section "LSNN model": B(t) = b0 + beta b(t), b(t + dt) = rho b(t) + (1 - rho)
// z(t), V(t + dt) = alpha V(t) + (1 - alpha) R_m I(t) - B(t) z(t) dt.
//
// Discretization: theirs. The spike of this step lowers the membrane by the
// threshold at once (the paper's equation does so in the next step, before
// anything else happens: the same spikes).
//
//   v1 = v exp(-dt / tau_m) + in
//   spike where v1 >= b0 + beta b, then v = v1 - (b0 + beta b)
//   b1 = b exp(-dt / tau_a) + (1 - exp(-dt / tau_a)) spike
//
// The factor (1 - alpha) R_m of the paper is part of the weights here.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_a | 200 | ms | adaptation time constant |
// | b0 | 1 | | threshold without adaptation |
// | beta | 1.8 | | threshold per adaptation |

snn.neuron @alif {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_a : f64 = 200.0 unit "ms"
  snn.param @b0 : f64 = 1.0
  snn.param @beta : f64 = 1.8
  snn.state @v : f64 = 0.0 range [-16.0, 16.0] bits 16
  snn.state @b : f64 = 0.0 range [0.0, 1.0] bits 32
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_m = snn.get @tau_m : f64
    %tau_a = snn.get @tau_a : f64
    %b0 = snn.get @b0 : f64
    %beta = snn.get @beta : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rate_a = arith.divf %minus_dt, %tau_a : f64
    %decay_a = math.exp %rate_a : f64
    %jump = arith.subf %one, %decay_a : f64

    %b = snn.read @b : f64
    %rise = arith.mulf %b, %beta : f64
    %threshold = arith.addf %rise, %b0 : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_m : f64
    %v1 = arith.addf %decayed, %in : f64
    %spike = arith.cmpf oge, %v1, %threshold : f64
    %lowered = arith.subf %v1, %threshold : f64
    %v2 = arith.select %spike, %lowered, %v1 : f64
    snn.write @v, %v2 : f64

    %b_decayed = arith.mulf %b, %decay_a : f64
    %added = arith.select %spike, %jump, %zero : f64
    %b1 = arith.addf %b_decayed, %added : f64
    snn.write @b, %b1 : f64
    snn.emit %spike
  }
}
