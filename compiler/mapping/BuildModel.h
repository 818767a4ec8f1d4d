//===- BuildModel.h - A network for the partitioner -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_BUILDMODEL_H
#define SNNC_COMPILER_MAPPING_BUILDMODEL_H

#include "compiler/mapping/ChipPlan.h"
#include "compiler/mapping/PartitionModel.h"

namespace snnc::compiler {

/// `grains`: blocks of a grain of each member.
mlir::FailureOr<Model> buildModel(snn::NetworkOp network,
                                  const std::vector<PlannedMember> &members,
                                  llvm::ArrayRef<uint32_t> grains,
                                  core::TargetAttr limits, RowChoice choice,
                                  SynapseLists &lists);

/// Where `core.tile` puts a run of a population.
struct GivenRun {
  Run run;
  int64_t place = 0;
};

/// The attribute `core.tile` of a population or input: [x, y], or a list of
/// [first neuron, x, y]. Empty if it has none; errors at the op.
mlir::FailureOr<std::vector<GivenRun>> readGiven(const PlannedMember &member,
                                                 core::TargetAttr limits);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_BUILDMODEL_H
