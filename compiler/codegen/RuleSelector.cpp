//===- RuleSelector.cpp - Selection for sources and targets -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/RuleSelector.h"

using namespace mlir;
namespace uc = snnc::ucode;

namespace snnc::compiler {

FailureOr<Value> Selector::conjunction(Location loc, Value first,
                                       ArrayRef<Value> conditions) {
  if (!first && conditions.empty())
    return move(loc, 1);
  if (!first && conditions.size() == 1)
    return truth(conditions[0]);
  for (Value condition : conditions) {
    FailureOr<Value> next = reg(condition);
    if (failed(next))
      return failure();
    first = first ? Value(uc::AndOp::create(builder, condition.getLoc(),
                                            regType, IntegerAttr(), first,
                                            *next, IntegerAttr()))
                  : *next;
  }
  return first;
}

Value Selector::shiftUnsigned(Location loc, Value word, uint32_t shift) {
  if (shift == 0)
    return word;
  OperandB amount = immediate(shift);
  Value down =
      uc::ShrOp::create(builder, loc, regType, IntegerAttr(), word, amount.reg,
                        amount.imm, uc::Rounding::Floor, Value());
  OperandB kept = immediate((int64_t(1) << (32 - shift)) - 1);
  return uc::AndOp::create(builder, loc, regType, IntegerAttr(), down, kept.reg,
                           kept.imm);
}

SourceSelector::SourceSelector(snn::ProgramOp source, ucode::ProgramOp program,
                               bool fuse, const RuleSplit &split,
                               const Handover &names,
                               llvm::DenseSet<Value> stored, Walk walk)
    : Selector(source, program, fuse), split(split), names(names),
      stored(std::move(stored)), walk(walk) {
  // Rounding stays with its operation: its draw may not be the last one where
  // the value is stored.
  storesRound = false;
  for (Value value : this->stored)
    need(value);
  for (Value condition : split.sourceConditions())
    need(condition);
}

void SourceSelector::need(Value value) {
  Operation *op = value.getDefiningOp();
  if (!needed.insert(op).second)
    return;
  for (Value operand : op->getOperands())
    need(operand);
  if (snn::RandomOp random = lastDraw.lookup(op);
      random && roundsStochastically(op))
    need(random);
}

LogicalResult SourceSelector::run() {
  for (Operation &op : body()) {
    if (!needed.contains(&op))
      continue;
    if (failed(visit(op)))
      return failure();
    if (stored.contains(op.getResult(0)) && failed(hand(op.getResult(0))))
      return failure();
  }
  if (walk == Walk::Columns) {
    if (failed(keepCondition()))
      return failure();
    uc::EndOp::create(builder, source.getLoc());
    return success();
  }
  Value fired;
  if (isOnPre(source))
    fired =
        uc::FiredOp::create(builder, source.getLoc(), regType, IntegerAttr());
  FailureOr<Value> due =
      conjunction(source.getLoc(), fired, split.sourceConditions());
  if (failed(due))
    return failure();
  uc::DueOp::create(builder, source.getLoc(), *due);
  uc::EndOp::create(builder, source.getLoc());
  return success();
}

/// For the synapses to be masked by: 0 or 1, in few bits.
LogicalResult SourceSelector::keepCondition() {
  ArrayRef<Value> all = split.sourceConditions();
  if (all.empty())
    return success();
  FailureOr<Value> holds = all.size() == 1
                               ? reg(all[0])
                               : conjunction(source.getLoc(), Value(), all);
  if (failed(holds))
    return failure();
  uc::StOp::create(builder, source.getLoc(), *holds,
                   names.sourceCondition.getValue(), 0u, uc::Rounding::Floor,
                   Value());
  return success();
}

LogicalResult SourceSelector::hand(Value value) {
  FailureOr<Value> made = reg(value);
  if (failed(made))
    return failure();
  if (auto random = value.getDefiningOp<snn::RandomOp>())
    made = drawn.lookup(random);
  uc::StOp::create(builder, value.getLoc(), *made,
                   names.commons.lookup(value).getValue(), 0u,
                   uc::Rounding::Floor, Value());
  return success();
}

/// A draw that is handed over is kept whole.
FailureOr<Value> SourceSelector::makeDraw(snn::RandomOp op, uint32_t shift,
                                          Value &word) {
  if (!stored.contains(op.getResult()))
    return Selector::makeDraw(op, shift, word);
  if (failed(Selector::makeDraw(op, 0, word)))
    return failure();
  return shiftUnsigned(op.getLoc(), word, shift);
}

TargetSelector::TargetSelector(snn::ProgramOp source, ucode::ProgramOp program,
                               bool fuse, const RuleSplit &split,
                               StringAttr condition, StringAttr targetFired)
    : Selector(source, program, fuse), split(split), condition(condition),
      targetFired(targetFired) {}

LogicalResult TargetSelector::run() {
  Location loc = source.getLoc();
  Value fired;
  if (isOnPost(source) || targetFired)
    fired = uc::FiredOp::create(builder, loc, regType, IntegerAttr());
  auto keep = [&](Value value, StringAttr name) {
    uc::StOp::create(builder, loc, value, name.getValue(), 0u,
                     uc::Rounding::Floor, Value());
  };
  if (targetFired)
    keep(fired, targetFired);
  if (isOnPost(source) || !split.targetConditions().empty()) {
    Value first = isOnPost(source) ? fired : Value();
    FailureOr<Value> due = conjunction(loc, first, split.targetConditions());
    if (failed(due))
      return failure();
    uc::DueOp::create(builder, loc, *due);
    if (condition) {
      // What is stored is 0 or 1, in few bits.
      ArrayRef<Value> all = split.targetConditions();
      if (!first && all.size() == 1)
        due = reg(all[0]);
      if (failed(due))
        return failure();
      keep(*due, condition);
    }
  }
  uc::EndOp::create(builder, loc);
  return success();
}

} // namespace snnc::compiler
