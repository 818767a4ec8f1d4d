//===- Projections.cpp - A projection's rows ------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Projections.h"

#include "compiler/analysis/WeightFormat.h"
#include "image/Digest.h"

#include "mlir/IR/Diagnostics.h"

#include <algorithm>
#include <tuple>

using namespace mlir;

namespace snnc::compiler {

namespace {

ConvShape shapeOf(snn::ConvAttr conv) {
  snn::ConvGeometry g(conv);
  ConvShape c;
  c.height = g.height;
  c.width = g.width;
  c.channels = g.channels;
  c.outputs = g.outputs;
  c.kernelHeight = g.kernelHeight;
  c.kernelWidth = g.kernelWidth;
  c.strideY = g.strideY;
  c.strideX = g.strideX;
  c.padY = g.padY;
  c.padX = g.padX;
  return c;
}

FailureOr<snn::WeightReader> openNumbers(snn::ProjectionOp projection,
                                         Attribute values, const Layout &source,
                                         const Layout &target,
                                         snn::BlobCache &cache,
                                         const Twine &what) {
  return snn::WeightReader::open(
      values, snn::weightShape(projection, source.size, target.size), cache,
      projection.getLoc(), what + Twine(" of @") + projection.getSymName());
}

/// Sets `delay` to that of all synapses, or to 0 if they differ.
LogicalResult commonDelay(snn::ProjectionOp projection, const Layout &source,
                          const Layout &target, snn::BlobCache &cache,
                          uint32_t &delay) {
  delay = 1;
  if (!projection.getDelayAttr())
    return success();
  auto delays = openNumbers(projection, projection.getDelayAttr(), source,
                            target, cache, "the delays");
  if (failed(delays))
    return failure();
  if (!delays->isInteger())
    return projection.emitOpError("has a delay that is not in steps; run "
                                  "snn-discretize first");
  delay = delays->isSplat() ? delays->integer(0) : 0;
  return success();
}

LogicalResult checkDelay(snn::ProjectionOp projection, uint32_t delay,
                         core::TargetAttr limits) {
  if (delay < limits.getMaxSlots())
    return success();
  uint64_t slots = 1;
  while (slots < uint64_t(delay) + 1)
    slots *= 2;
  return projection.emitError("delay of ")
         << delay << " steps needs " << slots
         << " slots of its port, but target '" << limits.getName()
         << "' has at most " << limits.getMaxSlots()
         << " a port; shorten delays to at most " << limits.getMaxSlots() - 1
         << " steps";
}

FailureOr<RowChoice> choiceOf(snn::ProjectionOp projection, RowChoice choice) {
  Attribute attr = projection->getDiscardableAttr("core.rows");
  if (!attr)
    return choice;
  auto text = dyn_cast<StringAttr>(attr);
  if (text && text.getValue() == "auto")
    return RowChoice::Auto;
  if (text && text.getValue() == "dense")
    return RowChoice::Dense;
  if (text && text.getValue() == "indexed")
    return RowChoice::Indexed;
  return projection.emitOpError("attribute core.rows is ")
         << attr << R"(; it may be "auto", "dense" or "indexed")";
}

/// Whether a convolution can run through the layout of its target.
bool fitsLayout(const ConvShape &shape, const Layout &target) {
  return target.inner == shape.outputs && target.innerPad % target.lanes == 0;
}

bool learns(snn::ProjectionOp projection) {
  return bool(projection.getRuleAttr());
}

/// Whether dense rows hold a synapse in each lane up to their last one.
bool isGapless(const Layout &target) {
  return target.inner == target.size || target.inner == target.innerPad;
}

/// Whether all sources may share a row: one weight, which stays as it is.
FailureOr<bool> hasOneWeight(snn::ProjectionOp projection, const Layout &source,
                             const Layout &target, snn::BlobCache &cache) {
  if (learns(projection))
    return false;
  auto weights = openNumbers(projection, projection.getWeights(), source,
                             target, cache, "the weights");
  if (failed(weights))
    return failure();
  return weights->isSplat();
}

/// Synapses by source, without weights.
FailureOr<std::vector<Synapse>> synapsesOf(snn::ProjectionOp projection,
                                           snn::BlobCache &cache,
                                           uint32_t &longestDelay) {
  std::vector<Synapse> synapses;
  auto add = [&](const snn::Synapse &s) {
    longestDelay = std::max(longestDelay, s.delay);
    synapses.push_back({s.source, s.target, static_cast<uint16_t>(s.delay), 0});
  };
  if (failed(snn::forEachSynapse(projection, cache, add)))
    return failure();
  return synapses;
}

/// Rows filled with zeros are worth their memory only where most of their
/// weights are synapses; otherwise delivery works for nothing.
bool preferFilled(const RowPlan &filled, const RowPlan &indexed,
                  uint64_t synapses, uint32_t lanes) {
  return filled.units * filled.entryBits < indexed.units * indexed.entryBits &&
         filled.units * lanes <= 2 * synapses;
}

LogicalResult planList(snn::ProjectionOp projection, const Layout &target,
                       core::TargetAttr limits, RowChoice choice,
                       snn::BlobCache &cache, uint32_t bits,
                       const Layout &source, bool columns,
                       PlannedProjection &planned) {
  auto synapses = synapsesOf(projection, cache, planned.longestDelay);
  if (failed(synapses))
    return failure();
  planned.synapses = synapses->size();
  if (failed(checkDelay(projection, planned.longestDelay, limits)))
    return failure();
  for (size_t i = 1; i < synapses->size(); ++i)
    planned.severalAPair |=
        (*synapses)[i].source == (*synapses)[i - 1].source &&
        (*synapses)[i].target == (*synapses)[i - 1].target;
  // What learns is a synapse, never a zero that fills a row.
  bool fillable = !learns(projection) && canFill(*synapses, bits);
  if (choice == RowChoice::Dense && fillable) {
    planned.plan = planFilled(*synapses, target, bits);
    return success();
  }
  planned.plan = planIndexed(*synapses, target, bits);
  const RowPlan &plan = planned.plan;
  if (plan.entryBits > 32)
    return projection.emitError("synapses need ")
           << bits << " bits of weight, " << plan.indexBits << " of index and "
           << plan.delayBits
           << " of delay, more than the 32 of an entry; use fewer bits a "
              "weight "
              "(`bits`)";
  if (choice == RowChoice::Auto && fillable) {
    RowPlan filled = planFilled(*synapses, target, bits);
    if (preferFilled(filled, plan, planned.synapses, target.lanes))
      planned.plan = filled;
  }
  if (columns)
    planSkewed(planned.plan, *synapses, source, target);
  return success();
}

} // namespace

Layout layoutOf(Operation *population, uint32_t lanes, RowChoice choice) {
  uint32_t size = snn::sizeOf(population);
  Layout packed = Layout::packed(lanes, size, size);
  auto layout = dyn_cast_or_null<StringAttr>(
      population->getDiscardableAttr("core.layout"));
  if ((layout && layout.getValue() == "packed") || choice == RowChoice::Indexed)
    return packed;
  // The first convolution decides.
  auto network = population->getParentOfType<snn::NetworkOp>();
  for (auto projection : network.getOps<snn::ProjectionOp>()) {
    auto conv = dyn_cast<snn::ConvAttr>(projection.getConnectivity());
    if (conv && snn::resolveTarget(projection) == population)
      return Layout::packed(lanes, size, snn::ConvGeometry(conv).outputs);
  }
  return packed;
}

FailureOr<PlannedProjection>
planProjection(snn::ProjectionOp projection, const Layout &source,
               const Layout &target, core::TargetAttr limits, RowChoice choice,
               bool columns, snn::BlobCache &cache) {
  if (!projection.getBits() || !projection.getWeightFrac() ||
      !projection.getShift())
    return projection.emitOpError("is not quantized; run snn-quantize first");
  auto chosen = choiceOf(projection, choice);
  uint32_t delay = 0;
  if (failed(chosen) ||
      failed(commonDelay(projection, source, target, cache, delay)))
    return failure();
  PlannedProjection planned;
  uint32_t bits = *projection.getBits();
  Attribute connectivity = projection.getConnectivity();
  if (*chosen != RowChoice::Indexed && delay) {
    planned.longestDelay = delay;
    if (failed(checkDelay(projection, delay, limits)))
      return failure();
    if (isa<snn::DenseAttr>(connectivity) &&
        (!learns(projection) || isGapless(target))) {
      auto shared = hasOneWeight(projection, source, target, cache);
      if (failed(shared))
        return failure();
      planned.plan = planDense(source.size, target, bits, delay, *shared);
      if (columns)
        planSkewed(planned.plan, {}, source, target);
      planned.synapses = uint64_t(source.size) * target.size;
      return planned;
    }
    if (auto conv = dyn_cast<snn::ConvAttr>(connectivity)) {
      ConvShape shape = shapeOf(conv);
      if (fitsLayout(shape, target)) {
        planned.plan = planConv(shape, target, bits, delay);
        if (failed(snn::forEachSynapse(
                projection, cache,
                [&](const snn::Synapse &) { ++planned.synapses; })))
          return failure();
        return planned;
      }
    }
  }
  if (failed(planList(projection, target, limits, *chosen, cache, bits, source,
                      columns, planned)))
    return failure();
  return planned;
}

FailureOr<PackedProjection> packProjection(snn::ProjectionOp projection,
                                           const RowPlan &plan,
                                           const Layout &source,
                                           const Layout &target, uint32_t index,
                                           snn::BlobCache &cache) {
  PackedProjection packed;
  packed.fanOut.resize(source.size);
  int frac = *projection.getWeightFrac();
  uint32_t object = image::kDigestProjection + index;
  auto conv = dyn_cast<snn::ConvAttr>(projection.getConnectivity());
  bool runs = conv && plan.format == image::RowFormat::Dense &&
              fitsLayout(shapeOf(conv), target);

  std::vector<Synapse> synapses;
  bool severalAPair = false;
  auto isOfPair = [](const Synapse &a, const Synapse &b) {
    return a.source == b.source && a.target == b.target;
  };
  auto add = [&](const snn::Synapse &s) {
    ++packed.fanOut[s.source];
    if (runs)
      return;
    int32_t code = quantizeWeight(s.weight, plan.weightBits, frac);
    Synapse next{s.source, s.target, static_cast<uint16_t>(s.delay),
                 static_cast<int16_t>(code)};
    severalAPair |= !synapses.empty() && isOfPair(synapses.back(), next);
    synapses.push_back(next);
  };
  if (failed(snn::forEachSynapse(projection, cache, add)))
    return failure();
  if (severalAPair)
    std::stable_sort(synapses.begin(), synapses.end(),
                     [](const Synapse &a, const Synapse &b) {
                       return std::tie(a.source, a.target, a.delay) <
                              std::tie(b.source, b.target, b.delay);
                     });
  // Weights that learn are state, which engines count.
  if (!conv && !learns(projection)) {
    uint32_t ordinal = 0;
    for (size_t i = 0; i < synapses.size(); ++i) {
      const Synapse &s = synapses[i];
      ordinal = i && isOfPair(synapses[i - 1], s) ? ordinal + 1 : 0;
      packed.digest += image::digestElement(
          image::digestPrefix(object, ordinal),
          uint64_t(s.source) * target.size + s.target, s.code);
    }
  }

  // Shared weights count once.
  std::vector<int16_t> kernel;
  if (conv) {
    auto weights = openNumbers(projection, projection.getWeights(), source,
                               target, cache, "the weights");
    if (failed(weights))
      return failure();
    for (uint64_t i = 0; i < weights->size(); ++i) {
      kernel.push_back(quantizeWeight((*weights)[i], plan.weightBits, frac));
      packed.digest += image::digestElement(image::digestPrefix(object, 0), i,
                                            kernel.back());
    }
  }

  if (runs) {
    packed.rows = packConv(plan, shapeOf(conv), kernel, source, target);
  } else if (plan.format == image::RowFormat::Indexed) {
    packed.rows = packIndexed(plan, synapses, source, target);
  } else if (isa<snn::DenseAttr>(projection.getConnectivity())) {
    auto shared = hasOneWeight(projection, source, target, cache);
    if (failed(shared))
      return failure();
    packed.rows = packDense(plan, synapses, source, target, *shared);
  } else {
    packed.rows = packFilled(plan, synapses, source, target);
  }
  if (plan.skewed)
    skewRows(plan, packed.rows, source, target);
  if (packed.rows.words.size() != plan.rows() * target.lanes)
    return projection.emitOpError("was placed in ")
           << plan.rows() << " rows, but fills "
           << packed.rows.words.size() / target.lanes
           << "; it was changed after placement";
  return packed;
}

} // namespace snnc::compiler
