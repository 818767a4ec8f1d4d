//===- Storm.cpp - Heavy traffic on the network ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Storm.h"

namespace snnc::noc {

namespace {

// Receivers rest for fewer cycles than this; a network in which nothing
// arrives for so long is stuck.
constexpr uint64_t kLongestRest = 200;
constexpr uint64_t kPatience = 20 * kLongestRest;

std::vector<Tree> treesFor(Pattern pattern, fuzz::Dice &dice) {
  switch (pattern) {
  case Pattern::All:
    return broadcastTrees();
  case Pattern::HotSpot:
    return hotSpotTrees(static_cast<uint32_t>(dice.in(0, kTiles - 1)));
  case Pattern::Random:
  case Pattern::Slow:
    return randomTrees(dice, kTiles - 1);
  }
  return {};
}

class Traffic {
public:
  Traffic(Mesh &mesh, Pattern pattern, uint64_t seed)
      : mesh(mesh), pattern(pattern), dice(seed),
        trees(treesFor(pattern, dice)), board(trees) {
    mesh.reset();
    program(mesh, trees);
  }

  StormResult run(uint64_t deliveries);

private:
  void offerEvents(bool more);
  void chooseReady();
  bool takeArrivals();
  std::string check() const;

  Mesh &mesh;
  Pattern pattern;
  fuzz::Dice dice;
  std::vector<Tree> trees;
  Scoreboard board;
  std::array<bool, kTiles> offering{};
  std::array<bool, kTiles> ready{};
  std::array<uint64_t, kTiles> rest{};
};

/// An event that is offered stays until it is taken.
void Traffic::offerEvents(bool more) {
  for (uint32_t tile = 0; tile < kTiles; ++tile) {
    if (offering[tile])
      continue;
    if (more && (pattern != Pattern::Random || !dice.oneIn(3))) {
      auto ordinal = static_cast<uint32_t>(dice.in(0, kSources / kTiles - 1));
      mesh.offer(tile, board.send(ordinal * kTiles + tile));
      offering[tile] = true;
    } else {
      mesh.offer(tile, std::nullopt);
    }
  }
}

void Traffic::chooseReady() {
  for (uint32_t tile = 0; tile < kTiles; ++tile) {
    ready[tile] = true;
    if (pattern == Pattern::Random) {
      ready[tile] = !dice.oneIn(4);
    } else if (pattern == Pattern::Slow) {
      if (rest[tile] == 0 && dice.oneIn(50))
        rest[tile] = static_cast<uint64_t>(dice.in(1, kLongestRest));
      ready[tile] = rest[tile] == 0 && dice.oneIn(2);
      rest[tile] -= rest[tile] != 0;
    }
    mesh.setReady(tile, ready[tile]);
  }
}

/// Whether any came.
bool Traffic::takeArrivals() {
  bool any = false;
  for (uint32_t tile = 0; tile < kTiles; ++tile) {
    if (!ready[tile])
      continue;
    if (std::optional<Flit> flit = mesh.arrival(tile)) {
      board.arrive(tile, *flit);
      any = true;
    }
  }
  return any;
}

std::string Traffic::check() const {
  if (board.wrong)
    return board.firstWrong;
  for (uint32_t tile = 0; tile < kTiles; ++tile)
    if (mesh.error(tile))
      return "error of the router of tile " + std::to_string(tile);
  return board.open() ? "stuck" : "";
}

StormResult Traffic::run(uint64_t deliveries) {
  StormResult result;
  uint64_t quiet = 0;
  // After the last copy the network is watched on, for one too many.
  while (quiet < (board.open() ? kPatience : 50)) {
    offerEvents(board.expected < deliveries);
    chooseReady();
    bool moved = false;
    for (uint32_t tile = 0; tile < kTiles; ++tile) {
      if (offering[tile] && mesh.takes(tile)) {
        offering[tile] = false;
        moved = true;
      }
    }
    moved |= takeArrivals();
    quiet = moved ? 0 : quiet + 1;
    mesh.cycle();
    ++result.cycles;
  }
  result.sent = board.sent;
  result.expected = board.expected;
  result.delivered = board.delivered;
  result.wrong = board.wrong;
  result.failure = check();
  return result;
}

} // namespace

const char *nameOf(Pattern pattern) {
  switch (pattern) {
  case Pattern::Random:
    return "random";
  case Pattern::All:
    return "all to all";
  case Pattern::HotSpot:
    return "hot spot";
  case Pattern::Slow:
    return "slow receivers";
  }
  return "";
}

StormResult storm(Mesh &mesh, Pattern pattern, uint64_t deliveries,
                  uint64_t seed) {
  return Traffic(mesh, pattern, seed).run(deliveries);
}

} // namespace snnc::noc
