//===- WriteLearning.cpp - Learning in the image ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Learning.h"
#include "compiler/mapping/Populations.h"
#include "compiler/mapping/Programs.h"
#include "image/Skew.h"

#include <algorithm>
#include <numeric>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// A value for every lane of every unit, synapse or not.
void fillPlane(const image::SynapseVariable &variable, uint32_t base,
               uint32_t units, uint32_t lanes, std::vector<uint32_t> &memory) {
  uint32_t perRow = 32 / variable.bits;
  size_t first = size_t(base / perRow) * lanes;
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
    zeros.init = {0};
    bool ofTarget = plane.getKind() == core::PlaneKind::Condition;
    initializePlane(zeros, plane.getBase(),
                    runOf(ofTarget ? targetOf(learning) : sourceOf(learning)),
                    tile.state);
  }
}

image::LearnPlane planeEntry(core::PlaneOp plane) {
  return {static_cast<uint32_t>(plane.getBase()),
          static_cast<uint8_t>(plane.getBits())};
}

} // namespace

void writePlasticPart(core::LearningOp learning,
                      const image::Plasticity &plastic,
                      image::ProjectionPart &part, image::Tile &tile) {
  auto placed = learning->getParentOfType<core::TileOp>();
  auto rows = placed.lookupSymbol<core::RowsOp>(learning.getOfAttr());
  part.unitBase = rows.getBase() * (32 / rows.getEntryBits());
  part.units = rows.getUnits();
  if (learning.getIndexRows())
    part.index = {static_cast<uint32_t>(*learning.getColumnBase()),
                  static_cast<uint32_t>(*learning.getIndexBase()),
                  static_cast<uint32_t>(*learning.getIndexRows())};
  Run source = runOf(sourceOf(learning));
  for (auto [variable, place] :
       llvm::zip(plastic.variables, learning.getOps<core::VariableOp>())) {
    part.variables.push_back(place.getBase());
    fillPlane(variable, place.getBase(), part.units, source.layout.lanes,
              tile.synapses);
  }
  for (const image::Variable &trace : plastic.traces) {
    auto plane =
        cast<core::PlaneOp>(SymbolTable::lookupSymbolIn(learning, trace.name));
    part.traces.push_back(plane.getBase());
    initializePlane(trace, plane.getBase(), source, tile.state);
  }
  coverTemporaries(learning, tile);
}

std::vector<image::LearnEntry>
writeEntries(core::LearningOp learning, const image::Plasticity &plastic,
             const image::ProjectionPart &part, uint32_t target,
             const image::Image &image, const image::LearnEntry &entry) {
  const image::Projection &projection = image.projections[entry.projection];
  uint32_t source = part.sourceGroup;
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
      e.columnBase = columns && part.index ? part.index->columnBase : 0;
      e.targetGroup = target;
      e.sub = part.firstSub;
      e.subs = part.subs;
      e.descriptor = part.descriptor;
      e.unitBase = part.unitBase;
      e.planes.push_back({0, projection.weightBits});
      for (auto [variable, base] : llvm::zip(plastic.variables, part.variables))
        e.planes.push_back({base, variable.bits});
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
  Layout source = runOf(sourceOf(learning)).layout;
  Layout target = runOf(targetOf(learning)).layout;
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
    Run run = runOf(group);
    indices.bits = plane.getBits();
    indices.init.resize(run.end());
    std::iota(indices.init.begin(), indices.init.end(), 0);
    initializePlane(indices, plane.getBase(), run, tile.state);
  }
}

} // namespace snnc::compiler
