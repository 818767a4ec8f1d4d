//===- TileDriver.h - The tile as its host sees it --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Transactions of the host's port, loading of an image, one step. Memories of
// the lanes are reached through the backdoor or, on request, through the port
// alone.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_TILEDRIVER_H
#define SNNC_SIM_TILEDRIVER_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "sim/Backdoor.h"
#include "sim/HostMap.h"
#include "sim/NetworkTables.h"
#include "sim/TileModel.h"

#include <memory>
#include <vector>

namespace snnc::sim {

/// What stopped the tile.
struct Trap {
  uint32_t errors = 0;
  /// In a program of Update or Learn: `pc` and `group` say where. Else `group`
  /// is the source's.
  bool inProgram = false;
  uint32_t pc = 0;
  uint32_t group = 0;
};

class TileDriver {
public:
  /// Throws snnc::Error if `target` needs more than the chip has.
  TileDriver(std::shared_ptr<TileModel> model, const image::Target &target,
             bool throughPort);

  /// One request; errors of writes show in takeErrors().
  void write(uint32_t address, uint32_t data);
  uint32_t read(uint32_t address);
  std::vector<uint32_t> read(uint32_t address, uint32_t words);
  /// Requests answered with an error since the last call.
  unsigned takeErrors();

  /// Resets the chip, fills all of its memories and tables, clears the rest;
  /// no modulator falls.
  /// Of several tiles, `network` has what this one must know of the others.
  void load(const image::Tile &tile, const NetworkTables &network = {});

  void readStateRow(uint32_t row, uint32_t *words);
  void writeStateRow(uint32_t row, const uint32_t *words);
  void readAccumulatorRow(uint32_t row, uint32_t *words);
  void writeAccumulatorRow(uint32_t row, const uint32_t *words);
  void readSynapseRow(uint32_t row, uint32_t *words);
  void writeSynapseRow(uint32_t row, const uint32_t *words);
  /// Synapse memory as it is now, lanes words a row.
  std::vector<uint32_t> readSynapses(uint32_t rows);

  void writeModulator(uint32_t modulator, int32_t value);
  /// Modulators set for the next step, by bit.
  void writeSignals(uint32_t mask);
  /// Modulators that fall to 0 after a step without events of their driver.
  void writeFalls(uint32_t mask);
  std::vector<uint32_t> readModulators(uint32_t count);
  uint32_t readSignals();
  void writeLearning(bool on);
  void writeStep(uint64_t step);
  void inject(uint32_t group, uint32_t physical, int32_t payload);
  void start() { write(CommandRegister, StartCommand); }
  /// Starts a step and runs it to its end; appends its events. False if the
  /// step took more than `limit` cycles.
  bool step(uint64_t limit, std::vector<StreamEvent> &events);
  Trap trap();
  /// Cycles, instructions and events of the tile.
  runtime::Counters counters();

  TileModel &model() { return *tile; }
  uint32_t lanes() const { return chip.lanes; }

private:
  void checkChip(const image::Target &target);
  void loadTables(const image::Tile &tile, const NetworkTables &network);
  void loadLearn(const image::Tile &tile);
  /// All that Init clears.
  void clearMemories();
  void fill(std::vector<Backdoor> &memories, Region region,
            const std::vector<uint32_t> &words);
  void readRow(const std::vector<Backdoor> &lanesOf, Region region,
               uint32_t row, uint32_t *words);
  void writeRow(std::vector<Backdoor> &lanesOf, Region region, uint32_t row,
                const uint32_t *words);
  std::vector<Backdoor> laneMemories(const std::string &name, unsigned width,
                                     unsigned granule);
  void tick();

  std::shared_ptr<TileModel> tile;
  /// Sizes that the chip reports.
  image::Target chip;
  bool throughPort;
  unsigned refused = 0;
  std::vector<StreamEvent> strayEvents;
  std::vector<Backdoor> state, accumulators, synapses, payloads;
};

} // namespace snnc::sim

#endif // SNNC_SIM_TILEDRIVER_H
