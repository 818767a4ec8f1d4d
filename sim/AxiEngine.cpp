//===- AxiEngine.cpp - An engine on a chip's bus ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/AxiEngine.h"

#include "image/Error.h"
#include "image/Parts.h"
#include "runtime/IntegerEngine.h"
#include "sim/AxiDriver.h"
#include "sim/ErrorText.h"

#include <algorithm>

namespace snnc::sim {

namespace {

using runtime::Counters;

class AxiEngine final : public runtime::IntegerEngine {
public:
  AxiEngine(std::shared_ptr<const image::Image> network,
            std::unique_ptr<AxiPins> chip, const AxiOptions &options)
      : IntegerEngine(std::move(network)), options(options),
        pins(std::move(chip)), driver(*pins) {
    reset();
  }

  std::string name() const override { return "axi"; }

  Counters counters() const override {
    Counters c = base;
    uint64_t update = 0;
    for (uint32_t t = 0; t < image().tiles.size(); ++t) {
      Counters tile = driver.tileCounters(t);
      update = std::max(update, tile.updateCycles);
      c.instructions += tile.instructions;
      c.events += tile.events;
      c.synapticOps += tile.synapticOps;
      c.rowUnits += tile.rowUnits;
      c.saturations += tile.saturations;
      c.synapseUpdates += tile.synapseUpdates;
    }
    const uint64_t cycles = driver.chipCounter(ChipCycles);
    const uint64_t learn = driver.chipCounter(ChipLearningCycles);
    c.steps += driver.chipCounter(ChipSteps);
    c.cycles += cycles;
    c.updateCycles += update;
    c.learnCycles += learn;
    c.deliverCycles += cycles - update - learn;
    c.stallCycles += driver.chipCounter(ChipStallCycles);
    return c;
  }

protected:
  void load() override {
    driver.load(image(), options.clear);
    base = Counters();
  }
  void readStateRow(uint32_t tile, uint32_t row, uint32_t *words) override {
    driver.readRow(tile, StateRegion, row, words);
  }
  void writeStateRow(uint32_t tile, uint32_t row,
                     const uint32_t *words) override {
    driver.writeRow(tile, StateRegion, row, words);
  }
  void readAccumulatorRow(uint32_t tile, uint32_t row,
                          uint32_t *words) override {
    driver.readRow(tile, AccumulatorRegion, row, words);
  }
  void writeAccumulatorRow(uint32_t tile, uint32_t row,
                           const uint32_t *words) override {
    driver.writeRow(tile, AccumulatorRegion, row, words);
  }
  void readSynapseRow(uint32_t tile, uint32_t row, uint32_t *words) override {
    driver.readRow(tile, SynapseRegion, row, words);
  }
  void writeSynapseRow(uint32_t tile, uint32_t row,
                       const uint32_t *words) override {
    driver.writeRow(tile, SynapseRegion, row, words);
  }
  void writeModulator(uint32_t modulator, int32_t value) override {
    driver.writeModulator(modulator, value);
  }
  void writeSignals(uint32_t mask) override { driver.writeSignals(mask); }
  void readModulators(std::vector<int32_t> &values, uint32_t &set) override {
    std::vector<uint32_t> words =
        driver.readModulators(static_cast<uint32_t>(values.size()));
    std::copy(words.begin(), words.end(), values.begin());
    set = driver.readSignals();
  }
  void writeLearning(bool on) override { driver.writeLearning(on); }
  void writeStepCount(uint64_t t) override { driver.writeStep(t); }
  void writeCounters(const Counters &counters) override {
    driver.clearCounters();
    base = counters;
  }

  void runStep(uint64_t t, const std::vector<runtime::TileEvent> &injected,
               std::vector<runtime::TileEvent> &events) override {
    const std::string where = "axi: step " + std::to_string(t) + ": ";
    bool good = false;
    try {
      for (const runtime::TileEvent &event : injected)
        driver.inject(event);
      good = driver.step(options.maxCyclesPerStep, events);
    } catch (const Error &error) {
      throw Error(where + error.what());
    }
    // Errors that do not stop a tile are looked for as well.
    for (uint32_t i = 0; i < image().tiles.size(); ++i)
      if (Trap trap = driver.trap(i); trap.errors)
        throw Error(where + image::tileName(image(), i) +
                    errorText(image(), i, trap));
    if (uint32_t errors = driver.errors())
      throw Error(where + "errors of the chip: " + std::to_string(errors));
    if (!good)
      throw Error(where + "the chip has stopped");
  }

private:
  AxiOptions options;
  std::unique_ptr<AxiPins> pins;
  mutable AxiDriver driver;
  Counters base;
};

} // namespace

std::unique_ptr<runtime::Engine>
createAxiEngine(std::shared_ptr<const image::Image> image,
                std::unique_ptr<AxiPins> pins, const AxiOptions &options) {
  return std::make_unique<AxiEngine>(std::move(image), std::move(pins),
                                     options);
}

} // namespace snnc::sim
