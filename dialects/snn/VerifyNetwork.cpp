//===- VerifyNetwork.cpp - Verifiers of networks, inputs, outputs, probes -===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

#include "llvm/ADT/DenseMap.h"

#include <cmath>

using namespace mlir;
using namespace snnc::snn;

LogicalResult NetworkOp::verify() {
  double dt = getDt().convertToDouble();
  if (!std::isfinite(dt) || dt <= 0.0)
    return emitOpError("has a time step of ")
           << (std::isfinite(dt) ? formatReal(dt) : "no finite")
           << " ms; it must be above 0.0";
  llvm::DenseMap<StringAttr, Operation *> outputs;
  llvm::DenseMap<StringAttr, ModulatorOp> driven;
  TrialOp trial;
  for (Operation &op : getBody().front()) {
    if (!isa<InputOp, PopulationOp, ProjectionOp, OutputOp, ProbeOp,
             ModulatorOp, TrialOp>(op))
      return declaredHere(op.emitOpError("cannot stand in a network; inputs, "
                                         "populations, projections, outputs, "
                                         "probes, modulators and a trial can"),
                          *this);
    if (auto found = dyn_cast<TrialOp>(op)) {
      if (trial)
        return declaredHere(found.emitOpError("is the second one of network @")
                                << getSymName(),
                            trial);
      trial = found;
    }
    auto modulator = dyn_cast<ModulatorOp>(op);
    if (modulator && modulator.getDriver()) {
      auto [first, added] =
          driven.try_emplace(modulator.getDriverAttr().getAttr(), modulator);
      if (!added)
        return declaredHere(modulator.emitOpError("is driven by @")
                                << *modulator.getDriver() << ", which drives @"
                                << first->second.getSymName()
                                << " already; a population drives one "
                                   "modulator at most",
                            first->second);
    }
    auto output = dyn_cast<OutputOp>(op);
    if (!output)
      continue;
    auto [first, added] =
        outputs.try_emplace(output.getPopulationAttr().getAttr(), &op);
    if (!added)
      return declaredHere(op.emitOpError("names @")
                              << output.getPopulation() << " a second time",
                          first->second);
  }
  return success();
}

LogicalResult InputOp::verify() {
  if (failed(checkRange(*this, "analog", getAnalogAttr())))
    return failure();
  return checkPayload(*this, getPayloadBits(), getPayloadFrac());
}

LogicalResult ModulatorOp::verify() {
  if (getFalls() && !getDriver())
    return emitOpError("falls, but no population drives it");
  if (failed(checkRange(*this, "range", getRangeAttr())))
    return failure();
  return checkValue(*this, "initial value", getInitAttr(),
                    getInitAttr().getType(), -1, getRangeAttr(), nullptr);
}

LogicalResult ModulatorOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!getDriver())
    return success();
  Operation *found =
      symbols.lookupNearestSymbolFrom(getOperation(), getDriverAttr());
  if (isa_and_nonnull<InputOp, PopulationOp>(found))
    return success();
  if (!found)
    return emitOpError("no population or input @")
           << *getDriver() << " in the network, which drives it";
  return declaredHere(emitOpError("driver @")
                          << *getDriver()
                          << " is neither a population nor an input",
                      found);
}

LogicalResult OutputOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *found =
      symbols.lookupNearestSymbolFrom(getOperation(), getPopulationAttr());
  if (isa_and_nonnull<PopulationOp>(found))
    return success();
  if (!found)
    return emitOpError("no population @")
           << getPopulation() << " in the network";
  return declaredHere(
      emitOpError("@") << getPopulation() << " is not a population", found);
}

LogicalResult ProbeOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *found =
      symbols.lookupNearestSymbolFrom(getOperation(), getPopulationAttr());
  if (!found)
    return emitOpError("no population @")
           << getPopulation() << " in the network";
  if (isa<InputOp>(found) && !getState())
    return success();
  auto population = dyn_cast<PopulationOp>(found);
  if (!population)
    return declaredHere(emitOpError("@")
                            << getPopulation()
                            << (isa<InputOp>(found)
                                    ? " is an input and has no state"
                                    : " is not a population"),
                        found);
  if (!getState())
    return success();
  NeuronOp neuron = resolveNeuron(population);
  if (neuron && !neuron.lookup<StateOp>(*getState()))
    return declaredHere(emitOpError("no state @")
                            << *getState() << " in neuron @"
                            << neuron.getSymName() << " of population @"
                            << getPopulation(),
                        neuron);
  return success();
}
