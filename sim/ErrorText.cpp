//===- ErrorText.cpp - What stopped a tile, in words ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/ErrorText.h"

#include "isa/Assembler.h"
#include "isa/Isa.h"
#include "sim/Waveform.h"

#include <cinttypes>
#include <cstdio>
#include <iterator>

namespace snnc::sim {

static std::string instructionAt(const image::Tile &tile, uint32_t pc) {
  if (pc >= tile.program.size())
    return "";
  isa::Instruction instruction;
  std::string reason;
  if (isa::decode(tile.program[pc], instruction, reason))
    return " '" + isa::format(instruction) + "'";
  char text[32];
  std::snprintf(text, sizeof text, " 0x%016" PRIx64, tile.program[pc]);
  return text + std::string(" (") + reason + ")";
}

static std::string populationOf(const image::Image &image, uint32_t tile,
                                uint32_t group) {
  const auto &groups = image.tiles[tile].groups;
  if (group >= groups.size())
    return "group " + std::to_string(group);
  uint32_t population = groups[group].population;
  return "population '" + image.populations[population].name + "'";
}

std::string errorText(const image::Image &image, uint32_t tile,
                      const Trap &trap) {
  static const char *const causes[] = {
      "illegal instruction",
      "the program ran past the end of program memory (no 'end')",
      "a neuron emitted twice in a step",
      "the event queue overflowed",
      "address outside a memory",
      "accumulator overflow",
      "the host touched the tile while it was running",
      "a word of a memory has more wrong bits than can be corrected"};
  std::string text;
  for (size_t i = 0; i < std::size(causes); ++i)
    if (trap.errors >> i & 1)
      text += (text.empty() ? "" : "; ") + std::string(causes[i]);
  // A wrong word may come a few cycles before or after an instruction's errors.
  if (!(trap.errors & stopErrors & ~UncorrectableWord))
    return text;
  const std::string population = populationOf(image, tile, trap.group);
  if (!trap.inProgram)
    return text + " at an event of " + population;
  const image::Tile &tables = image.tiles[tile];
  text += " at program address " + std::to_string(trap.pc) +
          instructionAt(tables, trap.pc) + " of " + population;
  // A program without end stopped one word after its last.
  uint32_t pc = trap.pc;
  while (pc > 0 && pc >= tables.program.size())
    --pc;
  std::string source = describeLocation(image, tile, pc);
  return text + (source.empty() ? "" : ", " + source);
}

} // namespace snnc::sim
