//===- ValidateColumns.cpp - Squares and second indices, checked ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Parts.h"
#include "image/Plastic.h"
#include "image/Skew.h"

#include <algorithm>
#include <tuple>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

/// Rows of full squares: a unit of a column then has the same high bits of its
/// address in all banks.
void checkSquares(const Image &image, const Projection &p,
                  const ProjectionPart &part,
                  const std::vector<Synapse> &synapses,
                  const std::string &where) {
  const Tile &tile = image.tiles[part.tile];
  uint32_t lanes = image.target.lanes;
  const Part &to = image.populations[p.target].parts[part.targetPart];
  const Group &from = tile.groups[part.sourceGroup];
  uint32_t blocks = homeOf(image, to).blocks;
  if (part.subs != 1 || part.unitBase % lanes != 0 ||
      part.units != uint64_t(from.blocks) * blocks * lanes)
    throw Error(where + "its units " + str(part.unitBase) + " to " +
                str(uint64_t(part.unitBase) + part.units) +
                " are no squares of " + str(lanes) + " x " + str(lanes));
  for (size_t v = 0; v < part.variables.size(); ++v)
    if (part.variables[v] % lanes != 0)
      throw Error(where + "synapse variable '" + p.plastic->variables[v].name +
                  "' begins within a square");
  uint64_t rows = 0;
  for (uint32_t i = 0; i < from.blocks * lanes; ++i) {
    const AxonEntry &axon =
        tile.axons[from.axonBase + uint64_t(part.firstSub) * from.axonStride +
                   i];
    rows += axon.count != 0;
    uint32_t first =
        squareUnit(part.unitBase, i / lanes, 0, blocks, lanes) + i % lanes;
    if (axon.count &&
        (axon.baseBlock != 0 || axon.count != blocks || axon.address != first))
      throw Error(where + "the row of place " + str(i) +
                  " of the sources lies across its squares");
  }
  if (rows != image.populations[p.source].size ||
      synapses.size() != rows * to.size)
    throw Error(where + "its squares have a place without a synapse");
}

/// A synapse as a column has it: physical indices, address and bank.
using Place = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>;

std::vector<Place> indexedPlaces(const Image &image, const ProjectionPart &part,
                                 uint32_t targets, const std::string &where) {
  const Tile &tile = image.tiles[part.tile];
  const ColumnIndex &index = *part.index;
  uint32_t lanes = image.target.lanes;
  std::vector<Place> places;
  uint64_t next = 0;
  for (uint32_t j = 0; j < targets; ++j) {
    const AxonEntry &column = tile.axons[index.columnBase + uint64_t(j)];
    if (column.count == 0)
      continue;
    std::string here = where + "the column of place " + str(j) + ": ";
    if (column.descriptor != part.descriptor || column.baseBlock != 0 ||
        column.lastLanes != 0)
      throw Error(here + "its entry holds more than a place");
    if (column.address < index.rowBase + next ||
        column.address - index.rowBase + uint64_t(column.count) > index.rows)
      throw Error(here + "its index in rows " + str(column.address) + " to " +
                  str(uint64_t(column.address) + column.count) +
                  " is not its own");
    next = column.address - index.rowBase + uint64_t(column.count);
    for (uint32_t i = 0; i < column.count; ++i)
      for (uint32_t bank = 0; bank < lanes; ++bank) {
        uint32_t word =
            tile.synapses[(uint64_t(column.address) + i) * lanes + bank];
        if (word == IndexEntry::kNone)
          continue;
        IndexEntry entry = IndexEntry::of(word);
        uint32_t lane = (bank + lanes - j % lanes) % lanes;
        places.emplace_back(entry.block * lanes + lane, j, entry.unit, bank);
      }
  }
  return places;
}

void checkIndex(const Image &image, const Projection &p,
                const ProjectionPart &part,
                const std::vector<Synapse> &synapses,
                const std::string &where) {
  const Tile &tile = image.tiles[part.tile];
  const ColumnIndex &index = *part.index;
  uint32_t lanes = image.target.lanes;
  uint64_t rows = tile.synapses.size() / lanes;
  if (uint64_t(index.rowBase) + index.rows > rows)
    throw Error(where + "its second index ends beyond the synapse memory of " +
                str(rows) + " rows");
  const Population &source = image.populations[p.source];
  const Population &target = image.populations[p.target];
  const Group &home = homeOf(image, target.parts[part.targetPart]);
  uint32_t targets = home.blocks * lanes;
  if (uint64_t(index.columnBase) + targets > tile.axons.size())
    throw Error(where + "its columns end beyond the axon entries");
  std::vector<Place> places = indexedPlaces(image, part, targets, where);
  std::vector<Place> wanted;
  for (const Synapse &s : synapses)
    wanted.emplace_back(source.physical(s.source),
                        target.physical(s.target) - home.firstBlock * lanes,
                        s.unit, s.bank);
  std::sort(places.begin(), places.end());
  std::sort(wanted.begin(), wanted.end());
  if (places != wanted)
    throw Error(where + "its second index does not name each synapse once");
}

bool overlap(const AxonRange &a, const AxonRange &b) {
  return a.begin < b.end && b.begin < a.end;
}

} // namespace

std::vector<AxonRange> columnEntries(const Image &image, uint32_t tile) {
  std::vector<AxonRange> ranges;
  for (const Projection &p : image.projections)
    for (const ProjectionPart &part : p.parts) {
      if (part.tile != tile || !part.index)
        continue;
      uint64_t begin = part.index->columnBase;
      const Part &to = image.populations[p.target].parts[part.targetPart];
      uint64_t blocks = homeOf(image, to).blocks;
      ranges.push_back({begin, begin + blocks * image.target.lanes});
    }
  return ranges;
}

namespace {

void checkProjectionColumns(const Image &image, uint32_t projection,
                            const std::string &origin) {
  const Projection &p = image.projections[projection];
  std::string where = origin + ": projection '" + p.name + "': ";
  std::vector<std::vector<Synapse>> synapses;
  for (uint32_t i = 0; i < p.parts.size(); ++i) {
    const ProjectionPart &part = p.parts[i];
    std::string here = where + tileName(image, part.tile);
    const RowDescriptor &row =
        image.tiles[part.tile].descriptors[part.descriptor];
    bool indexed = row.skewed && row.format == RowFormat::Indexed;
    if (part.index.has_value() != indexed)
      throw Error(here + (indexed ? "skewed rows without a second index"
                                  : "a second index of rows without indices "
                                    "or skew"));
    if (!row.skewed)
      continue;
    if (synapses.empty()) {
      synapses.resize(p.parts.size());
      for (const Synapse &s : synapsesOf(image, projection, where))
        synapses[s.part].push_back(s);
    }
    if (indexed)
      checkIndex(image, p, part, synapses[i], here);
    else
      checkSquares(image, p, part, synapses[i], here);
  }
}

void checkTile(const Image &image, uint32_t t, const std::string &where) {
  const Tile &tile = image.tiles[t];
  std::vector<bool> isPlastic(tile.descriptors.size());
  for (const Projection &p : image.projections)
    for (const ProjectionPart &part : p.parts)
      if (p.plastic && part.tile == t)
        isPlastic[part.descriptor] = true;
  for (size_t i = 0; i < tile.descriptors.size(); ++i)
    if (tile.descriptors[i].skewed && !isPlastic[i])
      throw Error(where + "row descriptor " + str(i) +
                  " is skewed, and nothing learns there");

  std::vector<AxonRange> ranges = columnEntries(image, t);
  for (size_t a = 0; a < ranges.size(); ++a) {
    for (size_t b = a + 1; b < ranges.size(); ++b)
      if (overlap(ranges[a], ranges[b]))
        throw Error(where + "two projections share entries of columns");
    for (const Group &g : tile.groups)
      for (uint64_t j = 0; j < g.axonSubs; ++j) {
        uint64_t begin = g.axonBase + j * g.axonStride;
        uint64_t end = begin + uint64_t(g.blocks) * image.target.lanes;
        if (overlap(ranges[a], {begin, end}))
          throw Error(where + "entries of columns lie among those of rows");
      }
  }
}

} // namespace

void checkColumns(const Image &image, const std::string &origin) {
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      checkProjectionColumns(image, j, origin);
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    checkTile(image, t, origin + ": " + tileName(image, t));
}

} // namespace snnc::image
