//===- BodyPlan.cpp - Ranges and tables of a program ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/BodyPlan.h"
#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/Modulators.h"
#include "compiler/transforms/NormalizeBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace snnc::compiler {

std::optional<double> constantFactor(Operation *mul) {
  return constantValue(mul->getOperand(1));
}

const StoredVariable *BodyPlan::narrowSource(Value value) const {
  const StoredVariable *variable = nullptr;
  if (auto read = value.getDefiningOp<snn::ReadOp>())
    variable = stored(read.getState());
  else if (auto get = value.getDefiningOp<snn::GetOp>())
    variable = stored(get.getParam());
  return variable && variable->format.bits <= 16 ? variable : nullptr;
}

bool BodyPlan::multipliesStored(Operation *mul) const {
  if (!owner.isRule() || constantFactor(mul))
    return false;
  return narrowSource(mul->getOperand(0)) && narrowSource(mul->getOperand(1));
}

std::optional<Increment> incrementOf(snn::WriteOp write) {
  Operation *sum = write.getValue().getDefiningOp();
  if (!isa<arith::AddFOp, arith::SubFOp>(sum))
    return std::nullopt;
  auto isOld = [&](Value value) {
    auto read = value.getDefiningOp<snn::ReadOp>();
    return read && read.getStateAttr() == write.getStateAttr();
  };
  Value a = sum->getOperand(0), b = sum->getOperand(1);
  bool minus = isa<arith::SubFOp>(sum);
  if (isOld(a))
    return Increment{a, b, minus};
  if (isOld(b) && !minus)
    return Increment{b, a, false};
  return std::nullopt;
}

/// A payload without a declared range is clamped to the calibrated one.
void BodyPlan::clampPayload() {
  const QuantizeSettings &settings = owner.settings;
  auto met = Calibration::find(settings.calibration.payloads, owner.owner());
  program->walk([&](snn::EmitOp emit) {
    if (!met || !emit.getPayload() || emit.getRangeAttr())
      return;
    double half = (met->hi - met->lo) / 2 * settings.margin;
    double middle = (met->hi + met->lo) / 2;
    emit.getPayloadMutable().assign(
        clampBefore(emit, emit.getPayload(), {middle - half, middle + half}));
  });
}

/// Writes of a rule clamp to the declared range, so a clamp before them that
/// is not narrower says the same again.
void BodyPlan::dropClamps() {
  program->walk([&](snn::WriteOp write) {
    const StoredVariable *variable = stored(write.getState());
    for (bool changed = true; changed && variable->isExact();) {
      changed = false;
      Operation *op = write.getValue().getDefiningOp();
      if (!isa<arith::MinimumFOp, arith::MinNumFOp, arith::MaximumFOp,
               arith::MaxNumFOp>(op))
        return;
      bool least = isa<arith::MinimumFOp, arith::MinNumFOp>(op);
      for (unsigned i : {0u, 1u}) {
        auto limit = constantValue(op->getOperand(i));
        if (!limit ||
            (least ? *limit < variable->range.hi : *limit > variable->range.lo))
          continue;
        write.getValueMutable().assign(op->getOperand(1 - i));
        if (op->use_empty())
          op->erase();
        changed = true;
        break;
      }
    }
  });
}

LogicalResult BodyPlan::prepare() {
  if (failed(normalizeBody(program)))
    return failure();
  clampPayload();
  dropClamps();
  return success();
}

SourceRanges BodyPlan::sources(bool proven, bool finalPorts) {
  SourceRanges result;
  for (const StoredVariable &variable : owner.variables) {
    bool widened = proven || variable.isExact();
    Interval range = widened ? variable.held() : variable.range;
    if (variable.kind == VariableKind::Param)
      result.params[variable.name] = range;
    else
      result.states[variable.name] = range;
  }
  result.payload = Interval::join(owner.source->payload, Interval::point(0.0));
  for (auto port : owner.model.getBody().getOps<snn::PortOp>()) {
    PortFormat *format = network.findPort(owner.population, port.getSymName());
    result.ports[port.getSymName()] =
        finalPorts ? format->range() : network.realRange(*format);
  }
  for (auto modulator : owner.user->getParentOfType<snn::NetworkOp>()
                            .getBody()
                            .getOps<snn::ModulatorOp>())
    if (auto range = snn::bounds(modulator.getRangeAttr())) {
      // The host may set whatever the width holds.
      Format format = formatOf(modulator);
      double limit = std::ldexp(1.0, int(format.bits) - 1 - format.frac);
      result.modulators[modulator.getSymName()] =
          proven ? Interval{-limit, limit}
                 : Interval{range->first, range->second};
    }
  for (const auto &[op, table] : tables) {
    // Interpolation may compute from the difference of any two entries.
    double width = table.values.hi - table.values.lo;
    result.results[op] = {table.values.lo - width, table.values.hi + width};
  }
  return result;
}

FailureOr<Interval> BodyPlan::payloadRange() {
  Interval payload;
  FailureOr<ValueRanges> found = computeRanges(program, sources(true, false));
  if (failed(found))
    return failure();
  program->walk([&](snn::EmitOp emit) {
    if (emit.getPayload())
      payload = Interval::join(payload, (*found)[emit.getPayload()]);
  });
  return payload;
}

FailureOr<bool> BodyPlan::updateDeposits() {
  FailureOr<ValueRanges> found = computeRanges(program, sources(true, false));
  if (failed(found))
    return failure();
  bool changed = false;
  for (auto deposit : program.getBody().getOps<snn::DepositOp>()) {
    Interval range = (*found)[deposit.getValue()];
    if (!range.isFinite())
      return deposit.emitOpError("adds a value without a bound to @")
             << deposit.getPort()
             << "; clamp it with arith.maximumf and arith.minimumf";
    DepositFormat *format = network.findDeposit(deposit);
    changed |= !(format->range == range);
    format->range = range;
  }
  return changed;
}

LogicalResult BodyPlan::findTables() {
  // Folding must hold for all that storage can hold.
  for (bool changed = true; changed;) {
    FailureOr<ValueRanges> proven = computeRanges(program, sources(true, true));
    if (failed(proven))
      return failure();
    changed = foldByRanges(program, *proven);
  }
  // Tables cover the declared ranges; what lies beyond is clamped.
  FailureOr<ValueRanges> declared =
      computeRanges(program, sources(false, true));
  if (failed(declared))
    return failure();
  llvm::DenseSet<Operation *> joined;
  for (Operation &op : program.getBody().front()) {
    if (!isRealOp(&op) || !needsTable(&op) || joined.contains(&op) ||
        op.use_empty())
      continue;
    FunctionTable table = findChain(&op);
    if (table.chain.empty())
      return op.emitOpError(
          "depends on two values, so no table can hold it; rewrite it as a "
          "product or sum of functions of one value each");
    joined.insert(table.chain.begin(), table.chain.end());
    if (failed(planTable(table, (*declared)[table.leaf],
                         owner.settings.tableEntries,
                         owner.settings.tableError)))
      return failure();
    tables[table.chain.back()] = table;
  }
  return success();
}

/// Of what rounds stochastically, a sum is rounded by its increment.
void BodyPlan::findIncrements() {
  for (auto write : program.getBody().getOps<snn::WriteOp>()) {
    const StoredVariable *variable = stored(write.getState());
    auto increment = incrementOf(write);
    if (!increment || constantValue(increment->change) ||
        variable->round == snn::StoreRounding::Nearest || variable->flexible())
      continue;
    increments[write] = *increment;
    Operation *mul = increment->change.getDefiningOp();
    if (isa<arith::MulFOp>(mul) && !tables.count(mul) && mul->hasOneUse() &&
        write.getValue().hasOneUse())
      stochastic[mul] = write;
  }
}

LogicalResult BodyPlan::boundRanges() {
  FailureOr<ValueRanges> proven = computeRanges(program, sources(true, true));
  if (failed(proven))
    return failure();
  ranges = *proven;
  findLive();
  for (Operation *op : live)
    for (Value value : op->getResults())
      if (value.getType().isF64() && !ranges[value].isFinite())
        return op->emitOpError("has no bound, so it has no fixed-point format; "
                               "clamp what it is made of (a modulator needs a "
                               "range)");
  return success();
}

void BodyPlan::findLive() {
  llvm::DenseSet<Operation *> needed;
  live.clear();
  for (Operation &op : llvm::reverse(program.getBody().front())) {
    bool root =
        isa<snn::WriteOp, snn::EmitOp, snn::RequireOp, snn::DepositOp>(op);
    // A port with synapses must be read, since reading clears it.
    if (auto receive = dyn_cast<snn::ReceiveOp>(op))
      root = !network.findPort(owner.population, receive.getPort())
                  ->projections.empty();
    // A draw moves no other draw, so an unused one can go.
    if (!root && !needed.contains(&op))
      continue;
    live.push_back(&op);
    auto table = tables.find(&op);
    if (table != tables.end()) {
      if (Operation *leaf = table->second.leaf.getDefiningOp())
        needed.insert(leaf);
      continue;
    }
    auto increment = increments.find(&op);
    if (increment != increments.end()) {
      needed.insert(increment->second.change.getDefiningOp());
      continue;
    }
    for (Value operand : op.getOperands())
      if (Operation *from = operand.getDefiningOp())
        needed.insert(from);
  }
  std::reverse(live.begin(), live.end());
}

LogicalResult BodyPlan::choose() {
  if (failed(findTables()))
    return failure();
  findIncrements();
  if (failed(boundRanges()) || failed(buildClasses()))
    return failure();
  buildEdges();
  limitToGrid();
  pinIncrements();
  solve();
  fixStorage();
  return checkPrecision();
}

} // namespace snnc::compiler
