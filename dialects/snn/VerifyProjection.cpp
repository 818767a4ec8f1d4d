//===- VerifyProjection.cpp - Verifier of projections ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"
#include "dialects/snn/Weights.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;
using namespace snnc::snn;

LogicalResult ProjectionOp::verify() {
  if (auto bits = getBits())
    if (*bits != 1 && *bits != 2 && *bits != 4 && *bits != 8 && *bits != 16)
      return emitOpError("has weights of ")
             << static_cast<int64_t>(*bits)
             << " bits; 1, 2, 4, 8 and 16 are possible";
  if (auto shift = getShift(); shift && *shift > 31)
    return emitOpError("has shift ")
           << static_cast<int64_t>(*shift) << "; 0 to 31 are possible";
  if (auto frac = getWeightFrac();
      frac && std::abs(static_cast<int64_t>(*frac)) > snnc::fx::kMaxFrac)
    return emitOpError("has weight_frac ")
           << static_cast<int64_t>(*frac) << "; at most " << snnc::fx::kMaxFrac
           << " either way";
  if (getParams() && !getRule())
    return emitOpError("sets parameters of a learning rule, but names none");
  if (!isa<DenseAttr, OneToOneAttr, SparseAttr, ConvAttr, RandomAttr,
           FixedInDegreeAttr, FixedTotalAttr>(getConnectivity()))
    return emitOpError("has the connectivity ")
           << getConnectivity()
           << "; #snn.dense, #snn.one_to_one, #snn.sparse, #snn.conv, "
              "#snn.random, #snn.fixed_indegree and #snn.fixed_total are "
              "possible";
  return success();
}

static std::string shapeText(ArrayRef<int64_t> shape) {
  std::string text = "[";
  for (int64_t n : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(n);
  return text + "]";
}

/// Pairs that are written out lie in range; all have the shape [synapses, 2].
static LogicalResult checkPairs(ProjectionOp op, SparseAttr sparse,
                                Operation *source, PopulationOp target) {
  ShapedType type = shapedTypeOf(sparse.getPairs());
  if (!type || !type.hasStaticShape() || type.getRank() != 2 ||
      type.getDimSize(1) != 2 || !type.getElementType().isInteger())
    return op.emitOpError("has pairs ")
           << (type ? Type(type) : NoneType::get(op.getContext()))
           << "; integer elements or a #snn.blob of shape [synapses, 2] are "
              "possible";
  if (type.getDimSize(0) == 0)
    return op.emitOpError("has no synapse; remove it");
  auto pairs = dyn_cast<DenseIntElementsAttr>(sparse.getPairs());
  if (!pairs)
    return success();
  int64_t position = 0;
  for (const APInt &value : pairs.getValues<APInt>()) {
    bool isTarget = position % 2;
    Operation *party = isTarget ? target.getOperation() : source;
    int64_t index = value.getSExtValue();
    if (index < 0 || index >= sizeOf(party))
      return declaredHere(op.emitOpError("pair ")
                              << position / 2 << " has the "
                              << (isTarget ? "target " : "source ") << index
                              << "; @"
                              << SymbolTable::getSymbolName(party).getValue()
                              << " has neurons 0 to " << sizeOf(party) - 1,
                          party);
    ++position;
  }
  return success();
}

static LogicalResult checkConv(ProjectionOp op, ConvAttr conv,
                               Operation *source, PopulationOp target) {
  snnc::image::ConvGeometry g = geometryOf(conv);
  if (g.sources() != sizeOf(source))
    return declaredHere(op.emitOpError("convolves ")
                            << g.height << " x " << g.width << " x "
                            << g.channels << " = " << g.sources()
                            << " neurons, but @" << op.getSource() << " has "
                            << sizeOf(source),
                        source);
  if (g.targets() != sizeOf(target))
    return declaredHere(op.emitOpError("makes ")
                            << g.outHeight << " x " << g.outWidth << " x "
                            << g.outputs << " = " << g.targets()
                            << " neurons, but @" << op.getTarget() << " has "
                            << sizeOf(target),
                        target);
  return success();
}

static LogicalResult checkSelf(ProjectionOp op, bool self, Operation *source,
                               PopulationOp target) {
  if (!self && source != target)
    return op.emitOpError("says self = false, which only a projection within "
                          "one population can");
  return success();
}

/// Every synapse finds a source, and a target that is another neuron.
static LogicalResult checkChoices(ProjectionOp op, FixedInDegreeAttr fixed,
                                  Operation *source, PopulationOp target) {
  if (failed(checkSelf(op, fixed.getSelf(), source, target)))
    return failure();
  uint64_t choices = sizeOf(source) - (fixed.getSelf() ? 0 : 1);
  uint64_t most =
      fixed.getMultiple() ? (choices ? fixed.getCount() : 0) : choices;
  if (fixed.getCount() > most)
    return declaredHere(
        op.emitOpError("takes ")
            << fixed.getCount() << " sources for each target, but @"
            << op.getSource() << " has " << choices << " to choose from",
        source);
  constexpr uint64_t limit = uint64_t(1) << 62;
  if (fixed.getCount() > limit / static_cast<uint64_t>(sizeOf(target)))
    return op.emitOpError("makes more than ") << limit << " synapses";
  return success();
}

static LogicalResult checkConnectivity(ProjectionOp op, Operation *source,
                                       PopulationOp target) {
  return TypeSwitch<Attribute, LogicalResult>(op.getConnectivity())
      .Case([&](OneToOneAttr) -> LogicalResult {
        if (sizeOf(source) == sizeOf(target))
          return success();
        InFlightDiagnostic diag = op.emitOpError("connects one to one, but @")
                                  << op.getSource() << " has " << sizeOf(source)
                                  << " neurons and @" << op.getTarget()
                                  << " has " << sizeOf(target);
        diag.attachNote(source->getLoc()) << "declared here";
        return declaredHere(std::move(diag), target);
      })
      .Case([&](SparseAttr sparse) {
        return checkPairs(op, sparse, source, target);
      })
      .Case([&](ConvAttr conv) { return checkConv(op, conv, source, target); })
      .Case([&](RandomAttr random) {
        return checkSelf(op, random.getSelf(), source, target);
      })
      .Case([&](FixedInDegreeAttr fixed) {
        return checkChoices(op, fixed, source, target);
      })
      .Case([&](FixedTotalAttr fixed) -> LogicalResult {
        if (!fixed.getSelf() && sizeOf(target) == 1)
          return op.emitOpError("says self = false, but there is one neuron");
        return checkSelf(op, fixed.getSelf(), source, target);
      })
      .Default([](Attribute) { return success(); });
}

/// Elements of weights or delays have the connectivity's shape.
static LogicalResult checkShape(ProjectionOp op, StringRef what,
                                ShapedType type, ArrayRef<int64_t> shape) {
  if (type.hasStaticShape() && type.getShape() == shape)
    return success();
  return op.emitOpError("has ")
         << what << " of type " << Type(type) << "; from "
         << "@" << op.getSource() << " to @" << op.getTarget()
         << " the shape is " << shapeText(shape);
}

static LogicalResult checkWeights(ProjectionOp op, ArrayRef<int64_t> shape) {
  Attribute weights = op.getWeights();
  if (auto number = dyn_cast<FloatAttr>(weights)) {
    if (!std::isfinite(number.getValueAsDouble()))
      return op.emitOpError("has a weight that is not a finite number");
    return success();
  }
  if (isa<UniformAttr, NormalAttr>(weights))
    return success();
  ShapedType type = shapedTypeOf(weights);
  if (!type || !type.getElementType().isIntOrFloat())
    return op.emitOpError("has weights ")
           << weights
           << "; a float, elements, #snn.blob, #snn.uniform and #snn.normal "
              "are possible";
  if (failed(checkShape(op, "weights", type, shape)))
    return failure();
  if (auto dense = dyn_cast<DenseFPElementsAttr>(weights))
    for (const APFloat &number : dense.getValues<APFloat>())
      if (!number.isFinite())
        return op.emitOpError("has a weight that is not a finite number");
  return success();
}

static double dtOf(ProjectionOp op) {
  return cast<NetworkOp>(op->getParentOp()).getDt().convertToDouble();
}

/// A delay in steps (`real`: in ms) is one step or more.
static LogicalResult checkDelay(ProjectionOp op, double delay, bool real) {
  double dt = dtOf(op);
  double steps = real ? std::round(delay / dt) : delay;
  if (steps >= 1.0 && steps <= snnc::image::kMaxDelaySteps)
    return success();
  InFlightDiagnostic diag = op.emitOpError("has a delay of ");
  if (real)
    diag << formatReal(delay) << " ms, which is "
         << (std::isfinite(steps) ? formatReal(steps) : "no number of")
         << " steps of " << formatReal(dt) << " ms";
  else
    diag << static_cast<int64_t>(delay) << " steps";
  return diag << "; the least is 1 step, the longest "
              << snnc::image::kMaxDelaySteps;
}

static LogicalResult checkDelays(ProjectionOp op, ArrayRef<int64_t> shape) {
  Attribute delay = op.getDelayAttr();
  if (!delay)
    return success();
  if (auto steps = dyn_cast<IntegerAttr>(delay))
    return checkDelay(op, steps.getValue().getSExtValue(), false);
  if (auto ms = dyn_cast<FloatAttr>(delay))
    return checkDelay(op, ms.getValueAsDouble(), true);
  // Drawn ones are one step at least; only the greatest can be too long.
  if (auto drawn = drawnNumbers(delay, 1))
    return checkDelay(op, std::max(drawn->limits().second, dtOf(op)), true);
  ShapedType type = shapedTypeOf(delay);
  if (!type || !type.getElementType().isIntOrFloat())
    return op.emitOpError("has a delay ")
           << delay
           << "; an integer (steps), a float (ms), elements of these, "
              "#snn.blob, "
              "#snn.uniform and #snn.normal are possible";
  if (failed(checkShape(op, "delays", type, shape)))
    return failure();
  if (auto dense = dyn_cast<DenseIntElementsAttr>(delay)) {
    for (const APInt &steps : dense.getValues<APInt>())
      if (failed(checkDelay(op, steps.getSExtValue(), false)))
        return failure();
  } else if (auto dense = dyn_cast<DenseFPElementsAttr>(delay)) {
    for (const APFloat &ms : dense.getValues<APFloat>())
      if (failed(checkDelay(op, ms.convertToDouble(), true)))
        return failure();
  }
  return success();
}

LogicalResult ProjectionOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *source =
      symbols.lookupNearestSymbolFrom(getOperation(), getSourceAttr());
  if (!source)
    return emitOpError("no source @") << getSource() << " in the network";
  if (!isa<InputOp, PopulationOp>(source))
    return declaredHere(emitOpError("source @")
                            << getSource()
                            << " is neither an input nor a population",
                        source);
  Operation *found =
      symbols.lookupNearestSymbolFrom(getOperation(), getTargetAttr());
  if (!found)
    return emitOpError("no target @") << getTarget() << " in the network";
  auto target = dyn_cast<PopulationOp>(found);
  if (!target)
    return declaredHere(emitOpError("target @")
                            << getTarget() << " is not a population",
                        found);
  NeuronOp neuron = resolveNeuron(target);
  if (neuron && !neuron.lookup<PortOp>(getPort())) {
    InFlightDiagnostic diag = emitOpError("no port @")
                              << getPort() << " in neuron @"
                              << neuron.getSymName() << " of target @"
                              << getTarget();
    for (auto port : neuron.getBody().getOps<PortOp>())
      diag.attachNote(port.getLoc()) << "a port is @" << port.getSymName();
    return declaredHere(std::move(diag), neuron);
  }
  if (failed(checkConnectivity(*this, source, target)))
    return failure();
  SmallVector<int64_t> shape =
      weightShape(*this, sizeOf(source), sizeOf(target));
  if (failed(checkWeights(*this, shape)))
    return failure();
  if (failed(checkDelays(*this, shape)))
    return failure();
  return checkLearning(*this, target);
}
