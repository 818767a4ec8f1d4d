//===- DueRules.cpp - Whom an entry of Learn records ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/DueRules.h"

#include "isa/Isa.h"

#include <array>
#include <optional>

namespace snnc::runtime {

namespace {

using isa::Instruction;
using isa::Opcode;

/// A register, if what it holds is known.
using Value = std::optional<int32_t>;

Value both(Value a, Value b, int32_t (*f)(int32_t, int32_t)) {
  return a && b ? Value(f(*a, *b)) : std::nullopt;
}

/// The registers of a lane that emitted, or did not.
class Evaluator {
public:
  explicit Evaluator(bool fired) : fired(fired) {}

  Value at(uint8_t reg) const { return registers[reg]; }
  void run(const Instruction &in) {
    if (isa::writesRegister(in))
      registers[in.rd] = result(in);
  }

private:
  Value result(const Instruction &in) const {
    const Value a = registers[in.ra];
    const Value b = in.bimm ? Value(in.imm) : registers[in.rb];
    switch (in.op) {
    case Opcode::Fired:
      return fired;
    case Opcode::Pay:
      return fired ? std::nullopt : Value(0);
    case Opcode::Mov:
      return b;
    case Opcode::And:
      if (a == Value(0) || b == Value(0))
        return 0;
      return both(a, b, [](int32_t x, int32_t y) { return x & y; });
    case Opcode::Or:
      return both(a, b, [](int32_t x, int32_t y) { return x | y; });
    case Opcode::Xor:
      return both(a, b, [](int32_t x, int32_t y) { return x ^ y; });
    case Opcode::Ceq:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x == y); });
    case Opcode::Cne:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x != y); });
    case Opcode::Clt:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x < y); });
    case Opcode::Cle:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x <= y); });
    case Opcode::Cgt:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x > y); });
    case Opcode::Cge:
      return both(a, b, [](int32_t x, int32_t y) { return int32_t(x >= y); });
    case Opcode::Sel:
      if (const Value c = registers[in.rc])
        return *c != 0 ? a : b;
      return a == b ? a : std::nullopt;
    default:
      return std::nullopt;
    }
  }

  bool fired;
  std::array<Value, isa::registerCount> registers = {};
};

} // namespace

std::vector<DueRule> dueRulesOf(const image::Tile &tile, uint32_t address) {
  std::vector<DueRule> rules;
  Evaluator emitted(true), silent(false);
  Instruction in;
  std::string reason;
  for (size_t pc = address; pc < tile.program.size(); ++pc) {
    if (!isa::decode(tile.program[pc], in, reason) || in.op == Opcode::End)
      break;
    if (in.op == Opcode::Due) {
      Value a = emitted.at(in.ra), b = silent.at(in.ra);
      rules.push_back({a.value_or(1) != 0, b.value_or(1) != 0, !a || !b});
    }
    emitted.run(in);
    silent.run(in);
    if (in.last)
      break;
  }
  return rules;
}

} // namespace snnc::runtime
