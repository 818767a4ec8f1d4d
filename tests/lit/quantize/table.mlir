// RUN: snnc-opt %s --snn-quantize --canonicalize --cse --fx-verify-ranges | FileCheck %s

// A chain of operations on one value (here a sigmoid with its clamps) is one
// table with linear interpolation.

// CHECK:     fx.table @table0
// CHECK:     fx.lookup @table0[
// CHECK:     fx.lookup @table0[{{.*}} offset 1]
// CHECK-NOT: math.exp
snn.neuron @p.gate {
  snn.state @v : f64 = 0.0 range [-16.0, 16.0]
  snn.update {
    %one = arith.constant 1.0 : f64
    %v = snn.read @v : f64
    %n = arith.negf %v : f64
    %e = math.exp %n : f64
    %d = arith.addf %e, %one : f64
    %s = arith.divf %one, %d : f64
    snn.write @v, %s : f64
  }
}
snn.network @net dt 1.0 {
  snn.population @p of @p.gate size 2
}
