//===- RtlEngine.cpp - The rtl engine ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/RtlEngine.h"

#include "image/Error.h"
#include "image/Timing.h"
#include "runtime/Factory.h"
#include "runtime/IntegerEngine.h"
#include "sim/ChipEngine.h"
#include "sim/ErrorText.h"
#include "sim/TileDriver.h"
#include "sim/Waveform.h"

#include <algorithm>

namespace snnc::sim {

namespace {

using runtime::Counters;

bool learns(const image::Image &image) { return !image.tiles[0].learn.empty(); }

/// What the chip must have at least.
image::Target sizesFor(const image::Image &image) {
  image::Target target = image.target;
  if (!learns(image))
    target.learnEntries = 0;
  return target;
}

std::unique_ptr<TileModel> makeModel(const RtlOptions &options, bool learns) {
  auto chip = options.assertions || !options.tracePath.empty()
                  ? makeCheckedTile(options.tracePath)
                  : makeFastTile(learns);
  return options.between ? options.between(std::move(chip)) : std::move(chip);
}

class RtlEngine final : public runtime::IntegerEngine {
public:
  RtlEngine(std::shared_ptr<const image::Image> network,
            const RtlOptions &options)
      : IntegerEngine(std::move(network)), options(options),
        driver(makeModel(options, learns(image())), sizesFor(image()),
               options.loadThroughPort) {
    if (!options.tracePath.empty())
      writeWaveformHelpers(options.tracePath, image());
    reset();
  }

  std::string name() const override { return "rtl"; }

  Counters counters() const override {
    Counters c = driver.counters();
    c.steps += base.steps;
    c.cycles += base.cycles;
    c.updateCycles += base.updateCycles;
    c.deliverCycles += base.deliverCycles;
    c.learnCycles += base.learnCycles;
    c.stallCycles += base.stallCycles;
    c.instructions += base.instructions;
    c.events += base.events;
    c.synapticOps += base.synapticOps;
    c.rowUnits += base.rowUnits;
    c.saturations += base.saturations;
    c.synapseUpdates += base.synapseUpdates;
    return c;
  }

protected:
  void load() override {
    driver.load(image().tiles[0]);
    uint32_t falls = 0;
    for (size_t m = 0; m < image().modulators.size(); ++m)
      falls |= uint32_t(image().modulators[m].falls) << m;
    driver.writeFalls(falls);
    base = Counters();
  }
  void readStateRow(uint32_t, uint32_t row, uint32_t *words) override {
    driver.readStateRow(row, words);
  }
  void writeStateRow(uint32_t, uint32_t row, const uint32_t *words) override {
    driver.writeStateRow(row, words);
  }
  void readAccumulatorRow(uint32_t, uint32_t row, uint32_t *words) override {
    driver.readAccumulatorRow(row, words);
  }
  void writeAccumulatorRow(uint32_t, uint32_t row,
                           const uint32_t *words) override {
    driver.writeAccumulatorRow(row, words);
  }
  void readSynapseRow(uint32_t, uint32_t row, uint32_t *words) override {
    driver.readSynapseRow(row, words);
  }
  void writeSynapseRow(uint32_t, uint32_t row, const uint32_t *words) override {
    driver.writeSynapseRow(row, words);
  }
  void writeSignals(uint32_t mask) override { driver.writeSignals(mask); }
  void readModulators(std::vector<int32_t> &values, uint32_t &set) override {
    std::vector<uint32_t> words =
        driver.readModulators(static_cast<uint32_t>(values.size()));
    std::copy(words.begin(), words.end(), values.begin());
    set = driver.readSignals();
  }
  void writeLearning(bool on) override { driver.writeLearning(on); }
  void writeModulator(uint32_t modulator, int32_t value) override {
    driver.writeModulator(modulator, value);
  }
  void writeStepCount(uint64_t t) override { driver.writeStep(t); }
  void writeCounters(const Counters &counters) override {
    driver.write(CommandRegister, ClearCountersCommand);
    base = counters;
  }

  void runStep(uint64_t t, const std::vector<runtime::TileEvent> &injected,
               std::vector<runtime::TileEvent> &events) override {
    for (const runtime::TileEvent &e : injected)
      driver.inject(e.group, e.physical, e.payload);
    stream.clear();
    if (!driver.step(options.maxCyclesPerStep, stream))
      throw Error(where(t) + "took more than " +
                  std::to_string(options.maxCyclesPerStep) + " cycles");
    if (driver.read(ErrorRegister))
      throw Error(where(t) + errorText(image(), 0, driver.trap()));
    for (const StreamEvent &e : stream)
      events.push_back({e.group, e.physical, e.payload, 0});
  }

private:
  std::string where(uint64_t t) const {
    return "rtl: step " + std::to_string(t) + ": ";
  }

  RtlOptions options;
  mutable TileDriver driver;
  Counters base;
  std::vector<StreamEvent> stream;
};

} // namespace

std::unique_ptr<runtime::Engine>
createRtlEngine(std::shared_ptr<const image::Image> image,
                const RtlOptions &options) {
  if (image::isMesh(image->target))
    return createChipEngine(std::move(image), options);
  return std::make_unique<RtlEngine>(std::move(image), options);
}

std::unique_ptr<runtime::Engine> createRtlEngine(const image::Image &image,
                                                 const RtlOptions &options) {
  return createRtlEngine(std::make_shared<const image::Image>(image), options);
}

void registerRtlEngine() {
  runtime::registerEngine("rtl", [](std::shared_ptr<const image::Image> image,
                                    const runtime::EngineOptions &options) {
    RtlOptions rtl;
    rtl.loadThroughPort = options.hostPortLoad;
    if (options.threads > 2)
      throw Error("a chip takes 1 or 2 threads, not " +
                  std::to_string(options.threads));
    rtl.threads = options.threads ? options.threads : 1;
    rtl.tracePath = options.waveform;
    return createRtlEngine(std::move(image), rtl);
  });
}

} // namespace snnc::sim
