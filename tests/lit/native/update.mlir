// RUN: snnc-opt %s -pass-pipeline='builtin.module(snn-to-native{lanes=16},cse)' | FileCheck %s
// RUN: not snnc-opt %s -snn-to-native='synapse-lanes=16,12' 2>&1 | FileCheck %s --check-prefix=LANES

// LANES: error: vectors have 8, 16, 32 or 64 elements

// A product of 16-bit numbers, whose left shift is taken back by the product's
// right shift; the store can saturate, is clamped and counted.
snn.neuron @lif {
  snn.state @v : !fx.q<16, 12> = 0 : i32 bits 16
  snn.port @in : !fx.q<16, 12> {acc_bits = 16 : i64, bound = 6144 : i64}
  snn.port @idle : !fx.q<32, 12> {acc_bits = 32 : i64, bound = 6144 : i64}
  snn.update {
    %decay = fx.constant 29651 : !fx.q<16, 15>
    %threshold = fx.constant 67108864 : !fx.q<28, 26>
    %v = snn.read @v : !fx.q<30, 26>
    %in = snn.receive @in : !fx.q<28, 26>
    %0 = fx.mul %v, %decay : !fx.q<30, 26>, !fx.q<16, 15> -> !fx.q<30, 26>
    %1 = fx.add %0, %in : !fx.q<30, 26>, !fx.q<28, 26> -> !fx.q<31, 26>
    %2 = fx.cmp ge %1, %threshold : !fx.q<31, 26>, !fx.q<28, 26>
    snn.write @v, %1 : !fx.q<31, 26>
    snn.emit %2
  }
}
// CHECK-LABEL: func.func @update_1(
// CHECK-SAME: !llvm.ptr
// CHECK: scf.for {{.*}} iter_args(%[[SUM:.*]] = %{{.*}}) -> (vector<16xi32>)
// CHECK: %[[V16:.*]] = llvm.load %[[ADDRESS:.*]] {alignment = 32 : i64} : !llvm.ptr -> vector<16xi16>
// CHECK: %[[V:.*]] = arith.extsi %[[V16]] : vector<16xi16> to vector<16xi32>
// CHECK: %[[PRODUCT:.*]] = arith.muli %[[V]], %{{.*}} : vector<16xi32>
// Half to even, by one bit.
// CHECK: arith.shrui %[[PRODUCT]]
// CHECK: %[[CONDITION:.*]] = arith.cmpi sge
// CHECK: arith.maxsi
// CHECK: %[[CLAMPED:.*]] = arith.minsi
// CHECK: arith.cmpi ne, %{{.*}}, %[[CLAMPED]]
// CHECK: %[[STORED:.*]] = arith.trunci %[[CLAMPED]] : vector<16xi32> to vector<16xi16>
// CHECK: llvm.store %[[STORED]], %[[ADDRESS]]
// Both ports are cleared.
// CHECK: llvm.store %{{.*}} : vector<16xi16>, !llvm.ptr
// CHECK: llvm.store %{{.*}} : vector<16xi32>, !llvm.ptr
// CHECK: %[[BITS:.*]] = llvm.bitcast %[[CONDITION]] : vector<16xi1> to i16
// CHECK: llvm.store %[[BITS]]
// Clamped lanes are rare, and counted before the end only.
// CHECK: %[[NEXT:.*]] = scf.if %{{.*}} -> (vector<16xi32>)
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt
// CHECK: arith.andi %{{.*}}, %[[INSIDE]] : vector<16xi1>
// CHECK: arith.addi %[[SUM]]
// CHECK: } else {
// CHECK: scf.yield %[[SUM]]
// CHECK: scf.yield %[[NEXT]]
// CHECK: vector.reduction <add>

// A wide product to the even and one to the floor, one that saturates, an interpolating lookup, a draw and
// a payload. What fits is neither clamped nor counted.
snn.neuron @rest {
  snn.state @v : !fx.q<32, 16> = 0 : i32 bits 32
  snn.state @even : !fx.q<32, 18> = 0 : i32 bits 32
  snn.state @floor : !fx.q<32, 18> = 0 : i32 bits 32
  fx.table @t : !fx.q<16, 12> = dense<[1, 2, 3, 4]> : tensor<4xi32>
  snn.update {
    %factor = fx.constant 20971 : !fx.q<16, 19>
    %v = snn.read @v : !fx.q<32, 16>
    %0 = fx.mul %v, %factor : !fx.q<32, 16>, !fx.q<16, 19> -> !fx.q<30, 18>
    %1 = fx.mul %v, %factor overflow saturate : !fx.q<32, 16>, !fx.q<16, 19> -> !fx.q<32, 25>
    %2 = fx.lookup @t[%v shift 4 offset 1] : !fx.q<32, 16> -> !fx.q<16, 12>
    %3 = snn.random stream 5 : !fx.q<13, 12>
    %4 = fx.mul %2, %2 round floor : !fx.q<16, 12>, !fx.q<16, 12> -> !fx.q<16, 8>
    %7 = fx.mul %v, %factor round floor : !fx.q<32, 16>, !fx.q<16, 19> -> !fx.q<30, 18>
    %5 = fx.cmp lt %3, %2 : !fx.q<13, 12>, !fx.q<16, 12>
    %6 = fx.rescale %1 round stochastic : !fx.q<32, 25> -> !fx.q<26, 16>
    snn.write @v, %6 : !fx.q<26, 16>
    snn.write @even, %0 : !fx.q<30, 18>
    snn.write @floor, %7 : !fx.q<30, 18>
    snn.emit %5 payload %4 : !fx.q<16, 8>
  }
}
// CHECK: llvm.mlir.global internal constant @update_2.t(dense<[1, 2, 3, 4]> : tensor<4xi32>)
// CHECK-LABEL: func.func @update_2(
// CHECK: llvm.mlir.addressof @update_2.t
// CHECK: scf.for
// CHECK-NOT: iter_args
// CHECK: %[[REAL:.*]] = arith.sitofp %{{.*}} : vector<16xi32> to vector<16xf64>
// CHECK: arith.constant dense<0x4338000000000000> : vector<16xf64>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[REAL]], %{{.*}} fastmath<contract>
// CHECK: %[[SUM:.*]] = arith.addf %[[PRODUCT]], %{{.*}} fastmath<contract>
// CHECK: vector.bitcast %[[SUM]] : vector<16xf64> to vector<32xi32>
// CHECK: vector.shuffle
// CHECK: arith.muli %{{.*}}, %{{.*}} : vector<16xi64>
// CHECK: llvm.intr.masked.gather
// CHECK-COUNT-16: llvm.intr.fshl
// CHECK: arith.muli %{{.*}}, %{{.*}} : vector<8xi64>
// CHECK: arith.muli %{{.*}}, %{{.*}} : vector<8xi64>
// CHECK: vector.shuffle
// CHECK-NOT: vector.reduction

snn.network @net dt 1.0 {
  snn.input @x size 4
  snn.population @a of @lif size 4
  snn.population @b of @rest size 4 {payload_bits = 16 : i64, payload_frac = 8 : i64}
}
