//===- NormalizeBody.h - Real bodies for quantization -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_NORMALIZEBODY_H
#define SNNC_COMPILER_TRANSFORMS_NORMALIZEBODY_H

#include "compiler/analysis/RangeAnalysis.h"

namespace snnc::compiler {

/// Expresses conversions of conditions, selections of conditions, ceil,
/// division by a value, and saturating ports by simpler operations, and refuses
/// what quantization does not know (an error at the operation).
mlir::LogicalResult normalizeBody(snn::ProgramOp program);

/// Clamps `value` to the range with maximumf and minimumf before `user`.
mlir::Value clampBefore(mlir::Operation *user, mlir::Value value,
                        Interval range);

/// Replaces what the ranges decide: comparisons, clamps that never act, values
/// that are constant. True if anything changed.
bool foldByRanges(snn::ProgramOp program, const ValueRanges &ranges);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_NORMALIZEBODY_H
