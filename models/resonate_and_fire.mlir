// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// resonate_and_fire: a neuron that prefers inputs at its own frequency.
//
// Source: E. M. Izhikevich, "Resonate-and-fire neurons", Neural Networks 14, 2001,
// z = x + i y, dz/dt = (b + i omega) z + I; a spike where y reaches the threshold,
// then z = i (the reset that the paper takes).
//
// Discretization: exact over a step; input arrives at its end.
//
//   x1 = e^(b dt) (cos(omega dt) x - sin(omega dt) y) + in
//   y1 = e^(b dt) (sin(omega dt) x + cos(omega dt) y)
//   spike where y1 >= y_th, then x = x_reset, y = y_reset
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | b | -0.05 | 1/ms | attraction to rest (negative) |
// | omega | 0.25 | rad/ms | frequency: 40 Hz |
// | y_th | 1 | | threshold |
// | x_reset | 0 | | x after a spike |
// | y_reset | 1 | | y after a spike |

snn.neuron @resonate_and_fire {
  snn.param @b : f64 = -0.05 unit "1/ms"
  snn.param @omega : f64 = 0.25 unit "rad/ms"
  snn.param @y_th : f64 = 1.0
  snn.param @x_reset : f64 = 0.0
  snn.param @y_reset : f64 = 1.0
  snn.state @x : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %b = snn.get @b : f64
    %omega = snn.get @omega : f64
    %y_th = snn.get @y_th : f64
    %x_reset = snn.get @x_reset : f64
    %y_reset = snn.get @y_reset : f64
    %b_dt = arith.mulf %b, %dt : f64
    %decay = math.exp %b_dt : f64
    %angle = arith.mulf %omega, %dt : f64
    %cos = math.cos %angle : f64
    %sin = math.sin %angle : f64
    %along = arith.mulf %cos, %decay : f64
    %across = arith.mulf %sin, %decay : f64

    %x = snn.read @x : f64
    %y = snn.read @y : f64
    %in = snn.receive @in : f64
    %x_along = arith.mulf %x, %along : f64
    %y_across = arith.mulf %y, %across : f64
    %x_turned = arith.subf %x_along, %y_across : f64
    %x1 = arith.addf %x_turned, %in : f64
    %x_across = arith.mulf %x, %across : f64
    %y_along = arith.mulf %y, %along : f64
    %y1 = arith.addf %x_across, %y_along : f64
    %spike = arith.cmpf oge, %y1, %y_th : f64
    %x2 = arith.select %spike, %x_reset, %x1 : f64
    %y2 = arith.select %spike, %y_reset, %y1 : f64
    snn.write @x, %x2 : f64
    snn.write @y, %y2 : f64
    snn.emit %spike
  }
}
