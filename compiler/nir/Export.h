//===- Export.h - NIR files from networks -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_EXPORT_H
#define SNNC_COMPILER_NIR_EXPORT_H

#include "compiler/nir/Graph.h"

#include "mlir/IR/BuiltinOps.h"

namespace snnc::nir {

/// The graph of the module's network, whose models are linked: the one that it
/// was imported from, if it is still as it was imported; else one made of
/// populations and projections. What NIR cannot say is a diagnostic.
mlir::FailureOr<Graph> exportNetwork(mlir::ModuleOp module);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_EXPORT_H
