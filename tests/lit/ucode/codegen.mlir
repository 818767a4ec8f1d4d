// RUN: snnc-opt %s -snnc-codegen -mlir-print-debuginfo -mlir-print-local-scope | FileCheck %s

// The whole way, with the locations of the source; and only what a population
// uses.

snn.network @net dt 1.0 {
  snn.population @p of @lif size 8
}

snn.neuron @lif {
  snn.state @v : !fx.q<16, 8> = 0 : i32
  snn.port @in : !fx.q<16, 8>
  snn.update {
    %v = snn.read @v : !fx.q<16, 8> loc("lif.mlir":10:3)
    %i = snn.receive @in : !fx.q<16, 8> loc("lif.mlir":11:3)
    %theta = fx.constant 256 : !fx.q<16, 8>
    %sum = fx.add %v, %i : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8> loc("lif.mlir":12:3)
    %fire = fx.cmp ge %sum, %theta : !fx.q<17, 8>, !fx.q<16, 8> loc("lif.mlir":13:3)
    snn.write @v, %sum : !fx.q<17, 8> loc("lif.mlir":14:3)
    snn.emit %fire loc("lif.mlir":15:3)
  }
}

snn.neuron @unused {
  snn.update {
    %0 = arith.constant 1.0 : f64
  }
}

// CHECK: ucode.program @lif.update of @lif {
// CHECK-NEXT: ucode.ld @v -> r0 loc("lif.mlir":10:3)
// CHECK-NEXT: ucode.ldp @in -> r1 loc("lif.mlir":11:3)
// CHECK-NEXT: ucode.add {{.*}} -> r0 loc("lif.mlir":12:3)
// CHECK-NEXT: ucode.st {{.*}}, @v loc("lif.mlir":14:3)
// CHECK-NEXT: ucode.cge {{.*}}, 256 -> r0 loc("lif.mlir":13:3)
// CHECK-NEXT: ucode.emit {{.*}}, 1 loc("lif.mlir":15:3)
// CHECK-NEXT: ucode.end
// CHECK-NOT: ucode.program @unused
