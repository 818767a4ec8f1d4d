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

/// The run of its population that a group has.
Run runOf(core::GroupOp group);

/// Fills what the image says of where the population or input `op` lies, whose
/// layout is given and which lives in `homes`; of its parts all but the tiles
/// and groups.
mlir::LogicalResult placePopulation(mlir::Operation *op, const Layout &layout,
                                    llvm::ArrayRef<core::GroupOp> homes,
                                    image::Population &population);

/// Puts the initial values of a variable, for a run of neurons, into state
/// memory, lanes words a row.
void initializePlane(const image::Variable &variable, uint32_t base,
                     const Run &run, std::vector<uint32_t> &memory);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_POPULATIONS_H
