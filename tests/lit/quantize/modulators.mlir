// RUN: snnc-opt %s --snn-discretize --snn-quantize --fx-verify-ranges --mlir-print-debuginfo=false | FileCheck %s

// Driven modulators have the fractional bits of their driver's payloads, and as many bits as the sum of one from each neuron
// needs; the host's keeps its own. Who reads them knows the width.

// CHECK-LABEL: snn.network @net
// CHECK-NEXT: snn.modulator @hosts = 0.0 range [-1.0, 1.0] {frac = 14 : i64}
// CHECK-NEXT: snn.modulator @spikes = 3.0 range [0.0, 100.0] driven by @in falls {bits = 8 : i64, frac = 0 : i64}
// CHECK-NEXT: snn.modulator @values = 0.0 range [-500.0, 500.0] driven by @analog holds {bits = 18 : i64, frac = 8 : i64}
// CHECK-NEXT: snn.modulator @graded = 0.0 range [0.0, 4.0] driven by @p falls {bits = 14 : i64, frac = 11 : i64}
// CHECK-NEXT: snn.modulator @unbounded = 0.0 driven by @q holds {bits = 3 : i64, frac = 0 : i64}
snn.network @net dt 1.0 {
  snn.modulator @hosts = 0.0 range [-1.0, 1.0]
  snn.modulator @spikes = 3.0 range [0.0, 100.0] driven by @in falls
  snn.modulator @values = 0.0 range [-500.0, 500.0] driven by @analog holds
  snn.modulator @graded = 0.0 range [0.0, 4.0] driven by @p falls
  snn.modulator @unbounded = 0.0 driven by @q holds
  snn.input @in size 100
  snn.input @analog size 125 analog [-4.0, 4.0]
  snn.population @p of @reader size 4
  snn.population @q of @plain size 3
}

// CHECK-LABEL: snn.neuron @p.reader
// CHECK: snn.modulation @spikes : !fx.q<8, 0>
// CHECK: snn.modulation @values : !fx.q<18, 8>
// CHECK: snn.emit
// CHECK-SAME: !fx.q<12, 11>
snn.neuron @reader {
  snn.state @v : f64 = 0.0 range [-64.0, 64.0] bits 32
  snn.update {
    %v = snn.read @v : f64
    %spikes = snn.modulation @spikes : f64
    %values = snn.modulation @values : f64
    %some = arith.constant 0.01 : f64
    %a = arith.mulf %spikes, %some : f64
    %b = arith.mulf %values, %spikes : f64
    %c = arith.mulf %b, %some : f64
    %d = arith.mulf %v, %some : f64
    %e = arith.addf %a, %c : f64
    %f = arith.addf %e, %d : f64
    snn.write @v, %f : f64
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 0.96875 : f64
    %low = arith.maximumf %v, %zero : f64
    %payload = arith.minimumf %low, %one : f64
    %up = arith.cmpf ogt, %v, %zero : f64
    snn.emit %up payload %payload : f64 range [0.0, 0.96875]
  }
}
snn.neuron @plain {
  snn.update {
    %yes = arith.constant true
    snn.emit %yes
  }
}
