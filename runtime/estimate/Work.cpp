//===- Work.cpp - Operations of a step, by kind -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Work.h"

#include "isa/Isa.h"

#include <algorithm>

namespace snnc::runtime {

using image::AxonEntry;
using image::EventRecord;
using image::Group;
using image::LearnEntry;
using image::LearnKind;
using image::RowDescriptor;
using image::RowFormat;
using isa::Opcode;

namespace {

constexpr uint64_t kRoundBlocks = 4;
constexpr uint64_t kWordBits = 32;
constexpr uint64_t kTableWordBits = 64;
constexpr uint64_t kPayloadBits = 16;
/// Threefry2x32: in each of 16 rounds an addition and an exclusive-or.
constexpr uint64_t kDrawAdditions = 32;

uint64_t &at(Work &work, Memory memory) { return work.bits[size_t(memory)]; }

/// Whether products of these weights and payloads are of 8 by 8 bits.
bool isNarrow(const image::Population &source, const RowDescriptor &row) {
  return row.weightLog2 <= 3 && source.payloadMin >= -128 &&
         source.payloadMax <= 127;
}

} // namespace

const char *nameOf(Memory memory) {
  static const char *const names[kMemories] = {
      "program", "state", "accumulator", "synapse",
      "axon",    "table", "event queue", "payload"};
  return names[size_t(memory)];
}

uint64_t bytesOf(Memory memory, const image::Target &t) {
  switch (memory) {
  case Memory::Program:
    return uint64_t(t.programWords) * 8;
  case Memory::State:
    return uint64_t(t.stateRows) * 8;
  case Memory::Accumulators:
    return uint64_t(t.accumulatorRows) * 8;
  case Memory::Synapses:
    return uint64_t(t.synapseRows) * 8;
  case Memory::Axons:
    return uint64_t(t.axons) * 8;
  case Memory::Tables:
    return uint64_t(t.tableWords) * 8;
  case Memory::Events:
    return uint64_t(t.eventRecords) * 8;
  case Memory::Payloads:
  case Memory::Count:
    break;
  }
  return uint64_t(t.blocks) * 8;
}

Work &Work::operator+=(const Work &o) {
  additions32 += o.additions32;
  multiplications32 += o.multiplications32;
  multiplications8 += o.multiplications8;
  for (size_t m = 0; m < kMemories; ++m)
    bits[m] += o.bits[m];
  neuronUpdates += o.neuronUpdates;
  synapticOps += o.synapticOps;
  hopsEastWest += o.hopsEastWest;
  hopsNorthSouth += o.hopsNorthSouth;
  return *this;
}

WorkCounter::WorkCounter(const image::Image &image)
    : image(image), lanes(image.target.lanes) {
  for (const image::Tile &tile : image.tiles) {
    TileCosts costs;
    for (const Group &group : tile.groups)
      if (group.hasProgram)
        add(profileOf(tile, group.programAddress), group.blocks, costs.update);
    for (const LearnEntry &entry : tile.learn)
      costs.learn.push_back(profileOf(tile, entry.programAddress,
                                      entry.kind == LearnKind::Columns));
    costs.rows = rowsOf(tile);
    tiles.push_back(std::move(costs));
  }
  for (const image::Population &p : image.populations)
    for (const image::Part &part : p.parts)
      if (image.tiles[part.tile].groups[part.group].hasProgram)
        tiles[part.tile].update.neuronUpdates += part.size;
}

WorkCounter::Profile WorkCounter::profileOf(const image::Tile &tile,
                                            uint32_t address,
                                            bool inColumns) const {
  Profile p;
  isa::Instruction in;
  std::string reason;
  for (size_t pc = address; pc < tile.program.size(); ++pc) {
    if (!isa::decode(tile.program[pc], in, reason))
      break;
    ++p.instructions;
    switch (in.op) {
    case Opcode::Ld:
    case Opcode::St:
      ++p.stateRows;
      break;
    case Opcode::Ldc:
    case Opcode::Ldd: // along a row it is at hand
      p.stateRows += inColumns;
      break;
    case Opcode::Ldp: // reads and clears
      p.sumRows += 2;
      break;
    case Opcode::Addp:
      p.sumRows += 2;
      ++p.additions;
      break;
    case Opcode::Lds:
    case Opcode::Sts:
      ++p.synapseRows;
      break;
    case Opcode::Dlt:
      ++p.stateRows;
      p.synapseRows += 2;
      ++p.additions;
      ++p.multiplications;
      break;
    case Opcode::Lut:
      ++p.tableRows;
      break;
    case Opcode::Pay:
      ++p.payloadRows;
      break;
    case Opcode::Mul:
      ++p.multiplications;
      break;
    case Opcode::Mac:
      ++p.multiplications;
      ++p.additions;
      break;
    case Opcode::Rand:
    case Opcode::Rand2:
      p.additions += kDrawAdditions;
      break;
    case Opcode::Mov:
    case Opcode::Ldm:
    case Opcode::Sig:
    case Opcode::Lid:
    case Opcode::Fired:
    case Opcode::Emit:
    case Opcode::Due:
    case Opcode::Mask:
    case Opcode::End:
      break;
    default: // sums, shifts, logic, order
      ++p.additions;
      break;
    }
    if (in.op == Opcode::End || in.last)
      break;
  }
  return p;
}

std::vector<WorkCounter::Row>
WorkCounter::rowsOf(const image::Tile &tile) const {
  std::vector<Row> rows(tile.axons.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const AxonEntry &axon = tile.axons[i];
    rows[i].units = axon.count;
    if (!axon.count)
      continue;
    const RowDescriptor &row = tile.descriptors[axon.descriptor];
    if (row.format == RowFormat::Dense) {
      rows[i].synapses =
          axon.count * lanes - (axon.lastLanes ? lanes - axon.lastLanes : 0);
      continue;
    }
    const uint32_t none = (1u << row.indexBits) - 1;
    const unsigned perWord = 5u - row.entryLog2;
    for (uint32_t k = 0; k < axon.count; ++k) {
      uint64_t address = uint64_t(axon.address) + k;
      const uint64_t word = (address >> perWord) * lanes;
      const unsigned low = (address & ((1u << perWord) - 1)) << row.entryLog2;
      for (uint32_t l = 0; l < lanes; ++l) {
        uint32_t entry = tile.synapses[word + l] >> low;
        rows[i].synapses += (entry >> (1u << row.weightLog2) & none) != none;
      }
    }
  }
  return rows;
}

void WorkCounter::add(const Profile &p, uint64_t n, Work &work) const {
  const uint64_t row = n * lanes * kWordBits;
  // An instruction is fetched once a round.
  at(work, Memory::Program) +=
      (n + kRoundBlocks - 1) / kRoundBlocks * p.instructions * kTableWordBits;
  work.additions32 += n * lanes * p.additions;
  work.multiplications32 += n * lanes * p.multiplications;
  at(work, Memory::State) += row * p.stateRows;
  at(work, Memory::Accumulators) += row * p.sumRows;
  at(work, Memory::Synapses) += row * p.synapseRows;
  at(work, Memory::Tables) += row * p.tableRows;
  at(work, Memory::Payloads) += n * lanes * kPayloadBits * p.payloadRows;
}

void WorkCounter::addEvents(const image::Tile &tile, const TileCosts &costs,
                            const std::vector<EventRecord> &records,
                            bool queued, Work &work) const {
  for (const EventRecord &record : records) {
    const Group &group = tile.groups[record.group];
    const image::Population &population = image.populations[group.population];
    if (queued) // in and out
      at(work, Memory::Events) += 2 * kTableWordBits;
    for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
      auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      if (queued || group.kept)
        at(work, Memory::Payloads) += 2 * kPayloadBits;
      for (uint32_t j = 0; j < group.axonSubs; ++j) {
        uint64_t index = group.axonBase + uint64_t(j) * group.axonStride +
                         uint64_t(record.block) * lanes + lane;
        at(work, Memory::Axons) += kTableWordBits;
        const Row &row = costs.rows[index];
        if (!row.units)
          continue;
        work.synapticOps += row.synapses;
        work.additions32 += row.synapses;
        if (isNarrow(population,
                     tile.descriptors[tile.axons[index].descriptor]))
          work.multiplications8 += row.synapses;
        else
          work.multiplications32 += row.synapses;
        at(work, Memory::Synapses) += row.units * lanes * kWordBits;
        at(work, Memory::Accumulators) += row.synapses * 2 * kWordBits;
      }
    }
  }
}

void WorkCounter::addWalk(const image::Tile &tile, const TileCosts &costs,
                          size_t number, const image::LearnRun &run,
                          Work &work) const {
  const LearnEntry &entry = tile.learn[number];
  const Group &group = tile.groups[entry.group];
  const bool columns = entry.kind == LearnKind::Columns;
  const bool indexed =
      tile.descriptors[entry.descriptor].format == RowFormat::Indexed;
  auto units = [&](uint64_t n) {
    add(costs.learn[number], n, work);
    if (indexed)
      at(work, Memory::Synapses) += n * lanes * kWordBits;
  };
  for (const EventRecord &record : run.due) {
    at(work, Memory::Events) += 2 * kTableWordBits;
    for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
      uint64_t place = uint64_t(record.block) * lanes +
                       static_cast<uint32_t>(__builtin_ctz(mask));
      if (columns && !indexed) {
        units(group.blocks);
        continue;
      }
      if (columns) {
        const AxonEntry &axon = tile.axons[entry.columnBase + place];
        at(work, Memory::Axons) += kTableWordBits;
        units(axon.count);
        continue;
      }
      at(work, Memory::State) += entry.commons.size() * lanes * kWordBits;
      for (uint32_t j = entry.sub; j < entry.sub + entry.subs; ++j) {
        uint64_t index =
            group.axonBase + uint64_t(j) * group.axonStride + place;
        at(work, Memory::Axons) += kTableWordBits;
        units(costs.rows[index].units);
      }
    }
  }
}

void WorkCounter::addLearn(const image::Tile &tile, const TileCosts &costs,
                           const image::TileStep &step, Work &work) const {
  for (size_t i = 0; i < step.learn.size(); ++i) {
    if (!step.learn[i].runs)
      continue;
    const LearnEntry &entry = tile.learn[i];
    if (entry.kind == LearnKind::Blocks)
      add(costs.learn[i], tile.groups[entry.group].blocks, work);
    else
      addWalk(tile, costs, i, step.learn[i], work);
  }
}

Work WorkCounter::of(const image::ChipStep &step) const {
  Work work;
  for (size_t t = 0; t < tiles.size(); ++t) {
    const image::Tile &tile = image.tiles[t];
    work += tiles[t].update;
    addEvents(tile, tiles[t], step.tiles[t].records, true, work);
    addEvents(tile, tiles[t], step.tiles[t].arrivals, false, work);
    addLearn(tile, tiles[t], step.tiles[t], work);
  }
  for (size_t link = 0; link < step.links.size(); ++link)
    (link % 4 < 2 ? work.hopsEastWest : work.hopsNorthSouth) +=
        step.links[link];
  return work;
}

} // namespace snnc::runtime
