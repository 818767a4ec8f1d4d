// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// delta_rule: the rule of Widrow and Hoff (least mean squares), when the host says.
//
// Source: B. Widrow, M. E. Hoff, "Adaptive switching circuits", IRE WESCON Convention Record 4:96-104, 1960.
//
//   x1 = x exp(-dt / tau_x) + (payload of the source's event)
//   when @learn is set:  w <- w + eta e x
//
// e is the target's error (what it should answer minus what it does), a state of its neuron. With tau_x equal to the
// target's membrane time constant, x is the derivative of the next step's answer by w. The rule needs a modulator @learn, whose value
// has no meaning. w stays within [-1, 1].
//
// Works with @readout_taught. @feedback_mirror changes the weights of the way back by the same product.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_x | 20 | ms | time constant of the source's activity |
// | eta | 0.01 | | learning rate |

snn.learning_rule @delta_rule {
  snn.param @tau_x : f64 = 20.0 unit "ms"
  snn.param @eta : f64 = 0.01
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.trace @x : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.target @e : f64
  snn.pre {
    %dt = snn.dt : f64
    %minus_dt = arith.negf %dt : f64
    %tau_x = snn.get @tau_x : f64
    %rate_x = arith.divf %minus_dt, %tau_x : f64
    %decay_x = math.exp %rate_x : f64
    %x = snn.read @x : f64
    %event = snn.payload : f64
    %x_faded = arith.mulf %x, %decay_x : f64
    %x1 = arith.addf %x_faded, %event : f64
    snn.write @x, %x1 : f64
  }
  snn.on_signal @learn {
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %e = snn.read @e : f64
    %eta = snn.get @eta : f64
    %amount = arith.mulf %x, %eta : f64
    %change = arith.mulf %e, %amount : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}
