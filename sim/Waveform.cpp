//===- Waveform.cpp - From the program counter to the source line *- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Waveform.h"

#include "image/Error.h"
#include "isa/Assembler.h"
#include "isa/Isa.h"

#include <cstdio>
#include <fstream>

namespace snnc::sim {

std::string describeLocation(const image::Image &image, uint32_t number,
                             uint32_t pc) {
  const image::Tile &tile = image.tiles[number];
  int32_t index =
      pc < tile.programLocations.size() ? tile.programLocations[pc] : -1;
  if (index < 0 || static_cast<size_t>(index) >= image.locations.size())
    return "";
  const image::DebugLocation &l = image.locations[static_cast<size_t>(index)];
  std::string text =
      l.file + ":" + std::to_string(l.line) + ":" + std::to_string(l.column);
  return l.what.empty() ? text : text + " (" + l.what + ")";
}

void writeWaveformHelpers(const std::string &waveform,
                          const image::Image &image) {
  const image::Tile &tile = image.tiles[0];
  unsigned counterBits = 1;
  while ((1u << (counterBits - 1)) < image.target.programWords)
    ++counterBits;
  std::string translation = waveform + ".pc";
  std::ofstream file(translation);
  for (uint32_t pc = 0; pc < tile.program.size(); ++pc) {
    isa::Instruction instruction;
    std::string reason;
    std::string text = isa::decode(tile.program[pc], instruction, reason)
                           ? isa::format(instruction)
                           : "illegal";
    std::string source = describeLocation(image, 0, pc);
    char key[16];
    std::snprintf(key, sizeof key, "%0*X",
                  static_cast<int>((counterBits + 3) / 4), pc);
    file << key << " " << text << (source.empty() ? "" : "  ; " + source)
         << "\n";
  }
  if (!file.flush())
    throw Error(translation + ": cannot write");

  // Flags: hexadecimal, right-justified, translated by a file.
  std::string save = waveform + ".gtkw";
  std::ofstream gtkw(save);
  const std::string top = "TOP.snnc_tile.";
  gtkw << "[dumpfile] \"" << waveform << "\"\n@28\n"
       << top << "clk_i\n@22\n"
       << top << "u_control.step_q[63:0]\n"
       << top << "u_control.phase_q[1:0]\n"
       << top << "u_sequencer.group_q[" << "4:0]\n@2022\n^1 " << translation
       << "\n"
       << top << "u_sequencer.pc_q[" << counterBits - 1 << ":0]\n@22\n"
       << top << "u_sequencer.slot_q[1:0]\n"
       << top << "u_control.errors_q[6:0]\n";
  if (!gtkw.flush())
    throw Error(save + ": cannot write");
}

} // namespace snnc::sim
