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

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PROGRAMS_H
