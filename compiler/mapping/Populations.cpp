//===- Populations.cpp - Populations of an image --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Populations.h"

#include "dialects/fx/Fx.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// A variable's integers: one for all neurons or one each.
FailureOr<std::vector<int32_t>> readIntegers(Operation *op, Attribute values,
                                             uint32_t size,
                                             snn::BlobCache &cache) {
  auto reader = snn::WeightReader::open(
      values, {int64_t(size)}, cache, op->getLoc(),
      Twine("the values of @") + SymbolTable::getSymbolName(op).getValue());
  if (failed(reader))
    return failure();
  if (!reader->isInteger())
    return op->emitOpError("has real values; run snn-quantize first");
  std::vector<int32_t> integers(reader->isSplat() ? 1 : size);
  for (size_t i = 0; i < integers.size(); ++i)
    integers[i] = static_cast<int32_t>(reader->integer(i));
  return integers;
}

FailureOr<image::Variable> writeVariable(Operation *op, Type type,
                                         Attribute values,
                                         std::optional<StringRef> unit,
                                         const image::Population &population,
                                         core::GroupOp group,
                                         snn::BlobCache &cache) {
  StringAttr name = SymbolTable::getSymbolName(op);
  auto plane =
      dyn_cast_or_null<core::PlaneOp>(SymbolTable::lookupSymbolIn(group, name));
  auto format = dyn_cast<fx::QType>(type);
  if (!plane || !format || format.getBits() != plane.getBits())
    return op->emitOpError("was changed after placement of group @")
           << group.getSymName();
  auto integers = readIntegers(op, values, population.size, cache);
  if (failed(integers))
    return failure();
  image::Variable variable;
  variable.name = name.str();
  variable.bits = plane.getBits();
  variable.frac = format.getFrac();
  variable.base = plane.getBase();
  variable.init = std::move(*integers);
  variable.unit = unit.value_or("").str();
  return variable;
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

LogicalResult writeNeuron(snn::PopulationOp op, core::GroupOp group,
                          snn::BlobCache &cache,
                          image::Population &population) {
  snn::NeuronOp neuron = snn::resolveNeuron(op);
  ArrayAttr payloadRange;
  neuron.walk([&](snn::EmitOp emit) { payloadRange = emit.getRangeAttr(); });
  if (op.getPayloadBits())
    setPayloads(population, *op.getPayloadBits(),
                op.getPayloadFrac().value_or(0), payloadRange);
  for (Operation &inner : neuron.getBody().front()) {
    if (auto state = dyn_cast<snn::StateOp>(inner)) {
      auto variable = writeVariable(state, state.getType(), state.getInit(),
                                    state.getUnit(), population, group, cache);
      if (failed(variable))
        return failure();
      population.states.push_back(std::move(*variable));
    } else if (auto param = dyn_cast<snn::ParamOp>(inner)) {
      auto variable = writeVariable(param, param.getType(), param.getValue(),
                                    param.getUnit(), population, group, cache);
      if (failed(variable))
        return failure();
      population.params.push_back(std::move(*variable));
    } else if (auto port = dyn_cast<snn::PortOp>(inner)) {
      auto placed = dyn_cast_or_null<core::PortOp>(
          SymbolTable::lookupSymbolIn(group, port.getSymNameAttr()));
      auto format = dyn_cast<fx::QType>(port.getType());
      if (!placed || !format)
        return port.emitOpError("was changed after placement of group @")
               << group.getSymName();
      image::Port entry;
      entry.name = port.getSymName().str();
      entry.frac = format.getFrac();
      entry.accBits = placed.getBits();
      entry.base = placed.getBase();
      while ((1u << entry.slotsLog2) < placed.getSlots())
        ++entry.slotsLog2;
      entry.maxDelay = placed.getDelay();
      entry.bound = port.getBound().value_or(0);
      population.ports.push_back(std::move(entry));
    }
  }
  return success();
}

} // namespace

Layout layoutOf(core::GroupOp group) {
  auto tile = group->getParentOfType<core::TileOp>();
  return {tile.getTarget().getLanes(), static_cast<uint32_t>(group.getSize()),
          static_cast<uint32_t>(group.getInner()),
          static_cast<uint32_t>(group.getInnerPad())};
}

FailureOr<image::Population> writePopulation(Operation *op, core::GroupOp group,
                                             snn::BlobCache &cache) {
  image::Population population;
  population.name = SymbolTable::getSymbolName(op).str();
  population.size = group.getSize();
  population.inner = group.getInner();
  population.innerPad = group.getInnerPad();
  auto network = op->getParentOfType<snn::NetworkOp>();
  for (auto output : network.getOps<snn::OutputOp>())
    population.isOutput |= output.getPopulation() == population.name;
  if (auto input = dyn_cast<snn::InputOp>(op)) {
    population.isInput = true;
    if (input.getPayloadBits())
      setPayloads(population, *input.getPayloadBits(),
                  input.getPayloadFrac().value_or(0), input.getAnalogAttr());
  } else if (failed(writeNeuron(cast<snn::PopulationOp>(op), group, cache,
                                population))) {
    return failure();
  }
  return population;
}

void initializePlane(const image::Variable &variable, const Layout &layout,
                     std::vector<uint32_t> &memory) {
  uint32_t perWord = 32 / variable.bits;
  uint32_t mask = variable.bits == 32 ? UINT32_MAX : (1u << variable.bits) - 1;
  uint32_t lastUnit = variable.base + layout.blocks() - 1;
  size_t words = size_t(lastUnit / perWord + 1) * layout.lanes;
  memory.resize(std::max(memory.size(), words));
  for (uint32_t i = 0; i < layout.size; ++i) {
    uint32_t value = variable.init[variable.init.size() == 1 ? 0 : i] & mask;
    uint32_t p = layout.physical(i);
    uint32_t unit = variable.base + p / layout.lanes;
    memory[size_t(unit / perWord) * layout.lanes + p % layout.lanes] |=
        value << (unit % perWord * variable.bits);
  }
}

} // namespace snnc::compiler
