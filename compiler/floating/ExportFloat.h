//===- ExportFloat.h - The network for the float engine ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_FLOATING_EXPORTFLOAT_H
#define SNNC_COMPILER_FLOATING_EXPORTFLOAT_H

#include "image/FloatNetwork.h"

#include "mlir/IR/BuiltinOps.h"

namespace snnc::compiler {

/// The network of a discretized module (after snn-discretize, before
/// snn-quantize) as straight-line programs in double precision. States clamp to
/// their ranges widened to a power of two, which is where the quantized ones
/// saturate. Errors (not one network, operations that the float engine lacks)
/// are diagnostics.
mlir::FailureOr<image::FloatNetwork> exportFloat(mlir::ModuleOp module);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_FLOATING_EXPORTFLOAT_H
