//===- Activity.cpp - A step of the chip from its events --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Activity.h"

#include "image/Parts.h"

#include <algorithm>
#include <utility>

namespace snnc::runtime {

using image::ChipStep;
using image::EventRecord;
using image::Group;
using image::LearnEntry;
using image::LearnKind;
using image::LearnWhen;

namespace {

bool isDue(const LearnEntry &entry, uint64_t t, uint32_t signals) {
  switch (entry.when) {
  case LearnWhen::Always:
    return true;
  case LearnWhen::Every:
    return t % entry.every == 0;
  case LearnWhen::Signal:
    return (entry.signals & signals) != 0;
  }
  return false;
}

const image::Part &partOf(const image::Population &p, uint32_t index) {
  auto after = std::upper_bound(
      p.parts.begin(), p.parts.end(), index,
      [](uint32_t i, const image::Part &part) { return i < part.first; });
  return *std::prev(after);
}

} // namespace

Activity::Activity(const image::Image &image)
    : image(image), lanes(image.target.lanes), network(image) {
  for (const image::Tile &tile : image.tiles) {
    auto &ofTile = rules.emplace_back();
    for (const LearnEntry &entry : tile.learn) {
      std::vector<DueRule> due;
      if (entry.kind == LearnKind::Blocks)
        due = dueRulesOf(tile, entry.programAddress);
      assumed += std::any_of(due.begin(), due.end(),
                             [](const DueRule &r) { return r.assumed; });
      ofTile.push_back(std::move(due));
    }
  }
}

ChipStep Activity::step(uint64_t t, const std::vector<Source> &sources,
                        uint32_t signals) const {
  return make(sources, {t, signals, false});
}

ChipStep Activity::all() const { return make(everyone(), {0, ~0u, true}); }

std::vector<Source> Activity::everyone() const {
  std::vector<Source> sources;
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    for (uint32_t i = 0; i < image.populations[p].size; ++i)
      sources.push_back({p, i});
  return sources;
}

ChipStep Activity::make(const std::vector<Source> &sources,
                        const Moment &moment) const {
  ChipStep step;
  step.tiles.resize(image.tiles.size());
  Marks marks;
  for (const image::Population &p : image.populations)
    marks.emplace_back(image::blocksOf(p, lanes));
  addRecords(sources, marks, step);
  if (image.tiles.size() > 1)
    addArrivals(step);
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    addLearn(t, marks, moment, step.tiles[t]);
  return step;
}

/// Injected events first, one a record; then a record a block, in the order of
/// the tile's groups.
void Activity::addRecords(const std::vector<Source> &sources, Marks &marks,
                          ChipStep &step) const {
  for (const Source &source : sources) {
    const image::Population &p = image.populations[source.population];
    uint32_t physical = p.physical(source.index);
    uint32_t block = physical / lanes, mask = 1u << physical % lanes;
    marks[source.population][block] |= mask;
    const image::Part &part = partOf(p, source.index);
    const Group &home = image::homeOf(image, part);
    if (!home.hasProgram)
      step.tiles[part.tile].records.push_back(
          {part.group, block - home.firstBlock, mask});
  }
  for (uint32_t t = 0; t < image.tiles.size(); ++t) {
    const image::Tile &tile = image.tiles[t];
    for (uint32_t g = 0; g < tile.groups.size(); ++g) {
      const Group &group = tile.groups[g];
      for (uint32_t k = 0; group.hasProgram && k < group.blocks; ++k)
        if (uint32_t mask = marks[group.population][group.firstBlock + k])
          step.tiles[t].records.push_back({g, k, mask});
    }
  }
}

void Activity::addArrivals(ChipStep &step) const {
  step.links.assign(image.tiles.size() * 4, 0);
  uint32_t driven = 0;
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    for (const EventRecord &record : step.tiles[t].records) {
      if (int32_t drives = image.tiles[t].groups[record.group].drives;
          drives >= 0)
        driven |= 1u << drives;
      const ref::Tree &tree = network.from(t, record.group);
      if (tree.links.empty())
        continue;
      for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
        auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
        int64_t physical = int64_t(record.block) * lanes + lane;
        for (const ref::Arrival &a : tree.arrivals) {
          const Group &window = image.tiles[a.tile].groups[a.window];
          int64_t place = a.first + physical;
          if (place >= 0 && place < int64_t(window.blocks) * lanes)
            step.tiles[a.tile].arrivals.push_back(
                {a.window, static_cast<uint32_t>(place / lanes), 1u << lane});
        }
        for (uint32_t link : tree.links)
          ++step.links[link];
      }
    }
  step.load.joins = static_cast<uint64_t>(__builtin_popcount(driven));
}

std::vector<EventRecord> Activity::dueOf(const Group &group, uint32_t number,
                                         const DueRule &rule,
                                         const Marks &marks) const {
  std::vector<EventRecord> due;
  for (uint32_t k = 0; k < group.blocks; ++k) {
    uint32_t valid = (k + 1) % group.period == 0 ? group.lastLanes : lanes;
    uint32_t all = ~0u >> (32 - valid);
    uint32_t fired = marks[group.population][group.firstBlock + k] & all;
    uint32_t mask =
        (rule.ifFired ? fired : 0) | (rule.ifSilent ? all & ~fired : 0);
    if (mask)
      due.push_back({number, k, mask});
  }
  return due;
}

void Activity::addLearn(uint32_t tile, const Marks &marks, const Moment &moment,
                        image::TileStep &step) const {
  const image::Tile &tables = image.tiles[tile];
  step.learn.resize(tables.learn.size());
  bool gateOpen = false;
  std::vector<EventRecord> waiting;
  for (size_t i = 0; i < tables.learn.size(); ++i) {
    const LearnEntry &entry = tables.learn[i];
    if (!moment.everything &&
        ((entry.gated && !gateOpen) || !isDue(entry, moment.t, moment.signals)))
      continue;
    step.learn[i].runs = true;
    if (entry.kind != LearnKind::Blocks) {
      step.learn[i].due = std::exchange(waiting, {});
      continue;
    }
    if (entry.gate)
      gateOpen = false;
    for (const DueRule &rule : rules[tile][i]) {
      std::vector<EventRecord> due =
          dueOf(tables.groups[entry.group], entry.group,
                moment.everything ? DueRule() : rule, marks);
      gateOpen |= entry.gate && !due.empty();
      if (!entry.gate || entry.records)
        waiting.insert(waiting.end(), due.begin(), due.end());
    }
  }
}

} // namespace snnc::runtime
