//===- VerifyPopulation.cpp - Verifier of populations ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

using namespace mlir;
using namespace snnc::snn;

LogicalResult PopulationOp::verify() {
  return checkPayload(*this, getPayloadBits(), getPayloadFrac());
}

/// Names of the neuron's declarations of one kind, for a way out.
template <typename OpT> static std::string namesOf(NeuronOp neuron) {
  std::string names;
  for (OpT op : neuron.getBody().getOps<OpT>())
    names += (names.empty() ? "@" : ", @") + op.getSymName().str();
  return names.empty() ? "none" : names;
}

static ArrayAttr rangeOf(ParamOp) { return {}; }
static ArrayAttr rangeOf(StateOp state) { return state.getRangeAttr(); }

/// Settings of the population against declarations of the neuron.
template <typename OpT>
static LogicalResult checkSettings(PopulationOp population, NeuronOp neuron,
                                   DictionaryAttr settings, StringRef kind) {
  if (!settings)
    return success();
  for (NamedAttribute entry : settings) {
    auto declared = neuron.lookup<OpT>(entry.getName().getValue());
    if (!declared)
      return declaredHere(population.emitOpError("sets ")
                              << kind << " " << entry.getName()
                              << ", which neuron @" << neuron.getSymName()
                              << " does not have (it has "
                              << namesOf<OpT>(neuron) << ")",
                          neuron);
    if (failed(checkValue(population, kind + " " + entry.getName().getValue(),
                          entry.getValue(), declared.getType(),
                          population.getSize(), rangeOf(declared), declared)))
      return failure();
  }
  return success();
}

/// Values for each neuron that the definition holds are as many as neurons.
static LogicalResult checkSizes(PopulationOp population, NeuronOp neuron) {
  auto check = [&](Operation *declared, Attribute values) -> LogicalResult {
    ShapedType type = shapedTypeOf(values);
    int64_t size = population.getSize();
    if (!type || (type.getRank() == 1 && type.getDimSize(0) == size))
      return success();
    return declaredHere(population.emitOpError("has ")
                            << size << " neurons, but its neuron @"
                            << neuron.getSymName() << " has values for "
                            << type.getNumElements(),
                        declared);
  };
  for (auto param : neuron.getBody().getOps<ParamOp>())
    if (failed(check(param, param.getValue())))
      return failure();
  for (auto state : neuron.getBody().getOps<StateOp>())
    if (failed(check(state, state.getInit())))
      return failure();
  return success();
}

/// The update's modulators are in the network, its payload has the
/// population's format.
static LogicalResult checkUpdate(PopulationOp population, NeuronOp neuron) {
  UpdateOp update = neuron.getUpdate();
  if (!update)
    return success();
  Operation *network = population->getParentOp();
  for (auto modulation : update.getBody().getOps<ModulationOp>()) {
    Operation *found = SymbolTable::lookupSymbolIn(
        network, modulation.getModulatorAttr().getAttr());
    if (!isa_and_nonnull<ModulatorOp>(found)) {
      InFlightDiagnostic diag = population.emitOpError("needs a modulator @")
                                << modulation.getModulator()
                                << ", which the network does not have";
      diag.attachNote(modulation.getLoc()) << "read here";
      return diag;
    }
  }
  for (auto emit : update.getBody().getOps<EmitOp>()) {
    auto type = emit.getPayload()
                    ? dyn_cast<snnc::fx::QType>(emit.getPayload().getType())
                    : snnc::fx::QType();
    auto frac = population.getPayloadFrac();
    if (type && frac && type.getFrac() != static_cast<int64_t>(*frac)) {
      InFlightDiagnostic diag = population.emitOpError("has payload_frac ")
                                << static_cast<int64_t>(*frac)
                                << ", but its neuron emits " << type;
      diag.attachNote(emit.getLoc()) << "emitted here";
      return diag;
    }
  }
  return success();
}

LogicalResult PopulationOp::verifySymbolUses(SymbolTableCollection &) {
  Operation *found = lookupOutwards(*this, getNeuronAttr().getAttr());
  // Models that are not linked yet are checked when they are.
  if (!found)
    return success();
  auto neuron = dyn_cast<NeuronOp>(found);
  if (!neuron)
    return declaredHere(emitOpError("@") << getNeuron() << " is not a neuron",
                        found);
  if (failed(checkSettings<ParamOp>(*this, neuron, getParamsAttr(),
                                    "parameter")) ||
      failed(checkSettings<StateOp>(*this, neuron, getInitAttr(), "state")) ||
      failed(checkSizes(*this, neuron)))
    return failure();
  return checkUpdate(*this, neuron);
}
