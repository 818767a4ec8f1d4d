//===- Trees.cpp - Ways of events from their home to all leaves -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Trees.h"

#include <cstdlib>
#include <numeric>

namespace snnc::noc {

uint32_t distance(uint32_t from, uint32_t to) {
  auto apart = [](uint32_t a, uint32_t b) {
    return static_cast<uint32_t>(std::abs(int(a) - int(b)));
  };
  return apart(from % kColumns, to % kColumns) +
         apart(from / kColumns, to / kColumns);
}

std::array<uint8_t, kTiles> routesOf(const Tree &tree) {
  std::array<uint8_t, kTiles> routes{};
  for (uint32_t leaf : tree.leaves) {
    uint32_t x = tree.home % kColumns;
    uint32_t y = tree.home / kColumns;
    auto go = [&](RouteBit bit, uint32_t &at, int by) {
      routes[y * kColumns + x] |= bit;
      at = static_cast<uint32_t>(int(at) + by);
    };
    while (x < leaf % kColumns)
      go(kEast, x, 1);
    while (x > leaf % kColumns)
      go(kWest, x, -1);
    while (y > leaf / kColumns)
      go(kNorth, y, -1);
    while (y < leaf / kColumns)
      go(kSouth, y, 1);
    routes[leaf] |= kHere;
  }
  return routes;
}

std::vector<Tree> randomTrees(fuzz::Dice &dice, uint32_t mostLeaves) {
  std::vector<Tree> trees(kSources);
  for (uint32_t source = 0; source < kSources; ++source) {
    Tree &tree = trees[source];
    tree.home = source % kTiles;
    std::vector<uint32_t> others;
    for (uint32_t tile = 0; tile < kTiles; ++tile)
      if (tile != tree.home)
        others.push_back(tile);
    for (int64_t count = dice.in(1, mostLeaves); count > 0; --count) {
      auto chosen = others.begin() + dice.in(0, int64_t(others.size()) - 1);
      tree.leaves.push_back(*chosen);
      others.erase(chosen);
    }
  }
  return trees;
}

std::vector<Tree> broadcastTrees() {
  std::vector<Tree> trees(kSources);
  for (uint32_t source = 0; source < kSources; ++source) {
    trees[source].home = source % kTiles;
    for (uint32_t tile = 0; tile < kTiles; ++tile)
      if (tile != source % kTiles)
        trees[source].leaves.push_back(tile);
  }
  return trees;
}

std::vector<Tree> hotSpotTrees(uint32_t hot) {
  std::vector<Tree> trees = broadcastTrees();
  for (Tree &tree : trees)
    tree.leaves = {tree.home != hot ? hot : kTiles - 1 - hot};
  return trees;
}

void program(Mesh &mesh, const std::vector<Tree> &trees) {
  for (uint32_t source = 0; source < kSources; ++source) {
    std::array<uint8_t, kTiles> routes{};
    if (source < trees.size())
      routes = routesOf(trees[source]);
    for (uint32_t tile = 0; tile < kTiles; ++tile)
      mesh.setRoute(tile, source, routes[tile]);
  }
}

} // namespace snnc::noc
