//===- Verify.h - Checks that several verifiers share -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Private to the dialect.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_VERIFY_H
#define SNNC_DIALECTS_SNN_VERIFY_H

#include "dialects/snn/Network.h"

#include "mlir/IR/Diagnostics.h"

namespace snnc::snn {

/// Adds a note at `other` (nothing if null) and returns failure.
mlir::LogicalResult declaredHere(mlir::InFlightDiagnostic diag,
                                 mlir::Operation *other);

/// `range`, if there, is two finite numbers, low below high.
mlir::LogicalResult checkRange(mlir::Operation *op, llvm::StringRef name,
                               mlir::ArrayAttr range);

/// `type` is f64 or !fx.q.
mlir::LogicalResult checkValueType(mlir::Operation *op, mlir::Type type);

/// `value` can be a value of `type` for each of some neurons: f64 takes a
/// finite float, float elements or blob of rank 1, or a draw; !fx.q takes an
/// integer or integer elements that fit. `size` is how many neurons, -1 if
/// unknown. `range` (may be null) holds every value that is written out.
/// `declared` is noted where a value contradicts it; may be null.
mlir::LogicalResult checkValue(mlir::Operation *op, const llvm::Twine &what,
                               mlir::Attribute value, mlir::Type type,
                               int64_t size, mlir::ArrayAttr range,
                               mlir::Operation *declared);

/// `value` is one value of `type`, for all synapses of a projection.
mlir::LogicalResult checkScalar(mlir::Operation *op, const llvm::Twine &what,
                                mlir::Attribute value, mlir::Type type,
                                mlir::ArrayAttr range);

/// The learning rule and its settings fit the projection.
mlir::LogicalResult checkLearning(ProjectionOp projection, PopulationOp target);

/// `bits`, if there, is 8, 16 or 32 and agrees with a fixed-point `type`.
mlir::LogicalResult checkStorage(mlir::Operation *op, mlir::Type type,
                                 std::optional<uint64_t> bits);

/// Payload attributes that quantization sets.
mlir::LogicalResult checkPayload(mlir::Operation *op,
                                 std::optional<uint64_t> bits,
                                 std::optional<uint64_t> frac);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_VERIFY_H
