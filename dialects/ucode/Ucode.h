//===- Ucode.h - The ucode dialect ------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One op an instruction of isa/Isa.td, in namespace snnc::ucode. Does not
// include isa/Isa.h, whose namespace would hide llvm::isa in the code of
// others.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_UCODE_UCODE_H
#define SNNC_DIALECTS_UCODE_UCODE_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <optional>

#include "dialects/ucode/UcodeDialect.h.inc"
#include "dialects/ucode/UcodeEnums.h.inc"

namespace snnc::ucode {
/// What the ISA asks of one instruction; its limits are the ISA's table.
mlir::LogicalResult verifyInstruction(mlir::Operation *op);
} // namespace snnc::ucode

#include "dialects/ucode/UcodeInterfaces.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/ucode/UcodeTypes.h.inc"

namespace snnc::ucode {
class ProgramOp;
} // namespace snnc::ucode

#define GET_OP_CLASSES
#include "dialects/ucode/UcodeOps.h.inc"

#endif // SNNC_DIALECTS_UCODE_UCODE_H
