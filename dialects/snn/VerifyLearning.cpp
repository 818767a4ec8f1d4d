//===- VerifyLearning.cpp - Does a learning rule fit a projection? --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

using namespace mlir;
using namespace snnc::snn;

static LogicalResult checkPlasticWeights(ProjectionOp op) {
  if (isa<ConvAttr>(op.getConnectivity()))
    return op.emitOpError("learns, but the synapses of a convolution share "
                          "their weights; use #snn.sparse, or learn elsewhere");
  if (auto bits = op.getBits(); bits && *bits < 8)
    return op.emitOpError("learns with weights of ")
           << static_cast<int64_t>(*bits)
           << " bits; plastic weights have 8 or 16: use bits 8, or keep the "
              "fine state in a variable of the rule";
  return success();
}

/// The projection's settings against the rule's parameters.
static LogicalResult checkSettings(ProjectionOp op, LearningRuleOp rule) {
  DictionaryAttr settings = op.getParamsAttr();
  if (!settings)
    return success();
  for (NamedAttribute entry : settings) {
    auto param = rule.lookup<ParamOp>(entry.getName().getValue());
    if (!param)
      return declaredHere(op.emitOpError("sets parameter ")
                              << entry.getName() << ", which rule @"
                              << rule.getSymName() << " does not have",
                          rule);
    if (failed(checkScalar(op, "parameter " + entry.getName().getValue(),
                           entry.getValue(), param.getType(), {})))
      return failure();
  }
  return success();
}

/// The states of the target that the rule reads.
static LogicalResult checkTargets(ProjectionOp op, LearningRuleOp rule,
                                  NeuronOp neuron) {
  for (auto target : rule.getBody().getOps<TargetOp>()) {
    auto state = neuron.lookup<StateOp>(target.getVariable());
    if (!state) {
      InFlightDiagnostic diag =
          op.emitOpError("rule @")
          << rule.getSymName() << " reads state @" << target.getVariable()
          << " of the target, but neuron @" << neuron.getSymName() << " of @"
          << op.getTarget() << " has none";
      diag.attachNote(target.getLoc()) << "read here";
      return declaredHere(std::move(diag), neuron);
    }
    if (state.getType() != target.getType())
      return declaredHere(op.emitOpError("rule @")
                              << rule.getSymName() << " reads @"
                              << target.getVariable() << " as "
                              << target.getType() << ", but it is "
                              << state.getType(),
                          state);
  }
  return success();
}

/// Modulators and ports that the programs name.
static LogicalResult checkProgram(ProjectionOp op, LearningRuleOp rule,
                                  ProgramOp program, NeuronOp neuron) {
  Operation *network = op->getParentOp();
  auto modulator = [&](Operation *user,
                       FlatSymbolRefAttr symbol) -> LogicalResult {
    if (isa_and_nonnull<ModulatorOp>(
            SymbolTable::lookupSymbolIn(network, symbol.getAttr())))
      return success();
    InFlightDiagnostic diag = op.emitOpError("rule @")
                              << rule.getSymName() << " needs a modulator @"
                              << symbol.getValue()
                              << ", which the network does not have";
    diag.attachNote(user->getLoc()) << "named here";
    return diag;
  };
  if (auto signal = dyn_cast<OnSignalOp>(program.getOperation()))
    if (failed(modulator(signal, signal.getModulatorAttr())))
      return failure();
  for (Operation &user : program.getBody().front()) {
    if (auto modulation = dyn_cast<ModulationOp>(user))
      if (failed(modulator(&user, modulation.getModulatorAttr())))
        return failure();
    if (auto signalled = dyn_cast<SignalledOp>(user))
      if (failed(modulator(&user, signalled.getModulatorAttr())))
        return failure();
    auto deposit = dyn_cast<DepositOp>(user);
    if (deposit && neuron && !neuron.lookup<PortOp>(deposit.getPort())) {
      InFlightDiagnostic diag =
          op.emitOpError("rule @")
          << rule.getSymName() << " adds to port @" << deposit.getPort()
          << " of the target, but neuron @" << neuron.getSymName() << " of @"
          << op.getTarget() << " has none";
      diag.attachNote(user.getLoc()) << "added here";
      return declaredHere(std::move(diag), neuron);
    }
  }
  return success();
}

LogicalResult snnc::snn::checkLearning(ProjectionOp op, PopulationOp target) {
  FlatSymbolRefAttr symbol = op.getRuleAttr();
  if (!symbol)
    return success();
  if (failed(checkPlasticWeights(op)))
    return failure();
  // Rules that are not linked yet are checked when they are.
  Operation *found = lookupOutwards(op, symbol.getAttr());
  if (!found)
    return success();
  auto rule = dyn_cast<LearningRuleOp>(found);
  if (!rule)
    return declaredHere(op.emitOpError("learns by @")
                            << *op.getRule() << ", which is no learning rule",
                        found);
  NeuronOp neuron = resolveNeuron(target);
  if (failed(checkSettings(op, rule)) ||
      (neuron && failed(checkTargets(op, rule, neuron))))
    return failure();
  for (ProgramOp program : rule.getPrograms())
    if (failed(checkProgram(op, rule, program, neuron)))
      return failure();
  return success();
}
