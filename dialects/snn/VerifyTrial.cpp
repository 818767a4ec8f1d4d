//===- VerifyTrial.cpp - Verifiers of trials and what stands in them ------===//
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

constexpr int64_t kMaxTrialSteps = int64_t(1) << 20;

LogicalResult TrialOp::verify() {
  if (getSteps() < 1 || getSteps() > kMaxTrialSteps)
    return emitOpError("has ") << getSteps() << " steps; 1 to "
                               << kMaxTrialSteps << " are possible";
  AnswerOp answer;
  llvm::DenseMap<StringAttr, Operation *> presents;
  for (Operation &op : getBody().front()) {
    if (!isa<PresentOp, LabelOp, ResetOp, SignalOp, AnswerOp>(op))
      return declaredHere(
          op.emitOpError("cannot stand in a trial; snn.reset, snn.present, "
                         "snn.label, snn.signal and snn.answer can"),
          *this);
    if (auto present = dyn_cast<PresentOp>(op)) {
      auto [first, added] =
          presents.try_emplace(present.getPopulationAttr().getAttr(), &op);
      if (!added)
        return declaredHere(present.emitOpError("is the second one for @")
                                << present.getPopulation(),
                            first->second);
    }
    if (auto found = dyn_cast<AnswerOp>(op)) {
      if (answer)
        return declaredHere(found.emitOpError("is the second one of the trial"),
                            answer);
      answer = found;
    }
  }
  return success();
}

/// Steps from .. from + count - 1 lie within the trial.
static LogicalResult checkSteps(Operation *op, int64_t from, int64_t count) {
  auto trial = cast<TrialOp>(op->getParentOp());
  int64_t steps = trial.getSteps();
  if (from >= 0 && count >= 1 && from + count <= steps)
    return success();
  InFlightDiagnostic diag = op->emitOpError("takes place in ");
  if (count == 1)
    diag << "step " << from;
  else
    diag << count << " steps from " << from << " on";
  diag << "; the trial has the steps 0 to " << steps - 1;
  return declaredHere(std::move(diag), trial);
}

LogicalResult PresentOp::verify() {
  StringRef code = getCode();
  if (code != "rate" && code != "value" && code != "raster")
    return emitOpError("has the code ")
           << code << "; rate, value and raster are possible";
  if (auto full = getFull();
      full && !(full->convertToDouble() > 0.0 && full->isFinite()))
    return emitOpError("has full ") << formatReal(full->convertToDouble())
                                    << "; it must be a number above 0.0";
  return checkSteps(*this, getFrom(), getCount());
}
LogicalResult LabelOp::verify() { return checkSteps(*this, getAt(), 1); }
LogicalResult ResetOp::verify() { return checkSteps(*this, getAt(), 1); }
LogicalResult SignalOp::verify() {
  if (!getValue().isFinite())
    return emitOpError("sets a value that is not a finite number");
  return checkSteps(*this, getAt(), 1);
}
LogicalResult AnswerOp::verify() {
  return checkSteps(*this, getFrom(), getCount());
}

/// What `symbol` names in the network; reports if it is none of OpTs.
template <typename... OpTs>
static Operation *named(Operation *op, FlatSymbolRefAttr symbol,
                        StringRef kind) {
  auto network = op->getParentOfType<NetworkOp>();
  Operation *found = SymbolTable::lookupSymbolIn(network, symbol.getAttr());
  if (isa_and_nonnull<OpTs...>(found))
    return found;
  if (found)
    (void)declaredHere(
        op->emitOpError("@") << symbol.getValue() << " is not " << kind, found);
  else
    op->emitOpError("no @") << symbol.getValue() << " in the network, where "
                            << kind << " is expected";
  return nullptr;
}

/// The input that `symbol` names carries payloads (`analog`), or spikes.
static LogicalResult checkInput(Operation *op, FlatSymbolRefAttr symbol,
                                bool analog, StringRef what) {
  Operation *found = named<InputOp>(op, symbol, "an input");
  if (!found)
    return failure();
  bool isAnalog = bool(cast<InputOp>(found).getAnalogAttr());
  if (isAnalog == analog)
    return success();
  return declaredHere(op->emitOpError(what)
                          << " needs an input "
                          << (analog ? "that is analog" : "of plain spikes")
                          << "; @" << symbol.getValue() << " is "
                          << (analog ? "not" : "analog"),
                      found);
}

LogicalResult PresentOp::verifySymbolUses(SymbolTableCollection &) {
  // A raster holds whatever the input's events carry.
  if (getCode() == "raster")
    return success(named<InputOp>(*this, getPopulationAttr(), "an input"));
  return checkInput(*this, getPopulationAttr(), getCode() == "value",
                    getCode() == "value" ? "code value" : "code rate");
}

LogicalResult LabelOp::verifySymbolUses(SymbolTableCollection &) {
  return checkInput(*this, getPopulationAttr(), false, "a label");
}

LogicalResult ResetOp::verifySymbolUses(SymbolTableCollection &) {
  return success(named<InputOp, PopulationOp>(*this, getPopulationAttr(),
                                              "an input or a population"));
}

LogicalResult SignalOp::verifySymbolUses(SymbolTableCollection &) {
  Operation *found =
      named<ModulatorOp>(*this, getModulatorAttr(), "a modulator");
  if (!found)
    return failure();
  if (auto driver = cast<ModulatorOp>(found).getDriver())
    return declaredHere(emitOpError("sets @") << getModulator() << ", which @"
                                              << *driver << " drives",
                        found);
  auto range = bounds(cast<ModulatorOp>(found).getRangeAttr());
  double value = getValue().convertToDouble();
  if (range && (value < range->first || value > range->second))
    return declaredHere(emitOpError("sets @")
                            << getModulator() << " to " << formatReal(value)
                            << ", outside its range ["
                            << formatReal(range->first) << ", "
                            << formatReal(range->second) << "]",
                        found);
  return success();
}

LogicalResult AnswerOp::verifySymbolUses(SymbolTableCollection &) {
  Operation *found =
      named<PopulationOp>(*this, getPopulationAttr(), "a population");
  if (!found)
    return failure();
  NeuronOp neuron = resolveNeuron(cast<PopulationOp>(found));
  if (!getState() || !neuron || neuron.lookup<StateOp>(*getState()))
    return success();
  return declaredHere(emitOpError("no state @")
                          << *getState() << " in neuron @"
                          << neuron.getSymName() << " of population @"
                          << getPopulation(),
                      neuron);
}
