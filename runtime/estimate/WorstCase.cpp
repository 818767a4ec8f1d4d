//===- WorstCase.cpp - Cycles that no step exceeds --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/WorstCase.h"

#include "runtime/estimate/Activity.h"

#include <algorithm>

namespace snnc::runtime {

namespace {

/// From the first event to the sums of the last unit: an event, its read, two
/// cycles to the row, five after its last unit (docs/tile.md).
constexpr uint64_t kDeliverEnds = 10;

/// Cycles that events take in Deliver, in any order: an entry as many as it has
/// units, and one if it has none; an event without entries one.
uint64_t unhidden(const image::Tile &tile, uint32_t lanes,
                  const std::vector<image::EventRecord> &records) {
  uint64_t cycles = 0;
  for (const image::EventRecord &record : records) {
    const image::Group &group = tile.groups[record.group];
    for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
      auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      uint64_t source = uint64_t(record.block) * lanes + lane;
      cycles += group.axonSubs == 0;
      for (uint32_t j = 0; j < group.axonSubs; ++j)
        cycles += std::max<uint64_t>(
            1,
            tile.axons[group.axonBase + uint64_t(j) * group.axonStride + source]
                .count);
    }
  }
  return cycles;
}

/// Cycles in which an event on its way comes a link further, and after the last
/// into its tile, whatever other events do.
constexpr uint64_t kLink = 5;

/// Tiles may wait for each other in any order. But while anything is left, some
/// tile works or some event moves on, so that all their cycles one after
/// another are enough.
void boundMesh(const image::Image &image, const image::Target &chip,
               const image::ChipStep &all, WorstCase &worst) {
  image::StepCycles &bound = worst.cycles;
  uint64_t joins = 0, moves = 0;
  for (const image::Modulator &modulator : image.modulators)
    joins += modulator.driver >= 0;
  for (uint64_t events : all.links)
    moves += events;
  bound.deliver = bound.learn = 0;
  for (size_t t = 0; t < worst.tiles.size(); ++t) {
    bound.deliver += worst.tiles[t].deliver;
    bound.learn = std::max(bound.learn, worst.tiles[t].learn);
  }
  const uint64_t withLearn =
      image::barrierCycles(chip, bound.learn != 0, joins);
  const uint64_t without = image::barrierCycles(chip, false, 0);
  bound.deliver += moves * kLink + without;
  bound.learn += withLearn - without;
  bound.total = bound.update + bound.deliver + bound.learn;
}

} // namespace

WorstCase worstCaseOf(const image::Image &image) {
  return worstCaseOf(image, image.target);
}

WorstCase worstCaseOf(const image::Image &image, const image::Target &chip) {
  const image::ChipStep all = Activity(image).all();
  WorstCase worst;
  for (size_t t = 0; t < image.tiles.size(); ++t) {
    const image::Tile &tile = image.tiles[t];
    const image::TileStep &step = all.tiles[t];
    image::StepCycles cycles = image::Timing(tile, image.target).predict(step);
    if (uint64_t most = unhidden(tile, image.target.lanes, step.records) +
                        unhidden(tile, image.target.lanes, step.arrivals))
      cycles.deliver = most + kDeliverEnds;
    cycles.total = cycles.update + cycles.deliver + cycles.learn;
    worst.tiles.push_back(cycles);
  }
  worst.cycles = image::combine(worst.tiles, all.load, image.target);
  if (image::isMesh(chip))
    boundMesh(image, chip, all, worst);
  return worst;
}

} // namespace snnc::runtime
