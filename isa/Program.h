//===- Program.h - Whole programs: checks and cost --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_PROGRAM_H
#define SNNC_ISA_PROGRAM_H

#include "isa/Isa.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace snnc::isa {

struct ProgramError {
  /// Index of the instruction in the program.
  size_t index = 0;
  std::string message;
};

/// What makes a program ill-formed although each step of it may run: an illegal
/// word, a register or the random word read before it is written, no `end`, or
/// an `end` that is not last, or an instruction that the kind of program may
/// not hold. Empty: well-formed.
std::vector<ProgramError> checkProgram(const std::vector<uint64_t> &words,
                                       ProgramKind kind = UpdateProgram);

/// Slots of a round that the program starting at `first` takes, up to and
/// including its `end` (or the word that traps). The round takes four cycles a
/// slot.
uint64_t programSlots(const std::vector<uint64_t> &words, size_t first = 0);

} // namespace snnc::isa

#endif // SNNC_ISA_PROGRAM_H
