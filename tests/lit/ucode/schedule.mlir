// RUN: snnc-opt %s -pass-pipeline='builtin.module(ucode.program(ucode-schedule))' | FileCheck %s

// Four values alive at once become two.
// CHECK-LABEL: ucode.program @sums
// CHECK: %[[A:.*]] = ucode.ld @a
// CHECK-NEXT: %[[B:.*]] = ucode.ld @b
// CHECK-NEXT: %[[AB:.*]] = ucode.add %[[A]], %[[B]]
// CHECK-NEXT: %[[C:.*]] = ucode.ld @c
// CHECK-NEXT: %[[ABC:.*]] = ucode.add %[[AB]], %[[C]]
// CHECK-NEXT: %[[D:.*]] = ucode.ld @d
// CHECK-NEXT: ucode.add %[[ABC]], %[[D]]
ucode.program @sums {
  %a = ucode.ld @a
  %b = ucode.ld @b
  %c = ucode.ld @c
  %d = ucode.ld @d
  %ab = ucode.add %a, %b
  %abc = ucode.add %ab, %c
  %abcd = ucode.add %abc, %d
  ucode.st %abcd, @e
  ucode.end
}

// A load stays before the store to its plane, however early that could be.
// CHECK-LABEL: ucode.program @planes
// CHECK: ucode.ld @v
// CHECK: ucode.st %{{.*}}, @v
// CHECK: ucode.end
ucode.program @planes {
  %v = ucode.ld @v
  %a = ucode.ld @a
  %b = ucode.ld @b
  %c = ucode.ld @c
  %0 = ucode.mov 1
  ucode.st %0, @v
  %1 = ucode.add %a, %b
  %2 = ucode.add %1, %c
  %3 = ucode.add %2, %v
  ucode.st %3, @a
  ucode.end
}

// Rounding stays between its draw and the next.
// CHECK-LABEL: ucode.program @draws
// CHECK: %[[R1:.*]] = ucode.rand %{{.*}}, stream = 0x1
// CHECK: ucode.shr %{{.*}}, 4 rnd = stochastic by %[[R1]]
// CHECK: %[[R2:.*]] = ucode.rand %{{.*}}, stream = 0x2
// CHECK: ucode.shr %{{.*}}, 4 rnd = stochastic by %[[R2]]
ucode.program @draws {
  %a = ucode.ld @a
  %b = ucode.ld @b
  %c = ucode.ld @c
  %i = ucode.lid
  %r1 = ucode.rand %i, stream=0x1
  %1 = ucode.shr %a, 4 rnd=stochastic by %r1
  %r2 = ucode.rand %i, stream=0x2
  %2 = ucode.shr %b, 4 rnd=stochastic by %r2
  %3 = ucode.add %2, %c
  %4 = ucode.add %3, %1
  ucode.st %4, @a
  ucode.end
}
