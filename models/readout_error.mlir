// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// readout_error: leaky read-out that does not spike and keeps an error that comes from elsewhere (@pes).
//
// Source: T. Bekolay, C. Kolbeck, C. Eliasmith, "Simultaneous unsupervised and supervised learning of
// cognitive functions in biologically plausible spiking neural networks", CogSci 2013: the error is
// the filtered activity of a population of its own.
//
//   v1 = v exp(-dt / tau_m) + in
//   e1 = e r + (1 - r) error,  r = exp(-dt / tau_e)
//
// Discretization: exact for the decays over a step.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |
// | tau_e | 5 | ms | time constant of the error |

snn.neuron @readout_error {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tau_e : f64 = 5.0 unit "ms"
  snn.state @v : f64 = 0.0 range [-16.0, 16.0] bits 32
  snn.state @e : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.port @in : f64
  snn.port @error : f64
  snn.update {
    %one = arith.constant 1.0 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %tau_e = snn.get @tau_e : f64
    %rate_e = arith.divf %minus_dt, %tau_e : f64
    %decay_e = math.exp %rate_e : f64
    %share = arith.subf %one, %decay_e : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_m : f64
    %v1 = arith.addf %decayed, %in : f64
    snn.write @v, %v1 : f64

    %e = snn.read @e : f64
    %error = snn.receive @error : f64
    %e_faded = arith.mulf %e, %decay_e : f64
    %added = arith.mulf %error, %share : f64
    %e1 = arith.addf %e_faded, %added : f64
    snn.write @e, %e1 : f64
  }
}
