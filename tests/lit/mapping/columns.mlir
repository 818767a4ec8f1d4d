// RUN: snnc-opt %s --snnc-codegen --core-place | FileCheck %s
// RUN: snnc-opt %s --snn-to-ucode=columns=false --cse --ucode-schedule --ucode-allocate --core-place | FileCheck %s --check-prefix=ROWS

// Sources that count less than 2 are masked.
snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  snn.target @m state @v : !fx.q<16, 8>
  snn.on_post {
    %x = snn.read @x : !fx.q<16, 12>
    %two = fx.constant 8192 : !fx.q<15, 12>
    %s = fx.cmp ge %x, %two : !fx.q<16, 12>, !fx.q<15, 12>
    snn.require %s
    %m = snn.read @m : !fx.q<16, 8>
    %none = fx.constant 0 : !fx.q<1, 8>
    %t = fx.cmp gt %m, %none : !fx.q<16, 8>, !fx.q<1, 8>
    snn.require %t
    %w = snn.read @w : !fx.q<8, 7>
    %c = fx.constant 1 : !fx.q<2, 7>
    %n = fx.add %w, %c : !fx.q<8, 7>, !fx.q<2, 7> -> !fx.q<9, 7>
    snn.write @w, %n : !fx.q<9, 7>
  }
}

// What deposits walks rows, and rows alone are not skewed.
snn.learning_rule @q.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0]
  snn.on_post {
    %w = snn.read @w : !fx.q<8, 7>
    snn.deposit @in, %w : !fx.q<8, 7>
  }
}

snn.neuron @cell {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.port @in : !fx.q<32, 15> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 15>
    %c = fx.constant 64 : !fx.q<16, 15>
    %s = fx.cmp ge %i, %c : !fx.q<16, 15>, !fx.q<16, 15>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.input @i size 20
  snn.population @a of @cell size 12
  snn.projection @p from @i to @a port @in #snn.random<probability = 0.5, seed = 2> weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 8 : i64}
  snn.projection @q from @i to @a port @in #snn.dense weights 0.5 bits 8 learn @q.rule {weight_frac = 7 : i64, shift = 8 : i64}
}
// CHECK: ucode.program columns @p.rule.on_post.synapses
// CHECK: %[[HOLDS:.*]] = ucode.ldc @on_post.source_condition
// CHECK-NEXT: ucode.mask %[[HOLDS]]
// CHECK-NOT: ucode.mask
// CHECK: ucode.program rows @q.rule.on_post.synapses
// CHECK: ucode.addp
// CHECK: core.rows @p {{.*}} indexed weight 8 entry 16 {{.*}} rows [[P:[0-9]+]] at 0 {{.*}} skewed
// CHECK: core.rows @q {{.*}} dense {{.*}} at 1{{ *$}}
// A column for each of 16 places, behind two axon entries for each of 24 places of the sources.
// CHECK: core.learning of @p rule @p.rule index rows {{[0-9]+}} at [[P]] axons at 48 {
// CHECK: core.plane common @on_post.source_condition bits 8
// CHECK-NEXT: core.step targets @p.rule.on_post.targets {{.*}} gate records
// CHECK-NEXT: core.step sources @p.rule.on_post.sources {{.*}} gated
// CHECK-NEXT: core.step columns @p.rule.on_post.synapses {{.*}} gated commons [@on_post.source_condition]
// CHECK: core.learning of @q rule @q.rule {
// CHECK: core.step synapses @q.rule.on_post.synapses

// ROWS-NOT: columns
// ROWS-NOT: skewed
// ROWS: core.step synapses @p.rule.on_post.synapses
