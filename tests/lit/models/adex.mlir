// RUN: cat %models/adex.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/adex.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @adex {
// CHECK: snn.param @c_m : f64 = 281.0
// CHECK: snn.param @g_l : f64 = 30.0
// CHECK: snn.param @e_l : f64 = -70.6
// CHECK: snn.param @v_t : f64 = -50.4
// CHECK: snn.param @delta_t : f64 = 2.0
// CHECK: snn.param @v_peak : f64 = -40.0
// CHECK: snn.param @v_r : f64 = -70.6
// CHECK: snn.param @tau_w : f64 = 144.0
// CHECK: snn.param @a : f64 = 4.0
// CHECK: snn.param @b : f64 = 80.5
// CHECK: snn.param @tau_syn : f64 = 5.0
// CHECK: snn.state @v : f64
// CHECK: snn.state @w : f64
// CHECK: snn.state @i : f64
// CHECK: snn.port @in : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @adex size 3 params {c_m = dense<281.0> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_w of @cells state @w
  snn.probe @cells_i of @cells state @i
}
