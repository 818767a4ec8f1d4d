// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// competing_neuron: integrates until it or another of its population fires.
//
// Source: P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using
// spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9:99,
// 2015: lateral inhibition and a threshold that grows with each spike of its own
// neuron and decays slowly. Here the race has one lap: who has lost waits for the
// next picture.
//
//   a spike at begin:            open = 1, v = 0
//   a spike at inhibit:          open = 0
//   v1 = v + in while open       spike where v1 >= v_th + theta, then open = 0
//   theta1 = theta exp(-dt / tau_theta) + theta_plus at a spike
//
// Units: v and theta in units of the largest weight.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | v_th | 10 | | least threshold |
// | theta_plus | 1 | | growth of the threshold at a spike |
// | tau_theta | 20000 | ms | decay of that growth |

snn.neuron @competing_neuron {
  snn.param @v_th : f64 = 10.0
  snn.param @theta_plus : f64 = 1.0
  snn.param @tau_theta : f64 = 20000.0 unit "ms"
  snn.state @v : f64 = 0.0 range [0.0, 64.0] bits 16
  snn.state @open : f64 = 0.0 range [0.0, 1.0] bits 8
  snn.state @theta : f64 = 0.0 range [0.0, 32.0] bits 32
  snn.port @in : f64
  snn.port @begin : f64
  snn.port @inhibit : f64
  snn.update {
    %dt = snn.dt : f64
    %v_th = snn.get @v_th : f64
    %theta_plus = snn.get @theta_plus : f64
    %tau_theta = snn.get @tau_theta : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau_theta : f64
    %decay = math.exp %rate : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64

    %begin = snn.receive @begin : f64
    %inhibit = snn.receive @inhibit : f64
    %in = snn.receive @in : f64
    %v = snn.read @v : f64
    %open = snn.read @open : f64
    %theta = snn.read @theta : f64

    %begins = arith.cmpf ogt, %begin, %zero : f64
    %lost = arith.cmpf ogt, %inhibit, %zero : f64
    %stays = arith.select %lost, %zero, %open : f64
    %open1 = arith.select %begins, %one, %stays : f64
    %races = arith.cmpf ogt, %open1, %zero : f64
    %sum = arith.addf %v, %in : f64
    %raced = arith.select %races, %sum, %zero : f64
    %v1 = arith.select %begins, %zero, %raced : f64

    %threshold = arith.addf %v_th, %theta : f64
    %high = arith.cmpf oge, %v1, %threshold : f64
    %spike = arith.andi %high, %races : i1
    %open2 = arith.select %spike, %zero, %open1 : f64
    %decayed = arith.mulf %theta, %decay : f64
    %grown = arith.addf %decayed, %theta_plus : f64
    %theta1 = arith.select %spike, %grown, %decayed : f64
    snn.write @v, %v1 : f64
    snn.write @open, %open2 : f64
    snn.write @theta, %theta1 : f64
    snn.emit %spike
  }
}
