//===- AxiDriver.h - A chip as its host sees it -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Through the ports that a board has of the chip, and nothing else. Memories
// and steps are touched between steps only. Every function throws snnc::Error
// if the chip does not answer, or with an error.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_AXIDRIVER_H
#define SNNC_SIM_AXIDRIVER_H

#include "image/Image.h"
#include "runtime/IntegerEngine.h"
#include "sim/AxiPort.h"
#include "sim/Boot.h"
#include "sim/HostMap.h"
#include "sim/TileDriver.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::sim {

class AxiDriver {
public:
  /// Asks the chip what it is. Throws if it is none, or of another version of
  /// the chip's registers.
  explicit AxiDriver(AxiPins &pins);

  const BootTarget &chip() const { return identity; }
  uint32_t tiles() const { return identity.columns * identity.rows; }
  uint32_t lanes() const { return identity.lanes; }

  /// Throws if the chip is not of the image's target.
  void check(const image::Target &target);
  /// Checks, then does all accesses; the chip is as after load then.
  void load(const image::Image &image, BootClear clear = BootClear::Command);
  void load(const Boot &boot);

  /// Words of a tile's map (docs/tile.md).
  void write(uint32_t tile, uint32_t word, uint32_t data);
  uint32_t read(uint32_t tile, uint32_t word);
  /// On all tiles at once.
  void writeAll(uint32_t word, uint32_t data);
  void writeChip(uint32_t word, uint32_t data);
  uint32_t readChip(uint32_t word);

  /// `lanes` words of the state, accumulators or synapses.
  void readRow(uint32_t tile, Region region, uint32_t row, uint32_t *words);
  void writeRow(uint32_t tile, Region region, uint32_t row,
                const uint32_t *words);

  void writeModulator(uint32_t modulator, int32_t value);
  /// Modulators set for the next step, by bit.
  void writeSignals(uint32_t mask);
  /// Modulators that fall to 0 after a step without events of their driver.
  void writeFalls(uint32_t mask);
  void writeLearning(bool on);
  void writeStep(uint64_t step);
  std::vector<uint32_t> readModulators(uint32_t count);
  uint32_t readSignals();

  /// In the next step.
  void inject(const runtime::TileEvent &event);
  /// Runs a step to its end; appends its events. False if an error of a tile
  /// has stopped it. Throws if it takes more than `limit` cycles.
  bool step(uint64_t limit, std::vector<runtime::TileEvent> &events);

  /// What stopped a tile; no errors if nothing has.
  Trap trap(uint32_t tile);
  /// Of the chip's register (docs/chip.md).
  uint32_t errors() { return readChip(ChipErrorRegister); }
  uint64_t chipCounter(ChipCounter counter);
  runtime::Counters tileCounters(uint32_t tile);
  /// Of the chip and of all tiles.
  void clearCounters();

private:
  void writeAddress(uint64_t address, uint32_t data);
  uint32_t readAddress(uint64_t address);
  void checkTarget(const BootTarget &wanted, const std::string &whose);

  AxiPort port;
  BootTarget identity;
  ChipMap map{1};
  std::vector<uint64_t> words;
};

} // namespace snnc::sim

#endif // SNNC_SIM_AXIDRIVER_H
