// RUN: snnc-opt %s -split-input-file -verify-diagnostics \
// RUN:   -pass-pipeline='builtin.module(ucode.program(ucode-allocate{registers=3}))' | FileCheck %s

// Registers are free again at the last use, for the same instruction's result; a
// result that nobody uses takes one for the moment.
// CHECK-LABEL: ucode.program @reuse
ucode.program @reuse {
  // CHECK: ucode.ld @a -> r0
  %a = ucode.ld @a
  // CHECK: ucode.ldp @unused -> r1
  %u = ucode.ldp @unused
  // CHECK: ucode.ld @b -> r1
  %b = ucode.ld @b
  // CHECK: ucode.ld @c -> r2
  %c = ucode.ld @c
  // CHECK: ucode.add %{{.*}}, %{{.*}} -> r0
  %0 = ucode.add %a, %b
  // CHECK: ucode.mac %{{.*}}, %{{.*}}, %{{.*}} -> r1
  %1 = ucode.mac %0, %c, %c
  // CHECK: ucode.sel %{{.*}}, %{{.*}}, %{{.*}} -> r0
  %2 = ucode.sel %0, %1, %c
  ucode.st %2, @a
  ucode.end
}

// -----

// A draw lives in DR: rounding by it keeps no register.
// CHECK-LABEL: ucode.program @draw
ucode.program @draw {
  %a = ucode.ld @a
  %i = ucode.lid
  // CHECK: ucode.rand {{.*}} -> r1
  %r = ucode.rand %i, stream=0x1
  // CHECK: ucode.ld @b -> r1
  %b = ucode.ld @b
  // CHECK: ucode.ld @c -> r2
  %c = ucode.ld @c
  // CHECK: ucode.mac {{.*}} -> r0
  %0 = ucode.mac %a, %b, %c sh=4 rnd=stochastic by %r
  ucode.st %0, @a
  ucode.end
}

// -----

ucode.program @too_many of @model {
  // expected-note @+1 {{alive: 'ucode.ld'}}
  %a = ucode.ld @a
  // expected-note @+1 {{alive: 'ucode.ld'}}
  %b = ucode.ld @b
  // expected-note @+1 {{alive: 'ucode.ldp'}}
  %c = ucode.ldp @c
  // expected-error @+1 {{neuron @model needs more than the 3 registers of a lane here; write an intermediate value to a state variable and go on with it in the next step, or divide the model into two populations}}
  %d = ucode.ld @d
  %0 = ucode.add %a, %b
  %1 = ucode.add %c, %d
  %2 = ucode.add %0, %1
  ucode.st %2, @a
  ucode.end
}
