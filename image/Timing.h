//===- Timing.h - The cycles of a step, predicted ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The cycle counters of a tile for one step, from the tile's tables and the
// records of the step's event queue. Exact as long as the host takes events
// from the stream in every cycle; docs/tile.md has the formula. Of several
// tiles an estimate; docs/chip.md has what it leaves out.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_TIMING_H
#define SNNC_IMAGE_TIMING_H

#include "image/Image.h"

#include <cstdint>
#include <vector>

namespace snnc::image {

/// A record of the event queue: emitting lanes of one block.
struct EventRecord {
  uint32_t group = 0;
  /// Counted from the group's first block.
  uint32_t block = 0;
  /// Bit l: lane l emitted. An injected event is a record of one lane.
  uint32_t mask = 0;
};

/// What a step did with an entry of Learn.
struct LearnRun {
  bool runs = false;
  /// Of a walk that runs: the records of the sources, or of the targets, in
  /// their order.
  std::vector<EventRecord> due;
};

/// What a tile did in a step: what its time follows from.
struct TileStep {
  /// As Timing::predict wants them.
  std::vector<EventRecord> records;
  std::vector<LearnRun> learn;
  std::vector<EventRecord> arrivals;
};

/// What the tile's counters gain in one step.
struct StepCycles {
  uint64_t update = 0;
  uint64_t deliver = 0;
  uint64_t learn = 0;
  /// update + deliver + learn.
  uint64_t total = 0;
  /// Instructions issued, one a block, `end` included.
  uint64_t instructions = 0;
  /// Of the tile's own neurons.
  uint64_t events = 0;
  uint64_t rowUnits = 0;
};

/// What a step of several tiles takes time for, beside what they do.
struct NetworkLoad {
  /// Modulators that events have driven.
  uint64_t joins = 0;
};

/// What all tiles did in a step.
struct ChipStep {
  std::vector<TileStep> tiles;
  NetworkLoad load;
  /// Events on each link: tile * 4 + number of its bit in RouteBit. Empty in
  /// an image of one tile.
  std::vector<uint64_t> links;
};

inline bool isMesh(const Target &target) {
  return target.meshColumns * target.meshRows > 1;
}

/// Cycles of the way there and back between the barrier's root and a tile, by
/// its number on the target's mesh, that of the furthest for `tile` -1; 0 where
/// there is but one tile.
uint64_t barrierWay(const Target &target, int64_t tile = -1);
/// Cycles that a step takes beyond those of its tiles, at the most, with Learn
/// or drivers of modulators and without.
uint64_t barrierCycles(const Target &target, bool learns, uint64_t joins);
/// Of the chip, from its tiles.
StepCycles combine(const std::vector<StepCycles> &tiles,
                   const NetworkLoad &load, const Target &target);

class Timing {
public:
  /// `tile` must outlive this object.
  Timing(const Tile &tile, const Target &target);

  /// Of one step; the same in each.
  uint64_t updateCycles() const { return update; }
  uint64_t instructions() const { return issued; }

  /// `records` in the order they entered the queue: injected events in the
  /// order of injection, then those of Update in the order of groups, rounds,
  /// emit instructions and blocks. `learn` has an element for each entry of
  /// Learn. `arrivals`, by window, are what came from other tiles.
  StepCycles predict(const std::vector<EventRecord> &records,
                     const std::vector<LearnRun> &learn = {},
                     const std::vector<EventRecord> &arrivals = {}) const;
  StepCycles predict(const TileStep &step) const {
    return predict(step.records, step.learn, step.arrivals);
  }

private:
  /// A program of Learn.
  struct Cost {
    uint64_t slots = 0;
    uint64_t instructions = 0;
  };

  struct Delivery;
  void predictDeliver(const std::vector<EventRecord> &records,
                      Delivery &delivery) const;
  void predictLearn(const std::vector<LearnRun> &learn,
                    StepCycles &result) const;
  void addWalk(size_t entry, const std::vector<EventRecord> &due,
               StepCycles &result) const;
  /// The rows of a source, or the column of a target, by physical index.
  void addRows(size_t entry, uint64_t source, StepCycles &result) const;
  void addColumn(size_t entry, uint64_t target, StepCycles &result) const;
  /// The entry's program on n blocks or units.
  void addRun(size_t entry, uint64_t n, StepCycles &result) const;

  const Tile &tile;
  uint32_t lanes;
  uint64_t update = 0;
  uint64_t issued = 0;
  std::vector<Cost> learnCosts;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_TIMING_H
