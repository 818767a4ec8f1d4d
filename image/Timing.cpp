//===- Timing.cpp - The cycles of a step, predicted -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Timing.h"

#include "isa/Isa.h"
#include "isa/Program.h"

#include <algorithm>
#include <array>

namespace snnc::image {

namespace {

// Lengths of the tile's pipelines; docs/tile.md says which registers they are.
constexpr uint64_t updateStart = 2;
constexpr unsigned cyclesPerSlot = 4;
constexpr unsigned blocksPerRound = 4;
/// Rows that are read or wait for the row engine.
constexpr unsigned rowPlaces = 4;
constexpr uint64_t readToRow = 2;
constexpr uint64_t readToDone = 2;
constexpr uint64_t eventToDone = 2;
constexpr uint64_t unitToDone = 5;

// Learn: cycles of the states of its sequencer.
constexpr uint64_t headOfEntry = 4;
constexpr uint64_t decide = 1;
constexpr uint64_t divide = 65;
constexpr uint64_t nextEntry = 1;
constexpr uint64_t startOfRun = 2;
constexpr uint64_t drain = 5;
constexpr uint64_t restOfEntry = 18;
constexpr uint64_t takeRecord = 1;
constexpr uint64_t takeLane = 1;
constexpr uint64_t readAxon = 1;
constexpr uint64_t takeRow = 1;

// Of the barrier, beside the way to a tile and back: from start to the first
// cycle of Update and from delivered to learn; from there to finish; for each
// modulator.
constexpr uint64_t barrierDeliver = 4;
constexpr uint64_t barrierLearn = 3;
constexpr uint64_t barrierJoin = 3;
// Update and Deliver of a tile without groups.
constexpr uint64_t emptyTile = 3;

/// When the places of axon entries become free again: the latest `rowPlaces`
/// that are not known to be free before the next read.
class Places {
public:
  /// First cycle not before `cycle` in which a place is free; takes it.
  uint64_t take(uint64_t cycle) {
    if (used < rowPlaces)
      return cycle;
    auto first = std::min_element(free.begin(), free.end());
    cycle = std::max(cycle, *first + 1);
    *first = free[--used];
    return cycle;
  }
  /// The place taken last is given back at the end of `cycle`.
  void give(uint64_t cycle) { free[used++] = cycle; }

private:
  std::array<uint64_t, rowPlaces> free{};
  unsigned used = 0;
};

uint64_t instructionsOf(const std::vector<uint64_t> &program, size_t address) {
  uint64_t count = 0;
  isa::Instruction instruction;
  std::string error;
  while (address < program.size() &&
         isa::decode(program[address], instruction, error)) {
    ++count;
    ++address;
    if (instruction.op == isa::Opcode::End || instruction.last)
      break;
  }
  return count;
}

uint64_t roundsOf(uint64_t blocks) {
  return (blocks + blocksPerRound - 1) / blocksPerRound;
}

} // namespace

Timing::Timing(const Tile &tile, const Target &target)
    : tile(tile), lanes(target.lanes), update(updateStart) {
  for (const Group &group : tile.groups) {
    if (!group.hasProgram)
      continue;
    update += roundsOf(group.blocks) * cyclesPerSlot *
              isa::programSlots(tile.program, group.programAddress);
    issued += group.blocks * instructionsOf(tile.program, group.programAddress);
  }
  for (const LearnEntry &entry : tile.learn)
    learnCosts.push_back({isa::programSlots(tile.program, entry.programAddress),
                          instructionsOf(tile.program, entry.programAddress)});
}

uint64_t barrierWay(const Target &target, int64_t tile) {
  if (tile < 0)
    tile = int64_t(target.meshColumns) * target.meshRows - 1;
  auto t = static_cast<uint64_t>(tile);
  return 2 * (t % target.meshColumns + t / target.meshColumns);
}

uint64_t barrierCycles(const Target &target, bool learns, uint64_t joins) {
  if (!isMesh(target))
    return 0;
  const uint64_t way = barrierWay(target);
  uint64_t cycles = way + barrierDeliver;
  if (learns || joins)
    cycles += way + barrierLearn;
  return cycles + joins * (way + barrierJoin);
}

StepCycles combine(const std::vector<StepCycles> &tiles,
                   const NetworkLoad &load, const Target &target) {
  StepCycles result;
  uint64_t delivered = 0;
  for (size_t t = 0; t < tiles.size(); ++t) {
    const StepCycles &tile = tiles[t];
    const uint64_t way = barrierWay(target, int64_t(t));
    result.update = std::max(result.update, tile.update);
    delivered = std::max(delivered, way + tile.update + tile.deliver);
    if (tile.learn)
      result.learn = std::max(result.learn, way + tile.learn);
    result.instructions += tile.instructions;
    result.events += tile.events;
    result.rowUnits += tile.rowUnits;
  }
  if (isMesh(target)) {
    const uint64_t way = barrierWay(target);
    // The furthest tile may have nothing to do.
    delivered = std::max(delivered, way + emptyTile) + barrierDeliver;
    uint64_t joined = load.joins * (way + barrierJoin);
    if (result.learn || joined)
      result.learn = std::max({result.learn, joined, way}) + barrierLearn;
  }
  result.deliver = delivered - result.update;
  result.total = delivered + result.learn;
  return result;
}

/// Cycles of Deliver count from 0. An event leaves the expander in `event`; its
/// axon entries are read from the next cycle on, one a cycle and one for each
/// free place; a row is started in `row` at the earliest, its units are taken
/// in the cycles after.
struct Timing::Delivery {
  uint64_t event = 0;
  uint64_t read = 0;    ///< last read of an axon entry
  uint64_t lastRow = 0; ///< last unit of the last row started
  uint64_t done = 0;
  Places places;
  uint64_t events = 0;
  uint64_t rowUnits = 0;
};

StepCycles Timing::predict(const std::vector<EventRecord> &records,
                           const std::vector<LearnRun> &learn,
                           const std::vector<EventRecord> &arrivals) const {
  StepCycles result;
  result.update = update;
  result.instructions = issued;
  Delivery delivery;
  predictDeliver(records, delivery);
  result.events = delivery.events;
  predictDeliver(arrivals, delivery);
  result.rowUnits = delivery.rowUnits;
  result.deliver = delivery.done + 1;
  predictLearn(learn, result);
  result.total = result.update + result.deliver + result.learn;
  return result;
}

void Timing::predictDeliver(const std::vector<EventRecord> &records,
                            Delivery &d) const {
  for (const EventRecord &record : records) {
    const Group &group = tile.groups[record.group];
    for (uint32_t lane = 0; lane < lanes; ++lane) {
      if (!(record.mask >> lane & 1))
        continue;
      ++d.events;
      ++d.event;
      if (group.axonSubs != 0)
        d.event = std::max(d.event, d.read);
      d.done = std::max(d.done, d.event + eventToDone);
      uint64_t source = uint64_t(record.block) * lanes + lane;
      uint64_t cycle = d.event;
      for (uint32_t j = 0; j < group.axonSubs; ++j) {
        cycle = d.read = d.places.take(cycle + 1);
        d.done = std::max(d.done, d.read + readToDone);
        const AxonEntry &axon =
            tile.axons[group.axonBase + uint64_t(j) * group.axonStride +
                       source];
        if (axon.count == 0) {
          d.places.give(d.read + 1);
          continue;
        }
        uint64_t row = std::max(d.read + readToRow, d.lastRow);
        d.places.give(row);
        d.lastRow = row + axon.count;
        d.rowUnits += axon.count;
        d.done = std::max(d.done, d.lastRow + unitToDone);
      }
    }
  }
}

void Timing::predictLearn(const std::vector<LearnRun> &learn,
                          StepCycles &result) const {
  // The divisor of the last division; its answer is kept.
  uint32_t divisor = 0;
  for (size_t i = 0; i < learn.size(); ++i) {
    const LearnEntry &entry = tile.learn[i];
    const bool walk = entry.kind != LearnKind::Blocks;
    result.learn += headOfEntry + decide + nextEntry;
    if (!walk && entry.when == LearnWhen::Every && entry.every != divisor) {
      result.learn += divide + decide;
      divisor = entry.every;
    }
    if (!learn[i].runs)
      continue;
    if (walk)
      addWalk(i, learn[i].due, result);
    else
      addRun(i, tile.groups[entry.group].blocks, result);
  }
}

void Timing::addRun(size_t index, uint64_t n, StepCycles &result) const {
  const LearnEntry &entry = tile.learn[index];
  // Units that hold indices are read before their program.
  const uint64_t slots =
      learnCosts[index].slots +
      (entry.kind != LearnKind::Blocks &&
       tile.descriptors[entry.descriptor].format == RowFormat::Indexed);
  result.learn += startOfRun + roundsOf(n) * cyclesPerSlot * slots + drain;
  result.instructions += n * learnCosts[index].instructions;
}

void Timing::addWalk(size_t index, const std::vector<EventRecord> &due,
                     StepCycles &result) const {
  const LearnEntry &entry = tile.learn[index];
  result.learn += restOfEntry + takeRecord;
  for (const EventRecord &record : due) {
    result.learn += takeRecord + takeLane;
    for (uint32_t lane = 0; lane < lanes; ++lane) {
      if (!(record.mask >> lane & 1))
        continue;
      result.learn += takeLane;
      uint64_t physical = uint64_t(record.block) * lanes + lane;
      if (entry.kind == LearnKind::Columns)
        addColumn(index, physical, result);
      else
        addRows(index, physical, result);
    }
  }
}

void Timing::addRows(size_t index, uint64_t source, StepCycles &result) const {
  const LearnEntry &entry = tile.learn[index];
  const Group &group = tile.groups[entry.group];
  result.learn += entry.commons.size() + 1 + readAxon;
  for (uint32_t j = entry.sub; j < entry.sub + entry.subs; ++j) {
    result.learn += readAxon + takeRow;
    uint64_t axon = group.axonBase + uint64_t(j) * group.axonStride + source;
    if (uint64_t units = tile.axons[axon].count)
      addRun(index, units, result);
  }
}

void Timing::addColumn(size_t index, uint64_t target,
                       StepCycles &result) const {
  const LearnEntry &entry = tile.learn[index];
  result.learn += takeRow;
  if (tile.descriptors[entry.descriptor].format == RowFormat::Dense)
    return addRun(index, tile.groups[entry.group].blocks, result);
  result.learn += readAxon;
  if (uint64_t units = tile.axons[entry.columnBase + target].count)
    addRun(index, units, result);
}

} // namespace snnc::image
