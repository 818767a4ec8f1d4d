//===- MeshTest.cpp - Trees and places ------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Mesh.h"
#include "compiler/mapping/Random.h"
#include "image/Image.h"

#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <set>

using namespace snnc;
using namespace snnc::compiler;

namespace {

/// Follows a tree from its home; the places that it comes to, each once.
std::set<uint32_t> follow(const Mesh &mesh, const std::vector<Hop> &tree,
                          uint32_t home) {
  std::map<uint32_t, uint8_t> out;
  for (const Hop &hop : tree)
    out[hop.place] = hop.out;
  EXPECT_EQ(out.size(), tree.size());
  std::set<uint32_t> visited;
  auto walk = [&](auto &&self, uint32_t place, bool alongY) -> void {
    EXPECT_TRUE(visited.insert(place).second) << "twice at " << place;
    EXPECT_TRUE(out.count(place));
    uint8_t ways = out[place];
    if (alongY) {
      EXPECT_FALSE(ways & (image::kRouteEast | image::kRouteWest));
    }
    if (ways & image::kRouteEast) {
      ASSERT_LT(mesh.x(place) + 1, mesh.columns);
      self(self, place + 1, false);
    }
    if (ways & image::kRouteWest) {
      ASSERT_GT(mesh.x(place), 0u);
      self(self, place - 1, false);
    }
    if (ways & image::kRouteNorth) {
      ASSERT_GT(mesh.y(place), 0u);
      self(self, place - mesh.columns, true);
    }
    if (ways & image::kRouteSouth) {
      ASSERT_LT(mesh.y(place) + 1, mesh.rows);
      self(self, place + mesh.columns, true);
    }
  };
  walk(walk, home, false);
  return visited;
}

TEST(Mesh, TreesReachTheirTilesOnce) {
  Random random(1);
  for (int i = 0; i < 500; ++i) {
    Mesh mesh{uint32_t(1 + random.below(8)), uint32_t(1 + random.below(8))};
    if (mesh.size() == 1)
      continue;
    auto home = uint32_t(random.below(mesh.size()));
    std::set<uint32_t> wanted;
    while (wanted.empty())
      for (uint32_t place = 0; place < mesh.size(); ++place)
        if (place != home && random.below(5) == 0)
          wanted.insert(place);
    std::vector<uint32_t> to(wanted.begin(), wanted.end());
    std::vector<Hop> tree = treeOf(mesh, home, to);
    std::set<uint32_t> visited = follow(mesh, tree, home);
    EXPECT_EQ(visited.size(), tree.size());
    uint64_t links = 0;
    for (const Hop &hop : tree) {
      links += size_t(__builtin_popcount(hop.out));
      // A tree ends only where it leads to.
      if (!hop.out) {
        EXPECT_TRUE(wanted.count(hop.place));
      }
    }
    for (uint32_t place : to)
      EXPECT_TRUE(visited.count(place));
    EXPECT_EQ(links, tree.size() - 1);
    // What is counted is what is built.
    std::vector<uint32_t> places(mesh.size());
    std::iota(places.begin(), places.end(), 0);
    EXPECT_EQ(trafficOf(mesh, Flow{home, to, 3}, places), 3 * links);
  }
}

std::vector<Flow> chainOf(const std::vector<uint32_t> &tiles) {
  std::vector<Flow> flows;
  for (size_t i = 1; i < tiles.size(); ++i)
    flows.push_back({tiles[i - 1], {tiles[i]}, 10});
  return flows;
}

TEST(Arrange, AShuffledChainBecomesAChain) {
  Mesh mesh{4, 4};
  std::vector<uint32_t> tiles(16);
  for (uint32_t i = 0; i < 16; ++i)
    tiles[i] = i * 7 % 16;
  std::vector<Flow> flows = chainOf(tiles);
  std::vector<int64_t> free(16, -1);
  for (uint64_t seed = 0; seed < 4; ++seed) {
    std::vector<uint32_t> places = arrange(mesh, flows, free, seed);
    EXPECT_EQ(std::set<uint32_t>(places.begin(), places.end()).size(), 16u);
    // The least is a link for each.
    EXPECT_LE(trafficOf(mesh, flows, places), 170u);
    EXPECT_GT(trafficOf(mesh, flows, scatter(mesh, free, seed)), 250u);
    EXPECT_EQ(places, arrange(mesh, flows, free, seed));
  }
}

TEST(Arrange, GivenPlacesStayAndTheRestFillsACorner) {
  Mesh mesh{8, 8};
  std::vector<int64_t> given = {-1, 63, -1, -1, 0};
  std::vector<Flow> flows = chainOf({0, 1, 2, 3, 4});
  std::vector<uint32_t> places = arrange(mesh, flows, given, 5);
  EXPECT_EQ(places[1], 63u);
  EXPECT_EQ(places[4], 0u);
  for (uint32_t tile : {0, 2, 3}) {
    EXPECT_LT(mesh.x(places[tile]), 2u);
    EXPECT_LT(mesh.y(places[tile]), 2u);
    EXPECT_NE(places[tile], 0u);
  }
}

TEST(Arrange, MeshesOfAnyShapeCanBeFilled) {
  for (uint32_t columns = 1; columns <= 5; ++columns)
    for (uint32_t rows = 1; rows <= 5; ++rows) {
      Mesh mesh{columns, rows};
      std::vector<int64_t> free(mesh.size(), -1);
      std::vector<uint32_t> tiles(mesh.size());
      std::iota(tiles.begin(), tiles.end(), 0);
      std::vector<uint32_t> places = arrange(mesh, chainOf(tiles), free, 1);
      EXPECT_EQ(std::set<uint32_t>(places.begin(), places.end()).size(),
                mesh.size());
    }
}

} // namespace
