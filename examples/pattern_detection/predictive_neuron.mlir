// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// predictive_neuron: a dendrite that learns to predict what its soma does.
//
// Source: R. Urbanczik, W. Senn, "Learning by the dendritic prediction of somatic
// spiking", Neuron 81:521-528, 2014: the synapses are on the dendrite, a teacher
// drives the soma, and the difference of the soma's spikes and the rate that
// the dendrite alone would give is the error that the synapses take away. Here
// the rate is a clipped line and the soma an integrator that fires at a threshold.
//
//   d1 = d exp(-dt / tau_d) + dendrite
//   v1 = max(v a + gain (1 - a) d1 + soma, -1),  a = exp(-dt / tau_m)
//   spike where v1 >= v_th, then v = 0
//   g = spike - clip((d1 - d_low) / d_width, 0, 1)
//
// g is the error for the rule @surrogate_gradient, whose tau_x is tau_d.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_d | 10 | ms | time constant of the dendrite |
// | d_low | 0.2 | | dendrite below which no spike is predicted |
// | d_width | 1 | | from there to a sure spike |
// | tau_m | 2 | ms | time constant of the soma |
// | gain | 1.6 | | soma per dendrite |
// | v_th | 1 | | threshold of the soma |

snn.neuron @predictive_neuron {
  snn.param @tau_d : f64 = 10.0 unit "ms"
  snn.param @d_low : f64 = 0.2
  snn.param @d_width : f64 = 1.0
  snn.param @tau_m : f64 = 2.0 unit "ms"
  snn.param @gain : f64 = 1.6
  snn.param @v_th : f64 = 1.0
  snn.state @d : f64 = 0.0 range [-16.0, 16.0] bits 16
  snn.state @v : f64 = 0.0 range [-16.0, 16.0] bits 16
  snn.state @g : f64 = 0.0 range [-1.0, 1.0] bits 16
  snn.port @dendrite : f64
  snn.port @soma : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_d = snn.get @tau_d : f64
    %d_low = snn.get @d_low : f64
    %d_width = snn.get @d_width : f64
    %tau_m = snn.get @tau_m : f64
    %gain = snn.get @gain : f64
    %v_th = snn.get @v_th : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %minus_one = arith.constant -1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_d = arith.divf %minus_dt, %tau_d : f64
    %decay_d = math.exp %rate_d : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %rest = arith.subf %one, %decay_m : f64
    %coupling = arith.mulf %rest, %gain : f64
    %slope = arith.divf %one, %d_width : f64

    %d = snn.read @d : f64
    %dendrite = snn.receive @dendrite : f64
    %d_decayed = arith.mulf %d, %decay_d : f64
    %d1 = arith.addf %d_decayed, %dendrite : f64
    snn.write @d, %d1 : f64

    %v = snn.read @v : f64
    %soma = snn.receive @soma : f64
    %v_decayed = arith.mulf %v, %decay_m : f64
    %from_dendrite = arith.mulf %d1, %coupling : f64
    %v_driven = arith.addf %v_decayed, %from_dendrite : f64
    %v_taught = arith.addf %v_driven, %soma : f64
    %v1 = arith.maximumf %v_taught, %minus_one : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %zero, %v1 : f64
    snn.write @v, %v2 : f64

    %above = arith.subf %d1, %d_low : f64
    %line = arith.mulf %above, %slope : f64
    %positive = arith.maximumf %line, %zero : f64
    %predicted = arith.minimumf %positive, %one : f64
    %spiked = arith.uitofp %spike : i1 to f64
    %error = arith.subf %spiked, %predicted : f64
    snn.write @g, %error : f64
    snn.emit %spike
  }
}
