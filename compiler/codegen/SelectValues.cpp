//===- SelectValues.cpp - Selection: variables and arithmetic ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Selector.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using snnc::fx::QType;
namespace uc = snnc::ucode;

namespace snnc::compiler {

/// Left shifts that ld and ldp do on the way.
constexpr int maxLoadShift = 14;

static QType q(Value value) { return cast<QType>(value.getType()); }
static bool fits16(int64_t value) { return value == int16_t(value); }
static bool saturates(fx::Overflow overflow) {
  return overflow == fx::Overflow::Saturate;
}

Operation *Selector::declaration(Operation *op) {
  StringRef name;
  if (auto read = dyn_cast_or_null<snn::ReadOp>(op))
    name = read.getState();
  else if (auto write = dyn_cast_or_null<snn::WriteOp>(op))
    name = write.getState();
  else if (auto get = dyn_cast_or_null<snn::GetOp>(op))
    name = get.getParam();
  else
    return nullptr;
  return SymbolTable::lookupSymbolIn(model, name);
}

Type Selector::storedType(Operation *declaration) {
  return declaration->getAttrOfType<TypeAttr>("type").getValue();
}

FailureOr<Value> Selector::load(Value value, Type wanted, bool saturate) {
  Operation *op = value.getDefiningOp();
  Operation *declared = declaration(op);
  auto stored = dyn_cast<QType>(storedType(declared));
  auto type = dyn_cast<QType>(wanted);
  if (!stored || !type)
    return op->emitOpError("has type ")
           << wanted << "; microcode needs the network quantized";
  uint32_t shift = type.getFrac() - stored.getFrac();
  return makeLoad(op->getLoc(), declared,
                  SymbolTable::getSymbolName(declared).getValue(), shift,
                  saturate);
}

Value Selector::makeLoad(Location loc, Operation *, StringRef variable,
                         uint32_t shift, bool saturate) {
  return load(loc, variable, shift, saturate);
}

Value Selector::load(Location loc, StringRef plane, uint32_t shift,
                     bool saturate) {
  return uc::LdOp::create(builder, loc, regType, IntegerAttr(), plane, shift,
                          saturate);
}

FailureOr<Value> Selector::receive(snn::ReceiveOp op) {
  StringAttr name = op.getPortAttr().getAttr();
  auto stored = dyn_cast<QType>(model.lookup<snn::PortOp>(name).getType());
  auto type = dyn_cast<QType>(op.getType());
  if (!stored || !type)
    return op.emitOpError("has type ")
           << op.getType() << "; microcode needs the network quantized";
  // The read clears the port: one instruction serves all who ask.
  Value &sum = ports[name];
  if (!sum)
    sum = uc::LdpOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                            op.getPort(), 0u, false);
  uint32_t shift = type.getFrac() - stored.getFrac();
  if (shift == 0)
    return sum;
  auto ldp = sum.getDefiningOp<uc::LdpOp>();
  if (receivers(op.getPortAttr()) == 1) {
    ldp.setSh(shift);
    return sum;
  }
  OperandB amount = immediate(shift);
  return Value(uc::ShlOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                                 sum, amount.reg, amount.imm, false));
}

Value Selector::laneNumber(Location loc) {
  if (!laneIndex)
    laneIndex = uc::LidOp::create(builder, loc, regType, IntegerAttr());
  return laneIndex;
}

FailureOr<Value> Selector::makeDraw(snn::RandomOp op, uint32_t shift,
                                    Value &word) {
  word = uc::RandOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                            laneNumber(op.getLoc()), int64_t(*op.getStream()),
                            shift);
  return word;
}

FailureOr<Value> Selector::draw(snn::RandomOp op) {
  auto type = dyn_cast<QType>(op.getType());
  if (!type)
    return op.emitOpError("has type ")
           << op.getType() << "; microcode needs the network quantized";
  if (!op.getStream())
    return op.emitOpError("has no stream; discretization gives it one");
  // The draw is 32 bits of fraction, and the shifter ends at kMaxShift.
  uint32_t shift = 32 - type.getFrac();
  uint32_t first = std::min<uint32_t>(shift, fx::kMaxShift);
  FailureOr<Value> word = makeDraw(op, first, drawn[op]);
  if (failed(word) || first == shift)
    return word;
  OperandB rest = immediate(shift - first);
  return Value(uc::ShrOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                                 *word, rest.reg, rest.imm, uc::Rounding::Floor,
                                 Value()));
}

std::optional<Selector::Product>
Selector::matchProduct(Value value, bool negated, bool wraps) {
  Operation *op = value.getDefiningOp();
  if (!fuse || !op || !op->hasOneUse() || registers.count(value) ||
      handed.contains(value))
    return std::nullopt;
  Product product;
  int64_t factor = 1;
  bool isExact = false;
  if (auto mul = dyn_cast<fx::MulOp>(op)) {
    Value lhs = mul.getLhs(), rhs = mul.getRhs();
    if (auto c = constant(lhs); c && fits16(*c) && !constant(rhs))
      std::swap(lhs, rhs);
    if (constant(lhs))
      return std::nullopt;
    product.a = lhs;
    product.bValue = rhs;
    product.bImm = constant(rhs);
    product.rounding = mul.getRounding();
    int shift = q(mul.getLhs()).getFrac() + q(mul.getRhs()).getFrac() -
                q(mul).getFrac();
    product.shift = shift;
    // |product| <= 2^(bits - 2), so that the result keeps within 31 bits.
    isExact = int(q(lhs).getBits() + q(rhs).getBits()) - 2 - shift <= 30;
    wraps &= !saturates(mul.getOverflow());
  } else if (auto rescale = dyn_cast<fx::RescaleOp>(op)) {
    int right = q(rescale.getValue()).getFrac() - q(rescale).getFrac();
    // 2^right and its negative are 16-bit factors.
    if (right == 0 || right < -maxLoadShift || constant(rescale.getValue()))
      return std::nullopt;
    product.a = rescale.getValue();
    product.shift = std::max(right, 0);
    product.rounding = rescale.getRounding();
    factor = right < 0 ? int64_t(1) << -right : 1;
    product.bImm = factor;
    isExact = right > 0 || int(q(rescale.getValue()).getBits()) - right <= 32;
    wraps &= !saturates(rescale.getOverflow());
  } else {
    return std::nullopt;
  }
  // A wrapped product is only as good as an exact one if the sum wraps too. A
  // draw might change before the addition.
  if ((!isExact && !wraps) ||
      (product.rounding == fx::Rounding::Stochastic && product.shift))
    return std::nullopt;
  if (negated) {
    // rshift(-x) = -rshift(x) holds for ties to even only.
    if (!product.bImm || !fits16(-*product.bImm) ||
        (product.shift && product.rounding != fx::Rounding::Even))
      return std::nullopt;
    product.bImm = -*product.bImm;
  }
  return product;
}

FailureOr<Value> Selector::multiplyAdd(Location loc, const Product &product,
                                       Value addend, bool saturate) {
  FailureOr<Value> c = reg(addend);
  FailureOr<Value> a = reg(product.a);
  FailureOr<OperandB> b =
      product.bImm ? immediate(*product.bImm) : operandB(product.bValue);
  if (failed(a) || failed(b) || failed(c))
    return failure();
  ++numFused;
  uc::Rounding rounding =
      product.shift ? uc::Rounding(product.rounding) : uc::Rounding::Floor;
  return Value(uc::MacOp::create(builder, loc, regType, IntegerAttr(), *a,
                                 b->reg, b->imm, *c, product.shift, rounding,
                                 Value(), saturate));
}

FailureOr<Value> Selector::addSub(Operation *op) {
  auto add = dyn_cast<fx::AddOp>(op);
  Value lhs = op->getOperand(0), rhs = op->getOperand(1);
  bool saturate =
      saturates(add ? add.getOverflow() : cast<fx::SubOp>(op).getOverflow());
  Location loc = op->getLoc();
  if (!constant(lhs))
    if (auto product = matchProduct(rhs, /*negated=*/!add, !saturate))
      return multiplyAdd(loc, *product, lhs, saturate);
  if (add && !constant(rhs))
    if (auto product = matchProduct(lhs, /*negated=*/false, !saturate))
      return multiplyAdd(loc, *product, rhs, saturate);

  bool isReversed = constant(lhs) && !constant(rhs);
  if (isReversed)
    std::swap(lhs, rhs);
  FailureOr<Value> a = reg(lhs);
  FailureOr<OperandB> b = operandB(rhs);
  if (failed(a) || failed(b))
    return failure();
  if (add)
    return Value(uc::AddOp::create(builder, loc, regType, IntegerAttr(), *a,
                                   b->reg, b->imm, saturate));
  if (isReversed)
    return Value(uc::RsubOp::create(builder, loc, regType, IntegerAttr(), *a,
                                    b->reg, b->imm, saturate));
  return Value(uc::SubOp::create(builder, loc, regType, IntegerAttr(), *a,
                                 b->reg, b->imm, saturate));
}

FailureOr<Value> Selector::multiply(fx::MulOp op) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  uint32_t shift = q(lhs).getFrac() + q(rhs).getFrac() - q(op).getFrac();
  if (auto c = constant(lhs); c && fits16(*c) && !constant(rhs))
    std::swap(lhs, rhs);
  FailureOr<Value> a = reg(lhs);
  FailureOr<OperandB> b = operandB(rhs);
  FailureOr<Value> random = randomFor(op, op.getRounding(), shift);
  if (failed(a) || failed(b) || failed(random))
    return failure();
  return Value(uc::MulOp::create(
      builder, op.getLoc(), regType, IntegerAttr(), *a, b->reg, b->imm, shift,
      shift ? uc::Rounding(op.getRounding()) : uc::Rounding::Floor, *random,
      saturates(op.getOverflow())));
}

FailureOr<Value> Selector::rescale(fx::RescaleOp op) {
  Value input = op.getValue();
  int right = q(input).getFrac() - q(op).getFrac();
  bool saturate = saturates(op.getOverflow());
  if (right == 0) {
    ++numFused;
    return reg(input);
  }
  // The load shifts on its way, unless it has a shift that may not saturate.
  Operation *declared =
      handed.contains(input) ? nullptr : declaration(input.getDefiningOp());
  if (fuse && right < 0 && input.hasOneUse() && !registers.count(input) &&
      declared) {
    auto stored = dyn_cast<QType>(storedType(declared));
    bool isPlain = stored && stored.getFrac() == q(input).getFrac();
    if (stored && (isPlain || !saturate) &&
        q(op).getFrac() - stored.getFrac() <= maxLoadShift) {
      ++numFused;
      return load(input, op.getType(), saturate);
    }
  }
  FailureOr<Value> a = reg(input);
  FailureOr<Value> random = randomFor(op, op.getRounding(), std::max(right, 0));
  if (failed(a) || failed(random))
    return failure();
  if (auto ldp = a->getDefiningOp<uc::LdpOp>();
      fuse && ldp && right < 0 && input.hasOneUse() && ldp.getSh() == 0 &&
      -right <= maxLoadShift && a->use_empty()) {
    if (receivers(ldp.getMemoryAttr()) == 1) {
      ++numFused;
      ldp.setSh(-right);
      ldp.setSat(saturate);
      return *a;
    }
  }
  OperandB amount = immediate(std::abs(right));
  if (right < 0)
    return Value(uc::ShlOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                                   *a, amount.reg, amount.imm, saturate));
  return Value(uc::ShrOp::create(builder, op.getLoc(), regType, IntegerAttr(),
                                 *a, amount.reg, amount.imm,
                                 uc::Rounding(op.getRounding()), *random));
}

static fx::Predicate opposite(fx::Predicate predicate) {
  switch (predicate) {
  case fx::Predicate::Eq:
    return fx::Predicate::Ne;
  case fx::Predicate::Ne:
    return fx::Predicate::Eq;
  case fx::Predicate::Lt:
    return fx::Predicate::Ge;
  case fx::Predicate::Le:
    return fx::Predicate::Gt;
  case fx::Predicate::Gt:
    return fx::Predicate::Le;
  case fx::Predicate::Ge:
    return fx::Predicate::Lt;
  }
  llvm_unreachable("a predicate");
}

/// With the operands exchanged.
static fx::Predicate mirrored(fx::Predicate predicate) {
  switch (predicate) {
  case fx::Predicate::Lt:
    return fx::Predicate::Gt;
  case fx::Predicate::Le:
    return fx::Predicate::Ge;
  case fx::Predicate::Gt:
    return fx::Predicate::Lt;
  case fx::Predicate::Ge:
    return fx::Predicate::Le;
  default:
    return predicate;
  }
}

FailureOr<Value> Selector::compare(fx::CompareOp op, bool inverted) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  fx::Predicate predicate = op.getPredicate();
  if (constant(lhs) && !constant(rhs)) {
    std::swap(lhs, rhs);
    predicate = mirrored(predicate);
  }
  if (inverted)
    predicate = opposite(predicate);
  FailureOr<Value> a = reg(lhs);
  FailureOr<OperandB> b = operandB(rhs);
  if (failed(a) || failed(b))
    return failure();
  auto make = [&](auto tag) -> Value {
    using OpT = decltype(tag);
    return OpT::create(builder, op.getLoc(), regType, IntegerAttr(), *a, b->reg,
                       b->imm);
  };
  switch (predicate) {
  case fx::Predicate::Eq:
    return make(uc::CeqOp());
  case fx::Predicate::Ne:
    return make(uc::CneOp());
  case fx::Predicate::Lt:
    return make(uc::CltOp());
  case fx::Predicate::Le:
    return make(uc::CleOp());
  case fx::Predicate::Gt:
    return make(uc::CgtOp());
  case fx::Predicate::Ge:
    return make(uc::CgeOp());
  }
  llvm_unreachable("a predicate");
}

FailureOr<Value> Selector::invert(Location loc, Value condition) {
  auto cmp = definition<fx::CompareOp>(condition);
  if (fuse && cmp && condition.hasOneUse()) {
    ++numFused;
    return compare(cmp, /*inverted=*/true);
  }
  FailureOr<Value> a = reg(condition);
  if (failed(a))
    return failure();
  OperandB one = immediate(1);
  return Value(uc::XorOp::create(builder, loc, regType, IntegerAttr(), *a,
                                 one.reg, one.imm));
}

FailureOr<Value> Selector::choose(Location loc, Value condition, Value whenTrue,
                                  Value whenFalse) {
  if (auto known = constant(condition))
    return reg(*known ? whenTrue : whenFalse);
  std::optional<int64_t> yes = constant(whenTrue), no = constant(whenFalse);
  if (fuse && yes && no == 0 && fits16(*yes)) {
    // The condition is 0 or 1.
    FailureOr<Value> flag = reg(condition);
    if (failed(flag) || *yes == 1)
      return flag;
    ++numFused;
    OperandB factor = immediate(*yes);
    return Value(uc::MulOp::create(builder, loc, regType, IntegerAttr(), *flag,
                                   factor.reg, factor.imm, 0u,
                                   uc::Rounding::Floor, Value(), false));
  }
  FailureOr<Value> test;
  auto cmp = definition<fx::CompareOp>(condition);
  if (fuse && cmp && cmp.getPredicate() == fx::Predicate::Eq &&
      constant(cmp.getRhs()) == 0) {
    // x == 0 ? a : b is x != 0 ? b : a, and x serves as the condition.
    ++numFused;
    std::swap(whenTrue, whenFalse);
    test = reg(cmp.getLhs());
  } else if (fuse && yes && !no && cmp && condition.hasOneUse()) {
    // Only the second choice can be an immediate.
    ++numFused;
    std::swap(whenTrue, whenFalse);
    test = compare(cmp, /*inverted=*/true);
  } else {
    test = truth(condition);
  }
  FailureOr<Value> a = reg(whenTrue);
  FailureOr<OperandB> b = operandB(whenFalse);
  if (failed(test) || failed(a) || failed(b))
    return failure();
  return Value(uc::SelOp::create(builder, loc, regType, IntegerAttr(), *test,
                                 *a, b->reg, b->imm));
}

FailureOr<Value> Selector::lookup(fx::LookupOp op) {
  FailureOr<Value> index = reg(op.getIndex());
  if (failed(index))
    return failure();
  return Value(uc::LutOp::create(
      builder, op.getLoc(), regType, IntegerAttr(), *index, op.getTable(),
      uint32_t(op.getOffset()), uint32_t(op.getShift())));
}

} // namespace snnc::compiler
