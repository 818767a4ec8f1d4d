// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// brunel.mlir with additive spike-timing-dependent plasticity between excitatory neurons, 10
// million synapses of at most 3 J: tau 20 ms, A+ = 0.001 of the greatest weight, A- = 1.05 A+.
snn.network @brunel_stdp dt 0.1 {
  snn.population @exc of @driven_plastic size 10000 params {rate = 12000.0} init {v = #snn.uniform<0.0, 20.0, seed = 1>}
  snn.population @inh of @lif_delta_driven size 2500 params {rate = 12000.0} init {v = #snn.uniform<0.0, 20.0, seed = 2>}
  snn.projection @exc_exc from @exc to @exc port @plastic #snn.fixed_indegree<1000, seed = 3, multiple = false>
    weights 0.3333333333 delay 1.5 bits 16 learn @stdp_fine
  snn.projection @exc_inh from @exc to @inh port @in #snn.fixed_indegree<1000, seed = 4> weights 0.1 delay 1.5 bits 16
  snn.projection @inh_exc from @inh to @exc port @in #snn.fixed_indegree<250, seed = 5> weights -0.6 delay 1.5 bits 16
  snn.projection @inh_inh from @inh to @inh port @in #snn.fixed_indegree<250, seed = 6> weights -0.6 delay 1.5 bits 16
  snn.output @exc
  snn.output @inh
}
