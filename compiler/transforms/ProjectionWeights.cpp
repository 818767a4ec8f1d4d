//===- ProjectionWeights.cpp - What formats ask of weights ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/ProjectionWeights.h"

#include "image/WeightCode.h"

#include <cmath>

using namespace mlir;

namespace snnc::compiler {

/// Drawn weights that are looked at where not all are.
constexpr uint64_t kSample = 65536;

FailureOr<ProjectionWeights>
ProjectionWeights::open(snn::ProjectionOp projection, snn::BlobCache &blobs) {
  ProjectionWeights weights(projection, blobs);
  auto connectivity = snn::connectivityOf(projection, blobs);
  if (failed(connectivity))
    return failure();
  weights.connectivity = *connectivity;
  return weights;
}

bool ProjectionWeights::isBounded() const {
  return (connectivity.kind == image::ConnectivityKind::FixedInDegree ||
          connectivity.kind == image::ConnectivityKind::FixedTotal) &&
         (connectivity.weights.isSplat() || connectivity.weights.isDrawn());
}

std::vector<uint32_t> ProjectionWeights::synapses() const {
  std::vector<uint32_t> counts(connectivity.targets);
  if (connectivity.kind == image::ConnectivityKind::FixedInDegree) {
    counts.assign(counts.size(), static_cast<uint32_t>(connectivity.count));
    return counts;
  }
  image::forEachSite(
      connectivity, {0, connectivity.sources}, {0, connectivity.targets},
      [&](const image::SynapseSite &site) { ++counts[site.target]; });
  return counts;
}

LogicalResult ProjectionWeights::visit(function_ref<void(double)> each) const {
  if (!isBounded())
    return snn::forEachSynapse(
        projection, *blobs,
        [&](const snn::Synapse &synapse) { each(synapse.weight); });
  auto [least, greatest] = connectivity.weights.limits();
  each(least);
  each(greatest);
  if (connectivity.weights.isDrawn())
    for (uint64_t i = 0; i < std::min(kSample, connectivity.weights.size());
         ++i)
      each(connectivity.weights[i]);
  return success();
}

void ProjectionWeights::scaleCounts(WeightFormat &format) const {
  if (!isBounded())
    return;
  double scale = double(connectivity.weights.size()) / double(format.count);
  for (uint64_t *count : {&format.count, &format.nonZero, &format.vanished,
                          &format.clipped, &format.unsayable})
    *count = static_cast<uint64_t>(std::llround(double(*count) * scale));
}

LogicalResult
ProjectionWeights::addCodes(const WeightFormat &format,
                            std::vector<int64_t> &positive,
                            std::vector<int64_t> &negative) const {
  image::WeightCode code(format.bits, format.frac);
  if (!isBounded())
    return snn::forEachSynapse(
        projection, *blobs, [&](const snn::Synapse &synapse) {
          int32_t value = code(synapse.weight);
          (value > 0 ? positive : negative)[synapse.target] += value;
        });
  auto [least, greatest] = connectivity.weights.limits();
  int64_t up = std::max(code(greatest), 0), down = std::min(code(least), 0);
  std::vector<uint32_t> counts = synapses();
  for (size_t i = 0; i < counts.size(); ++i) {
    positive[i] += counts[i] * up;
    negative[i] += counts[i] * down;
  }
  return success();
}

} // namespace snnc::compiler
