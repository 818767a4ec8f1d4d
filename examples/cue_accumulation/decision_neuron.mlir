// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// decision_neuron: leaky read-out of one of two choices, with the error it makes
// from the label until the trial ends.
//
//   v1 = v exp(-dt / tau_out) + in
//   p = 1/2 + gain v1, between 0 and 1
//   total = sum of v1 in the steps in which something comes at recall
//   goal = 1 or -1 as the label says, which comes once; 0 before
//   e = rate ((1 + goal) / 2 - p) while goal is not 0, sent as a graded event
//
// The straight line with two ends stands for a logistic function. It needs
// modulator @rate, a factor on all learning rates.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_out | 20 | ms | membrane time constant |
// | gain | 0.25 | | slope of p |

snn.neuron @decision_neuron {
  snn.param @tau_out : f64 = 20.0 unit "ms"
  snn.param @gain : f64 = 0.25
  snn.state @v : f64 = 0.0 range [-64.0, 64.0] bits 32
  snn.state @total : f64 = 0.0 range [-4096.0, 4096.0] bits 32
  snn.state @goal : f64 = 0.0 range [-1.0, 1.0] bits 8
  snn.state @e : f64 = 0.0 range [-1.0, 1.0] bits 16
  snn.port @in : f64
  snn.port @recall : f64
  snn.port @label : f64
  snn.update {
    %zero = arith.constant 0.0 : f64
    %half = arith.constant 0.5 : f64
    %one = arith.constant 1.0 : f64
    // Errors are multiples of 2^-12, so that what is sent is what is kept.
    %quanta = arith.constant 4096.0 : f64
    %quantum = arith.constant 2.44140625e-4 : f64
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_out = snn.get @tau_out : f64
    %rate_out = arith.divf %minus_dt, %tau_out : f64
    %decay = math.exp %rate_out : f64
    %gain = snn.get @gain : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay : f64
    %v1 = arith.addf %decayed, %in : f64
    snn.write @v, %v1 : f64

    %recall = snn.receive @recall : f64
    %asked = arith.cmpf ogt, %recall, %zero : f64
    %counted = arith.select %asked, %v1, %zero : f64
    %total = snn.read @total : f64
    %total1 = arith.addf %total, %counted : f64
    snn.write @total, %total1 : f64

    %label = snn.receive @label : f64
    %goal = snn.read @goal : f64
    %told = arith.cmpf une, %label, %zero : f64
    %goal1 = arith.select %told, %label, %goal : f64
    snn.write @goal, %goal1 : f64

    %rise = arith.mulf %v1, %gain : f64
    %middle = arith.addf %rise, %half : f64
    %above = arith.maximumf %middle, %zero : f64
    %p = arith.minimumf %above, %one : f64
    %share = arith.mulf %goal1, %half : f64
    %wanted = arith.addf %share, %half : f64
    %wrong = arith.subf %wanted, %p : f64
    %rate = snn.modulation @rate : f64
    %scaled = arith.mulf %wrong, %rate : f64
    %many = arith.mulf %scaled, %quanta : f64
    %whole = math.roundeven %many : f64
    %error = arith.mulf %whole, %quantum : f64
    %knows = arith.cmpf une, %goal1, %zero : f64
    %known = arith.select %knows, %error, %zero : f64
    %least = arith.constant -1.0 : f64
    %lower = arith.maximumf %known, %least : f64
    %e = arith.minimumf %lower, %one : f64
    snn.write @e, %e : f64
    %sends = arith.cmpf une, %e, %zero : f64
    snn.emit %sends payload %e : f64 range [-1.0, 1.0]
  }
}
