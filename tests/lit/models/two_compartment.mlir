// RUN: cat %models/two_compartment.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/two_compartment.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @two_compartment {
// CHECK: snn.param @tau_d : f64 = 1.0
// CHECK: snn.param @d_th : f64 = 0.9
// CHECK: snn.param @width : f64 = 0.3
// CHECK: snn.param @g : f64 = 1.2
// CHECK: snn.param @tau_m : f64 = 10.0
// CHECK: snn.param @v_th : f64 = 0.7
// CHECK: snn.param @v_reset : f64 = 0.0
// CHECK: snn.state @d : f64
// CHECK: snn.state @v : f64
// CHECK: snn.port @dendrite : f64
// CHECK: snn.port @soma : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @two_compartment size 3 params {tau_d = dense<1.0> : tensor<3xf64>}
  snn.projection @to_dendrite from @source to @cells port @dendrite #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.projection @to_soma from @source to @cells port @soma #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_d of @cells state @d
  snn.probe @cells_v of @cells state @v
}
