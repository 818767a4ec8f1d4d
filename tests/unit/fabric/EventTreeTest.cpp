//===- EventTreeTest.cpp - Events of all tiles to the host ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/fabric/Parts.h"

#include <deque>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace snnc::fabric {
namespace {

class EventTreeTest : public ::testing::TestWithParam<Mesh> {
protected:
  struct Sent {
    Event event;
    uint64_t cycle; // in which the tree took it
  };

  Mesh mesh = GetParam();
  std::unique_ptr<Parts> parts = makeParts(mesh);
  std::mt19937 rng{1};
  std::vector<std::optional<Event>> offered{mesh.tiles()};
  std::vector<uint32_t> left = std::vector<uint32_t>(mesh.tiles());
  // In the tree, by tile.
  std::vector<std::deque<Sent>> inside{mesh.tiles()};
  std::optional<Event> waiting; // the host has not taken it
  uint64_t now = 0;
  uint64_t received = 0;
  std::vector<uint64_t> counts = std::vector<uint64_t>(mesh.tiles());

  /// A cycle in which tiles that have events left offer one with a chance, and
  /// the host takes one with a chance, of 100.
  void cycle(uint32_t offers, uint32_t takes) {
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
      if (!offered[tile] && left[tile] && rng() % 100 < offers) {
        --left[tile];
        offered[tile] =
            Event{tile, uint32_t(rng() & 0xff), uint32_t(rng() & 0xffffff),
                  uint32_t(rng() & 0xffff)};
      }
      parts->offer(tile, offered[tile]);
    }
    bool ready = rng() % 100 < takes;
    parts->setHostReady(ready);
    parts->settle();
    checkEmpty();
    std::optional<Event> event = parts->event();
    EXPECT_TRUE(!waiting || event == waiting)
        << "an event went before it was taken";
    waiting = ready ? std::nullopt : event;
    if (event && ready)
      receive(*event);
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile)
      if (offered[tile] && parts->takes(tile)) {
        inside[tile].push_back({*offered[tile], now});
        offered[tile] = std::nullopt;
      }
    parts->cycle();
    ++now;
  }

  void receive(const Event &event) {
    ASSERT_LT(event.tile, mesh.tiles());
    auto &queue = inside[event.tile];
    ASSERT_FALSE(queue.empty()) << "an event that nobody sent";
    EXPECT_EQ(event, queue.front().event) << "not the tile's next event";
    queue.pop_front();
    ++received;
    ++counts[event.tile];
  }

  /// Nothing that was there when the wave passed its tile.
  void checkEmpty() {
    if (!parts->empty())
      return;
    EXPECT_FALSE(parts->event());
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile)
      for (const Sent &sent : inside[tile])
        EXPECT_GE(sent.cycle + mesh.hops(tile), now);
  }

  bool done() const {
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile)
      if (left[tile] || offered[tile] || !inside[tile].empty())
        return false;
    return true;
  }

  /// Up to `most` events of each tile, or of one only, all the way; the cycles.
  uint64_t storm(uint32_t most, bool alone, uint32_t offers, uint32_t takes) {
    uint64_t start = now;
    uint64_t total = 0;
    uint32_t one = rng() % mesh.tiles();
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
      left[tile] = alone && tile != one ? 0 : rng() % (most + 1);
      total += left[tile];
    }
    uint64_t before = received;
    uint64_t limit = 100 + 1000 * total;
    while (!done() && !HasFailure()) {
      if (now - start > limit) {
        ADD_FAILURE() << "events do not come";
        break;
      }
      cycle(offers, takes);
    }
    EXPECT_EQ(received - before, total);
    uint64_t cycles = now - start;
    for (uint32_t i = 0; i < mesh.depth() + 1; ++i)
      cycle(0, 0);
    parts->settle();
    EXPECT_TRUE(parts->empty());
    return cycles;
  }
};

TEST_P(EventTreeTest, Storms) {
  int times = mesh.tiles() > 16 ? 1 : 3;
  for (uint32_t takes : {100, 50, 5})
    for (uint32_t offers : {100, 40, 3})
      for (bool alone : {false, true})
        for (int i = 0; i < times && !HasFailure(); ++i)
          storm(400 / mesh.tiles() + 4, alone, offers, takes);
}

TEST_P(EventTreeTest, AnEventACycle) {
  for (uint32_t &count : left)
    count = 20;
  uint64_t total = 20 * mesh.tiles();
  while (!done()) {
    ASSERT_LT(now, 2 * total + 100);
    cycle(100, 100);
  }
  EXPECT_LE(now, total + mesh.depth() + 3);
}

TEST_P(EventTreeTest, EachTileHasItsShare) {
  uint32_t rounds = 40;
  for (uint32_t i = 0; i < rounds * mesh.tiles() && !HasFailure(); ++i) {
    left.assign(mesh.tiles(), 1);
    cycle(100, 100);
  }
  for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
    EXPECT_GE(counts[tile], rounds / 2) << tile;
    EXPECT_LE(counts[tile], rounds * 2) << tile;
  }
}

INSTANTIATE_TEST_SUITE_P(Meshes, EventTreeTest, ::testing::ValuesIn(kMeshes),
                         ::testing::PrintToStringParamName());

} // namespace
} // namespace snnc::fabric
