// RUN: cat %models/resonate_and_fire.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/resonate_and_fire.mlir %s | snnc-opt | snnc-opt -o /dev/null

// The model is named like its file, and a network can set, feed and watch all of it.
// CHECK-LABEL: snn.neuron @resonate_and_fire {
// CHECK: snn.param @b : f64 = -0.05
// CHECK: snn.param @omega : f64 = 0.25
// CHECK: snn.param @y_th : f64 = 1.0
// CHECK: snn.param @x_reset : f64 = 0.0
// CHECK: snn.param @y_reset : f64 = 1.0
// CHECK: snn.state @x : f64
// CHECK: snn.state @y : f64
// CHECK: snn.port @in : f64
// CHECK: snn.update
// CHECK: snn.emit
// CHECK-LABEL: snn.network @net
snn.network @net dt 0.5 {
  snn.input @source size 4
  snn.population @cells of @resonate_and_fire size 3 params {b = dense<-0.05> : tensor<3xf64>}
  snn.projection @to_in from @source to @cells port @in #snn.dense weights #snn.uniform<-0.5, 0.5, seed = 1> bits 8
  snn.output @cells
  snn.probe @cells_x of @cells state @x
  snn.probe @cells_y of @cells state @y
}
