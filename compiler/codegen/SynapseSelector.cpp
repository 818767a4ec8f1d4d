//===- SynapseSelector.cpp - Selection for synapses -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/RuleSelector.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using snnc::fx::QType;
namespace uc = snnc::ucode;

namespace snnc::compiler {

static QType q(Value value) { return cast<QType>(value.getType()); }

SynapseSelector::SynapseSelector(snn::ProgramOp source,
                                 ucode::ProgramOp program, bool fuse,
                                 const RuleSplit &split, const Handover &names,
                                 snn::NeuronOp target, Walk walk)
    : Selector(source, program, fuse), split(split), names(names),
      target(target), walk(walk) {
  handed.insert(split.commons().begin(), split.commons().end());
}

LogicalResult SynapseSelector::run() {
  // Masks stand before what they hold for. Where a condition needs draws, these
  // come in their order, and the rest behind them.
  bool isLate = llvm::any_of(split.synapseConditions(),
                             [&](Value value) { return usesDraws(value); });
  unsigned effects = 0, deltas = 0;
  for (Operation &op : body()) {
    effects += isa<snn::WriteOp, snn::DepositOp>(op);
    if (auto write = dyn_cast<snn::WriteOp>(op))
      deltas += matchDelta(write).has_value();
  }
  // A delta draws too, after which no other draw is there to round by.
  storesRound = !isLate && (deltas == 0 || effects == 1);
  if (!isLate && failed(mask()))
    return failure();
  llvm::DenseSet<Operation *> own(split.perSynapse().begin(),
                                  split.perSynapse().end());
  for (Operation &op : body()) {
    if (isa<snn::WriteOp, snn::DepositOp>(op)) {
      if (storesRound && failed(act(op)))
        return failure();
    } else if (own.contains(&op) ||
               (op.getNumResults() == 1 && handed.contains(op.getResult(0)))) {
      if (failed(visit(op)))
        return failure();
    }
  }
  if (isLate && failed(mask()))
    return failure();
  if (!storesRound)
    for (Operation &op : body())
      if (isa<snn::WriteOp, snn::DepositOp>(op) && failed(act(op)))
        return failure();
  uc::EndOp::create(builder, source.getLoc());
  return success();
}

LogicalResult SynapseSelector::act(Operation &op) {
  if (auto write = dyn_cast<snn::WriteOp>(op))
    return store(write);
  return deposit(cast<snn::DepositOp>(op));
}

bool SynapseSelector::usesDraws(Value value) {
  SmallVector<Value> open = {value};
  llvm::DenseSet<Value> seen;
  while (!open.empty()) {
    Value next = open.pop_back_val();
    Operation *op = next.getDefiningOp();
    if (!seen.insert(next).second)
      continue;
    if (isa<snn::RandomOp>(op))
      return true;
    // The source has computed it.
    if (handed.contains(next))
      continue;
    if (roundsStochastically(op))
      return true;
    llvm::append_range(open, op->getOperands());
  }
  return false;
}

LogicalResult SynapseSelector::mask() {
  Location loc = source.getLoc();
  if (walk == Walk::Columns) {
    // Only targets whose conditions hold are walked.
    if (!split.sourceConditions().empty())
      uc::MaskOp::create(builder, loc,
                         uc::LdcOp::create(builder, loc, regType, IntegerAttr(),
                                           names.sourceCondition.getValue()));
  } else if ((isOnPost(source) || !split.targetConditions().empty()) &&
             !impliesConditions()) {
    uc::MaskOp::create(builder, loc,
                       load(loc, names.condition.getValue(), 0, false));
  }
  for (Value condition : split.synapseConditions()) {
    FailureOr<Value> holds = truth(condition);
    if (failed(holds))
      return failure();
    uc::MaskOp::create(builder, condition.getLoc(), *holds);
  }
  return success();
}

bool SynapseSelector::impliesConditions() {
  if (isOnPost(source))
    return false;
  SmallVector<StringRef> factors;
  for (Operation &op : body()) {
    if (isa<snn::DepositOp>(op))
      return false;
    auto write = dyn_cast<snn::WriteOp>(op);
    if (!write)
      continue;
    auto delta = matchDelta(write);
    if (!delta)
      return false;
    factors.push_back(delta->state.getState());
  }
  return llvm::all_of(split.targetConditions(), [&](Value condition) {
    auto cmp = condition.getDefiningOp<fx::CompareOp>();
    if (!cmp || cmp.getPredicate() != fx::Predicate::Ne ||
        constant(cmp.getRhs()) != 0)
      return false;
    auto read = cmp.getLhs().getDefiningOp<snn::ReadOp>();
    return read && llvm::all_of(factors, [&](StringRef factor) {
             return factor == read.getState();
           });
  });
}

Value SynapseSelector::makeLoad(Location loc, Operation *declared,
                                StringRef variable, uint32_t shift,
                                bool saturate) {
  if (isa<snn::WeightOp, snn::StateOp>(declared))
    return uc::LdsOp::create(builder, loc, regType, IntegerAttr(), variable,
                             shift, saturate);
  if (isa<snn::TargetOp>(declared))
    return load(loc, variable, shift, saturate);
  Value common =
      uc::LdcOp::create(builder, loc, regType, IntegerAttr(), variable);
  if (shift == 0)
    return common;
  OperandB amount = immediate(shift);
  return uc::ShlOp::create(builder, loc, regType, IntegerAttr(), common,
                           amount.reg, amount.imm, saturate);
}

void SynapseSelector::makeStore(snn::WriteOp op, Value value, uint32_t shift,
                                uc::Rounding rounding, Value random) {
  uc::StsOp::create(builder, op.getLoc(), value, op.getState(), shift, rounding,
                    random);
}

FailureOr<Value> SynapseSelector::makeDraw(snn::RandomOp op, uint32_t shift,
                                           Value &word) {
  Location loc = op.getLoc();
  if (op.getPerRow()) {
    word = uc::LddOp::create(builder, loc, regType, IntegerAttr(),
                             names.commons.lookup(op.getResult()).getValue());
    return shiftUnsigned(loc, word, shift);
  }
  Value first = uc::LdcOp::create(builder, loc, regType, IntegerAttr(),
                                  names.sourceIndex.getValue());
  Value second = load(loc, names.targetIndex.getValue(), 0, false);
  word = uc::Rand2Op::create(builder, loc, regType, IntegerAttr(), first,
                             second, int64_t(*op.getStream()), shift);
  return word;
}

FailureOr<Value> SynapseSelector::selectOther(Operation *op) {
  if (isa<snn::TargetFiredOp>(op))
    return load(op->getLoc(), names.targetFired.getValue(), 0, false);
  return Selector::selectOther(op);
}

FailureOr<Value> SynapseSelector::take(Value value) {
  StringAttr name = names.commons.lookup(value);
  if (!name || value.getDefiningOp<snn::RandomOp>())
    return select(value);
  return Value(uc::LdcOp::create(builder, value.getLoc(), regType,
                                 IntegerAttr(), name.getValue()));
}

StringAttr SynapseSelector::commonName(Value value) {
  if (!handed.contains(value) || !isa<QType>(value.getType()))
    return {};
  if (StringAttr name = names.commons.lookup(value))
    return name;
  // A trace, if it is read as it is stored.
  auto read = value.getDefiningOp<snn::ReadOp>();
  auto stored = cast<QType>(storedType(declaration(read)));
  return stored.getFrac() == q(value).getFrac() ? read.getStateAttr().getAttr()
                                                : StringAttr();
}

std::optional<SynapseSelector::Delta>
SynapseSelector::matchDelta(snn::WriteOp op) {
  auto stored = dyn_cast<QType>(storedType(declaration(op)));
  auto add = op.getValue().getDefiningOp<fx::AddOp>();
  // A column has one target and a source a lane.
  if (!fuse || walk == Walk::Columns || !stored || !add ||
      q(add).getFrac() != stored.getFrac())
    return std::nullopt;
  auto isOld = [&](Value value) {
    auto read = value.getDefiningOp<snn::ReadOp>();
    return read && read.getState() == op.getState();
  };
  Value change = isOld(add.getLhs()) ? add.getRhs() : add.getLhs();
  auto mul = definition<fx::MulOp>(change);
  if (!mul || !isOld(add.getLhs() == change ? add.getRhs() : add.getLhs()))
    return std::nullopt;
  Delta delta;
  delta.rounding = mul.getRounding();
  delta.shift =
      q(mul.getLhs()).getFrac() + q(mul.getRhs()).getFrac() - q(mul).getFrac();
  for (auto [first, second] : {std::pair(mul.getLhs(), mul.getRhs()),
                               std::pair(mul.getRhs(), mul.getLhs())}) {
    auto read = first.getDefiningOp<snn::ReadOp>();
    if (!read || !isa<snn::TargetOp>(declaration(read)) ||
        cast<QType>(storedType(declaration(read))).getFrac() !=
            q(first).getFrac() ||
        q(second).getBits() > 16)
      continue;
    if (StringAttr common = commonName(second)) {
      delta.state = read;
      delta.common = common;
      break;
    }
  }
  // The instruction adds exactly; so must what it stands for.
  int product = int(q(mul.getLhs()).getBits() + q(mul.getRhs()).getBits()) - 2;
  if (!delta.state || product - int(delta.shift) > 30 ||
      q(add).getBits() > 31 || delta.shift > 30)
    return std::nullopt;
  if (delta.rounding != fx::Rounding::Stochastic || delta.shift == 0)
    return delta;
  snn::RandomOp random = lastDraw.lookup(mul);
  if (!random || !random.getPerRow())
    return std::nullopt;
  delta.draw = names.commons.lookup(random.getResult());
  return delta;
}

LogicalResult SynapseSelector::store(snn::WriteOp op) {
  auto delta = matchDelta(op);
  if (!delta)
    return Selector::store(op);
  if (failed(readBefore(op)))
    return failure();
  ++numFused;
  bool isStochastic = bool(delta->draw);
  uc::DltOp::create(
      builder, op.getLoc(), op.getState(), delta->common.getValue(),
      isStochastic ? FlatSymbolRefAttr::get(delta->draw) : FlatSymbolRefAttr(),
      delta->state.getState(), delta->shift,
      isStochastic || delta->rounding == fx::Rounding::Even
          ? uc::Rounding(delta->rounding)
          : uc::Rounding::Floor);
  return success();
}

LogicalResult SynapseSelector::deposit(snn::DepositOp op) {
  auto port = target.lookup<snn::PortOp>(op.getPort());
  auto type = dyn_cast<QType>(op.getValue().getType());
  auto sum = port ? dyn_cast<QType>(port.getType()) : QType();
  if (!type || !sum)
    return op.emitOpError("has type ")
           << op.getValue().getType()
           << "; microcode needs the network quantized";
  FailureOr<Value> value = reg(op.getValue());
  if (failed(value))
    return failure();
  int shift = int(sum.getFrac()) - int(type.getFrac());
  constexpr int most = fx::kMaxShift;
  if (shift > most) {
    // What goes beyond is shifted before: the sum's bound holds for both.
    OperandB rest = immediate(shift - most);
    value =
        Value(uc::ShlOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                                *value, rest.reg, rest.imm, false));
    shift = most;
  }
  uc::AddpOp::create(builder, op.getLoc(), *value, op.getPort(),
                     uint32_t(shift));
  return success();
}

} // namespace snnc::compiler
