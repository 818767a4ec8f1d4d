//===- Relocate.cpp - An image at the far end of every memory -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/Relocate.h"

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Skew.h"
#include "isa/Isa.h"

#include <algorithm>

namespace snnc::fuzz {

namespace {

/// By how much each memory's content moves, in its own words.
struct Shift {
  uint32_t program, state, accumulators, synapses, axons, tables, blocks;
};

/// A base that counts units of `bits` in words of 32.
uint32_t units(uint32_t words, unsigned bits) { return words * (32 / bits); }

template <typename T>
void insertFront(std::vector<T> &v, size_t count, const T &value) {
  v.insert(v.begin(), count, value);
}

uint64_t moved(uint64_t word, const Shift &by) {
  isa::Instruction in;
  std::string error;
  if (!isa::decode(word, in, error))
    throw Error("relocation of an illegal instruction: " + error);
  auto base = static_cast<uint32_t>(in.imm) & 0xffff;
  auto rest = static_cast<uint32_t>(in.imm) & ~0xffffu;
  switch (in.op) {
  case isa::Opcode::Ld:
  case isa::Opcode::St:
  case isa::Opcode::Dlt:
    base += units(by.state, 8u << (rest >> 16 & 3));
    break;
  case isa::Opcode::Ldp:
  case isa::Opcode::Addp:
    base += units(by.accumulators, rest >> 20 & 1 ? 32 : 16);
    break;
  case isa::Opcode::Lut:
    base += by.tables;
    break;
  default:
    return word;
  }
  in.imm = static_cast<int32_t>(rest | base);
  if (base > 0xffff || !isa::encode(in, word, error))
    throw Error("relocation beyond the range of a base");
  return word;
}

void movePopulations(image::Image &image, const Shift &by) {
  for (image::Population &p : image.populations) {
    image::Part &part = p.parts[0];
    for (size_t v = 0; v < p.states.size(); ++v)
      part.states[v] += units(by.state, p.states[v].bits);
    for (size_t v = 0; v < p.params.size(); ++v)
      part.params[v] += units(by.state, p.params[v].bits);
    for (size_t q = 0; q < p.ports.size(); ++q)
      part.ports[q] += units(by.accumulators, p.ports[q].accBits);
  }
}

/// The units that a second index names, and where it lies itself.
void moveIndex(image::Image &image, image::Projection &p, uint32_t unitShift,
               const Shift &by, uint32_t descriptors) {
  image::ColumnIndex &index = *p.parts[0].index;
  image::Tile &tile = image.tiles[0];
  const uint32_t lanes = image.target.lanes;
  for (size_t i = size_t(index.rowBase) * lanes;
       i < (size_t(index.rowBase) + index.rows) * lanes; ++i)
    if (tile.synapses[i] != image::IndexEntry::kNone) {
      auto entry = image::IndexEntry::of(tile.synapses[i]);
      tile.synapses[i] =
          image::IndexEntry{entry.block, entry.unit + unitShift}.word();
    }
  const uint32_t blocks =
      tile.groups[image.populations[p.target].parts[0].group].blocks;
  for (uint32_t i = 0; i < blocks * lanes; ++i) {
    image::AxonEntry &column = tile.axons[index.columnBase + i];
    if (column.count == 0)
      continue;
    column.address += by.synapses;
    column.descriptor = static_cast<uint8_t>(column.descriptor + descriptors);
  }
  index.rowBase += by.synapses;
  index.columnBase += by.axons;
}

void moveLearning(image::Image &image, const Shift &by, uint32_t descriptors) {
  const auto &rows = image.tiles[0].descriptors;
  auto unitsOf = [&](uint8_t descriptor) {
    return units(by.synapses, 1u << rows[descriptor].entryLog2);
  };
  for (image::Projection &p : image.projections) {
    image::ProjectionPart &part = p.parts[0];
    uint32_t unitShift = unitsOf(part.descriptor);
    if (part.index)
      moveIndex(image, p, unitShift, by, descriptors);
    part.descriptor = static_cast<uint8_t>(part.descriptor + descriptors);
    if (!p.plastic)
      continue;
    part.unitBase += unitShift;
    for (size_t v = 0; v < part.variables.size(); ++v)
      part.variables[v] += units(by.synapses, p.plastic->variables[v].bits);
    for (size_t v = 0; v < part.traces.size(); ++v)
      part.traces[v] += units(by.state, p.plastic->traces[v].bits);
  }
  for (image::LearnEntry &e : image.tiles[0].learn) {
    e.programAddress += by.program;
    if (e.kind == image::LearnKind::Blocks)
      continue;
    e.unitBase += unitsOf(e.descriptor);
    const auto &index = image.projections[e.projection].parts[0].index;
    if (e.kind == image::LearnKind::Columns && index)
      e.columnBase = index->columnBase;
    e.descriptor = static_cast<uint8_t>(e.descriptor + descriptors);
    for (size_t k = 1; k < e.planes.size(); ++k)
      e.planes[k].base += units(by.synapses, e.planes[k].bits);
    for (image::LearnPlane &plane : e.commons)
      plane.base += units(by.state, plane.bits);
  }
}

} // namespace

void moveToTheTop(image::Image &image) {
  image::Tile &tile = image.tiles[0];
  const image::Target &t = image.target;
  uint32_t blocks = 0;
  for (const image::Group &g : tile.groups)
    blocks = std::max(blocks, g.blockBase + g.blocks);
  auto rows = [&](const std::vector<uint32_t> &words) {
    return static_cast<uint32_t>((words.size() + t.lanes - 1) / t.lanes);
  };
  auto left = [](uint32_t limit, size_t used) {
    if (used > limit)
      throw Error("the random image does not fit the target");
    return limit - static_cast<uint32_t>(used);
  };
  Shift by{left(t.programWords, tile.program.size()),
           left(t.stateRows, rows(tile.state)),
           left(t.accumulatorRows, tile.accumulatorRows),
           left(t.synapseRows, rows(tile.synapses)),
           left(t.axons, tile.axons.size()),
           left(t.tableWords, tile.tables.size()),
           left(t.blocks, blocks)};
  // Squares stay whole, whatever the width of a plane.
  if (std::any_of(tile.descriptors.begin(), tile.descriptors.end(),
                  [](const auto &d) { return d.skewed; }))
    by.synapses -= by.synapses % t.lanes;
  for (uint64_t &word : tile.program)
    word = moved(word, by);
  for (image::Group &g : tile.groups) {
    g.programAddress += g.hasProgram ? by.program : 0;
    g.blockBase += by.blocks;
    g.axonBase += by.axons;
  }
  for (image::RowDescriptor &d : tile.descriptors)
    d.portBase += units(by.accumulators, d.wide ? 32 : 16);
  uint32_t descriptors = tile.descriptors.empty()
                             ? 0
                             : left(t.descriptors, tile.descriptors.size());
  std::vector<image::AxonRange> columns = image::columnEntries(image, 0);
  for (size_t i = 0; i < tile.axons.size(); ++i) {
    image::AxonEntry &a = tile.axons[i];
    bool isColumn =
        std::any_of(columns.begin(), columns.end(), [i](const auto &range) {
          return i >= range.begin && i < range.end;
        });
    if (a.count == 0 || isColumn)
      continue;
    a.address +=
        units(by.synapses, 1u << tile.descriptors[a.descriptor].entryLog2);
    a.descriptor = static_cast<uint8_t>(a.descriptor + descriptors);
  }
  movePopulations(image, by);
  moveLearning(image, by, descriptors);
  if (descriptors) {
    image::RowDescriptor unused = tile.descriptors.front();
    unused.skewed = false;
    insertFront(tile.descriptors, descriptors, unused);
  }
  insertFront(tile.program, by.program, uint64_t(0));
  insertFront(tile.programLocations, by.program, -1);
  insertFront(tile.state, size_t(by.state) * t.lanes, 0u);
  insertFront(tile.synapses, size_t(by.synapses) * t.lanes, 0u);
  insertFront(tile.axons, by.axons, image::AxonEntry());
  insertFront(tile.tables, by.tables, 0);
  tile.accumulatorRows = t.accumulatorRows;
}

} // namespace snnc::fuzz
