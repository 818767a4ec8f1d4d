//===- GraphAttr.h - The NIR graph that a network came from -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_GRAPHATTR_H
#define SNNC_COMPILER_NIR_GRAPHATTR_H

#include "compiler/nir/Import.h"

#include "mlir/IR/BuiltinAttributes.h"

namespace snnc::nir {

/// The attribute of an imported network with its graph and how it was read.
constexpr llvm::StringLiteral kGraphAttr = "snn.nir";

mlir::DictionaryAttr toAttr(const Graph &graph, const ImportOptions &options,
                            mlir::MLIRContext &context);

/// What the attribute says; nothing if it is not of that form.
struct Origin {
  Graph graph;
  ImportOptions options;
};
std::optional<Origin> fromAttr(mlir::Attribute attr);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_GRAPHATTR_H
