// RUN: cat %models/readout_taught.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/readout_taught.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @readout_taught {
// CHECK: snn.param @tau_m : f64 = 20.0
// CHECK: snn.state @v : f64
// CHECK: snn.state @e : f64
// CHECK: snn.port @in : f64
// CHECK: snn.port @teach : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @readout_taught size 3 params {tau_m = dense<20.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.projection @to_teach from @source to @cells port @teach #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 2> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_e of @cells state @e
}
