// RUN: snnc-opt %s --snn-discretize --canonicalize --cse | FileCheck %s

snn.neuron @unused {
  snn.state @v : f64 = 0.0 range [-1.0, 1.0]
  snn.update {
  }
}
snn.neuron @leaky {
  snn.param @tau : f64 = 20.0 unit "ms"
  snn.state @v : f64 = 0.0 range [-8.0, 8.0]
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau = snn.get @tau : f64
    %n = arith.negf %dt : f64
    %r = arith.divf %n, %tau : f64
    %decay = math.exp %r : f64
    %v = snn.read @v : f64
    %i = snn.receive @in : f64
    %noise = snn.random : f64
    %d = arith.mulf %v, %decay : f64
    %e = arith.divf %i, %tau : f64
    %f = arith.subf %d, %e : f64
    %g = arith.addf %f, %noise : f64
    snn.write @v, %g : f64
  }
}
snn.network @net dt 0.5 {
  snn.input @in size 2
  snn.population @a of @leaky size 2 params {tau = 10.0 : f64} init {v = 0.25 : f64}
  snn.population @b of @leaky size 2 params {tau = dense<[10.0, 5.0]> : tensor<2xf64>}
  snn.projection @w from @in to @a port @in #snn.dense weights 1.0 delay 2.5
}

// CHECK-NOT: snn.neuron @unused
// CHECK-NOT: snn.neuron @leaky
// CHECK:     snn.neuron @b.leaky
// CHECK:       snn.param @derived{{[0-9]}} : f64 = dense<[0.9512294{{[0-9]*}}, 0.9048374{{[0-9]*}}]>
// CHECK:       arith.mulf
// CHECK:     snn.neuron @a.leaky
// CHECK:       snn.state @v : f64 = 0.25
// CHECK-NOT:   snn.param
// CHECK-DAG:   arith.constant 0.9512294
// CHECK-DAG:   arith.constant -1.000000e-01
// CHECK-DAG:   snn.random stream {{-?[0-9]+}}
// CHECK-NOT:   arith.divf
// CHECK-NOT:   arith.subf
// CHECK:     snn.projection @w {{.*}} delay 5
