//===- Fx.h - The fx dialect ------------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fixed-point arithmetic on !fx.q<bits, frac>: everything generated from
// FxOps.td, in namespace snnc::fx.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_FX_FX_H
#define SNNC_DIALECTS_FX_FX_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/fx/FxDialect.h.inc"
#include "dialects/fx/FxEnums.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/fx/FxTypes.h.inc"

#define GET_OP_CLASSES
#include "dialects/fx/FxOps.h.inc"

namespace snnc::fx {

/// Right shifts of the machine round over at most so many bits.
constexpr int64_t kMaxShift = 30;
/// A product's second factor has at most so many bits.
constexpr unsigned kMulRhsBits = 16;
/// Limits of the `frac` of a type.
constexpr int kMaxFrac = 100;
/// Entries a table can have (a 16-bit length field).
constexpr int64_t kMaxTableEntries = 65535;

/// True if `value` is a number of `bits` bits in two's complement.
inline bool fits(int64_t value, unsigned bits) {
  return value >= -(int64_t(1) << (bits - 1)) &&
         value < (int64_t(1) << (bits - 1));
}

} // namespace snnc::fx

#endif // SNNC_DIALECTS_FX_FX_H
