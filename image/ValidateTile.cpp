//===- ValidateTile.cpp - The tables of a tile, checked ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Parts.h"
#include "image/Skew.h"

#include <algorithm>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

void atMost(uint64_t value, uint64_t limit, const std::string &what) {
  if (value > limit)
    throw Error(what + " take " + str(value) + "; the target has " +
                str(limit));
}

void checkMemorySizes(const Image &image, const Tile &tile,
                      const std::string &where) {
  const Target &target = image.target;
  atMost(tile.groups.size(), target.groups, where + "groups");
  atMost(tile.descriptors.size(), target.descriptors,
         where + "row descriptors");
  atMost(tile.program.size(), target.programWords, where + "program words");
  atMost(tile.state.size(), uint64_t(target.stateRows) * target.lanes,
         where + "state words");
  atMost(tile.synapses.size(), uint64_t(target.synapseRows) * target.lanes,
         where + "synapse words");
  atMost(tile.axons.size(), target.axons, where + "axon entries");
  atMost(tile.tables.size(), target.tableWords, where + "table words");
  atMost(tile.accumulatorRows, target.accumulatorRows,
         where + "accumulator rows");
  if (tile.state.size() % target.lanes || tile.synapses.size() % target.lanes)
    throw Error(where + "a memory ends within a row of " + str(target.lanes) +
                " lanes");
  if (tile.programLocations.size() != tile.program.size())
    throw Error(where + str(tile.programLocations.size()) + " locations for " +
                str(tile.program.size()) + " instructions");
  for (int32_t location : tile.programLocations)
    if (location < -1 ||
        location >= static_cast<int64_t>(image.locations.size()))
      throw Error(where + "location " + std::to_string(location) +
                  " of an instruction is not one of " +
                  str(image.locations.size()));
}

void checkGroups(const Image &image, const Tile &tile,
                 const std::string &where) {
  const Target &target = image.target;
  for (size_t i = 0; i < tile.groups.size(); ++i) {
    const Group &g = tile.groups[i];
    std::string here = where + "group " + str(i) + ": ";
    if (g.population >= image.populations.size())
      throw Error(here + "population " + str(g.population) + " of " +
                  str(image.populations.size()));
    if (g.kept && !g.window)
      throw Error(here + "is kept and no window");
    // Windows that are not kept have no source blocks.
    uint64_t end = uint64_t(g.blockBase) + g.blocks;
    if (g.window && !g.kept ? g.blockBase != 0 : end > target.blocks)
      throw Error(here + "blocks " + str(g.blockBase) + " to " + str(end) +
                  "; the target has " + str(target.blocks));
    if (g.blocks == 0)
      throw Error(here + "has no blocks");
    if (g.period == 0 || g.lastLanes == 0 || g.lastLanes > target.lanes)
      throw Error(here + "period " + str(g.period) + " with " +
                  str(g.lastLanes) + " last lanes");
    if (g.hasProgram && g.programAddress >= tile.program.size())
      throw Error(here + "program at " + str(g.programAddress) + " of " +
                  str(tile.program.size()) + " words");
    if (g.axonSubs == 0)
      continue;
    uint64_t sources = uint64_t(g.blocks) * target.lanes;
    if (g.axonSubs > target.axons || g.axonStride > target.axons ||
        g.axonBase + uint64_t(g.axonSubs - 1) * g.axonStride + sources >
            tile.axons.size())
      throw Error(here + "its axon entries end beyond the table of " +
                  str(tile.axons.size()));
  }
}

bool isPort(const Image &image, uint32_t tile, const RowDescriptor &d) {
  for (const Population &p : image.populations)
    for (const Part &part : p.parts)
      for (size_t q = 0; part.tile == tile && q < p.ports.size(); ++q)
        if (part.ports[q] == d.portBase &&
            p.ports[q].slotsLog2 == d.slotsLog2 &&
            (p.ports[q].accBits == 32) == d.wide)
          return true;
  return false;
}

void checkDescriptors(const Image &image, uint32_t t,
                      const std::string &where) {
  const Tile &tile = image.tiles[t];
  for (size_t i = 0; i < tile.descriptors.size(); ++i) {
    const RowDescriptor &d = tile.descriptors[i];
    std::string here = where + "row descriptor " + str(i) + ": ";
    if (d.format != RowFormat::Dense && d.format != RowFormat::Indexed)
      throw Error(here + "unknown format");
    if (d.weightLog2 > 4 || d.entryLog2 > 5 || d.entryLog2 < d.weightLog2)
      throw Error(here + "weights of 2^" + str(d.weightLog2) +
                  " bits in entries of 2^" + str(d.entryLog2));
    unsigned used = (1u << d.weightLog2) + d.indexBits + d.delayBits;
    if (d.format == RowFormat::Indexed
            ? used > (1u << d.entryLog2) || d.indexBits == 0 || d.indexBits > 16
            : d.indexBits != 0 || d.delayBits != 0)
      throw Error(here + "entries of " + str(1u << d.entryLog2) +
                  " bits cannot hold weight, " + str(d.indexBits) +
                  " index and " + str(d.delayBits) + " delay bits");
    if (d.shift > 31)
      throw Error(here + "shift " + str(d.shift) + " is above 31");
    if (d.slotsLog2 > 7 || d.delay < 1 || d.delay >= (1u << d.slotsLog2))
      throw Error(here + "delay " + str(d.delay) + " with 2^" +
                  str(d.slotsLog2) + " slots");
    if (!isPort(image, t, d))
      throw Error(here + "leads to no port (base " + str(d.portBase) + ")");
  }
}

void checkAxons(const Image &image, uint32_t t, const std::string &where) {
  const Tile &tile = image.tiles[t];
  std::vector<AxonRange> columns = columnEntries(image, t);
  for (size_t i = 0; i < tile.axons.size(); ++i) {
    const AxonEntry &a = tile.axons[i];
    bool isColumn =
        std::any_of(columns.begin(), columns.end(), [i](const AxonRange &r) {
          return i >= r.begin && i < r.end;
        });
    if (a.count == 0 || isColumn)
      continue;
    auto here = [&] { return where + "axon entry " + str(i) + ": "; };
    if (a.descriptor >= tile.descriptors.size())
      throw Error(here() + "row descriptor " + str(a.descriptor) + " of " +
                  str(tile.descriptors.size()));
    const RowDescriptor &d = tile.descriptors[a.descriptor];
    if (a.lastLanes >= image.target.lanes)
      throw Error(here() + str(a.lastLanes) + " last lanes of " +
                  str(image.target.lanes) + " (all are written as 0)");
    if (d.format == RowFormat::Indexed && a.lastLanes != 0)
      throw Error(here() + "an indexed row has no last lanes");
    uint64_t unitsPerRow = 1u << (5 - d.entryLog2);
    uint64_t rows = tile.synapses.size() / image.target.lanes;
    uint64_t end = uint64_t(a.address) +
                   rowUnit(d, {}, a.count - 1u, image.target.lanes) + 1;
    if (end > rows * unitsPerRow)
      throw Error(here() + "units " + str(a.address) + " to " + str(end) +
                  " end beyond the synapse memory of " +
                  str(rows * unitsPerRow));
    uint64_t lastBlock =
        a.baseBlock + (d.format == RowFormat::Dense ? a.count - 1u : 0u);
    uint64_t sums = d.portBase + ((lastBlock + 1) << d.slotsLog2);
    if ((d.wide ? sums : (sums + 1) / 2) > tile.accumulatorRows)
      throw Error(here() + "its targets end beyond the accumulators");
  }
}

} // namespace

void checkMemories(const Image &image, uint32_t tile,
                   const std::string &origin) {
  std::string where = origin + ": " + tileName(image, tile);
  checkMemorySizes(image, image.tiles[tile], where);
  checkGroups(image, image.tiles[tile], where);
}

void checkRowTables(const Image &image, uint32_t tile,
                    const std::string &origin) {
  std::string where = origin + ": " + tileName(image, tile);
  checkDescriptors(image, tile, where);
  checkAxons(image, tile, where);
}

} // namespace snnc::image
