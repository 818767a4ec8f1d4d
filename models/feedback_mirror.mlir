// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// feedback_mirror: feedback weights that become symmetric to the forward weights without seeing them.
//
// Source: J. F. Kolen, J. B. Pollack, "Backpropagation without weight transport", IEEE International Conference on
// Neural Networks, 1994; M. Akrout et al., "Deep learning without weight transport", NeurIPS 2019.
//
//   when @learn is set:  b <- b + eta e y
//
// e is the error that the source, a read-out, sends in this step (payload), y the trace of the target's events. The forward synapse from this
// target to this source changes by the same product under @delta_rule with the same eta and tau_x = the target's tau_y, so
// both keep their difference; equal at the start, they stay symmetric. b stays within [-1, 1].
//
// Works with sources @readout_taught and targets that have a state @y (@lif_surrogate).
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | eta | 0.01 | | learning rate |

snn.learning_rule @feedback_mirror {
  snn.param @eta : f64 = 0.01
  snn.weight @b range [-1.0, 1.0] round stochastic
  snn.target @y : f64
  snn.on_signal @learn {
    %e = snn.payload : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %e, %eta : f64
    %b = snn.read @b : f64
    %y = snn.read @y : f64
    %change = arith.mulf %y, %amount : f64
    %new = arith.addf %b, %change : f64
    snn.write @b, %new : f64
  }
}
