//===- FxBuilder.cpp - Building fx ops with proven widths ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/FxBuilder.h"
#include "compiler/analysis/Formats.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;

namespace snnc::compiler {

constexpr unsigned kRegisterBits = 32;
constexpr int kMaxShift = int(fx::kMaxShift);

int FxBuilder::fracOf(Value value) {
  return cast<fx::QType>(value.getType()).getFrac();
}

fx::QType FxBuilder::type(unsigned bits, int frac) {
  return fx::QType::get(builder.getContext(), bits, frac);
}

IntRange FxBuilder::range(Value value) const {
  auto found = ranges.find(value);
  return found == ranges.end() ? IntRange::whole() : found->second;
}

Value FxBuilder::finish(Operation *op) {
  Value result = op->getResult(0);
  SmallVector<IntRange> operands;
  for (Value operand : op->getOperands())
    operands.push_back(range(operand));
  std::optional<IntRange> found = evaluateFixed(op, operands);
  IntRange value = found ? *found : sourceRange(op);
  unsigned bits = value.bits();
  if (bits > kRegisterBits) {
    op->emitError("reaches [")
        << value.lo << ", " << value.hi
        << "] units, beyond 32 bits; clamp what it is made of, or declare "
           "smaller ranges";
    overflowed = true;
    value = IntRange::ofBits(bits = kRegisterBits);
  }
  result.setType(type(bits, fracOf(result)));
  ranges[result] = value;
  return result;
}

Value FxBuilder::source(Operation *op) { return finish(op); }

Value FxBuilder::constant(Location loc, int64_t value, int frac) {
  // A constant is never beyond a register: its class holds its magnitude.
  int64_t limited = std::clamp<int64_t>(value, INT32_MIN, INT32_MAX);
  return finish(
      fx::ConstantOp::create(builder, loc, type(kRegisterBits, frac),
                             builder.getI32IntegerAttr(int32_t(limited))));
}

Value FxBuilder::add(Location loc, Value a, Value b) {
  return finish(fx::AddOp::create(builder, loc, type(kRegisterBits, fracOf(a)),
                                  a, b, fx::Overflow::Wrap));
}

Value FxBuilder::sub(Location loc, Value a, Value b) {
  return finish(fx::SubOp::create(builder, loc, type(kRegisterBits, fracOf(a)),
                                  a, b, fx::Overflow::Wrap));
}

Value FxBuilder::min(Location loc, Value a, Value b) {
  return finish(
      fx::MinOp::create(builder, loc, type(kRegisterBits, fracOf(a)), a, b));
}

Value FxBuilder::max(Location loc, Value a, Value b) {
  return finish(
      fx::MaxOp::create(builder, loc, type(kRegisterBits, fracOf(a)), a, b));
}

Value FxBuilder::bitAnd(Location loc, Value a, Value b) {
  return finish(
      fx::AndOp::create(builder, loc, type(kRegisterBits, fracOf(a)), a, b));
}

Value FxBuilder::select(Location loc, Value condition, Value a, Value b) {
  return finish(fx::SelectOp::create(
      builder, loc, type(kRegisterBits, fracOf(a)), condition, a, b));
}

Value FxBuilder::compare(Location loc, fx::Predicate predicate, Value a,
                         Value b) {
  return fx::CompareOp::create(builder, loc, builder.getI1Type(), predicate, a,
                               b);
}

Value FxBuilder::clamp(Location loc, Value value, int64_t lo, int64_t hi) {
  if (range(value).lo < lo)
    value = max(loc, value, constant(loc, lo, fracOf(value)));
  if (range(value).hi > hi)
    value = min(loc, value, constant(loc, hi, fracOf(value)));
  return value;
}

Value FxBuilder::mul(Location loc, Value a, Value b, int frac,
                     fx::Rounding rounding) {
  int exact = fracOf(a) + fracOf(b);
  // Outside the shifter's reach the product is rescaled.
  int reached = std::clamp(frac, exact - kMaxShift, exact);
  bool last = reached == frac && reached != exact;
  Value product = finish(fx::MulOp::create(
      builder, loc, type(kRegisterBits, reached), a, b,
      last ? rounding : fx::Rounding::Even, fx::Overflow::Wrap));
  return rescale(loc, product, frac, rounding);
}

Value FxBuilder::mulConstant(Location loc, Value a, double factor, int frac,
                             fx::Rounding rounding) {
  constexpr double nearOne = 1.0 / 128, exactEnough = 1.0 / 1024;
  int limit = frac + kMaxShift - fracOf(a);
  Mantissa mantissa = toMantissa(factor, limit);
  double offOne = std::fabs(factor - 1.0);
  // Of a slow decay, 1 - factor is what matters: x * factor is x + x * (factor
  // - 1).
  if (rounding == fx::Rounding::Even && offOne > 0.0 && offOne < nearOne &&
      fracOf(a) == frac &&
      std::fabs(mantissa.real() - factor) > exactEnough * offOne)
    return add(loc, mulConstant(loc, a, factor - 1.0, frac), a);
  if (mantissa.value == 0 && factor != 0.0)
    emitWarning(loc) << "factor " << factor
                     << " rounds to 0 in the scale of its product (2^-" << frac
                     << "); the product is always 0";
  return mul(loc, a, constant(loc, mantissa.value, mantissa.frac), frac,
             rounding);
}

Value FxBuilder::rescale(Location loc, Value value, int frac,
                         fx::Rounding rounding) {
  int from = fracOf(value);
  if (from == frac)
    return value;
  int next = std::clamp(frac, from - kMaxShift, from + kMaxShift);
  ++rescaled;
  Value result =
      finish(fx::RescaleOp::create(builder, loc, type(kRegisterBits, next),
                                   value, rounding, fx::Overflow::Wrap));
  return rescale(loc, result, frac, rounding);
}

Value FxBuilder::narrow(Location loc, Value value) {
  IntRange held = range(value);
  int shift = std::max(0, int(held.bits()) - int(fx::kMulRhsBits));
  if (shift > 0) {
    // Rounding to the nearest may carry an end into one bit more.
    int64_t half = int64_t(1) << (shift - 1);
    IntRange rounded{-((half - held.lo) >> shift), (held.hi + half) >> shift};
    shift += rounded.bits() > fx::kMulRhsBits;
  }
  return rescale(loc, value, fracOf(value) - shift);
}

Value FxBuilder::lookup(Location loc, fx::TableOp table, Value index,
                        int64_t shift, int64_t offset) {
  auto held = cast<fx::QType>(table.getType());
  auto op = fx::LookupOp::create(
      builder, loc, type(kRegisterBits, held.getFrac()),
      FlatSymbolRefAttr::get(table.getSymNameAttr()), index,
      builder.getI64IntegerAttr(shift), builder.getI64IntegerAttr(offset));
  return finish(op);
}

} // namespace snnc::compiler
