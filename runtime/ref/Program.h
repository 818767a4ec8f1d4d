//===- Program.h - A program, decoded once ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_PROGRAM_H
#define SNNC_RUNTIME_REF_PROGRAM_H

#include "image/Image.h"
#include "isa/Isa.h"

#include <vector>

namespace snnc::runtime::ref {

/// Why a program cannot go on after its last decoded instruction.
enum class Stop : uint8_t { End, Illegal, NoEnd };

struct Instr {
  isa::Opcode op = isa::Opcode::Illegal;
  uint8_t rd = 0, ra = 0, rb = 0, rc = 0;
  bool immediateB = false;
  isa::Rounding rnd = isa::Rounding::Floor;
  uint8_t sh = 0;
  bool sat = false;
  uint32_t imm = 0;
  /// Value of operand B if it is the immediate.
  int32_t b = 0;
  /// Memory accesses: base, log2 of the width in bytes, slots, 32-bit sums.
  uint32_t base = 0;
  uint8_t width = 0;
  uint8_t slotsLog2 = 0;
  bool wide = false;
  /// lut: entries; ldm, sig: modulator.
  uint32_t length = 0;
  uint32_t modulator = 0;
  /// Synapse programs: plane and common values.
  uint8_t plane = 0;
  uint8_t com = 0, rcom = 0;
};

struct Program {
  uint32_t address = 0;
  /// Without `end`.
  std::vector<Instr> body;
  Stop stop = Stop::End;
  /// Address of the instruction that stops it.
  uint32_t stopAddress() const {
    return address + static_cast<uint32_t>(body.size());
  }
};

/// From `address` to `end`, an instruction that is the last, one that is not
/// legal in such a program, or the end of program memory (which holds zeros,
/// illegal, after the image's words).
Program decodeProgram(const image::Tile &tile, const image::Target &target,
                      uint32_t address, isa::ProgramKind kind);

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_PROGRAM_H
