//===- Disassembler.cpp - Words to text -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Assembler.h"

#include <cinttypes>
#include <cstdio>

namespace snnc::isa {

static std::string hex(uint64_t value, int digits) {
  char text[24];
  std::snprintf(text, sizeof(text), "0x%0*" PRIx64, digits, value);
  return text;
}

static std::string formatOperand(uint64_t word, const Instruction &instruction,
                                 const OperandInfo &operand) {
  if (operand.kind == OperandKind::B)
    return instruction.bimm ? std::to_string(instruction.imm)
                            : "r" + std::to_string(instruction.rb);
  unsigned width = operand.hi - operand.lo + 1;
  uint64_t value = (word >> operand.lo) & (~uint64_t(0) >> (64 - width));
  if (operand.kind == OperandKind::Register)
    return "r" + std::to_string(value);
  if (operand.optional && value == 0)
    return "";
  if (operand.kind == OperandKind::Flag)
    return operand.name;
  std::string text = std::string(operand.name) + "=";
  if (operand.values)
    return text + operand.values[value - operand.min];
  return text + (width == 32 ? hex(value, 8) : std::to_string(value));
}

std::string format(const Instruction &instruction) {
  uint64_t word = 0;
  std::string error;
  if (!encode(instruction, word, error))
    return "; " + error;
  const OpcodeInfo &info = *lookup(instruction.op);
  std::string text = info.mnemonic;
  if (info.operandCount)
    text.append(text.size() < 5 ? 5 - text.size() : 1, ' ');
  const char *separator = "";
  for (const OperandInfo &operand : info) {
    std::string part = formatOperand(word, instruction, operand);
    if (part.empty())
      continue;
    text += separator + part;
    separator = ", ";
  }
  if (instruction.last)
    text += std::string(separator) + "last";
  return text;
}

std::string disassemble(const std::vector<uint64_t> &words) {
  std::string text;
  for (uint64_t word : words) {
    Instruction instruction;
    std::string reason;
    if (decode(word, instruction, reason))
      text += format(instruction) + "\n";
    else
      text += ".word " + hex(word, 16) + "  ; illegal: " + reason + "\n";
  }
  return text;
}

} // namespace snnc::isa
