//===- Tile.cpp - State of the tile inside the reference engine -*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/ref/Tile.h"

#include "image/Parts.h"

#include <algorithm>
#include <iterator>

namespace snnc::runtime::ref {

std::string describeLocation(const image::Image &image, int32_t location) {
  if (location < 0 || size_t(location) >= image.locations.size())
    return "";
  const image::DebugLocation &l = image.locations[size_t(location)];
  std::string text =
      l.file + ":" + std::to_string(l.line) + ":" + std::to_string(l.column);
  return l.what.empty() ? text : text + " (" + l.what + ")";
}

static isa::ProgramKind programKind(image::LearnKind kind) {
  switch (kind) {
  case image::LearnKind::Blocks:
    return isa::BlocksProgram;
  case image::LearnKind::Rows:
    return isa::RowsProgram;
  case image::LearnKind::Columns:
    break;
  }
  return isa::ColumnsProgram;
}

Tile::Tile(const image::Image &image, uint32_t number)
    : image(image), number(number), tables(image.tiles[number]),
      lanes(image.target.lanes) {
  const uint32_t width = std::max(kRoundBlocks, kRowUnits) * lanes;
  for (auto &r : registers)
    r.assign(width, 0);
  lastRandom.assign(width, 0);
  broadcast.assign(width, 0);
  validLanes.assign(image.target.blocks, 0);
  firstLogical.assign(image.target.blocks, 0);
  for (const image::Group &g : tables.groups) {
    programs.push_back(g.hasProgram
                           ? decodeProgram(tables, image.target,
                                           g.programAddress, isa::UpdateProgram)
                           : Program());
    // Windows that keep no events have no source blocks, homes that lie in a
    // kept one the same as there.
    if (g.window && !g.kept)
      continue;
    uint32_t logical = g.logicalBase;
    for (uint32_t k = 0; k < g.blocks; ++k) {
      uint32_t valid = k % g.period == g.period - 1 ? g.lastLanes : lanes;
      validLanes[g.blockBase + k] = static_cast<uint8_t>(valid);
      firstLogical[g.blockBase + k] = logical;
      logical += valid;
    }
  }
  for (const image::LearnEntry &e : tables.learn)
    learnSteps.push_back(
        {&e, decodeProgram(tables, image.target, e.programAddress,
                           programKind(e.kind))});
  for (size_t m = 0; m < image.modulators.size(); ++m)
    falls |= uint32_t(image.modulators[m].falls) << m;
  laneBlocks.assign(width, 0);
  laneUnits.assign(width, 0);
  banks.assign(lanes, 0);
  active.assign(width, 0);
  emitted.assign(image.target.blocks, 0);
  payloads.assign(size_t(image.target.blocks) * lanes, 0);
}

void Tile::load() {
  state = tables.state;
  state.resize(size_t(image.target.stateRows) * lanes, 0);
  accumulators.assign(size_t(image.target.accumulatorRows) * lanes, 0);
  synapses = tables.synapses;
  lookup = tables.tables;
  lookup.resize(image.target.tableWords, 0);
  std::fill(std::begin(modulators), std::end(modulators), 0);
  for (auto &r : registers)
    std::fill(r.begin(), r.end(), 0);
  std::fill(lastRandom.begin(), lastRandom.end(), 0);
  saturationsAt.assign(image.target.programWords, 0);
  records.clear();
  arrivals.clear();
  std::fill(emitted.begin(), emitted.end(), 0);
  due.clear();
  signals = 0;
  driven = Drive();
  learningOn = true;
  t = synapticOps = synapseUpdates = saturations = 0;
}

void Tile::beginStep() {
  for (const image::EventRecord &r : records)
    emitted[sourceBlock(r.group, r.block)] = 0;
  records.clear();
  for (const image::EventRecord &r : arrivals)
    if (tables.groups[r.group].kept)
      emitted[sourceBlock(r.group, r.block)] = 0;
  arrivals.clear();
  driven = Drive();
}

void Drive::add(uint32_t modulator, int64_t payloads) {
  mask |= 1u << modulator;
  sums[modulator] += static_cast<uint32_t>(payloads);
}

void Drive::add(const Drive &other) {
  for (uint32_t m = 0; m < std::size(sums); ++m)
    if (other.mask >> m & 1)
      add(m, other.sums[m]);
}

void Tile::endStep(const Drive &all) {
  for (uint32_t m = 0; m < std::size(modulators); ++m)
    if (all.mask >> m & 1)
      modulators[m] = static_cast<int32_t>(all.sums[m]);
    else if (falls >> m & 1)
      modulators[m] = 0;
  signals = all.mask;
}

void Tile::injectEvent(const TileEvent &event) {
  uint32_t block = event.physical / lanes;
  uint32_t mask = 1u << (event.physical % lanes);
  uint32_t source = sourceBlock(event.group, block);
  if (emitted[source] & mask)
    fail("a neuron emitted twice in a step");
  emitted[source] |= mask;
  payloads[size_t(source) * lanes + event.physical % lanes] =
      static_cast<int16_t>(event.payload);
  pushRecord(records, {event.group, block, mask});
}

void Tile::fail(const std::string &cause, uint32_t pc, uint32_t group) const {
  const image::Group &g = tables.groups[group];
  std::string where = pc < tables.programLocations.size()
                          ? describeLocation(image, tables.programLocations[pc])
                          : "";
  fail(cause + " at program address " + std::to_string(pc) +
       " of population '" + image.populations[g.population].name + "'" +
       (where.empty() ? "" : ", " + where));
}

void Tile::fail(const std::string &cause) const {
  throw Error("ref: step " + std::to_string(t) + ": " +
              image::tileName(image, number) + cause);
}

} // namespace snnc::runtime::ref
