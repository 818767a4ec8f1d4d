// RUN: snnc-opt %s --snn-discretize --snn-quantize --fx-verify-ranges --mlir-print-debuginfo=false | FileCheck %s

// reward - x ends one unit short of 2^30. To the nearest multiple of 2^15 that is 2^15 of them, which is one bit more than a
// factor may have: the factor is rounded one place further at once.
// CHECK: snn.post {
// CHECK:   %[[LEFT:.*]] = fx.sub %{{.*}}, %x : !fx.q<30, 28>, !fx.q<31, 28> -> !fx.q<31, 28>
// CHECK-NEXT: %[[NARROW:.*]] = fx.rescale %[[LEFT]] : !fx.q<31, 28> -> !fx.q<16, 12>
// CHECK-NEXT: fx.mul %x, %[[NARROW]] : !fx.q<31, 28>, !fx.q<16, 12>
snn.network @net dt 1.0 {
  snn.modulator @reward = 0.5 range [-1.0, 1.0]
  snn.input @in size 4
  snn.population @a of @cell size 3
  snn.projection @p from @in to @a port @in #snn.dense weights 0.5 bits 8 learn @rule
}
snn.neuron @cell {
  snn.port @in : f64
  snn.update {}
}
snn.learning_rule @rule {
  snn.weight @w range [-1.0, 1.0]
  snn.trace @x : f64 = 0.0 range [-2.0, 2.0] bits 32
  snn.every 3 {
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %n = arith.mulf %w, %x : f64
    snn.write @w, %n : f64
  }
  snn.post {
    %x = snn.read @x : f64
    %reward = snn.modulation @reward : f64
    %left = arith.subf %reward, %x : f64
    %new = arith.mulf %x, %left : f64
    snn.write @x, %new : f64
  }
}
