//===- Weights.h - The numbers and synapses of a network --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads what attributes stand for - a number, elements, a blob, a seeded draw -
// without copying it, and walks a projection's synapses in a fixed order.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_WEIGHTS_H
#define SNNC_DIALECTS_SNN_WEIGHTS_H

#include "dialects/snn/Blob.h"
#include "dialects/snn/Network.h"
#include "image/Connectivity.h"

#include <optional>

namespace snnc::snn {

/// The values of an attribute: a float or integer (one value for all),
/// elements, #snn.blob, #snn.uniform or #snn.normal. Valid as long as the
/// context and the cache are. `shape` is what elements must have; all its
/// products fit 63 bits. Errors go to `loc`, called `what` ("weights of @w1").
mlir::FailureOr<image::Numbers> numbersOf(mlir::Attribute values,
                                          llvm::ArrayRef<int64_t> shape,
                                          BlobCache &cache, mlir::Location loc,
                                          const llvm::Twine &what);

/// Those of #snn.uniform or #snn.normal; nothing for anything else.
std::optional<image::Numbers> drawnNumbers(mlir::Attribute values,
                                           uint64_t count);

/// How the synapses of a projection follow from its text. Valid as long as the
/// context and the cache are. Works on verified networks; errors (a blob's
/// file, pairs in a blob out of range) are diagnostics at the projection.
mlir::FailureOr<image::Connectivity> connectivityOf(ProjectionOp projection,
                                                    BlobCache &cache);

struct Synapse {
  uint32_t source = 0;
  uint32_t target = 0;
  /// Real weight, as written.
  double weight = 0.0;
  /// Steps, 1 and more.
  uint32_t delay = 1;
  /// As image::SynapseSite has it.
  uint64_t index = 0;
};

/// Calls `visit` for every synapse, ordered by (source, target, place in the
/// text). Errors are those of connectivityOf, and a delay below one step.
mlir::LogicalResult
forEachSynapse(ProjectionOp projection, BlobCache &cache,
               llvm::function_ref<void(const Synapse &)> visit);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_WEIGHTS_H
