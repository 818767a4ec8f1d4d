//===- Uses.h - What of a tile is used --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_USES_H
#define SNNC_IMAGE_USES_H

#include "image/Parts.h"

#include <vector>

namespace snnc::image {

struct Use {
  const char *name;
  uint64_t used, limit;
};

/// Of everything that a tile has a limited number of; always in this order.
inline std::vector<Use> usesOf(const Tile &tile, const Target &t) {
  return {{"groups", tile.groups.size(), t.groups},
          {"blocks", sourceBlocksOf(tile), t.blocks},
          {"row descriptors", tile.descriptors.size(), t.descriptors},
          {"program words", tile.program.size(), t.programWords},
          {"state rows", tile.state.size() / t.lanes, t.stateRows},
          {"accumulator rows", tile.accumulatorRows, t.accumulatorRows},
          {"synapse rows", tile.synapses.size() / t.lanes, t.synapseRows},
          {"axon entries", tile.axons.size(), t.axons},
          {"table words", tile.tables.size(), t.tableWords},
          {"entries of Learn", tile.learn.size(), t.learnEntries}};
}

} // namespace snnc::image

#endif // SNNC_IMAGE_USES_H
