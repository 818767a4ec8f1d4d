//===- Passes.h - Passes of code generation ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_PASSES_H
#define SNNC_COMPILER_CODEGEN_PASSES_H

#include "dialects/snn/Snn.h"
#include "dialects/ucode/Ucode.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace snnc::compiler {

#define GEN_PASS_DECL
#include "compiler/codegen/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "compiler/codegen/Passes.h.inc"

/// Registers `snnc-codegen`, the pipeline of buildCodegenPipeline().
void registerCodegenPipeline();

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_PASSES_H
