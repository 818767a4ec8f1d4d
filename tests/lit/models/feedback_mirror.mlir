// RUN: cat %models/feedback_mirror.mlir %models/lif_surrogate.mlir %s | snnc-opt --canonicalize --cse | FileCheck %s
// RUN: cat %models/feedback_mirror.mlir %models/lif_surrogate.mlir %s | snnc-opt | snnc-opt -o /dev/null
// RUN: cat %models/feedback_mirror.mlir %models/lif_surrogate.mlir %s | snnc-opt --snn-discretize --snn-quantize --fx-verify-ranges -o /dev/null 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty

// The rule is named like its file; with its own parameters it comes to fixed point in 8 and in 16 bits without a word.
// SILENT-NOT: {{warning|error}}
// CHECK-LABEL: snn.learning_rule @feedback_mirror {
// CHECK: snn.param @eta : f64 = 0.01
// CHECK: snn.weight @b range [-1.0, 1.0] round stochastic
// CHECK: snn.target @y : f64
// CHECK: snn.on_signal @learn {
// CHECK-LABEL: snn.network @net
snn.network @net dt 1.0 {
  snn.modulator @learn = 0.0 range [-1.0, 1.0]
  snn.input @source size 10
  snn.population @cells of @lif_surrogate size 5
  snn.projection @p8 from @source to @cells port @error #snn.dense weights 0.25 delay 1 bits 8 learn @feedback_mirror
  snn.projection @p16 from @source to @cells port @error #snn.dense weights 0.25 delay 1 bits 16 learn @feedback_mirror
}
