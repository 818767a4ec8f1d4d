// RUN: cat %models/ltc_spiking.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/ltc_spiking.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @ltc_spiking {
// CHECK: snn.param @gate_bias : f64 = -2.0
// CHECK: snn.param @gate_v : f64 = 0.5
// CHECK: snn.param @v_th : f64 = 1.0
// CHECK: snn.param @v_reset : f64 = 0.0
// CHECK: snn.state @v : f64
// CHECK: snn.port @in : f64
// CHECK: snn.port @gate : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @ltc_spiking size 3 params {gate_bias = dense<-2.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.projection @to_gate from @source to @cells port @gate #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
}
