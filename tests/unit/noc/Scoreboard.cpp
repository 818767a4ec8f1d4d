//===- Scoreboard.cpp - Every copy of every event, once -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Scoreboard.h"

namespace snnc::noc {

namespace {

Flit eventOf(uint32_t source, uint64_t number) {
  uint64_t hash = fuzz::Dice(uint64_t(source) << 48 | number).next();
  return {source, static_cast<uint32_t>(hash >> 32) % kIndices,
          static_cast<uint32_t>(hash & 0xffff)};
}

} // namespace

Scoreboard::Scoreboard(const std::vector<Tree> &trees)
    : sentBy(trees.size()), leavesOf(trees.size()), ways(trees.size()) {
  for (size_t source = 0; source < trees.size(); ++source) {
    leavesOf[source] = trees[source].leaves.size();
    for (uint32_t leaf : trees[source].leaves)
      ways[source][leaf].leaf = true;
  }
}

Flit Scoreboard::send(uint32_t source) {
  ++sent;
  expected += leavesOf[source];
  return eventOf(source, sentBy[source]++);
}

void Scoreboard::arrive(uint32_t tile, const Flit &flit) {
  const bool known = flit.source < ways.size() && ways[flit.source][tile].leaf;
  if (known) {
    uint64_t &arrived = ways[flit.source][tile].arrived;
    if (arrived < sentBy[flit.source] &&
        flit == eventOf(flit.source, arrived)) {
      ++arrived;
      ++delivered;
      return;
    }
  }
  ++wrong;
  if (firstWrong.empty())
    firstWrong = "tile " + std::to_string(tile) + ", source " +
                 std::to_string(flit.source) +
                 (known ? ": not the next event of its source"
                        : ": this is no leaf of it");
}

} // namespace snnc::noc
