//===- BootTest.cpp - The accesses that load a chip, and their file -------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The accesses are done on words that hold garbage, and what is there in the
// end is looked at word by word.
//
//===----------------------------------------------------------------------===//

#include "sim/Boot.h"
#include "image/Parts.h"
#include "image/Timing.h"
#include "sim/HostMap.h"
#include "sim/NetworkTables.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/DrivenNetwork.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/runtime/Spread.h"
#include "tests/unit/runtime/TwoTiles.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace snnc {
namespace {

using image::Image;
using sim::Boot;
using sim::BootClear;
using testing::errorOf;

constexpr uint32_t garbage = 0xdeadbeef;
constexpr unsigned wordBits = 24;

/// Words of the tiles of a chip, and what the chip's command register got.
class Words {
public:
  Words(const image::Target &target)
      : target(target), tiles(target.meshColumns * target.meshRows),
        map(tiles) {}

  void run(const Boot &boot) {
    for (const sim::BootAccess &access : boot.accesses)
      run(access);
  }

  uint32_t at(uint32_t tile, uint32_t word) const {
    auto found = written.find({tile, word});
    if (found != written.end())
      return found->second;
    return cleared && inMemory(word) ? 0 : garbage;
  }

  unsigned waits = 0;
  std::vector<uint32_t> chipCommands;

private:
  static uint32_t regionOf(uint32_t word) { return word & 0xf00000; }
  static bool inNetwork(uint32_t word) {
    return regionOf(word) == sim::ArrivalRegion ||
           regionOf(word) == sim::RouteRegion;
  }
  static bool inMemory(uint32_t word) {
    uint32_t region = regionOf(word);
    return region != sim::RegisterRegion && region != sim::GroupRegion &&
           region != sim::DescriptorRegion && !inNetwork(word);
  }
  void run(const sim::BootAccess &access) {
    ASSERT_EQ(access.address & 3, 0u);
    auto word =
        static_cast<uint32_t>(access.address >> 2 & ((1u << wordBits) - 1));
    uint64_t place = access.address >> (2 + wordBits);
    uint64_t all = (uint64_t(1) << map.tileBits) + 1;
    if (access.wait) {
      ASSERT_EQ(word, uint32_t(sim::StatusRegister));
      ASSERT_LT(place, tiles);
      ++waits;
    } else if (place == all - 1) {
      ASSERT_EQ(word, uint32_t(sim::ChipCommandRegister));
      chipCommands.push_back(access.data);
    } else {
      ASSERT_TRUE(place == all || place < tiles) << place;
      ASSERT_TRUE(tiles > 1 || !inNetwork(word)) << word;
      for (uint32_t t = 0; t < tiles; ++t)
        if (place == all || place == t)
          set(t, word, access.data);
    }
  }
  void set(uint32_t tile, uint32_t word, uint32_t data) {
    if (word == sim::CommandRegister && data & sim::InitCommand) {
      ASSERT_TRUE(written.empty() || written.rbegin()->first.second == word);
      cleared = true;
    }
    written[{tile, word}] = data;
  }

  const image::Target target;
  const uint32_t tiles;
  const sim::ChipMap map;
  bool cleared = false;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> written;
};

/// A network that learns over four tiles of six.
Image learning() {
  testing::SpreadPlan plan;
  plan.columns = 3;
  plan.rows = 2;
  plan.pieces = {{{1, 1}, {2, 2}}, {{0, 1}, {4, 1}, {1, 1}}};
  return testing::spread(testing::postRule(true, false).build(), plan);
}

/// All words of the sizes of the target, in order, and what must be there.
template <typename Check>
void eachWord(const Image &image, uint32_t t, Check check) {
  const image::Target &target = image.target;
  const image::Tile none;
  const bool used = t < image.tiles.size();
  const image::Tile &tile = used ? image.tiles[t] : none;
  const sim::NetworkTables network =
      used ? sim::networkTables(image)[t] : sim::NetworkTables();
  auto list = [&](uint32_t base, uint64_t words, auto &&word) {
    for (uint32_t i = 0; i < words; ++i)
      check(base + i, word(i));
  };
  auto of = [](const auto &values, size_t i) {
    return i < values.size() ? static_cast<uint32_t>(values[i]) : 0;
  };
  auto half = [](uint64_t word, uint32_t i) {
    return static_cast<uint32_t>(word >> 32 * (i % 2));
  };
  list(sim::ProgramRegion, 2 * uint64_t(target.programWords), [&](uint32_t i) {
    return half(i / 2 < tile.program.size() ? tile.program[i / 2] : 0, i);
  });
  list(sim::StateRegion, uint64_t(target.stateRows) * target.lanes,
       [&](uint32_t i) { return of(tile.state, i); });
  list(sim::AccumulatorRegion, uint64_t(target.accumulatorRows) * target.lanes,
       [](uint32_t) { return 0; });
  list(sim::SynapseRegion, uint64_t(target.synapseRows) * target.lanes,
       [&](uint32_t i) { return of(tile.synapses, i); });
  list(sim::TableRegion, target.tableWords,
       [&](uint32_t i) { return of(tile.tables, i); });
  list(sim::PayloadRegion, uint64_t(target.blocks) * target.lanes,
       [](uint32_t) { return 0; });
  list(sim::MarkRegion, target.blocks, [](uint32_t) { return 0; });
  list(sim::GroupRegion, target.groups * 8, [&](uint32_t i) {
    return i / 8 < tile.groups.size()
               ? sim::groupWords(tile.groups[i / 8], "",
                                 network.sources.empty()
                                     ? sim::NetworkSource()
                                     : network.sources[i / 8])[i % 8]
               : 0;
  });
  list(sim::DescriptorRegion, target.descriptors * 2, [&](uint32_t i) {
    return i / 2 < tile.descriptors.size()
               ? sim::descriptorWords(tile.descriptors[i / 2], "")[i % 2]
               : 0;
  });
  list(sim::AxonRegion, 2 * uint64_t(target.axons), [&](uint32_t i) {
    return half(i / 2 < tile.axons.size() ? sim::axonWord(tile.axons[i / 2], "")
                                          : 0,
                i);
  });
  list(sim::LearnRegion, target.learnEntries * 32, [&](uint32_t i) {
    return i / 32 < tile.learn.size() && i % 32 < 20
               ? sim::learnWords(tile.learn[i / 32], tile, target.lanes,
                                 "")[i % 32]
               : 0;
  });
  if (image::isMesh(target)) {
    list(sim::ArrivalRegion, target.sources,
         [&](uint32_t i) { return of(network.arrivals, i); });
    list(sim::RouteRegion, target.sources,
         [&](uint32_t i) { return of(network.routes, i); });
  }
  list(sim::LearnEntriesRegister, 1,
       [&](uint32_t) { return static_cast<uint32_t>(tile.learn.size()); });
  list(sim::LearningRegister, 1, [](uint32_t) { return 1; });
  list(sim::SignalsRegister, 1, [](uint32_t) { return 0; });
  list(sim::StepRegister, 2, [](uint32_t) { return 0; });
  list(sim::ModulatorRegister, target.modulators, [&](uint32_t i) {
    return i < image.modulators.size()
               ? static_cast<uint32_t>(image.modulators[i].init)
               : 0;
  });
  uint32_t falls = 0;
  for (size_t m = 0; m < image.modulators.size(); ++m)
    falls |= uint32_t(image.modulators[m].falls) << m;
  list(sim::FallsRegister, 1, [&](uint32_t) { return falls; });
}

TEST(Boot, EveryWordOfEveryTileIsAsTheImageSays) {
  const Image networks[] = {learning(), testing::TwoTiles().two(),
                            testing::pairStdp().build()};
  for (const Image &image : networks)
    for (BootClear clear : {BootClear::Command, BootClear::Writes}) {
      Words words(image.target);
      words.run(sim::bootOf(image, clear));
      const uint32_t tiles = image.target.meshColumns * image.target.meshRows;
      EXPECT_EQ(words.waits, clear == BootClear::Command ? tiles : 0);
      EXPECT_EQ(words.chipCommands, std::vector<uint32_t>{12});
      for (uint32_t t = 0; t < tiles; ++t)
        eachWord(image, t, [&](uint32_t word, uint32_t value) {
          if (words.at(t, word) != value)
            ADD_FAILURE() << image.name << ", tile " << t << ", word "
                          << std::hex << word << ": " << words.at(t, word)
                          << " rather than " << value;
        });
    }
}

TEST(Boot, NetworkTablesSendEachEventToItsWindows) {
  const Image image = learning();
  const std::vector<sim::NetworkTables> tables = sim::networkTables(image);
  const std::vector<image::Source> sources = image::sourcesOf(image);
  for (uint32_t number = 0; number < sources.size(); ++number) {
    const image::Part &part = image.populations[sources[number].population]
                                  .parts[sources[number].part];
    const sim::NetworkSource &home = tables[part.tile].sources[part.group];
    EXPECT_EQ(home.number, number);
    // From the home along the routes.
    uint32_t here = 0;
    std::vector<uint32_t> way = {part.tile};
    while (!way.empty()) {
      uint32_t tile = way.back();
      way.pop_back();
      uint32_t route = tables[tile].routes[number];
      uint32_t arrival = tables[tile].arrivals[number];
      EXPECT_EQ(route >> 4 & 1, arrival >> 31);
      here += arrival >> 31;
      const int ways[] = {1, -1, -3, 3};
      for (unsigned bit = 0; bit < 4; ++bit)
        if (route >> bit & 1)
          way.push_back(tile + uint32_t(ways[bit]));
    }
    EXPECT_EQ(here, home.copies);
  }
}

TEST(Boot, FileRoundTrip) {
  Boot boot = sim::bootOf(learning());
  std::vector<uint8_t> bytes = sim::writeBoot(boot);
  EXPECT_EQ(bytes, sim::writeBoot(sim::bootOf(learning())));
  Boot back = sim::readBoot(bytes, "x");
  EXPECT_TRUE(back.target == boot.target);
  EXPECT_EQ(back.accesses, boot.accesses);
  EXPECT_EQ(back.target.columns, 3u);
  EXPECT_EQ(back.target.rows, 2u);
}

TEST(Boot, EveryTruncationAndFlippedBitOfAFileIsAnError) {
  Boot boot;
  boot.accesses = {{0x10000040, 12, false}, {0x44, 1, true}};
  std::vector<uint8_t> bytes = sim::writeBoot(boot);
  auto error = [](const std::vector<uint8_t> &bad) {
    return errorOf([&] { sim::readBoot(bad, "f.boot"); });
  };
  EXPECT_EQ(error(bytes), "");
  for (size_t n = 0; n < bytes.size(); ++n)
    EXPECT_EQ(error({bytes.begin(), bytes.begin() + long(n)})
                  .compare(0, 8, "f.boot: "),
              0)
        << n;
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::vector<uint8_t> bad = bytes;
    bad[bit / 8] ^= uint8_t(1u << bit % 8);
    EXPECT_NE(error(bad), "") << "bit " << bit;
  }
  bytes.push_back(0);
  EXPECT_NE(error(bytes), "");
  EXPECT_EQ(error({}), "f.boot: not a boot file");
  std::vector<uint8_t> newer = sim::writeBoot(boot);
  newer[8] = 2;
  EXPECT_EQ(error(newer),
            "f.boot: a boot file of version 2; this is for version 1");
}

TEST(Boot, ANumberThatDoesNotFitIsAnError) {
  Image image = learning();
  image.tiles[1].groups[0].axonBase = 1u << 24;
  EXPECT_EQ(errorOf([&] { sim::bootOf(image); }),
            "tile 1: group 0: axon base 16777216 does not fit the tile's 24 "
            "bits");
}

} // namespace
} // namespace snnc
