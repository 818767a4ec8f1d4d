//===- VerifyRule.cpp - Verifiers of learning rules and their declarations ===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace snnc::snn;

WeightOp LearningRuleOp::getWeight() {
  auto weights = getBody().getOps<WeightOp>();
  return weights.empty() ? WeightOp() : *weights.begin();
}

/// Where a program stands in a step: its phase, and its place among those of
/// its kind.
static std::pair<int, int64_t> orderOf(Operation *program) {
  if (isa<PreOp>(program))
    return {0, 0};
  if (isa<OnPreOp>(program))
    return {1, 0};
  if (isa<OnPostOp>(program))
    return {2, 0};
  if (auto every = dyn_cast<EveryOp>(program))
    return {3, every.getSteps()};
  if (isa<OnSignalOp>(program))
    return {4, 0};
  return {5, 0};
}

SmallVector<ProgramOp> LearningRuleOp::getPrograms() {
  SmallVector<ProgramOp> programs(getBody().getOps<ProgramOp>());
  llvm::stable_sort(programs, [](ProgramOp a, ProgramOp b) {
    return orderOf(a) < orderOf(b);
  });
  return programs;
}

/// Programs of one trigger are one.
static LogicalResult checkTriggers(LearningRuleOp rule) {
  bool synaptic = false;
  SmallVector<Operation *> seen;
  for (ProgramOp program : rule.getBody().getOps<ProgramOp>()) {
    synaptic |= program.isSynaptic();
    for (Operation *first : seen) {
      bool same = first->getName() == program->getName() &&
                  orderOf(first) == orderOf(program);
      if (auto signal = dyn_cast<OnSignalOp>(program.getOperation()))
        same = same && cast<OnSignalOp>(first).getModulatorAttr() ==
                           signal.getModulatorAttr();
      if (same)
        return declaredHere(program->emitOpError("is the second one of rule @")
                                << rule.getSymName()
                                << " for the same trigger; make them one",
                            first);
    }
    seen.push_back(program);
  }
  if (synaptic)
    return success();
  return rule.emitOpError("@")
         << rule.getSymName()
         << " has no program that runs at a synapse; give it snn.on_pre, "
            "snn.on_post, snn.every or snn.on_signal";
}

LogicalResult LearningRuleOp::verify() {
  WeightOp weight;
  for (Operation &op : getBody().front()) {
    if (!isa<ParamOp, WeightOp, StateOp, TraceOp, TargetOp, ProgramOp,
             snnc::fx::TableOp>(op) ||
        isa<UpdateOp>(op))
      return declaredHere(
          op.emitOpError("cannot stand in a learning rule outside its "
                         "programs"),
          *this);
    auto found = dyn_cast<WeightOp>(op);
    if (found && weight)
      return declaredHere(found.emitOpError("is the second one of rule @")
                              << getSymName()
                              << "; a synapse has one weight, further "
                                 "variables are snn.state",
                          weight);
    if (found)
      weight = found;
  }
  if (!weight)
    return emitOpError("@") << getSymName() << " has no snn.weight";
  return checkTriggers(*this);
}

LogicalResult WeightOp::verify() {
  if (failed(checkValueType(*this, getType())) ||
      failed(checkRange(*this, "range", getRangeAttr())))
    return failure();
  auto q = dyn_cast<snnc::fx::QType>(getType());
  if (q && q.getBits() != 8 && q.getBits() != 16)
    return emitOpError("has type ")
           << getType() << "; plastic weights have 8 or 16 bits";
  return success();
}

LogicalResult TraceOp::verify() {
  if (failed(checkValueType(*this, getType())) ||
      failed(checkRange(*this, "range", getRangeAttr())) ||
      failed(checkStorage(*this, getType(), getBits())))
    return failure();
  if (getRound().value_or(StoreRounding::Nearest) ==
      StoreRounding::StochasticRow)
    return emitOpError("rounds per row; a trace is one value a row as it is, "
                       "say round stochastic");
  return checkScalar(*this, "initial value", getInit(), getType(),
                     getRangeAttr());
}

LogicalResult TargetOp::verify() {
  if (failed(checkRange(*this, "range", getRangeAttr())))
    return failure();
  return checkValueType(*this, getType());
}
