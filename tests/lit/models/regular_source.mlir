// RUN: cat %models/regular_source.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/regular_source.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @regular_source {
// CHECK: snn.param @period : f64 = 10.0
// CHECK: snn.state @age : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.population @cells of @regular_source size 3 params {period = dense<10.0> : tensor<3xf64>}
  snn.output @cells
  snn.probe @cells_age of @cells state @age
}
