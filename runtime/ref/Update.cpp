//===- Update.cpp - The Update phase, an instruction at a time --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Threefry.h"
#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Tile.h"

#include <type_traits>

namespace snnc::runtime::ref {

using isa::Opcode;

namespace {

/// f(i) for all lanes of the round. Destination and sources may be one
/// register, but never overlap otherwise.
template <typename F> inline void each(uint32_t n, F f) {
#pragma GCC ivdep
  for (uint32_t i = 0; i < n; ++i)
    f(i);
}

// The modes of an instruction as compile-time constants of its inner loop.
template <typename F> inline void withSat(bool sat, F f) {
  if (sat)
    f(std::true_type());
  else
    f(std::false_type());
}

template <typename F> inline void withRounding(Rounding rnd, F f) {
  switch (rnd) {
  case Rounding::Floor:
    return f(std::integral_constant<Rounding, Rounding::Floor>());
  case Rounding::Even:
    return f(std::integral_constant<Rounding, Rounding::Even>());
  case Rounding::Stochastic:
    return f(std::integral_constant<Rounding, Rounding::Stochastic>());
  }
}

} // namespace

void Tile::update() {
  for (uint32_t group = 0; group < tables.groups.size(); ++group) {
    if (!tables.groups[group].hasProgram)
      continue;
    uint32_t blocks = tables.groups[group].blocks;
    for (uint32_t first = 0; first < blocks; first += kRoundBlocks)
      runRound(group, first, std::min(kRoundBlocks, blocks - first));
  }
}

void Tile::runRound(uint32_t group, uint32_t firstBlock, uint32_t blocks) {
  const Program &program = programs[group];
  uint32_t pc = program.address;
  for (const Instr &instr : program.body)
    execute(instr, pc++, group, firstBlock, blocks);
  if (program.stop == Stop::Illegal)
    fail("illegal instruction", pc, group);
  if (program.stop == Stop::NoEnd)
    fail("the program ran past the end of program memory", pc, group);
}

void Tile::execute(const Instr &in, uint32_t pc, uint32_t group,
                   uint32_t firstBlock, uint32_t blocks) {
  const uint32_t n = blocks * lanes;
  int32_t *d = registers[in.rd].data();
  const int32_t *a = registers[in.ra].data();
  const int32_t *c = registers[in.rc].data();
  const uint32_t *dr = lastRandom.data();
  const int32_t *b = registers[in.rb].data();
  if (in.immediateB) {
    std::fill_n(broadcast.begin(), n, in.b);
    b = broadcast.data();
  }
  const unsigned sh = in.sh;

  switch (in.op) {
  case Opcode::Ld:
    return loadPlane(in, pc, group, firstBlock, blocks);
  case Opcode::St:
    return storePlane(in, pc, group, firstBlock, blocks);
  case Opcode::Ldp:
    return loadPort(in, pc, group, firstBlock, blocks);
  case Opcode::Emit:
    return emitEvents(in, pc, group, firstBlock, blocks);
  case Opcode::Ldm:
    std::fill_n(d, n, modulators[in.modulator]);
    return;
  case Opcode::Lid:
    for (uint32_t k = 0; k < blocks; ++k)
      for (uint32_t l = 0; l < lanes; ++l)
        d[k * lanes + l] = static_cast<int32_t>(
            firstLogical[sourceBlock(group, firstBlock + k)] + l);
    return;
  case Opcode::Mov:
    return each(n, [=](uint32_t i) { d[i] = b[i]; });
  case Opcode::Add:
    return withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(a[i]) + b[i]); });
    });
  case Opcode::Sub:
    return withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(a[i]) - b[i]); });
    });
  case Opcode::Rsub:
    return withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(b[i]) - a[i]); });
    });
  case Opcode::Mul:
    return withSat(in.sat, [&](auto sat) {
      withRounding(in.rnd, [=](auto mode) {
        each(n,
             [=](uint32_t i) { d[i] = mul<mode, sat>(a[i], b[i], sh, dr[i]); });
      });
    });
  case Opcode::Mac:
    return withSat(in.sat, [&](auto sat) {
      withRounding(in.rnd, [=](auto mode) {
        each(n, [=](uint32_t i) {
          d[i] = mac<mode, sat>(c[i], a[i], b[i], sh, dr[i]);
        });
      });
    });
  case Opcode::Shl:
    return withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = shl<sat>(a[i], b[i]); });
    });
  case Opcode::Shr:
    return withRounding(in.rnd, [=](auto mode) {
      each(n, [=](uint32_t i) { d[i] = shr<mode>(a[i], b[i], dr[i]); });
    });
  case Opcode::And:
    return each(n, [=](uint32_t i) { d[i] = a[i] & b[i]; });
  case Opcode::Or:
    return each(n, [=](uint32_t i) { d[i] = a[i] | b[i]; });
  case Opcode::Xor:
    return each(n, [=](uint32_t i) { d[i] = a[i] ^ b[i]; });
  case Opcode::Min:
    return each(n, [=](uint32_t i) { d[i] = a[i] < b[i] ? a[i] : b[i]; });
  case Opcode::Max:
    return each(n, [=](uint32_t i) { d[i] = a[i] > b[i] ? a[i] : b[i]; });
  case Opcode::Ceq:
    return each(n, [=](uint32_t i) { d[i] = a[i] == b[i]; });
  case Opcode::Cne:
    return each(n, [=](uint32_t i) { d[i] = a[i] != b[i]; });
  case Opcode::Clt:
    return each(n, [=](uint32_t i) { d[i] = a[i] < b[i]; });
  case Opcode::Cle:
    return each(n, [=](uint32_t i) { d[i] = a[i] <= b[i]; });
  case Opcode::Cgt:
    return each(n, [=](uint32_t i) { d[i] = a[i] > b[i]; });
  case Opcode::Cge:
    return each(n, [=](uint32_t i) { d[i] = a[i] >= b[i]; });
  case Opcode::Sel:
    return each(n, [=](uint32_t i) { d[i] = c[i] != 0 ? a[i] : b[i]; });
  case Opcode::Lut:
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t index = in.base + static_cast<uint32_t>(
                                     tableIndex(a[i], sh, int32_t(in.length)));
      if (index >= lookup.size())
        fail("address outside the lookup tables", pc, group);
      d[i] = lookup[index];
    }
    return;
  case Opcode::Rand:
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t word = draw(in.imm, t, static_cast<uint32_t>(a[i]));
      lastRandom[i] = word;
      d[i] = static_cast<int32_t>(word >> sh);
    }
    return;
  default:
    break; // never part of the body of a program of Update
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
    pushRecord({group, firstBlock + k, mask});
  }
}

void Tile::pushRecord(const image::EventRecord &record) {
  if (records.size() >= image.target.eventRecords)
    fail("the event queue of " + std::to_string(image.target.eventRecords) +
         " records overflowed");
  records.push_back(record);
}

} // namespace snnc::runtime::ref
