//===- Populations.h - Populations of an image ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_POPULATIONS_H
#define SNNC_COMPILER_MAPPING_POPULATIONS_H

#include "compiler/mapping/Mapping.h"
#include "compiler/mapping/Rows.h"

namespace snnc::compiler {

Layout layoutOf(core::GroupOp group);

/// The image's entry of the population or input `op`, placed as `group`.
mlir::FailureOr<image::Population> writePopulation(mlir::Operation *op,
                                                   core::GroupOp group,
                                                   snn::BlobCache &cache);

/// Puts the variable's initial values into state memory, lanes words a row.
void initializePlane(const image::Variable &variable, const Layout &layout,
                     std::vector<uint32_t> &memory);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_POPULATIONS_H
