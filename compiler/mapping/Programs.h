//===- Programs.h - Programs of placed groups -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PROGRAMS_H
#define SNNC_COMPILER_MAPPING_PROGRAMS_H

#include "compiler/mapping/Mapping.h"

namespace snnc::compiler {

struct EncodedProgram {
  /// Symbol of the ucode.program.
  mlir::StringAttr name;
  std::vector<uint64_t> words;
  std::vector<mlir::Location> locations;
};

/// Encodes the program of `population` for the addresses in `group`.
mlir::FailureOr<EncodedProgram> encodeGroup(snn::PopulationOp population,
                                            core::GroupOp group);

/// Encodes the program of `step`, a step of what the projection placed as
/// `learning` learns by.
mlir::FailureOr<EncodedProgram> encodeStep(core::StepOp step,
                                           core::LearningOp learning);

/// The group of the rows that learn, their source's or their target's.
core::GroupOp sourceOf(core::LearningOp learning);
core::GroupOp targetOf(core::LearningOp learning);

/// The plane that a step's common value is: of the rule, or its source's
/// indices.
core::PlaneOp commonPlane(core::LearningOp learning, mlir::StringAttr name);

/// The plane of a group's logical indices; null if it has none.
core::PlaneOp indexPlane(core::GroupOp group);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PROGRAMS_H
