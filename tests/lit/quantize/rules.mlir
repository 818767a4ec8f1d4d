// RUN: snnc-opt %s --snn-discretize --snn-quantize --fx-verify-ranges --mlir-print-debuginfo=false | FileCheck %s
// RUN: snnc-opt %s --snn-discretize --snn-quantize=report=- -o /dev/null | FileCheck %s --check-prefix=REPORT
// RUN: snnc-opt %s --snn-discretize | FileCheck %s --check-prefix=DISCRETE

// A rule of integers, by a delta: loads as stored, one product that is rounded to the grid of the weight, an exact sum.
// DISCRETE-LABEL: snn.learning_rule @w1.delta
// DISCRETE: snn.write @w, %{{.*}} stream [[DELTA:[0-9]+]] : f64

// CHECK-LABEL: snn.learning_rule @w1.delta
// CHECK-NEXT: snn.weight @w : !fx.q<8, 10> range [-0.125, 0.125] round stochastic per row
// CHECK-NEXT: snn.trace @x : !fx.q<8, 0> = 0
// CHECK-NEXT: snn.target @m : !fx.q<16, 25> range [-0.0009765625, 0.0009765625]
// CHECK: snn.pre {
// CHECK:   %x = snn.read @x : !fx.q<8, 0>
// CHECK:   %[[X:.*]] = fx.add %x, %{{.*}} -> !fx.q<9, 0>
// CHECK:   snn.write @x, %[[X]] : !fx.q<9, 0>
// CHECK: snn.on_signal @update {
// CHECK:   %x = snn.read @x : !fx.q<8, 0>
// CHECK:   %m = snn.read @m : !fx.q<16, 25>
// CHECK:   snn.require
// CHECK:   snn.random per row stream {{[0-9]+}} : !fx.q<32, 31>
// CHECK-NEXT: %[[D:.*]] = fx.mul %m, %x round stochastic : !fx.q<16, 25>, !fx.q<8, 0> -> !fx.q<8, 10>
// CHECK-NEXT: %w = snn.read @w : !fx.q<8, 10>
// CHECK-NEXT: %[[W:.*]] = fx.add %w, %[[D]] :
// CHECK-NEXT: snn.write @w, %[[W]] : !fx.q<9, 10>
// CHECK-NEXT: }
snn.learning_rule @delta {
  snn.weight @w range [-0.125, 0.125] round stochastic per row
  snn.trace @x : f64 = 0.0 range [0.0, 127.0] bits 8
  snn.target @m : f64
  snn.pre {
    %x = snn.read @x : f64
    %fired = snn.fired : i1
    %one = arith.uitofp %fired : i1 to f64
    %new = arith.addf %x, %one : f64
    snn.write @x, %new : f64
  }
  snn.on_signal @update {
    %zero = arith.constant 0.0 : f64
    %w = snn.read @w : f64
    %x = snn.read @x : f64
    %m = snn.read @m : f64
    %active = arith.cmpf une, %x, %zero : f64
    snn.require %active
    %change = arith.mulf %m, %x : f64
    %new = arith.addf %w, %change : f64
    snn.write @w, %new : f64
  }
}

// Parameters fold; a clamp at the ends of the weight's range is the write's own; a range within the width is held by an
// explicit clamp.
// DISCRETE-LABEL: snn.learning_rule @w2.clamped
// DISCRETE: arith.constant -2.500000e-01 : f64
// CHECK-LABEL: snn.learning_rule @w2.clamped
// CHECK: snn.on_pre {
// CHECK:   snn.random stream
// CHECK-NEXT: fx.constant
// CHECK-NEXT: fx.mul %{{.*}} round stochastic
// CHECK:   fx.add
// CHECK:   fx.max
// CHECK-NOT: fx.min
// CHECK: snn.every 10 {
// CHECK:   %[[SUM:.*]] = snn.read @w : !fx.q<16, 15>
// CHECK:   snn.deposit @in, %[[SUM]] : !fx.q<16, 15>
// CHECK: snn.on_post
// CHECK:   %payload = snn.payload : !fx.q<2, 0>
snn.learning_rule @clamped {
  snn.param @rate : f64 = 0.5
  snn.weight @w range [0.0, 1.0] round stochastic
  snn.target @y state @m : f64
  snn.on_pre {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %rate = snn.get @rate : f64
    %w = snn.read @w : f64
    %y = snn.read @y : f64
    %d = arith.mulf %rate, %y : f64
    %n = arith.subf %w, %d : f64
    %low = arith.maximumf %n, %zero : f64
    %high = arith.minimumf %low, %one : f64
    snn.write @w, %high : f64
  }
  snn.every 10 {
    %w = snn.read @w : f64
    snn.deposit @in, %w : f64
  }
  snn.on_post {
    %w = snn.read @w : f64
    %p = snn.payload : f64
    %d = arith.mulf %p, %w : f64
    %n = arith.addf %w, %d : f64
    snn.write @w, %n : f64
  }
}

snn.neuron @n {
  snn.state @m : f64 = 0.0 range [-0.0009765625, 0.0009765625]
  snn.port @in : f64
  snn.update {
    %in = snn.receive @in : f64
    snn.write @m, %in : f64
  }
}

// The bound of a plastic projection is that of its format: 4 * 128 units of 2^-10.
// CHECK-LABEL: snn.network @net
// CHECK: snn.projection @w1 {{.*}} bits 8 learn @w1.delta {{{.*}}weight_frac = 10
// CHECK: snn.projection @w2 {{.*}} bits 8 learn @w2.clamped {{{.*}}weight_frac = 7

// REPORT: @w1.w 8 10 {{.*}} weight
// REPORT: @w1.x 8 0 {{.*}} trace
// REPORT: @w2.on_pre
snn.network @net dt 1.0 {
  snn.modulator @update = 0.0 range [0.0, 1.0]
  snn.input @in size 4
  snn.population @a of @n size 3
  snn.projection @w1 from @in to @a port @in #snn.dense weights 0.0 bits 8 learn @delta
  snn.projection @w2 from @in to @a port @in #snn.dense weights 1.0 bits 8 learn @clamped params {rate = 0.25}
}
