//===- RandomProgram.h - Legal programs for the fuzzer ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_RANDOMPROGRAM_H
#define SNNC_ISA_RANDOMPROGRAM_H

#include "isa/Isa.h"

#include <cstdint>
#include <vector>

namespace snnc::isa {

/// What a random program may touch; bases are in the units of docs/tile.md.
struct RandomProgramSpec {
  ProgramKind kind = UpdateProgram;
  struct Plane {
    uint32_t base = 0;
    /// Width is 2^(3 + widthLog2) bits: 0, 1 or 2.
    uint8_t widthLog2 = 1;
    /// False for parameters, which no program writes.
    bool writable = true;
  };
  struct Port {
    uint32_t base = 0;
    uint8_t slotsLog2 = 1;
    /// Sums of 32 bits rather than 16.
    bool wide = true;
  };
  struct Table {
    uint32_t base = 0;
    /// At least 1.
    uint32_t length = 1;
  };
  std::vector<Plane> planes;
  /// Rows: sums that `addp` may add small values to.
  std::vector<Port> ports;
  std::vector<Table> tables;
  /// Modulators 0 .. modulators-1 may be read; at most 8.
  uint32_t modulators = 0;
  /// Instructions besides those that the rules below ask for.
  uint32_t length = 20;
  bool mayEmit = true;
  bool mayDraw = true;
  /// Rows, columns: synapse planes and common values that there are.
  uint32_t synapsePlanes = 0, commons = 0;
  /// Blocks: holds one `due` or two.
  bool due = false;
  /// Payloads stay within these 16-bit limits.
  int32_t payloadMin = 1, payloadMax = 1;
};

/// A well-formed program that is a function of `seed` and `spec` alone: it
/// reads no register before writing it, stores to every writable plane or
/// synapse plane at least once; in Update it reads every port once and has at
/// most one `emit`. Programs of Learn close with the flag `last`.
std::vector<uint64_t> randomProgram(uint64_t seed,
                                    const RandomProgramSpec &spec);

} // namespace snnc::isa

#endif // SNNC_ISA_RANDOMPROGRAM_H
