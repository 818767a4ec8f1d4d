//===- WriteLearning.cpp - Learning in the image ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Learning.h"
#include "compiler/mapping/Populations.h"
#include "compiler/mapping/Programs.h"
#include "dialects/fx/Fx.h"
#include "image/Skew.h"

#include <algorithm>
#include <numeric>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// The one initial value of a variable of a rule.
FailureOr<int32_t> initialValue(Operation *op, Attribute init) {
  auto number = dyn_cast<IntegerAttr>(init);
  if (!number || !number.getType().isInteger(32))
    return op->emitOpError("has no integer as initial value; run snn-quantize "
                           "first");
  return static_cast<int32_t>(number.getInt());
}

int fracOf(Type type) { return cast<fx::QType>(type).getFrac(); }

/// A value for every lane of every unit, synapse or not.
void fillPlane(const image::SynapseVariable &variable, uint32_t units,
               uint32_t lanes, std::vector<uint32_t> &memory) {
  uint32_t perRow = 32 / variable.bits;
  size_t first = size_t(variable.base / perRow) * lanes;
  size_t end = first + size_t((units + perRow - 1) / perRow) * lanes;
  memory.resize(std::max(memory.size(), end));
  uint32_t mask = variable.bits == 32 ? UINT32_MAX : (1u << variable.bits) - 1;
  uint32_t word = 0;
  for (uint32_t i = 0; i < perRow; ++i)
    word |= (static_cast<uint32_t>(variable.init) & mask)
            << (i * variable.bits);
  std::fill(memory.begin() + first, memory.begin() + end, word);
}

/// Temporaries begin as zeros, and count as memory in use.
void coverTemporaries(core::LearningOp learning, image::Tile &tile) {
  for (auto plane : learning.getOps<core::PlaneOp>()) {
    if (plane.getKind() == core::PlaneKind::Trace)
      continue;
    image::Variable zeros;
    zeros.bits = plane.getBits();
    zeros.base = plane.getBase();
    zeros.init = {0};
    bool ofTarget = plane.getKind() == core::PlaneKind::Condition;
    initializePlane(
        zeros, layoutOf(ofTarget ? targetOf(learning) : sourceOf(learning)),
        tile.state);
  }
}

image::LearnPlane planeEntry(core::PlaneOp plane) {
  return {static_cast<uint32_t>(plane.getBase()),
          static_cast<uint8_t>(plane.getBits())};
}

} // namespace

FailureOr<image::Plasticity> writePlasticity(core::LearningOp learning,
                                             image::Tile &tile) {
  auto placed = learning->getParentOfType<core::TileOp>();
  auto module = placed->getParentOfType<ModuleOp>();
  auto rows = placed.lookupSymbol<core::RowsOp>(learning.getOfAttr());
  auto rule = module.lookupSymbol<snn::LearningRuleOp>(learning.getRuleAttr());
  if (!rule)
    return learning.emitOpError("names a rule that the module does not have");
  Layout source = layoutOf(sourceOf(learning));

  image::Plasticity plastic;
  plastic.rule = rule.getSymName().str();
  plastic.unitBase = rows.getBase() * (32 / rows.getEntryBits());
  plastic.units = rows.getUnits();
  if (learning.getIndexRows())
    plastic.index = {static_cast<uint32_t>(*learning.getColumnBase()),
                     static_cast<uint32_t>(*learning.getIndexBase()),
                     static_cast<uint32_t>(*learning.getIndexRows())};
  for (auto variable : learning.getOps<core::VariableOp>()) {
    auto state = rule.lookup<snn::StateOp>(variable.getSymName());
    auto init = initialValue(state, state.getInit());
    if (failed(init))
      return failure();
    plastic.variables.push_back({state.getSymName().str(),
                                 static_cast<uint8_t>(variable.getBits()),
                                 static_cast<int8_t>(fracOf(state.getType())),
                                 static_cast<uint32_t>(variable.getBase()),
                                 *init, state.getUnit().value_or("").str()});
    fillPlane(plastic.variables.back(), plastic.units, source.lanes,
              tile.synapses);
  }
  for (auto trace : rule.getOps<snn::TraceOp>()) {
    auto plane = cast<core::PlaneOp>(
        SymbolTable::lookupSymbolIn(learning, trace.getSymNameAttr()));
    auto init = initialValue(trace, trace.getInit());
    if (failed(init))
      return failure();
    plastic.traces.push_back({trace.getSymName().str(),
                              static_cast<uint8_t>(plane.getBits()),
                              static_cast<int8_t>(fracOf(trace.getType())),
                              static_cast<uint32_t>(plane.getBase()),
                              {*init},
                              trace.getUnit().value_or("").str()});
    initializePlane(plastic.traces.back(), source, tile.state);
  }
  coverTemporaries(learning, tile);
  return plastic;
}

std::vector<image::LearnEntry> writeEntries(core::LearningOp learning,
                                            const image::Plasticity &plastic,
                                            const image::Image &image,
                                            const image::LearnEntry &entry) {
  const image::Projection &projection = image.projections[entry.projection];
  uint32_t source = image.populations[projection.source].group;
  uint32_t target = image.populations[projection.target].group;
  std::vector<image::LearnEntry> entries;
  for (auto step : learning.getOps<core::StepOp>()) {
    image::LearnEntry e = entry;
    e.programAddress = step.getBase();
    e.synaptic = step.getSynaptic();
    e.gate = step.getGate();
    e.records = step.getRecords();
    e.gated = step.getGated();
    e.group = step.getOver() == core::Over::Targets ? target : source;
    if (step.getEvery()) {
      e.when = image::LearnWhen::Every;
      e.every = *step.getEvery();
    } else if (step.getSignal()) {
      e.when = image::LearnWhen::Signal;
      for (size_t m = 0; m < image.modulators.size(); ++m)
        if (image.modulators[m].name == *step.getSignal())
          e.signals = 1u << m;
    }
    bool columns = step.getOver() == core::Over::Columns;
    if (columns || step.getOver() == core::Over::Synapses) {
      e.kind = columns ? image::LearnKind::Columns : image::LearnKind::Rows;
      e.columnBase = columns && plastic.index ? plastic.index->columnBase : 0;
      e.targetGroup = target;
      e.sub = projection.firstSub;
      e.subs = projection.subs;
      e.descriptor = projection.descriptor;
      e.unitBase = plastic.unitBase;
      e.planes.push_back({0, projection.weightBits});
      for (const image::SynapseVariable &v : plastic.variables)
        e.planes.push_back({v.base, v.bits});
      if (step.getCommons())
        for (Attribute name : step.getCommonsAttr())
          e.commons.push_back(planeEntry(
              commonPlane(learning, cast<FlatSymbolRefAttr>(name).getAttr())));
    }
    entries.push_back(std::move(e));
  }
  return entries;
}

LogicalResult writeColumns(core::LearningOp learning, const RowPlan &plan,
                           PackedRows &rows, uint8_t descriptor,
                           image::Tile &tile) {
  auto placed = learning->getParentOfType<core::TileOp>();
  auto of = placed.lookupSymbol<core::RowsOp>(learning.getOfAttr());
  Layout source = layoutOf(sourceOf(learning));
  Layout target = layoutOf(targetOf(learning));
  uint64_t firstUnit = of.getBase() * (32 / of.getEntryBits());
  if ((firstUnit + of.getUnits()) >> image::IndexEntry::kUnitBits ||
      source.blocks() >= 1u << image::IndexEntry::kBlockBits)
    return of.emitOpError("lies beyond what a second index can name");
  PackedRows columns =
      packColumns(plan, rows, source, target, static_cast<uint32_t>(firstUnit));
  if (columns.words.size() != *learning.getIndexRows() * target.lanes)
    return learning.emitOpError("was placed with a second index of ")
           << *learning.getIndexRows() << " rows, but needs "
           << columns.words.size() / target.lanes
           << "; it was changed after placement";
  uint64_t rowBase = *learning.getIndexBase();
  size_t firstWord = rowBase * target.lanes;
  tile.synapses.resize(
      std::max(tile.synapses.size(), firstWord + columns.words.size()));
  std::copy(columns.words.begin(), columns.words.end(),
            tile.synapses.begin() + static_cast<long>(firstWord));
  uint64_t columnBase = *learning.getColumnBase();
  tile.axons.resize(
      std::max<size_t>(tile.axons.size(), columnBase + columns.axons.size()));
  for (size_t i = 0; i < columns.axons.size(); ++i) {
    image::AxonEntry &column = tile.axons[columnBase + i];
    if (columns.axons[i].count == 0)
      continue;
    column = columns.axons[i];
    column.address += rowBase;
    column.descriptor = descriptor;
  }
  return success();
}

void writeIndices(core::TileOp placed, image::Tile &tile) {
  for (auto group : placed.getOps<core::GroupOp>()) {
    core::PlaneOp plane = indexPlane(group);
    if (!plane)
      continue;
    image::Variable indices;
    indices.bits = plane.getBits();
    indices.base = plane.getBase();
    indices.init.resize(group.getSize());
    std::iota(indices.init.begin(), indices.init.end(), 0);
    initializePlane(indices, layoutOf(group), tile.state);
  }
}

} // namespace snnc::compiler
