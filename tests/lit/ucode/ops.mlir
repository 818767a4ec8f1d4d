// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --emit-bytecode | snnc-opt | FileCheck %s

// One of each instruction, and each optional part once.

// CHECK-LABEL: ucode.program @all of @neuron {
ucode.program @all of @neuron {
  // CHECK: %[[V:.*]] = ucode.ld @v{{$}}
  %v = ucode.ld @v
  // CHECK: ucode.ld @w sh = 14 sat{{$}}
  %w = ucode.ld @w sh=14 sat
  // CHECK: ucode.ldp @in sh = 3 sat
  %in = ucode.ldp @in sh=3 sat
  // CHECK: ucode.ldm @dopamine
  %m = ucode.ldm @dopamine
  // CHECK: ucode.lid
  %i = ucode.lid
  // CHECK: ucode.mov -2147483648
  %c = ucode.mov -2147483648
  // CHECK: ucode.mov %[[V]]
  %c2 = ucode.mov %v
  // CHECK: ucode.add %{{.*}}, %{{.*}} sat
  %0 = ucode.add %v, %w sat
  // CHECK: ucode.sub %{{.*}}, 5{{$}}
  %1 = ucode.sub %v, 5
  // CHECK: ucode.rsub %{{.*}}, 5
  %2 = ucode.rsub %v, 5
  // CHECK: %[[R:.*]] = ucode.rand %{{.*}}, stream = 0xdeadbeef sh = 16
  %r = ucode.rand %i, stream=0xdeadbeef sh=16
  // CHECK: ucode.mul %{{.*}}, -32768 sh = 30 rnd = stochastic by %[[R]] sat
  %3 = ucode.mul %v, -32768 sh=30 rnd=stochastic by %r sat
  // CHECK: ucode.mac %{{.*}}, %{{.*}}, %{{.*}} sh = 15 rnd = even
  %4 = ucode.mac %v, %w, %in sh=15 rnd=even
  // CHECK: ucode.shl %{{.*}}, 31 sat
  %5 = ucode.shl %v, 31 sat
  // CHECK: ucode.shr %{{.*}}, %{{.*}} rnd = even
  %6 = ucode.shr %v, %w rnd=even
  // CHECK: ucode.and
  %7 = ucode.and %v, 255
  // CHECK: ucode.or
  %8 = ucode.or %v, %7
  // CHECK: ucode.xor
  %9 = ucode.xor %v, 1
  // CHECK: ucode.min
  %10 = ucode.min %v, 100
  // CHECK: ucode.max
  %11 = ucode.max %v, -100
  // CHECK: ucode.ceq
  %12 = ucode.ceq %v, 0
  // CHECK: ucode.cne
  %13 = ucode.cne %v, 0
  // CHECK: ucode.clt
  %14 = ucode.clt %v, 0
  // CHECK: ucode.cle
  %15 = ucode.cle %v, 0
  // CHECK: ucode.cgt
  %16 = ucode.cgt %v, 0
  // CHECK: ucode.cge
  %17 = ucode.cge %v, %w
  // CHECK: ucode.sel %{{.*}}, %{{.*}}, 0
  %18 = ucode.sel %17, %v, 0
  // CHECK: ucode.lut %{{.*}}, @exp offset = 1 sh = 4
  %19 = ucode.lut %18, @exp offset=1 sh=4
  // CHECK: ucode.st %{{.*}}, @v sh = 7 rnd = even
  ucode.st %19, @v sh=7 rnd=even
  // CHECK: ucode.emit %{{.*}}, 1
  ucode.emit %17, 1
  // CHECK: ucode.end
  ucode.end
}

// With registers.
// CHECK-LABEL: ucode.program @allocated {
ucode.program @allocated {
  // CHECK: ucode.lid -> r0
  %i = ucode.lid -> r0
  // CHECK: ucode.add %{{.*}}, 1 -> r15
  %j = ucode.add %i, 1 -> r15
  // CHECK: ucode.add %{{.*}}, 2 sat -> r15
  %k = ucode.add %j, 2 sat -> r15
  ucode.emit %k, %i
  ucode.end
}

// Programs of Learn.
// CHECK-LABEL: ucode.program blocks @sources of @rule {
ucode.program blocks @sources of @rule {
  // CHECK: ucode.fired
  %f = ucode.fired
  // CHECK: ucode.pay
  %p = ucode.pay
  // CHECK: ucode.sig @reward
  %s = ucode.sig @reward
  %a = ucode.and %f, %s
  // CHECK: ucode.st %{{.*}}, @on_pre.0
  ucode.st %p, @on_pre.0
  // CHECK: ucode.due
  ucode.due %a
  ucode.end
}

// CHECK-LABEL: ucode.program rows @synapses of @rule {
ucode.program rows @synapses of @rule {
  // CHECK: ucode.lds @w sh = 3 sat
  %w = ucode.lds @w sh=3 sat
  // CHECK: ucode.ldc @x
  %x = ucode.ldc @x
  // CHECK: ucode.ldd @draw
  %d = ucode.ldd @draw
  // CHECK: ucode.mul %{{.*}}, %{{.*}} sh = 4 rnd = stochastic by %{{.*}}
  %m = ucode.mul %w, %x sh=4 rnd=stochastic by %d
  // CHECK: ucode.rand2 %{{.*}}, %{{.*}}, stream = 0xff sh = 1
  %r = ucode.rand2 %x, %w, stream=255 sh=1
  // CHECK: ucode.mask
  ucode.mask %m
  // CHECK: ucode.sts %{{.*}}, @w sh = 2 rnd = stochastic by %{{.*}}
  ucode.sts %m, @w sh=2 rnd=stochastic by %r
  // CHECK: ucode.addp %{{.*}}, @in sh = 5
  ucode.addp %m, @in sh=5
  // CHECK: ucode.dlt @w, @x, @v sh = 15 rnd = stochastic by @draw
  ucode.dlt @w, @x, @v sh=15 rnd=stochastic by @draw
  // CHECK: ucode.dlt @w, @x, @v{{$}}
  ucode.dlt @w, @x, @v
  ucode.end
}

// CHECK-LABEL: ucode.learn @rule {
ucode.learn @rule {
  // CHECK: ucode.temporary sources @draw bits 32
  ucode.temporary sources @draw bits 32
  // CHECK: ucode.temporary targets index @target.index bits 16
  ucode.temporary targets index @target.index bits 16
  // CHECK: ucode.step targets @targets every 5 synaptic gate
  ucode.step targets @targets every 5 synaptic gate
  // CHECK: ucode.step sources @sources signal @reward synaptic gated
  ucode.step sources @sources signal @reward synaptic gated
  // CHECK: ucode.step synapses @synapses synaptic gated planes [@w, @s] commons [@x, @draw]
  ucode.step synapses @synapses synaptic gated planes [@w, @s] commons [@x, @draw]
}
