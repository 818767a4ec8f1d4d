// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// brunel.mlir in a faster asynchronous irregular state: g = 5, 2 times the rate of external events
// that would reach the threshold, 20 kHz. Each neuron fires about 37 times a second.
snn.network @brunel_37hz dt 0.1 {
  snn.population @exc of @lif_delta_driven size 10000 params {rate = 20000.0} init {v = #snn.uniform<0.0, 20.0, seed = 1>}
  snn.population @inh of @lif_delta_driven size 2500 params {rate = 20000.0} init {v = #snn.uniform<0.0, 20.0, seed = 2>}
  snn.projection @exc_exc from @exc to @exc port @in #snn.fixed_indegree<1000, seed = 3> weights 0.1 delay 1.5 bits 16
  snn.projection @exc_inh from @exc to @inh port @in #snn.fixed_indegree<1000, seed = 4> weights 0.1 delay 1.5 bits 16
  snn.projection @inh_exc from @inh to @exc port @in #snn.fixed_indegree<250, seed = 5> weights -0.5 delay 1.5 bits 16
  snn.projection @inh_inh from @inh to @inh port @in #snn.fixed_indegree<250, seed = 6> weights -0.5 delay 1.5 bits 16
  snn.output @exc
  snn.output @inh
}
