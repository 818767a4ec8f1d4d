//===- RealOps.cpp - Evaluation of the ops of real bodies ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace snnc::compiler {

namespace {
/// One real op: its value, whether it is a table when quantized, and, for the
/// monotonic ones, in which direction it goes and from where it is defined.
enum class Kind {
  None,
  Constant,
  Add,
  Sub,
  Mul,
  Div,
  Neg,
  Abs,
  Min,
  Max,
  Compare,
  Select,
  And,
  Or,
  Xor,
  FromBool,
  Floor,
  Ceil,
  Round,
  Fma,
  Exp,
  Exp2,
  ExpM1,
  Log,
  Log1p,
  Log2,
  Sqrt,
  Rsqrt,
  Tanh,
  Sin,
  Cos,
  Pow,
};
} // namespace

static Kind kindOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, Kind>(op)
      .Case<arith::ConstantOp>([](auto) { return Kind::Constant; })
      .Case<arith::AddFOp>([](auto) { return Kind::Add; })
      .Case<arith::SubFOp>([](auto) { return Kind::Sub; })
      .Case<arith::MulFOp>([](auto) { return Kind::Mul; })
      .Case<arith::DivFOp>([](auto) { return Kind::Div; })
      .Case<arith::NegFOp>([](auto) { return Kind::Neg; })
      .Case<math::AbsFOp>([](auto) { return Kind::Abs; })
      .Case<arith::MinimumFOp, arith::MinNumFOp>([](auto) { return Kind::Min; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>([](auto) { return Kind::Max; })
      .Case<arith::CmpFOp>([](auto) { return Kind::Compare; })
      .Case<arith::SelectOp>([](auto) { return Kind::Select; })
      .Case<arith::AndIOp>([](auto) { return Kind::And; })
      .Case<arith::OrIOp>([](auto) { return Kind::Or; })
      .Case<arith::XOrIOp>([](auto) { return Kind::Xor; })
      .Case<arith::UIToFPOp>([](auto) { return Kind::FromBool; })
      .Case<math::FloorOp>([](auto) { return Kind::Floor; })
      .Case<math::CeilOp>([](auto) { return Kind::Ceil; })
      .Case<math::RoundEvenOp>([](auto) { return Kind::Round; })
      .Case<math::FmaOp>([](auto) { return Kind::Fma; })
      .Case<math::ExpOp>([](auto) { return Kind::Exp; })
      .Case<math::Exp2Op>([](auto) { return Kind::Exp2; })
      .Case<math::ExpM1Op>([](auto) { return Kind::ExpM1; })
      .Case<math::LogOp>([](auto) { return Kind::Log; })
      .Case<math::Log1pOp>([](auto) { return Kind::Log1p; })
      .Case<math::Log2Op>([](auto) { return Kind::Log2; })
      .Case<math::SqrtOp>([](auto) { return Kind::Sqrt; })
      .Case<math::RsqrtOp>([](auto) { return Kind::Rsqrt; })
      .Case<math::TanhOp>([](auto) { return Kind::Tanh; })
      .Case<math::SinOp>([](auto) { return Kind::Sin; })
      .Case<math::CosOp>([](auto) { return Kind::Cos; })
      .Case<math::PowFOp>([](auto) { return Kind::Pow; })
      .Default([](auto) { return Kind::None; });
}

/// Only f64 and i1 are real numbers and conditions.
static bool hasKnownTypes(Operation *op) {
  auto known = [](Type type) { return type.isF64() || type.isInteger(1); };
  return llvm::all_of(op->getOperandTypes(), known) &&
         llvm::all_of(op->getResultTypes(), known);
}

bool isRealOp(Operation *op) {
  return kindOf(op) != Kind::None && hasKnownTypes(op);
}

bool needsTable(Operation *op) {
  Kind kind = kindOf(op);
  if (kind == Kind::Div)
    return !constantValue(op->getOperand(1));
  return kind >= Kind::Exp;
}

std::optional<double> constantValue(Value value) {
  Attribute attribute;
  if (!matchPattern(value, m_Constant(&attribute)))
    return std::nullopt;
  if (auto number = dyn_cast<FloatAttr>(attribute))
    return number.getValueAsDouble();
  if (auto number = dyn_cast<IntegerAttr>(attribute))
    if (number.getType().isInteger(1))
      return number.getValue().isZero() ? 0.0 : 1.0;
  return std::nullopt;
}

static double roundEven(double x) {
  double down = std::floor(x);
  double rest = x - down;
  if (rest != 0.5)
    return rest < 0.5 ? down : down + 1.0;
  return std::fmod(down, 2.0) == 0.0 ? down : down + 1.0;
}

/// Values are finite, so ordered and unordered predicates agree.
static bool compare(arith::CmpFPredicate predicate, double a, double b) {
  using P = arith::CmpFPredicate;
  switch (predicate) {
  case P::OEQ:
  case P::UEQ:
    return a == b;
  case P::ONE:
  case P::UNE:
    return a != b;
  case P::OLT:
  case P::ULT:
    return a < b;
  case P::OLE:
  case P::ULE:
    return a <= b;
  case P::OGT:
  case P::UGT:
    return a > b;
  case P::OGE:
  case P::UGE:
    return a >= b;
  case P::ORD:
  case P::AlwaysTrue:
    return true;
  case P::UNO:
  case P::AlwaysFalse:
    return false;
  }
  return false;
}

std::optional<double> evaluateReal(Operation *op, ArrayRef<double> x) {
  if (!isRealOp(op))
    return std::nullopt;
  switch (kindOf(op)) {
  case Kind::None:
    return std::nullopt;
  case Kind::Constant:
    return constantValue(op->getResult(0));
  case Kind::Add:
    return x[0] + x[1];
  case Kind::Sub:
    return x[0] - x[1];
  case Kind::Mul:
    return x[0] * x[1];
  case Kind::Div:
    return x[0] / x[1];
  case Kind::Neg:
    return -x[0];
  case Kind::Abs:
    return std::fabs(x[0]);
  case Kind::Min:
    return std::min(x[0], x[1]);
  case Kind::Max:
    return std::max(x[0], x[1]);
  case Kind::Compare:
    return compare(cast<arith::CmpFOp>(op).getPredicate(), x[0], x[1]);
  case Kind::Select:
    return x[0] != 0.0 ? x[1] : x[2];
  case Kind::And:
    return x[0] != 0.0 && x[1] != 0.0;
  case Kind::Or:
    return x[0] != 0.0 || x[1] != 0.0;
  case Kind::Xor:
    return (x[0] != 0.0) != (x[1] != 0.0);
  case Kind::FromBool:
    return x[0];
  case Kind::Floor:
    return std::floor(x[0]);
  case Kind::Ceil:
    return std::ceil(x[0]);
  case Kind::Round:
    return roundEven(x[0]);
  case Kind::Fma:
    return x[0] * x[1] + x[2];
  case Kind::Exp:
    return std::exp(x[0]);
  case Kind::Exp2:
    return std::exp2(x[0]);
  case Kind::ExpM1:
    return std::expm1(x[0]);
  case Kind::Log:
    return std::log(x[0]);
  case Kind::Log1p:
    return std::log1p(x[0]);
  case Kind::Log2:
    return std::log2(x[0]);
  case Kind::Sqrt:
    return std::sqrt(x[0]);
  case Kind::Rsqrt:
    return 1.0 / std::sqrt(x[0]);
  case Kind::Tanh:
    return std::tanh(x[0]);
  case Kind::Sin:
    return std::sin(x[0]);
  case Kind::Cos:
    return std::cos(x[0]);
  case Kind::Pow:
    return std::pow(x[0], x[1]);
  }
  return std::nullopt;
}

/// The range of a monotonic op defined from `from` on.
static Interval monotonic(Operation *op, Interval x, double from) {
  if (x.isEmpty())
    return {};
  if (x.lo < from)
    return Interval::whole();
  double a = *evaluateReal(op, x.lo), b = *evaluateReal(op, x.hi);
  return {std::min(a, b), std::max(a, b)};
}

static Interval compareRange(arith::CmpFOp op, Interval a, Interval b) {
  if (a.isEmpty() || b.isEmpty())
    return {};
  using P = arith::CmpFPredicate;
  auto decided = [](bool always, bool never) {
    return always  ? Interval::point(1.0)
           : never ? Interval::point(0.0)
                   : Interval{0.0, 1.0};
  };
  bool apart = a.hi < b.lo || b.hi < a.lo;
  bool same = a.isPoint() && a == b;
  switch (op.getPredicate()) {
  case P::OEQ:
  case P::UEQ:
    return decided(same, apart);
  case P::ONE:
  case P::UNE:
    return decided(apart, same);
  case P::OLT:
  case P::ULT:
    return decided(a.hi < b.lo, a.lo >= b.hi);
  case P::OLE:
  case P::ULE:
    return decided(a.hi <= b.lo, a.lo > b.hi);
  case P::OGT:
  case P::UGT:
    return decided(a.lo > b.hi, a.hi <= b.lo);
  case P::OGE:
  case P::UGE:
    return decided(a.lo >= b.hi, a.hi < b.lo);
  case P::ORD:
  case P::AlwaysTrue:
    return Interval::point(1.0);
  case P::UNO:
  case P::AlwaysFalse:
    return Interval::point(0.0);
  }
  return {0.0, 1.0};
}

static Interval powerRange(Operation *op, Interval base, Interval exponent) {
  if (base.isEmpty() || exponent.isEmpty())
    return {};
  if (!exponent.isPoint() || base.lo < 0.0 ||
      (base.lo == 0.0 && exponent.lo < 0.0))
    return Interval::whole();
  double a = *evaluateReal(op, {base.lo, exponent.lo});
  double b = *evaluateReal(op, {base.hi, exponent.lo});
  return {std::min(a, b), std::max(a, b)};
}

Interval evaluateRange(Operation *op, ArrayRef<Interval> x) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double tiny = std::numeric_limits<double>::min();
  if (!isRealOp(op))
    return Interval::whole();
  switch (kindOf(op)) {
  case Kind::None:
    return Interval::whole();
  case Kind::Constant:
    return Interval::point(*constantValue(op->getResult(0)));
  case Kind::Add:
    return x[0] + x[1];
  case Kind::Sub:
    return op->getOperand(0) == op->getOperand(1) ? Interval::point(0.0)
                                                  : x[0] - x[1];
  case Kind::Mul:
    if (op->getOperand(0) == op->getOperand(1)) {
      Interval size = abs(x[0]);
      return size * size;
    }
    return x[0] * x[1];
  case Kind::Div:
    return x[0] / x[1];
  case Kind::Neg:
    return -x[0];
  case Kind::Abs:
    return abs(x[0]);
  case Kind::Min:
    return min(x[0], x[1]);
  case Kind::Max:
    return max(x[0], x[1]);
  case Kind::Compare:
    return compareRange(cast<arith::CmpFOp>(op), x[0], x[1]);
  case Kind::Select:
    if (x[0].isPoint())
      return x[0].lo != 0.0 ? x[1] : x[2];
    return x[0].isEmpty() ? Interval() : Interval::join(x[1], x[2]);
  case Kind::And:
    return min(x[0], x[1]);
  case Kind::Or:
    return max(x[0], x[1]);
  case Kind::Xor:
    if (x[0].isPoint() && x[1].isPoint())
      return Interval::point(x[0].lo != x[1].lo);
    return x[0].isEmpty() || x[1].isEmpty() ? Interval() : Interval{0.0, 1.0};
  case Kind::FromBool:
    return x[0];
  case Kind::Fma:
    return x[0] * x[1] + x[2];
  case Kind::Floor:
  case Kind::Ceil:
  case Kind::Round:
  case Kind::Exp:
  case Kind::Exp2:
  case Kind::ExpM1:
  case Kind::Tanh:
    return monotonic(op, x[0], -inf);
  case Kind::Log:
  case Kind::Log2:
  case Kind::Rsqrt:
    return monotonic(op, x[0], tiny);
  case Kind::Log1p:
    return monotonic(op, x[0], -1.0 + 0x1p-52);
  case Kind::Sqrt:
    return monotonic(op, x[0], 0.0);
  case Kind::Sin:
  case Kind::Cos:
    return {-1.0, 1.0};
  case Kind::Pow:
    return powerRange(op, x[0], x[1]);
  }
  return Interval::whole();
}

} // namespace snnc::compiler
