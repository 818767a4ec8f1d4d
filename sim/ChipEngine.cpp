//===- ChipEngine.cpp - The rtl engine of several tiles ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/ChipEngine.h"

#include "image/Error.h"
#include "image/Parts.h"
#include "runtime/IntegerEngine.h"
#include "runtime/ref/Network.h"
#include "sim/AxiPort.h"
#include "sim/ChipModel.h"
#include "sim/ErrorText.h"
#include "sim/EventWord.h"
#include "sim/NetworkTables.h"
#include "sim/TileDriver.h"

#include <algorithm>

namespace snnc::sim {

namespace {

using runtime::Counters;
using runtime::TileCounters;

class ChipEngine final : public runtime::IntegerEngine {
public:
  ChipEngine(std::shared_ptr<const image::Image> network,
             const RtlOptions &options)
      : IntegerEngine(std::move(network)), options(options),
        chip(makeJoinedChip(options.threads)), port(*chip),
        map(chip->columns() * chip->rows()), trees(image()) {
    placeTiles();
    reset();
  }

  std::string name() const override { return "rtl"; }

  Counters counters() const override {
    Counters c = base;
    uint64_t chipSteps = chipCounter(ChipSteps);
    uint64_t update = 0, cycles = chipCounter(ChipCycles);
    uint64_t learn = chipCounter(ChipLearningCycles);
    for (TileDriver &driver : drivers) {
      Counters tile = driver.counters();
      update = std::max(update, tile.updateCycles);
      c.instructions += tile.instructions;
      c.events += tile.events;
      c.synapticOps += tile.synapticOps;
      c.rowUnits += tile.rowUnits;
      c.saturations += tile.saturations;
      c.synapseUpdates += tile.synapseUpdates;
    }
    c.steps += chipSteps;
    c.cycles += cycles;
    c.updateCycles += update;
    c.learnCycles += learn;
    c.deliverCycles += cycles - update - learn;
    c.stallCycles += chipCounter(ChipStallCycles);
    return c;
  }

  std::vector<TileCounters> tileCounters() const override {
    if (drivers.size() == 1)
      return {};
    std::vector<TileCounters> tiles = traffic;
    for (size_t t = 0; t < drivers.size(); ++t) {
      Counters c = drivers[t].counters();
      tiles[t].updateCycles += c.updateCycles;
      tiles[t].deliverCycles += c.deliverCycles;
      tiles[t].learnCycles += c.learnCycles;
      tiles[t].events += c.events;
      tiles[t].synapticOps += c.synapticOps;
    }
    return tiles;
  }

protected:
  void load() override {
    chip->reset();
    traffic.assign(drivers.size(), TileCounters());
    const std::vector<NetworkTables> tables = networkTables(image());
    uint32_t falls = 0;
    for (size_t m = 0; m < image().modulators.size(); ++m)
      falls |= uint32_t(image().modulators[m].falls) << m;
    for (size_t t = 0; t < drivers.size(); ++t) {
      drivers[t].load(image().tiles[t], tables[t]);
      drivers[t].writeFalls(falls);
      for (uint32_t s = 0; s < tables[t].routes.size(); ++s)
        write(map.tile(places[t], RouteRegion + s), tables[t].routes[s]);
    }
    base = Counters();
  }
  void readStateRow(uint32_t tile, uint32_t row, uint32_t *words) override {
    drivers[tile].readStateRow(row, words);
  }
  void writeStateRow(uint32_t tile, uint32_t row,
                     const uint32_t *words) override {
    drivers[tile].writeStateRow(row, words);
  }
  void readAccumulatorRow(uint32_t tile, uint32_t row,
                          uint32_t *words) override {
    drivers[tile].readAccumulatorRow(row, words);
  }
  void writeAccumulatorRow(uint32_t tile, uint32_t row,
                           const uint32_t *words) override {
    drivers[tile].writeAccumulatorRow(row, words);
  }
  void readSynapseRow(uint32_t tile, uint32_t row, uint32_t *words) override {
    drivers[tile].readSynapseRow(row, words);
  }
  void writeSynapseRow(uint32_t tile, uint32_t row,
                       const uint32_t *words) override {
    drivers[tile].writeSynapseRow(row, words);
  }
  void writeSignals(uint32_t mask) override {
    for (TileDriver &driver : drivers)
      driver.writeSignals(mask);
  }
  void readModulators(std::vector<int32_t> &values, uint32_t &set) override {
    std::vector<uint32_t> words =
        drivers[0].readModulators(static_cast<uint32_t>(values.size()));
    std::copy(words.begin(), words.end(), values.begin());
    set = drivers[0].readSignals();
  }
  void writeLearning(bool on) override {
    for (TileDriver &driver : drivers)
      driver.writeLearning(on);
  }
  void writeModulator(uint32_t modulator, int32_t value) override {
    for (TileDriver &driver : drivers)
      driver.writeModulator(modulator, value);
  }
  void writeStepCount(uint64_t t) override {
    for (TileDriver &driver : drivers)
      driver.writeStep(t);
  }
  void writeCounters(const Counters &counters) override {
    for (TileDriver &driver : drivers)
      driver.write(CommandRegister, ClearCountersCommand);
    write(map.chip(ChipCommandRegister), ClearCountersCommand);
    base = counters;
  }
  void writeTileCounters(const std::vector<TileCounters> &counters) override {
    if (!counters.empty())
      traffic = counters;
  }

  void runStep(uint64_t t, const std::vector<runtime::TileEvent> &injected,
               std::vector<runtime::TileEvent> &events) override {
    for (const runtime::TileEvent &e : injected)
      drivers[e.tile].inject(e.group, e.physical, e.payload);
    words.clear();
    uint64_t last = 0;
    try {
      write(map.chip(ChipCommandRegister), StartCommand);
      last = port.receive(words, options.maxCyclesPerStep);
    } catch (const Error &error) {
      throw Error(where(t) + error.what());
    }
    // The tiles are read by the backdoor: the end of the step must have come
    // to the furthest.
    for (uint32_t i = 0; i < chip->columns() + chip->rows(); ++i)
      chip->tick();
    checkErrors(t, isHalted(last));
    for (uint64_t word : words) {
      runtime::TileEvent event = eventOf(word);
      event.tile = imageTile[event.tile];
      events.push_back(event);
      countTraffic(event);
    }
  }

private:
  /// The image's tiles on the chip's, column by column of the image's mesh.
  void placeTiles() {
    const image::Target &target = image().target;
    if (target.meshColumns > chip->columns() || target.meshRows > chip->rows())
      throw Error("rtl: the image is for target '" + target.name + "' of " +
                  std::to_string(target.meshColumns) + " x " +
                  std::to_string(target.meshRows) +
                  " tiles; the Verilated chip has " +
                  std::to_string(chip->columns()) + " x " +
                  std::to_string(chip->rows()) + "; run it on 'ref'");
    imageTile.resize(size_t(chip->columns()) * chip->rows());
    for (uint32_t t = 0; t < image().tiles.size(); ++t) {
      uint32_t place =
          t / target.meshColumns * chip->columns() + t % target.meshColumns;
      places.push_back(place);
      imageTile[place] = t;
      drivers.emplace_back(chip->tile(place), target, options.loadThroughPort);
    }
    uint32_t sources = read(map.chip(ChipSourcesRegister));
    if (image::sourcesOf(image()).size() > sources)
      throw Error("rtl: the image has more than the chip's " +
                  std::to_string(sources) + " sources");
  }

  /// The chip does not count traffic; the trees are those of its routes.
  void countTraffic(const runtime::TileEvent &e) {
    const runtime::ref::Tree &tree = trees.from(e.tile, e.group);
    traffic[e.tile].eventsOut += !tree.links.empty();
    for (uint32_t link : tree.links)
      ++traffic[link / 4].hops;
    for (const runtime::ref::Arrival &a : tree.arrivals) {
      const image::Group &window = image().tiles[a.tile].groups[a.window];
      int64_t place = a.first + e.physical;
      traffic[a.tile].eventsIn +=
          place >= 0 && place < int64_t(window.blocks) * image().target.lanes;
    }
  }

  void write(uint64_t address, uint32_t data) {
    if (!port.write(address, data))
      throw Error("rtl: the chip refused a write");
  }
  uint32_t read(uint64_t address) const {
    uint32_t data = 0;
    if (!port.read(address, data))
      throw Error("rtl: the chip refused a read");
    return data;
  }
  uint64_t chipCounter(ChipCounter counter) const {
    uint32_t word = ChipCounterRegister + 2 * counter;
    return read(map.chip(word)) | uint64_t(read(map.chip(word + 1))) << 32;
  }

  std::string where(uint64_t t) const {
    return "rtl: step " + std::to_string(t) + ": ";
  }

  /// Errors that do not stop a tile are looked for as well.
  void checkErrors(uint64_t t, bool halted) {
    for (uint32_t i = 0; i < drivers.size(); ++i)
      if (drivers[i].read(ErrorRegister))
        throw Error(where(t) + image::tileName(image(), i) +
                    errorText(image(), i, drivers[i].trap()));
    if (uint32_t errors = read(map.chip(ChipErrorRegister)))
      throw Error(where(t) + "the chip's network is at fault (errors " +
                  std::to_string(errors) + ")");
    if (halted)
      throw Error(where(t) + "the chip has stopped");
  }

  RtlOptions options;
  std::unique_ptr<ChipModel> chip;
  mutable AxiPort port;
  ChipMap map;
  /// By tile of the image: its place on the chip, and its port.
  std::vector<uint32_t> places;
  mutable std::vector<TileDriver> drivers;
  /// By place on the chip.
  std::vector<uint32_t> imageTile;
  runtime::ref::Network trees;
  Counters base;
  /// By tile of the image: what was counted before the tiles' own counters
  /// began, and traffic.
  std::vector<TileCounters> traffic;
  std::vector<uint64_t> words;
};

} // namespace

std::unique_ptr<runtime::Engine>
createChipEngine(std::shared_ptr<const image::Image> image,
                 const RtlOptions &options) {
  return std::make_unique<ChipEngine>(std::move(image), options);
}

} // namespace snnc::sim
