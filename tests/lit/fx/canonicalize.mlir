// RUN: snnc-opt %s --canonicalize | FileCheck %s

// Constants fold as the machine computes (docs/machine.md, "Arithmetic").
// CHECK-LABEL: snn.neuron @constants
// CHECK: snn.update
// CHECK-DAG: %[[SUM:.*]] = fx.constant 12 : !fx.q<16, 4>
// CHECK-DAG: %[[WRAP:.*]] = fx.constant -2147483648 : !fx.q<32, 0>
// CHECK-DAG: %[[SAT:.*]] = fx.constant 2147483647 : !fx.q<32, 0>
// CHECK-DAG: %[[DIFF:.*]] = fx.constant -2 : !fx.q<16, 4>
// CHECK-DAG: %[[MASK:.*]] = fx.constant 5 : !fx.q<16, 4>
// CHECK-DAG: %[[EVEN:.*]] = fx.constant 2 : !fx.q<16, 3>
// CHECK-DAG: %[[FLOOR:.*]] = fx.constant 1 : !fx.q<16, 3>
// CHECK-DAG: %[[NEGATIVE:.*]] = fx.constant -2 : !fx.q<16, 3>
// CHECK-DAG: %[[LEFT:.*]] = fx.constant 40 : !fx.q<16, 7>
// CHECK-DAG: %[[TRUE:.*]] = arith.constant true
// CHECK: snn.write @a, %[[SUM]]
// CHECK: snn.write @b, %[[WRAP]]
// CHECK: snn.write @c, %[[SAT]]
// CHECK: snn.write @d, %[[DIFF]]
// CHECK: snn.write @e, %[[MASK]]
// CHECK: snn.write @f, %[[EVEN]]
// CHECK: snn.write @g, %[[FLOOR]]
// CHECK: snn.write @h, %[[NEGATIVE]]
// CHECK: snn.write @i, %[[LEFT]]
// CHECK: snn.emit %[[TRUE]]
snn.neuron @constants {
  snn.state @a : !fx.q<16, 4> = 0
  snn.state @b : !fx.q<32, 0> = 0
  snn.state @c : !fx.q<32, 0> = 0
  snn.state @d : !fx.q<16, 4> = 0
  snn.state @e : !fx.q<16, 4> = 0
  snn.state @f : !fx.q<16, 3> = 0
  snn.state @g : !fx.q<16, 3> = 0
  snn.state @h : !fx.q<16, 3> = 0
  snn.state @i : !fx.q<16, 7> = 0
  snn.update {
    %5 = fx.constant 5 : !fx.q<16, 4>
    %7 = fx.constant 7 : !fx.q<16, 4>
    %most = fx.constant 2147483647 : !fx.q<32, 0>
    %one = fx.constant 1 : !fx.q<32, 0>
    %sum = fx.add %5, %7 : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %wrap = fx.add %most, %one : !fx.q<32, 0>, !fx.q<32, 0> -> !fx.q<32, 0>
    %sat = fx.add %most, %one overflow saturate : !fx.q<32, 0>, !fx.q<32, 0> -> !fx.q<32, 0>
    %diff = fx.sub %5, %7 : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %mask = fx.and %5, %7 : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    // 3 * 1 / 2: a tie goes to the even 2, or down to 1; -3 / 2 to -2.
    %3 = fx.constant 3 : !fx.q<16, 4>
    %m3 = fx.constant -3 : !fx.q<16, 4>
    %1 = fx.constant 1 : !fx.q<16, 0>
    %even = fx.mul %3, %1 round even : !fx.q<16, 4>, !fx.q<16, 0> -> !fx.q<16, 3>
    %floor = fx.mul %3, %1 round floor : !fx.q<16, 4>, !fx.q<16, 0> -> !fx.q<16, 3>
    %negative = fx.rescale %m3 : !fx.q<16, 4> -> !fx.q<16, 3>
    %left = fx.rescale %5 : !fx.q<16, 4> -> !fx.q<16, 7>
    %less = fx.cmp lt %5, %7 : !fx.q<16, 4>, !fx.q<16, 4>
    snn.write @a, %sum : !fx.q<16, 4>
    snn.write @b, %wrap : !fx.q<32, 0>
    snn.write @c, %sat : !fx.q<32, 0>
    snn.write @d, %diff : !fx.q<16, 4>
    snn.write @e, %mask : !fx.q<16, 4>
    snn.write @f, %even : !fx.q<16, 3>
    snn.write @g, %floor : !fx.q<16, 3>
    snn.write @h, %negative : !fx.q<16, 3>
    snn.write @i, %left : !fx.q<16, 7>
    snn.emit %less
  }
}

// What the result's type does not hold is not folded away in silence, and
// stochastic rounding has no constant.
// CHECK-LABEL: snn.neuron @kept
// CHECK: fx.add
// CHECK: fx.mul {{.*}} round stochastic
// CHECK: fx.mul {{.*}} round stochastic
snn.neuron @kept {
  snn.state @a : !fx.q<8, 0> = 0
  snn.state @b : !fx.q<16, 0> = 0
  snn.state @c : !fx.q<16, 0> = 0
  snn.update {
    %100 = fx.constant 100 : !fx.q<8, 0>
    %sum = fx.add %100, %100 : !fx.q<8, 0>, !fx.q<8, 0> -> !fx.q<8, 0>
    snn.write @a, %sum : !fx.q<8, 0>
    %3 = fx.constant 3 : !fx.q<16, 1>
    %one = fx.constant 1 : !fx.q<16, 0>
    %r = fx.mul %3, %one round stochastic : !fx.q<16, 1>, !fx.q<16, 0> -> !fx.q<16, 0>
    snn.write @b, %r : !fx.q<16, 0>
    %w = snn.random stream 1 : !fx.q<17, 16>
    %s = fx.mul %3, %one round stochastic : !fx.q<16, 1>, !fx.q<16, 0> -> !fx.q<16, 0>
    snn.write @c, %s : !fx.q<16, 0>
  }
}

// CHECK-LABEL: snn.neuron @identities
// CHECK: %[[ZERO:.*]] = fx.constant 0 : !fx.q<16, 4>
// CHECK: %[[A:.*]] = snn.read @a
// CHECK: snn.write @b, %[[A]]
// CHECK: snn.write @c, %[[A]]
// CHECK: snn.write @d, %[[ZERO]]
// CHECK: snn.write @e, %[[ZERO]]
// CHECK: snn.write @f, %[[A]]
// CHECK: snn.write @g, %[[A]]
snn.neuron @identities {
  snn.state @a : !fx.q<16, 4> = 0
  snn.state @b : !fx.q<16, 4> = 0
  snn.state @c : !fx.q<16, 4> = 0
  snn.state @d : !fx.q<16, 4> = 0
  snn.state @e : !fx.q<16, 4> = 0
  snn.state @f : !fx.q<16, 4> = 0
  snn.state @g : !fx.q<16, 4> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 4>
    %zero = fx.constant 0 : !fx.q<16, 4>
    // The constant comes first; commutative ops turn around.
    %0 = fx.add %zero, %a : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %1 = fx.rescale %a : !fx.q<16, 4> -> !fx.q<16, 4>
    %2 = fx.sub %a, %a : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %3 = fx.mul %a, %zero round stochastic : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %yes = fx.cmp ge %a, %a : !fx.q<16, 4>, !fx.q<16, 4>
    %4 = fx.select %yes, %a, %zero : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    %5 = fx.max %a, %a : !fx.q<16, 4>, !fx.q<16, 4> -> !fx.q<16, 4>
    snn.write @b, %0 : !fx.q<16, 4>
    snn.write @c, %1 : !fx.q<16, 4>
    snn.write @d, %2 : !fx.q<16, 4>
    snn.write @e, %3 : !fx.q<16, 4>
    snn.write @f, %4 : !fx.q<16, 4>
    snn.write @g, %5 : !fx.q<16, 4>
  }
}

// Shifts merge where that is exact: left ones that wrap, right ones that
// floor, and there and back again without loss.
// CHECK-LABEL: snn.neuron @rescales
// CHECK: %[[A:.*]] = snn.read @a
// CHECK-NEXT: snn.write @b, %[[A]]
// CHECK-NEXT: %[[R:.*]] = fx.rescale %[[A]] round floor : !fx.q<16, 8> -> !fx.q<16, 2>
// CHECK-NEXT: snn.write @c, %[[R]]
// CHECK-NEXT: %[[L:.*]] = fx.rescale %[[A]] : !fx.q<16, 8> -> !fx.q<22, 14>
// CHECK-NEXT: snn.write @d, %[[L]]
// CHECK-NEXT: %[[E1:.*]] = fx.rescale %[[A]] : !fx.q<16, 8> -> !fx.q<16, 5>
// CHECK-NEXT: %[[E2:.*]] = fx.rescale %[[E1]] : !fx.q<16, 5> -> !fx.q<16, 2>
// CHECK-NEXT: snn.write @e, %[[E2]]
snn.neuron @rescales {
  snn.state @a : !fx.q<16, 8> = 0
  snn.state @b : !fx.q<16, 8> = 0
  snn.state @c : !fx.q<16, 2> = 0
  snn.state @d : !fx.q<32, 14> = 0
  snn.state @e : !fx.q<16, 2> = 0
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    %0 = fx.rescale %a : !fx.q<16, 8> -> !fx.q<24, 16>
    %1 = fx.rescale %0 : !fx.q<24, 16> -> !fx.q<16, 8>
    snn.write @b, %1 : !fx.q<16, 8>
    %2 = fx.rescale %a round floor : !fx.q<16, 8> -> !fx.q<16, 5>
    %3 = fx.rescale %2 round floor : !fx.q<16, 5> -> !fx.q<16, 2>
    snn.write @c, %3 : !fx.q<16, 2>
    %4 = fx.rescale %a : !fx.q<16, 8> -> !fx.q<19, 11>
    %5 = fx.rescale %4 : !fx.q<19, 11> -> !fx.q<22, 14>
    snn.write @d, %5 : !fx.q<22, 14>
    %6 = fx.rescale %a : !fx.q<16, 8> -> !fx.q<16, 5>
    %7 = fx.rescale %6 : !fx.q<16, 5> -> !fx.q<16, 2>
    snn.write @e, %7 : !fx.q<16, 2>
  }
}
