// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// T. P. Vogels, L. F. Abbott, "Signal propagation and logic gating in networks of
// integrate-and-fire neurons", Journal of Neuroscience 25, 2005, as benchmark 1 (COBA) of
// R. Brette et al., Journal of Computational Neuroscience 23, 2007: 4000 neurons, each pair
// connected with probability 0.02, conductances of 6 nS and 67 nS on a leak of 10 nS. In place of
// a stimulus, membranes and conductances begin at random, so that some neurons fire at once; from
// many other beginnings the network falls silent.
snn.network @coba dt 0.1 {
  snn.population @exc of @lif_coba_ei size 3200
    init {v = #snn.uniform<-60.0, -50.0, seed = 1>, e = #snn.uniform<0.5, 1.5, seed = 2>, i = #snn.uniform<0.0, 6.0, seed = 3>}
  snn.population @inh of @lif_coba_ei size 800
    init {v = #snn.uniform<-60.0, -50.0, seed = 4>, e = #snn.uniform<0.5, 1.5, seed = 5>, i = #snn.uniform<0.0, 6.0, seed = 6>}
  snn.projection @exc_exc from @exc to @exc port @exc #snn.random<probability = 0.02, seed = 7, self = false> weights 0.6 bits 16
  snn.projection @exc_inh from @exc to @inh port @exc #snn.random<probability = 0.02, seed = 8> weights 0.6 bits 16
  snn.projection @inh_exc from @inh to @exc port @inh #snn.random<probability = 0.02, seed = 9> weights 6.7 bits 16
  snn.projection @inh_inh from @inh to @inh port @inh #snn.random<probability = 0.02, seed = 10, self = false> weights 6.7 bits 16
  snn.output @exc
  snn.output @inh
}
