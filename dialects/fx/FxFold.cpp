//===- FxFold.cpp - Folding and canonicalization of the fx dialect --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constants fold as docs/machine.md says, and only where the result fits its
// type; what the type does not hold is left for the ranges' check to refuse.
//
//===----------------------------------------------------------------------===//

#include "dialects/fx/Arithmetic.h"
#include "dialects/fx/Fx.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace snnc::fx;

static std::optional<int64_t> integer(Attribute attr) {
  if (auto value = dyn_cast_or_null<IntegerAttr>(attr))
    return value.getValue().getSExtValue();
  return std::nullopt;
}

static OpFoldResult constant(int64_t value, Type type) {
  if (!fits(value, cast<QType>(type).getBits()))
    return {};
  return IntegerAttr::get(IntegerType::get(type.getContext(), 32), value);
}

static OpFoldResult flag(bool value, MLIRContext *context) {
  return BoolAttr::get(context, value);
}

static int64_t limit(int64_t exact, Overflow overflow) {
  return overflow == Overflow::Wrap ? wrap32(exact) : saturate32(exact);
}

/// Nothing for stochastic rounding, which is not a constant.
static std::optional<int64_t> shiftRight(int64_t x, unsigned s, Rounding mode) {
  if (s == 0)
    return x;
  switch (mode) {
  case Rounding::Floor:
    return shiftFloor(x, s);
  case Rounding::Even:
    return shiftEven(x, s);
  case Rounding::Stochastic:
    return std::nullopt;
  }
  llvm_unreachable("a rounding");
}

/// `value` in place of a result of `type`, if that keeps the type.
static OpFoldResult same(Value value, Type type) {
  return value.getType() == type ? OpFoldResult(value) : OpFoldResult();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValueAttr(); }

OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (a && b)
    return constant(limit(*a + *b, getOverflow()), getType());
  if (b && *b == 0)
    return same(getLhs(), getType());
  return {};
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (a && b)
    return constant(limit(*a - *b, getOverflow()), getType());
  if (b && *b == 0)
    return same(getLhs(), getType());
  if (getLhs() == getRhs())
    return constant(0, getType());
  return {};
}

OpFoldResult MinOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (a && b)
    return constant(std::min(*a, *b), getType());
  return getLhs() == getRhs() ? same(getLhs(), getType()) : OpFoldResult();
}

OpFoldResult MaxOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (a && b)
    return constant(std::max(*a, *b), getType());
  return getLhs() == getRhs() ? same(getLhs(), getType()) : OpFoldResult();
}

OpFoldResult AndOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (a && b)
    return constant(*a & *b, getType());
  if (b && *b == 0)
    return constant(0, getType());
  if (b && *b == -1)
    return same(getLhs(), getType());
  return getLhs() == getRhs() ? same(getLhs(), getType()) : OpFoldResult();
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  // Zero rounds to zero in every mode.
  if ((a && *a == 0) || (b && *b == 0))
    return constant(0, getType());
  if (!a || !b)
    return {};
  unsigned shift = cast<QType>(getLhs().getType()).getFrac() +
                   cast<QType>(getRhs().getType()).getFrac() -
                   cast<QType>(getType()).getFrac();
  if (auto exact = shiftRight(*a * *b, shift, getRounding()))
    return constant(limit(*exact, getOverflow()), getType());
  return {};
}

OpFoldResult RescaleOp::fold(FoldAdaptor adaptor) {
  auto from = cast<QType>(getValue().getType());
  auto to = cast<QType>(getType());
  if (from == to)
    return getValue();
  if (auto a = integer(adaptor.getValue())) {
    if (to.getFrac() >= from.getFrac())
      return constant(
          limit(*a * (int64_t(1) << (to.getFrac() - from.getFrac())),
                getOverflow()),
          to);
    auto exact = shiftRight(*a, from.getFrac() - to.getFrac(), getRounding());
    return exact ? constant(*exact, to) : OpFoldResult();
  }
  // There and back: a left shift that loses nothing, then as far right.
  auto inner = getValue().getDefiningOp<RescaleOp>();
  if (!inner || inner.getValue().getType() != to)
    return {};
  int shift = from.getFrac() - to.getFrac();
  if (shift >= 0 && to.getBits() + shift <= 32)
    return inner.getValue();
  return {};
}

OpFoldResult CompareOp::fold(FoldAdaptor adaptor) {
  auto a = integer(adaptor.getLhs()), b = integer(adaptor.getRhs());
  if (getLhs() == getRhs())
    a = b = 0;
  if (!a || !b)
    return {};
  switch (getPredicate()) {
  case Predicate::Eq:
    return flag(*a == *b, getContext());
  case Predicate::Ne:
    return flag(*a != *b, getContext());
  case Predicate::Lt:
    return flag(*a < *b, getContext());
  case Predicate::Le:
    return flag(*a <= *b, getContext());
  case Predicate::Gt:
    return flag(*a > *b, getContext());
  case Predicate::Ge:
    return flag(*a >= *b, getContext());
  }
  llvm_unreachable("a predicate");
}

OpFoldResult SelectOp::fold(FoldAdaptor adaptor) {
  if (getLhs() == getRhs())
    return same(getLhs(), getType());
  if (auto condition = dyn_cast_or_null<IntegerAttr>(adaptor.getCondition())) {
    bool holds = !condition.getValue().isZero();
    if (auto value = integer(holds ? adaptor.getLhs() : adaptor.getRhs()))
      return constant(*value, getType());
    return same(holds ? getLhs() : getRhs(), getType());
  }
  return {};
}

namespace {

/// Two shifts in one direction are one shift: left ones that wrap, right ones
/// that floor. (Rounding twice is not rounding once.)
struct MergeRescales : OpRewritePattern<RescaleOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RescaleOp outer,
                                PatternRewriter &rewriter) const override {
    auto inner = outer.getValue().getDefiningOp<RescaleOp>();
    if (!inner)
      return failure();
    auto frac = [](Value v) { return cast<QType>(v.getType()).getFrac(); };
    int first = frac(inner.getResult()) - frac(inner.getValue());
    int second = frac(outer.getResult()) - frac(outer.getValue());
    if (std::abs(first + second) > kMaxShift)
      return failure();
    bool left = first >= 0 && second >= 0;
    bool right = first <= 0 && second <= 0;
    // A shift by nothing takes on the other's mode.
    Rounding rounding = first == 0 ? outer.getRounding() : inner.getRounding();
    Overflow overflow = first == 0 ? outer.getOverflow() : inner.getOverflow();
    bool single = first == 0 || second == 0;
    if (left && (single || (inner.getOverflow() == Overflow::Wrap &&
                            outer.getOverflow() == Overflow::Wrap))) {
      rewriter.replaceOpWithNewOp<RescaleOp>(
          outer, outer.getType(), inner.getValue(), rounding, overflow);
      return success();
    }
    if (right && (single || (inner.getRounding() == Rounding::Floor &&
                             outer.getRounding() == Rounding::Floor))) {
      rewriter.replaceOpWithNewOp<RescaleOp>(
          outer, outer.getType(), inner.getValue(), rounding, overflow);
      return success();
    }
    return failure();
  }
};

} // namespace

void RescaleOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                            MLIRContext *context) {
  patterns.add<MergeRescales>(context);
}

/// Stochastic rounding reads the lane's last random word; all else is pure.
template <typename OpT>
static void stochasticEffects(
    OpT op, SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
                &effects) {
  if (op.getRounding() == Rounding::Stochastic)
    effects.emplace_back(MemoryEffects::Read::get());
}

void MulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  stochasticEffects(*this, effects);
}

void RescaleOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  stochasticEffects(*this, effects);
}
