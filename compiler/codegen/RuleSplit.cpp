//===- RuleSplit.cpp - What a synapse need not compute itself ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/RuleSplit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace snnc::compiler {

bool roundsStochastically(Operation *op) {
  if (auto mul = dyn_cast<fx::MulOp>(op))
    return mul.getRounding() == fx::Rounding::Stochastic;
  if (auto rescale = dyn_cast<fx::RescaleOp>(op))
    return rescale.getRounding() == fx::Rounding::Stochastic;
  return false;
}

/// Where what an operation reads or draws differs; its operands apart.
static Side sideOfAccess(Operation *op, snn::ModelOp rule) {
  return TypeSwitch<Operation *, Side>(op)
      .Case([&](snn::ReadOp read) {
        if (rule.lookup<snn::TraceOp>(read.getState()))
          return Side::Source;
        if (rule.lookup<snn::TargetOp>(read.getState()))
          return Side::Target;
        return Side::Synapse;
      })
      .Case<snn::FiredOp, snn::PayloadOp>([](auto) { return Side::Source; })
      .Case([](snn::TargetFiredOp) { return Side::Target; })
      .Case([](snn::RandomOp random) {
        return random.getPerRow() ? Side::Source : Side::Synapse;
      })
      .Case<snn::WriteOp, snn::DepositOp>([](auto) { return Side::Synapse; })
      .Default([](Operation *) { return Side::Uniform; });
}

RuleSplit::RuleSplit(snn::ProgramOp program) {
  Block &body = program.getBody().front();
  classify(body);
  for (auto require : body.getOps<snn::RequireOp>())
    addCondition(require.getCondition());
  for (Value condition : atSynapse)
    need(condition);
  for (Operation &op : body)
    if (isa<snn::WriteOp, snn::DepositOp>(op))
      for (Value operand : op.getOperands())
        need(operand);
  auto byText = [](Operation *a, Operation *b) {
    return a->isBeforeInBlock(b);
  };
  llvm::sort(own, byText);
  llvm::sort(handed, [&](Value a, Value b) {
    return byText(a.getDefiningOp(), b.getDefiningOp());
  });
}

void RuleSplit::classify(Block &body) {
  auto rule = cast<snn::ProgramOp>(body.getParentOp()).getModel();
  Operation *draw = nullptr;
  for (Operation &op : body) {
    Side side = sideOfAccess(&op, rule);
    for (Value operand : op.getOperands())
      side = side | this->side(operand);
    if (isa<snn::RandomOp>(op)) {
      draw = &op;
    } else if (draw && roundsStochastically(&op)) {
      draws[&op] = draw;
      side = side | this->side(draw);
    }
    sides[&op] = side;
  }
}

/// Conjunctions are taken apart: a source or a target may decide some of it.
void RuleSplit::addCondition(Value condition) {
  if (auto both = condition.getDefiningOp<arith::AndIOp>()) {
    addCondition(both.getLhs());
    addCondition(both.getRhs());
    return;
  }
  SmallVector<Value> &list = side(condition) == Side::Synapse  ? atSynapse
                             : side(condition) == Side::Target ? atTarget
                                                               : atSource;
  if (!llvm::is_contained(list, condition))
    list.push_back(condition);
}

/// Follows what a synapse computes back to what it is handed.
void RuleSplit::need(Value value) {
  Operation *op = value.getDefiningOp();
  if (!visited.try_emplace(op, true).second)
    return;
  bool isAtHand = op->hasTrait<OpTrait::ConstantLike>() ||
                  isa<snn::ModulationOp, snn::SignalledOp>(op);
  Side where = side(op);
  if (!isAtHand && (where == Side::Source || where == Side::Uniform)) {
    handed.push_back(value);
    return;
  }
  if (!op->hasTrait<OpTrait::ConstantLike>())
    own.push_back(op);
  for (Value operand : op->getOperands())
    need(operand);
  if (Operation *draw = draws.lookup(op))
    need(draw->getResult(0));
}

} // namespace snnc::compiler
