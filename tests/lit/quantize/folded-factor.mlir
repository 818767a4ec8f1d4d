// RUN: snnc-opt %s --snn-discretize --snn-quantize --fx-verify-ranges --mlir-print-debuginfo=false | FileCheck %s

// The weight never exceeds 0.75, so the larger of it and 1.75 is a constant: the left factor, and found by ranges alone.
// CHECK: snn.on_pre {
// CHECK:   %[[DRAW:.*]] = snn.random
// CHECK:   %[[HIGH:.*]] = fx.constant 28672 : !fx.q<16, 14>
// CHECK:   fx.mul %[[DRAW]], %[[HIGH]] : !fx.q<31, 30>, !fx.q<16, 14>
snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @a of @cell size 3
  snn.projection @p from @in to @a port @in #snn.dense weights 0.5 bits 8 learn @rule
}
snn.neuron @cell {
  snn.port @in : f64
  snn.update {}
}
snn.learning_rule @rule {
  snn.weight @w range [-0.75, 0.75]
  snn.on_pre {
    %high = arith.constant 1.75 : f64
    %w = snn.read @w : f64
    %draw = snn.random : f64
    %most = arith.maximumf %w, %high : f64
    %new = arith.mulf %most, %draw : f64
    snn.write @w, %new : f64
  }
}
