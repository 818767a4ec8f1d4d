// RUN: cat %models/eprop_lif.mlir %models/lif_eprop.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/eprop_lif.mlir %models/lif_eprop.mlir %s | snnc-opt | snnc-opt -o /dev/null
// RUN: cat %models/eprop_lif.mlir %models/lif_eprop.mlir %s | snnc-opt --snn-discretize --snn-quantize --fx-verify-ranges -o /dev/null 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty

// The rule is named like its file; with its own parameters it comes to fixed point in 8 and in 16 bits without a word.
// SILENT-NOT: {{warning|error}}
// CHECK-LABEL: snn.learning_rule @eprop_lif {
// CHECK: snn.param @tau_m : f64 = 20.0
// CHECK: snn.param @tau_out : f64 = 20.0
// CHECK: snn.param @eta : f64 = 5.0e-04
// CHECK: snn.weight @w range [-1.0, 1.0] round stochastic
// CHECK: snn.state @e : f64 = 0.0 range [0.0, 32.0] bits 16 round stochastic
// CHECK: snn.trace @z : f64 = 0.0 range [0.0, 16.0] bits 16
// CHECK: snn.target @psi : f64
// CHECK: snn.target @l : f64
// CHECK: snn.every 1 {
// CHECK: snn.post {
// CHECK-LABEL: snn.network @net
snn.network @net dt 1.0 {
  snn.input @source size 10
  snn.population @cells of @lif_eprop size 5
  snn.projection @p8 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 8 learn @eprop_lif
  snn.projection @p16 from @source to @cells port @in #snn.dense weights 0.25 delay 1 bits 16 learn @eprop_lif
}
