//===- ValidateColumns.cpp - Squares and second indices, checked ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
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
                  const std::string &where) {
  const Tile &tile = image.tiles[0];
  const Plasticity &plastic = *p.plastic;
  uint32_t lanes = image.target.lanes;
  const Group &from = tile.groups[image.populations[p.source].group];
  uint32_t blocks = tile.groups[image.populations[p.target].group].blocks;
  if (p.subs != 1 || plastic.unitBase % lanes != 0 ||
      plastic.units != uint64_t(from.blocks) * blocks * lanes)
    throw Error(where + "its units " + str(plastic.unitBase) + " to " +
                str(uint64_t(plastic.unitBase) + plastic.units) +
                " are no squares of " + str(lanes) + " x " + str(lanes));
  for (const SynapseVariable &v : plastic.variables)
    if (v.base % lanes != 0)
      throw Error(where + "synapse variable '" + v.name +
                  "' begins within a square");
  uint64_t rows = 0;
  for (uint32_t i = 0; i < from.blocks * lanes; ++i) {
    const AxonEntry &axon =
        tile.axons[from.axonBase + uint64_t(p.firstSub) * from.axonStride + i];
    rows += axon.count != 0;
    uint32_t first =
        squareUnit(plastic.unitBase, i / lanes, 0, blocks, lanes) + i % lanes;
    if (axon.count &&
        (axon.baseBlock != 0 || axon.count != blocks || axon.address != first))
      throw Error(where + "the row of place " + str(i) +
                  " of the sources lies across its squares");
  }
  const Population &source = image.populations[p.source];
  const Population &target = image.populations[p.target];
  if (rows != source.size || p.synapses != uint64_t(rows) * target.size)
    throw Error(where + "its squares have a place without a synapse");
}

/// A synapse as a column has it: physical indices, address and bank.
using Place = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>;

std::vector<Place> indexedPlaces(const Image &image, const Projection &p,
                                 const std::string &where) {
  const Tile &tile = image.tiles[0];
  const ColumnIndex &index = *p.plastic->index;
  uint32_t lanes = image.target.lanes;
  uint32_t targets =
      tile.groups[image.populations[p.target].group].blocks * lanes;
  std::vector<Place> places;
  uint64_t next = 0;
  for (uint32_t j = 0; j < targets; ++j) {
    const AxonEntry &column = tile.axons[index.columnBase + uint64_t(j)];
    if (column.count == 0)
      continue;
    std::string here = where + "the column of place " + str(j) + ": ";
    if (column.descriptor != p.descriptor || column.baseBlock != 0 ||
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

void checkIndex(const Image &image, uint32_t projection,
                const std::string &where) {
  const Projection &p = image.projections[projection];
  const Tile &tile = image.tiles[0];
  const ColumnIndex &index = *p.plastic->index;
  uint64_t rows = tile.synapses.size() / image.target.lanes;
  if (uint64_t(index.rowBase) + index.rows > rows)
    throw Error(where + "its second index ends beyond the synapse memory of " +
                str(rows) + " rows");
  uint64_t targets =
      uint64_t(tile.groups[image.populations[p.target].group].blocks) *
      image.target.lanes;
  if (index.columnBase + targets > tile.axons.size())
    throw Error(where + "its columns end beyond the axon entries");
  std::vector<Place> places = indexedPlaces(image, p, where);
  const Population &source = image.populations[p.source];
  const Population &target = image.populations[p.target];
  std::vector<Place> wanted;
  for (const Synapse &s : synapsesOf(image, projection, where))
    wanted.emplace_back(source.physical(s.source), target.physical(s.target),
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

std::vector<AxonRange> columnEntries(const Image &image) {
  std::vector<AxonRange> ranges;
  const Tile &tile = image.tiles[0];
  for (const Projection &p : image.projections) {
    if (!p.plastic || !p.plastic->index ||
        p.target >= image.populations.size() ||
        image.populations[p.target].group >= tile.groups.size())
      continue;
    uint64_t begin = p.plastic->index->columnBase;
    uint32_t blocks = tile.groups[image.populations[p.target].group].blocks;
    ranges.push_back({begin, begin + uint64_t(blocks) * image.target.lanes});
  }
  return ranges;
}

void checkColumns(const Image &image, const std::string &origin) {
  const Tile &tile = image.tiles[0];
  std::vector<bool> isPlastic(tile.descriptors.size());
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const Projection &p = image.projections[j];
    if (!p.plastic)
      continue;
    std::string where = origin + ": projection '" + p.name + "': ";
    const RowDescriptor &row = tile.descriptors[p.descriptor];
    isPlastic[p.descriptor] = true;
    bool indexed = row.skewed && row.format == RowFormat::Indexed;
    if (p.plastic->index.has_value() != indexed)
      throw Error(where + (indexed ? "skewed rows without a second index"
                                   : "a second index of rows without indices "
                                     "or skew"));
    if (indexed)
      checkIndex(image, j, where);
    else if (row.skewed)
      checkSquares(image, p, where);
  }
  for (size_t i = 0; i < tile.descriptors.size(); ++i)
    if (tile.descriptors[i].skewed && !isPlastic[i])
      throw Error(origin + ": row descriptor " + str(i) +
                  " is skewed, and nothing learns there");

  std::vector<AxonRange> ranges = columnEntries(image);
  for (size_t a = 0; a < ranges.size(); ++a) {
    for (size_t b = a + 1; b < ranges.size(); ++b)
      if (overlap(ranges[a], ranges[b]))
        throw Error(origin + ": two projections share entries of columns");
    for (const Group &g : tile.groups)
      for (uint64_t j = 0; j < g.axonSubs; ++j) {
        uint64_t begin = g.axonBase + j * g.axonStride;
        uint64_t end = begin + uint64_t(g.blocks) * image.target.lanes;
        if (overlap(ranges[a], {begin, end}))
          throw Error(origin + ": entries of columns lie among those of rows");
      }
  }
}

} // namespace snnc::image
