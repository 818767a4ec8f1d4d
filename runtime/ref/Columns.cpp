//===- Columns.cpp - Walks over the synapses of targets ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lane is a synapse of the target with a source of that lane. Here every lane
// has its own place in the synapse memory.
//
//===----------------------------------------------------------------------===//

#include "image/Skew.h"
#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Loops.h"
#include "runtime/ref/Place.h"
#include "runtime/ref/Tile.h"

#include <algorithm>

namespace snnc::runtime::ref {

using image::IndexEntry;
using image::LearnEntry;
using image::RowFormat;

void Tile::walkColumns(const LearnStep &step, image::LearnRun &walk) {
  for (const image::EventRecord &record : due)
    for (uint32_t mask = record.mask; mask; mask &= mask - 1)
      runColumn(step, record.block, static_cast<uint32_t>(__builtin_ctz(mask)));
  walk.due = std::move(due);
  due.clear();
}

void Tile::runColumn(const LearnStep &step, uint32_t block, uint32_t lane) {
  const LearnEntry &e = *step.entry;
  RowRun run;
  run.entry = step.entry;
  run.row = &tables.descriptors[e.descriptor];
  run.columns = true;
  run.targetBlock = block;
  run.targetLane = lane;
  bool dense = run.row->format == RowFormat::Dense;
  const image::AxonEntry *column =
      dense ? nullptr : &tables.axons[e.columnBase + block * lanes + lane];
  uint32_t count = dense ? tables.groups[e.group].blocks : column->count;
  findBanks(*run.row, lane);
  for (uint32_t first = 0; first < count; first += kRowUnits) {
    run.units = std::min(kRowUnits, count - first);
    if (dense)
      findSquares(run, first);
    else
      findIndexed(run, column->address + first);
    execute(step, run);
  }
}

void Tile::findSquares(const RowRun &run, uint32_t first) {
  const LearnEntry &e = *run.entry;
  uint32_t targetBlocks = tables.groups[e.targetGroup].blocks;
  for (uint32_t k = 0; k < run.units; ++k) {
    uint32_t unit = image::squareUnit(e.unitBase, first + k, run.targetBlock,
                                      targetBlocks, lanes);
    uint32_t valid = validLanes[sourceBlock(e.group, first + k)];
    for (uint32_t l = 0; l < lanes; ++l) {
      laneBlocks[k * lanes + l] = first + k;
      laneUnits[k * lanes + l] = unit + l;
      active[k * lanes + l] = l < valid;
    }
  }
}

void Tile::findIndexed(const RowRun &run, uint32_t firstRow) {
  for (uint32_t k = 0; k < run.units; ++k)
    for (uint32_t l = 0; l < lanes; ++l) {
      uint32_t word = synapses[size_t(firstRow + k) * lanes + banks[l]];
      IndexEntry entry = IndexEntry::of(word);
      laneBlocks[k * lanes + l] = entry.block;
      laneUnits[k * lanes + l] = entry.unit;
      active[k * lanes + l] = word != IndexEntry::kNone;
    }
}

/// State of the one target, in all lanes.
void Tile::loadTarget(const Instr &in, uint32_t pc, const RowRun &run) {
  const unsigned bits = 8u << in.width;
  Place place = placeOf(uint64_t(in.base) + run.targetBlock, bits);
  uint64_t word = place.row * lanes + run.targetLane;
  if (word >= state.size())
    fail("address outside the state memory", pc, run.entry->group);
  int64_t value = int64_t(extract(state[word], place.low, bits)) * (1 << in.sh);
  std::fill_n(registers[in.rd].begin(), run.units * lanes,
              in.sat ? fit<true>(value) : fit<false>(value));
}

void Tile::loadSources(const Instr &in, uint32_t pc, const RowRun &run) {
  const image::LearnPlane &plane = run.entry->commons[in.com];
  for (uint32_t i = 0; i < run.units * lanes; ++i) {
    int32_t value = 0;
    if (active[i]) {
      Place place = placeOf(uint64_t(plane.base) + laneBlocks[i], plane.bits);
      uint64_t word = place.row * lanes + i % lanes;
      if (word >= state.size())
        fail("address outside the state memory", pc, run.entry->group);
      value = extract(state[word], place.low, plane.bits);
    }
    registers[in.rd][i] = value;
    if (in.op == isa::Opcode::Ldd)
      lastRandom[i] = static_cast<uint32_t>(value);
  }
}

void Tile::loadColumn(const Instr &in, const RowRun &run) {
  const unsigned bits = run.entry->planes[in.plane].bits;
  for (uint32_t i = 0; i < run.units * lanes; ++i) {
    int64_t value = 0;
    if (active[i]) {
      Place place = synapsePlace(run, in.plane, laneUnits[i]);
      uint32_t word = synapses[place.row * lanes + banks[i % lanes]];
      value = int64_t(extract(word, place.low, bits)) * (1 << in.sh);
    }
    registers[in.rd][i] = in.sat ? fit<true>(value) : fit<false>(value);
  }
}

void Tile::storeColumn(const Instr &in, uint32_t pc, const RowRun &run) {
  const unsigned bits = run.entry->planes[in.plane].bits;
  uint64_t clamped = 0, stored = 0;
  withRounding(in.rnd, [&](auto mode) {
    for (uint32_t i = 0; i < run.units * lanes; ++i) {
      if (!active[i])
        continue;
      Place place = synapsePlace(run, in.plane, laneUnits[i]);
      uint32_t &word = synapses[place.row * lanes + banks[i % lanes]];
      int64_t exact =
          storeShift<mode>(registers[in.ra][i], in.sh, lastRandom[i]);
      int32_t value = clampToWidth(exact, bits);
      word = insert(word, place.low, bits, value);
      clamped += value != exact;
      ++stored;
    }
  });
  countStores(in, pc, clamped, stored);
}

} // namespace snnc::runtime::ref
