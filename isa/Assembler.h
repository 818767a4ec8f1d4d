//===- Assembler.h - Text to words and back ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Straight-line text, one instruction a line:
//
//     ld  r1, base=0, width=16
//     mac r1, r1, 0x7fdf, r2, sh=15, rnd=even, sat   ; comment
//     .word 0x0                                       ; any 64 bits
//
// Registers and operand B stand first, in the order of docs/isa.md; the rest is
// name=value or a flag, in any order.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_ASSEMBLER_H
#define SNNC_ISA_ASSEMBLER_H

#include "isa/Isa.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace snnc::isa {

struct AssemblyError {
  /// Counted from 1.
  unsigned line = 1, column = 1;
  std::string message;

  /// "origin:line:column: error: message".
  std::string str(const std::string &origin) const;
};

struct Assembly {
  std::vector<uint64_t> words;
  /// Line of each word, counted from 1.
  std::vector<unsigned> lines;
  /// All errors in order of the text; if there is one, `words` is empty.
  std::vector<AssemblyError> errors;
};

/// Assembles one program. With `check` the errors of checkProgram() count, for
/// a program of that kind.
Assembly assemble(std::string_view text, bool check = true,
                  ProgramKind kind = UpdateProgram);

/// Text of a legal instruction, as assemble() takes it.
std::string format(const Instruction &instruction);

/// A line for each word; an illegal one as `.word` with the reason as comment.
std::string disassemble(const std::vector<uint64_t> &words);

} // namespace snnc::isa

#endif // SNNC_ISA_ASSEMBLER_H
