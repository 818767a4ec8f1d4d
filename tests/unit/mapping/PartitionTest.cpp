//===- PartitionTest.cpp - Which parts go together ------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Partition.h"
#include "compiler/mapping/Random.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

using namespace snnc;
using namespace snnc::compiler;

namespace {

/// In the order of Resource.
constexpr Usage kLimits = {32,   64,   64,   1024, 2048, 2048,
                           2048, 1024, 1024, 2048, 64};

ModelMember member(const std::string &name, uint32_t blocks,
                   bool input = false) {
  ModelMember m{name, blocks * 8, blocks};
  m.input = input;
  m.stateBytes = input ? 0 : 4;
  m.sumHalves = input ? 0 : 4;
  m.programWords = input ? 0 : 10;
  return m;
}

/// Every source to every target, a row of 8-bit weights each.
ModelLink dense(const Model &model, uint32_t source, uint32_t target) {
  ModelLink link;
  link.source = source;
  link.target = target;
  const ModelMember &from = model.members[source], &to = model.members[target];
  for (uint32_t g = 0; g < to.grains(); ++g) {
    uint64_t blocks = to.endBlock(g + 1) - to.firstBlock(g);
    uint64_t units = from.neurons * blocks;
    link.grains.push_back({units, units * 8, 0, units * 8, 0, from.blocks});
    link.whole.units += units;
    link.whole.bits += units * 8;
  }
  return link;
}

Model chainModel(uint32_t members, uint32_t blocks) {
  Model model;
  model.limits = kLimits;
  for (uint32_t m = 0; m < members; ++m)
    model.members.push_back(member("m" + std::to_string(m), blocks, m == 0));
  for (uint32_t m = 1; m < members; ++m)
    model.links.push_back(dense(model, m - 1, m));
  model.prepare();
  return model;
}

/// All grains are on one tile each, and no tile has two pieces of a member or
/// too much.
void checkPartition(const Model &model, const Partition &found) {
  std::map<std::pair<uint32_t, uint32_t>, int> grains;
  for (const Content &content : found.tiles) {
    std::set<uint32_t> members;
    EXPECT_FALSE(content.empty());
    for (const Piece &piece : content) {
      EXPECT_TRUE(members.insert(piece.member).second);
      EXPECT_LT(piece.begin, piece.end);
      for (uint32_t g = piece.begin; g < piece.end; ++g)
        ++grains[{piece.member, g}];
    }
    EXPECT_EQ(costOf(model, content).exceeded(model.limits), Resource::Count);
  }
  size_t all = 0;
  for (const ModelMember &m : model.members)
    all += m.grains();
  EXPECT_EQ(grains.size(), all);
  for (const auto &[grain, count] : grains)
    EXPECT_EQ(count, 1);
}

TEST(Partition, UsesTheFewestTiles) {
  Model model = chainModel(6, 10);
  Partition found = partition(model, {0, 64, 1, {}});
  ASSERT_FALSE(found.failure);
  checkPartition(model, found);
  // Five links of 80 x 10 rows of 2 bytes a lane: 200 synapse rows each.
  EXPECT_EQ(found.tiles.size(), 1u);
  model.limits[size_t(Resource::Blocks)] = 20;
  found = partition(model, {0, 64, 1, {}});
  ASSERT_FALSE(found.failure);
  checkPartition(model, found);
  EXPECT_EQ(found.tiles.size(), 3u);
}

TEST(Partition, UsesTheTilesAskedFor) {
  Model model = chainModel(6, 10);
  for (uint32_t tiles : {1, 2, 5, 17, 60})
    for (uint64_t seed : {0, 1}) {
      Partition found = partition(model, {tiles, 64, seed, {}});
      ASSERT_FALSE(found.failure);
      checkPartition(model, found);
      EXPECT_EQ(found.tiles.size(), tiles);
      Partition again = partition(model, {tiles, 64, seed, {}});
      EXPECT_TRUE(found.tiles == again.tiles);
    }
  // No more than there are grains.
  EXPECT_EQ(partition(model, {64, 64, 0, {}}).tiles.size(), 60u);
}

TEST(Partition, KeepsTogetherWhatTalks) {
  // Two chains of three, in the order of the text in turns.
  Model model;
  model.limits = kLimits;
  for (uint32_t m = 0; m < 6; ++m)
    model.members.push_back(member("m" + std::to_string(m), 8));
  for (uint32_t m = 2; m < 6; ++m)
    model.links.push_back(dense(model, m - 2, m));
  model.prepare();
  Partition found = partition(model, {2, 4, 3, {}});
  ASSERT_FALSE(found.failure);
  checkPartition(model, found);
  EXPECT_EQ(crossingsOf(model, found.tiles), 0u);
}

TEST(Partition, PutsSideBySideWhatIsJoinedPlaceByPlace) {
  Model model;
  model.limits = kLimits;
  model.members = {member("x", 32, true), member("a", 32), member("b", 32)};
  for (uint32_t target : {1u, 2u}) {
    ModelLink link;
    link.source = 0;
    link.target = target;
    for (uint32_t g = 0; g < 32; ++g)
      link.grains.push_back({8, 64, 0, 8, g, g + 1});
    link.whole = {256, 2048, 0, 256, 0, 32};
    model.links.push_back(link);
  }
  model.prepare();
  Partition found = partition(model, {8, 8, 0, {}});
  ASSERT_FALSE(found.failure);
  checkPartition(model, found);
  EXPECT_EQ(crossingsOf(model, found.tiles), 0u);
  for (const Content &content : found.tiles)
    EXPECT_EQ(content.size(), 3u);
}

TEST(Partition, LeavesWhatIsGiven) {
  Model model = chainModel(4, 10);
  PartitionRequest request{4, 16, 0, {{{2, 0, 4}}, {{2, 4, 10}, {1, 0, 10}}}};
  Partition found = partition(model, request);
  ASSERT_FALSE(found.failure);
  checkPartition(model, found);
  ASSERT_EQ(found.tiles.size(), 4u);
  EXPECT_TRUE(found.tiles[0][0] == (Piece{2, 0, 4}));
  EXPECT_TRUE(found.tiles[1][0] == (Piece{2, 4, 10}));
  EXPECT_TRUE(found.tiles[1][1] == (Piece{1, 0, 10}));
}

TEST(Partition, SaysWhatIsTooMuch) {
  // One block has 1,280 sources.
  Model model = chainModel(2, 160);
  Partition found = partition(model, {0, 64, 0, {}});
  ASSERT_TRUE(found.failure);
  ASSERT_TRUE(found.failure->piece);
  EXPECT_EQ(found.failure->piece->member, 1u);
  EXPECT_EQ(found.failure->resource, Resource::Axons);
  EXPECT_EQ(found.failure->used, 1280u);
  EXPECT_EQ(found.failure->limit, 1024u);

  model = chainModel(6, 10);
  model.limits[size_t(Resource::Blocks)] = 20;
  found = partition(model, {2, 64, 0, {}});
  ASSERT_TRUE(found.failure);
  EXPECT_EQ(found.failure->needed, 3u);
  EXPECT_EQ(found.failure->resource, Resource::Blocks);
  found = partition(model, {0, 2, 0, {}});
  ASSERT_TRUE(found.failure);
  EXPECT_EQ(found.failure->needed, 3u);

  found =
      partition(model, {0, 64, 0, {{}, {{1, 0, 10}, {2, 0, 10}, {3, 0, 1}}}});
  ASSERT_TRUE(found.failure);
  EXPECT_EQ(found.failure->tile, 1u);
}

TEST(Partition, RandomNetworks) {
  Random random(9);
  for (int i = 0; i < 40; ++i) {
    Model model;
    model.limits = kLimits;
    auto members = uint32_t(2 + random.below(6));
    for (uint32_t m = 0; m < members; ++m) {
      ModelMember made =
          member("m" + std::to_string(m), uint32_t(1 + random.below(24)));
      made.grain = uint32_t(1 + random.below(3));
      model.members.push_back(made);
    }
    for (uint64_t l = random.below(8); l > 0; --l)
      model.links.push_back(dense(model, uint32_t(random.below(members)),
                                  uint32_t(random.below(members))));
    model.prepare();
    for (uint32_t tiles : {0, 3, 9}) {
      Partition found = partition(model, {tiles, 64, uint64_t(i), {}});
      if (found.failure) {
        // Perhaps three are too few.
        EXPECT_EQ(tiles, 3u);
        continue;
      }
      checkPartition(model, found);
    }
  }
}

TEST(PartitionModel, OneGrainAndAllOfThemAreRight) {
  Model model = chainModel(2, 12);
  ModelLink &link = model.links[0];
  // Grains fill each other's gaps: all of them take half of their sum.
  link.whole.units /= 2;
  link.whole.bits /= 2;
  model.prepare();
  EXPECT_EQ(rowsOf(link, 3, 4).units, link.grains[3].units);
  EXPECT_NEAR(double(rowsOf(link, 0, 12).units), double(link.whole.units), 2.0);
  uint64_t some = rowsOf(link, 0, 6).units;
  EXPECT_GT(some, link.whole.units / 2);
  EXPECT_LT(some, 6 * link.grains[0].units);
}

TEST(PartitionModel, WindowsTakeAxonsAndKeptOnesBlocks) {
  Model model = chainModel(3, 10);
  auto usage = [&](const Content &content, Resource r) {
    return costOf(model, content).usage[size_t(r)];
  };
  // The source lives there too: no window.
  Content both = {{0, 0, 10}, {1, 0, 10}};
  EXPECT_EQ(usage(both, Resource::Groups), 2u);
  EXPECT_EQ(usage(both, Resource::Axons), 80u);
  // A half of it does: the window has all of its places.
  Content half = {{0, 0, 5}, {1, 0, 10}};
  EXPECT_EQ(usage(half, Resource::Groups), 3u);
  EXPECT_EQ(usage(half, Resource::Axons), 80u);
  EXPECT_EQ(usage(half, Resource::Blocks), 15u);
  model.links[0].learns = true;
  model.links[0].rule.sourceBytes = 4;
  EXPECT_EQ(usage(half, Resource::Blocks), 20u);
  EXPECT_EQ(usage(half, Resource::State), 10u + 10u);
  EXPECT_EQ(
      crossingsOf(model, {{{0, 0, 5}, {1, 0, 10}}, {{0, 5, 10}, {2, 0, 10}}}),
      40u + 80u);
}

} // namespace
