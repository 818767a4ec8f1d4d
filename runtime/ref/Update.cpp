//===- Update.cpp - The Update phase, an instruction at a time --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Loops.h"
#include "runtime/ref/Tile.h"

namespace snnc::runtime::ref {

using isa::Opcode;

void Tile::update() {
  for (uint32_t group = 0; group < tables.groups.size(); ++group) {
    if (!tables.groups[group].hasProgram)
      continue;
    uint32_t blocks = tables.groups[group].blocks;
    for (uint32_t first = 0; first < blocks; first += kRoundBlocks)
      runRound(programs[group], group, first,
               std::min(kRoundBlocks, blocks - first));
  }
}

void Tile::runRound(const Program &program, uint32_t group, uint32_t firstBlock,
                    uint32_t blocks) {
  uint32_t pc = program.address;
  for (const Instr &instr : program.body)
    execute(instr, pc++, group, firstBlock, blocks);
  stopIfTrapped(program, group);
}

void Tile::stopIfTrapped(const Program &program, uint32_t group) const {
  if (program.stop == Stop::Illegal)
    fail("illegal instruction", program.stopAddress(), group);
  if (program.stop == Stop::NoEnd)
    fail("the program ran past the end of program memory",
         program.stopAddress(), group);
}

void Tile::execute(const Instr &in, uint32_t pc, uint32_t group,
                   uint32_t firstBlock, uint32_t blocks) {
  if (compute(in, pc, group, blocks * lanes))
    return;
  int32_t *d = registers[in.rd].data();
  switch (in.op) {
  case Opcode::Ld:
    return loadPlane(in, pc, group, firstBlock, blocks);
  case Opcode::St:
    return storePlane(in, pc, group, firstBlock, blocks);
  case Opcode::Ldp:
    return loadPort(in, pc, group, firstBlock, blocks);
  case Opcode::Emit:
    return emitEvents(in, pc, group, firstBlock, blocks);
  case Opcode::Lid:
    for (uint32_t k = 0; k < blocks; ++k)
      for (uint32_t l = 0; l < lanes; ++l)
        d[k * lanes + l] = static_cast<int32_t>(
            firstLogical[sourceBlock(group, firstBlock + k)] + l);
    return;
  case Opcode::Fired:
  case Opcode::Pay:
    return readFired(in, group, firstBlock, blocks);
  case Opcode::Due:
    return recordDue(in, group, firstBlock, blocks);
  default:
    break; // never part of the body of a program over blocks
  }
}

void Tile::loadPlane(const Instr &in, uint32_t pc, uint32_t group,
                     uint32_t firstBlock, uint32_t blocks) {
  const unsigned bits = 8u << in.width;
  const unsigned unitsLog2 = 2u - in.width;
  for (uint32_t k = 0; k < blocks; ++k) {
    uint32_t unit = in.base + firstBlock + k;
    uint64_t word = uint64_t(unit >> unitsLog2) * lanes;
    if (word >= state.size())
      fail("address outside the state memory", pc, group);
    const uint32_t *from = &state[word];
    int32_t *to = &registers[in.rd][k * lanes];
    unsigned up = 32 - bits - (unit & ((1u << unitsLog2) - 1)) * bits;
    withSat(in.sat, [&](auto sat) {
      each(lanes, [=](uint32_t l) {
        int32_t value = static_cast<int32_t>(from[l] << up) >> (32 - bits);
        to[l] = fit<sat>(int64_t(value) * (1 << in.sh));
      });
    });
  }
}

void Tile::storePlane(const Instr &in, uint32_t pc, uint32_t group,
                      uint32_t firstBlock, uint32_t blocks) {
  const unsigned bits = 8u << in.width;
  const unsigned unitsLog2 = 2u - in.width;
  for (uint32_t k = 0; k < blocks; ++k) {
    uint32_t unit = in.base + firstBlock + k;
    uint64_t word = uint64_t(unit >> unitsLog2) * lanes;
    if (word >= state.size())
      fail("address outside the state memory", pc, group);
    uint32_t *to = &state[word];
    const int32_t *from = &registers[in.ra][k * lanes];
    const uint32_t *dr = &lastRandom[k * lanes];
    unsigned up = (unit & ((1u << unitsLog2) - 1)) * bits;
    uint32_t mask = (~0u >> (32 - bits)) << up;
    uint32_t valid = validLanes[sourceBlock(group, firstBlock + k)];
    uint32_t clamped = 0;
    withRounding(in.rnd, [&](auto mode) {
      for (uint32_t l = 0; l < lanes; ++l) {
        int64_t exact = storeShift<mode>(from[l], in.sh, dr[l]);
        int32_t value = clampToWidth(exact, bits);
        clamped += (value != exact) & (l < valid);
        to[l] = (to[l] & ~mask) | ((static_cast<uint32_t>(value) << up) & mask);
      }
    });
    saturations += clamped;
    saturationsAt[pc] += clamped;
  }
}

void Tile::loadPort(const Instr &in, uint32_t pc, uint32_t group,
                    uint32_t firstBlock, uint32_t blocks) {
  const uint32_t slot = static_cast<uint32_t>(t) & ((1u << in.slotsLog2) - 1);
  for (uint32_t k = 0; k < blocks; ++k) {
    uint64_t unit = in.base + (uint64_t(firstBlock + k) << in.slotsLog2) + slot;
    uint64_t word = (in.wide ? unit : unit / 2) * lanes;
    if (word >= accumulators.size())
      fail("address outside the accumulators", pc, group);
    uint32_t *from = &accumulators[word];
    int32_t *to = &registers[in.rd][k * lanes];
    unsigned low = in.wide ? 0 : (unit & 1) * 16;
    unsigned bits = in.wide ? 32 : 16;
    uint32_t keep = in.wide ? 0 : ~(0xffffu << low);
    withSat(in.sat, [&](auto sat) {
      each(lanes, [=](uint32_t l) {
        int32_t sum =
            static_cast<int32_t>(from[l] << (32 - bits - low)) >> (32 - bits);
        to[l] = fit<sat>(int64_t(sum) * (1 << in.sh));
        from[l] &= keep;
      });
    });
  }
}

void Tile::emitEvents(const Instr &in, uint32_t pc, uint32_t group,
                      uint32_t firstBlock, uint32_t blocks) {
  for (uint32_t k = 0; k < blocks; ++k) {
    uint32_t source = sourceBlock(group, firstBlock + k);
    const int32_t *condition = &registers[in.ra][k * lanes];
    const int32_t *b = &registers[in.rb][k * lanes];
    uint32_t mask = 0;
    for (uint32_t l = 0; l < validLanes[source]; ++l)
      mask |= uint32_t(condition[l] != 0) << l;
    if (mask == 0)
      continue;
    if (mask & emitted[source])
      fail("a neuron emitted twice in a step", pc, group);
    emitted[source] |= mask;
    for (uint32_t l = 0; l < lanes; ++l)
      if (mask >> l & 1)
        payloads[source * lanes + l] =
            static_cast<int16_t>(in.immediateB ? in.b : b[l]);
    pushRecord(records, {group, firstBlock + k, mask});
  }
}

void Tile::pushRecord(std::vector<image::EventRecord> &queue,
                      const image::EventRecord &record) const {
  if (queue.size() >= image.target.eventRecords)
    fail("the event queue of " + std::to_string(image.target.eventRecords) +
         " records overflowed");
  queue.push_back(record);
}

} // namespace snnc::runtime::ref
