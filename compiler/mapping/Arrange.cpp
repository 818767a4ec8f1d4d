//===- Arrange.cpp - Places for tiles -------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threshold accepting: like annealing, but a move is taken if it costs less
// than a threshold that falls to nothing, so that there are only integers.
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Mesh.h"
#include "compiler/mapping/Random.h"

#include <algorithm>

namespace snnc::compiler {

namespace {

/// Tiles of flows to look at in all moves together.
constexpr uint64_t kWork = 100'000'000;
/// Moves for each tile, at most.
constexpr uint64_t kMovesPerTile = 4000;
constexpr uint32_t kNobody = UINT32_MAX;

/// Places of the corner in which free tiles lie, as a plough goes.
std::vector<uint32_t> cornerOf(const Mesh &mesh,
                               const std::vector<int64_t> &given) {
  std::vector<bool> taken(mesh.size());
  size_t free = 0;
  for (int64_t place : given)
    place < 0 ? void(++free) : void(taken[size_t(place)] = true);
  std::vector<uint32_t> corner;
  // Nearly square: 1 x 1, 2 x 1, 2 x 2, 3 x 2, ...
  uint32_t width = 1, height = 1;
  for (;;) {
    corner.clear();
    for (uint32_t y = 0; y < height; ++y)
      for (uint32_t i = 0; i < width; ++i) {
        uint32_t x = y % 2 ? width - 1 - i : i;
        if (!taken[x + y * mesh.columns])
          corner.push_back(x + y * mesh.columns);
      }
    if (corner.size() >= free)
      return corner;
    if (height == mesh.rows || (width <= height && width < mesh.columns))
      ++width;
    else
      ++height;
  }
}

class Arranger {
public:
  Arranger(const Mesh &mesh, const std::vector<Flow> &flows,
           const std::vector<int64_t> &given, uint64_t seed)
      : mesh(mesh), flows(flows), random(seed), corner(cornerOf(mesh, given)),
        tileAt(mesh.size(), kNobody), touching(given.size()) {
    size_t next = 0;
    for (uint32_t tile = 0; tile < given.size(); ++tile) {
      places.push_back(given[tile] < 0 ? corner[next++]
                                       : static_cast<uint32_t>(given[tile]));
      if (given[tile] < 0)
        tileAt[places[tile]] = tile;
    }
    for (uint32_t f = 0; f < flows.size(); ++f) {
      costs.push_back(trafficOf(mesh, flows[f], places));
      touching[flows[f].from].push_back(f);
      for (uint32_t tile : flows[f].to)
        touching[tile].push_back(f);
    }
  }

  std::vector<uint32_t> run();
  void shuffle();

  std::vector<uint32_t> places;

private:
  /// Swaps what is at two places of the corner; returns what it costs.
  int64_t swap(uint32_t a, uint32_t b);
  void exchange(uint32_t a, uint32_t b);
  std::pair<uint32_t, uint32_t> pick();

  const Mesh &mesh;
  const std::vector<Flow> &flows;
  Random random;
  std::vector<uint32_t> corner;
  /// Free tiles by place.
  std::vector<uint32_t> tileAt;
  /// Flows from or to a tile.
  std::vector<std::vector<uint32_t>> touching;
  std::vector<uint64_t> costs;
  std::vector<uint32_t> seen;
  uint32_t stamp = 0;
  uint64_t work = 0;
};

void Arranger::exchange(uint32_t a, uint32_t b) {
  std::swap(tileAt[a], tileAt[b]);
  for (uint32_t place : {a, b})
    if (tileAt[place] != kNobody)
      places[tileAt[place]] = place;
}

int64_t Arranger::swap(uint32_t a, uint32_t b) {
  exchange(a, b);
  seen.resize(flows.size());
  ++stamp;
  int64_t change = 0;
  for (uint32_t place : {a, b}) {
    if (tileAt[place] == kNobody)
      continue;
    for (uint32_t f : touching[tileAt[place]]) {
      if (seen[f] == stamp)
        continue;
      seen[f] = stamp;
      uint64_t cost = trafficOf(mesh, flows[f], places);
      change += static_cast<int64_t>(cost) - static_cast<int64_t>(costs[f]);
      costs[f] = cost;
      work += 8 + flows[f].to.size();
    }
  }
  return change;
}

std::pair<uint32_t, uint32_t> Arranger::pick() {
  for (;;) {
    uint32_t a = corner[random.below(corner.size())];
    uint32_t b = corner[random.below(corner.size())];
    if (a != b && (tileAt[a] != kNobody || tileAt[b] != kNobody))
      return {a, b};
  }
}

void Arranger::shuffle() {
  for (size_t i = corner.size(); i > 1; --i)
    exchange(corner[i - 1], corner[random.below(i)]);
}

std::vector<uint32_t> Arranger::run() {
  if (corner.size() < 2 || flows.empty())
    return places;
  // The first threshold: what a move costs on average.
  constexpr uint64_t kProbes = 64;
  uint64_t threshold = 0;
  for (uint64_t i = 0; i < kProbes; ++i) {
    auto [a, b] = pick();
    int64_t change = swap(a, b);
    threshold += static_cast<uint64_t>(change < 0 ? -change : change);
    swap(a, b);
  }
  threshold /= kProbes;
  uint64_t moves = std::min(kMovesPerTile * corner.size(),
                            kWork / std::max<uint64_t>(1, work / kProbes / 2));
  int64_t now = 0, least = 0;
  std::vector<uint32_t> best = places;
  for (uint64_t i = 0; i < moves; ++i) {
    auto [a, b] = pick();
    int64_t change = swap(a, b);
    if (change > static_cast<int64_t>(threshold * (moves - i) / moves)) {
      swap(a, b);
      continue;
    }
    now += change;
    if (now < least) {
      least = now;
      best = places;
    }
  }
  return best;
}

} // namespace

std::vector<uint32_t> arrange(const Mesh &mesh, const std::vector<Flow> &flows,
                              const std::vector<int64_t> &given,
                              uint64_t seed) {
  return Arranger(mesh, flows, given, seed).run();
}

std::vector<uint32_t>
scatter(const Mesh &mesh, const std::vector<int64_t> &given, uint64_t seed) {
  std::vector<Flow> none;
  Arranger arranger(mesh, none, given, seed);
  arranger.shuffle();
  return arranger.places;
}

} // namespace snnc::compiler
