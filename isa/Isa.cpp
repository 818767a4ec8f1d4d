//===- Isa.cpp - Encoder and decoder ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Isa.h"

#include <cinttypes>
#include <cstdio>

namespace snnc::isa {

namespace {
#define GET_ISA_TABLE
#include "isa/Isa.inc"

constexpr size_t opcodeCount = sizeof(opcodeTable) / sizeof(opcodeTable[0]);

uint64_t bits(uint64_t word, unsigned hi, unsigned lo) {
  return (word >> lo) & (~uint64_t(0) >> (63 - (hi - lo)));
}

std::string hex(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof(text), "0x%016" PRIx64, value);
  return text;
}

/// The legality of everything but the opcode.
bool checkWord(uint64_t word, const OpcodeInfo &info, std::string &error) {
  bool bimm = bits(word, field::BimmLsb, field::BimmLsb);
  if (uint64_t set = word & info.mustBeZero[bimm]) {
    error = std::string("'") + info.mnemonic + "' has bits set that must be " +
            "zero: " + hex(set);
    return false;
  }
  for (const OperandInfo &operand : info) {
    if (operand.kind == OperandKind::B)
      continue;
    uint64_t value = bits(word, operand.hi, operand.lo);
    if (value >= operand.min && value <= operand.max)
      continue;
    error = std::string("'") + info.mnemonic + "' has " + operand.name + " " +
            std::to_string(value) + ", legal are " +
            std::to_string(operand.min) + " to " + std::to_string(operand.max);
    return false;
  }
  return true;
}

const OperandInfo *operandB(const OpcodeInfo &info) {
  for (const OperandInfo &operand : info)
    if (operand.kind == OperandKind::B)
      return &operand;
  return nullptr;
}

/// Immediate of operand B, extended to 32 bits.
int32_t extend(uint32_t imm, const OperandInfo &b) {
  unsigned unused = 32 - b.immBits;
  if (b.immSigned)
    return int32_t(imm << unused) >> unused;
  return int32_t((imm << unused) >> unused);
}

} // namespace

const OperandInfo *OpcodeInfo::operand(std::string_view name) const {
  for (const OperandInfo &info : *this)
    if (name == info.name)
      return &info;
  return nullptr;
}

OpcodeRange opcodes() { return {opcodeTable, opcodeTable + opcodeCount}; }

const OpcodeInfo *lookup(Opcode op) {
  for (const OpcodeInfo &info : opcodeTable)
    if (info.op == op)
      return &info;
  return nullptr;
}

const OpcodeInfo *lookup(std::string_view mnemonic) {
  for (const OpcodeInfo &info : opcodeTable)
    if (mnemonic == info.mnemonic)
      return &info;
  return nullptr;
}

bool encode(const Instruction &instruction, uint64_t &word,
            std::string &error) {
  const OpcodeInfo *info = lookup(instruction.op);
  if (!info) {
    error = "opcode " + std::to_string(unsigned(instruction.op)) +
            " is no instruction";
    return false;
  }
  uint64_t result = 0;
  bool fits = true;
  auto put = [&](uint64_t value, unsigned lsb, unsigned width) {
    fits &= (value >> width) == 0;
    result |= value << lsb;
  };
  put(uint64_t(instruction.op), field::OpLsb, field::OpWidth);
  put(instruction.rd, field::RdLsb, field::RdWidth);
  put(instruction.ra, field::RaLsb, field::RaWidth);
  put(instruction.rb, field::RbLsb, field::RbWidth);
  put(instruction.rc, field::RcLsb, field::RcWidth);
  put(instruction.bimm, field::BimmLsb, field::BimmWidth);
  put(uint64_t(instruction.rnd), field::RndLsb, field::RndWidth);
  put(instruction.sh, field::ShLsb, field::ShWidth);
  put(instruction.sat, field::SatLsb, field::SatWidth);
  if (!fits) {
    error = std::string("'") + info->mnemonic +
            "' has a register, shift or rounding beyond its field";
    return false;
  }
  uint32_t imm = uint32_t(instruction.imm);
  if (const OperandInfo *b = operandB(*info); b && instruction.bimm) {
    if (extend(imm, *b) != instruction.imm) {
      error = std::string("'") + info->mnemonic + "' has immediate " +
              std::to_string(instruction.imm) + ", which does not fit " +
              std::to_string(b->immBits) +
              (b->immSigned ? " signed bits" : " unsigned bits");
      return false;
    }
    imm &= uint32_t(~uint64_t(0) >> (64 - b->immBits));
  }
  put(instruction.last, field::LastLsb, field::LastWidth);
  put(imm, field::ImmLsb, field::ImmWidth);
  if (!checkWord(result, *info, error))
    return false;
  word = result;
  return true;
}

bool decode(uint64_t word, Instruction &instruction, std::string &error) {
  auto op = Opcode(word >> field::OpLsb);
  const OpcodeInfo *info = lookup(op);
  if (!info) {
    error = hex(word) + ": opcode " + std::to_string(unsigned(op)) +
            " is no instruction";
    return false;
  }
  if (!checkWord(word, *info, error)) {
    error = hex(word) + ": " + error;
    return false;
  }
  auto get = [&](unsigned lsb, unsigned width) {
    return bits(word, lsb + width - 1, lsb);
  };
  Instruction result;
  result.op = op;
  result.rd = get(field::RdLsb, field::RdWidth);
  result.ra = get(field::RaLsb, field::RaWidth);
  result.rb = get(field::RbLsb, field::RbWidth);
  result.rc = get(field::RcLsb, field::RcWidth);
  result.bimm = get(field::BimmLsb, field::BimmWidth);
  result.rnd = Rounding(get(field::RndLsb, field::RndWidth));
  result.sh = get(field::ShLsb, field::ShWidth);
  result.sat = get(field::SatLsb, field::SatWidth);
  result.last = get(field::LastLsb, field::LastWidth);
  result.imm = int32_t(get(field::ImmLsb, field::ImmWidth));
  if (const OperandInfo *b = operandB(*info); b && result.bimm)
    result.imm = extend(uint32_t(result.imm), *b);
  instruction = result;
  return true;
}

bool isLegalIn(const Instruction &instruction, ProgramKind kind) {
  const OpcodeInfo *info = lookup(instruction.op);
  return info && (info->kinds & kind) &&
         !(instruction.last && kind == UpdateProgram);
}

bool writesRegister(const Instruction &instruction) {
  const OpcodeInfo *info = lookup(instruction.op);
  return info && info->operand("rd");
}

} // namespace snnc::isa
