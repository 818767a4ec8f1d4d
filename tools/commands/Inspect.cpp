//===- Inspect.cpp - snnc info, assemble and disassemble --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Describe.h"
#include "image/Parts.h"
#include "isa/Assembler.h"
#include "isa/Program.h"
#include "runtime/files/Array.h"
#include "tools/commands/Progress.h"
#include "tools/snnc/RunCommands.h"

#include <nlohmann/json.hpp>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>

namespace snnc::tools {

namespace {

std::string hex(uint64_t word) {
  char text[20];
  std::snprintf(text, sizeof(text), "%016" PRIx64, word);
  return text;
}

std::string textOf(uint64_t word) {
  isa::Instruction instruction;
  std::string reason;
  if (isa::decode(word, instruction, reason))
    return isa::format(instruction);
  return ".word 0x" + hex(word) + "  ; " + reason;
}

std::string locationOf(const image::Image &image, const image::Tile &tile,
                       size_t pc) {
  int32_t index = tile.programLocations[pc];
  if (index < 0)
    return "";
  const image::DebugLocation &l = image.locations[size_t(index)];
  return l.file + ":" + std::to_string(l.line) + ":" +
         std::to_string(l.column) + (l.what.empty() ? "" : " " + l.what);
}

void disassembleTile(const image::Image &image, size_t number,
                     nlohmann::json &json) {
  const image::Tile &tile = image.tiles[number];
  const bool spread = image.tiles.size() > 1;
  std::vector<std::string> begins(tile.program.size());
  for (const image::Group &g : tile.groups)
    if (g.hasProgram)
      begins[g.programAddress] +=
          (begins[g.programAddress].empty() ? "" : ", ") +
          image.populations[g.population].name;
  if (spread)
    std::printf("; tile %zu\n", number);
  for (size_t pc = 0; pc < tile.program.size(); ++pc) {
    if (!begins[pc].empty())
      std::printf("; %s: %" PRIu64 " slots a round\n", begins[pc].c_str(),
                  isa::programSlots(tile.program, pc));
    std::string text = textOf(tile.program[pc]);
    std::string location = locationOf(image, tile, pc);
    std::printf("%-44s ; %4zu %s%s%s\n", text.c_str(), pc,
                hex(tile.program[pc]).c_str(), location.empty() ? "" : "  ",
                location.c_str());
    json["instructions"].push_back({{"tile", number},
                                    {"pc", pc},
                                    {"word", hex(tile.program[pc])},
                                    {"text", text},
                                    {"population", begins[pc]},
                                    {"location", location}});
  }
}

} // namespace

int infoCommand(const image::Image &image, const InfoOptions &options) {
  std::cout << image::describe(image, options.full);
  if (!options.json.empty())
    writeText(options.json, image::describeJson(image));
  return 0;
}

int assembleCommand(const AssembleOptions &options) {
  std::string text;
  if (options.input == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::vector<uint8_t> bytes = runtime::readFile(options.input);
    text.assign(bytes.begin(), bytes.end());
  }
  std::string origin = options.input == "-" ? "<stdin>" : options.input;
  isa::Assembly assembly = isa::assemble(text);
  if (!assembly.errors.empty()) {
    for (const isa::AssemblyError &error : assembly.errors)
      std::cerr << error.str(origin) << "\n";
    return 1;
  }
  nlohmann::json json = {{"words", nlohmann::json::array()}};
  for (uint64_t word : assembly.words) {
    json["words"].push_back(hex(word));
    if (options.output.empty())
      std::printf("%s\n", hex(word).c_str());
  }
  if (!options.output.empty())
    image::writeFileAtomically(options.output, assembly.words.data(),
                               assembly.words.size() * sizeof(uint64_t));
  writeText(options.json, json.dump(2) + "\n");
  return 0;
}

int disassembleCommand(const image::Image *image,
                       const DisassembleOptions &options) {
  nlohmann::json json = {{"instructions", nlohmann::json::array()}};
  if (image) {
    image::needTiles(*image, "a listing of its programs");
    for (size_t t = 0; t < image->tiles.size(); ++t)
      disassembleTile(*image, t, json);
  } else {
    std::vector<uint8_t> bytes = runtime::readFile(options.input);
    if (bytes.empty() || bytes.size() % sizeof(uint64_t))
      throw Error(options.input + ": " + std::to_string(bytes.size()) +
                  " bytes are not a program of 64-bit words (nor an image)");
    std::vector<uint64_t> words(bytes.size() / sizeof(uint64_t));
    std::memcpy(words.data(), bytes.data(), bytes.size());
    for (size_t pc = 0; pc < words.size(); ++pc) {
      std::printf("%s\n", textOf(words[pc]).c_str());
      json["instructions"].push_back(
          {{"pc", pc}, {"word", hex(words[pc])}, {"text", textOf(words[pc])}});
    }
  }
  writeText(options.json, json.dump(2) + "\n");
  return 0;
}

} // namespace snnc::tools
