//===- ManualBackend.cpp - Writes the ISA manual ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/tblgen/Model.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace snnc::isa::tblgen {

static std::string syntax(const Instruction &instruction) {
  std::string text = instruction.mnemonic;
  const char *separator = " ";
  for (const Operand &operand : instruction.operands) {
    std::string word = operand.name;
    if (operand.isB())
      word = "B";
    else if (operand.kind == "value")
      word += "=" + (operand.values.empty() ? std::string("N")
                                            : join(operand.values, "\\|"));
    text += separator;
    text += operand.optional ? "[" + word + "]" : word;
    separator = ", ";
  }
  return text;
}

/// Text for a table cell, where a bar would end the cell.
static std::string cell(StringRef text) {
  std::string escaped;
  for (char c : text) {
    if (c == '|')
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

static std::string bits(unsigned hi, unsigned lo) {
  return hi == lo ? "[" + std::to_string(hi) + "]"
                  : "[" + std::to_string(hi) + ":" + std::to_string(lo) + "]";
}

static std::string limits(const Instruction &instruction) {
  std::vector<std::string> parts;
  for (const Operand &operand : instruction.operands) {
    if (operand.isB()) {
      parts.push_back("B immediate of " + std::to_string(operand.immBits) +
                      (operand.isSigned ? " bits, signed" : " bits, unsigned"));
    } else if (operand.kind == "value" && operand.values.empty() &&
               operand.field.name == "imm") {
      parts.push_back(operand.name + " in " + bits(operand.hi, operand.lo) +
                      ", " + std::to_string(operand.min) + " to " +
                      std::to_string(operand.max));
    } else if (operand.field.name == "imm") {
      parts.push_back(operand.name + " in " + bits(operand.hi, operand.lo));
    } else if (operand.name == "sh") {
      parts.push_back("sh 0 to " + std::to_string(operand.max));
    }
  }
  return join(parts, "; ");
}

static const char *const intro = R"(# The instruction set

Generated from `isa/Isa.td` by `snnc-isa-tblgen`; the CMake target `isa-manual` writes it. `docs/machine.md` defines
`rshift`, the random generator and what a step is; `docs/tile.md` the memories and the timing.

A program is a straight line of 64-bit words that ends with `end`, or after an instruction with the flag `last` (legal on all others, in programs
of Learn). Each instruction works on all lanes of a block; in a Rows or Columns program on all lanes of a unit of synapses. A lane
has 16 registers of 32 bits, `r0` to `r15`. They are not cleared between rounds: a program writes a register before it reads it. Besides them
each lane keeps `DR`, the random word that it drew last, which stochastic rounding uses.

`fit32(x)` is `x` clamped to 32 bits with `sat`, else the low 32 bits of `x`. `B` is register `rb`, or the immediate
when `bimm` is set; immediates of less than 32 bits are extended by their sign where they are signed, and `sext16(B)` is the low 16 bits of B
extended by their sign.

## The word

| bits | field | meaning |
|---|---|---|
)";

static const char *const rules = R"(
A bit that no operand of the instruction covers must be zero: with a register as B the immediate must be zero, and with an immediate `rb` and the
immediate's bits above its width must be zero. A word that breaks this, or a limit below, or has an opcode that is not listed, is
illegal and traps. The word zero is illegal.

## Text

One instruction a line; `;` starts a comment. Registers and B come first, in the order shown; the rest is `name=value` or a
flag, in any order. What is in brackets may be left out and is then zero. Numbers are decimal or hexadecimal.

    mac r1, r2, 0x7fdf, r3, sh=15, rnd=even, sat   ; r1 = r3 + round(r2 * 32735 / 2^15)

## Instructions

The last column: U programs of Update, B programs over blocks of neurons in Learn, R and C programs over rows and over columns of
synapses in Learn. Elsewhere an instruction is illegal and traps; so is `last` in Update.

| opcode | syntax | semantics | slots | in |
|---|---|---|---|---|
)";

bool emitManual(raw_ostream &os, const RecordKeeper &records) {
  Isa isa = readIsa(records);
  os << intro;
  for (const Field &field : isa.fields)
    os << "| " << bits(field.hi, field.lo) << " | `" << field.name << "` | "
       << field.summary << " |\n";
  os << rules;
  for (const Instruction &instruction : isa.instructions)
    os << "| " << instruction.opcode << " | `" << syntax(instruction) << "` | "
       << cell(instruction.semantics) << " | " << instruction.slots << " | "
       << (instruction.isIn("Update") ? "U" : "")
       << (instruction.isIn("Blocks") ? "B" : "")
       << (instruction.isIn("Rows") ? "R" : "")
       << (instruction.isIn("Columns") ? "C" : "") << " |\n";
  os << "\n## Fields and limits\n\n"
        "Must-be-zero masks are given for B as a register and as an "
        "immediate.\n\n"
        "| instruction | limits | must be zero | with immediate |\n"
        "|---|---|---|---|\n";
  for (const Instruction &instruction : isa.instructions) {
    os << "| `" << instruction.mnemonic << "` | " << limits(instruction)
       << " | `" << hex64(instruction.mustBeZero(false)) << "` | ";
    if (instruction.operandB())
      os << "`" << hex64(instruction.mustBeZero(true)) << "` |\n";
    else
      os << "never |\n";
  }
  return false;
}

} // namespace snnc::isa::tblgen
