//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNDIALECT_TD
#define SNNC_DIALECTS_SNN_SNNDIALECT_TD

include "mlir/IR/OpBase.td"

def Snn_Dialect : Dialect {
  let name = "snn";
  let cppNamespace = "::snnc::snn";
  let summary = "Networks of spiking neurons and the models they are made of";
  let description = [{
    `snn` text says what a network is: inputs, populations and projections in
    a `snn.network`, and neuron models as `snn.neuron` definitions whose update is
    straight-line arithmetic. The same ops carry the network before quantization
    (types `f64`) and after it (types `!fx.q`). `docs/snn-rationale.md` says why.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::snnc::fx::FxDialect"];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
}

#endif // SNNC_DIALECTS_SNN_SNNDIALECT_TD
