//===- Selector.cpp - Selection: what acts, and operands --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Selector.h"

#include "compiler/codegen/RuleSplit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using snnc::fx::QType;
namespace uc = snnc::ucode;

namespace snnc::compiler {

Selector::Selector(snn::ProgramOp source, ucode::ProgramOp program, bool fuse)
    : source(source), model(source.getModel()), builder(program.getContext()),
      regType(ucode::RegType::get(program.getContext())), fuse(fuse) {
  builder.setInsertionPointToEnd(&program.getBody().front());
  findDraws();
}

LogicalResult Selector::run() {
  for (Operation &op : body())
    if (failed(visit(op)))
      return failure();
  readOtherPorts();
  uc::EndOp::create(builder, source.getLoc());
  return success();
}

/// Stochastic rounding uses the draw before it, as the lane keeps only one.
void Selector::findDraws() {
  snn::RandomOp last;
  for (Operation &op : body()) {
    if (auto random = dyn_cast<snn::RandomOp>(op))
      last = random;
    if (last)
      lastDraw[&op] = last;
  }
}

LogicalResult Selector::visit(Operation &op) {
  if (auto write = dyn_cast<snn::WriteOp>(op))
    return store(write);
  if (auto emitOp = dyn_cast<snn::EmitOp>(op))
    return emit(emitOp);
  // Draws and what rounds by them keep their order: there is one DR.
  bool isOrdered = isa<snn::RandomOp>(op) || roundsStochastically(&op);
  if (!isOrdered || op.use_empty())
    return success();
  // A store absorbs its rescaling where the draw is still the same.
  if (auto rescale = dyn_cast<fx::RescaleOp>(op); rescale && fuse)
    if (op.hasOneUse() && storesRound)
      if (auto write = dyn_cast<snn::WriteOp>(*op.user_begin()))
        if (lastDraw.lookup(write) == lastDraw.lookup(&op))
          return success();
  return success(succeeded(reg(op.getResult(0))));
}

LogicalResult Selector::store(snn::WriteOp op) {
  auto stored = dyn_cast<QType>(storedType(declaration(op)));
  Value value = op.getValue();
  auto type = dyn_cast<QType>(value.getType());
  if (!stored || !type)
    return op.emitOpError("has type ")
           << value.getType() << "; microcode needs the network quantized";
  uint32_t shift = type.getFrac() - stored.getFrac();
  fx::Rounding rounding = shift ? fx::Rounding::Even : fx::Rounding::Floor;
  Operation *rounder = op;
  auto rescale = definition<fx::RescaleOp>(value);
  if (fuse && rescale && rescale->hasOneUse() && shift == 0 &&
      !registers.count(value)) {
    int right =
        cast<QType>(rescale.getValue().getType()).getFrac() - type.getFrac();
    if (right > 0) {
      ++numFused;
      shift = right;
      rounding = rescale.getRounding();
      rounder = rescale;
      value = rescale.getValue();
    }
  }
  FailureOr<Value> a = reg(value);
  FailureOr<Value> random = randomFor(rounder, rounding, shift);
  if (failed(a) || failed(random))
    return failure();
  if (failed(readBefore(op)))
    return failure();
  makeStore(op, *a, shift,
            *random || rounding != fx::Rounding::Stochastic
                ? uc::Rounding(rounding)
                : uc::Rounding::Floor,
            *random);
  return success();
}

LogicalResult Selector::readBefore(snn::WriteOp op) {
  for (auto read : body().getOps<snn::ReadOp>())
    if (read.getStateAttr() == op.getStateAttr() && !read.use_empty())
      if (failed(reg(read)))
        return failure();
  return success();
}

void Selector::makeStore(snn::WriteOp op, Value value, uint32_t shift,
                         uc::Rounding rounding, Value random) {
  uc::StOp::create(builder, op.getLoc(), value, op.getState(), shift, rounding,
                   random);
}

LogicalResult Selector::emit(snn::EmitOp op) {
  if (constant(op.getCondition()) == 0)
    return success();
  OperandB payload = immediate(1);
  if (Value value = op.getPayload()) {
    auto type = dyn_cast<QType>(value.getType());
    if (!type || type.getBits() > 16)
      return op.emitOpError("has a payload of type ")
             << value.getType() << "; events carry 16-bit integers";
    FailureOr<OperandB> b = operandB(value);
    if (failed(b))
      return failure();
    payload = *b;
  }
  FailureOr<Value> condition = truth(op.getCondition());
  if (failed(condition))
    return failure();
  uc::EmitOp::create(builder, op.getLoc(), *condition, payload.reg,
                     payload.imm);
  return success();
}

unsigned Selector::receivers(FlatSymbolRefAttr port) {
  return llvm::count_if(body().getOps<snn::ReceiveOp>(), [&](auto receive) {
    return receive.getPortAttr() == port;
  });
}

void Selector::readOtherPorts() {
  for (auto port : model.getBody().getOps<snn::PortOp>())
    if (!ports.count(port.getSymNameAttr()))
      uc::LdpOp::create(builder, port.getLoc(), regType, IntegerAttr(),
                        port.getSymName(), 0u, false);
}

std::optional<int64_t> Selector::constant(Value value) {
  if (auto op = value.getDefiningOp<fx::ConstantOp>())
    return int64_t(int32_t(op.getValue()));
  if (auto op = value.getDefiningOp<arith::ConstantOp>())
    if (auto flag = dyn_cast<IntegerAttr>(op.getValue());
        flag && flag.getType().isInteger(1))
      return flag.getValue().isZero() ? 0 : 1;
  return std::nullopt;
}

Selector::OperandB Selector::immediate(int64_t value) {
  return {Value(), builder.getI32IntegerAttr(int32_t(value))};
}

Value Selector::move(Location loc, int64_t value) {
  OperandB b = immediate(value);
  return uc::MovOp::create(builder, loc, regType, IntegerAttr(), b.reg, b.imm);
}

FailureOr<Selector::OperandB> Selector::operandB(Value value) {
  if (std::optional<int64_t> number = constant(value)) {
    ++numFused;
    return immediate(*number);
  }
  FailureOr<Value> r = reg(value);
  if (failed(r))
    return failure();
  return OperandB{*r, IntegerAttr()};
}

FailureOr<Value> Selector::reg(Value value) {
  if (Value known = registers.lookup(value))
    return known;
  FailureOr<Value> made = handed.contains(value) ? take(value) : select(value);
  if (succeeded(made))
    registers[value] = *made;
  return made;
}

FailureOr<Value> Selector::truth(Value condition) {
  // x != 0 is x itself where any value but zero will do.
  if (auto compare = definition<fx::CompareOp>(condition);
      fuse && compare && compare.getPredicate() == fx::Predicate::Ne &&
      constant(compare.getRhs()) == 0) {
    ++numFused;
    return reg(compare.getLhs());
  }
  return reg(condition);
}

FailureOr<Value> Selector::randomFor(Operation *op, fx::Rounding rounding,
                                     uint32_t shift) {
  if (rounding != fx::Rounding::Stochastic || shift == 0)
    return Value();
  snn::RandomOp random = lastDraw.lookup(op);
  if (!random)
    return op->emitOpError("rounds stochastically, but no snn.random stands "
                           "before it; draw one first");
  if (failed(reg(random)))
    return failure();
  return drawn.lookup(random);
}

FailureOr<Value> Selector::select(Value value) {
  Operation *op = value.getDefiningOp();
  if (std::optional<int64_t> number = constant(value))
    return move(op->getLoc(), *number);
  return TypeSwitch<Operation *, FailureOr<Value>>(op)
      .Case<snn::ReadOp, snn::GetOp>(
          [&](auto) { return load(value, value.getType(), false); })
      .Case([&](snn::ReceiveOp receiveOp) { return receive(receiveOp); })
      .Case([&](snn::RandomOp random) { return draw(random); })
      .Case<fx::AddOp, fx::SubOp>([&](auto) { return addSub(op); })
      .Case([&](fx::MulOp mul) { return multiply(mul); })
      .Case([&](fx::RescaleOp rescaleOp) { return rescale(rescaleOp); })
      .Case([&](fx::CompareOp cmp) { return compare(cmp, false); })
      .Case([&](fx::MinOp min) {
        return commutative<uc::MinOp>(op->getLoc(), min.getLhs(), min.getRhs());
      })
      .Case([&](fx::MaxOp max) {
        return commutative<uc::MaxOp>(op->getLoc(), max.getLhs(), max.getRhs());
      })
      .Case([&](fx::AndOp both) {
        return commutative<uc::AndOp>(op->getLoc(), both.getLhs(),
                                      both.getRhs());
      })
      .Case([&](fx::SelectOp sel) {
        return choose(op->getLoc(), sel.getCondition(), sel.getLhs(),
                      sel.getRhs());
      })
      .Case([&](fx::LookupOp lookupOp) { return lookup(lookupOp); })
      .Case<snn::ModulationOp, snn::SignalledOp, snn::FiredOp, snn::PayloadOp,
            snn::TargetFiredOp>([&](auto) { return selectOther(op); })
      .Default([&](Operation *) { return selectArith(op); });
}

FailureOr<Value> Selector::selectOther(Operation *op) {
  Location loc = op->getLoc();
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](snn::ModulationOp modulation) {
        return uc::LdmOp::create(builder, loc, regType, IntegerAttr(),
                                 modulation.getModulatorAttr());
      })
      .Case([&](snn::SignalledOp signalled) {
        return uc::SigOp::create(builder, loc, regType, IntegerAttr(),
                                 signalled.getModulatorAttr());
      })
      .Case([&](snn::PayloadOp) {
        return uc::PayOp::create(builder, loc, regType, IntegerAttr());
      })
      .Default([&](Operation *) {
        // Of the source or the target, as the program's lanes are.
        return uc::FiredOp::create(builder, loc, regType, IntegerAttr());
      });
}

FailureOr<Value> Selector::selectArith(Operation *op) {
  Location loc = op->getLoc();
  bool isBoolean =
      op->getNumResults() == 1 && op->getResult(0).getType().isInteger(1);
  if (auto sel = dyn_cast<arith::SelectOp>(op);
      sel && (isBoolean || isa<QType>(sel.getType())))
    return choose(loc, sel.getCondition(), sel.getTrueValue(),
                  sel.getFalseValue());
  if (isBoolean) {
    if (auto both = dyn_cast<arith::AndIOp>(op))
      return commutative<uc::AndOp>(loc, both.getLhs(), both.getRhs());
    if (auto either = dyn_cast<arith::OrIOp>(op))
      return commutative<uc::OrOp>(loc, either.getLhs(), either.getRhs());
    if (auto one = dyn_cast<arith::XOrIOp>(op)) {
      if (constant(one.getRhs()) == 1)
        return invert(loc, one.getLhs());
      return commutative<uc::XorOp>(loc, one.getLhs(), one.getRhs());
    }
  }
  return op->emitOpError("has no microcode; discretize and quantize the "
                         "network first (in a quantized update stand fx ops, "
                         "and arith.andi, ori, xori, select on i1)");
}

template <typename OpT>
FailureOr<Value> Selector::commutative(Location loc, Value lhs, Value rhs) {
  if (constant(lhs))
    std::swap(lhs, rhs);
  FailureOr<Value> a = reg(lhs);
  FailureOr<OperandB> b = operandB(rhs);
  if (failed(a) || failed(b))
    return failure();
  return Value(
      OpT::create(builder, loc, regType, IntegerAttr(), *a, b->reg, b->imm));
}

} // namespace snnc::compiler
