//===- SynapseCounts.cpp - Synapses, counted and hashed -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/SynapseCounts.h"

#include "image/Digest.h"
#include "image/WeightCode.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Threading.h"

#include <algorithm>
#include <atomic>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// Looks for the longest delay of any synapse, and for delays that are none.
class DelaySearch {
public:
  DelaySearch(const image::Connectivity &c, MLIRContext *context)
      : c(c), context(context) {}

  void run() {
    if (c.weights.size() == 0)
      return;
    if (c.delays.isSplat())
      limit = image::delayOf(c, 0);
    else if (c.delays.isDrawn())
      limit = image::stepsOf(c, c.delays.limits().second);
    // Numbers of pairs that are not connected, and parts of a kernel that reach
    // no target, are not used.
    bool gaps = c.kind == image::ConnectivityKind::Random ||
                c.kind == image::ConnectivityKind::Conv;
    if (gaps)
      parallelFor(context, 0, c.sources, [this](size_t s) { walk(s); });
    else
      parallelFor(context, 0, (c.weights.size() - 1) / kChunk + 1,
                  [this](size_t chunk) { scan(chunk); });
  }

  /// 0 without a synapse.
  std::atomic<uint32_t> longest = 0;
  std::atomic<bool> good = true;

private:
  static constexpr uint64_t kChunk = 1 << 16, kAtOnce = 256;

  bool isDone() const { return longest == limit || !good; }

  void note(const uint64_t *indices, size_t count) {
    uint32_t delays[kAtOnce];
    image::readDelays(c, indices, count, delays);
    auto [least, most] = std::minmax_element(delays, delays + count);
    if (*least == 0)
      good = false;
    for (uint32_t seen = longest; seen < *most;)
      longest.compare_exchange_weak(seen, *most);
  }

  /// The synapses of a source.
  void walk(size_t source) {
    if (isDone())
      return;
    auto s = static_cast<uint32_t>(source);
    image::forSites(c, {s, s + 1}, {0, c.targets},
                    [&](const image::SynapseSite *sites, size_t count) {
                      uint64_t indices[kAtOnce];
                      for (size_t at = 0; at < count; at += kAtOnce) {
                        size_t n = std::min<size_t>(kAtOnce, count - at);
                        for (size_t i = 0; i < n; ++i)
                          indices[i] = sites[at + i].index;
                        note(indices, n);
                      }
                    });
  }

  /// Numbers that all belong to a synapse.
  void scan(size_t chunk) {
    uint64_t indices[kAtOnce];
    uint64_t end = std::min((chunk + 1) * kChunk, c.weights.size());
    for (uint64_t at = chunk * kChunk; at < end && !isDone(); at += kAtOnce) {
      size_t n = std::min(kAtOnce, end - at);
      for (size_t i = 0; i < n; ++i)
        indices[i] = at + i;
      note(indices, n);
    }
  }

  const image::Connectivity &c;
  MLIRContext *context;
  /// No delay is longer.
  uint32_t limit = image::kMaxDelaySteps;
};

} // namespace

LogicalResult forEachOrdered(snn::ProjectionOp projection,
                             snn::BlobCache &cache,
                             function_ref<void(const OrderedSynapse &)> visit) {
  const image::WeightCode codeOf(*projection.getBits(),
                                 *projection.getWeightFrac());
  /// The synapses of one pair, which are ordered by their delays.
  std::vector<OrderedSynapse> pair;
  auto flush = [&] {
    if (pair.size() > 1)
      std::stable_sort(pair.begin(), pair.end(),
                       [](const OrderedSynapse &a, const OrderedSynapse &b) {
                         return a.delay < b.delay;
                       });
    for (size_t i = 0; i < pair.size(); ++i) {
      pair[i].ordinal = static_cast<uint32_t>(i);
      visit(pair[i]);
    }
    pair.clear();
  };
  auto add = [&](const snn::Synapse &s) {
    if (!pair.empty() &&
        (pair[0].source != s.source || pair[0].target != s.target))
      flush();
    pair.push_back({s.source, s.target, s.delay, 0, codeOf(s.weight)});
  };
  if (failed(snn::forEachSynapse(projection, cache, add)))
    return failure();
  flush();
  return success();
}

std::vector<int16_t> kernelCodes(snn::ProjectionOp projection,
                                 const image::Connectivity &connectivity) {
  const image::WeightCode codeOf(*projection.getBits(),
                                 *projection.getWeightFrac());
  std::vector<int16_t> codes(connectivity.weights.size());
  for (uint64_t i = 0; i < codes.size(); ++i)
    codes[i] = static_cast<int16_t>(codeOf(connectivity.weights[i]));
  return codes;
}

FailureOr<SynapseCounts> countSynapses(snn::ProjectionOp projection,
                                       uint32_t index, snn::BlobCache &cache) {
  SynapseCounts counts;
  counts.fanOut.resize(snn::sizeOf(snn::resolveSource(projection)));
  const uint64_t targets = snn::sizeOf(snn::resolveTarget(projection));
  const uint32_t object = image::kDigestProjection + index;
  const bool conv = isa<snn::ConvAttr>(projection.getConnectivity());
  // Weights that learn are state, which engines count.
  const bool hashed = !conv && !projection.getRuleAttr();
  auto add = [&](const OrderedSynapse &s) {
    ++counts.synapses;
    ++counts.fanOut[s.source];
    counts.longestDelay = std::max(counts.longestDelay, s.delay);
    if (hashed)
      counts.digest +=
          image::digestElement(image::digestPrefix(object, s.ordinal),
                               s.source * targets + s.target, s.code);
  };
  if (failed(forEachOrdered(projection, cache, add)))
    return failure();
  if (!conv)
    return counts;
  // Shared weights count once.
  auto connectivity = snn::connectivityOf(projection, cache);
  if (failed(connectivity))
    return failure();
  uint64_t prefix = image::digestPrefix(object, 0), position = 0;
  for (int16_t code : kernelCodes(projection, *connectivity))
    counts.digest += image::digestElement(prefix, position++, code);
  return counts;
}

double expectedSynapses(const image::Connectivity &c) {
  if (c.kind == image::ConnectivityKind::Random)
    return c.probability * c.sources * c.targets;
  // Without what the padding takes.
  if (c.kind == image::ConnectivityKind::Conv)
    return double(c.targets) * double(c.weights.size()) / double(c.kernel[0]);
  return double(c.weights.size());
}

FailureOr<uint32_t> longestDelay(snn::ProjectionOp projection,
                                 const image::Connectivity &connectivity) {
  DelaySearch search(connectivity, projection.getContext());
  search.run();
  if (!search.good)
    return projection.emitOpError("has a delay that is no number of steps from "
                                  "1 to ")
           << image::kMaxDelaySteps;
  return std::max<uint32_t>(1, search.longest);
}

} // namespace snnc::compiler
