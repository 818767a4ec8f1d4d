//===- LowerBody.cpp - Programs in fixed point ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/LowerBody.h"
#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/FxBuilder.h"
#include "compiler/transforms/Modulators.h"

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
        fx(OpBuilder::atBlockEnd(&plan.program.getBody().front())) {}

  LogicalResult run() {
    SmallVector<Operation *> old;
    for (Operation &op : plan.program.getBody().front())
      old.push_back(&op);
    // Writes and emissions go last: all reads come before.
    auto isEffect = [](Operation *op) {
      return isa<snn::WriteOp, snn::EmitOp, snn::DepositOp>(op);
    };
    for (Operation *op : plan.live)
      if (!isEffect(op) && failed(lower(op)))
        return failure();
    for (Operation *op : plan.live)
      if (isEffect(op) && failed(lowerEffect(op)))
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
  Value lowerCondition(Operation *op);
  Value storedRead(Value original, const StoredVariable &source);
  void draw(snn::WriteOp write);
  void lowerWrite(snn::WriteOp write);
  Value lowerIncrement(snn::WriteOp write, const StoredVariable &variable);
  LogicalResult lowerDeposit(snn::DepositOp deposit);
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
  /// The store saturates where the width ends. A wide state and a variable of a
  /// rule may end before, and are clamped where that is not proven.
  Value clampToRange(Location loc, Value value,
                     const StoredVariable &variable) {
    if (!variable.flexible() && !variable.isExact())
      return value;
    IntRange held = heldRange(variable.op);
    IntRange width = IntRange::ofBits(variable.format.bits);
    int shift = fx.fracOf(value) - variable.format.frac;
    auto limit = [&](int64_t units, int64_t end, int64_t open) {
      bool saturates = variable.isExact() && units == end;
      return saturates ? open : units * (int64_t(1) << shift);
    };
    return fx.clamp(loc, value, limit(held.lo, width.lo, INT64_MIN),
                    limit(held.hi, width.hi, INT64_MAX));
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
  if (auto require = dyn_cast<snn::RequireOp>(op)) {
    snn::RequireOp::create(fx.builder, op->getLoc(),
                           condition(require.getCondition()));
    return success();
  }
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

/// Conditions from outside of the program.
Value BodyLowering::lowerCondition(Operation *op) {
  OpBuilder &builder = fx.builder;
  Location loc = op->getLoc();
  Type i1 = builder.getI1Type();
  if (isa<snn::FiredOp>(op))
    return snn::FiredOp::create(builder, loc, i1);
  if (isa<snn::TargetFiredOp>(op))
    return snn::TargetFiredOp::create(builder, loc, i1);
  if (auto signalled = dyn_cast<snn::SignalledOp>(op))
    return snn::SignalledOp::create(builder, loc, i1,
                                    signalled.getModulatorAttr());
  return nullptr;
}

Value BodyLowering::lowerSource(Operation *op) {
  OpBuilder &builder = fx.builder;
  Location loc = op->getLoc();
  if (Value condition = lowerCondition(op))
    return condition;
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
        plan.network.findPort(plan.owner.population, receive.getPort());
    made = snn::ReceiveOp::create(builder, loc, load(port->frac),
                                  receive.getPortAttr());
  } else if (auto random = dyn_cast<snn::RandomOp>(op)) {
    made = snn::RandomOp::create(
        builder, loc, fx.type(32, std::clamp(frac, 2, 31)),
        random.getPerRowAttr(), random.getStreamAttr());
  } else if (auto modulation = dyn_cast<snn::ModulationOp>(op)) {
    auto modulator = cast<snn::ModulatorOp>(SymbolTable::lookupSymbolIn(
        plan.owner.user->getParentOp(), modulation.getModulatorAttr()));
    Format format = formatOf(modulator);
    made = snn::ModulationOp::create(builder, loc,
                                     fx.type(format.bits, format.frac),
                                     modulation.getModulatorAttr());
  } else if (isa<snn::PayloadOp>(op)) {
    const Format &format = plan.owner.source->format;
    made =
        snn::PayloadOp::create(builder, loc, fx.type(format.bits, format.frac));
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
  auto rounding = fx::Rounding::Even;
  auto rounded = plan.stochastic.find(op);
  if (rounded != plan.stochastic.end())
    rounding = fx::Rounding::Stochastic;
  auto finish = [&](auto multiply) {
    if (rounding == fx::Rounding::Stochastic)
      draw(rounded->second);
    return multiply();
  };
  if (auto factor = constantFactor(op))
    return finish([&] {
      return fx.mulConstant(loc, mapped.lookup(op->getOperand(0)), *factor,
                            frac, rounding);
    });
  if (plan.multipliesStored(op)) {
    Value x[2];
    for (unsigned i : {0u, 1u})
      x[i] =
          storedRead(op->getOperand(i), *plan.narrowSource(op->getOperand(i)));
    return finish([&] { return fx.mul(loc, x[0], x[1], frac, rounding); });
  }
  unsigned which = plan.narrowed.lookup(op);
  Value other = mapped.lookup(op->getOperand(1 - which));
  Value original = op->getOperand(which);
  const StoredVariable *source = plan.narrowSource(original);
  Value narrow = source ? storedRead(original, *source)
                        : fx.narrow(loc, mapped.lookup(original));
  return finish([&] { return fx.mul(loc, other, narrow, frac, rounding); });
}

/// A variable as it is stored: 16 bits, no rounding.
Value BodyLowering::storedRead(Value original, const StoredVariable &source) {
  Value &read = narrowReads[source.name];
  if (read)
    return read;
  if (Value wide = mapped.lookup(original);
      wide && fx.fracOf(wide) == source.format.frac &&
      isa<snn::ReadOp, snn::GetOp>(wide.getDefiningOp()))
    return read = wide;
  auto type = fx.type(source.format.bits, source.format.frac);
  auto name = FlatSymbolRefAttr::get(fx.builder.getContext(), source.name);
  Location at = original.getLoc();
  if (source.kind == VariableKind::Param)
    read = fx.source(snn::GetOp::create(fx.builder, at, type, name));
  else
    read = fx.source(snn::ReadOp::create(fx.builder, at, type, name));
  return read;
}

/// The draw of a write that rounds stochastically, right before the operation
/// that rounds with it.
void BodyLowering::draw(snn::WriteOp write) {
  constexpr int drawFrac = 31;
  bool perRow =
      plan.stored(write.getState())->round == snn::StoreRounding::StochasticRow;
  OpBuilder &builder = fx.builder;
  fx.source(snn::RandomOp::create(
      builder, write.getLoc(), fx.type(drawFrac + 1, drawFrac),
      perRow ? builder.getUnitAttr() : UnitAttr(), write.getStreamAttr()));
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
  OpBuilder outside(plan.program);
  std::string name;
  do
    name = ("table" + Twine(nextTable++)).str();
  while (SymbolTable::lookupSymbolIn(plan.owner.model, name));
  auto values = DenseIntElementsAttr::get(
      RankedTensorType::get({int64_t(entries.size())}, outside.getI32Type()),
      entries);
  auto made =
      fx::TableOp::create(outside, loc, outside.getStringAttr(name),
                          TypeAttr::get(fx.type(held.bits(), frac)), values);
  TableError error = interpolationError(table, origin, end);
  report.tables.push_back(
      {plan.owner.owner(), name, unsigned(entries.size()), table.domain,
       table.values, error.absolute + std::ldexp(0.5, -frac), error.relative});

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
    lowerWrite(write);
    return success();
  }
  if (auto deposit = dyn_cast<snn::DepositOp>(op))
    return lowerDeposit(deposit);
  auto emit = cast<snn::EmitOp>(op);
  Value payload;
  if (emit.getPayload() && failed(lowerPayload(emit, payload)))
    return failure();
  ArrayAttr range = emit.getRangeAttr();
  if (payload && !range) {
    const Interval &proven = plan.owner.source->payload;
    range = builder.getF64ArrayAttr({proven.lo, proven.hi});
  }
  snn::EmitOp::create(builder, loc, condition(emit.getCondition()), payload,
                      range);
  return success();
}

/// The old value and its increment, rounded to the grid of the variable.
Value BodyLowering::lowerIncrement(snn::WriteOp write,
                                   const StoredVariable &variable) {
  Location loc = write.getLoc();
  const Increment &increment = plan.increments.find(write)->second;
  Value change = mapped.lookup(increment.change);
  int frac = variable.format.frac;
  if (fx.fracOf(change) > frac)
    draw(write);
  change = fx.rescale(loc, change, frac, fx::Rounding::Stochastic);
  Value old = storedRead(increment.old, variable);
  return increment.minus ? fx.sub(loc, old, change) : fx.add(loc, old, change);
}

void BodyLowering::lowerWrite(snn::WriteOp write) {
  Location loc = write.getLoc();
  const StoredVariable &variable = *plan.stored(write.getState());
  const Format &format = variable.format;
  Value value = write.getValue();
  if (auto constant = constantValue(value)) {
    Interval held = variable.held();
    double kept = std::clamp(*constant, held.lo, held.hi);
    value = fx.constant(loc, toFixed(kept, format), format.frac);
  } else if (plan.increments.count(write)) {
    value = lowerIncrement(write, variable);
  } else {
    int frac = plan.fracOf(value);
    value = mapped.lookup(value);
    if (variable.round != snn::StoreRounding::Nearest && frac > format.frac) {
      draw(write);
      value = fx.rescale(loc, value, format.frac, fx::Rounding::Stochastic);
    } else if (variable.isExact() && frac < format.frac) {
      // What lies far outside would leave the register in the finer scale.
      IntRange held = gridRange(variable.range, 32, frac);
      value = fx.clamp(loc, value, held.lo, held.hi);
    }
    value = fx.rescale(
        loc, value,
        std::clamp(fx.fracOf(value), format.frac, format.frac + kStoreShift));
  }
  if (!constantValue(write.getValue()))
    value = clampToRange(loc, value, variable);
  snn::WriteOp::create(fx.builder, loc, write.getStateAttr(), value,
                       IntegerAttr());
}

LogicalResult BodyLowering::lowerDeposit(snn::DepositOp deposit) {
  const DepositFormat &format = *plan.network.findDeposit(deposit);
  Location loc = deposit.getLoc();
  Value value = at(deposit.getValue(), format.format.frac);
  value = fx.clamp(loc, value, format.codes.lo, format.codes.hi);
  snn::DepositOp::create(fx.builder, loc, deposit.getPortAttr(), value);
  return success();
}

LogicalResult BodyLowering::lowerPayload(snn::EmitOp emit, Value &payload) {
  const SourceFormat &source = *plan.owner.source;
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
           llvm::reverse(plan.program.getBody().front()))) {
    bool removable = isMemoryEffectFree(&op) || isa<snn::ReadOp>(op);
    if (op.getNumResults() > 0 && op.use_empty() && removable)
      op.erase();
  }
}

void BodyLowering::record() {
  QuantizationReport::Body body;
  body.owner = plan.owner.owner();
  if (plan.owner.isRule())
    body.program = plan.program->getName().stripDialect().str();
  for (Operation &op : plan.program.getBody().front()) {
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
void setStorage(ModelPlan &plan, QuantizationReport &report) {
  Builder builder(plan.model->getContext());
  auto typeOf = [&](const Format &format) {
    return TypeAttr::get(
        fx::QType::get(builder.getContext(), format.bits, format.frac));
  };
  for (const StoredVariable &variable : plan.variables) {
    Operation *op = variable.op;
    op->setAttr("type", typeOf(variable.format));
    if (variable.kind != VariableKind::Param)
      op->setAttr("range", builder.getF64ArrayAttr(
                               {variable.range.lo, variable.range.hi}));
    for (StringRef values : {"init", "value"})
      if (Attribute real = op->getAttr(values))
        op->setAttr(values, toIntegers(real, variable.format, builder));
    // The width of a weight is the projection's, that of a target the state's.
    if (variable.kind == VariableKind::Target)
      continue;
    if (variable.kind != VariableKind::Weight)
      op->setAttr("bits", builder.getI64IntegerAttr(variable.format.bits));
    report.variables.push_back({plan.owner(), variable.name, variable.kind,
                                variable.calibrated, variable.format,
                                variable.range});
  }
  for (auto op : plan.model.getBody().getOps<snn::PortOp>()) {
    PortFormat *port = plan.network.findPort(plan.population, op.getSymName());
    op.setTypeAttr(typeOf({port->accBits(), port->frac}));
    op.setAccBits(port->accBits());
    op.setBound(port->bound());
  }
}

} // namespace

LogicalResult lowerModel(ModelPlan &plan, QuantizationReport &report) {
  setStorage(plan, report);
  for (auto &program : plan.programs)
    if (failed(BodyLowering(*program, report).run()))
      return failure();
  return success();
}

} // namespace snnc::compiler
