// RUN: echo '{"states": {"p.v": [-1.0, 1.0]}}' > %t.json
// RUN: snnc-opt %s --snn-quantize=calibration=%t.json | FileCheck %s
// RUN: echo '{"populations": [{"name": "p", "payload": null, "states": [{"name": "v", "range": [-1.0, 1.0]}]}]}' > %t.run.json
// RUN: snnc-opt %s --snn-quantize=calibration=%t.run.json | FileCheck %s
// RUN: echo '{"populations": [{"name": "p", "payload": null, "states": [{"name": "v", "range": [1.0]}]}]}' > %t.bad.json
// RUN: not snnc-opt %s --snn-quantize=calibration=%t.bad.json 2>&1 | FileCheck %s --check-prefix=BAD
// RUN: not snnc-opt %s --snn-quantize=calibration=%t.missing 2>&1 | FileCheck %s --check-prefix=MISSING

// The calibrated range, widened by a quarter, is held by 2^1.
// CHECK: snn.state @v : !fx.q<16, 14>
// BAD: "populations" is no record of a run
// MISSING: error: cannot read calibration file
snn.neuron @p.m {
  snn.state @v : f64 = 0.0
  snn.update {
  }
}
snn.network @net dt 1.0 {
  snn.population @p of @p.m size 2
}
