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
  let useDefaultAttributePrinterParser = 1;
}

#endif // SNNC_DIALECTS_SNN_SNNDIALECT_TD
