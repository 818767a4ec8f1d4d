// RUN: snnc-opt %s -snn-to-ucode -cse | FileCheck %s
// RUN: snnc-opt %s "-snn-to-ucode=fuse=false" -cse | FileCheck %s --check-prefix=PLAIN

// Delta LIF: decay and input in one mac, the reset turns the comparison round.
snn.neuron @lif {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.port @in : !fx.q<16, 8>
  snn.update {
    %v = snn.read @v : !fx.q<16, 8>
    %i = snn.receive @in : !fx.q<16, 8>
    %d = fx.constant 31130 : !fx.q<16, 15>
    %zero = fx.constant 0 : !fx.q<16, 8>
    %theta = fx.constant 256 : !fx.q<16, 8>
    %decayed = fx.mul %v, %d : !fx.q<16, 8>, !fx.q<16, 15> -> !fx.q<16, 8>
    %sum = fx.add %decayed, %i : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
    %fire = fx.cmp ge %sum, %theta : !fx.q<17, 8>, !fx.q<16, 8>
    %next = fx.select %fire, %zero, %sum : !fx.q<16, 8>, !fx.q<17, 8> -> !fx.q<17, 8>
    snn.write @v, %next : !fx.q<17, 8>
    snn.emit %fire
  }
}
// CHECK-LABEL: ucode.program @lif.update of @lif {
// CHECK-DAG: %[[V:.*]] = ucode.ld @v{{$}}
// CHECK-DAG: %[[I:.*]] = ucode.ldp @in{{$}}
// CHECK: %[[S:.*]] = ucode.mac %[[V]], 31130, %[[I]] sh = 15 rnd = even{{$}}
// CHECK: %[[F:.*]] = ucode.cge %[[S]], 256
// CHECK: ucode.sel %[[F]], %{{.*}}, %[[S]]
// CHECK: ucode.st %{{.*}}, @v{{$}}
// CHECK-NEXT: ucode.emit %[[F]], 1
// CHECK-NEXT: ucode.end
// PLAIN-LABEL: ucode.program @lif.update
// PLAIN: ucode.mul
// PLAIN: ucode.add

// Shifts go into the load, the port read and the store; formats of the
// declaration differ from those of the accesses.
snn.neuron @shifts {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.state @w : !fx.q<16, 8> = 0 : i32
  snn.port @in : !fx.q<16, 4>
  snn.port @unused : !fx.q<16, 4>
  snn.update {
    %v = snn.read @v : !fx.q<20, 12>
    %v2 = fx.rescale %v : !fx.q<20, 12> -> !fx.q<24, 16>
    %w = snn.read @w : !fx.q<16, 8>
    %w2 = fx.rescale %w overflow saturate : !fx.q<16, 8> -> !fx.q<32, 16>
    %i = snn.receive @in : !fx.q<16, 4>
    %i2 = fx.rescale %i overflow saturate : !fx.q<16, 4> -> !fx.q<32, 16>
    %a = fx.add %v2, %w2 : !fx.q<24, 16>, !fx.q<32, 16> -> !fx.q<32, 16>
    %b = fx.add %a, %i2 : !fx.q<32, 16>, !fx.q<32, 16> -> !fx.q<32, 16>
    snn.write @v, %b : !fx.q<32, 16>
    %n = fx.rescale %b round floor : !fx.q<32, 16> -> !fx.q<24, 8>
    snn.write @w, %n : !fx.q<24, 8>
  }
}
// Additions absorb the rescalings of @w and @in as products; that of @v goes into
// its load.
// CHECK-LABEL: ucode.program @shifts.update of @shifts {
// CHECK: %[[V:.*]] = ucode.ld @v sh = 8{{$}}
// CHECK-NEXT: %[[W:.*]] = ucode.ld @w{{$}}
// CHECK-NEXT: %[[A:.*]] = ucode.mac %[[W]], 256, %[[V]]{{$}}
// CHECK-NEXT: %[[I:.*]] = ucode.ldp @in{{$}}
// CHECK-NEXT: %[[B:.*]] = ucode.mac %[[I]], 4096, %[[A]]{{$}}
// CHECK-DAG: ucode.st %[[B]], @v sh = 8 rnd = even
// CHECK-DAG: ucode.st %{{.*}}, @w sh = 8{{$}}
// CHECK-DAG: ucode.ldp @unused
// CHECK: ucode.end

// Fusion only where it is exact.
snn.neuron @exact {
  snn.state @v : !fx.q<32, 8> = 0 : i32 bits 32
  snn.state @w : !fx.q<32, 8> = 0 : i32 bits 32
  snn.state @x : !fx.q<32, 8> = 0 : i32 bits 32
  snn.update {
    %v = snn.read @v : !fx.q<32, 8>
    %w = snn.read @w : !fx.q<32, 8>
    %x = snn.read @x : !fx.q<32, 8>
    %two = fx.constant 2 : !fx.q<16, 0>
    // Saturates before the sum: stays apart.
    %p = fx.mul %v, %two overflow saturate : !fx.q<32, 8>, !fx.q<16, 0> -> !fx.q<32, 8>
    %a = fx.add %p, %w : !fx.q<32, 8>, !fx.q<32, 8> -> !fx.q<32, 8>
    snn.write @v, %a : !fx.q<32, 8>
    // Both wrap: one.
    %q = fx.mul %w, %two : !fx.q<32, 8>, !fx.q<16, 0> -> !fx.q<32, 8>
    %b = fx.add %q, %x : !fx.q<32, 8>, !fx.q<32, 8> -> !fx.q<32, 8>
    snn.write @w, %b : !fx.q<32, 8>
    // Ties to even are symmetric, floor is not.
    %half = fx.constant 16384 : !fx.q<16, 15>
    %r = fx.mul %x, %half : !fx.q<32, 8>, !fx.q<16, 15> -> !fx.q<32, 8>
    %c = fx.sub %v, %r : !fx.q<32, 8>, !fx.q<32, 8> -> !fx.q<32, 8>
    %s = fx.mul %c, %half round floor : !fx.q<32, 8>, !fx.q<16, 15> -> !fx.q<32, 8>
    %d = fx.sub %v, %s : !fx.q<32, 8>, !fx.q<32, 8> -> !fx.q<32, 8>
    snn.write @x, %d : !fx.q<32, 8>
  }
}
// CHECK-LABEL: ucode.program @exact.update
// CHECK: ucode.mul %{{.*}}, 2 sat
// CHECK: ucode.add
// CHECK: ucode.mac %{{.*}}, 2, %{{.*}}{{$}}
// CHECK: ucode.mac %{{.*}}, -16384, %{{.*}} sh = 15 rnd = even
// CHECK: ucode.mul %{{.*}}, 16384 sh = 15{{$}}
// CHECK: ucode.sub

// Constants as operand B, the other way round where need be.
snn.neuron @constants {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.update {
    %v = snn.read @v : !fx.q<16, 8>
    %c = fx.constant 100 : !fx.q<16, 8>
    %zero = fx.constant 0 : !fx.q<16, 8>
    %a = fx.sub %c, %v : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
    %b = fx.min %c, %a : !fx.q<16, 8>, !fx.q<17, 8> -> !fx.q<17, 8>
    %f = fx.cmp lt %c, %b : !fx.q<16, 8>, !fx.q<17, 8>
    %g = fx.cmp ne %v, %zero : !fx.q<16, 8>, !fx.q<16, 8>
    %h = arith.andi %f, %g : i1
    %d = fx.select %h, %c, %zero : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %e = fx.select %g, %d, %zero : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    snn.write @v, %e : !fx.q<16, 8>
  }
}
// CHECK-LABEL: ucode.program @constants.update
// CHECK: %[[V:.*]] = ucode.ld @v
// CHECK: ucode.rsub %[[V]], 100
// CHECK: ucode.min %{{.*}}, 100
// CHECK: ucode.cgt %{{.*}}, 100
// CHECK: ucode.and
// CHECK: ucode.mul %{{.*}}, 100{{$}}
// CHECK: ucode.sel %[[V]], %{{.*}}, 0

// Draws keep their order and their users.
snn.neuron @random {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.update {
    %v = snn.read @v : !fx.q<24, 16>
    %r1 = snn.random stream 7 : !fx.q<17, 16>
    %a = fx.rescale %v round stochastic : !fx.q<24, 16> -> !fx.q<20, 12>
    %r2 = snn.random stream 9 : !fx.q<2, 1>
    %f = fx.cmp lt %r1, %v : !fx.q<17, 16>, !fx.q<24, 16>
    %b = fx.rescale %a round stochastic : !fx.q<20, 12> -> !fx.q<16, 8>
    snn.write @v, %b : !fx.q<16, 8>
    snn.emit %f
  }
}
// CHECK-LABEL: ucode.program @random.update
// CHECK: %[[L:.*]] = ucode.lid
// CHECK: %[[R1:.*]] = ucode.rand %[[L]], stream = 0x7 sh = 16
// CHECK: ucode.shr %{{.*}}, 4 rnd = stochastic by %[[R1]]
// CHECK: %[[R2:.*]] = ucode.rand %[[L]], stream = 0x9 sh = 30
// CHECK: ucode.st %{{.*}}, @v sh = 4 rnd = stochastic by %[[R2]]

// Tables, modulators, payloads, parameters for each neuron.
snn.neuron @rest {
  snn.param @bias : !fx.q<8, 4> = dense<1> : tensor<4xi32>
  snn.state @v : !fx.q<16, 8> = 0 : i32
  fx.table @exp : !fx.q<16, 8> = dense<[1, 2, 3, 4]> : tensor<4xi32>
  snn.update {
    %v = snn.read @v : !fx.q<16, 8>
    %b = snn.get @bias : !fx.q<12, 8>
    %t0 = fx.lookup @exp[%v shift 6] : !fx.q<16, 8> -> !fx.q<16, 8>
    %t1 = fx.lookup @exp[%v shift 6 offset 1] : !fx.q<16, 8> -> !fx.q<16, 8>
    %s = fx.sub %t1, %t0 : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %f = fx.cmp gt %s, %b : !fx.q<16, 8>, !fx.q<12, 8>
    snn.write @v, %s : !fx.q<16, 8>
    snn.emit %f payload %s : !fx.q<16, 8> range [-1.0, 1.0]
  }
}
// CHECK-LABEL: ucode.program @rest.update
// CHECK-DAG: ucode.ld @bias sh = 4
// CHECK-DAG: ucode.lut %{{.*}}, @exp sh = 6{{$}}
// CHECK-DAG: ucode.lut %{{.*}}, @exp offset = 1 sh = 6{{$}}
// CHECK: ucode.emit %{{.*}}, %{{.*}}
