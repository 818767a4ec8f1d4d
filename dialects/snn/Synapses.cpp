//===- Synapses.cpp - A projection's synapses in order --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Weights.h"

#include "dialects/snn/PairDraws.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/TypeSwitch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace mlir;

namespace snnc::snn {

namespace {

/// The readers of one projection.
struct Expansion {
  ProjectionOp projection;
  BlobCache &cache;
  function_ref<void(const Synapse &)> visit;
  uint32_t sources = 0, targets = 0;
  double dt = 1.0;
  WeightReader weights = {}, delays = {};
  bool hasDelays = false;

  LogicalResult open();
  FailureOr<uint32_t> delayOf(uint64_t index);
  LogicalResult emit(uint64_t source, uint64_t target, uint64_t index);

  LogicalResult dense();
  LogicalResult oneToOne();
  LogicalResult random(RandomAttr random);
  LogicalResult conv(ConvGeometry g);
  LogicalResult sparse(SparseAttr sparse);
};

LogicalResult Expansion::open() {
  Operation *source = resolveSource(projection);
  PopulationOp target = resolveTarget(projection);
  auto network = projection->getParentOfType<NetworkOp>();
  if (!source || !target || !network)
    return projection.emitOpError("does not connect populations of a network");
  sources = sizeOf(source);
  targets = sizeOf(target);
  dt = network.getDt().convertToDouble();
  SmallVector<int64_t> shape = weightShape(projection, sources, targets);
  auto opened = WeightReader::open(
      projection.getWeights(), shape, cache, projection.getLoc(),
      Twine("the weights of @") + projection.getSymName());
  if (failed(opened))
    return failure();
  weights = *opened;
  if (!projection.getDelayAttr())
    return success();
  opened = WeightReader::open(
      projection.getDelayAttr(), shape, cache, projection.getLoc(),
      Twine("the delays of @") + projection.getSymName());
  if (failed(opened))
    return failure();
  delays = *opened;
  hasDelays = true;
  return success();
}

FailureOr<uint32_t> Expansion::delayOf(uint64_t index) {
  if (!hasDelays)
    return 1;
  double steps = delays.isInteger() ? static_cast<double>(delays.integer(index))
                                    : std::round(delays[index] / dt);
  if (!(steps >= 1.0 && steps <= kMaxDelaySteps))
    return projection.emitOpError("delay of synapse ")
           << index << " is " << formatReal(steps) << " steps; 1 to "
           << kMaxDelaySteps << " are possible";
  return static_cast<uint32_t>(steps);
}

LogicalResult Expansion::emit(uint64_t source, uint64_t target,
                              uint64_t index) {
  FailureOr<uint32_t> delay = delayOf(index);
  if (failed(delay))
    return failure();
  visit({static_cast<uint32_t>(source), static_cast<uint32_t>(target),
         weights[index], *delay, index});
  return success();
}

LogicalResult Expansion::dense() {
  for (uint64_t i = 0; i < sources; ++i)
    for (uint64_t j = 0; j < targets; ++j)
      if (failed(emit(i, j, i * targets + j)))
        return failure();
  return success();
}

LogicalResult Expansion::oneToOne() {
  for (uint64_t i = 0; i < sources; ++i)
    if (failed(emit(i, i, i)))
      return failure();
  return success();
}

LogicalResult Expansion::random(RandomAttr random) {
  constexpr uint32_t kAtOnce = 256;
  uint32_t words[kAtOnce];
  uint32_t seed = static_cast<uint32_t>(random.getSeed());
  // A draw below this is a synapse.
  auto threshold =
      static_cast<uint64_t>(std::ceil(random.getProbability() * 4294967296.0));
  for (uint32_t i = 0; i < sources; ++i)
    for (uint32_t first = 0; first < targets; first += kAtOnce) {
      uint32_t count = std::min(kAtOnce, targets - first);
      drawPairs(seed, i, first, count, words);
      for (uint32_t k = 0; k < count; ++k) {
        uint32_t j = first + k;
        if (words[k] < threshold && (i != j || random.getSelf()) &&
            failed(emit(i, j, uint64_t(i) * targets + j)))
          return failure();
      }
    }
  return success();
}

/// Target positions along one axis that a source position reaches: those o
/// with position = o * stride + k - pad for a k of the kernel.
struct Reach {
  int64_t first, last;
  Reach(int64_t position, int64_t kernel, int64_t stride, int64_t pad,
        int64_t out) {
    int64_t low = position + pad - kernel + 1;
    first = low <= 0 ? 0 : (low + stride - 1) / stride;
    last = std::min((position + pad) / stride, out - 1);
  }
};

LogicalResult Expansion::conv(ConvGeometry g) {
  for (int64_t y = 0; y < g.height; ++y)
    for (int64_t x = 0; x < g.width; ++x) {
      Reach rows(y, g.kernelHeight, g.strideY, g.padY, g.outHeight);
      Reach columns(x, g.kernelWidth, g.strideX, g.padX, g.outWidth);
      for (int64_t c = 0; c < g.channels; ++c)
        for (int64_t oy = rows.first; oy <= rows.last; ++oy)
          for (int64_t ox = columns.first; ox <= columns.last; ++ox)
            for (int64_t o = 0; o < g.outputs; ++o) {
              int64_t ky = y + g.padY - oy * g.strideY;
              int64_t kx = x + g.padX - ox * g.strideX;
              int64_t index =
                  ((o * g.channels + c) * g.kernelHeight + ky) * g.kernelWidth +
                  kx;
              if (failed(emit((y * g.width + x) * g.channels + c,
                              (oy * g.outWidth + ox) * g.outputs + o, index)))
                return failure();
            }
    }
  return success();
}

LogicalResult Expansion::sparse(SparseAttr sparse) {
  auto opened = WeightReader::open(
      sparse.getPairs(), {static_cast<int64_t>(weights.size()), 2}, cache,
      projection.getLoc(), Twine("the pairs of @") + projection.getSymName());
  if (failed(opened))
    return failure();
  WeightReader pairs = *opened;
  if (!pairs.isInteger())
    return projection.emitOpError("pairs are not integers");
  uint64_t count = weights.size();
  bool sorted = true;
  std::pair<int64_t, int64_t> previous(0, 0);
  for (uint64_t n = 0; n < count; ++n) {
    std::pair<int64_t, int64_t> pair(pairs.integer(2 * n),
                                     pairs.integer(2 * n + 1));
    if (pair.first < 0 || pair.first >= sources || pair.second < 0 ||
        pair.second >= targets)
      return projection.emitOpError("pair ")
             << n << " is (" << pair.first << ", " << pair.second
             << "), outside " << sources << " sources and " << targets
             << " targets";
    sorted &= previous <= pair;
    previous = pair;
  }
  auto emitPair = [&](uint64_t n) {
    return emit(pairs.integer(2 * n), pairs.integer(2 * n + 1), n);
  };
  if (sorted) {
    for (uint64_t n = 0; n < count; ++n)
      if (failed(emitPair(n)))
        return failure();
    return success();
  }
  std::vector<uint64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint64_t a, uint64_t b) {
    return std::make_pair(pairs.integer(2 * a), pairs.integer(2 * a + 1)) <
           std::make_pair(pairs.integer(2 * b), pairs.integer(2 * b + 1));
  });
  for (uint64_t n : order)
    if (failed(emitPair(n)))
      return failure();
  return success();
}

} // namespace

LogicalResult forEachSynapse(ProjectionOp projection, BlobCache &cache,
                             function_ref<void(const Synapse &)> visit) {
  Expansion expansion{projection, cache, visit};
  if (failed(expansion.open()))
    return failure();
  return TypeSwitch<Attribute, LogicalResult>(projection.getConnectivity())
      .Case([&](DenseAttr) { return expansion.dense(); })
      .Case([&](OneToOneAttr) { return expansion.oneToOne(); })
      .Case([&](RandomAttr random) { return expansion.random(random); })
      .Case([&](ConvAttr conv) { return expansion.conv(ConvGeometry(conv)); })
      .Case([&](SparseAttr sparse) { return expansion.sparse(sparse); })
      .Default([&](Attribute other) {
        return projection.emitOpError("has no connectivity but ") << other;
      });
}

double WeightSummary::maxAbsSum() const {
  double most = 0.0;
  for (size_t i = 0; i < positiveSum.size(); ++i)
    most = std::max(most, positiveSum[i] - negativeSum[i]);
  return most;
}

FailureOr<WeightSummary> summarizeWeights(ProjectionOp projection,
                                          BlobCache &cache) {
  WeightSummary summary;
  uint64_t targets = sizeOf(resolveTarget(projection));
  summary.positiveSum.assign(targets, 0.0);
  summary.negativeSum.assign(targets, 0.0);
  auto add = [&](const Synapse &s) {
    if (summary.synapses++ == 0) {
      summary.minimum = summary.maximum = s.weight;
      summary.minDelay = summary.maxDelay = s.delay;
    }
    summary.minimum = std::min(summary.minimum, s.weight);
    summary.maximum = std::max(summary.maximum, s.weight);
    summary.minDelay = std::min(summary.minDelay, s.delay);
    summary.maxDelay = std::max(summary.maxDelay, s.delay);
    (s.weight > 0 ? summary.positiveSum : summary.negativeSum)[s.target] +=
        s.weight;
  };
  if (failed(forEachSynapse(projection, cache, add)))
    return failure();
  return summary;
}

} // namespace snnc::snn
