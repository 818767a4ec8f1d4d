//===- FixedRange.cpp - Ranges of fixed-point integers -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/analysis/Formats.h"
#include "dialects/fx/Arithmetic.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace snnc::compiler {

IntRange IntRange::ofBits(unsigned bits) {
  return {llvm::minIntN(bits), llvm::maxIntN(bits)};
}

unsigned IntRange::bits() const {
  unsigned bits = 1;
  while (bits < 64 && !isEmpty() &&
         (lo < llvm::minIntN(bits) || hi > llvm::maxIntN(bits)))
    ++bits;
  return bits;
}

IntRange IntRange::join(const IntRange &a, const IntRange &b) {
  return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
}

IntRange IntRange::product(const IntRange &a, const IntRange &b) {
  int64_t p[] = {a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi};
  return {*std::min_element(p, p + 4), *std::max_element(p, p + 4)};
}

void IntRange::print(llvm::raw_ostream &os) const {
  os << '[' << lo << ", " << hi << ']';
}

static int fracOf(Value value) {
  return cast<fx::QType>(value.getType()).getFrac();
}

/// `x` shifted left by `shift`, which stays far from 64 bits for ranges that a
/// type can hold.
static IntRange shifted(IntRange x, int shift) {
  return {x.lo * (int64_t(1) << shift), x.hi * (int64_t(1) << shift)};
}

/// Bounds of x / 2^shift; the stochastic result is at most one above the floor.
static IntRange roundedShift(IntRange x, unsigned shift,
                             fx::Rounding rounding) {
  if (shift == 0)
    return x;
  switch (rounding) {
  case fx::Rounding::Floor:
    return {fx::shiftFloor(x.lo, shift), fx::shiftFloor(x.hi, shift)};
  case fx::Rounding::Even:
    return {fx::shiftEven(x.lo, shift), fx::shiftEven(x.hi, shift)};
  case fx::Rounding::Stochastic:
    return {fx::shiftFloor(x.lo, shift), fx::shiftFloor(x.hi, shift) + 1};
  }
  return IntRange::whole();
}

static IntRange limited(IntRange x, fx::Overflow overflow) {
  if (overflow == fx::Overflow::Wrap)
    return x;
  return {fx::saturate32(x.lo), fx::saturate32(x.hi)};
}

static IntRange square(IntRange a) {
  int64_t least =
      a.lo <= 0 && a.hi >= 0 ? 0 : std::min(std::abs(a.lo), std::abs(a.hi));
  int64_t most = std::max(std::abs(a.lo), std::abs(a.hi));
  return {least * least, most * most};
}

static IntRange mulRange(fx::MulOp op, IntRange a, IntRange b) {
  IntRange exact =
      op.getLhs() == op.getRhs() ? square(a) : IntRange::product(a, b);
  int shift =
      fracOf(op.getLhs()) + fracOf(op.getRhs()) - fracOf(op.getResult());
  return limited(roundedShift(exact, shift, op.getRounding()),
                 op.getOverflow());
}

static IntRange rescaleRange(fx::RescaleOp op, IntRange x) {
  int shift = fracOf(op.getValue()) - fracOf(op.getResult());
  return shift >= 0 ? roundedShift(x, shift, op.getRounding())
                    : limited(shifted(x, -shift), op.getOverflow());
}

/// And with a number that is not negative keeps only bits of that number.
static IntRange andRange(IntRange a, IntRange b) {
  int64_t most = -1;
  for (IntRange x : {a, b})
    if (x.lo >= 0)
      most = most < 0 ? x.hi : std::min(most, x.hi);
  if (most >= 0)
    return {0, most};
  return IntRange::ofBits(std::max(a.bits(), b.bits()));
}

static IntRange lookupRange(fx::LookupOp op) {
  auto table =
      SymbolTable::lookupNearestSymbolFrom<fx::TableOp>(op, op.getTableAttr());
  if (!table)
    return IntRange::ofBits(32);
  IntRange range;
  for (int32_t value :
       cast<DenseIntElementsAttr>(table.getValues()).getValues<int32_t>())
    range = IntRange::join(range, {value, value});
  return range;
}

std::optional<IntRange> evaluateFixed(Operation *op, ArrayRef<IntRange> x) {
  if (!isa_and_nonnull<fx::FxDialect>(op->getDialect()) ||
      op->getNumResults() != 1)
    return std::nullopt;
  // A comparison: the dataflow framework also asks for its i1.
  if (isa<fx::CompareOp>(op))
    return IntRange{0, 1};
  for (IntRange range : x)
    if (range.isEmpty())
      return IntRange();
  return llvm::TypeSwitch<Operation *, IntRange>(op)
      .Case<fx::ConstantOp>([](fx::ConstantOp constant) {
        int64_t value = int32_t(constant.getValue());
        return IntRange{value, value};
      })
      .Case<fx::AddOp>([&](fx::AddOp add) {
        return limited({x[0].lo + x[1].lo, x[0].hi + x[1].hi},
                       add.getOverflow());
      })
      .Case<fx::SubOp>([&](fx::SubOp sub) {
        return limited({x[0].lo - x[1].hi, x[0].hi - x[1].lo},
                       sub.getOverflow());
      })
      .Case<fx::MinOp>([&](auto) {
        return IntRange{std::min(x[0].lo, x[1].lo), std::min(x[0].hi, x[1].hi)};
      })
      .Case<fx::MaxOp>([&](auto) {
        return IntRange{std::max(x[0].lo, x[1].lo), std::max(x[0].hi, x[1].hi)};
      })
      .Case<fx::MulOp>([&](fx::MulOp mul) { return mulRange(mul, x[0], x[1]); })
      .Case<fx::RescaleOp>(
          [&](fx::RescaleOp rescale) { return rescaleRange(rescale, x[0]); })
      .Case<fx::SelectOp>([&](auto) { return IntRange::join(x[1], x[2]); })
      .Case<fx::AndOp>([&](auto) { return andRange(x[0], x[1]); })
      .Case<fx::LookupOp>(
          [](fx::LookupOp lookup) { return lookupRange(lookup); })
      .Default([](Operation *) { return IntRange::whole(); });
}

IntRange gridRange(const Interval &range, unsigned bits, int frac) {
  IntRange held = IntRange::ofBits(bits);
  double lo = std::ceil(std::ldexp(range.lo, frac));
  double hi = std::floor(std::ldexp(range.hi, frac));
  return {int64_t(std::clamp(lo, double(held.lo), double(held.hi))),
          int64_t(std::clamp(hi, double(held.lo), double(held.hi)))};
}

/// A state of a neuron, or what a rule reads of it.
static IntRange stateRange(fx::QType type, ArrayAttr declared) {
  IntRange held = IntRange::ofBits(type.getBits());
  auto range = snn::bounds(declared);
  if (type.getBits() < 32 || !range)
    return held;
  int log2 = ceilLog2(Interval{range->first, range->second}.magnitude()) +
             type.getFrac();
  if (log2 < 0 || log2 > 30)
    return held;
  int64_t limit = int64_t(1) << log2;
  return {-limit, limit};
}

IntRange heldRange(Operation *variable) {
  auto type = dyn_cast_or_null<fx::QType>(
      cast<TypeAttr>(variable->getAttr("type")).getValue());
  if (!type)
    return IntRange::whole();
  auto range = variable->getAttrOfType<ArrayAttr>("range");
  auto limits = snn::bounds(range);
  bool ofNeuron = isa<snn::TargetOp>(variable) ||
                  isa<snn::NeuronOp>(variable->getParentOp());
  if (ofNeuron || !limits)
    return stateRange(type, range);
  return gridRange({limits->first, limits->second}, type.getBits(),
                   type.getFrac());
}

/// `held` integers in the format `type`, shifted left to that of `result`.
static IntRange loadedRange(Type type, IntRange held, Value result) {
  auto stored = dyn_cast<fx::QType>(type);
  auto loaded = dyn_cast<fx::QType>(result.getType());
  if (!stored || !loaded || loaded.getFrac() < stored.getFrac() ||
      loaded.getFrac() - stored.getFrac() > 31)
    return IntRange::whole();
  return shifted(held, loaded.getFrac() - stored.getFrac());
}

static IntRange loadedRange(Type type, Value result) {
  auto stored = dyn_cast<fx::QType>(type);
  return stored ? loadedRange(type, IntRange::ofBits(stored.getBits()), result)
                : IntRange::whole();
}

IntRange sourceRange(Operation *op) {
  auto model = op->getParentOfType<snn::ModelOp>();
  return llvm::TypeSwitch<Operation *, IntRange>(op)
      .Case<snn::ReadOp>([&](snn::ReadOp read) {
        Operation *variable =
            SymbolTable::lookupSymbolIn(model, read.getStateAttr().getAttr());
        return variable
                   ? loadedRange(
                         cast<TypeAttr>(variable->getAttr("type")).getValue(),
                         heldRange(variable), read.getResult())
                   : IntRange::whole();
      })
      .Case<snn::GetOp>([&](snn::GetOp get) {
        auto param = model.lookup<snn::ParamOp>(get.getParam());
        return param ? loadedRange(param.getType(), get.getResult())
                     : IntRange::whole();
      })
      .Case<snn::ReceiveOp>([&](snn::ReceiveOp receive) {
        auto port = model.lookup<snn::PortOp>(receive.getPort());
        IntRange range = port ? loadedRange(port.getType(), receive.getResult())
                              : IntRange::whole();
        if (!port || !port.getBound() || range == IntRange::whole())
          return range;
        int shift = fracOf(receive.getResult()) -
                    cast<fx::QType>(port.getType()).getFrac();
        int64_t bound = int64_t(*port.getBound());
        return shifted({-bound, bound}, shift);
      })
      .Case<snn::RandomOp>([](snn::RandomOp random) {
        auto type = dyn_cast<fx::QType>(random.getResult().getType());
        if (!type || type.getFrac() < 1 || type.getFrac() > 31)
          return IntRange::whole();
        return IntRange{0, (int64_t(1) << type.getFrac()) - 1};
      })
      .Case<snn::ModulationOp, snn::PayloadOp>([](auto source) {
        auto type = dyn_cast<fx::QType>(source.getResult().getType());
        return type ? IntRange::ofBits(type.getBits()) : IntRange::whole();
      })
      .Default([](Operation *op) {
        // Conditions: arith on i1.
        bool condition = llvm::all_of(
            op->getResultTypes(), [](Type type) { return type.isInteger(1); });
        return condition ? IntRange{0, 1} : IntRange::whole();
      });
}

LogicalResult
FixedRangeAnalysis::visitOperation(Operation *op,
                                   ArrayRef<const IntRangeLattice *> operands,
                                   ArrayRef<IntRangeLattice *> results) {
  SmallVector<IntRange> ranges;
  for (const IntRangeLattice *operand : operands) {
    IntRange range = operand->getValue();
    // What a register holds; a wider value is refused where it arises.
    if (range.bits() > 32)
      range = IntRange::ofBits(32);
    ranges.push_back(range);
  }
  std::optional<IntRange> range = evaluateFixed(op, ranges);
  for (IntRangeLattice *result : results)
    propagateIfChanged(result, result->join(range ? *range : sourceRange(op)));
  return success();
}

void FixedRangeAnalysis::setToEntryState(IntRangeLattice *lattice) {
  propagateIfChanged(lattice, lattice->join(IntRange::whole()));
}

} // namespace snnc::compiler
