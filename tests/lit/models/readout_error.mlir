// RUN: cat %models/readout_error.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/readout_error.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @readout_error {
// CHECK: snn.param @tau_m : f64 = 20.0
// CHECK: snn.param @tau_e : f64 = 5.0
// CHECK: snn.state @v : f64
// CHECK: snn.state @e : f64
// CHECK: snn.port @in : f64
// CHECK: snn.port @error : f64
// CHECK: snn.update
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @readout_error size 3 params {tau_m = dense<20.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.projection @to_error from @source to @cells port @error #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 2> bits 8
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_e of @cells state @e
}
