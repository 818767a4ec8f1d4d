//===- MutantTile.h - The tile with one fault -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes the place of the simulator's two builds of the tile.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_HW_MUTATION_MUTANTTILE_H
#define SNNC_HW_MUTATION_MUTANTTILE_H

namespace snnc::mutation {

/// Number of the fault of all tiles that are made from now on; 0: none.
void selectMutant(unsigned mutant);

} // namespace snnc::mutation

#endif // SNNC_HW_MUTATION_MUTANTTILE_H
