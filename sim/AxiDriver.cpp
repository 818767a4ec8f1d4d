//===- AxiDriver.cpp - A chip as its host sees it ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/AxiDriver.h"

#include "image/Error.h"
#include "sim/EventWord.h"

#include <cstdio>
#include <iterator>

namespace snnc::sim {

namespace {

constexpr uint32_t majorVersion = 1;
/// Reads of a word that does not become what is waited for.
constexpr unsigned patience = 1000000;

std::string hex(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx",
                static_cast<unsigned long long>(value));
  return text;
}

std::string str(uint32_t value) { return std::to_string(value); }

} // namespace

AxiDriver::AxiDriver(AxiPins &pins) : port(pins) {
  // The chip's registers lie above all tiles, whose number is not known yet:
  // on a chip of fewer tiles the address has no such bit.
  for (unsigned tileBits = 1; tileBits <= 16; ++tileBits) {
    map.tileBits = tileBits;
    uint32_t word = 0;
    if (port.read(map.chip(ChipIdentityRegister), word) &&
        word == chipIdentity) {
      uint32_t version = readChip(ChipVersionRegister);
      if (version >> 16 != majorVersion)
        throw Error("the chip's registers are of version " +
                    str(version >> 16) + "; this is for version " +
                    str(majorVersion));
      identity = {readChip(ChipColumnsRegister), readChip(ChipRowsRegister),
                  readChip(ChipLanesRegister), readChip(ChipSourcesRegister),
                  readChip(ChipTargetRegister)};
      map = ChipMap(tiles());
      if (map.tileBits != tileBits)
        throw Error("the chip says that it has " + str(tiles()) +
                    " tiles, which its addresses contradict");
      // What the search has left behind.
      writeChip(ChipCommandRegister, ClearErrorsCommand);
      return;
    }
  }
  throw Error("there is no chip: no register has its identity");
}

void AxiDriver::writeAddress(uint64_t address, uint32_t data) {
  if (!port.write(address, data))
    throw Error("the chip refused a write of address " + hex(address));
}

uint32_t AxiDriver::readAddress(uint64_t address) {
  uint32_t data = 0;
  if (!port.read(address, data))
    throw Error("the chip refused a read of address " + hex(address));
  return data;
}

void AxiDriver::write(uint32_t tile, uint32_t word, uint32_t data) {
  writeAddress(map.tile(tile, word), data);
}

uint32_t AxiDriver::read(uint32_t tile, uint32_t word) {
  return readAddress(map.tile(tile, word));
}

void AxiDriver::writeAll(uint32_t word, uint32_t data) {
  writeAddress(map.all(word), data);
}

void AxiDriver::writeChip(uint32_t word, uint32_t data) {
  writeAddress(map.chip(word), data);
}

uint32_t AxiDriver::readChip(uint32_t word) {
  return readAddress(map.chip(word));
}

void AxiDriver::checkTarget(const BootTarget &wanted,
                            const std::string &whose) {
  auto equal = [&](const char *what, uint32_t wants, uint32_t has) {
    if (wants != has)
      throw Error(whose + " needs a chip with " + what + " " + str(wants) +
                  "; this chip has " + str(has));
  };
  equal("target version", wanted.version, identity.version);
  equal("columns", wanted.columns, identity.columns);
  equal("rows", wanted.rows, identity.rows);
  equal("lanes", wanted.lanes, identity.lanes);
  equal("sources", wanted.sources, identity.sources);
}

void AxiDriver::check(const image::Target &target) {
  const std::string whose = "an image for target '" + target.name + "'";
  checkTarget(bootTargetOf(target), whose);
  if (read(0, IdentityRegister) != sim::identity)
    throw Error("tile 0 of the chip does not identify itself");
  struct Size {
    const char *name;
    uint32_t wanted, word;
  };
  const Size sizes[] = {
      {"lanes", target.lanes, LanesRegister},
      {"groups", target.groups, LanesRegister + 1},
      {"row descriptors", target.descriptors, LanesRegister + 2},
      {"blocks", target.blocks, LanesRegister + 3},
      {"program words", target.programWords, LanesRegister + 4},
      {"state rows", target.stateRows, LanesRegister + 5},
      {"accumulator rows", target.accumulatorRows, LanesRegister + 6},
      {"synapse rows", target.synapseRows, LanesRegister + 7},
      {"axon entries", target.axons, LanesRegister + 8},
      {"table words", target.tableWords, LanesRegister + 9},
      {"event records", target.eventRecords, LanesRegister + 10},
      {"modulators", target.modulators, LanesRegister + 11},
      {"slots", target.maxSlots, LanesRegister + 12},
      {"entries of Learn", target.learnEntries, LearnCapacityRegister},
  };
  for (const Size &size : sizes)
    if (uint32_t has = read(0, size.word); size.wanted > has)
      throw Error(whose + " may use " + str(size.wanted) + " " + size.name +
                  "; the chip's tiles have " + str(has));
}

void AxiDriver::load(const image::Image &image, BootClear clear) {
  check(image.target);
  load(bootOf(image, clear));
}

void AxiDriver::load(const Boot &boot) {
  checkTarget(boot.target, "the boot file");
  for (const BootAccess &access : boot.accesses) {
    if (!access.wait) {
      writeAddress(access.address, access.data);
      continue;
    }
    unsigned reads = 0;
    while (readAddress(access.address) & access.data)
      if (++reads == patience)
        throw Error("the chip does not end what it was told: the word at " +
                    hex(access.address) + " stays");
  }
}

void AxiDriver::readRow(uint32_t tile, Region region, uint32_t row,
                        uint32_t *rowWords) {
  for (uint32_t lane = 0; lane < lanes(); ++lane)
    rowWords[lane] = read(tile, region + row * lanes() + lane);
}

void AxiDriver::writeRow(uint32_t tile, Region region, uint32_t row,
                         const uint32_t *rowWords) {
  for (uint32_t lane = 0; lane < lanes(); ++lane)
    write(tile, region + row * lanes() + lane, rowWords[lane]);
}

void AxiDriver::writeModulator(uint32_t modulator, int32_t value) {
  writeAll(ModulatorRegister + modulator, static_cast<uint32_t>(value));
}

void AxiDriver::writeSignals(uint32_t mask) { writeAll(SignalsRegister, mask); }

void AxiDriver::writeFalls(uint32_t mask) { writeAll(FallsRegister, mask); }

void AxiDriver::writeLearning(bool on) { writeAll(LearningRegister, on); }

void AxiDriver::writeStep(uint64_t step) {
  writeAll(StepRegister, static_cast<uint32_t>(step));
  writeAll(StepRegister + 1, static_cast<uint32_t>(step >> 32));
}

std::vector<uint32_t> AxiDriver::readModulators(uint32_t count) {
  std::vector<uint32_t> values;
  for (uint32_t m = 0; m < count; ++m)
    values.push_back(read(0, ModulatorRegister + m));
  return values;
}

uint32_t AxiDriver::readSignals() { return read(0, SignalsRegister); }

void AxiDriver::inject(const runtime::TileEvent &event) {
  port.send(wordOf(event));
}

bool AxiDriver::step(uint64_t limit, std::vector<runtime::TileEvent> &events) {
  writeChip(ChipCommandRegister, StartCommand);
  words.clear();
  uint64_t last = port.receive(words, limit);
  for (uint64_t word : words)
    events.push_back(eventOf(word));
  return !isHalted(last);
}

Trap AxiDriver::trap(uint32_t tile) {
  Trap result;
  result.errors = read(tile, ErrorRegister);
  uint32_t pc = read(tile, TrapPcRegister);
  result.inProgram = pc >> 31;
  result.pc = pc & 0x7fffffff;
  result.group = read(tile, TrapGroupRegister);
  return result;
}

uint64_t AxiDriver::chipCounter(ChipCounter counter) {
  uint32_t word = ChipCounterRegister + 2 * counter;
  uint64_t low = readChip(word);
  return low | uint64_t(readChip(word + 1)) << 32;
}

runtime::Counters AxiDriver::tileCounters(uint32_t tile) {
  runtime::Counters c;
  uint64_t *fields[] = {&c.steps,         &c.cycles,      &c.updateCycles,
                        &c.deliverCycles, &c.stallCycles, &c.instructions,
                        &c.events,        &c.synapticOps, &c.rowUnits,
                        &c.saturations,   &c.learnCycles, &c.synapseUpdates};
  uint32_t word = CounterRegister;
  for (uint64_t *field : fields) {
    *field = read(tile, word) | uint64_t(read(tile, word + 1)) << 32;
    word += 2;
  }
  return c;
}

void AxiDriver::clearCounters() {
  writeAll(CommandRegister, ClearCountersCommand);
  writeChip(ChipCommandRegister, ClearCountersCommand);
}

} // namespace snnc::sim
