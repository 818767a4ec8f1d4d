// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// two_compartment: a soma with an active dendrite; one such neuron solves XOR.
//
// Source: A. Gidon et al., "Dendritic action potentials and computation in human
// layer 2/3 cortical neurons", Science 367, 2020: dendritic action potentials are
// strongest at their threshold and weaker the stronger the input; a neuron of one
// such dendrite and a soma computes XOR. The activation is
// theirs in form: nothing below the threshold, an exponential fall above it.
//
//   d1 = d exp(-dt / tau_d) + dendrite
//   act = d1 >= d_th ? exp(-(d1 - d_th) / width) : 0
//   v1 = v exp(-dt / tau_m) + soma + g act
//   spike where v1 >= v_th, then v = v_reset
//
// Discretization: exact for the decays over a step.
//
// XOR with the defaults: two inputs of weight 1 to port `dendrite`. One spike alone
// gives g act = 0.86, above v_th; two in one step give 0.03; none gives none.
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau_d | 1 | ms | time constant of the dendrite |
// | d_th | 0.9 | | dendritic threshold |
// | width | 0.3 | | fall of the activation above it |
// | g | 1.2 | | soma per activation |
// | tau_m | 10 | ms | time constant of the soma |
// | v_th | 0.7 | | threshold of the soma |
// | v_reset | 0 | | soma after a spike |

snn.neuron @two_compartment {
  snn.param @tau_d : f64 = 1.0 unit "ms"
  snn.param @d_th : f64 = 0.9
  snn.param @width : f64 = 0.3
  snn.param @g : f64 = 1.2
  snn.param @tau_m : f64 = 10.0 unit "ms"
  snn.param @v_th : f64 = 0.7
  snn.param @v_reset : f64 = 0.0
  snn.state @d : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @dendrite : f64
  snn.port @soma : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_d = snn.get @tau_d : f64
    %d_th = snn.get @d_th : f64
    %width = snn.get @width : f64
    %g = snn.get @g : f64
    %tau_m = snn.get @tau_m : f64
    %v_th = snn.get @v_th : f64
    %v_reset = snn.get @v_reset : f64
    %zero = arith.constant 0.0 : f64
    %minus_one = arith.constant -1.0 : f64
    %minus_dt = arith.negf %dt : f64
    %rate_d = arith.divf %minus_dt, %tau_d : f64
    %decay_d = math.exp %rate_d : f64
    %rate_m = arith.divf %minus_dt, %tau_m : f64
    %decay_m = math.exp %rate_m : f64
    %fall = arith.divf %minus_one, %width : f64

    %d = snn.read @d : f64
    %dendrite = snn.receive @dendrite : f64
    %d_decayed = arith.mulf %d, %decay_d : f64
    %d1 = arith.addf %d_decayed, %dendrite : f64
    snn.write @d, %d1 : f64

    %above = arith.subf %d1, %d_th : f64
    %active = arith.cmpf oge, %above, %zero : f64
    %over = arith.maximumf %above, %zero : f64
    %x = arith.mulf %over, %fall : f64
    %strength = math.exp %x : f64
    %full = arith.mulf %strength, %g : f64
    %act = arith.select %active, %full, %zero : f64

    %v = snn.read @v : f64
    %soma = snn.receive @soma : f64
    %v_decayed = arith.mulf %v, %decay_m : f64
    %v_soma = arith.addf %v_decayed, %soma : f64
    %v1 = arith.addf %v_soma, %act : f64
    %spike = arith.cmpf oge, %v1, %v_th : f64
    %v2 = arith.select %spike, %v_reset, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %spike
  }
}
