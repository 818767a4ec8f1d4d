//===- RtlEngine.cpp - The rtl engine ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/RtlEngine.h"

#include "image/Error.h"
#include "isa/Assembler.h"
#include "isa/Isa.h"
#include "runtime/Factory.h"
#include "runtime/IntegerEngine.h"
#include "sim/TileDriver.h"
#include "sim/Waveform.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

namespace snnc::sim {

namespace {

using runtime::Counters;

std::string instructionAt(const image::Tile &tile, uint32_t pc) {
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

/// The chip that is simulated has one tile.
std::shared_ptr<const image::Image>
ofOneTile(std::shared_ptr<const image::Image> image) {
  if (image->tiles.size() > 1)
    throw Error("rtl: the network of image '" + image->name +
                "' is spread over " + std::to_string(image->tiles.size()) +
                " tiles, and the Verilated chip has one; compile it for a "
                "target of one tile that it fits, or run it on 'ref'");
  return image;
}

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
      : IntegerEngine(ofOneTile(std::move(network))), options(options),
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
    if (uint32_t errors = driver.read(ErrorRegister))
      fail(t, errors);
    for (const StreamEvent &e : stream)
      events.push_back({e.group, e.physical, e.payload, 0});
  }

private:
  std::string where(uint64_t t) const {
    return "rtl: step " + std::to_string(t) + ": ";
  }

  std::string populationOf(uint32_t group) const {
    const auto &groups = image().tiles[0].groups;
    if (group >= groups.size())
      return "group " + std::to_string(group);
    uint32_t population = groups[group].population;
    return "population '" + image().populations[population].name + "'";
  }

  [[noreturn]] void fail(uint64_t t, uint32_t errors) {
    static const char *const causes[] = {
        "illegal instruction",
        "the program ran past the end of program memory (no 'end')",
        "a neuron emitted twice in a step",
        "the event queue overflowed",
        "address outside a memory",
        "accumulator overflow",
        "the host touched the tile while it was running",
        "a word of a memory has more wrong bits than can be corrected"};
    Trap trap = driver.trap();
    std::string text;
    for (size_t i = 0; i < std::size(causes); ++i)
      if (errors >> i & 1)
        text += (text.empty() ? "" : "; ") + std::string(causes[i]);
    // A wrong word may come a few cycles before or after an instruction's
    // errors.
    if (!(errors & stopErrors & ~UncorrectableWord))
      throw Error(where(t) + text);
    if (!trap.inProgram)
      throw Error(where(t) + text + " at an event of " +
                  populationOf(trap.group));
    const image::Tile &tile = image().tiles[0];
    text += " at program address " + std::to_string(trap.pc) +
            instructionAt(tile, trap.pc) + " of " + populationOf(trap.group);
    // A program without end stopped one word after its last.
    uint32_t pc = trap.pc;
    while (pc > 0 && pc >= tile.program.size())
      --pc;
    std::string source = describeLocation(image(), pc);
    throw Error(where(t) + text + (source.empty() ? "" : ", " + source));
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
    rtl.tracePath = options.waveform;
    return createRtlEngine(std::move(image), rtl);
  });
}

} // namespace snnc::sim
