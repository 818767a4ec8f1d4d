//===- SpineTest.cpp - Requests of the host to tiles and routes -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/fabric/Parts.h"

#include <array>
#include <gtest/gtest.h>
#include <random>
#include <unordered_map>
#include <vector>

namespace snnc::fabric {
namespace {

constexpr uint32_t kSources = 256; // targets/medium.json
constexpr uint32_t kRoutes = 0xd00000;
// What the tiles of this test do not have.
constexpr uint32_t kNowhere = 0xf00000;

/// The port of a tile and its table of routes, as the host sees them.
struct Side {
  std::unordered_map<uint32_t, uint32_t> memory;
  std::array<uint32_t, kSources> routes = {};
};

class SpineTest : public ::testing::TestWithParam<Mesh> {
protected:
  Mesh mesh = GetParam();
  std::unique_ptr<Parts> parts = makeParts(mesh);
  std::mt19937 rng{1};
  std::vector<Side> sides = std::vector<Side>(mesh.tiles());
  // Answers of a tile in the next cycles: exactly three after the request.
  std::vector<std::array<std::optional<Answer>, 3>> answers{mesh.tiles()};
  uint32_t requests = 0; // that reached a tile or its routes

  Answer serve(Side &side, const Request &request) {
    if (request.addr >= kNowhere)
      return {true, uint32_t(rng())};
    if (!request.write)
      return {false, side.memory[request.addr]};
    side.memory[request.addr] = request.data;
    return {false, uint32_t(rng())};
  }

  void cycle() {
    parts->settle();
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
      auto &coming = answers[tile];
      coming = {coming[1], coming[2], std::nullopt};
      if (std::optional<Request> request = parts->tileRequest(tile)) {
        ++requests;
        coming[2] = serve(sides[tile], *request);
      }
      std::optional<RouteAccess> access = parts->routeAccess(tile);
      if (access) {
        ++requests;
        if (access->write)
          sides[tile].routes.at(access->source) = access->data;
      }
      answered.push_back({tile, coming[0], access});
    }
    parts->cycle();
    for (const auto &[tile, answer, access] : answered) {
      parts->setTileAnswer(tile, answer);
      if (access && !access->write)
        parts->setRouteData(tile, sides[tile].routes.at(access->source));
    }
    answered.clear();
    parts->settle();
  }

  /// One request and its one answer, with the cycles that it took.
  Answer ask(const Request &request) {
    parts->setRequest(request);
    cycle();
    parts->setRequest(std::nullopt);
    for (cycles = 1; !parts->answer(); ++cycles) {
      if (cycles > 2 * mesh.depth() + 5) {
        ADD_FAILURE() << "no answer";
        return {true, 0};
      }
      cycle();
    }
    Answer answer = *parts->answer();
    cycle();
    EXPECT_FALSE(parts->answer()) << "a second answer";
    return answer;
  }

  uint32_t anyTile() { return rng() % mesh.tiles(); }

  uint32_t cycles = 0;

private:
  struct Answered {
    uint32_t tile;
    std::optional<Answer> answer;
    std::optional<RouteAccess> access;
  };
  std::vector<Answered> answered;
};

TEST_P(SpineTest, RandomRequests) {
  // What the host has written.
  std::vector<Side> written(mesh.tiles());
  for (int i = 0; i < 2000 && !HasFailure(); ++i) {
    Request request;
    request.write = rng() % 2;
    request.broadcast = rng() % 8 == 0;
    request.tile = anyTile();
    request.data = uint32_t(rng());
    bool route = rng() % 2;
    bool busy = rng() % 8 == 0;
    parts->setSpineBusy(busy);
    bool refused = request.broadcast && !request.write;
    bool error = false;
    if (route) {
      uint32_t source = rng() % 8 ? rng() % 8 : rng() % (2 * kSources);
      request.addr = kRoutes + source;
      request.data &= 31;
      refused |= busy || source >= kSources;
    } else {
      request.addr = rng() % 8 ? rng() % 8 : kNowhere + rng() % 8;
      error = request.addr >= kNowhere;
    }
    error |= refused;
    requests = 0;
    Answer answer = ask(request);
    ASSERT_EQ(answer.error, error) << std::hex << request.addr;
    uint32_t served = request.broadcast ? mesh.tiles() : 1;
    EXPECT_EQ(requests, refused ? 0 : served);
    if (error)
      continue;
    for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
      if (tile != request.tile && !request.broadcast)
        continue;
      uint32_t &word = route ? written[tile].routes[request.addr - kRoutes]
                             : written[tile].memory[request.addr];
      if (request.write)
        word = request.data;
      else
        EXPECT_EQ(answer.data, word);
    }
  }
  for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
    EXPECT_EQ(sides[tile].routes, written[tile].routes);
    for (uint32_t addr = 0; addr < 8; ++addr)
      EXPECT_EQ(sides[tile].memory[addr], written[tile].memory[addr]);
  }
}

TEST_P(SpineTest, ARequestTakesTheWayThereAndBack) {
  for (uint32_t tile = 0; tile < mesh.tiles(); ++tile) {
    EXPECT_FALSE(ask({false, false, tile, 1, 0}).error);
    EXPECT_EQ(cycles, 5 + 2 * mesh.hops(tile));
  }
  EXPECT_FALSE(ask({true, true, 0, 1, 0}).error);
  EXPECT_EQ(cycles, 5 + 2 * mesh.depth());
  EXPECT_TRUE(ask({false, true, 0, 1, 0}).error);
  EXPECT_EQ(cycles, 1u);
}

TEST_P(SpineTest, AnErrorOfOneTileIsTheBroadcasts) {
  // Each tile alone answers with an error.
  for (uint32_t odd = 0; odd < mesh.tiles(); ++odd) {
    parts->setRequest(Request{true, true, 0, 4, odd});
    cycle();
    parts->setRequest(std::nullopt);
    for (uint32_t i = 0; !parts->answer(); ++i) {
      ASSERT_LE(i, 2 * mesh.depth() + 5);
      if (answers[odd][0])
        answers[odd][0]->error = true;
      if (answers[odd][1])
        answers[odd][1]->error = true;
      cycle();
    }
    EXPECT_TRUE(parts->answer()->error);
    cycle();
  }
  EXPECT_FALSE(ask({true, true, 0, 4, 0}).error);
}

// The only mesh in which a number is no tile.
class SpineOfOneTileTest : public SpineTest {};

TEST_P(SpineOfOneTileTest, ATileThatIsNotThere) {
  EXPECT_TRUE(ask({true, false, 1, 4, 0}).error);
  EXPECT_TRUE(ask({false, false, 1, kRoutes, 0}).error);
  EXPECT_EQ(requests, 0u);
  EXPECT_FALSE(ask({true, false, 0, 4, 0}).error);
}

INSTANTIATE_TEST_SUITE_P(Meshes, SpineOfOneTileTest,
                         ::testing::Values(Mesh{1, 1}),
                         ::testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Meshes, SpineTest, ::testing::ValuesIn(kMeshes),
                         ::testing::PrintToStringParamName());

} // namespace
} // namespace snnc::fabric
