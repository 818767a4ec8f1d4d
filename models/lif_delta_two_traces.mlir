// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lif_delta_two_traces: the neuron @lif_delta with a fast and a slow trace of its own events, for learning
// rules that read them (@stdp_triplet; @sdsp, where the slow one is the calcium).
//
// Source: J.-P. Pfister, W. Gerstner, "Triplets of spikes in a model of spike
// timing-dependent plasticity", Journal of Neuroscience 26:9673-9682, 2006: the
// detectors o1 and o2, all-to-all interaction.
//
//   v1 = v exp(-dt / tau_m) + in        spike where v1 >= v_th, then v = v_reset
//   y1 = y exp(-dt / tau_y) + spike
//   z1 = z exp(-dt / tau_z) + spike
//
// Discretization: exact for the decays over a step.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_y | 33.7 | ms | time constant of the fast trace |
// | tau_z | 125 | ms | time constant of the slow trace |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @lif_delta_two_traces {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_y : f64 = 33.7 unit "ms"
  snn.param @tau_z : f64 = 125.0 unit "ms"
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [0.0, 8.0] bits 16
  snn.state @z : f64 = 0.0 range [0.0, 32.0] bits 32
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
    %tau_z = snn.get @tau_z : f64
    %rate_z = arith.divf %minus_dt, %tau_z : f64
    %decay_z = math.exp %rate_z : f64

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
    %z = snn.read @z : f64
    %z_faded = arith.mulf %z, %decay_z : f64
    %z1 = arith.addf %z_faded, %event : f64
    snn.write @z, %z1 : f64
  }
}
