//===- Passes.h - Passes of native code generation --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_PASSES_H
#define SNNC_COMPILER_NATIVE_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace snnc::compiler {

#define GEN_PASS_DECL
#include "compiler/native/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "compiler/native/Passes.h.inc"

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_PASSES_H
