//===- BodyPlan.cpp - Ranges and tables of an update region --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/BodyPlan.h"
#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/NormalizeBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace snnc::compiler {

constexpr unsigned kStoredBits = 16;

std::optional<double> constantFactor(Operation *mul) {
  return constantValue(mul->getOperand(1));
}

const StoredVariable *BodyPlan::stored(StringRef name) const {
  for (const StoredVariable &variable : variables)
    if (variable.name == name)
      return &variable;
  return nullptr;
}

const StoredVariable *BodyPlan::narrowSource(Value value) const {
  const StoredVariable *variable = nullptr;
  if (auto read = value.getDefiningOp<snn::ReadOp>())
    variable = stored(read.getState());
  else if (auto get = value.getDefiningOp<snn::GetOp>())
    variable = stored(get.getParam());
  return variable && variable->format.bits <= 16 ? variable : nullptr;
}

LogicalResult BodyPlan::readState(snn::StateOp state) {
  StoredVariable variable;
  variable.op = state;
  variable.name = state.getSymName().str();
  unsigned bits = state.getBits() ? unsigned(*state.getBits()) : kStoredBits;
  if (auto range = snn::bounds(state.getRangeAttr())) {
    variable.range = {range->first, range->second};
  } else {
    std::string owner = population.getSymName().str();
    auto met = Calibration::find(settings.calibration.states,
                                 owner + "." + variable.name);
    if (!met) {
      InFlightDiagnostic diag = state.emitOpError("@")
                                << variable.name << " of population @" << owner
                                << " has no range, so it has no fixed-point "
                                   "format; declare one (range [low, high]) or "
                                   "calibrate on data (--calibrate FILE)";
      diag.attachNote(population.getLoc()) << "the population is here";
      return diag;
    }
    double half = (met->hi - met->lo) / 2 * settings.margin;
    double middle = (met->hi + met->lo) / 2;
    variable.range = {middle - half, middle + half};
    variable.calibrated = true;
  }
  // Initial values belong to the range.
  Attribute init = state.getInitAttr();
  if (auto number = dyn_cast<FloatAttr>(init))
    variable.range = Interval::join(variable.range,
                                    Interval::point(number.getValueAsDouble()));
  else if (auto elements = dyn_cast<DenseFPElementsAttr>(init))
    for (const APFloat &value : elements.getValues<APFloat>())
      variable.range = Interval::join(variable.range,
                                      Interval::point(value.convertToDouble()));
  else
    return state.emitOpError("@")
           << variable.name << " is not discretized; run snn-discretize first";
  if (variable.range.magnitude() == 0.0)
    variable.range = {-1.0, 1.0};
  variable.format = storageFormat(variable.range, bits);
  variables.push_back(variable);
  return success();
}

LogicalResult BodyPlan::readParam(snn::ParamOp param) {
  auto elements = dyn_cast<DenseFPElementsAttr>(param.getValueAttr());
  if (!elements)
    return param.emitOpError("@") << param.getSymName()
                                  << " is not discretized; run snn-discretize "
                                     "first";
  StoredVariable variable;
  variable.op = param;
  variable.name = param.getSymName().str();
  variable.isState = false;
  for (const APFloat &value : elements.getValues<APFloat>())
    variable.range = Interval::join(variable.range,
                                    Interval::point(value.convertToDouble()));
  variable.format = coveringFormat(variable.range,
                                   param.getBits() ? unsigned(*param.getBits())
                                                   : kStoredBits);
  variables.push_back(variable);
  return success();
}

LogicalResult BodyPlan::readVariables() {
  for (Operation &op : neuron.getBody().front()) {
    if (auto state = dyn_cast<snn::StateOp>(op)) {
      if (failed(readState(state)))
        return failure();
    } else if (auto param = dyn_cast<snn::ParamOp>(op)) {
      if (failed(readParam(param)))
        return failure();
    } else if (auto body = dyn_cast<snn::UpdateOp>(op)) {
      update = body;
    }
  }
  return success();
}

/// A payload without a declared range is clamped to the calibrated one.
void BodyPlan::clampPayload() {
  auto met =
      Calibration::find(settings.calibration.payloads, population.getSymName());
  update.walk([&](snn::EmitOp emit) {
    if (!met || !emit.getPayload() || emit.getRangeAttr())
      return;
    double half = (met->hi - met->lo) / 2 * settings.margin;
    double middle = (met->hi + met->lo) / 2;
    emit.getPayloadMutable().assign(
        clampBefore(emit, emit.getPayload(), {middle - half, middle + half}));
  });
}

LogicalResult BodyPlan::prepare() {
  if (failed(readVariables()))
    return failure();
  if (!update)
    return success();
  if (failed(normalizeBody(update)))
    return failure();
  clampPayload();
  return success();
}

SourceRanges BodyPlan::sources(bool proven, bool finalPorts) {
  SourceRanges result;
  for (const StoredVariable &variable : variables) {
    double limit = storageLimit(variable.range);
    Interval range = proven ? Interval{-limit, limit} : variable.range;
    if (variable.isState)
      result.states[variable.name] = range;
    else
      result.params[variable.name] = variable.range;
  }
  for (auto port : neuron.getBody().getOps<snn::PortOp>()) {
    PortFormat *format = network.findPort(population, port.getSymName());
    result.ports[port.getSymName()] =
        finalPorts ? format->range() : network.realRange(*format);
  }
  for (auto modulator : population->getParentOfType<snn::NetworkOp>()
                            .getBody()
                            .getOps<snn::ModulatorOp>())
    if (auto range = snn::bounds(modulator.getRangeAttr()))
      result.modulators[modulator.getSymName()] = {range->first, range->second};
  for (const auto &[op, table] : tables) {
    // Interpolation may compute from the difference of any two entries.
    double width = table.values.hi - table.values.lo;
    result.results[op] = {table.values.lo - width, table.values.hi + width};
  }
  return result;
}

FailureOr<Interval> BodyPlan::payloadRange() {
  Interval payload;
  if (!update)
    return payload;
  FailureOr<ValueRanges> found = computeRanges(update, sources(true, false));
  if (failed(found))
    return failure();
  update.walk([&](snn::EmitOp emit) {
    if (emit.getPayload())
      payload = Interval::join(payload, (*found)[emit.getPayload()]);
  });
  return payload;
}

LogicalResult BodyPlan::findTables() {
  // Folding must hold for all that storage can hold.
  for (bool changed = true; changed;) {
    FailureOr<ValueRanges> proven = computeRanges(update, sources(true, true));
    if (failed(proven))
      return failure();
    changed = foldByRanges(update, *proven);
  }
  // Tables cover the declared ranges; what lies beyond is clamped.
  FailureOr<ValueRanges> declared = computeRanges(update, sources(false, true));
  if (failed(declared))
    return failure();
  llvm::DenseSet<Operation *> joined;
  for (Operation &op : update.getBody().front()) {
    if (!isRealOp(&op) || !needsTable(&op) || joined.contains(&op) ||
        op.use_empty())
      continue;
    FunctionTable table = findChain(&op);
    if (table.chain.empty())
      return op.emitOpError(
          "depends on two values, so no table can hold it; rewrite it as a "
          "product or sum of functions of one value each");
    joined.insert(table.chain.begin(), table.chain.end());
    if (failed(planTable(table, (*declared)[table.leaf], settings.tableEntries,
                         settings.tableError)))
      return failure();
    tables[table.chain.back()] = table;
  }
  return success();
}

LogicalResult BodyPlan::boundRanges() {
  FailureOr<ValueRanges> proven = computeRanges(update, sources(true, true));
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
  for (Operation &op : llvm::reverse(update.getBody().front())) {
    bool root = isa<snn::WriteOp, snn::EmitOp>(op);
    // A port with synapses must be read, since reading clears it.
    if (auto receive = dyn_cast<snn::ReceiveOp>(op))
      root =
          !network.findPort(population, receive.getPort())->projections.empty();
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
    for (Value operand : op.getOperands())
      if (Operation *from = operand.getDefiningOp())
        needed.insert(from);
  }
  std::reverse(live.begin(), live.end());
}

LogicalResult BodyPlan::choose() {
  if (!update)
    return success();
  if (failed(findTables()) || failed(boundRanges()) || failed(buildClasses()))
    return failure();
  buildEdges();
  solve();
  fixStorage();
  return checkPrecision();
}

} // namespace snnc::compiler
