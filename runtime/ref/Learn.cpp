//===- Learn.cpp - The Learn phase ------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Skew.h"
#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Loops.h"
#include "runtime/ref/Place.h"

#include <algorithm>
#include <utility>

namespace snnc::runtime::ref {

using image::AxonEntry;
using image::LearnEntry;
using image::LearnKind;
using image::LearnWhen;
using image::RowDescriptor;
using image::RowFormat;
using isa::Opcode;

void Tile::learn() {
  gateOpen = false;
  learnRuns.assign(learnSteps.size(), {});
  for (size_t i = 0; i < learnSteps.size(); ++i) {
    const LearnStep &step = learnSteps[i];
    const LearnEntry &e = *step.entry;
    if (!isDue(e))
      continue;
    learnRuns[i].runs = true;
    if (e.kind != LearnKind::Blocks) {
      if (e.kind == LearnKind::Rows)
        walkRows(step, learnRuns[i]);
      else
        walkColumns(step, learnRuns[i]);
      continue;
    }
    isGate = e.gate;
    recordsDue = !e.gate || e.records;
    if (isGate)
      gateOpen = false;
    uint32_t blocks = tables.groups[e.group].blocks;
    for (uint32_t first = 0; first < blocks; first += kRoundBlocks)
      runRound(step.program, e.group, first,
               std::min(kRoundBlocks, blocks - first));
  }
}

bool Tile::isDue(const LearnEntry &e) const {
  if ((e.synaptic && !learningOn) || (e.gated && !gateOpen))
    return false;
  switch (e.when) {
  case LearnWhen::Always:
    return true;
  case LearnWhen::Every:
    return t % e.every == 0;
  case LearnWhen::Signal:
    return (e.signals & signals) != 0;
  }
  return false;
}

void Tile::readFired(const Instr &in, uint32_t group, uint32_t firstBlock,
                     uint32_t blocks) {
  for (uint32_t k = 0; k < blocks; ++k) {
    uint32_t source = sourceBlock(group, firstBlock + k);
    int32_t *d = &registers[in.rd][k * lanes];
    for (uint32_t l = 0; l < lanes; ++l) {
      bool fired = emitted[source] >> l & 1;
      int32_t payload = payloads[size_t(source) * lanes + l];
      d[l] = fired ? (in.op == Opcode::Pay ? payload : 1) : 0;
    }
  }
}

void Tile::recordDue(const Instr &in, uint32_t group, uint32_t firstBlock,
                     uint32_t blocks) {
  for (uint32_t k = 0; k < blocks; ++k) {
    const int32_t *condition = &registers[in.ra][k * lanes];
    uint32_t mask = 0;
    for (uint32_t l = 0; l < validLanes[sourceBlock(group, firstBlock + k)];
         ++l)
      mask |= uint32_t(condition[l] != 0) << l;
    if (mask == 0)
      continue;
    if (isGate)
      gateOpen = true;
    if (recordsDue)
      pushRecord(due, {group, firstBlock + k, mask});
  }
}

void Tile::walkRows(const LearnStep &step, image::LearnRun &walk) {
  const LearnEntry &e = *step.entry;
  const image::Group &group = tables.groups[e.group];
  for (const image::EventRecord &record : due)
    for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
      auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      loadCommons(e, record.block, lane);
      uint32_t physical = record.block * lanes + lane;
      for (uint32_t j = e.sub; j < e.sub + e.subs; ++j)
        runRow(step,
               tables.axons[group.axonBase + j * group.axonStride + physical],
               lane);
    }
  walk.due = std::move(due);
  due.clear();
}

void Tile::loadCommons(const LearnEntry &e, uint32_t block, uint32_t lane) {
  for (size_t c = 0; c < e.commons.size(); ++c) {
    const image::LearnPlane &plane = e.commons[c];
    Place place = placeOf(uint64_t(plane.base) + block, plane.bits);
    commons[c] =
        extract(state[place.row * lanes + lane], place.low, plane.bits);
  }
}

void Tile::runRow(const LearnStep &step, const AxonEntry &axon, uint32_t lane) {
  RowRun run;
  run.entry = step.entry;
  run.row = &tables.descriptors[step.entry->descriptor];
  run.stride = image::rowUnit(*run.row, {}, 1, lanes);
  findBanks(*run.row, lane);
  for (uint32_t i = 0; i < axon.count; i += kRowUnits) {
    run.firstUnit = image::rowUnit(*run.row, axon, i, lanes);
    run.units = std::min<uint32_t>(kRowUnits, axon.count - i);
    findTargets(run, axon, i);
    execute(step, run);
  }
}

void Tile::execute(const LearnStep &step, const RowRun &run) {
  uint32_t pc = step.program.address;
  for (const Instr &instr : step.program.body)
    executeSynapses(instr, pc++, run);
  stopIfTrapped(step.program, step.entry->group);
}

void Tile::findTargets(const RowRun &run, const AxonEntry &axon,
                       uint32_t first) {
  const RowDescriptor &row = *run.row;
  if (row.format == RowFormat::Dense) {
    for (uint32_t k = 0; k < run.units; ++k) {
      bool isLast = first + k + 1 == axon.count && axon.lastLanes != 0;
      uint32_t valid = isLast ? axon.lastLanes : lanes;
      std::fill_n(&laneBlocks[k * lanes], lanes, axon.baseBlock + first + k);
      std::fill_n(&active[k * lanes], valid, 1);
      std::fill_n(&active[k * lanes] + valid, lanes - valid, 0);
    }
    return;
  }
  const uint32_t none = (1u << row.indexBits) - 1;
  for (uint32_t k = 0; k < run.units; ++k) {
    Place place = placeOf(run.unit(k), 1u << row.entryLog2);
    const uint32_t *words = &synapses[place.row * lanes];
    for (uint32_t l = 0; l < lanes; ++l) {
      uint32_t index =
          words[banks[l]] >> place.low >> (1u << row.weightLog2) & none;
      laneBlocks[k * lanes + l] = axon.baseBlock + index;
      active[k * lanes + l] = index != none;
    }
  }
}

void Tile::executeSynapses(const Instr &in, uint32_t pc, const RowRun &run) {
  const uint32_t n = run.units * lanes;
  if (compute(in, pc, run.entry->group, n))
    return;
  switch (in.op) {
  case Opcode::Ld:
    return run.columns ? loadTarget(in, pc, run) : loadTargets(in, pc, run);
  case Opcode::Lds:
    return run.columns ? loadColumn(in, run) : loadSynapses(in, run);
  case Opcode::Sts:
    return run.columns ? storeColumn(in, pc, run) : storeSynapses(in, pc, run);
  case Opcode::Ldd:
    if (run.columns)
      return loadSources(in, pc, run);
    std::fill_n(lastRandom.begin(), n, static_cast<uint32_t>(commons[in.com]));
    [[fallthrough]];
  case Opcode::Ldc:
    if (run.columns)
      return loadSources(in, pc, run);
    std::fill_n(registers[in.rd].begin(), n, commons[in.com]);
    return;
  case Opcode::Mask: {
    const int32_t *a = registers[in.ra].data();
    for (uint32_t i = 0; i < n; ++i)
      active[i] &= a[i] != 0;
    return;
  }
  case Opcode::Addp:
    return addToTargets(in, pc, run);
  case Opcode::Dlt:
    return addDeltas(in, pc, run);
  default:
    break; // never part of the body of a program over synapses
  }
}

void Tile::loadTargets(const Instr &in, uint32_t pc, const RowRun &run) {
  const unsigned bits = 8u << in.width;
  for (uint32_t i = 0; i < run.units * lanes; ++i) {
    if (!active[i]) {
      registers[in.rd][i] = 0;
      continue;
    }
    Place place = placeOf(uint64_t(in.base) + laneBlocks[i], bits);
    uint64_t word = place.row * lanes + i % lanes;
    if (word >= state.size())
      fail("address outside the state memory", pc, run.entry->group);
    int64_t value =
        int64_t(extract(state[word], place.low, bits)) * (1 << in.sh);
    registers[in.rd][i] = in.sat ? fit<true>(value) : fit<false>(value);
  }
}

void Tile::loadSynapses(const Instr &in, const RowRun &run) {
  const unsigned bits = run.entry->planes[in.plane].bits;
  for (uint32_t k = 0; k < run.units; ++k) {
    Place place = synapsePlace(run, in.plane, run.unit(k));
    const uint32_t *from = &synapses[place.row * lanes];
    int32_t *to = &registers[in.rd][k * lanes];
    withBanks(run.row->skewed, banks.data(), [&](auto bank) {
      withSat(in.sat, [&](auto sat) {
        each(lanes, [=](uint32_t l) {
          to[l] = fit<sat>(int64_t(extract(from[bank(l)], place.low, bits)) *
                           (1 << in.sh));
        });
      });
    });
  }
}

void Tile::storeSynapses(const Instr &in, uint32_t pc, const RowRun &run) {
  const unsigned bits = run.entry->planes[in.plane].bits;
  uint64_t clamped = 0, stored = 0;
  withRounding(in.rnd, [&](auto mode) {
    for (uint32_t k = 0; k < run.units; ++k) {
      Place place = synapsePlace(run, in.plane, run.unit(k));
      uint32_t *to = &synapses[place.row * lanes];
      const uint32_t mask = (~0u >> (32 - bits)) << place.low;
      const int32_t *from = &registers[in.ra][k * lanes];
      const uint32_t *dr = &lastRandom[k * lanes];
      const uint8_t *takesPart = &active[k * lanes];
      withBanks(run.row->skewed, banks.data(), [&](auto bank) {
        for (uint32_t l = 0; l < lanes; ++l) {
          int64_t exact = storeShift<mode>(from[l], in.sh, dr[l]);
          int32_t value = clampToWidth(exact, bits);
          uint32_t old = to[bank(l)];
          uint32_t word = (old & ~mask) |
                          ((static_cast<uint32_t>(value) << place.low) & mask);
          to[bank(l)] = takesPart[l] ? word : old;
          clamped += takesPart[l] & (value != exact);
          stored += takesPart[l];
        }
      });
    }
  });
  countStores(in, pc, clamped, stored);
}

void Tile::addDeltas(const Instr &in, uint32_t pc, const RowRun &run) {
  const unsigned bits = run.entry->planes[in.plane].bits;
  const unsigned stateBits = 8u << in.width;
  const int64_t factor = signExtend16(commons[in.com]);
  const auto dr = static_cast<uint32_t>(commons[in.rcom]);
  uint64_t clamped = 0, stored = 0;
  withRounding(in.rnd, [&](auto mode) {
    for (uint32_t k = 0; k < run.units; ++k) {
      Place place = synapsePlace(run, in.plane, run.unit(k));
      uint32_t *to = &synapses[place.row * lanes];
      const uint32_t *blocks = &laneBlocks[k * lanes];
      const uint8_t *takesPart = &active[k * lanes];
      for (uint32_t l = 0; l < lanes; ++l) {
        if (!takesPart[l])
          continue;
        Place target = placeOf(uint64_t(in.base) + blocks[l], stateBits);
        uint64_t at = target.row * lanes + l;
        if (at >= state.size())
          fail("address outside the state memory", pc, run.entry->group);
        int64_t error = extract(state[at], target.low, stateBits);
        uint32_t &word = to[banks[l]];
        int64_t exact = extract(word, place.low, bits) +
                        rshift<mode>(error * factor, in.sh, dr);
        int32_t value = clampToWidth(exact, bits);
        word = insert(word, place.low, bits, value);
        clamped += value != exact;
        ++stored;
      }
    }
  });
  countStores(in, pc, clamped, stored);
}

void Tile::countStores(const Instr &in, uint32_t pc, uint64_t clamped,
                       uint64_t stored) {
  saturations += clamped;
  saturationsAt[pc] += clamped;
  if (in.plane == 0)
    synapseUpdates += stored;
}

void Tile::addToTargets(const Instr &in, uint32_t pc, const RowRun &run) {
  const uint64_t slot = (t + 1) & ((1u << in.slotsLog2) - 1);
  const int32_t *a = registers[in.ra].data();
  for (uint32_t i = 0; i < run.units * lanes; ++i) {
    if (!active[i])
      continue;
    uint64_t unit = in.base + (uint64_t(laneBlocks[i]) << in.slotsLog2) + slot;
    if ((in.wide ? unit : unit / 2) * lanes >= accumulators.size())
      fail("address outside the accumulators", pc, run.entry->group);
    addToSum(unit, in.wide, i % lanes, int64_t(a[i]) * (int64_t(1) << in.sh));
  }
}

} // namespace snnc::runtime::ref
