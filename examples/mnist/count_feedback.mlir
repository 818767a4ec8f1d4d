// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// count_feedback: feedback weights that become symmetric to the forward ones.
//
// Source: J. F. Kolen, J. B. Pollack, "Backpropagation without weight transport",
// IEEE International Conference on Neural Networks, 1994.
//
//   e = eta * rate * payload of the source's last event since its reset
//   at signal @update, where e and count are not 0:  b += e * count
//
// The forward synapse, from the target to the source, changes by the same
// product (count_delta), so both drift together although neither sees the
// other. count is a state of the target. It needs modulator @rate.
//
// | parameter | default | what |
// |---|---|---|
// | eta | 2^-12 | learning rate, at most 2^-10 |

snn.learning_rule @count_feedback {
  snn.param @eta : f64 = 0.000244140625
  snn.weight @b range [-0.125, 0.125] round stochastic per row
  snn.trace @e : f64 = 0.0 range [-0.0009765625, 0.0009765625] bits 16
  snn.target @count : f64
  snn.pre {
    %e = snn.read @e : f64
    %rate = snn.modulation @rate : f64
    %payload = snn.payload : f64
    %eta = snn.get @eta : f64
    %small = arith.mulf %payload, %eta : f64
    %error = arith.mulf %small, %rate : f64
    %fired = snn.fired : i1
    %e1 = arith.select %fired, %error, %e : f64
    snn.write @e, %e1 : f64
  }
  snn.on_signal @update {
    %zero = arith.constant 0.0 : f64
    %e = snn.read @e : f64
    %count = snn.read @count : f64
    %b = snn.read @b : f64
    %wrong = arith.cmpf une, %e, %zero : f64
    snn.require %wrong
    %active = arith.cmpf une, %count, %zero : f64
    snn.require %active
    %change = arith.mulf %count, %e : f64
    %b1 = arith.addf %b, %change : f64
    snn.write @b, %b1 : f64
  }
}
