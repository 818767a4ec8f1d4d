// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ltc_spiking: liquid time-constant spiking neuron.
//
// Source: B. Yin, F. Corradi, S. M. Bohte, "Accurate online training of dynamical
// spiking neural networks through Forward Propagation Through Time", Nature Machine
// Intelligence 5, 2023 (preprint 2021), the liquid time-constant spiking neuron: the inverse time constant is a sigmoid of input and membrane.
//
//   rho = sigmoid(gate_bias + gate_v v + gate)
//   v1 = v + rho (in - v)               spike where v1 >= v_th, then v = v_reset
//
// Discretization: theirs, a step of the rate rho. `gate` and `in` are two sets of
// weights from the same sources. The sigmoid is (1 + tanh(x / 2)) / 2.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | gate_bias | -2 | | rate without input: sigmoid(-2) = 0.12 |
// | gate_v | 0.5 | | rate per membrane |
// | v_th | 1 | | threshold |
// | v_reset | 0 | | value after a spike |

snn.neuron @ltc_spiking {
  snn.param @gate_bias : f64 = -2.0
  snn.param @gate_v : f64 = 0.5
  snn.param @v_th : f64 = 1.0
  snn.param @v_reset : f64 = 0.0
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64
  snn.port @gate : f64
  snn.update {
    %gate_bias = snn.get @gate_bias : f64
    %gate_v = snn.get @gate_v : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %half = arith.constant 0.5 : f64
    %least = arith.constant -8.0 : f64
    %most = arith.constant 8.0 : f64

    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %gate = snn.receive @gate : f64
    %own = arith.mulf %v, %gate_v : f64
    %bias = arith.addf %own, %gate_bias : f64
    %x0 = arith.addf %bias, %gate : f64
    // Beyond 8 the sigmoid is 0 or 1 to 0.03 %; this bounds its table.
    %x1 = arith.maximumf %x0, %least : f64
    %x = arith.minimumf %x1, %most : f64
    %x_half = arith.mulf %x, %half : f64
    %tanh = math.tanh %x_half : f64
    %tanh_half = arith.mulf %tanh, %half : f64
    %rho = arith.addf %tanh_half, %half : f64

    %away = arith.subf %in, %v : f64
    %change = arith.mulf %away, %rho : f64
    %v1 = arith.addf %v, %change : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike
  }
}
