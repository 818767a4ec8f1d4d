// RUN: snnc-opt %s -pass-pipeline='builtin.module(snn-to-native{lanes=64 synapse-lanes=16 masks=true},cse)' | FileCheck %s --check-prefixes=CHECK,MASKS
// RUN: snnc-opt %s -pass-pipeline='builtin.module(snn-to-native{lanes=8 synapse-lanes=8},cse)' | FileCheck %s --check-prefixes=CHECK,PLAIN

snn.neuron @cell {
  snn.state @y : !fx.q<16, 12> = 0 : i32 bits 16
  snn.port @in : !fx.q<16, 12> {acc_bits = 16 : i64, bound = 6144 : i64}
  snn.update {
  }
}

snn.learning_rule @rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] round stochastic
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  snn.target @y : !fx.q<16, 12> range [0.0, 8.0]
  snn.pre {
    %one = fx.constant 4096 : !fx.q<14, 12>
    %zero = fx.constant 0 : !fx.q<1, 12>
    %x = snn.read @x : !fx.q<16, 12>
    %fired = snn.fired : i1
    %0 = fx.select %fired, %one, %zero : !fx.q<14, 12>, !fx.q<1, 12> -> !fx.q<14, 12>
    %1 = fx.add %x, %0 : !fx.q<16, 12>, !fx.q<14, 12> -> !fx.q<17, 12>
    snn.write @x, %1 : !fx.q<17, 12>
  }
  // What changes nothing has no function.
  snn.post {
    %x = snn.read @x : !fx.q<16, 12>
  }
  snn.on_pre {
    %c = fx.constant -22021 : !fx.q<16, 22>
    %zero = fx.constant 0 : !fx.q<1, 12>
    %x = snn.read @x : !fx.q<16, 12>
    %y = snn.read @y : !fx.q<16, 12>
    %seen = fx.cmp gt %x, %zero : !fx.q<16, 12>, !fx.q<1, 12>
    %near = fx.cmp gt %y, %zero : !fx.q<16, 12>, !fx.q<1, 12>
    %both = arith.andi %seen, %near : i1
    snn.require %both
    %0 = snn.random stream 931373037 : !fx.q<32, 31>
    %1 = fx.mul %y, %c round stochastic : !fx.q<16, 12>, !fx.q<16, 22> -> !fx.q<4, 7>
    %w = snn.read @w : !fx.q<8, 7>
    %2 = fx.add %w, %1 : !fx.q<8, 7>, !fx.q<4, 7> -> !fx.q<9, 7>
    snn.write @w, %2 : !fx.q<9, 7>
  }
}

snn.network @net dt 1.0 {
  snn.input @in size 4
  snn.population @out of @cell size 4
  snn.projection @p from @in to @out port @in #snn.dense weights 0.375 bits 8 learn @rule {shift = 5 : i64, weight_frac = 7 : i64}
}

// A trace reads who emitted as bits.
// CHECK-LABEL: func.func @rule_0_pre(
// CHECK: scf.for
// CHECK: %[[BITS:.*]] = llvm.load %{{.*}} : !llvm.ptr -> i{{8|64}}
// CHECK: llvm.bitcast %[[BITS]] : i{{8|64}} to vector<{{8|64}}xi1>

// CHECK-NOT: @rule_0_post

// The source's trace is read once, in front of the loop.
// CHECK-LABEL: func.func @rule_0_on_pre(
// CHECK: %[[X:.*]] = llvm.load %{{.*}} {alignment = 2 : i64} : !llvm.ptr -> i16
// CHECK: vector.broadcast %[[X]]
// MASKS: scf.for
// MASKS: llvm.intr.masked.load {{.*}} vector<16xi16>
// MASKS: llvm.intr.masked.load {{.*}} vector<16xi8>
// MASKS: llvm.intr.masked.store {{.*}} vector<16xi8>
// MASKS-NOT: scf.for
// PLAIN: scf.for
// PLAIN: llvm.load {{.*}} vector<8xi8>
// PLAIN: arith.select {{.*}} vector<8xi8>
// PLAIN: llvm.store {{.*}} vector<8xi8>
// PLAIN: scf.for
// PLAIN: llvm.store {{.*}} vector<1xi8>
// CHECK: return

// What the source decides alone, and the target alone.
// CHECK-LABEL: func.func @rule_0_on_pre_source(
// CHECK: scf.for
// CHECK: arith.cmpi sgt
// CHECK-NOT: fshl
// CHECK: llvm.store %{{.*}} : i{{8|64}}, !llvm.ptr
// CHECK-LABEL: func.func @rule_0_on_pre_target(
// CHECK: arith.cmpi sgt
