//===- PlaceLearning.cpp - Placing what projections learn by ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Codegen.h"
#include "compiler/mapping/Learning.h"
#include "compiler/mapping/Programs.h"
#include "dialects/fx/Fx.h"

using namespace mlir;

namespace snnc::compiler {

bool walksColumns(snn::ProjectionOp projection) {
  snn::LearningRuleOp rule = snn::resolveRule(projection);
  auto made = rule ? findLearn(projection->getParentOfType<ModuleOp>(),
                               rule.getSymName())
                   : ucode::LearnOp();
  return made &&
         llvm::any_of(made.getOps<ucode::StepOp>(), [](ucode::StepOp step) {
           return step.getOver() == ucode::Over::Columns;
         });
}

uint64_t squareRow(uint64_t row, uint64_t lanes, uint64_t bits) {
  return llvm::alignTo(row, std::max<uint64_t>(1, lanes * bits / 32));
}

FailureOr<Learned> createLearning(OpBuilder &builder,
                                  snn::ProjectionOp projection,
                                  core::RowsOp rows, core::GroupOp source,
                                  core::GroupOp target, const RowPlan &plan,
                                  uint64_t &synapseRows) {
  Learned learned;
  learned.rule = snn::resolveRule(projection);
  learned.source = source;
  learned.target = target;
  if (learned.rule)
    learned.made = findLearn(projection->getParentOfType<ModuleOp>(),
                             learned.rule.getSymName());
  if (!learned.made)
    return projection.emitError("has no programs for rule ")
           << projection.getRuleAttr()
           << "; run snn-to-ucode, ucode-schedule and ucode-allocate first";
  learned.op = core::LearningOp::create(
      builder, projection.getLoc(),
      FlatSymbolRefAttr::get(rows.getSymNameAttr()),
      FlatSymbolRefAttr::get(learned.rule.getSymNameAttr()), IntegerAttr(),
      IntegerAttr(), IntegerAttr());
  learned.op.getBody().emplaceBlock();
  uint64_t lanes = rows->getParentOfType<core::TileOp>().getTarget().getLanes();
  builder.setInsertionPointToEnd(&learned.op.getBody().front());
  for (auto state : learned.rule.getOps<snn::StateOp>()) {
    auto type = dyn_cast<fx::QType>(state.getType());
    if (!type)
      return state.emitOpError(
          "has no fixed-point format; run snn-quantize first");
    uint64_t bits = type.getBits(), perRow = 32 / bits;
    uint64_t count = (uint64_t(rows.getUnits()) + perRow - 1) / perRow;
    bool squares = plan.skewed && plan.format == image::RowFormat::Dense;
    if (squares)
      synapseRows = squareRow(synapseRows, lanes, bits);
    core::VariableOp::create(builder, state.getLoc(), state.getSymNameAttr(),
                             builder.getI64IntegerAttr(bits),
                             builder.getI64IntegerAttr(count),
                             builder.getI64IntegerAttr(synapseRows * perRow));
    synapseRows += count;
  }
  if (plan.skewed && plan.format == image::RowFormat::Indexed) {
    learned.op.setIndexRowsAttr(builder.getI64IntegerAttr(plan.indexRows));
    learned.op.setIndexBaseAttr(builder.getI64IntegerAttr(synapseRows));
    // Where axon entries are placed.
    learned.op.setColumnBaseAttr(builder.getI64IntegerAttr(0));
    synapseRows += plan.indexRows;
  }
  return learned;
}

/// Common values by the names of their planes.
static ArrayAttr planeNames(OpBuilder &builder, Learned &learned,
                            ArrayAttr commons) {
  if (!commons)
    return {};
  SmallVector<Attribute> names;
  for (Attribute name : commons) {
    auto temporary =
        dyn_cast_or_null<ucode::TemporaryOp>(SymbolTable::lookupSymbolIn(
            learned.made, cast<FlatSymbolRefAttr>(name)));
    if (temporary && temporary.getIndex())
      name =
          FlatSymbolRefAttr::get(indexPlane(learned.source).getSymNameAttr());
    names.push_back(name);
  }
  return builder.getArrayAttr(names);
}

void createSteps(OpBuilder &builder, Learned &learned) {
  builder.setInsertionPointToEnd(&learned.op.getBody().front());
  for (auto step : learned.made.getOps<ucode::StepOp>())
    core::StepOp::create(
        builder, step.getLoc(),
        core::OverAttr::get(builder.getContext(), core::Over(step.getOver())),
        step.getProgramAttr(), builder.getI64IntegerAttr(0),
        builder.getI64IntegerAttr(0), step.getEveryAttr(), step.getSignalAttr(),
        step.getSynapticAttr(), step.getGateAttr(), step.getRecordsAttr(),
        step.getGatedAttr(),
        planeNames(builder, learned, step.getCommonsAttr()));
}

StringAttr indexName(snn::PopulationOp population, OpBuilder &builder) {
  std::string name = "index";
  if (population)
    while (SymbolTable::lookupSymbolIn(snn::resolveNeuron(population), name))
      name += "_";
  return builder.getStringAttr(name);
}

} // namespace snnc::compiler
