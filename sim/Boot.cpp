//===- Boot.cpp - The accesses that load a chip -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Boot.h"

#include "image/Parts.h"
#include "image/Timing.h"
#include "sim/HostMap.h"
#include "sim/NetworkTables.h"
#include "sim/TileWords.h"

namespace snnc::sim {

namespace {

class BootWriter {
public:
  BootWriter(const image::Image &image, Boot &boot)
      : image(image), target(image.target), boot(boot),
        map(target.meshColumns * target.meshRows) {}

  void write(BootClear clear) {
    toChip(ChipCommandRegister, ClearErrorsCommand | ClearCountersCommand);
    clearTiles(clear);
    const std::vector<NetworkTables> network = networkTables(image);
    for (uint32_t t = 0; t < image.tiles.size(); ++t)
      loadTile(t, network[t]);
    setRegisters();
  }

private:
  void toChip(uint32_t word, uint32_t data) {
    boot.accesses.push_back({map.chip(word), data, false});
  }
  void toAll(uint32_t word, uint32_t data) {
    boot.accesses.push_back({map.all(word), data, false});
  }
  /// The memory has been cleared.
  void toTile(uint32_t tile, uint32_t word, uint32_t data) {
    if (data != 0)
      boot.accesses.push_back({map.tile(tile, word), data, false});
  }
  void clearWords(uint32_t base, uint64_t words) {
    for (uint32_t i = 0; i < words; ++i)
      toAll(base + i, 0);
  }

  /// Tiles without a part of the network too: they take part in every step.
  void clearTiles(BootClear clear) {
    const uint32_t clean =
        FlushCommand | ClearErrorsCommand | ClearCountersCommand;
    if (clear == BootClear::Command) {
      toAll(CommandRegister, clean | InitCommand);
      for (uint32_t t = 0; t < target.meshColumns * target.meshRows; ++t)
        boot.accesses.push_back(
            {map.tile(t, StatusRegister), RunningStatus, true});
    } else {
      toAll(CommandRegister, clean);
      clearWords(ProgramRegion, 2 * uint64_t(target.programWords));
      clearWords(StateRegion, uint64_t(target.stateRows) * target.lanes);
      clearWords(AccumulatorRegion,
                 uint64_t(target.accumulatorRows) * target.lanes);
      clearWords(SynapseRegion, uint64_t(target.synapseRows) * target.lanes);
      clearWords(TableRegion, target.tableWords);
      clearWords(PayloadRegion, uint64_t(target.blocks) * target.lanes);
      clearWords(MarkRegion, target.blocks);
      clearWords(AxonRegion, 2 * uint64_t(target.axons));
      clearWords(LearnRegion,
                 uint64_t(target.learnEntries) * wordsPerLearnEntry);
    }
    // What no command clears.
    clearWords(GroupRegion, uint64_t(target.groups) * wordsPerGroup);
    clearWords(DescriptorRegion, 2 * uint64_t(target.descriptors));
    // A tile alone has no network, and refuses these.
    if (image::isMesh(target)) {
      clearWords(ArrivalRegion, target.sources);
      clearWords(RouteRegion, target.sources);
    }
    toAll(LearnEntriesRegister, 0);
  }

  void loadTile(uint32_t t, const NetworkTables &network) {
    const image::Tile &tile = image.tiles[t];
    auto name = [&](const char *what, size_t i) {
      return image::tileName(image, t) + what + std::to_string(i);
    };
    for (uint32_t i = 0; i < tile.program.size(); ++i) {
      toTile(t, ProgramRegion + 2 * i, static_cast<uint32_t>(tile.program[i]));
      toTile(t, ProgramRegion + 2 * i + 1,
             static_cast<uint32_t>(tile.program[i] >> 32));
    }
    for (uint32_t i = 0; i < tile.state.size(); ++i)
      toTile(t, StateRegion + i, tile.state[i]);
    for (uint32_t i = 0; i < tile.synapses.size(); ++i)
      toTile(t, SynapseRegion + i, tile.synapses[i]);
    for (uint32_t i = 0; i < tile.tables.size(); ++i)
      toTile(t, TableRegion + i, static_cast<uint32_t>(tile.tables[i]));
    for (uint32_t i = 0; i < tile.axons.size(); ++i) {
      uint64_t word = axonWord(tile.axons[i], name("axon entry ", i));
      toTile(t, AxonRegion + 2 * i, static_cast<uint32_t>(word));
      toTile(t, AxonRegion + 2 * i + 1, static_cast<uint32_t>(word >> 32));
    }
    for (uint32_t i = 0; i < tile.groups.size(); ++i) {
      auto words = groupWords(tile.groups[i], name("group ", i),
                              network.sources.empty() ? NetworkSource()
                                                      : network.sources[i]);
      for (uint32_t w = 0; w < words.size(); ++w)
        toTile(t, GroupRegion + i * wordsPerGroup + w, words[w]);
    }
    for (uint32_t i = 0; i < tile.descriptors.size(); ++i) {
      auto words =
          descriptorWords(tile.descriptors[i], name("row descriptor ", i));
      toTile(t, DescriptorRegion + 2 * i, words[0]);
      toTile(t, DescriptorRegion + 2 * i + 1, words[1]);
    }
    for (uint32_t i = 0; i < tile.learn.size(); ++i) {
      auto words = learnWords(tile.learn[i], tile, target.lanes,
                              name("entry of Learn ", i));
      for (uint32_t w = 0; w < words.size(); ++w)
        toTile(t, LearnRegion + i * wordsPerLearnEntry + w, words[w]);
    }
    toTile(t, LearnEntriesRegister, static_cast<uint32_t>(tile.learn.size()));
    for (uint32_t i = 0; i < network.arrivals.size(); ++i)
      toTile(t, ArrivalRegion + i, network.arrivals[i]);
    for (uint32_t i = 0; i < network.routes.size(); ++i)
      toTile(t, RouteRegion + i, network.routes[i]);
  }

  void setRegisters() {
    uint32_t falls = 0;
    for (uint32_t m = 0; m < target.modulators; ++m) {
      const bool used = m < image.modulators.size();
      toAll(ModulatorRegister + m,
            used ? static_cast<uint32_t>(image.modulators[m].init) : 0);
      falls |= uint32_t(used && image.modulators[m].falls) << m;
    }
    toAll(SignalsRegister, 0);
    toAll(FallsRegister, falls);
    toAll(LearningRegister, 1);
    toAll(StepRegister, 0);
    toAll(StepRegister + 1, 0);
  }

  const image::Image &image;
  const image::Target &target;
  Boot &boot;
  const ChipMap map;
};

} // namespace

BootTarget bootTargetOf(const image::Target &target) {
  return {target.meshColumns, target.meshRows, target.lanes, target.sources,
          target.version};
}

Boot bootOf(const image::Image &image, BootClear clear) {
  Boot boot;
  boot.target = bootTargetOf(image.target);
  BootWriter(image, boot).write(clear);
  return boot;
}

} // namespace snnc::sim
