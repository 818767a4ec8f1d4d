//===- ModelPlan.cpp - Formats of the variables of a definition -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/BodyPlan.h"

using namespace mlir;

namespace snnc::compiler {

constexpr unsigned kStoredBits = 16;

Interval StoredVariable::held() const {
  if (kind == VariableKind::Param)
    return range;
  if (isExact()) {
    IntRange units = gridRange(range, format.bits, format.frac);
    return {std::ldexp(double(units.lo), -format.frac),
            std::ldexp(double(units.hi), -format.frac)};
  }
  double limit = storageLimit(range);
  return {-limit, limit};
}

ModelPlan::ModelPlan(snn::PopulationOp population, snn::NeuronOp neuron,
                     NetworkFormats &network, const QuantizeSettings &settings)
    : model(neuron), user(population), population(population),
      source(network.findSource(population.getSymName())), network(network),
      settings(settings) {}

ModelPlan::ModelPlan(snn::ProjectionOp projection, snn::LearningRuleOp rule,
                     ModelPlan &target, NetworkFormats &network,
                     const QuantizeSettings &settings)
    : model(rule), user(projection), population(target.population),
      source(network.findSource(projection.getSource())), network(network),
      settings(settings), target(&target) {}

ModelPlan::~ModelPlan() = default;

std::string ModelPlan::owner() const {
  return SymbolTable::getSymbolName(user).getValue().str();
}

const StoredVariable *ModelPlan::stored(StringRef name) const {
  for (const StoredVariable &variable : variables)
    if (variable.name == name)
      return &variable;
  return nullptr;
}

/// A calibrated range with some room on both sides.
static Interval widened(const Interval &met, double margin) {
  double half = (met.hi - met.lo) / 2 * margin;
  double middle = (met.hi + met.lo) / 2;
  return {middle - half, middle + half};
}

/// 32-bit variables of rules keep the scale they are given, so they leave a bit
/// for the sums that are written to them.
static Format formatFor(const StoredVariable &variable, unsigned bits) {
  Format format = storageFormat(variable.range, bits);
  if (variable.isExact() && bits == 32)
    format.frac -= 2;
  return format;
}

LogicalResult ModelPlan::readState(Operation *op, VariableKind kind) {
  StoredVariable variable;
  variable.op = op;
  variable.name = SymbolTable::getSymbolName(op).getValue().str();
  variable.kind = kind;
  if (auto round = op->getAttrOfType<snn::StoreRoundingAttr>("round"))
    variable.round = round.getValue();
  auto given = op->getAttrOfType<IntegerAttr>("bits");
  unsigned bits = given ? unsigned(given.getInt()) : kStoredBits;
  if (auto range = snn::bounds(op->getAttrOfType<ArrayAttr>("range"))) {
    variable.range = {range->first, range->second};
  } else {
    auto met = Calibration::find(settings.calibration.states,
                                 owner() + "." + variable.name);
    if (!met) {
      InFlightDiagnostic diag =
          op->emitOpError("@")
          << variable.name << " of " << (isRule() ? "projection" : "population")
          << " @" << owner()
          << " has no range, so it has no fixed-point format; declare one "
             "(range [low, high]) or calibrate on data (--calibrate FILE)";
      diag.attachNote(user->getLoc())
          << "the " << (isRule() ? "projection" : "population") << " is here";
      return diag;
    }
    variable.range = widened(*met, settings.margin);
    variable.calibrated = true;
  }
  // Initial values belong to the range.
  Attribute init = op->getAttr("init");
  if (auto number = dyn_cast<FloatAttr>(init))
    variable.range = Interval::join(variable.range,
                                    Interval::point(number.getValueAsDouble()));
  else if (auto elements = dyn_cast<DenseFPElementsAttr>(init))
    for (const APFloat &value : elements.getValues<APFloat>())
      variable.range = Interval::join(variable.range,
                                      Interval::point(value.convertToDouble()));
  else
    return op->emitOpError("@")
           << variable.name << " is not discretized; run snn-discretize first";
  if (variable.range.magnitude() == 0.0)
    variable.range = {-1.0, 1.0};
  variable.format = formatFor(variable, bits);
  variables.push_back(variable);
  return success();
}

LogicalResult ModelPlan::readParam(snn::ParamOp param) {
  auto elements = dyn_cast<DenseFPElementsAttr>(param.getValueAttr());
  if (!elements)
    return param.emitOpError("@") << param.getSymName()
                                  << " is not discretized; run snn-discretize "
                                     "first";
  StoredVariable variable;
  variable.op = param;
  variable.name = param.getSymName().str();
  variable.kind = VariableKind::Param;
  for (const APFloat &value : elements.getValues<APFloat>())
    variable.range = Interval::join(variable.range,
                                    Interval::point(value.convertToDouble()));
  variable.format = coveringFormat(variable.range,
                                   param.getBits() ? unsigned(*param.getBits())
                                                   : kStoredBits);
  variables.push_back(variable);
  return success();
}

void ModelPlan::readWeight(snn::WeightOp weight) {
  const WeightFormat &format =
      network.findProjection(cast<snn::ProjectionOp>(user))->weights;
  StoredVariable variable;
  variable.op = weight;
  variable.name = weight.getSymName().str();
  variable.kind = VariableKind::Weight;
  variable.round = weight.getRound().value_or(snn::StoreRounding::Nearest);
  auto range = *snn::bounds(weight.getRangeAttr());
  variable.range = {range.first, range.second};
  variable.format = {format.bits, format.frac};
  variables.push_back(variable);
}

LogicalResult ModelPlan::readTarget(snn::TargetOp op) {
  const StoredVariable *state = target->stored(op.getVariable());
  if (!state || state->kind != VariableKind::State)
    return op.emitOpError("@")
           << op.getVariable() << " is no state of @" << target->owner();
  StoredVariable variable = *state;
  variable.op = op;
  variable.name = op.getSymName().str();
  variable.kind = VariableKind::Target;
  variables.push_back(variable);
  return success();
}

void ModelPlan::followTarget() {
  for (StoredVariable &variable : variables)
    if (auto op = dyn_cast<snn::TargetOp>(variable.op))
      variable.format = target->stored(op.getVariable())->format;
}

LogicalResult ModelPlan::prepare() {
  for (Operation &op : model.getBody().front()) {
    LogicalResult read = success();
    if (isa<snn::StateOp>(op))
      read = readState(&op,
                       isRule() ? VariableKind::Synapse : VariableKind::State);
    else if (isa<snn::TraceOp>(op))
      read = readState(&op, VariableKind::Trace);
    else if (auto param = dyn_cast<snn::ParamOp>(op))
      read = readParam(param);
    else if (auto weight = dyn_cast<snn::WeightOp>(op))
      readWeight(weight);
    else if (auto variable = dyn_cast<snn::TargetOp>(op))
      read = readTarget(variable);
    if (failed(read))
      return failure();
  }
  SmallVector<snn::ProgramOp> bodies(model.getBody().getOps<snn::ProgramOp>());
  if (auto rule = dyn_cast<snn::LearningRuleOp>(model.getOperation()))
    bodies = rule.getPrograms();
  for (snn::ProgramOp body : bodies) {
    programs.push_back(std::make_unique<BodyPlan>(*this, body));
    if (failed(programs.back()->prepare()))
      return failure();
  }
  return success();
}

} // namespace snnc::compiler
