//===- RuleProgram.cpp - What a program of a rule is ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/RuleProgram.h"

#include "compiler/codegen/RuleSplit.h"
#include "compiler/native/Declarations.h"
#include "dialects/snn/Network.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace snnc::compiler {

using image::NativeTrigger;

bool RuleProgram::isConditional() const {
  return !body().getOps<snn::RequireOp>().empty();
}

/// Whether a draw decides it.
static bool isDrawn(Value condition) {
  SmallVector<Operation *> open = {condition.getDefiningOp()};
  llvm::DenseSet<Operation *> seen;
  while (!open.empty()) {
    Operation *op = open.pop_back_val();
    if (!seen.insert(op).second)
      continue;
    if (isa<snn::RandomOp>(op) || roundsStochastically(op))
      return true;
    for (Value operand : op->getOperands())
      open.push_back(operand.getDefiningOp());
  }
  return false;
}

namespace {

class Description {
public:
  Description(snn::ProjectionOp projection, unsigned number,
              snn::ProgramOp program)
      : projection(projection), rule(snn::resolveRule(projection)),
        prefix("rule_" + std::to_string(number)), program(program) {
    made.op = program;
  }

  FailureOr<RuleProgram> run() {
    if (failed(describeTrigger()))
      return failure();
    auto count = [&](auto ops) { return size_t(llvm::range_size(ops)); };
    made.made.readsVariables.resize(count(rule.getOps<snn::StateOp>()));
    made.made.writesVariables.resize(count(rule.getOps<snn::StateOp>()));
    made.made.readsTraces.resize(count(rule.getOps<snn::TraceOp>()));
    made.made.readsTargets.resize(count(rule.getOps<snn::TargetOp>()));
    for (Operation &op : program.getBody().front())
      describe(op);
    if (program.isSynaptic())
      describeGuards();
    return std::move(made);
  }

private:
  void name(NativeTrigger trigger, const Twine &suffix) {
    made.made.trigger = trigger;
    made.made.function = (prefix + "_" + suffix).str();
  }

  LogicalResult describeTrigger() {
    return llvm::TypeSwitch<Operation *, LogicalResult>(program)
        .Case([&](snn::PreOp) {
          name(NativeTrigger::Pre, "pre");
          return success();
        })
        .Case([&](snn::PostOp) {
          name(NativeTrigger::Post, "post");
          return success();
        })
        .Case([&](snn::OnPreOp) {
          name(NativeTrigger::OnPre, "on_pre");
          return success();
        })
        .Case([&](snn::OnPostOp) {
          name(NativeTrigger::OnPost, "on_post");
          return success();
        })
        .Case([&](snn::EveryOp every) {
          made.made.argument = uint32_t(every.getSteps());
          name(NativeTrigger::Every, "every_" + Twine(every.getSteps()));
          return success();
        })
        .Default([&](Operation *op) -> LogicalResult {
          auto signal = cast<snn::OnSignalOp>(op);
          FailureOr<unsigned> modulator =
              modulatorNumber(op, signal.getModulatorAttr());
          if (failed(modulator))
            return failure();
          made.made.argument = *modulator;
          name(NativeTrigger::Signal, "on_signal_" + Twine(*modulator));
          return success();
        });
  }

  void reads(Operation *variable) {
    size_t number = numberOf(variable);
    if (isa<snn::WeightOp>(variable))
      made.made.readsWeight = true;
    else if (isa<snn::StateOp>(variable))
      made.made.readsVariables[number] = true;
    else if (isa<snn::TraceOp>(variable))
      made.made.readsTraces[number] = true;
    else
      made.made.readsTargets[number] = true;
  }

  void describe(Operation &op) {
    if (auto read = dyn_cast<snn::ReadOp>(op))
      return reads(declarationOf(read, read.getStateAttr()));
    if (auto write = dyn_cast<snn::WriteOp>(op)) {
      Operation *variable = declarationOf(write, write.getStateAttr());
      if (isa<snn::WeightOp>(variable))
        made.made.writesWeight = true;
      else if (isa<snn::StateOp>(variable))
        made.made.writesVariables[numberOf(variable)] = true;
      // Where it does not act, the old value stays.
      if (program.isSynaptic() && made.isConditional())
        reads(variable);
    } else if (auto deposit = dyn_cast<snn::DepositOp>(op)) {
      auto neuron = snn::resolveNeuron(snn::resolveTarget(projection));
      made.made.deposits.push_back(
          uint32_t(numberOf(neuron.lookup<snn::PortOp>(deposit.getPort()))));
    }
    made.made.readsFired |= isa<snn::FiredOp, snn::PayloadOp>(op);
    made.made.readsPayload |= isa<snn::PayloadOp>(op);
    made.made.readsTargetFired |= isa<snn::TargetFiredOp>(op);
    made.made.draws |= isa<snn::RandomOp>(op);
  }

  void describeGuards() {
    RuleSplit split(program);
    for (Value condition : split.sourceConditions())
      if (!isDrawn(condition))
        made.sourceConditions.push_back(condition);
    llvm::append_range(made.targetConditions, split.targetConditions());
    if (!made.sourceConditions.empty())
      made.made.sourceGuard = made.made.function + "_source";
    if (!made.targetConditions.empty())
      made.made.targetGuard = made.made.function + "_target";
  }

  snn::ProjectionOp projection;
  snn::LearningRuleOp rule;
  std::string prefix;
  snn::ProgramOp program;
  RuleProgram made;
};

} // namespace

FailureOr<std::vector<RuleProgram>> rulePrograms(snn::ProjectionOp projection,
                                                 unsigned number) {
  std::vector<RuleProgram> programs;
  if (!projection.getRuleAttr())
    return programs;
  snn::LearningRuleOp rule = snn::resolveRule(projection);
  if (!rule)
    return projection.emitError("learns by ")
           << projection.getRuleAttr() << ", which is not linked";
  for (snn::ProgramOp program : rule.getPrograms()) {
    auto acts = [](Operation &op) {
      return isa<snn::WriteOp, snn::DepositOp>(op);
    };
    if (llvm::none_of(program.getBody().front(), acts))
      continue;
    FailureOr<RuleProgram> made =
        Description(projection, number, program).run();
    if (failed(made))
      return failure();
    programs.push_back(std::move(*made));
  }
  return programs;
}

} // namespace snnc::compiler
