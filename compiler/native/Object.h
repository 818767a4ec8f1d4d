//===- Object.h - From vector loops to an object file -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_OBJECT_H
#define SNNC_COMPILER_NATIVE_OBJECT_H

#include "mlir/IR/BuiltinOps.h"

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// Compiles a module of func, scf, arith, vector and llvm for `cpu`, as LLVM
/// names it, to an ELF object. The module is lowered in place.
mlir::FailureOr<std::vector<uint8_t>> compileObject(mlir::ModuleOp module,
                                                    llvm::StringRef cpu);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_OBJECT_H
