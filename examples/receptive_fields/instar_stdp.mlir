// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instar_stdp: STDP that acts at the target's spikes only and pulls the weights
// towards the trace of their sources.
//
// Source: P. U. Diehl, M. Cook, Frontiers in Computational Neuroscience 9:99, 2015
// (weights change at postsynaptic spikes by the presynaptic trace); with the
// weight as the trace's goal it is the instar rule of S. Grossberg, Biological
// Cybernetics 23:121, 1976.
//
//   x = x exp(-dt / tau) + gain at a spike of the source, at most 1
//   at a spike of the target:  w += eta (x - w)
//
// | parameter | default | unit | what |
// |---|---|---|---|
// | tau | 20 | ms | time constant of the trace |
// | gain | 0.325 | | growth of the trace at a spike |
// | eta | 0.05 | | learning rate |

snn.learning_rule @instar_stdp {
  snn.param @tau : f64 = 20.0 unit "ms"
  snn.param @gain : f64 = 0.325
  snn.param @eta : f64 = 0.05
  snn.weight @w range [0.0, 1.0] round stochastic per row
  snn.trace @x : f64 = 0.0 range [0.0, 1.0] bits 16
  snn.pre {
    %dt = snn.dt : f64
    %tau = snn.get @tau : f64
    %gain = snn.get @gain : f64
    %minus_dt = arith.negf %dt : f64
    %rate = arith.divf %minus_dt, %tau : f64
    %decay = math.exp %rate : f64
    %one = arith.constant 1.0 : f64

    %x = snn.read @x : f64
    %decayed = arith.mulf %x, %decay : f64
    %grown = arith.addf %decayed, %gain : f64
    %fired = snn.fired : i1
    %raised = arith.select %fired, %grown, %decayed : f64
    %x1 = arith.minimumf %raised, %one : f64
    snn.write @x, %x1 : f64
  }
  snn.on_post {
    %eta = snn.get @eta : f64
    %x = snn.read @x : f64
    %w = snn.read @w : f64
    %distance = arith.subf %x, %w : f64
    %change = arith.mulf %eta, %distance : f64
    %w1 = arith.addf %w, %change : f64
    snn.write @w, %w1 : f64
  }
}
