//===- ProjectionWeights.h - What formats ask of weights --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The weights of a projection for the choice of a format and the proof of a
// port. Projections whose number of synapses is given (#snn.fixed_indegree,
// #snn.fixed_total) and whose weights are one number or drawn may be too many
// to look at: for them the limits of the weights stand for every synapse.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_PROJECTIONWEIGHTS_H
#define SNNC_COMPILER_TRANSFORMS_PROJECTIONWEIGHTS_H

#include "compiler/analysis/WeightFormat.h"
#include "dialects/snn/Weights.h"

#include <vector>

namespace snnc::compiler {

class ProjectionWeights {
public:
  static mlir::FailureOr<ProjectionWeights> open(snn::ProjectionOp projection,
                                                 snn::BlobCache &blobs);

  /// Synapses by target.
  std::vector<uint32_t> synapses() const;

  /// Calls its argument with every weight; or with the limits and some of them.
  mlir::LogicalResult visit(llvm::function_ref<void(double)> each) const;
  /// Of what was visited: counts become those of all synapses.
  void scaleCounts(WeightFormat &format) const;

  /// Adds the codes that the synapses of each target have, or may have.
  mlir::LogicalResult addCodes(const WeightFormat &format,
                               std::vector<int64_t> &positive,
                               std::vector<int64_t> &negative) const;

private:
  ProjectionWeights(snn::ProjectionOp projection, snn::BlobCache &blobs)
      : projection(projection), blobs(&blobs) {}

  bool isBounded() const;

  snn::ProjectionOp projection;
  snn::BlobCache *blobs;
  image::Connectivity connectivity;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_PROJECTIONWEIGHTS_H
