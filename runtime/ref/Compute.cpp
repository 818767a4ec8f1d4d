//===- Compute.cpp - What instructions do to registers ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Threefry.h"
#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Loops.h"
#include "runtime/ref/Tile.h"

namespace snnc::runtime::ref {

using isa::Opcode;

bool Tile::compute(const Instr &in, uint32_t pc, uint32_t group, uint32_t n) {
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
  case Opcode::Ldm:
    std::fill_n(d, n, modulators[in.modulator]);
    break;
  case Opcode::Sig:
    std::fill_n(d, n, static_cast<int32_t>(signals >> in.modulator & 1));
    break;
  case Opcode::Mov:
    each(n, [=](uint32_t i) { d[i] = b[i]; });
    break;
  case Opcode::Add:
    withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(a[i]) + b[i]); });
    });
    break;
  case Opcode::Sub:
    withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(a[i]) - b[i]); });
    });
    break;
  case Opcode::Rsub:
    withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = fit<sat>(int64_t(b[i]) - a[i]); });
    });
    break;
  case Opcode::Mul:
    withSat(in.sat, [&](auto sat) {
      withRounding(in.rnd, [=](auto mode) {
        each(n,
             [=](uint32_t i) { d[i] = mul<mode, sat>(a[i], b[i], sh, dr[i]); });
      });
    });
    break;
  case Opcode::Mac:
    withSat(in.sat, [&](auto sat) {
      withRounding(in.rnd, [=](auto mode) {
        each(n, [=](uint32_t i) {
          d[i] = mac<mode, sat>(c[i], a[i], b[i], sh, dr[i]);
        });
      });
    });
    break;
  case Opcode::Shl:
    withSat(in.sat, [=](auto sat) {
      each(n, [=](uint32_t i) { d[i] = shl<sat>(a[i], b[i]); });
    });
    break;
  case Opcode::Shr:
    withRounding(in.rnd, [=](auto mode) {
      each(n, [=](uint32_t i) { d[i] = shr<mode>(a[i], b[i], dr[i]); });
    });
    break;
  case Opcode::And:
    each(n, [=](uint32_t i) { d[i] = a[i] & b[i]; });
    break;
  case Opcode::Or:
    each(n, [=](uint32_t i) { d[i] = a[i] | b[i]; });
    break;
  case Opcode::Xor:
    each(n, [=](uint32_t i) { d[i] = a[i] ^ b[i]; });
    break;
  case Opcode::Min:
    each(n, [=](uint32_t i) { d[i] = a[i] < b[i] ? a[i] : b[i]; });
    break;
  case Opcode::Max:
    each(n, [=](uint32_t i) { d[i] = a[i] > b[i] ? a[i] : b[i]; });
    break;
  case Opcode::Ceq:
    each(n, [=](uint32_t i) { d[i] = a[i] == b[i]; });
    break;
  case Opcode::Cne:
    each(n, [=](uint32_t i) { d[i] = a[i] != b[i]; });
    break;
  case Opcode::Clt:
    each(n, [=](uint32_t i) { d[i] = a[i] < b[i]; });
    break;
  case Opcode::Cle:
    each(n, [=](uint32_t i) { d[i] = a[i] <= b[i]; });
    break;
  case Opcode::Cgt:
    each(n, [=](uint32_t i) { d[i] = a[i] > b[i]; });
    break;
  case Opcode::Cge:
    each(n, [=](uint32_t i) { d[i] = a[i] >= b[i]; });
    break;
  case Opcode::Sel:
    each(n, [=](uint32_t i) { d[i] = c[i] != 0 ? a[i] : b[i]; });
    break;
  case Opcode::Lut:
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t index = in.base + static_cast<uint32_t>(
                                     tableIndex(a[i], sh, int32_t(in.length)));
      if (index >= lookup.size())
        fail("address outside the lookup tables", pc, group);
      d[i] = lookup[index];
    }
    break;
  case Opcode::Rand:
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t word = draw(in.imm, t, static_cast<uint32_t>(a[i]));
      lastRandom[i] = word;
      d[i] = static_cast<int32_t>(word >> sh);
    }
    break;
  case Opcode::Rand2:
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t word = draw(in.imm, t, static_cast<uint32_t>(a[i]),
                           static_cast<uint32_t>(b[i]));
      lastRandom[i] = word;
      d[i] = static_cast<int32_t>(word >> sh);
    }
    break;
  default:
    return false;
  }
  return true;
}

} // namespace snnc::runtime::ref
