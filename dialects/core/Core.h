//===- Core.h - The core dialect --------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The placed network. docs/core-rationale.md says why it looks as it does,
// docs/tile.md what the memories are.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_CORE_CORE_H
#define SNNC_DIALECTS_CORE_CORE_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"

#include "dialects/core/CoreDialect.h.inc"
#include "dialects/core/CoreEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/core/CoreAttrs.h.inc"

#define GET_OP_CLASSES
#include "dialects/core/CoreOps.h.inc"

#endif // SNNC_DIALECTS_CORE_CORE_H
