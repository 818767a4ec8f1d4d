//===- Trees.h - Ways of events from their home to all leaves ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NOC_TREES_H
#define SNNC_TESTS_UNIT_NOC_TREES_H

#include "tests/fuzz/Dice.h"
#include "tests/unit/noc/Mesh.h"

namespace snnc::noc {

/// A source's home and the tiles that its events go to.
struct Tree {
  uint32_t home = 0;
  std::vector<uint32_t> leaves;
};

/// Links from a tile to another.
uint32_t distance(uint32_t from, uint32_t to);

/// The routes of a tree on each tile: x before y.
std::array<uint8_t, kTiles> routesOf(const Tree &tree);

/// One tree a source, whose home is `source` modulo the number of tiles.
std::vector<Tree> randomTrees(fuzz::Dice &dice, uint32_t mostLeaves);
/// All other tiles are leaves.
std::vector<Tree> broadcastTrees();
/// One tile is the leaf of all others; its own sources go to the one opposite.
std::vector<Tree> hotSpotTrees(uint32_t hot);

/// Writes the routes of all sources, and clears what is not used.
void program(Mesh &mesh, const std::vector<Tree> &trees);

} // namespace snnc::noc

#endif // SNNC_TESTS_UNIT_NOC_TREES_H
