//===- RealOps.h - Evaluation of the ops of real bodies ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What each arith/math op of an update region computes: on numbers (for
// parameter-only expressions and tables) and on intervals (for ranges). The one
// list of the real ops that the compiler knows.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_REALOPS_H
#define SNNC_COMPILER_ANALYSIS_REALOPS_H

#include "compiler/analysis/Interval.h"

#include "mlir/IR/Operation.h"

#include <optional>

namespace snnc::compiler {

/// Is `op` a pure op on real numbers or conditions that the compiler knows?
bool isRealOp(mlir::Operation *op);

/// The value of a known op; conditions are 0.0 and 1.0. Nothing for other ops.
std::optional<double> evaluateReal(mlir::Operation *op,
                                   llvm::ArrayRef<double> operands);

/// The range of a known op's result from those of its operands; the whole line
/// where it is unbounded or outside the op's domain.
Interval evaluateRange(mlir::Operation *op, llvm::ArrayRef<Interval> operands);

/// Must this op become a table when an operand is not constant? (exp, tanh,
/// sqrt, division by a variable, ...)
bool needsTable(mlir::Operation *op);

/// The value of an arith.constant of float or i1 type.
std::optional<double> constantValue(mlir::Value value);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_REALOPS_H
