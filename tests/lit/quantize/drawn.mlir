// RUN: snnc-opt %s --snn-quantize=report=%t.txt | FileCheck %s
// RUN: FileCheck %s --check-prefix=REPORT --input-file=%t.txt

// Weights that are drawn for a given number of synapses are covered by the limits of their distribution, here 1 +- 0.1 * 6.6605:
// codes of 64ths up to 107. Every synapse of a target counts with that in the bound of the port.

// CHECK: snn.port @in : !fx.q<32, 6> range [-4.0, 4.0] {acc_bits = 32 : i64, bound = 107000000 : i64}
// CHECK: snn.port @in : !fx.q<32, 6> range [-4.0, 4.0] {acc_bits = 32 : i64, bound = 107000 : i64}
// CHECK: snn.port @in : !fx.q<32, 9> range [-4.0, 4.0] {acc_bits = 32 : i64, bound = 38400 : i64}
// CHECK: snn.projection @each {{.*}} delay #snn.normal<1.5, 0.5, seed = 2> bits 8 {shift = 0 : i64, weight_frac = 6 : i64}
// CHECK: snn.projection @total {{.*}} bits 8 {shift = 0 : i64, weight_frac = 6 : i64}
// CHECK: snn.projection @clamped {{.*}} bits 8 {shift = 2 : i64, weight_frac = 7 : i64}
// REPORT: @each {{ *}}8 {{ *}}6 {{ *}}0 {{.*}} 0 of 3000000
// REPORT: @total {{ *}}8 {{ *}}6 {{ *}}0 {{.*}} 0 of 1000
// REPORT: @clamped {{ *}}8 {{ *}}7 {{ *}}2 {{.*}} 0 of 300
snn.neuron @a.sum {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64 range [-4.0, 4.0]
  snn.update {
    %i = snn.receive @in : f64
    snn.write @v, %i : f64
  }
}
snn.neuron @b.sum {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64 range [-4.0, 4.0]
  snn.update {
    %i = snn.receive @in : f64
    snn.write @v, %i : f64
  }
}
snn.neuron @c.sum {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64 range [-4.0, 4.0]
  snn.update {
    %i = snn.receive @in : f64
    snn.write @v, %i : f64
  }
}
snn.network @net dt 1.0 {
  snn.input @in size 1000
  snn.population @a of @a.sum size 3
  snn.population @b of @b.sum size 1
  snn.population @c of @c.sum size 3
  snn.projection @each from @in to @a port @in #snn.fixed_indegree<1000000, seed = 1> weights #snn.normal<1.0, 0.1, seed = 2> delay #snn.normal<1.5, 0.5, seed = 2> bits 8
  snn.projection @total from @in to @b port @in #snn.fixed_total<1000, seed = 1> weights #snn.normal<1.0, 0.1, seed = 2> bits 8
  snn.projection @clamped from @in to @c port @in #snn.fixed_indegree<100, seed = 1> weights #snn.normal<0.5, 1.0, seed = 2, range = [-0.25, 0.75]> bits 8
}
