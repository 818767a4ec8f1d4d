// RUN: snnc-opt %s --split-input-file --snnc-codegen --core-place | FileCheck %s
// RUN: snnc-opt %s --split-input-file --snnc-codegen --core-place=rows=dense | FileCheck %s

snn.learning_rule @p.rule {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] round stochastic
  snn.state @slow : !fx.q<32, 20> = 5 : i32 range [-1.0, 1.0] bits 32
  snn.state @age : !fx.q<8, 0> = 3 : i32 range [0.0, 100.0] bits 8
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  snn.target @m state @v : !fx.q<16, 8>
  snn.pre {
    %fired = snn.fired : i1
    %0 = fx.constant 0 : !fx.q<1, 12>
    %1 = fx.constant 4096 : !fx.q<14, 12>
    %2 = fx.select %fired, %1, %0 : !fx.q<14, 12>, !fx.q<1, 12> -> !fx.q<14, 12>
    snn.write @x, %2 : !fx.q<14, 12>
  }
  snn.on_post {
    %x = snn.read @x : !fx.q<16, 12>
    %r = snn.random stream 200 : !fx.q<32, 31>
    %1 = fx.constant 20972 : !fx.q<16, 22>
    %2 = fx.mul %x, %1 round stochastic : !fx.q<16, 12>, !fx.q<16, 22> -> !fx.q<4, 7>
    %w = snn.read @w : !fx.q<8, 7>
    %3 = fx.add %w, %2 : !fx.q<8, 7>, !fx.q<4, 7> -> !fx.q<9, 7>
    snn.write @w, %3 : !fx.q<9, 7>
  }
}

snn.learning_rule @q.rule {
  snn.weight @w : !fx.q<16, 15> range [0.0, 1.0]
  snn.on_pre {
    %w = snn.read @w : !fx.q<16, 15>
    %c = fx.constant 1 : !fx.q<2, 15>
    %3 = fx.add %w, %c : !fx.q<16, 15>, !fx.q<2, 15> -> !fx.q<17, 15>
    snn.write @w, %3 : !fx.q<17, 15>
  }
}

// The name of the plane of indices is one that the model has.
snn.neuron @cell {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.state @index : !fx.q<16, 8> = 0 : i32
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
  // One weight for all: a row for each source all the same.
  snn.projection @p from @i to @a port @in #snn.dense weights 0.5 bits 8 learn @p.rule {weight_frac = 7 : i64, shift = 8 : i64}
  // Never filled with zeros, whatever `rows` says.
  snn.projection @q from @i to @a port @in #snn.random<probability = 0.9, seed = 2> weights 0.5 bits 16 learn @q.rule {weight_frac = 15 : i64, shift = 0 : i64}
}
// CHECK: core.group @i size 20
// CHECK-NEXT: core.plane index @index bits 16 at [[FROM:[0-9]+]]
// CHECK: core.group @a size 12
// CHECK: core.plane index @index_ bits 16 at
// Squares, those of padding sources too; a plane of 32 bits begins where one of eight rows does.
// CHECK: core.rows @p from @i to @a port @in dense weight 8 entry 8 {{.*}} units 48 rows 12 at 0 {{.*}} skewed
// CHECK: core.rows @q from @i to @a port @in indexed weight 16 entry 32 {{.*}} at 76 subs 1 at 1{{ *$}}
// CHECK: core.learning of @p rule @p.rule {
// CHECK-NEXT: core.variable @slow bits 32 rows 48 at 16
// CHECK-NEXT: core.variable @age bits 8 rows 12 at 256
// CHECK-NEXT: core.plane trace @x bits 16 at
// CHECK-NEXT: core.step sources @p.rule.pre words {{[0-9]+}} at
// CHECK-NEXT: core.step targets @p.rule.on_post.targets words 2 at {{[0-9]+}} synaptic gate records
// CHECK-NEXT: core.step columns @p.rule.on_post.synapses words {{[0-9]+}} at {{[0-9]+}} synaptic gated commons [@x, @index]
// CHECK: core.learning of @q rule @q.rule {
// CHECK-NEXT: core.step sources @q.rule.on_pre.sources words 2 at {{[0-9]+}} synaptic
// CHECK-NEXT: core.step synapses @q.rule.on_pre.synapses words 3 at {{[0-9]+}} synaptic
