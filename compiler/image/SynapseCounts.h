//===- SynapseCounts.h - Synapses, counted and hashed -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_IMAGE_SYNAPSECOUNTS_H
#define SNNC_COMPILER_IMAGE_SYNAPSECOUNTS_H

#include "dialects/snn/Weights.h"

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// A synapse with its place among those of its pair, and its weight's code.
struct OrderedSynapse {
  uint32_t source = 0;
  uint32_t target = 0;
  uint32_t delay = 1;
  uint32_t ordinal = 0;
  int32_t code = 0;
};

/// Calls `visit` for every synapse of a quantized projection in the order of
/// docs/machine.md, "Synapses".
mlir::LogicalResult
forEachOrdered(snn::ProjectionOp projection, snn::BlobCache &cache,
               llvm::function_ref<void(const OrderedSynapse &)> visit);

/// The codes of a convolution's kernel.
std::vector<int16_t> kernelCodes(snn::ProjectionOp projection,
                                 const image::Connectivity &connectivity);

struct SynapseCounts {
  uint64_t synapses = 0;
  /// By source.
  std::vector<uint32_t> fanOut;
  /// Of any synapse; 1 if there is none.
  uint32_t longestDelay = 1;
  /// The part of the state digest of weights that do not learn.
  uint64_t digest = 0;
};

/// Walks all synapses of projection number `index`.
mlir::FailureOr<SynapseCounts> countSynapses(snn::ProjectionOp projection,
                                             uint32_t index,
                                             snn::BlobCache &cache);

/// How many synapses there will be, about, without a walk.
double expectedSynapses(const image::Connectivity &connectivity);

/// SynapseCounts::longestDelay alone: stops where no delay can be longer.
mlir::FailureOr<uint32_t> longestDelay(snn::ProjectionOp projection,
                                       const image::Connectivity &connectivity);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_IMAGE_SYNAPSECOUNTS_H
