// RUN: snnc-opt %s -snn-to-ucode -cse | FileCheck %s
// RUN: snnc-opt %s -snn-to-ucode -cse | snnc-opt | FileCheck %s
// RUN: snnc-opt %s "-snn-to-ucode=fuse=false" -cse | FileCheck %s --check-prefix=PLAIN
// RUN: snnc-opt %s --snnc-codegen | FileCheck %s --check-prefix=ALLOCATED

// The change is rounded to another grid than the weight's: no dlt, and a mask.
snn.learning_rule @d.delta {
  snn.weight @w : !fx.q<8, 10> range [-0.125, 0.125] round stochastic per row
  snn.trace @x : !fx.q<8, 0> = 0 : i32 range [0.0, 127.0] bits 8
  snn.target @m state @v : !fx.q<16, 8>
  snn.pre {
    %x = snn.read @x : !fx.q<8, 0>
    %fired = snn.fired : i1
    %0 = fx.constant 0 : !fx.q<1, 0>
    %1 = fx.constant 1 : !fx.q<2, 0>
    %2 = fx.select %fired, %1, %0 : !fx.q<2, 0>, !fx.q<1, 0> -> !fx.q<2, 0>
    %3 = fx.add %x, %2 : !fx.q<8, 0>, !fx.q<2, 0> -> !fx.q<9, 0>
    snn.write @x, %3 : !fx.q<9, 0>
  }
  snn.on_signal @update {
    %x = snn.read @x : !fx.q<8, 0>
    %m = snn.read @m : !fx.q<16, 8>
    %0 = fx.constant 0 : !fx.q<1, 0>
    %1 = fx.cmp ne %x, %0 : !fx.q<8, 0>, !fx.q<1, 0>
    snn.require %1
    %2 = fx.constant 0 : !fx.q<1, 8>
    %3 = fx.cmp ne %m, %2 : !fx.q<16, 8>, !fx.q<1, 8>
    snn.require %3
    %4 = snn.random per row stream 100 : !fx.q<32, 31>
    %w = snn.read @w : !fx.q<8, 10>
    %7 = fx.mul %m, %x round stochastic : !fx.q<16, 8>, !fx.q<8, 0> -> !fx.q<24, 4>
    %8 = fx.rescale %7 : !fx.q<24, 4> -> !fx.q<30, 10>
    %9 = fx.add %w, %8 : !fx.q<8, 10>, !fx.q<30, 10> -> !fx.q<31, 10>
    snn.write @w, %9 : !fx.q<31, 10>
  }
}

// CHECK-LABEL: ucode.program blocks @d.delta.pre of @d.delta {
// CHECK: %[[X:.*]] = ucode.ld @x
// CHECK: %[[F:.*]] = ucode.fired
// CHECK: %[[N:.*]] = ucode.add %[[X]], %[[F]]
// CHECK: ucode.st %[[N]], @x
// CHECK-LABEL: ucode.program blocks @d.delta.on_signal.update.sources of @d.delta {
// CHECK: %[[X:.*]] = ucode.ld @x
// CHECK-NEXT: ucode.due %[[X]]
// CHECK-LABEL: ucode.program rows @d.delta.on_signal.update.synapses of @d.delta {
// CHECK: ucode.ld @on_signal.update.condition
// CHECK-NEXT: ucode.mask
// CHECK: %[[D:.*]] = ucode.ldd @on_signal.update.0
// CHECK: ucode.mul %{{.*}}, %{{.*}} sh = 4 rnd = stochastic by %[[D]]
// CHECK: ucode.sts %{{.*}}, @w

// What dlt can do: the change is rounded to the weight's own grid.
snn.learning_rule @e.delta {
  snn.weight @w : !fx.q<8, 6> range [-2.0, 2.0] round stochastic per row
  snn.trace @x : !fx.q<8, 0> = 0 : i32 range [0.0, 127.0] bits 8
  snn.target @m state @v : !fx.q<16, 8>
  snn.on_signal @update {
    %x = snn.read @x : !fx.q<8, 0>
    %m = snn.read @m : !fx.q<16, 8>
    %2 = fx.constant 0 : !fx.q<1, 8>
    %3 = fx.cmp ne %m, %2 : !fx.q<16, 8>, !fx.q<1, 8>
    snn.require %3
    %4 = snn.random per row stream 100 : !fx.q<32, 31>
    %5 = fx.mul %m, %x round stochastic : !fx.q<16, 8>, !fx.q<8, 0> -> !fx.q<22, 6>
    %w = snn.read @w : !fx.q<8, 6>
    %6 = fx.add %w, %5 : !fx.q<8, 6>, !fx.q<22, 6> -> !fx.q<23, 6>
    snn.write @w, %6 : !fx.q<23, 6>
  }
}
// CHECK-LABEL: ucode.program blocks @e.delta.on_signal.update.targets of @e.delta {
// CHECK-NEXT: %[[M:.*]] = ucode.ld @m
// CHECK-NEXT: ucode.due %[[M]]
// CHECK-NEXT: ucode.end
// CHECK-LABEL: ucode.program blocks @e.delta.on_signal.update.sources of @e.delta {
// CHECK: %[[R:.*]] = ucode.rand %{{.*}}, stream = 0x64{{$}}
// CHECK-NEXT: ucode.st %[[R]], @on_signal.update.0
// CHECK-NEXT: %[[ONE:.*]] = ucode.mov 1
// CHECK-NEXT: ucode.due %[[ONE]]
// CHECK-LABEL: ucode.program rows @e.delta.on_signal.update.synapses of @e.delta {
// CHECK-NEXT: ucode.dlt @w, @x, @m sh = 2 rnd = stochastic by @on_signal.update.0
// CHECK-NEXT: ucode.end
// CHECK-LABEL: ucode.learn @e.delta {
// CHECK-NEXT: ucode.temporary sources @on_signal.update.0 bits 32
// CHECK-NEXT: ucode.step targets @e.delta.on_signal.update.targets signal @update synaptic gate
// CHECK-NEXT: ucode.step sources @e.delta.on_signal.update.sources signal @update synaptic gated
// CHECK-NEXT: ucode.step synapses @e.delta.on_signal.update.synapses signal @update synaptic gated planes [@w] commons [@x, @on_signal.update.0]
// PLAIN-LABEL: ucode.program rows @e.delta.on_signal.update.synapses
// PLAIN: ucode.mask
// PLAIN: ucode.ldd @on_signal.update.
// PLAIN: ucode.mul
// PLAIN: ucode.add
// PLAIN: ucode.sts

// All that a synapse can see: draws of its own, a variable, the target's event, a deposit.
snn.learning_rule @f.full {
  snn.weight @w : !fx.q<8, 7> range [0.0, 1.0] round stochastic
  snn.state @age : !fx.q<8, 0> = 3 : i32 range [0.0, 100.0] bits 8
  snn.trace @x : !fx.q<16, 12> = 0 : i32 range [0.0, 8.0] bits 16
  snn.target @m state @v : !fx.q<16, 8>
  snn.post {
    %x = snn.read @x : !fx.q<16, 12>
    %s = snn.signalled @update : i1
    %0 = fx.constant 0 : !fx.q<1, 12>
    %1 = fx.select %s, %0, %x : !fx.q<1, 12>, !fx.q<16, 12> -> !fx.q<16, 12>
    snn.write @x, %1 : !fx.q<16, 12>
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
  snn.every 100 {
    %age = snn.read @age : !fx.q<8, 0>
    %m = snn.read @m : !fx.q<16, 8>
    %p = snn.payload : !fx.q<2, 0>
    %f = snn.target_fired : i1
    %one = fx.constant 1 : !fx.q<2, 0>
    %none = fx.constant 0 : !fx.q<1, 0>
    %n = fx.add %age, %p : !fx.q<8, 0>, !fx.q<2, 0> -> !fx.q<9, 0>
    %c = fx.cmp gt %age, %one : !fx.q<8, 0>, !fx.q<2, 0>
    %both = arith.andi %c, %f : i1
    snn.require %both
    snn.write @age, %n : !fx.q<9, 0>
    %w = snn.read @w : !fx.q<8, 7>
    snn.deposit @in, %w : !fx.q<8, 7>
  }
}
// CHECK-LABEL: ucode.program blocks @f.full.on_post.targets of @f.full {
// CHECK-NEXT: %[[F:.*]] = ucode.fired
// CHECK-NEXT: ucode.due %[[F]]
// CHECK-NEXT: ucode.end
// CHECK-LABEL: ucode.program columns @f.full.on_post.synapses of @f.full {
// CHECK-NOT: ucode.mask
// CHECK-DAG: %[[SOURCE:.*]] = ucode.ldc @source.index
// CHECK-DAG: %[[TARGET:.*]] = ucode.ld @target.index
// CHECK: %[[R:.*]] = ucode.rand2 %[[SOURCE]], %[[TARGET]], stream = 0xc8 sh = 1
// CHECK: ucode.mul %{{.*}}, 20972 sh = 27 rnd = stochastic by %[[R]]
// CHECK: ucode.sts %{{.*}}, @w
// CHECK-LABEL: ucode.program blocks @f.full.every.100.targets of @f.full {
// CHECK: %[[F:.*]] = ucode.fired
// CHECK-NEXT: ucode.due %[[F]]
// CHECK-NEXT: ucode.st %[[F]], @every.100.condition
// CHECK-LABEL: ucode.program blocks @f.full.every.100.sources of @f.full {
// CHECK-NEXT: %[[P:.*]] = ucode.pay
// CHECK-NEXT: ucode.st %[[P]], @every.100.0
// CHECK-LABEL: ucode.program rows @f.full.every.100.synapses of @f.full {
// CHECK: ucode.mask
// CHECK: ucode.mask
// CHECK: ucode.sts %{{.*}}, @age
// CHECK: ucode.addp %{{.*}}, @in sh = 3
// CHECK-LABEL: ucode.learn @f.full {
// CHECK-NEXT: ucode.temporary sources index @source.index bits 16
// CHECK-NEXT: ucode.temporary targets index @target.index bits 16
// CHECK-NEXT: ucode.temporary sources @every.100.0 bits 8
// CHECK-NEXT: ucode.temporary targets @every.100.condition bits 8
// Nothing to compute for the sources: their traces and indices are there.
// CHECK-NEXT: ucode.step targets @f.full.on_post.targets synaptic gate records
// CHECK-NEXT: ucode.step columns @f.full.on_post.synapses synaptic gated planes [@w, @age] commons
// CHECK-NEXT: ucode.step targets @f.full.every.100.targets every 100 synaptic gate
// CHECK-NEXT: ucode.step sources @f.full.every.100.sources every 100 synaptic gated
// CHECK-NEXT: ucode.step synapses @f.full.every.100.synapses every 100 synaptic gated planes [@w, @age] commons [@every.100.0]
// CHECK-NEXT: ucode.step sources @f.full.post

// ALLOCATED: ucode.rand2 %{{.*}}, %{{.*}}, stream = 0xc8 sh = 1 -> r

snn.neuron @cell {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.port @in : !fx.q<32, 10> {acc_bits = 32 : i64, bound = 1016 : i64}
  snn.update {
    %i = snn.receive @in : !fx.q<16, 10>
    %c = fx.constant 64 : !fx.q<16, 10>
    %s = fx.cmp ge %i, %c : !fx.q<16, 10>, !fx.q<16, 10>
    snn.emit %s
  }
}

snn.network @net dt 1.0 {
  snn.modulator @update = 0.0 range [0.0, 1.0] {frac = 14 : i64}
  snn.population @a of @cell size 8
  snn.projection @d from @a to @a port @in #snn.dense weights 0.0 bits 8 learn @d.delta {weight_frac = 10 : i64, shift = 0 : i64}
  snn.projection @e from @a to @a port @in #snn.dense weights 0.0 bits 8 learn @e.delta {weight_frac = 6 : i64, shift = 4 : i64}
  snn.projection @f from @a to @a port @in #snn.dense weights 0.0 bits 8 learn @f.full {weight_frac = 7 : i64, shift = 3 : i64}
}
