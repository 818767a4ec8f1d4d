// RUN: snnc-opt %s --snn-quantize --canonicalize --cse --fx-verify-ranges | FileCheck %s
// RUN: snnc-opt %s --snn-quantize=report=- -o /dev/null | FileCheck %s --check-prefix=REPORT

// Seven instructions: load port, load, multiply-add, compare, select, store,
// emit. The port, the threshold and the state have one scale, no rescale is left.

// CHECK:      snn.state @v : !fx.q<16, 12> = 0 : i32 range [-8.0, 8.0] bits 16
// CHECK-NEXT: snn.port @in : !fx.q<16, [[P:[0-9]+]]> {acc_bits = 16 : i64, bound = {{[0-9]+}} : i64}
// CHECK:      %[[V:.*]] = snn.read @v : !fx.q<30, 26>
// CHECK:      %[[I:.*]] = snn.receive @in : !fx.q<{{[0-9]+}}, 26>
// CHECK:      %[[D:.*]] = fx.mul %[[V]], %{{.*}} -> !fx.q<30, 26>
// CHECK:      %[[V1:.*]] = fx.add %[[D]], %[[I]]
// CHECK:      %[[S:.*]] = fx.cmp ge %[[V1]],
// CHECK:      %[[V2:.*]] = fx.select %[[S]],
// CHECK-NOT:  fx.rescale
// CHECK:      snn.write @v, %[[V2]]
// CHECK:      snn.emit %[[S]]
// CHECK:      snn.projection @w {{.*}} bits 8 {shift = {{[0-9]+}} : i64, weight_frac = 7 : i64}

// REPORT: @p.v {{ *}}16 {{ *}}12 {{ *}}[-8, 8]
// REPORT: @p.in
// REPORT: @p {{ *}}8 {{ *}}0
snn.neuron @p.lif {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.port @in : f64
  snn.update {
    %decay = arith.constant 0.95 : f64
    %th = arith.constant 1.0 : f64
    %zero = arith.constant 0.0 : f64
    %v = snn.read @v : f64
    %i = snn.receive @in : f64
    %d = arith.mulf %v, %decay : f64
    %v1 = arith.addf %d, %i : f64
    %s = arith.cmpf oge, %v1, %th : f64
    %v2 = arith.select %s, %zero, %v1 : f64
    snn.write @v, %v2 : f64
    snn.emit %s
  }
}
snn.network @net dt 1.0 {
  snn.input @in size 2
  snn.population @p of @p.lif size 2
  snn.projection @w from @in to @p port @in #snn.dense weights dense<[[0.3, -0.7], [0.9, 0.1]]> : tensor<2x2xf64>
}
