//===- Isa.h - Instructions, their encoding and legality --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tables behind these functions are generated from Isa.td; docs/isa.md is
// their manual.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_ISA_H
#define SNNC_ISA_ISA_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace snnc::isa {

#define GET_ISA_OPCODES
#include "isa/Isa.inc"

constexpr unsigned registerCount = 16;

enum class Rounding : uint8_t { Floor = 0, Even = 1, Stochastic = 2 };

/// A decoded instruction. Fields that the opcode has no operand for are zero.
struct Instruction {
  Opcode op = Opcode::Illegal;
  uint8_t rd = 0, ra = 0, rb = 0, rc = 0;
  /// Operand B is `imm`, not register `rb`.
  bool bimm = false;
  Rounding rnd = Rounding::Floor;
  /// 0 .. 30; 0 .. 14 for ld and ldp.
  uint8_t sh = 0;
  bool sat = false;
  /// The program ends after this instruction.
  bool last = false;
  /// Operand B's value, extended as its instruction says; or the packed fields
  /// of a memory access, see namespace imm.
  int32_t imm = 0;

  bool operator==(const Instruction &o) const {
    return op == o.op && rd == o.rd && ra == o.ra && rb == o.rb && rc == o.rc &&
           bimm == o.bimm && rnd == o.rnd && sh == o.sh && sat == o.sat &&
           last == o.last && imm == o.imm;
  }
  bool operator!=(const Instruction &o) const { return !(*this == o); }
};

enum class OperandKind : uint8_t { Register, B, Value, Flag };

/// An operand as the text has it: its bits and its legal values.
struct OperandInfo {
  const char *name;
  OperandKind kind;
  unsigned hi, lo;
  uint64_t min, max;
  /// Names of the values from `min` on, or null.
  const char *const *values;
  bool optional;
  /// Of operand B: width of its immediate, and whether it is signed.
  unsigned immBits;
  bool immSigned;
};

/// Where a program runs; the values are bits.
enum ProgramKind : uint8_t {
  /// Blocks of neurons, in Update.
  UpdateProgram = 1,
  /// Blocks of neurons, in Learn.
  BlocksProgram = 2,
  /// Units of synapses of a source, in Learn.
  RowsProgram = 4,
  /// Units of synapses of a target, in Learn.
  ColumnsProgram = 8,
};

struct OpcodeInfo {
  Opcode op;
  const char *mnemonic;
  const OperandInfo *operands;
  size_t operandCount;
  /// Slots of the round it takes.
  unsigned slots;
  /// Bits that must be zero with B as a register, and as an immediate.
  uint64_t mustBeZero[2];
  /// ra and B may change places.
  bool commutative;
  /// Writes the lane's random word DR.
  bool draws;
  /// Kinds of programs that may hold it, bits of ProgramKind.
  uint8_t kinds;
  const char *semantics;

  const OperandInfo *begin() const { return operands; }
  const OperandInfo *end() const { return operands + operandCount; }
  /// The operand of that name, or null.
  const OperandInfo *operand(std::string_view name) const;
};

/// The table's entry, or null for an opcode that is not legal.
const OpcodeInfo *lookup(Opcode op);
const OpcodeInfo *lookup(std::string_view mnemonic);

/// All instructions, by opcode.
struct OpcodeRange {
  const OpcodeInfo *first, *last;
  const OpcodeInfo *begin() const { return first; }
  const OpcodeInfo *end() const { return last; }
};
OpcodeRange opcodes();

/// Encodes an instruction. Returns false, with the reason in `error`, when it
/// is not legal; then `word` is unchanged.
bool encode(const Instruction &instruction, uint64_t &word, std::string &error);

/// Decodes a word. Returns false, with the reason in `error`, when it is
/// illegal; then `instruction` is unchanged. encode and decode are inverse.
bool decode(uint64_t word, Instruction &instruction, std::string &error);

/// Whether a legal instruction may stand in a program of that kind. Elsewhere
/// it is illegal and traps.
bool isLegalIn(const Instruction &instruction, ProgramKind kind);

/// Whether a legal instruction writes register rd.
bool writesRegister(const Instruction &instruction);

} // namespace snnc::isa

#endif // SNNC_ISA_ISA_H
