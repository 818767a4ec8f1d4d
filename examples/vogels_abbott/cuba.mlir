// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// T. P. Vogels, L. F. Abbott, "Signal propagation and logic gating in networks of
// integrate-and-fire neurons", Journal of Neuroscience 25, 2005, as benchmark 2 (CUBA) of
// R. Brette et al., Journal of Computational Neuroscience 23, 2007: 4000 neurons, each pair
// connected with probability 0.02. The resting potential lies above the threshold: the
// network runs on its own, once the membranes have begun at random.
snn.network @cuba dt 0.1 {
  snn.population @exc of @lif_cuba_ei size 3200 init {v = #snn.uniform<-60.0, -50.0, seed = 1>}
  snn.population @inh of @lif_cuba_ei size 800 init {v = #snn.uniform<-60.0, -50.0, seed = 2>}
  snn.projection @exc_exc from @exc to @exc port @exc #snn.random<probability = 0.02, seed = 3, self = false> weights 1.62 bits 16
  snn.projection @exc_inh from @exc to @inh port @exc #snn.random<probability = 0.02, seed = 4> weights 1.62 bits 16
  snn.projection @inh_exc from @inh to @exc port @inh #snn.random<probability = 0.02, seed = 5> weights -9.0 bits 16
  snn.projection @inh_inh from @inh to @inh port @inh #snn.random<probability = 0.02, seed = 6, self = false> weights -9.0 bits 16
  snn.output @exc
  snn.output @inh
}
