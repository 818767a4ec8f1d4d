// RUN: cat %models/lif_delta_driven.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/lif_delta_driven.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @lif_delta_driven {
// CHECK: snn.param @tau_m : f64 = 20.0
// CHECK: snn.param @t_ref : f64 = 2.0
// CHECK: snn.param @v_th : f64 = 20.0
// CHECK: snn.param @v_reset : f64 = 10.0
// CHECK: snn.param @rate : f64 = 0.0
// CHECK: snn.param @jump : f64 = 0.1
// CHECK: snn.state @v : f64
// CHECK: snn.state @wait : f64
// CHECK: snn.port @in : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.1 {
  snn.input @source size 4
  snn.population @cells of @lif_delta_driven size 3 params {tau_m = dense<20.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_wait of @cells state @wait
}
