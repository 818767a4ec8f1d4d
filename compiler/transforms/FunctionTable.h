//===- FunctionTable.h - Functions of one value as tables -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A chain of operations that depends on one value (a clamp, a scaling, an
// exponential, ...) becomes one lookup table with linear interpolation.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_FUNCTIONTABLE_H
#define SNNC_COMPILER_TRANSFORMS_FUNCTIONTABLE_H

#include "compiler/analysis/Interval.h"

#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace snnc::compiler {

struct FunctionTable {
  /// The value the function is of, and the operations from there on.
  mlir::Value leaf;
  llvm::SmallVector<mlir::Operation *> chain;
  /// Where the table has entries; beyond, the function is as at the ends.
  Interval domain;
  /// The function's values on the domain.
  Interval values;
  /// Entries are 2^-stepLog2 apart.
  int stepLog2 = 0;

  mlir::Value result() const { return chain.back()->getResult(0); }
  double step() const { return std::ldexp(1.0, -stepLog2); }
  /// The function at `x`.
  double operator()(double x) const;
};

/// The longest chain through `op`, which needs a table; empty if it depends on
/// two values. Values with several uses end the chain downwards.
FunctionTable findChain(mlir::Operation *op);

struct TableError {
  double absolute = 0.0, relative = 0.0;
};

/// The entries from `origin` to `end` and the one beyond, which continues the
/// line to the value at `end`: the function may have an edge there.
std::vector<double> tableEntries(const FunctionTable &table, double origin,
                                 double end);

/// Error of linear interpolation between those entries, up to `end`.
TableError interpolationError(const FunctionTable &table, double origin,
                              double end);

/// Chooses domain and step for a leaf in `range`: flat ends are cut off, the
/// step is the largest whose relative error is at most `maxError`, with 64
/// entries or more, and at most `maxEntries`. Errors are diagnostics at the
/// operation.
mlir::LogicalResult planTable(FunctionTable &table, Interval range,
                              unsigned maxEntries, double maxError);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_FUNCTIONTABLE_H
