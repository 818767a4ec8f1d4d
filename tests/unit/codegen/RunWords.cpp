//===- RunWords.cpp - Words on one lane -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/codegen/Lane.h"

#include "isa/Isa.h"

#include <algorithm>
#include <stdexcept>

namespace snnc::test {

namespace {

int64_t shiftRight(int64_t x, unsigned s, isa::Rounding mode, uint32_t dr) {
  int64_t scale = int64_t(1) << s;
  if (mode == isa::Rounding::Stochastic)
    x += dr & uint64_t(scale - 1);
  int64_t quotient = x / scale, rest = x % scale;
  if (rest < 0)
    --quotient, rest += scale;
  if (mode == isa::Rounding::Even &&
      (2 * rest > scale || (2 * rest == scale && (quotient & 1))))
    ++quotient;
  return quotient;
}

int32_t fit32(int64_t x, bool saturate) {
  return saturate ? int32_t(std::clamp<int64_t>(x, INT32_MIN, INT32_MAX))
                  : int32_t(uint32_t(uint64_t(x)));
}

} // namespace

LaneState runWords(const std::vector<uint64_t> &words, LaneState state,
                   const std::map<uint32_t, std::string> &names) {
  using isa::Opcode;
  int32_t r[16] = {};
  uint32_t dr = 0;
  for (uint64_t word : words) {
    isa::Instruction i;
    std::string error;
    if (!isa::decode(word, i, error))
      throw std::runtime_error(error);
    int32_t a = r[i.ra], c = r[i.rc], b = i.bimm ? i.imm : r[i.rb];
    int64_t product = int64_t(a) * int16_t(b);
    int32_t &d = r[i.rd];
    auto memory = [&]() -> int64_t & {
      return state.memory.at(names.at(isa::imm::getBase(i.imm)));
    };
    switch (i.op) {
    case Opcode::End:
      return state;
    case Opcode::Ld:
      d = fit32(memory() * (int64_t(1) << i.sh), i.sat);
      break;
    case Opcode::St: {
      int64_t limit = int64_t(1) << ((8 << isa::imm::getWidth(i.imm)) - 1);
      memory() = std::clamp(shiftRight(a, i.sh, i.rnd, dr), -limit, limit - 1);
      break;
    }
    case Opcode::Ldp:
      d = fit32(memory() * (int64_t(1) << i.sh), i.sat);
      memory() = 0;
      break;
    case Opcode::Ldm:
      throw std::runtime_error("no modulators here");
    case Opcode::Lid:
      d = int32_t(state.index);
      break;
    case Opcode::Mov:
      d = b;
      break;
    case Opcode::Add:
      d = fit32(int64_t(a) + b, i.sat);
      break;
    case Opcode::Sub:
      d = fit32(int64_t(a) - b, i.sat);
      break;
    case Opcode::Rsub:
      d = fit32(int64_t(b) - a, i.sat);
      break;
    case Opcode::Mul:
      d = fit32(shiftRight(product, i.sh, i.rnd, dr), i.sat);
      break;
    case Opcode::Mac:
      d = fit32(c + shiftRight(product, i.sh, i.rnd, dr), i.sat);
      break;
    case Opcode::Shl:
      d = fit32(int64_t(a) * (int64_t(1) << (b & 31)), i.sat);
      break;
    case Opcode::Shr:
      d = int32_t(shiftRight(a, std::min(b & 31, 30), i.rnd, dr));
      break;
    case Opcode::And:
      d = a & b;
      break;
    case Opcode::Or:
      d = a | b;
      break;
    case Opcode::Xor:
      d = a ^ b;
      break;
    case Opcode::Min:
      d = std::min(a, b);
      break;
    case Opcode::Max:
      d = std::max(a, b);
      break;
    case Opcode::Ceq:
      d = a == b;
      break;
    case Opcode::Cne:
      d = a != b;
      break;
    case Opcode::Clt:
      d = a < b;
      break;
    case Opcode::Cle:
      d = a <= b;
      break;
    case Opcode::Cgt:
      d = a > b;
      break;
    case Opcode::Cge:
      d = a >= b;
      break;
    case Opcode::Sel:
      d = c != 0 ? a : b;
      break;
    case Opcode::Lut: {
      int64_t last = isa::imm::getLen(i.imm) - 1;
      int64_t at = std::clamp<int64_t>(a >> i.sh, 0, last);
      d = state.table.at(size_t(isa::imm::getBase(i.imm) + at));
      break;
    }
    case Opcode::Rand:
      dr = testDraw(uint32_t(i.imm), uint32_t(a));
      d = int32_t(dr >> i.sh);
      break;
    case Opcode::Emit:
      if (a != 0) {
        state.emitted = true;
        state.payload = int16_t(b);
      }
      break;
    default:
      throw std::runtime_error("not an instruction of Update");
    }
  }
  throw std::runtime_error("ran past the end");
}

} // namespace snnc::test
