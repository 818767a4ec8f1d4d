// RUN: snnc-opt %s --canonicalize --cse | FileCheck %s

// CHECK-LABEL: snn.neuron @unchanged
// CHECK: snn.update {
// CHECK-NEXT: %a = snn.read @a : f64
// CHECK-NEXT: snn.write @b, %a : f64
// CHECK-NEXT: }
snn.neuron @unchanged {
  snn.state @a : f64 = 0.0
  snn.state @b : f64 = 0.0
  snn.update {
    %a = snn.read @a : f64
    %b = snn.read @b : f64
    snn.write @a, %a : f64
    snn.write @b, %a : f64
  }
}

// A value that goes through another format is not what was read.
// CHECK-LABEL: snn.neuron @rounded
// CHECK: snn.write @a
snn.neuron @rounded {
  snn.state @a : !fx.q<16, 8> = 0
  snn.update {
    %a = snn.read @a : !fx.q<20, 12>
    %r = fx.rescale %a round floor : !fx.q<20, 12> -> !fx.q<15, 7>
    %b = fx.rescale %r : !fx.q<15, 7> -> !fx.q<16, 8>
    snn.write @a, %b : !fx.q<16, 8>
  }
}

// Unused parameters, reads and receives leave the update; draws stay, since
// they are numbered.
// CHECK-LABEL: snn.neuron @unused
// CHECK: snn.update {
// CHECK-NEXT: snn.random stream 1 : f64
// CHECK-NEXT: }
snn.neuron @unused {
  snn.param @p : f64 = 1.0
  snn.state @a : f64 = 0.0
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %p = snn.get @p : f64
    %a = snn.read @a : f64
    %i = snn.receive @in : f64
    %r = snn.random stream 1 : f64
  }
}
