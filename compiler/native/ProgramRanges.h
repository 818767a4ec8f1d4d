//===- ProgramRanges.h - What the values of a program can be ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_PROGRAMRANGES_H
#define SNNC_COMPILER_NATIVE_PROGRAMRANGES_H

#include "compiler/analysis/FixedRange.h"

#include "llvm/ADT/DenseMap.h"

namespace snnc::compiler {

/// Ranges of a quantized program's values, as fx-verify-ranges proves them and
/// as their types claim.
class ProgramRanges {
public:
  explicit ProgramRanges(snn::ProgramOp program);

  IntRange of(mlir::Value value) const;
  /// Bits that a write cuts off.
  static unsigned shiftOf(snn::WriteOp write);
  static unsigned storedBits(snn::WriteOp write);
  /// Whether what is left can exceed the stored width.
  bool saturates(snn::WriteOp write) const;

private:
  llvm::DenseMap<mlir::Value, IntRange> ranges;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_PROGRAMRANGES_H
