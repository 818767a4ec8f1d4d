// RUN: snnc-opt %s --mlir-elide-elementsattrs-if-larger=4 | FileCheck %s

// Big weights do not flood the screen.
// CHECK: weights dense_resource<__elided__> : tensor<2x3xf64>
snn.network @net dt 1.0 {
  snn.input @in size 2
  snn.population @p of @lif_delta size 3
  snn.projection @w from @in to @p port @in #snn.dense
    weights dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf64>
}
