//===- Registry.h - The dialects and passes of the tools --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One list for snnc-opt, the language server and every other tool.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_REGISTRY_H
#define SNNC_TOOLS_REGISTRY_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace snnc {

/// Registers snnc's dialects and those of MLIR that its bodies use.
void registerDialects(mlir::DialectRegistry &registry);

/// Registers snnc's passes and MLIR's transformations (canonicalize, cse, ...).
void registerPasses();

} // namespace snnc

#endif // SNNC_TOOLS_REGISTRY_H
