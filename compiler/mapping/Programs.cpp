//===- Programs.cpp - Programs of placed groups ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Programs.h"

#include "compiler/codegen/Codegen.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace snnc::compiler {

namespace {

PlaneLayout placeOf(core::PlaneOp plane) {
  return {static_cast<uint32_t>(plane.getBase()),
          static_cast<uint8_t>(llvm::Log2_64(plane.getBits()) - 3)};
}

void addPorts(ProgramLayout &layout, core::GroupOp group) {
  for (auto port : group.getOps<core::PortOp>())
    layout.ports[port.getSymName()] = {
        static_cast<uint32_t>(port.getBase()),
        static_cast<uint8_t>(llvm::Log2_64(port.getSlots())),
        port.getBits() == 32};
}

void addTables(ProgramLayout &layout, Operation *op) {
  for (auto table : op->getRegion(0).getOps<core::TableOp>())
    layout.tables[table.getSymName()] = {
        static_cast<uint32_t>(table.getBase()),
        static_cast<uint32_t>(table.getWords())};
}

void addModulators(ProgramLayout &layout, snn::NetworkOp network) {
  uint32_t index = 0;
  for (auto modulator : network.getOps<snn::ModulatorOp>())
    layout.modulators[modulator.getSymName()] = index++;
}

/// Planes over the targets, by the names that the rule gives them.
void addTargetPlanes(ProgramLayout &layout, core::LearningOp learning,
                     snn::LearningRuleOp rule, ucode::LearnOp made) {
  core::GroupOp group = targetOf(learning);
  for (auto target : rule.getOps<snn::TargetOp>())
    if (auto plane = dyn_cast_or_null<core::PlaneOp>(
            SymbolTable::lookupSymbolIn(group, target.getVariable())))
      layout.planes[target.getSymName()] = placeOf(plane);
  for (auto plane : learning.getOps<core::PlaneOp>())
    if (plane.getKind() == core::PlaneKind::Condition)
      layout.planes[plane.getSymName()] = placeOf(plane);
  for (auto temporary : made.getOps<ucode::TemporaryOp>())
    if (temporary.getIndex() && temporary.getOver() == ucode::Over::Targets)
      layout.planes[temporary.getSymName()] = placeOf(indexPlane(group));
}

/// Where the names of a step's program lie.
ProgramLayout layoutOfStep(core::StepOp step, core::LearningOp learning,
                           snn::LearningRuleOp rule, ucode::LearnOp made,
                           snn::NetworkOp network) {
  ProgramLayout layout;
  addTables(layout, learning);
  addModulators(layout, network);
  if (step.getOver() == core::Over::Sources) {
    for (auto plane : learning.getOps<core::PlaneOp>())
      if (plane.getKind() != core::PlaneKind::Condition)
        layout.planes[plane.getSymName()] = placeOf(plane);
    return layout;
  }
  addTargetPlanes(layout, learning, rule, made);
  if (step.getOver() == core::Over::Targets)
    return layout;
  addPorts(layout, targetOf(learning));
  uint32_t number = 0;
  layout.synapsePlanes[rule.getWeight().getSymName()] = number++;
  for (auto variable : learning.getOps<core::VariableOp>())
    layout.synapsePlanes[variable.getSymName()] = number++;
  if (step.getCommons())
    for (auto [index, name] : llvm::enumerate(step.getCommonsAttr()))
      layout.commons[cast<FlatSymbolRefAttr>(name).getValue()] = index;
  // The program has its own name for the indices.
  core::PlaneOp indices = indexPlane(sourceOf(learning));
  for (auto temporary : made.getOps<ucode::TemporaryOp>())
    if (temporary.getIndex() && temporary.getOver() == ucode::Over::Sources)
      if (auto found = layout.commons.find(indices.getSymName());
          found != layout.commons.end())
        layout.commons[temporary.getSymName()] = found->second;
  return layout;
}

} // namespace

ProgramLayout programLayoutOf(core::GroupOp group, snn::NetworkOp network) {
  ProgramLayout layout;
  for (auto plane : group.getOps<core::PlaneOp>())
    layout.planes[plane.getSymName()] = placeOf(plane);
  addPorts(layout, group);
  addTables(layout, group);
  addModulators(layout, network);
  return layout;
}

static core::GroupOp groupOf(core::LearningOp learning, bool isSource) {
  auto tile = learning->getParentOfType<core::TileOp>();
  auto rows = tile.lookupSymbol<core::RowsOp>(learning.getOfAttr());
  return tile.lookupSymbol<core::GroupOp>(isSource ? rows.getSourceAttr()
                                                   : rows.getTargetAttr());
}

core::GroupOp sourceOf(core::LearningOp learning) {
  return groupOf(learning, true);
}
core::GroupOp targetOf(core::LearningOp learning) {
  return groupOf(learning, false);
}

core::PlaneOp indexPlane(core::GroupOp group) {
  for (auto plane : group.getOps<core::PlaneOp>())
    if (plane.getKind() == core::PlaneKind::Index)
      return plane;
  return {};
}

core::PlaneOp commonPlane(core::LearningOp learning, StringAttr name) {
  if (auto plane = dyn_cast_or_null<core::PlaneOp>(
          SymbolTable::lookupSymbolIn(learning, name)))
    return plane;
  return indexPlane(sourceOf(learning));
}

FailureOr<EncodedProgram> encodeStep(core::StepOp step,
                                     core::LearningOp learning) {
  auto module = learning->getParentOfType<ModuleOp>();
  auto tile = learning->getParentOfType<core::TileOp>();
  auto network = module.lookupSymbol<snn::NetworkOp>(tile.getNetworkAttr());
  auto rule = module.lookupSymbol<snn::LearningRuleOp>(learning.getRuleAttr());
  auto program = module.lookupSymbol<ucode::ProgramOp>(step.getProgramAttr());
  ucode::LearnOp made = findLearn(module, learning.getRule());
  if (!network || !rule || !program || !made)
    return step.emitOpError("names a network, rule or program that the module "
                            "does not have");
  EncodedProgram encoded;
  encoded.name = program.getSymNameAttr();
  if (failed(encodeProgram(program,
                           layoutOfStep(step, learning, rule, made, network),
                           encoded.words, encoded.locations)))
    return failure();
  return encoded;
}

FailureOr<EncodedProgram> encodeGroup(snn::PopulationOp population,
                                      core::GroupOp group) {
  auto network = population->getParentOfType<snn::NetworkOp>();
  auto module = population->getParentOfType<ModuleOp>();
  ucode::ProgramOp program = findProgram(module, population.getNeuron());
  if (!program)
    return population.emitError("has no program for @")
           << population.getNeuron()
           << "; run snn-to-ucode, ucode-schedule and ucode-allocate first";
  EncodedProgram encoded;
  encoded.name = program.getSymNameAttr();
  if (failed(encodeProgram(program, programLayoutOf(group, network),
                           encoded.words, encoded.locations)))
    return failure();
  return encoded;
}

} // namespace snnc::compiler
