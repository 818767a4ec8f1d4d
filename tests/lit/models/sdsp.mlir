// RUN: cat %models/sdsp.mlir %models/lif_delta_two_traces.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/sdsp.mlir %models/lif_delta_two_traces.mlir %s | snnc-opt | snnc-opt -o /dev/null
// RUN: cat %models/sdsp.mlir %models/lif_delta_two_traces.mlir %s | snnc-opt --snn-discretize --snn-quantize --fx-verify-ranges -o /dev/null 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty

// The rule is named like its file; with its own parameters it comes to fixed point in 8 and in 16 bits without a word.
// SILENT-NOT: {{warning|error}}
// CHECK-LABEL: snn.learning_rule @sdsp {
// CHECK: snn.param @a : f64 = 0.1
// CHECK: snn.param @b : f64 = 0.1
// CHECK: snn.param @theta_v : f64 = 0.8
// CHECK: snn.param @theta_x : f64 = 0.5
// CHECK: snn.param @alpha : f64 = 0.0035
// CHECK: snn.param @beta : f64 = 0.0035
// CHECK: snn.param @up_low : f64 = 3.0
// CHECK: snn.param @up_high : f64 = 13.0
// CHECK: snn.param @down_low : f64 = 3.0
// CHECK: snn.param @down_high : f64 = 4.0
// CHECK: snn.param @j_up : f64 = 0.5
// CHECK: snn.param @j_down : f64 = 0.0
// CHECK: snn.weight @w range [-1.0, 1.0]
// CHECK: snn.state @x : f64 = 0.0 range [0.0, 1.0] bits 16
// CHECK: snn.target @v : f64
// CHECK: snn.target @c state @z : f64
// CHECK: snn.on_pre {
// CHECK: snn.every 10 {
// CHECK-LABEL: snn.network @net
snn.network @net dt 1.0 {
  snn.input @source size 10
  snn.population @cells of @lif_delta_two_traces size 5
  snn.projection @p8 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 8 learn @sdsp
  snn.projection @p16 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 16 learn @sdsp
}
