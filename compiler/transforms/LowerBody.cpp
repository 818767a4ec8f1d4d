//===- LowerBody.cpp - Update regions in fixed point ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/LowerBody.h"
#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/FxBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace snnc::compiler {
namespace {

/// Fraction bits of a table's index; with a sign they fit the multiplier.
constexpr int kIndexFrac = 15;
/// Largest power of two that is a 16-bit factor.
constexpr int kFactorLog2 = 14;
/// Rounding may carry a payload so many units beyond its proven real range.
constexpr int64_t kPayloadSlack = 2;

class BodyLowering {
public:
  BodyLowering(BodyPlan &plan, QuantizationReport &report)
      : plan(plan), report(report),
        fx(OpBuilder::atBlockEnd(&plan.update.getBody().front())) {}

  LogicalResult run() {
    SmallVector<Operation *> old;
    for (Operation &op : plan.update.getBody().front())
      old.push_back(&op);
    // Writes and emissions go last: all reads come before.
    for (Operation *op : plan.live)
      if (!isa<snn::WriteOp, snn::EmitOp>(op) && failed(lower(op)))
        return failure();
    for (Operation *op : plan.live)
      if (isa<snn::WriteOp, snn::EmitOp>(op) && failed(lowerEffect(op)))
        return failure();
    for (Operation *op : llvm::reverse(old))
      op->erase();
    removeDead();
    record();
    return success(fx.good());
  }

private:
  LogicalResult lower(Operation *op);
  LogicalResult lowerEffect(Operation *op);
  Value lowerReal(Operation *op);
  Value lowerSource(Operation *op);
  Value lowerTable(const FunctionTable &table);
  Value lowerMul(Operation *op);
  Value lowerCompare(arith::CmpFOp op);
  LogicalResult lowerPayload(snn::EmitOp emit, Value &payload);
  void removeDead();
  void record();

  /// `value` at `frac`; a constant in any scale.
  Value at(Value value, int frac) {
    if (auto constant = constantValue(value))
      return fx.constant(value.getLoc(), int64_t(toUnits(*constant, frac)),
                         frac);
    return fx.rescale(value.getLoc(), mapped.lookup(value), frac);
  }
  Value condition(Value value) {
    if (auto constant = constantValue(value))
      return arith::ConstantOp::create(
          fx.builder, value.getLoc(), fx.builder.getBoolAttr(*constant != 0.0));
    return mapped.lookup(value);
  }
  /// The store of 32 bits saturates far beyond the range, so wide states are
  /// clamped to it before, where that is not proven.
  Value clampWide(Location loc, Value value, const StoredVariable &state) {
    if (!state.flexible())
      return value;
    IntRange held = stateRange(cast<snn::StateOp>(state.op));
    int shift = fx.fracOf(value) - state.format.frac;
    return fx.clamp(loc, value, held.lo * (int64_t(1) << shift),
                    held.hi * (int64_t(1) << shift));
  }
  /// Scale of the class that `op`'s values share.
  int classFrac(Operation *op) {
    for (Value value : op->getResults())
      if (value.getType().isF64())
        return plan.fracOf(value);
    for (Value value : op->getOperands())
      if (value.getType().isF64() && !constantValue(value))
        return plan.fracOf(value);
    return 0;
  }

  BodyPlan &plan;
  QuantizationReport &report;
  FxBuilder fx;
  llvm::DenseMap<Value, Value> mapped;
  llvm::StringMap<Value> narrowReads;
  unsigned nextTable = 0;
};

LogicalResult BodyLowering::lower(Operation *op) {
  if (constantValue(op->getResult(0)))
    return success();
  auto table = plan.tables.find(op);
  Value result;
  if (table != plan.tables.end())
    result = lowerTable(table->second);
  else if (isRealOp(op))
    result = lowerReal(op);
  else
    result = lowerSource(op);
  if (!result)
    return op->emitOpError("has no fixed-point form");
  mapped[op->getResult(0)] = result;
  return success();
}

Value BodyLowering::lowerSource(Operation *op) {
  OpBuilder &builder = fx.builder;
  Location loc = op->getLoc();
  int frac = plan.fracOf(op->getResult(0));
  auto load = [&](int stored) {
    return fx.type(32, std::clamp(frac, stored, stored + kLoadShift));
  };
  Operation *made = nullptr;
  if (auto read = dyn_cast<snn::ReadOp>(op)) {
    made = snn::ReadOp::create(builder, loc,
                               load(plan.stored(read.getState())->format.frac),
                               read.getStateAttr());
  } else if (auto get = dyn_cast<snn::GetOp>(op)) {
    made = snn::GetOp::create(builder, loc,
                              load(plan.stored(get.getParam())->format.frac),
                              get.getParamAttr());
  } else if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
    PortFormat *port =
        plan.network.findPort(plan.population, receive.getPort());
    made = snn::ReceiveOp::create(builder, loc, load(port->frac),
                                  receive.getPortAttr());
  } else if (auto random = dyn_cast<snn::RandomOp>(op)) {
    made = snn::RandomOp::create(builder, loc,
                                 fx.type(32, std::clamp(frac, 2, 31)),
                                 random.getPerRowAttr(),
                                 random.getStreamAttr());
  } else if (auto modulation = dyn_cast<snn::ModulationOp>(op)) {
    auto modulator = cast<snn::ModulatorOp>(SymbolTable::lookupSymbolIn(
        plan.population->getParentOp(), modulation.getModulatorAttr()));
    made = snn::ModulationOp::create(
        builder, loc, fx.type(16, int(modulator.getFrac().value_or(0))),
        modulation.getModulatorAttr());
  } else {
    return nullptr;
  }
  return fx.rescale(loc, fx.source(made), frac);
}

Value BodyLowering::lowerReal(Operation *op) {
  Location loc = op->getLoc();
  int frac = classFrac(op);
  auto operand = [&](unsigned i) { return at(op->getOperand(i), frac); };
  if (isa<arith::AddFOp>(op))
    return fx.add(loc, operand(0), operand(1));
  if (isa<arith::SubFOp>(op))
    return fx.sub(loc, operand(0), operand(1));
  if (isa<arith::MulFOp>(op))
    return lowerMul(op);
  if (isa<arith::NegFOp>(op))
    return fx.sub(loc, fx.constant(loc, 0, frac), operand(0));
  if (isa<math::AbsFOp>(op)) {
    Value x = operand(0);
    return fx.max(loc, x, fx.sub(loc, fx.constant(loc, 0, frac), x));
  }
  if (isa<arith::MinimumFOp, arith::MinNumFOp>(op))
    return fx.min(loc, operand(0), operand(1));
  if (isa<arith::MaximumFOp, arith::MaxNumFOp>(op))
    return fx.max(loc, operand(0), operand(1));
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return lowerCompare(compare);
  if (isa<arith::SelectOp>(op))
    return fx.select(loc, condition(op->getOperand(0)), operand(1), operand(2));
  if (isa<math::FloorOp, math::RoundEvenOp>(op)) {
    Value x = operand(0);
    if (frac <= 0)
      return x;
    auto mode =
        isa<math::FloorOp>(op) ? fx::Rounding::Floor : fx::Rounding::Even;
    return fx.rescale(loc, fx.rescale(loc, x, 0, mode), frac);
  }
  OpBuilder &builder = fx.builder;
  auto flag = [&](unsigned i) { return condition(op->getOperand(i)); };
  if (isa<arith::AndIOp>(op))
    return arith::AndIOp::create(builder, loc, flag(0), flag(1));
  if (isa<arith::OrIOp>(op))
    return arith::OrIOp::create(builder, loc, flag(0), flag(1));
  if (isa<arith::XOrIOp>(op))
    return arith::XOrIOp::create(builder, loc, flag(0), flag(1));
  return nullptr;
}

Value BodyLowering::lowerMul(Operation *op) {
  Location loc = op->getLoc();
  int frac = plan.fracOf(op->getResult(0));
  if (auto factor = constantFactor(op))
    return fx.mulConstant(loc, mapped.lookup(op->getOperand(0)), *factor, frac);
  unsigned which = plan.narrowed.lookup(op);
  Value other = mapped.lookup(op->getOperand(1 - which));
  Value original = op->getOperand(which);
  const StoredVariable *source = plan.narrowSource(original);
  if (!source)
    return fx.mul(loc, other, fx.narrow(loc, mapped.lookup(original)), frac);
  // Read again as stored: 16 bits, no rounding.
  Value &read = narrowReads[source->name];
  if (!read) {
    auto type = fx.type(source->format.bits, source->format.frac);
    auto name = FlatSymbolRefAttr::get(fx.builder.getContext(), source->name);
    Location at = original.getLoc();
    if (source->isState)
      read = fx.source(snn::ReadOp::create(fx.builder, at, type, name));
    else
      read = fx.source(snn::GetOp::create(fx.builder, at, type, name));
  }
  return fx.mul(loc, other, read, frac);
}

Value BodyLowering::lowerCompare(arith::CmpFOp op) {
  using P = arith::CmpFPredicate;
  using Q = fx::Predicate;
  auto predicate = [&]() -> std::optional<Q> {
    switch (op.getPredicate()) {
    case P::OEQ:
    case P::UEQ:
      return Q::Eq;
    case P::ONE:
    case P::UNE:
      return Q::Ne;
    case P::OLT:
    case P::ULT:
      return Q::Lt;
    case P::OLE:
    case P::ULE:
      return Q::Le;
    case P::OGT:
    case P::UGT:
      return Q::Gt;
    case P::OGE:
    case P::UGE:
      return Q::Ge;
    default:
      return std::nullopt;
    }
  }();
  // The others are constant, and folded by their range.
  if (!predicate)
    return nullptr;
  int frac = classFrac(op);
  return fx.compare(op.getLoc(), *predicate, at(op.getLhs(), frac),
                    at(op.getRhs(), frac));
}

Value BodyLowering::lowerTable(const FunctionTable &table) {
  Location loc = table.result().getLoc();
  int frac = plan.fracOf(table.result());
  Value x = mapped.lookup(table.leaf);
  int s = table.stepLog2;
  // Into the domain, in steps of the table from its origin.
  x = fx.clamp(loc, x, int64_t(toUnits(table.domain.lo, fx.fracOf(x))),
               int64_t(toUnits(table.domain.hi, fx.fracOf(x))));
  double base = 0.0;
  double farthest = std::ldexp(table.domain.magnitude(), s + kIndexFrac);
  if (farthest > double(1 << 29)) {
    int64_t lowest = fx.range(x).lo;
    base = std::ldexp(double(lowest), -fx.fracOf(x));
    x = fx.sub(loc, x, fx.constant(loc, lowest, fx.fracOf(x)));
  }
  int from = fx.fracOf(x);
  int indexFrac = std::clamp(from + kFactorLog2 - s, 0, kIndexFrac);
  int factorLog2 = std::max(0, s + indexFrac - from);
  Value scaled =
      fx.mul(loc, x, fx.constant(loc, int64_t(1) << factorLog2, factorLog2 - s),
             indexFrac);
  IntRange reach = fx.range(scaled);
  Value index = scaled;
  if (reach.lo != 0)
    index = fx.add(loc, scaled, fx.constant(loc, -reach.lo, indexFrac));

  double origin = base + std::ldexp(double(reach.lo), -indexFrac - s);
  double end = base + std::ldexp(double(reach.hi), -indexFrac - s);
  SmallVector<int32_t> entries;
  IntRange held;
  for (double real : tableEntries(table, origin, end)) {
    int64_t entry = toFixed(real, {32, frac});
    entries.push_back(int32_t(entry));
    held = IntRange::join(held, {entry, entry});
  }
  OpBuilder outside(plan.update);
  std::string name;
  do
    name = ("table" + Twine(nextTable++)).str();
  while (plan.neuron.lookupSymbol(name));
  auto values = DenseIntElementsAttr::get(
      RankedTensorType::get({int64_t(entries.size())}, outside.getI32Type()),
      entries);
  auto made =
      fx::TableOp::create(outside, loc, outside.getStringAttr(name),
                          TypeAttr::get(fx.type(held.bits(), frac)), values);
  TableError error = interpolationError(table, origin, end);
  report.tables.push_back({plan.population.getSymName().str(), name,
                           unsigned(entries.size()), table.domain, table.values,
                           error.absolute + std::ldexp(0.5, -frac),
                           error.relative});

  Value low = fx.lookup(loc, made, index, indexFrac, 0);
  if (indexFrac == 0)
    return low;
  Value high = fx.lookup(loc, made, index, indexFrac, 1);
  Value part = fx.bitAnd(
      loc, index, fx.constant(loc, (int64_t(1) << indexFrac) - 1, indexFrac));
  return fx.add(loc, fx.mul(loc, fx.sub(loc, high, low), part, frac), low);
}

LogicalResult BodyLowering::lowerEffect(Operation *op) {
  OpBuilder &builder = fx.builder;
  Location loc = op->getLoc();
  if (auto write = dyn_cast<snn::WriteOp>(op)) {
    const StoredVariable *state = plan.stored(write.getState());
    Value value = write.getValue();
    if (auto constant = constantValue(value)) {
      value = fx.constant(loc, toFixed(*constant, state->format),
                          state->format.frac);
    } else {
      int frac = plan.fracOf(value);
      value = at(value, std::clamp(frac, state->format.frac,
                                   state->format.frac + kStoreShift));
      value = clampWide(loc, value, *state);
    }
    snn::WriteOp::create(builder, loc, write.getStateAttr(), value);
    return success();
  }
  auto emit = cast<snn::EmitOp>(op);
  Value payload;
  if (emit.getPayload() && failed(lowerPayload(emit, payload)))
    return failure();
  ArrayAttr range = emit.getRangeAttr();
  if (payload && !range) {
    const Interval &proven =
        plan.network.findSource(plan.population.getSymName())->payload;
    range = builder.getF64ArrayAttr({proven.lo, proven.hi});
  }
  snn::EmitOp::create(builder, loc, condition(emit.getCondition()), payload,
                      range);
  return success();
}

LogicalResult BodyLowering::lowerPayload(snn::EmitOp emit, Value &payload) {
  const SourceFormat &source =
      *plan.network.findSource(plan.population.getSymName());
  payload = at(emit.getPayload(), source.format.frac);
  IntRange reach = fx.range(payload);
  if (reach.lo < source.codes.lo - kPayloadSlack ||
      reach.hi > source.codes.hi + kPayloadSlack) {
    Interval real{std::ldexp(double(reach.lo), -source.format.frac),
                  std::ldexp(double(reach.hi), -source.format.frac)};
    return emit.emitOpError("has a payload that can reach [")
           << real.lo << ", " << real.hi << "], beyond its range ["
           << source.payload.lo << ", " << source.payload.hi
           << "]; clamp it with arith.maximumf and arith.minimumf, or declare "
              "a "
              "wider range";
  }
  payload = fx.clamp(emit.getLoc(), payload, source.codes.lo, source.codes.hi);
  return success();
}

void BodyLowering::removeDead() {
  for (Operation &op : llvm::make_early_inc_range(
           llvm::reverse(plan.update.getBody().front()))) {
    bool removable = isMemoryEffectFree(&op) || isa<snn::ReadOp>(op);
    if (op.getNumResults() > 0 && op.use_empty() && removable)
      op.erase();
  }
}

void BodyLowering::record() {
  QuantizationReport::Body body;
  body.population = plan.population.getSymName().str();
  for (Operation &op : plan.update.getBody().front()) {
    if (isa<fx::ConstantOp, arith::ConstantOp>(op))
      continue;
    ++body.operations;
    body.rescales += isa<fx::RescaleOp>(op);
  }
  report.bodies.push_back(body);
}

/// Real values as integers of the format: one for all, or one each.
Attribute toIntegers(Attribute values, const Format &format, Builder &builder) {
  auto integer = [&](double x) { return int32_t(toFixed(x, format)); };
  if (auto number = dyn_cast<FloatAttr>(values))
    return builder.getI32IntegerAttr(integer(number.getValueAsDouble()));
  auto elements = cast<DenseFPElementsAttr>(values);
  SmallVector<int32_t> integers;
  for (const APFloat &value : elements.getValues<APFloat>())
    integers.push_back(integer(value.convertToDouble()));
  return DenseIntElementsAttr::get(
      RankedTensorType::get(elements.getType().getShape(),
                            builder.getI32Type()),
      integers);
}

/// Types and integer values of what is stored, and of ports.
void setStorage(BodyPlan &plan, QuantizationReport &report) {
  Builder builder(plan.neuron.getContext());
  auto typeOf = [&](const Format &format) {
    return TypeAttr::get(
        fx::QType::get(builder.getContext(), format.bits, format.frac));
  };
  for (const StoredVariable &variable : plan.variables) {
    if (auto state = dyn_cast<snn::StateOp>(variable.op)) {
      state.setTypeAttr(typeOf(variable.format));
      state.setInitAttr(
          toIntegers(state.getInitAttr(), variable.format, builder));
      state.setBits(variable.format.bits);
      state.setRangeAttr(
          builder.getF64ArrayAttr({variable.range.lo, variable.range.hi}));
    } else {
      auto param = cast<snn::ParamOp>(variable.op);
      param.setTypeAttr(typeOf(variable.format));
      param.setValueAttr(
          toIntegers(param.getValueAttr(), variable.format, builder));
      param.setBits(variable.format.bits);
    }
    report.variables.push_back(
        {plan.population.getSymName().str(), variable.name, variable.isState,
         variable.calibrated, variable.format, variable.range});
  }
  for (auto op : plan.neuron.getBody().getOps<snn::PortOp>()) {
    PortFormat *port = plan.network.findPort(plan.population, op.getSymName());
    op.setTypeAttr(typeOf({port->accBits(), port->frac}));
    op.setAccBits(port->accBits());
    op.setBound(port->bound());
  }
}

} // namespace

LogicalResult lowerBody(BodyPlan &plan, QuantizationReport &report) {
  setStorage(plan, report);
  return plan.update ? BodyLowering(plan, report).run() : success();
}

} // namespace snnc::compiler
