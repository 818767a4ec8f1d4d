// RUN: cat %models/sigma_delta.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/sigma_delta.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @sigma_delta {
// CHECK: snn.param @bias : f64 = 0.0
// CHECK: snn.param @threshold : f64 = 0.125
// CHECK: snn.state @x : f64
// CHECK: snn.state @sent : f64
// CHECK: snn.port @in : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @sigma_delta size 3 params {bias = dense<0.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_x of @cells state @x
  snn.probe @cells_sent of @cells state @sent
}
