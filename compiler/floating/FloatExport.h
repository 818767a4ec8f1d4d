//===- FloatExport.h - The network for the float engine ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_FLOATING_FLOATEXPORT_H
#define SNNC_COMPILER_FLOATING_FLOATEXPORT_H

#include "dialects/snn/Blob.h"
#include "image/FloatNetwork.h"

#include "mlir/IR/BuiltinOps.h"

namespace snnc::compiler {

/// The one network of a module after snn-discretize, in double precision.
/// Populations (inputs among them) and projections are numbered in the order of
/// the text. Errors, at the op: an op the float engine does not know, weights
/// that cannot be read, no network or several.
mlir::FailureOr<image::FloatNetwork> exportFloat(mlir::ModuleOp module,
                                                 snn::BlobCache &blobs);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_FLOATING_FLOATEXPORT_H
