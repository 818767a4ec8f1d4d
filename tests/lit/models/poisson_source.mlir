// RUN: cat %models/poisson_source.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/poisson_source.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @poisson_source {
// CHECK: snn.param @rate : f64 = 10.0
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.population @cells of @poisson_source size 3 params {rate = dense<10.0> : tensor<3xf64>}
  snn.output @cells
}
