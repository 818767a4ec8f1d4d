//===- Program.cpp - Checks and cost of whole programs ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Program.h"

#include "isa/Isa.h"

namespace snnc::isa {

namespace {

const char *kindName(ProgramKind kind) {
  switch (kind) {
  case UpdateProgram:
    return "a program of Update";
  case BlocksProgram:
    return "a program over blocks in Learn";
  case RowsProgram:
    return "a program over rows in Learn";
  case ColumnsProgram:
    break;
  }
  return "a program over columns in Learn";
}

/// Follows which registers hold something.
class WriteTracker {
public:
  WriteTracker(std::vector<ProgramError> &errors) : errors(errors) {}

  void visit(size_t index, const Instruction &instruction) {
    const OpcodeInfo &info = *lookup(instruction.op);
    for (const OperandInfo &operand : info) {
      if (operand.kind == OperandKind::B) {
        if (!instruction.bimm)
          read(index, instruction.rb);
      } else if (operand.lo == field::RaLsb) {
        read(index, instruction.ra);
      } else if (operand.lo == field::RbLsb) {
        read(index, instruction.rb);
      } else if (operand.lo == field::RcLsb) {
        read(index, instruction.rc);
      }
    }
    bool takesCommon = instruction.op == Opcode::Dlt;
    if (instruction.rnd == Rounding::Stochastic && !drawn && !takesCommon)
      errors.push_back({index, "stochastic rounding before any 'rand'"});
    if (writesRegister(instruction))
      written |= 1u << instruction.rd;
    drawn |= info.draws;
  }

private:
  void read(size_t index, unsigned reg) {
    if (!(written >> reg & 1))
      errors.push_back({index, "register r" + std::to_string(reg) +
                                   " is read before it is written"});
  }

  std::vector<ProgramError> &errors;
  uint32_t written = 0;
  bool drawn = false;
};

} // namespace

std::vector<ProgramError> checkProgram(const std::vector<uint64_t> &words,
                                       ProgramKind kind) {
  std::vector<ProgramError> errors;
  WriteTracker tracker(errors);
  for (size_t i = 0; i < words.size(); ++i) {
    Instruction instruction;
    std::string reason;
    if (!decode(words[i], instruction, reason)) {
      errors.push_back({i, "illegal instruction: " + reason});
      continue;
    }
    tracker.visit(i, instruction);
    if (!isLegalIn(instruction, kind))
      errors.push_back({i, std::string("'") + lookup(instruction.op)->mnemonic +
                               (instruction.last ? "' with 'last'" : "'") +
                               " is illegal in " + kindName(kind)});
    bool isEnd = instruction.op == Opcode::End || instruction.last;
    if (isEnd && i + 1 != words.size())
      errors.push_back({i, instruction.last
                               ? "'last' before the last instruction"
                               : "'end' before the last instruction"});
    if (!isEnd && i + 1 == words.size())
      errors.push_back({i, "the program does not close with 'end'"});
  }
  if (words.empty())
    errors.push_back({0, "the program has no instruction; it needs an 'end'"});
  return errors;
}

uint64_t programSlots(const std::vector<uint64_t> &words, size_t first) {
  uint64_t slots = 0;
  for (size_t i = first; i < words.size(); ++i) {
    auto op = Opcode(words[i] >> field::OpLsb);
    const OpcodeInfo *info = lookup(op);
    slots += info ? info->slots : 1;
    if (!info || op == Opcode::End || (words[i] >> field::LastLsb & 1))
      break;
  }
  return slots;
}

} // namespace snnc::isa
