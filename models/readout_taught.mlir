// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// readout_taught: leaky read-out that does not spike but sends its error, as a graded event, and keeps it for the
// synapses in front of it (@delta_rule, @feedback_mirror).
//
// Source: B. Widrow, M. E. Hoff, "Adaptive switching circuits", IRE WESCON Convention Record 4:96-104,
// 1960 (the error); the read-out and errors sent back in each step as in G. Bellec et al.,
// Nature Communications 11:3625, 2020.
//
//   v1 = v exp(-dt / tau_m) + in
//   e = teach - v1, to the nearest multiple of 1/64 and within [-4, 4]
//   an event with payload e where e is not 0
//
// The quantum is a power of two, so that what is sent and what is learned from are one number in fixed point.
// Discretization: exact for the decay over a step; teach is what arrives at this port in the step, so the
// teacher sends its value in each step (an analogue input, say).
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_m | 20 | ms | membrane time constant |

snn.neuron @readout_taught {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.state @v : f64 = 0.0 range [-16.0, 16.0] bits 32
  snn.state @e : f64 = 0.0 range [-4.0, 4.0] bits 16
  snn.port @in : f64
  snn.port @teach : f64
  snn.update {
    %zero = arith.constant 0.0 : f64
    %most = arith.constant 4.0 : f64
    %least = arith.constant -4.0 : f64
    %quanta = arith.constant 64.0 : f64
    %quantum = arith.constant 0.015625 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_m = snn.get @tau_m : f64
    %rate = arith.divf %minus_dt, %tau_m : f64
    %decay = math.exp %rate : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    snn.write @v, %v1 : f64

    %teach = snn.receive @teach : f64
    %d = arith.subf %teach, %v1 : f64
    %d0 = arith.maximumf %d, %least : f64
    %d1 = arith.minimumf %d0, %most : f64
    %d2 = arith.mulf %d1, %quanta : f64
    %d3 = math.roundeven %d2 : f64
    %e1 = arith.mulf %d3, %quantum : f64
    snn.write @e, %e1 : f64
    %wrong = arith.cmpf une, %e1, %zero : f64
    snn.emit %wrong payload %e1 : f64 range [-4.0, 4.0]
  }
}
