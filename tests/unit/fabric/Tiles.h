//===- Tiles.h - Tiles and a network, as the barrier sees them --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tiles that do a step in random times: Update, events some of whose copies
// travel to other tiles and are taken there when it pleases them, Learn. They
// obey the barrier and check what they are told against what nobody else sees
// at once: all tiles and all that is on its way.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_FABRIC_TILES_H
#define SNNC_TESTS_UNIT_FABRIC_TILES_H

#include "tests/unit/fabric/Parts.h"

#include <array>
#include <random>
#include <vector>

namespace snnc::fabric {

/// What the steps of a chip may be like; each is drawn anew in every step.
struct StepLimits {
  uint32_t update = 0;       // cycles
  uint32_t events = 0;       // of a tile
  uint32_t copies = 0;       // of an event
  uint32_t gap = 0;          // cycles between events
  uint32_t travel = 0;       // cycles of a copy
  uint32_t work = 0;         // cycles after an arrival
  uint32_t learn = 0;        // cycles; tiles without Learn: 0 for all
  uint32_t drivers = 0;      // modulators that events may drive
  uint32_t haltsPercent = 0; // steps in which a tile may stop
};

class Tiles {
public:
  /// `late`: what a tile says is of the cycle before, but for what the barrier
  /// has just told it, as in snnc_tile.
  Tiles(const Mesh &mesh, const StepLimits &limits, uint32_t seed, bool late);

  /// Draws what the next step is like.
  void plan();
  /// Ends a cycle of the parts, which are settled: the tiles take what they are
  /// told in it, and say what they say in the next.
  void cycle(Parts &parts);

  bool anyHalted() const;
  /// The step has ended on every tile, or been given up on every one.
  bool allIdle() const;
  /// Modulators that the planned step drives.
  uint32_t driven() const;
  /// Steps finished, which every tile agrees on, once all are idle.
  uint64_t finished() const;
  /// After a step was given up: nothing on its way, nothing halted.
  void clear();

private:
  enum class Phase { Idle, Update, Deliver, Learn, Wait };
  using Sums = std::array<uint32_t, 8>;

  struct Send {
    uint32_t gap = 0;
    std::vector<uint32_t> copies; // tiles
    int32_t modulator = -1;
    uint32_t payload = 0;
  };

  struct Plan {
    uint32_t update = 0;
    std::vector<Send> sends;
    bool learns = false;
    uint32_t learn = 0;
    int32_t haltAfter = -1; // cycles of work
  };

  /// What drivers of all tiles add up to in a step.
  struct Total {
    uint8_t driven = 0;
    Sums sums = {};
  };

  struct Tile {
    Phase phase = Phase::Idle;
    bool halted = false;
    // A step ends for the barrier before it does here.
    Plan plan, next;
    Total total;
    // Of this step.
    uint32_t left = 0; // cycles of the phase, or to the next event
    size_t sent = 0;
    uint32_t work = 0;
    uint32_t balance = 0;
    uint8_t driven = 0;
    Sums sums = {};
    uint64_t finished = 0;

    bool busy() const;
    bool delivered() const;
  };

  struct Copy {
    uint32_t tile;
    uint32_t left;
  };

  uint32_t draw(uint32_t limit) { return limit ? rng() % (limit + 1) : 0; }
  Status status(const Tile &tile, uint32_t sumIndex) const;
  void checkAll(const Control &root) const;
  void checkTold(const Tile &tile, const Control &control) const;
  void obey(Tile &tile, const Control &control);
  void enterDeliver(Tile &tile);
  void run(Tile &tile);
  void send(Tile &tile);
  void travel();

  Mesh mesh;
  StepLimits limits;
  std::mt19937 rng;
  bool late;
  std::vector<Tile> tiles;
  std::vector<Copy> copies;
  Total total;
};

} // namespace snnc::fabric

#endif // SNNC_TESTS_UNIT_FABRIC_TILES_H
