// RUN: cat %models/loihi_stdp.mlir %models/lif_delta_traced.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/loihi_stdp.mlir %models/lif_delta_traced.mlir %s | snnc-opt | snnc-opt -o /dev/null
// RUN: cat %models/loihi_stdp.mlir %models/lif_delta_traced.mlir %s | snnc-opt --snn-discretize --snn-quantize --fx-verify-ranges -o /dev/null 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty

// The rule is named like its file; with its own parameters it comes to fixed point in 8 and in 16 bits without a word.
// SILENT-NOT: {{warning|error}}
// CHECK-LABEL: snn.learning_rule @loihi_stdp {
// CHECK: snn.weight @w range [-1.0, 1.0] round stochastic
// CHECK: snn.state @t : f64 = 0.0 range [-4.0, 4.0] bits 16 round stochastic
// CHECK: snn.trace @x1 : f64 = 0.0 range [0.0, 8.0] bits 16
// CHECK: snn.target @y1 state @y : f64
// CHECK: snn.pre {
// CHECK: snn.on_pre {
// CHECK: snn.on_post {
// CHECK: snn.every 16 {
// CHECK: snn.every 32 {
// CHECK-LABEL: snn.network @net
snn.network @net dt 1.0 {
  snn.input @source size 10
  snn.population @cells of @lif_delta_traced size 5
  snn.projection @p8 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 8 learn @loihi_stdp
  snn.projection @p16 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 16 learn @loihi_stdp
}
