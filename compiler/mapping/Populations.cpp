//===- Populations.cpp - Populations of an image --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Populations.h"

#include "dialects/fx/Fx.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// A variable's integers: one for all neurons or one each.
FailureOr<std::vector<int32_t>> readIntegers(Operation *op, Attribute values,
                                             uint32_t size,
                                             snn::BlobCache &cache) {
  auto reader = snn::numbersOf(values, {int64_t(size)}, cache, op->getLoc(),
                               Twine("the values of @") +
                                   SymbolTable::getSymbolName(op).getValue());
  if (failed(reader))
    return failure();
  if (!reader->isInteger())
    return op->emitOpError("has real values; run snn-quantize first");
  std::vector<int32_t> integers(reader->isSplat() ? 1 : size);
  for (size_t i = 0; i < integers.size(); ++i)
    integers[i] = static_cast<int32_t>(reader->integer(i));
  return integers;
}

/// Adds a base by part to `bases`.
LogicalResult addVariable(Operation *op, Type type, Attribute values,
                          std::optional<StringRef> unit,
                          image::Population &population,
                          std::vector<image::Variable> &variables,
                          std::vector<uint32_t> image::Part::*bases,
                          ArrayRef<core::GroupOp> homes,
                          snn::BlobCache &cache) {
  StringAttr name = SymbolTable::getSymbolName(op);
  auto format = dyn_cast<fx::QType>(type);
  for (size_t i = 0; i < homes.size(); ++i) {
    auto plane = dyn_cast_or_null<core::PlaneOp>(
        SymbolTable::lookupSymbolIn(homes[i], name));
    if (!plane || !format || format.getBits() != plane.getBits())
      return op->emitOpError("was changed after placement of group @")
             << core::GroupOp(homes[i]).getSymName();
    (population.parts[i].*bases).push_back(plane.getBase());
  }
  auto integers = readIntegers(op, values, population.size, cache);
  if (failed(integers))
    return failure();
  image::Variable variable;
  variable.name = name.str();
  variable.bits = format.getBits();
  variable.frac = format.getFrac();
  variable.init = std::move(*integers);
  variable.unit = unit.value_or("").str();
  variables.push_back(std::move(variable));
  return success();
}

LogicalResult addPort(snn::PortOp port, image::Population &population,
                      ArrayRef<core::GroupOp> homes) {
  auto format = dyn_cast<fx::QType>(port.getType());
  image::Port entry;
  entry.name = port.getSymName().str();
  for (size_t i = 0; i < homes.size(); ++i) {
    auto placed = dyn_cast_or_null<core::PortOp>(
        SymbolTable::lookupSymbolIn(homes[i], port.getSymNameAttr()));
    if (!placed || !format)
      return port.emitOpError("was changed after placement of group @")
             << core::GroupOp(homes[i]).getSymName();
    population.parts[i].ports.push_back(placed.getBase());
    // The same on every tile.
    entry.frac = format.getFrac();
    entry.accBits = placed.getBits();
    entry.slotsLog2 = llvm::Log2_64(placed.getSlots());
    entry.maxDelay = placed.getDelay();
  }
  entry.bound = port.getBound().value_or(0);
  population.ports.push_back(std::move(entry));
  return success();
}

/// Payloads that the declared real range [low, high] can become.
void setPayloads(image::Population &population, int64_t bits, int64_t frac,
                 ArrayAttr range) {
  population.graded = true;
  population.payloadFrac = frac;
  population.payloadMin = -(int64_t(1) << (bits - 1));
  population.payloadMax = (int64_t(1) << (bits - 1)) - 1;
  auto limits = snn::bounds(range);
  if (!limits)
    return;
  double low = std::nearbyint(std::ldexp(limits->first, frac));
  double high = std::nearbyint(std::ldexp(limits->second, frac));
  population.payloadMin = std::max<double>(low, population.payloadMin);
  population.payloadMax = std::min<double>(high, population.payloadMax);
}

LogicalResult writeNeuron(snn::PopulationOp op, ArrayRef<core::GroupOp> homes,
                          snn::BlobCache &cache,
                          image::Population &population) {
  snn::NeuronOp neuron = snn::resolveNeuron(op);
  ArrayAttr payloadRange;
  neuron.walk([&](snn::EmitOp emit) { payloadRange = emit.getRangeAttr(); });
  if (op.getPayloadBits())
    setPayloads(population, *op.getPayloadBits(),
                op.getPayloadFrac().value_or(0), payloadRange);
  for (Operation &inner : neuron.getBody().front()) {
    LogicalResult added = success();
    if (auto state = dyn_cast<snn::StateOp>(inner))
      added = addVariable(state, state.getType(), state.getInit(),
                          state.getUnit(), population, population.states,
                          &image::Part::states, homes, cache);
    else if (auto param = dyn_cast<snn::ParamOp>(inner))
      added = addVariable(param, param.getType(), param.getValue(),
                          param.getUnit(), population, population.params,
                          &image::Part::params, homes, cache);
    else if (auto port = dyn_cast<snn::PortOp>(inner))
      added = addPort(port, population, homes);
    if (failed(added))
      return failure();
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

FailureOr<image::Population> writePopulation(Operation *op,
                                             const Layout &layout,
                                             ArrayRef<core::GroupOp> homes,
                                             snn::BlobCache &cache) {
  image::Population population;
  population.name = SymbolTable::getSymbolName(op).str();
  population.size = layout.size;
  population.inner = layout.inner;
  population.innerPad = layout.innerPad;
  for (core::GroupOp home : homes) {
    image::Part part;
    part.first = home.firstNeuron();
    part.size = home.getSize();
    population.parts.push_back(std::move(part));
  }
  auto network = op->getParentOfType<snn::NetworkOp>();
  for (auto output : network.getOps<snn::OutputOp>())
    population.isOutput |= output.getPopulation() == population.name;
  if (auto input = dyn_cast<snn::InputOp>(op)) {
    population.isInput = true;
    if (input.getPayloadBits())
      setPayloads(population, *input.getPayloadBits(),
                  input.getPayloadFrac().value_or(0), input.getAnalogAttr());
  } else if (failed(writeNeuron(cast<snn::PopulationOp>(op), homes, cache,
                                population))) {
    return failure();
  }
  return population;
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
