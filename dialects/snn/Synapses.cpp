//===- Synapses.cpp - A projection's synapses in order --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Weights.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/TypeSwitch.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <vector>

using namespace mlir;

namespace snnc::snn {

/// Reads the pairs and checks those that a verifier does not see.
static LogicalResult setPairs(image::Connectivity &connectivity,
                              ProjectionOp projection, SparseAttr sparse,
                              BlobCache &cache) {
  uint64_t count = connectivity.weights.size();
  auto pairs = numbersOf(sparse.getPairs(), {static_cast<int64_t>(count), 2},
                         cache, projection.getLoc(),
                         Twine("the pairs of @") + projection.getSymName());
  if (failed(pairs))
    return failure();
  if (!pairs->isInteger())
    return projection.emitOpError("pairs are not integers");
  connectivity.kind = image::ConnectivityKind::Sparse;
  connectivity.pairs = *pairs;
  for (uint64_t n = 0; n < count; ++n) {
    int64_t source = pairs->integer(2 * n), target = pairs->integer(2 * n + 1);
    if (source < 0 || source >= connectivity.sources || target < 0 ||
        target >= connectivity.targets)
      return projection.emitOpError("pair ")
             << n << " is (" << source << ", " << target << "), outside "
             << connectivity.sources << " sources and " << connectivity.targets
             << " targets";
  }
  return success();
}

static LogicalResult setKind(image::Connectivity &connectivity,
                             ProjectionOp projection, BlobCache &cache) {
  return TypeSwitch<Attribute, LogicalResult>(projection.getConnectivity())
      .Case([&](DenseAttr) {
        connectivity.kind = image::ConnectivityKind::Dense;
        return success();
      })
      .Case([&](OneToOneAttr) {
        connectivity.kind = image::ConnectivityKind::OneToOne;
        return success();
      })
      .Case([&](RandomAttr random) {
        connectivity.kind = image::ConnectivityKind::Random;
        connectivity.probability = random.getProbability();
        connectivity.seed = static_cast<uint32_t>(random.getSeed());
        connectivity.self = random.getSelf();
        return success();
      })
      .Case([&](FixedInDegreeAttr fixed) {
        connectivity.kind = image::ConnectivityKind::FixedInDegree;
        connectivity.count = fixed.getCount();
        connectivity.seed = static_cast<uint32_t>(fixed.getSeed());
        connectivity.self = fixed.getSelf();
        connectivity.multiple = fixed.getMultiple();
        return success();
      })
      .Case([&](FixedTotalAttr fixed) {
        connectivity.kind = image::ConnectivityKind::FixedTotal;
        connectivity.count = fixed.getCount();
        connectivity.seed = static_cast<uint32_t>(fixed.getSeed());
        connectivity.self = fixed.getSelf();
        return success();
      })
      .Case([&](ConvAttr conv) {
        setConvolution(connectivity, conv);
        return success();
      })
      .Case([&](SparseAttr sparse) {
        return setPairs(connectivity, projection, sparse, cache);
      })
      .Default([&](Attribute other) {
        return projection.emitOpError("has no connectivity but ") << other;
      });
}

FailureOr<image::Connectivity> connectivityOf(ProjectionOp projection,
                                              BlobCache &cache) {
  Operation *source = resolveSource(projection);
  PopulationOp target = resolveTarget(projection);
  auto network = projection->getParentOfType<NetworkOp>();
  if (!source || !target || !network)
    return projection.emitOpError("does not connect populations of a network");
  image::Connectivity connectivity;
  connectivity.sources = sizeOf(source);
  connectivity.targets = sizeOf(target);
  connectivity.dtMs = network.getDt().convertToDouble();
  SmallVector<int64_t> shape =
      weightShape(projection, connectivity.sources, connectivity.targets);
  auto read = [&](Attribute values, StringRef what, image::Numbers &numbers) {
    auto opened =
        numbersOf(values, shape, cache, projection.getLoc(),
                  "the " + Twine(what) + " of @" + projection.getSymName());
    if (succeeded(opened))
      numbers = *opened;
    return LogicalResult(opened);
  };
  if (failed(read(projection.getWeights(), "weights", connectivity.weights)))
    return failure();
  if (Attribute delays = projection.getDelayAttr())
    if (failed(read(delays, "delays", connectivity.delays)))
      return failure();
  if (failed(setKind(connectivity, projection, cache)))
    return failure();
  return connectivity;
}

static LogicalResult refuseDelay(ProjectionOp projection,
                                 const image::Connectivity &connectivity,
                                 uint64_t index) {
  const image::Numbers &delays = connectivity.delays;
  double steps = delays[index];
  if (!delays.isInteger())
    steps = std::round(steps / connectivity.dtMs);
  return projection.emitOpError("delay of synapse ")
         << index << " is " << formatReal(steps) << " steps; 1 to "
         << image::kMaxDelaySteps << " are possible";
}

namespace {

/// Gives sites their numbers, some at a time.
class Reader {
public:
  Reader(const image::Connectivity &connectivity,
         function_ref<void(const Synapse &)> visit)
      : connectivity(connectivity), visit(visit) {}

  void read(ArrayRef<image::SynapseSite> sites) {
    indices.clear();
    for (const image::SynapseSite &site : sites)
      indices.push_back(site.index);
    weights.resize_for_overwrite(sites.size());
    delays.resize_for_overwrite(sites.size());
    connectivity.weights.read(indices.data(), sites.size(), weights.data());
    image::readDelays(connectivity, indices.data(), sites.size(),
                      delays.data());
    for (auto [i, site] : llvm::enumerate(sites)) {
      if (delays[i] == 0)
        undelayed = undelayed.value_or(site.index);
      if (!undelayed)
        visit({site.source, site.target, weights[i], delays[i], site.index});
    }
  }

  /// The first synapse without a possible delay.
  std::optional<uint64_t> undelayed;

private:
  const image::Connectivity &connectivity;
  function_ref<void(const Synapse &)> visit;
  SmallVector<uint64_t> indices;
  SmallVector<double> weights;
  SmallVector<uint32_t> delays;
};

} // namespace

/// Calls `visit` with the sites of all synapses in their order.
static void
forSitesInOrder(const image::Connectivity &c,
                function_ref<void(ArrayRef<image::SynapseSite>)> visit) {
  bool sorted = c.kind != image::ConnectivityKind::FixedInDegree &&
                c.kind != image::ConnectivityKind::FixedTotal;
  std::vector<image::SynapseSite> all;
  auto add = [&](const image::SynapseSite *sites, size_t count) {
    if (sorted)
      visit(ArrayRef(sites, count));
    else
      all.insert(all.end(), sites, sites + count);
  };
  image::forSites(c, {0, c.sources}, {0, c.targets}, add);
  if (sorted)
    return;
  llvm::sort(all, [](const image::SynapseSite &a, const image::SynapseSite &b) {
    return std::tie(a.source, a.target, a.index) <
           std::tie(b.source, b.target, b.index);
  });
  visit(all);
}

LogicalResult forEachSynapse(ProjectionOp projection, BlobCache &cache,
                             function_ref<void(const Synapse &)> visit) {
  auto connectivity = connectivityOf(projection, cache);
  if (failed(connectivity))
    return failure();
  Reader reader(*connectivity, visit);
  forSitesInOrder(*connectivity, [&](ArrayRef<image::SynapseSite> sites) {
    reader.read(sites);
  });
  if (reader.undelayed)
    return refuseDelay(projection, *connectivity, *reader.undelayed);
  return success();
}

} // namespace snnc::snn
