//===- Populations.cpp - Populations of an image --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Populations.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

namespace {

InFlightDiagnostic changed(Operation *op, core::GroupOp home) {
  return op->emitOpError("was changed after placement of group @")
         << home.getSymName();
}

/// The bases of variables by part.
LogicalResult placeVariables(Operation *op,
                             const std::vector<image::Variable> &variables,
                             std::vector<uint32_t> image::Part::*bases,
                             ArrayRef<core::GroupOp> homes,
                             image::Population &population) {
  for (const image::Variable &variable : variables)
    for (size_t i = 0; i < homes.size(); ++i) {
      auto plane = dyn_cast_or_null<core::PlaneOp>(
          SymbolTable::lookupSymbolIn(homes[i], variable.name));
      if (!plane || plane.getBits() != variable.bits)
        return changed(op, homes[i]);
      (population.parts[i].*bases).push_back(plane.getBase());
    }
  return success();
}

LogicalResult placePorts(Operation *op, ArrayRef<core::GroupOp> homes,
                         image::Population &population) {
  for (image::Port &port : population.ports)
    for (size_t i = 0; i < homes.size(); ++i) {
      auto placed = dyn_cast_or_null<core::PortOp>(
          SymbolTable::lookupSymbolIn(homes[i], port.name));
      if (!placed || placed.getBits() != port.accBits)
        return changed(op, homes[i]);
      population.parts[i].ports.push_back(placed.getBase());
      // The same on every tile.
      port.slotsLog2 = llvm::Log2_64(placed.getSlots());
      port.maxDelay = placed.getDelay();
    }
  return success();
}

} // namespace

Run runOf(core::GroupOp group) {
  auto tile = group->getParentOfType<core::TileOp>();
  Run run;
  run.layout = {tile.getTarget().getLanes(),
                static_cast<uint32_t>(group.getSize()),
                static_cast<uint32_t>(group.getInner()),
                static_cast<uint32_t>(group.getInnerPad())};
  run.first = group.firstNeuron();
  run.firstBlock = group.firstBlock();
  return run;
}

LogicalResult placePopulation(Operation *op, const Layout &layout,
                              ArrayRef<core::GroupOp> homes,
                              image::Population &population) {
  population.inner = layout.inner;
  population.innerPad = layout.innerPad;
  for (core::GroupOp home : homes) {
    image::Part part;
    part.first = home.firstNeuron();
    part.size = home.getSize();
    population.parts.push_back(std::move(part));
  }
  return success(
      succeeded(placeVariables(op, population.states, &image::Part::states,
                               homes, population)) &&
      succeeded(placeVariables(op, population.params, &image::Part::params,
                               homes, population)) &&
      succeeded(placePorts(op, homes, population)));
}

void initializePlane(const image::Variable &variable, uint32_t base,
                     const Run &run, std::vector<uint32_t> &memory) {
  const Layout &layout = run.layout;
  uint32_t perWord = 32 / variable.bits;
  uint32_t mask = variable.bits == 32 ? UINT32_MAX : (1u << variable.bits) - 1;
  uint32_t lastUnit = base + layout.blocks() - 1;
  size_t words = size_t(lastUnit / perWord + 1) * layout.lanes;
  memory.resize(std::max(memory.size(), words));
  for (uint32_t i = 0; i < layout.size; ++i) {
    size_t from = variable.init.size() == 1 ? 0 : size_t(run.first) + i;
    uint32_t value = variable.init[from] & mask;
    uint32_t p = layout.physical(i);
    uint32_t unit = base + p / layout.lanes;
    memory[size_t(unit / perWord) * layout.lanes + p % layout.lanes] |=
        value << (unit % perWord * variable.bits);
  }
}

} // namespace snnc::compiler
