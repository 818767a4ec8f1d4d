// RUN: cat %models/stdp_metaplastic.mlir %models/lif_delta_traced.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/stdp_metaplastic.mlir %models/lif_delta_traced.mlir %s | snnc-opt | snnc-opt -o /dev/null
// RUN: cat %models/stdp_metaplastic.mlir %models/lif_delta_traced.mlir %s | snnc-opt --snn-discretize --snn-quantize --fx-verify-ranges -o /dev/null 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty

// The rule is named like its file; with its own parameters it comes to fixed point in 8 and in 16 bits without a word.
// SILENT-NOT: {{warning|error}}
// CHECK-LABEL: snn.learning_rule @stdp_metaplastic {
// CHECK: snn.param @tau_plus : f64 = 20.0
// CHECK: snn.param @a_plus : f64 = 0.02
// CHECK: snn.param @a_minus : f64 = 0.02
// CHECK: snn.param @g : f64 = 0.0625
// CHECK: snn.weight @w range [-1.0, 1.0] round stochastic
// CHECK: snn.state @u2 : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
// CHECK: snn.state @u3 : f64 = 0.0 range [-1.0, 1.0] bits 16 round stochastic
// CHECK: snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16
// CHECK: snn.target @y : f64
// CHECK: snn.pre {
// CHECK: snn.on_pre {
// CHECK: snn.on_post {
// CHECK: snn.every 10 {
// CHECK-LABEL: snn.network @net
snn.network @net dt 1.0 {
  snn.input @source size 10
  snn.population @cells of @lif_delta_traced size 5
  snn.projection @p8 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 8 learn @stdp_metaplastic
  snn.projection @p16 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 16 learn @stdp_metaplastic
}
