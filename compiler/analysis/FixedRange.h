//===- FixedRange.h - Ranges of fixed-point integers ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The exact integer range of each fx op from those of its operands, in 64 bits:
// used when bodies are lowered, to give each type its width, and by
// fx-verify-ranges, which proves finished bodies again on MLIR's dataflow
// framework.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_FIXEDRANGE_H
#define SNNC_COMPILER_ANALYSIS_FIXEDRANGE_H

#include "compiler/analysis/Interval.h"
#include "dialects/snn/Snn.h"
#include "mlir/Analysis/DataFlow/SparseAnalysis.h"

#include <cstdint>
#include <optional>

namespace snnc::compiler {

/// Integers from lo to hi; empty where lo > hi.
struct IntRange {
  int64_t lo = INT64_MAX;
  int64_t hi = INT64_MIN;

  static IntRange ofBits(unsigned bits);
  static IntRange whole() { return {INT64_MIN, INT64_MAX}; }
  bool isEmpty() const { return lo > hi; }
  /// Bits of the narrowest two's complement number that holds the range.
  unsigned bits() const;
  bool operator==(const IntRange &other) const {
    return lo == other.lo && hi == other.hi;
  }
  static IntRange join(const IntRange &a, const IntRange &b);
  /// Of products of one of each.
  static IntRange product(const IntRange &a, const IntRange &b);
  void print(llvm::raw_ostream &os) const;
};

/// The range of an fx op's result before any wrap to 32 bits, after saturation
/// where the op saturates; nothing for ops that are not of the fx dialect.
std::optional<IntRange> evaluateFixed(mlir::Operation *op,
                                      llvm::ArrayRef<IntRange> operands);

/// The integers of a format that lie in a real range.
IntRange gridRange(const Interval &range, unsigned bits, int frac);

/// The integers that a quantized variable holds, which every write must keep to
/// (fx-verify-ranges proves it). States of neurons: what the width holds, and
/// for 32 bits the range widened to a power of two. Weights, traces and
/// variables of synapses: the range.
IntRange heldRange(mlir::Operation *variable);

/// The range of a value that comes from outside the region: a state or
/// parameter as stored and shifted, a port within its bound, a modulator, a
/// random number.
IntRange sourceRange(mlir::Operation *op);

struct IntRangeLattice : mlir::dataflow::Lattice<IntRange> {
  using Lattice::Lattice;
};

/// The analysis behind fx-verify-ranges.
class FixedRangeAnalysis
    : public mlir::dataflow::SparseForwardDataFlowAnalysis<IntRangeLattice> {
public:
  using SparseForwardDataFlowAnalysis::SparseForwardDataFlowAnalysis;
  mlir::LogicalResult
  visitOperation(mlir::Operation *op,
                 llvm::ArrayRef<const IntRangeLattice *> operands,
                 llvm::ArrayRef<IntRangeLattice *> results) override;
  void setToEntryState(IntRangeLattice *lattice) override;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_FIXEDRANGE_H
