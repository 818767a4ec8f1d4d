//===- Retime.cpp - Skews and delays for layers of one step ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// C. E. Leiserson, J. B. Saxe, "Retiming synchronous circuitry", Algorithmica
// 6:5-35, 1991: moving registers (here: steps) along edges changes when a node
// acts, not what it does. An edge that the network gives w steps has
// w + skew(target) - skew(source) on the machine, which must be 1 or more. The
// least skews are the longest paths of edges that ask for 1 - w.
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/Retime.h"

#include "compiler/transforms/Passes.h"
#include "dialects/snn/Weights.h"

#include "llvm/ADT/StringMap.h"

#include <algorithm>

namespace snnc::compiler {
#define GEN_PASS_DEF_RETIME
#include "compiler/transforms/Passes.h.inc"
} // namespace snnc::compiler

using namespace mlir;

namespace snnc::compiler {
namespace {

struct Edge {
  snn::ProjectionOp projection;
  size_t source = 0, target = 0;
  /// Of its synapses, in steps of the network.
  int64_t least = 1;
};

/// The least delay in steps.
FailureOr<int64_t> leastDelay(snn::ProjectionOp projection) {
  Attribute delay = projection.getDelayAttr();
  if (!delay)
    return 1;
  if (auto steps = dyn_cast<IntegerAttr>(delay))
    return steps.getInt();
  if (auto steps = dyn_cast<DenseIntElementsAttr>(delay)) {
    int64_t least = std::numeric_limits<int64_t>::max();
    for (const APInt &value : steps.getValues<APInt>())
      least = std::min(least, value.getSExtValue());
    return least;
  }
  return projection.emitOpError(
      "is in a network with leads, so its delays must be written as steps: an "
      "integer, or integer elements");
}

class Retiming {
public:
  explicit Retiming(snn::NetworkOp network) : network(network) {}

  LogicalResult run() {
    auto projections = network.getBody().getOps<snn::ProjectionOp>();
    if (llvm::none_of(projections, [](snn::ProjectionOp p) {
          return p.getLead().value_or(0) != 0;
        }))
      return success();
    if (failed(check()) || failed(readEdges()) || failed(findSkews()))
      return failure();
    for (Edge &edge : edges)
      setDelay(edge);
    for (auto [place, skew] : llvm::zip(places, skews))
      if (skew > 0)
        delay(cast<snn::PopulationOp>(place), skew);
    return success();
  }

private:
  /// What looks at populations at one time of the machine would see them at
  /// different times of the network.
  LogicalResult check() {
    for (Operation &op : network.getBody().front()) {
      auto projection = dyn_cast<snn::ProjectionOp>(op);
      if (isa<snn::ModulatorOp, snn::TrialOp>(op) ||
          (projection && projection.getRule()))
        return op.emitOpError("is in a network whose projections have leads; "
                              "networks that learn are not retimed");
    }
    return success();
  }

  LogicalResult readEdges() {
    llvm::StringMap<size_t> numbers;
    for (Operation &op : network.getBody().front())
      if (isa<snn::InputOp, snn::PopulationOp>(op)) {
        numbers[SymbolTable::getSymbolName(&op).getValue()] = places.size();
        places.push_back(&op);
      }
    for (auto projection : network.getBody().getOps<snn::ProjectionOp>()) {
      auto least = leastDelay(projection);
      if (failed(least))
        return failure();
      edges.push_back({projection, numbers.lookup(projection.getSource()),
                       numbers.lookup(projection.getTarget()),
                       *least - int64_t(projection.getLead().value_or(0))});
    }
    return success();
  }

  LogicalResult findSkews() {
    skews.assign(places.size(), 0);
    SmallVector<const Edge *> by(places.size(), nullptr);
    for (size_t round = 0; round <= places.size(); ++round) {
      const Edge *changed = nullptr;
      for (const Edge &edge : edges) {
        int64_t needed = skews[edge.source] + 1 - edge.least;
        if (needed <= skews[edge.target])
          continue;
        skews[edge.target] = needed;
        by[edge.target] = changed = &edge;
      }
      if (!changed)
        return success();
      if (round == places.size())
        return reportCycle(by, changed->target);
    }
    return success();
  }

  /// `by` leads from `at` back into a cycle that lengthens without end.
  LogicalResult reportCycle(ArrayRef<const Edge *> by, size_t at) {
    for (size_t i = 0; i < places.size(); ++i)
      at = by[at]->source;
    SmallVector<const Edge *> cycle;
    int64_t steps = 0;
    size_t first = at;
    do {
      cycle.push_back(by[at]);
      steps += by[at]->least;
      at = by[at]->source;
    } while (at != first);
    std::reverse(cycle.begin(), cycle.end());
    InFlightDiagnostic diag =
        places[first]->emitOpError("is in a cycle of ")
        << cycle.size() << " projections that together take " << steps
        << (steps == 1 ? " step" : " steps")
        << ", and each takes a step of the machine at least; give them more "
           "delay, or less lead";
    for (const Edge *edge : cycle) {
      snn::ProjectionOp projection = edge->projection;
      diag.attachNote(projection.getLoc())
          << "@" << projection.getSource() << " to @" << projection.getTarget()
          << ": " << edge->least << (edge->least == 1 ? " step" : " steps");
    }
    return diag;
  }

  void setDelay(Edge &edge) {
    snn::ProjectionOp projection = edge.projection;
    Builder builder(projection.getContext());
    int64_t more = skews[edge.target] - skews[edge.source] -
                   int64_t(projection.getLead().value_or(0));
    projection.removeLeadAttr();
    auto elements =
        dyn_cast_or_null<DenseIntElementsAttr>(projection.getDelayAttr());
    if (!elements) {
      auto one = dyn_cast_or_null<IntegerAttr>(projection.getDelayAttr());
      projection.setDelayAttr(
          builder.getI64IntegerAttr((one ? one.getInt() : 1) + more));
      return;
    }
    SmallVector<int64_t> delays;
    for (const APInt &value : elements.getValues<APInt>())
      delays.push_back(value.getSExtValue() + more);
    projection.setDelayAttr(DenseElementsAttr::get(
        RankedTensorType::get(elements.getType().getShape(),
                              builder.getI64Type()),
        ArrayRef(delays)));
  }

  void delay(snn::PopulationOp population, int64_t skew) {
    Builder builder(population.getContext());
    population.setSkew(skew);
    snn::NeuronOp neuron = snn::resolveNeuron(population);
    auto start =
        neuron ? neuron.lookup<snn::StateOp>(kStartState) : snn::StateOp();
    if (!start)
      return;
    NamedAttrList init(population.getInitAttr());
    auto given = dyn_cast_or_null<FloatAttr>(init.get(kStartState));
    if (!given)
      given = dyn_cast<FloatAttr>(start.getInitAttr());
    double steps = given ? given.getValueAsDouble() : 0.0;
    init.set(kStartState, builder.getF64FloatAttr(steps + double(skew)));
    population.setInitAttr(init.getDictionary(population.getContext()));
  }

  snn::NetworkOp network;
  SmallVector<Operation *> places;
  SmallVector<Edge> edges;
  SmallVector<int64_t> skews;
};

class Retime : public impl::RetimeBase<Retime> {
public:
  using RetimeBase::RetimeBase;

  void runOnOperation() override {
    for (auto network : getOperation().getOps<snn::NetworkOp>())
      if (failed(Retiming(network).run()))
        return signalPassFailure();
  }
};

} // namespace
} // namespace snnc::compiler
