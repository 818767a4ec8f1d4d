//===- Passes.h - From real numbers to fixed point --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The passes of this folder; Passes.td describes them.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_PASSES_H
#define SNNC_COMPILER_TRANSFORMS_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>
#include <string>

namespace snnc::compiler {

#define GEN_PASS_DECL
#include "compiler/transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "compiler/transforms/Passes.h.inc"

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_PASSES_H
