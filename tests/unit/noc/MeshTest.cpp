//===- MeshTest.cpp - Routes, cycles and errors of the network ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Trees.h"

#include "gtest/gtest.h"

#include <ostream>

namespace snnc::noc {
namespace {

constexpr uint64_t kLong = 100;

/// Sends events in turn while all tiles take what comes; what came at `tile`.
std::vector<Flit> pass(Mesh &mesh, uint32_t home,
                       const std::vector<Flit> &flits, uint32_t tile) {
  std::vector<Flit> came;
  for (uint32_t t = 0; t < kTiles; ++t)
    mesh.setReady(t, true);
  size_t sent = 0;
  for (uint64_t rest = kLong; rest > 0; mesh.cycle()) {
    if (sent < flits.size()) {
      mesh.offer(home, flits[sent]);
      sent += mesh.takes(home);
    } else {
      mesh.offer(home, std::nullopt);
      --rest;
    }
    if (std::optional<Flit> flit = mesh.arrival(tile))
      came.push_back(*flit);
  }
  return came;
}

/// Offers an event in this cycle only, in which the network takes it.
void sendOne(Mesh &mesh, uint32_t tile, const Flit &flit) {
  ASSERT_TRUE(mesh.takes(tile));
  mesh.offer(tile, flit);
  mesh.cycle();
  mesh.offer(tile, std::nullopt);
}

TEST(NocMesh, RoutesReadBack) {
  Mesh mesh;
  auto value = [](uint32_t tile, uint32_t source) {
    return static_cast<uint8_t>((tile * 7 + source * 3) % 32);
  };
  for (uint32_t tile = 0; tile < kTiles; ++tile)
    for (uint32_t source = 0; source < kSources; ++source)
      mesh.setRoute(tile, source, value(tile, source));
  for (uint32_t tile = 0; tile < kTiles; ++tile)
    for (uint32_t source = 0; source < kSources; ++source)
      ASSERT_EQ(mesh.route(tile, source), value(tile, source));
}

TEST(NocMesh, TwoCyclesARouter) {
  Mesh mesh;
  std::vector<Tree> trees;
  for (uint32_t source = 0; source < kTiles * kTiles; ++source)
    trees.push_back({source / kTiles, {source % kTiles}});
  program(mesh, trees);
  for (uint32_t source = 0; source < trees.size(); ++source) {
    const uint32_t from = source / kTiles, to = source % kTiles;
    if (from == to)
      continue;
    sendOne(mesh, from, {source, 5, 6});
    uint32_t cycles = 1;
    for (; !mesh.arrival(to) && cycles < kLong; ++cycles)
      mesh.cycle();
    EXPECT_EQ(cycles, 2 * (distance(from, to) + 1)) << from << " to " << to;
    pass(mesh, from, {}, to);
  }
}

TEST(NocMesh, OneFlitACycleOnALink) {
  Mesh mesh;
  program(mesh, {{0, {3}}, {0, {15}}});
  for (uint32_t source : {0u, 1u}) {
    const uint32_t leaf = source ? 15 : 3;
    mesh.setReady(leaf, true);
    uint32_t sent = 0, came = 0, last = 0;
    for (uint32_t cycle = 0; came < 100 && cycle < 200; ++cycle) {
      if (sent < 100)
        mesh.offer(0, Flit{source, sent, 0});
      else
        mesh.offer(0, std::nullopt);
      if (sent < 100) {
        EXPECT_TRUE(mesh.takes(0)) << "event " << sent;
        ++sent;
      }
      if (std::optional<Flit> flit = mesh.arrival(leaf)) {
        EXPECT_EQ(flit->index, came);
        EXPECT_TRUE(came == 0 || cycle == last + 1) << "a gap before " << came;
        last = cycle;
        ++came;
      }
      mesh.cycle();
    }
    EXPECT_EQ(came, 100u);
  }
}

/// Four streams that share a router but no link pass it at full rate.
TEST(NocMesh, StreamsThatShareNoLinkDoNotWait) {
  Mesh mesh;
  program(mesh, {{4, {6}}, {6, {4}}, {1, {9}}, {9, {1}}});
  const std::array<uint32_t, 4> homes = {4, 6, 1, 9}, leaves = {6, 4, 9, 1};
  std::array<uint32_t, 4> came{};
  for (uint32_t cycle = 0; cycle < 100; ++cycle) {
    for (uint32_t s = 0; s < 4; ++s) {
      mesh.setReady(leaves[s], true);
      mesh.offer(homes[s], Flit{s, cycle, 0});
      EXPECT_TRUE(mesh.takes(homes[s]));
      came[s] += mesh.arrival(leaves[s]).has_value();
    }
    mesh.cycle();
  }
  for (uint32_t count : came)
    EXPECT_EQ(count, 100u - 6);
}

/// A copy that waits does not hold up the copies for other outputs.
TEST(NocMesh, CopiesLeaveEachAtItsTime) {
  Mesh mesh;
  program(mesh, {{5, {4, 6}}});
  mesh.setReady(6, true);
  sendOne(mesh, 5, {0, 1, 2});
  uint32_t came = 0;
  for (uint64_t i = 0; i < kLong; ++i) {
    came += mesh.arrival(6).has_value();
    mesh.cycle();
  }
  EXPECT_EQ(came, 1u);
  ASSERT_TRUE(mesh.arrival(4));
  EXPECT_EQ(pass(mesh, 5, {}, 4).size(), 1u);
}

/// Inputs that ask for the same output get equal shares.
TEST(NocMesh, OutputsAreShared) {
  Mesh mesh;
  program(mesh, {{4, {5}}, {6, {5}}, {1, {5}}, {9, {5}}});
  const std::array<uint32_t, 4> homes = {4, 6, 1, 9};
  std::array<uint32_t, 4> came{};
  mesh.setReady(5, true);
  for (uint32_t cycle = 0; cycle < 400; ++cycle) {
    for (uint32_t s = 0; s < 4; ++s)
      mesh.offer(homes[s], Flit{s, 0, 0});
    if (std::optional<Flit> flit = mesh.arrival(5))
      ++came[flit->source];
    mesh.cycle();
  }
  for (uint32_t count : came)
    EXPECT_NEAR(count, 99, 1);
}

struct BadRoute {
  const char *what;
  uint32_t home;
  /// Tile and route, in order; the last is the bad one.
  std::vector<std::pair<uint32_t, uint8_t>> routes;
};

void PrintTo(const BadRoute &bad, std::ostream *to) { *to << bad.what; }

class NocError : public ::testing::TestWithParam<BadRoute> {};

TEST_P(NocError, IsSeenAndHangsNothing) {
  const BadRoute &bad = GetParam();
  const uint32_t at = bad.routes.back().first;
  // Source 1 is in order and takes the same way.
  const uint32_t leaf = at == bad.home ? at ^ 1 : at;
  Mesh mesh;
  program(mesh, {{}, {bad.home, {leaf}}});
  for (auto [tile, route] : bad.routes)
    mesh.setRoute(tile, 0, route);
  std::vector<Flit> flits(20, Flit{0, 3, 4});
  // Copies that are in order are delivered.
  const bool here = at != bad.home && (bad.routes.back().second & kHere);
  EXPECT_EQ(pass(mesh, bad.home, flits, at).size(), here ? 20u : 0u);
  for (uint32_t tile = 0; tile < kTiles; ++tile)
    EXPECT_EQ(mesh.error(tile), tile == at) << tile;
  std::vector<Flit> came = pass(mesh, bad.home, {{1, 7, 8}}, leaf);
  ASSERT_EQ(came.size(), 1u);
  EXPECT_EQ(came[0], (Flit{1, 7, 8}));
  EXPECT_TRUE(mesh.error(at));
  mesh.reset();
  EXPECT_FALSE(mesh.error(at));
}

INSTANTIATE_TEST_SUITE_P(
    NocMesh, NocError,
    ::testing::Values(
        BadRoute{"EmptyAtHome", 5, {{5, 0}}},
        BadRoute{"EmptyOnTheWay", 5, {{5, kEast}, {6, 0}}},
        BadRoute{"HomeToItself", 5, {{5, kHere}}},
        BadRoute{"BackEast", 5, {{5, kWest}, {4, kEast | kHere}}},
        BadRoute{"BackWest", 5, {{5, kEast}, {6, kWest}}},
        BadRoute{"BackNorth", 5, {{5, kSouth}, {9, kNorth}}},
        BadRoute{"BackSouth", 9, {{9, kNorth}, {5, kSouth}}},
        BadRoute{"YBeforeX", 5, {{5, kSouth}, {9, kEast | kHere}}},
        BadRoute{"YBeforeXGoingNorth", 9, {{9, kNorth}, {5, kWest}}},
        BadRoute{"OffTheWest", 4, {{4, kWest}}},
        BadRoute{"OffTheEast", 2, {{2, kEast}, {3, kEast}}},
        BadRoute{"OffTheNorth", 1, {{1, kNorth}}},
        BadRoute{"OffTheSouth", 9, {{9, kSouth}, {13, kSouth | kHere}}}),
    [](const auto &info) { return info.param.what; });

} // namespace
} // namespace snnc::noc
