// RUN: cat %models/izhikevich.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/izhikevich.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @izhikevich {
// CHECK: snn.param @a : f64 = 0.02
// CHECK: snn.param @b : f64 = 0.2
// CHECK: snn.param @c : f64 = -65.0
// CHECK: snn.param @d : f64 = 8.0
// CHECK: snn.state @v : f64
// CHECK: snn.state @u : f64
// CHECK: snn.port @in : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @izhikevich size 3 params {a = dense<0.02> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_u of @cells state @u
}
