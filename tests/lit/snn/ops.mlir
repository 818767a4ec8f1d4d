// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --emit-bytecode | snnc-opt | FileCheck %s

// Real values: numbers print as they are written.
// CHECK-LABEL: snn.neuron @lif
// CHECK-NEXT: snn.param @tau_m : f64 = 20.0 unit "ms"
// CHECK-NEXT: snn.param @tiny : f64 = 1.0e-30
// CHECK-NEXT: snn.param @third : f64 = 0.3333333333333333 bits 32
// CHECK-NEXT: snn.param @each : f64 = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf64>
// CHECK-NEXT: snn.param @drawn : f64 = #snn.uniform<-0.5, 0.5, seed = 3>
// CHECK-NEXT: snn.state @v : f64 = 0.0 range [-8.0, 8.0] unit "mV" bits 16
// CHECK-NEXT: snn.port @in : f64 range [-4.0, 4.0] unit "pA"
// CHECK-NEXT: snn.update {
// CHECK-NEXT:   %dt = snn.dt : f64
// CHECK-NEXT:   %tau_m = snn.get @tau_m : f64
// CHECK-NEXT:   %v = snn.read @v : f64
// CHECK-NEXT:   %in = snn.receive @in : f64
// CHECK-NEXT:   %reward = snn.modulation @reward : f64
// CHECK-NEXT:   %[[R:.*]] = snn.random stream 77 : f64
// CHECK-NEXT:   %[[S:.*]] = arith.cmpf oge, %v, %[[R]] : f64
// CHECK-NEXT:   snn.write @v, %in : f64
// CHECK-NEXT:   snn.emit %[[S]] payload %v : f64 range [-8.0, 8.0]
snn.neuron @lif {
  snn.param @tau_m : f64 = 20.0 unit "ms"
  snn.param @tiny : f64 = 1.0e-30
  snn.param @third : f64 = 0.3333333333333333 bits 32
  snn.param @each : f64 = dense<[1.0, 2.0]> : tensor<2xf64>
  snn.param @drawn : f64 = #snn.uniform<-0.5, 0.5, seed = 3>
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] unit "mV" bits 16
  snn.port @in : f64 range [-4.0, 4.0] unit "pA"
  snn.update {
    %dt = snn.dt : f64
    %tau = snn.get @tau_m : f64
    %v = snn.read @v : f64
    %i = snn.receive @in : f64
    %m = snn.modulation @reward : f64
    %r = snn.random stream 77 : f64
    %s = arith.cmpf oge, %v, %r : f64
    snn.write @v, %i : f64
    snn.emit %s payload %v : f64 range [-8.0, 8.0]
  }
}

// After quantization: the same ops on integers.
// CHECK-LABEL: snn.neuron @out.lif
// CHECK-NEXT: snn.param @gain : !fx.q<16, 12> = dense<[1, -2]> : tensor<2xi32>
// CHECK-NEXT: snn.state @v : !fx.q<16, 10> = 5 range [-8.0, 8.0] bits 16
// CHECK-NEXT: snn.port @in : !fx.q<32, 9> {acc_bits = 32 : i64, bound = 1000 : i64}
// CHECK-NEXT: fx.table @exp : !fx.q<16, 15> = dense<[1, 2, 3]> : tensor<3xi32>
// CHECK: %v = snn.read @v : !fx.q<30, 24>
// CHECK: %[[L:.*]] = fx.lookup @exp[%v shift 20 offset 1] : !fx.q<30, 24> -> !fx.q<16, 15>
// CHECK: snn.random stream 9 : !fx.q<17, 16>
// CHECK: snn.write @v, %v : !fx.q<30, 24>
snn.neuron @"out.lif" {
  snn.param @gain : !fx.q<16, 12> = dense<[1, -2]> : tensor<2xi32>
  snn.state @v : !fx.q<16, 10> = 5 range [-8.0, 8.0] bits 16
  snn.port @in : !fx.q<32, 9> {acc_bits = 32, bound = 1000}
  fx.table @exp : !fx.q<16, 15> = dense<[1, 2, 3]> : tensor<3xi32>
  snn.update {
    %g = snn.get @gain : !fx.q<16, 12>
    %v = snn.read @v : !fx.q<30, 24>
    %i = snn.receive @in : !fx.q<32, 9>
    %e = fx.lookup @exp[%v shift 20 offset 1] : !fx.q<30, 24> -> !fx.q<16, 15>
    %r = snn.random stream 9 : !fx.q<17, 16>
    %yes = arith.constant true
    snn.write @v, %v : !fx.q<30, 24>
    snn.emit %yes payload %e : !fx.q<16, 15>
  }
}

// CHECK-LABEL: snn.network @net dt 0.1
// CHECK-NEXT: snn.input @pixels size 64
// CHECK-NEXT: snn.input @sound size 2 analog [-1.0, 1.0]
// CHECK-NEXT: snn.modulator @reward = 0.25 range [-1.0, 1.0]
// CHECK-NEXT: snn.modulator @dopamine = 0.0 range [0.0, 10.0] driven by @a falls
// CHECK-NEXT: snn.modulator @loudness = 1.0 driven by @sound holds {bits = 17 : i64, frac = 11 : i64}
// CHECK-NEXT: snn.population @a of @lif size 2 params {each = #snn.normal<1.0, 0.1, seed = 5>, tau_m = 10.0} init {v = dense<[1.000000e+00, -1.000000e+00]> : tensor<2xf64>}
// CHECK-NEXT: snn.population @later of @not_linked_yet size 98 params {anything = 1.0}
// CHECK-NEXT: snn.population @out of @out.lif size 2 {payload_bits = 16 : i64, payload_frac = 15 : i64}
// CHECK-NEXT: snn.projection @blob from @pixels to @later port @in #snn.dense weights #snn.blob<"w1.bin", 128, tensor<64x98xf32>, "00ff"> delay 1 bits 8
// CHECK-NEXT: snn.projection @each from @sound to @a port @in #snn.one_to_one weights dense<[5.000000e-01, -5.000000e-01]> : tensor<2xf64> delay dense<[1, 3]> : tensor<2xi64> bits 16
// CHECK-NEXT: snn.projection @pairs from @a to @later port @in #snn.sparse<dense<{{\[\[}}0, 97], [1, 3], [1, 3]]> : tensor<3x2xi32>> weights #snn.uniform<0.0, 1.0, seed = 1> delay 2.5
// CHECK-NEXT: snn.projection @conv from @pixels to @later port @in #snn.conv<input = [8, 8, 1], kernel = [2, 1, 2, 2], stride = [1, 1], padding = [0, 0]> weights 0.5 bits 4
// CHECK-NEXT: snn.projection @drawn from @later to @later port @in #snn.random<probability = 0.125, seed = 42, self = false> weights #snn.normal<0.0, 0.001, seed = 4> bits 1
// CHECK-NEXT: snn.projection @fixed from @a to @out port @in #snn.random<probability = 1.0, seed = 0> weights 1.0 bits 8 {shift = 2 : i64, weight_frac = 7 : i64}
// CHECK-NEXT: snn.projection @to_each from @a to @later port @in #snn.fixed_indegree<10, seed = 3> weights 1.0 delay #snn.normal<1.5, 0.75, seed = 3, range = [0.1, 3.0]>
// CHECK-NEXT: snn.projection @others from @later to @later port @in #snn.fixed_indegree<10, seed = 3, self = false> weights 1.0 delay #snn.uniform<0.0, 1.0, seed = 2>
// CHECK-NEXT: snn.projection @once from @later to @later port @in #snn.fixed_indegree<97, seed = 3, self = false, multiple = false> weights 1.0
// CHECK-NEXT: snn.projection @distinct from @a to @later port @in #snn.fixed_indegree<2, seed = 3, multiple = false> weights 1.0
// CHECK-NEXT: snn.projection @total from @later to @later port @in #snn.fixed_total<5000000000, seed = 1, self = false> weights #snn.normal<0.5, 0.1, seed = 4, range = [0.0, 1.0]>
// CHECK-NEXT: snn.projection @total_self from @a to @later port @in #snn.fixed_total<50, seed = 1> weights 0.5
// CHECK-NEXT: snn.output @out
// CHECK-NEXT: snn.probe @spikes of @pixels
// CHECK-NEXT: snn.probe @v of @a state @v
snn.network @net dt 0.1 {
  snn.input @pixels size 64
  snn.input @sound size 2 analog [-1.0, 1.0]
  snn.modulator @reward = 0.25 range [-1.0, 1.0]
  snn.modulator @dopamine = 0.0 range [0.0, 10.0] driven by @a falls
  snn.modulator @loudness = 1.0 driven by @sound holds {frac = 11, bits = 17}
  snn.population @a of @lif size 2
    params {tau_m = 10.0, each = #snn.normal<1.0, 0.1, seed = 5>}
    init {v = dense<[1.0, -1.0]> : tensor<2xf64>}
  snn.population @later of @not_linked_yet size 98 params {anything = 1.0}
  snn.population @out of @"out.lif" size 2 {payload_bits = 16, payload_frac = 15}
  snn.projection @blob from @pixels to @later port @in #snn.dense
    weights #snn.blob<"w1.bin", 128, tensor<64x98xf32>, "00ff"> delay 1 bits 8
  snn.projection @each from @sound to @a port @in #snn.one_to_one
    weights dense<[0.5, -0.5]> : tensor<2xf64> delay dense<[1, 3]> : tensor<2xi64> bits 16
  snn.projection @pairs from @a to @later port @in
    #snn.sparse<dense<[[0, 97], [1, 3], [1, 3]]> : tensor<3x2xi32>>
    weights #snn.uniform<0.0, 1.0, seed = 1> delay 2.5
  snn.projection @conv from @pixels to @later port @in
    #snn.conv<input = [8, 8, 1], kernel = [2, 1, 2, 2], stride = [1, 1], padding = [0, 0]>
    weights 0.5 bits 4
  snn.projection @drawn from @later to @later port @in
    #snn.random<probability = 0.125, seed = 42, self = false>
    weights #snn.normal<0.0, 1.0e-3, seed = 4> bits 1
  snn.projection @fixed from @a to @out port @in #snn.random<probability = 1.0, seed = 0>
    weights 1.0 bits 8 {shift = 2, weight_frac = 7}
  snn.projection @to_each from @a to @later port @in #snn.fixed_indegree<10, seed = 3> weights 1.0
    delay #snn.normal<1.5, 0.75, seed = 3, range = [0.1, 3.0]>
  snn.projection @others from @later to @later port @in
    #snn.fixed_indegree<10, seed = 3, self = false, multiple = true> weights 1.0
    delay #snn.uniform<0.0, 1.0, seed = 2>
  snn.projection @once from @later to @later port @in
    #snn.fixed_indegree<97, seed = 3, multiple = false, self = false> weights 1.0
  snn.projection @distinct from @a to @later port @in
    #snn.fixed_indegree<2, seed = 3, multiple = false> weights 1.0
  snn.projection @total from @later to @later port @in
    #snn.fixed_total<5000000000, seed = 1, self = false>
    weights #snn.normal<0.5, 0.1, seed = 4, range = [0.0, 1.0]>
  snn.projection @total_self from @a to @later port @in #snn.fixed_total<50, seed = 1> weights 0.5
  snn.output @out
  snn.probe @spikes of @pixels
  snn.probe @v of @a state @v
}
