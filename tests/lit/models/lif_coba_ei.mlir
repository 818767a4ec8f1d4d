// RUN: cat %models/lif_coba_ei.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/lif_coba_ei.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @lif_coba_ei {
// CHECK: snn.param @tau_m : f64 = 20.0
// CHECK: snn.param @tau_e : f64 = 5.0
// CHECK: snn.param @tau_i : f64 = 10.0
// CHECK: snn.param @e_l : f64 = -60.0
// CHECK: snn.param @e_e : f64 = 0.0
// CHECK: snn.param @e_i : f64 = -80.0
// CHECK: snn.param @v_th : f64 = -50.0
// CHECK: snn.param @v_reset : f64 = -60.0
// CHECK: snn.param @t_ref : f64 = 5.0
// CHECK: snn.state @v : f64
// CHECK: snn.state @e : f64
// CHECK: snn.state @i : f64
// CHECK: snn.state @wait : f64
// CHECK: snn.port @exc : f64
// CHECK: snn.port @inh : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.1 {
  snn.input @source size 4
  snn.population @cells of @lif_coba_ei size 3 params {tau_m = dense<20.0> : tensor<3xf64>}
  snn.projection @to_exc from @source to @cells port @exc #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.projection @to_inh from @source to @cells port @inh #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_v of @cells state @v
  snn.probe @cells_e of @cells state @e
  snn.probe @cells_i of @cells state @i
  snn.probe @cells_wait of @cells state @wait
}
