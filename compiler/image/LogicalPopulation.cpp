//===- LogicalPopulation.cpp - A population, wherever it lives
//-------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/LogicalPopulation.h"

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

LogicalResult addVariable(Operation *op, Type type, Attribute values,
                          std::optional<StringRef> unit,
                          const image::Population &population,
                          std::vector<image::Variable> &variables,
                          snn::BlobCache &cache) {
  auto format = formatOf(op, type);
  if (failed(format))
    return failure();
  auto integers = readIntegers(op, values, population.size, cache);
  if (failed(integers))
    return failure();
  image::Variable variable;
  variable.name = SymbolTable::getSymbolName(op).str();
  variable.bits = format->getBits();
  variable.frac = format->getFrac();
  variable.init = std::move(*integers);
  variable.unit = unit.value_or("").str();
  variables.push_back(std::move(variable));
  return success();
}

LogicalResult addPort(snn::PortOp port, image::Population &population) {
  auto format = formatOf(port, port.getType());
  if (failed(format))
    return failure();
  if (!port.getAccBits())
    return port.emitOpError("has no accumulator; run snn-quantize first");
  image::Port entry;
  entry.name = port.getSymName().str();
  entry.frac = format->getFrac();
  entry.accBits = *port.getAccBits();
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

LogicalResult addNeuron(snn::PopulationOp op, snn::BlobCache &cache,
                        image::Population &population) {
  snn::NeuronOp neuron = snn::resolveNeuron(op);
  if (!neuron)
    return op.emitOpError(
        "has no linked neuron model; run snn-link-models first");
  ArrayAttr payloadRange;
  neuron.walk([&](snn::EmitOp emit) { payloadRange = emit.getRangeAttr(); });
  if (op.getPayloadBits())
    setPayloads(population, *op.getPayloadBits(),
                op.getPayloadFrac().value_or(0), payloadRange);
  for (Operation &inner : neuron.getBody().front()) {
    LogicalResult added = success();
    if (auto state = dyn_cast<snn::StateOp>(inner))
      added =
          addVariable(state, state.getType(), state.getInit(), state.getUnit(),
                      population, population.states, cache);
    else if (auto param = dyn_cast<snn::ParamOp>(inner))
      added =
          addVariable(param, param.getType(), param.getValue(), param.getUnit(),
                      population, population.params, cache);
    else if (auto port = dyn_cast<snn::PortOp>(inner))
      added = addPort(port, population);
    if (failed(added))
      return failure();
  }
  return success();
}

} // namespace

FailureOr<fx::QType> formatOf(Operation *op, Type type) {
  if (auto format = dyn_cast<fx::QType>(type))
    return format;
  return op->emitOpError("has no fixed-point format; run snn-quantize first");
}

FailureOr<image::Population> writeLogicalPopulation(Operation *op,
                                                    snn::BlobCache &cache) {
  image::Population population;
  population.name = SymbolTable::getSymbolName(op).str();
  population.size = snn::sizeOf(op);
  population.inner = population.innerPad = population.size;
  auto network = op->getParentOfType<snn::NetworkOp>();
  for (auto output : network.getOps<snn::OutputOp>())
    population.isOutput |= output.getPopulation() == population.name;
  if (auto input = dyn_cast<snn::InputOp>(op)) {
    population.isInput = true;
    if (input.getPayloadBits())
      setPayloads(population, *input.getPayloadBits(),
                  input.getPayloadFrac().value_or(0), input.getAnalogAttr());
  } else if (failed(
                 addNeuron(cast<snn::PopulationOp>(op), cache, population))) {
    return failure();
  } else {
    population.skew =
        uint32_t(cast<snn::PopulationOp>(op).getSkew().value_or(0));
  }
  return population;
}

} // namespace snnc::compiler
