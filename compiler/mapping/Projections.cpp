//===- Projections.cpp - A projection's rows ------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Projections.h"

#include "compiler/image/SynapseCounts.h"

#include "mlir/IR/Diagnostics.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

namespace {

ConvShape shapeOf(snn::ConvAttr conv) {
  image::ConvGeometry g = snn::geometryOf(conv);
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

FailureOr<image::Numbers> openNumbers(snn::ProjectionOp projection,
                                      Attribute values, snn::BlobCache &cache,
                                      const Twine &what) {
  return snn::numbersOf(
      values,
      snn::weightShape(projection, snn::sizeOf(snn::resolveSource(projection)),
                       snn::sizeOf(snn::resolveTarget(projection))),
      cache, projection.getLoc(),
      what + Twine(" of @") + projection.getSymName());
}

/// Sets `delay` to that of all synapses, or to 0 if they differ.
LogicalResult commonDelay(snn::ProjectionOp projection, snn::BlobCache &cache,
                          uint32_t &delay) {
  delay = 1;
  if (!projection.getDelayAttr())
    return success();
  auto delays =
      openNumbers(projection, projection.getDelayAttr(), cache, "the delays");
  if (failed(delays))
    return failure();
  if (delays->isDrawn()) {
    delay = 0;
    return success();
  }
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
FailureOr<bool> hasOneWeight(snn::ProjectionOp projection,
                             snn::BlobCache &cache) {
  if (learns(projection))
    return false;
  auto weights =
      openNumbers(projection, projection.getWeights(), cache, "the weights");
  if (failed(weights))
    return failure();
  return weights->isSplat();
}

/// Which of some runs in ascending order a neuron lies in.
class Runs {
public:
  explicit Runs(ArrayRef<Run> runs) : runs(runs) {}
  /// An index, or the number of runs if it lies in none.
  size_t find(uint32_t neuron) {
    if (last < runs.size() && neuron >= runs[last].first &&
        neuron < runs[last].end())
      return last;
    size_t found = llvm::upper_bound(runs, neuron,
                                     [](uint32_t n, const Run &run) {
                                       return n < run.first;
                                     }) -
                   runs.begin();
    if (found == 0 || neuron >= runs[found - 1].end())
      return runs.size();
    return last = found - 1;
  }

private:
  ArrayRef<Run> runs;
  size_t last = 0;
};

/// The synapses of a projection by the run of their targets, which are counted
/// from its first.
class SplitSynapses {
public:
  SplitSynapses(const std::vector<Synapse> &all, ArrayRef<Run> targets,
                const Layout &whole) {
    if (targets.size() == 1 && targets[0].layout.size == whole.size) {
      lists = {&all};
      return;
    }
    split.resize(targets.size());
    Runs runs(targets);
    for (Synapse s : all) {
      size_t part = runs.find(s.target);
      s.target -= targets[part].first;
      split[part].push_back(s);
    }
    for (const std::vector<Synapse> &list : split)
      lists.push_back(&list);
  }
  const std::vector<Synapse> &of(size_t part) const { return *lists[part]; }

private:
  std::vector<std::vector<Synapse>> split;
  std::vector<const std::vector<Synapse> *> lists;
};

/// Rows filled with zeros are worth their memory only where most of their
/// weights are synapses; otherwise delivery works for nothing.
bool preferFilled(const RowPlan &filled, const RowPlan &indexed,
                  uint64_t synapses, uint32_t lanes) {
  return filled.units * filled.entryBits < indexed.units * indexed.entryBits &&
         filled.units * lanes <= 2 * synapses;
}

/// `synapses` count their targets from the first of `target`.
LogicalResult planList(const ProjectionRequest &request, const Run &target,
                       const std::vector<Synapse> &synapses, RowChoice choice,
                       PlannedRows &planned) {
  snn::ProjectionOp projection = request.projection;
  uint32_t bits = *projection.getBits();
  planned.synapses = synapses.size();
  planned.reach.resize(request.source.blocks());
  for (const Synapse &s : synapses)
    planned.reach[request.source.physical(s.source) / request.source.lanes] =
        true;
  // What learns is a synapse, never a zero that fills a row.
  bool fillable = !learns(projection) && canFill(synapses, bits);
  if (choice == RowChoice::Dense && fillable) {
    planned.plan = planFilled(synapses, target.layout, bits);
    return success();
  }
  planned.plan = planIndexed(synapses, target.layout, bits);
  const RowPlan &plan = planned.plan;
  if (plan.entryBits > 32)
    return projection.emitError("synapses need ")
           << bits << " bits of weight, " << plan.indexBits << " of index and "
           << plan.delayBits
           << " of delay, more than the 32 of an entry; use fewer bits a "
              "weight "
              "(`bits`)";
  if (choice == RowChoice::Auto && fillable) {
    RowPlan filled = planFilled(synapses, target.layout, bits);
    if (preferFilled(filled, plan, planned.synapses, target.layout.lanes))
      planned.plan = filled;
  }
  if (request.columns)
    planSkewed(planned.plan, synapses, request.source, target.layout);
  return success();
}

void planRuns(const ProjectionRequest &request, const ConvShape &shape,
              const Run &target, uint32_t delay, PlannedRows &planned) {
  snn::ProjectionOp projection = request.projection;
  const Layout &source = request.source;
  planned.plan = planConv(shape, target.layout, *projection.getBits(), delay);
  planned.reach.resize(source.blocks());
  for (const ConvRun &run : convRuns(shape, 0, source.size, target)) {
    planned.synapses += uint64_t(run.positions) * shape.outputs;
    planned.reach[source.physical(run.source) / source.lanes] = true;
  }
}

/// Rows that follow from the connectivity alone; none if those of some part do
/// not.
FailureOr<bool> planRegular(const ProjectionRequest &request,
                            ArrayRef<Run> parts, uint32_t delay,
                            snn::BlobCache &cache,
                            std::vector<PlannedRows> &planned) {
  snn::ProjectionOp projection = request.projection;
  if (isa<snn::DenseAttr>(projection.getConnectivity())) {
    if (learns(projection) && !llvm::all_of(parts, [](const Run &part) {
          return isGapless(part.layout);
        }))
      return false;
    auto shared = hasOneWeight(projection, cache);
    if (failed(shared))
      return failure();
    for (auto [rows, part] : llvm::zip(planned, parts)) {
      rows.plan = planDense(request.source.size, part.layout,
                            *projection.getBits(), delay, *shared);
      if (request.columns)
        planSkewed(rows.plan, {}, request.source, part.layout);
      rows.synapses = uint64_t(request.source.size) * part.layout.size;
      rows.reach.assign(request.source.blocks(), true);
    }
    return true;
  }
  auto conv = dyn_cast<snn::ConvAttr>(projection.getConnectivity());
  if (!conv || !fitsLayout(shapeOf(conv), request.target))
    return false;
  for (auto [rows, part] : llvm::zip(planned, parts))
    planRuns(request, shapeOf(conv), part, delay, rows);
  return true;
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
    if (!conv || snn::resolveTarget(projection) != population)
      continue;
    Layout layout = Layout::packed(lanes, size, snn::geometryOf(conv).outputs);
    layout.cut = layout.innerPad / lanes;
    return layout;
  }
  return packed;
}

FailureOr<PlannedProjection>
planProjection(const ProjectionRequest &request, ArrayRef<Run> parts,
               core::TargetAttr limits, RowChoice choice, SynapseLists &lists) {
  snn::ProjectionOp projection = request.projection;
  if (!projection.getBits() || !projection.getWeightFrac() ||
      !projection.getShift())
    return projection.emitOpError("is not quantized; run snn-quantize first");
  auto chosen = choiceOf(projection, choice);
  uint32_t delay = 0;
  if (failed(chosen) || failed(commonDelay(projection, lists.cache, delay)))
    return failure();
  PlannedProjection planned;
  planned.parts.resize(parts.size());
  FailureOr<bool> regular = false;
  if (*chosen != RowChoice::Indexed && delay) {
    planned.longestDelay = delay;
    if (failed(checkDelay(projection, delay, limits)))
      return failure();
    regular = planRegular(request, parts, delay, lists.cache, planned.parts);
    if (failed(regular))
      return failure();
  }
  if (!*regular) {
    const SynapseList *list = lists.of(projection);
    if (!list || failed(checkDelay(projection, list->longestDelay, limits)))
      return failure();
    planned.longestDelay = list->longestDelay;
    planned.severalAPair = list->severalAPair;
    SplitSynapses split(list->synapses, parts, request.target);
    for (size_t i = 0; i < parts.size(); ++i)
      if (failed(planList(request, parts[i], split.of(i), *chosen,
                          planned.parts[i])))
        return failure();
  }
  for (const PlannedRows &rows : planned.parts)
    planned.synapses += rows.synapses;
  return planned;
}

namespace {

/// Reads the weights of a projection and lays them into rows.
class Packer {
public:
  Packer(snn::ProjectionOp projection, const Layout &target,
         ArrayRef<PlacedRows> parts, snn::BlobCache &cache)
      : projection(projection),
        conv(dyn_cast<snn::ConvAttr>(projection.getConnectivity())),
        fits(conv && fitsLayout(shapeOf(conv), target)), parts(parts),
        cache(cache) {
    for (const PlacedRows &part : parts)
      targets.push_back(part.target);
  }

  FailureOr<std::vector<PackedRows>> run();

private:
  /// Whether a part is packed as runs through a template, without a list.
  bool isRuns(const PlacedRows &part) const {
    return fits && part.plan.format == image::RowFormat::Dense;
  }
  LogicalResult list();
  FailureOr<PackedRows> pack(size_t part);

  snn::ProjectionOp projection;
  snn::ConvAttr conv;
  /// The convolution can run through the layout of its target.
  bool fits;
  ArrayRef<PlacedRows> parts;
  std::vector<Run> targets;
  snn::BlobCache &cache;
  /// By part, counted from the first of its source's and its target's run.
  std::vector<std::vector<Synapse>> synapses;
  std::vector<int16_t> kernel;
};

LogicalResult Packer::list() {
  synapses.resize(parts.size());
  if (llvm::all_of(parts, [&](const PlacedRows &part) { return isRuns(part); }))
    return success();
  Runs runs(targets);
  return forEachOrdered(projection, cache, [&](const OrderedSynapse &s) {
    size_t part = runs.find(s.target);
    if (part < parts.size())
      synapses[part].push_back(
          {s.source - parts[part].source.first, s.target - targets[part].first,
           static_cast<uint16_t>(s.delay), static_cast<int16_t>(s.code)});
  });
}

FailureOr<PackedRows> Packer::pack(size_t part) {
  const auto &[plan, source, target] = parts[part];
  PackedRows rows;
  if (isRuns(parts[part])) {
    rows = packConv(plan, shapeOf(conv), kernel, source, target);
  } else if (plan.format == image::RowFormat::Indexed) {
    rows = packIndexed(plan, synapses[part], source.layout, target.layout);
  } else if (isa<snn::DenseAttr>(projection.getConnectivity())) {
    auto shared = hasOneWeight(projection, cache);
    if (failed(shared))
      return failure();
    rows =
        packDense(plan, synapses[part], source.layout, target.layout, *shared);
  } else {
    rows = packFilled(plan, synapses[part], source.layout, target.layout);
  }
  // Rows and indices need no list any more.
  std::vector<Synapse>().swap(synapses[part]);
  if (plan.skewed)
    skewRows(plan, rows, source.layout, target.layout);
  if (rows.words.size() != plan.rows() * target.layout.lanes)
    return projection.emitOpError("was placed in ")
           << plan.rows() << " rows, but fills "
           << rows.words.size() / target.layout.lanes
           << "; it was changed after placement";
  return rows;
}

FailureOr<std::vector<PackedRows>> Packer::run() {
  if (failed(list()))
    return failure();
  if (conv) {
    auto connectivity = snn::connectivityOf(projection, cache);
    if (failed(connectivity))
      return failure();
    kernel = kernelCodes(projection, *connectivity);
  }
  std::vector<PackedRows> packed;
  for (size_t part = 0; part < parts.size(); ++part) {
    auto rows = pack(part);
    if (failed(rows))
      return failure();
    packed.push_back(std::move(*rows));
  }
  return packed;
}

} // namespace

FailureOr<std::vector<PackedRows>> packProjection(snn::ProjectionOp projection,
                                                  const Layout &target,
                                                  ArrayRef<PlacedRows> parts,
                                                  snn::BlobCache &cache) {
  return Packer(projection, target, parts, cache).run();
}

} // namespace snnc::compiler
