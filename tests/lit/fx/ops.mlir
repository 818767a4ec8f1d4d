// RUN: snnc-opt %s | FileCheck %s
// RUN: snnc-opt %s | snnc-opt | FileCheck %s
// RUN: snnc-opt %s --mlir-print-op-generic | snnc-opt | FileCheck %s

// CHECK-LABEL: snn.neuron @all
// CHECK: fx.table @t : !fx.q<8, -3> = dense<[-128, 127]> : tensor<2xi32>
// CHECK: %[[A:.*]] = snn.read @a : !fx.q<16, 8>
// CHECK: %[[C:.*]] = fx.constant -5 : !fx.q<16, 8>
// CHECK: fx.add %[[A]], %[[C]] : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
// CHECK: fx.add %[[A]], %[[C]] overflow saturate : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<32, 8>
// CHECK: fx.sub %[[A]], %[[C]] : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
// CHECK: fx.min %[[A]], %[[C]]
// CHECK: fx.max %[[A]], %[[C]]
// CHECK: fx.and %[[A]], %[[C]]
// CHECK: fx.mul %[[A]], %[[C]] : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<24, 8>
// CHECK: fx.mul %[[A]], %[[C]] round stochastic overflow saturate : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<32, 16>
// CHECK: fx.rescale %[[A]] : !fx.q<16, 8> -> !fx.q<16, 4>
// CHECK: fx.rescale %[[A]] round floor overflow saturate : !fx.q<16, 8> -> !fx.q<32, 30>
// CHECK: %[[G:.*]] = fx.cmp ge %[[A]], %[[C]] : !fx.q<16, 8>, !fx.q<16, 8>
// CHECK: fx.select %[[G]], %[[A]], %[[C]] : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
// CHECK: fx.lookup @t[%[[A]] shift 7] : !fx.q<16, 8> -> !fx.q<8, -3>
// CHECK: fx.lookup @t[%[[A]] shift 7 offset 1] : !fx.q<16, 8> -> !fx.q<8, -3>
snn.neuron @all {
  snn.state @a : !fx.q<16, 8> = 0
  fx.table @t : !fx.q<8, -3> = dense<[-128, 127]> : tensor<2xi32>
  snn.update {
    %a = snn.read @a : !fx.q<16, 8>
    %c = fx.constant -5 : !fx.q<16, 8>
    %0 = fx.add %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
    %1 = fx.add %a, %c overflow saturate : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<32, 8>
    %2 = fx.sub %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<17, 8>
    %3 = fx.min %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %4 = fx.max %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %5 = fx.and %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %6 = fx.mul %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<24, 8>
    %7 = fx.mul %a, %c round stochastic overflow saturate : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<32, 16>
    %8 = fx.rescale %a : !fx.q<16, 8> -> !fx.q<16, 4>
    %9 = fx.rescale %a round floor overflow saturate : !fx.q<16, 8> -> !fx.q<32, 30>
    %10 = fx.cmp ge %a, %c : !fx.q<16, 8>, !fx.q<16, 8>
    %11 = fx.select %10, %a, %c : !fx.q<16, 8>, !fx.q<16, 8> -> !fx.q<16, 8>
    %12 = fx.lookup @t[%a shift 7] : !fx.q<16, 8> -> !fx.q<8, -3>
    %13 = fx.lookup @t[%a shift 7 offset 1] : !fx.q<16, 8> -> !fx.q<8, -3>
  }
}
