//===- ChipImageTest.cpp - Images of several tiles on disk ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Same bytes, or one clear error: the rules of docs/chip.md.
//
//===----------------------------------------------------------------------===//

#include "image/Describe.h"
#include "tests/unit/image/Mutants.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/runtime/Spread.h"
#include "tests/unit/runtime/TwoTiles.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using image::Image;
using testing::errorOf;

Image twoTiles() { return testing::TwoTiles().two(); }

/// Columns of indexed rows: sources on tiles 1 and 2, targets on all but 2.
Image learning() {
  testing::SpreadPlan plan;
  plan.columns = 2;
  plan.rows = 2;
  plan.pieces = {{{1, 1}, {2, 2}}, {{0, 1}, {3, 1}, {1, 1}}};
  return testing::spread(testing::postRule(true, false).build(), plan);
}

TEST(ChipImage, RoundTripGivesTheSameBytes) {
  for (const Image &image : {twoTiles(), learning()}) {
    auto bytes = image::writeImage(image);
    Image back = image::readImage(bytes, "x");
    EXPECT_EQ(image::writeImage(back), bytes);
    EXPECT_EQ(image::describeJson(back), image::describeJson(image));
    EXPECT_EQ(image::describe(back, true), image::describe(image, true));
  }
}

TEST(ChipImage, EveryTruncationAndFlippedBitIsAnError) {
  auto bytes = image::writeImage(twoTiles());
  for (size_t n = 0; n < bytes.size(); n += n < 800 ? 1 : 7) {
    std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + long(n));
    std::string error = errorOf([&] { image::readImage(cut, "f.img"); });
    ASSERT_EQ(error.compare(0, 7, "f.img: "), 0) << n << ": " << error;
  }
  for (size_t i = 0; i < bytes.size(); i += i < 800 ? 1 : 11)
    for (unsigned bit : {0u, 3u, 7u}) {
      auto bad = bytes;
      bad[i] ^= uint8_t(1u << bit);
      ASSERT_NE(errorOf([&] { image::readImage(bad, "f.img"); }), "")
          << "byte " << i << " bit " << bit;
    }
}

TEST(ChipImage, MutantsWithGoodChecksumsNeverCrash) {
  testing::MutantCount count = testing::runMutants(twoTiles(), 3, 1500);
  EXPECT_GT(count.refused, 300u);
  EXPECT_GT(count.taken, 100u);
  count = testing::runMutants(learning(), 4, 1500);
  EXPECT_GT(count.refused, 300u);
  EXPECT_GT(count.taken, 100u);
}

TEST(ChipImage, TilesAndSectionsAgree) {
  auto bytes = image::writeImage(twoTiles());
  auto read = [&](std::vector<uint8_t> bad) {
    testing::makeChecksums(bad);
    return errorOf([&] { image::readImage(bad, "f.img"); });
  };
  EXPECT_EQ(read(bytes), "");
  // The tile of the eighth section, its type, and the number of sections.
  const size_t entry = image::kHeaderBytes + 7 * image::kSectionEntryBytes;
  auto bad = bytes;
  bad[entry + 28] = 0;
  EXPECT_NE(read(bad).find("section 'program' of tile 1 has a wrong entry"),
            std::string::npos);
  bad = bytes;
  bad[entry] = 3;
  EXPECT_NE(read(bad).find("section 'program' of tile 1 has a wrong entry"),
            std::string::npos);
  for (uint8_t sections : {0, 1, 2, 7, 8, 13}) {
    bad = bytes;
    bad[24] = sections;
    EXPECT_NE(read(bad).find("f.img: corrupt"), std::string::npos);
  }
}

using Change = std::function<void(Image &)>;

void check(const Image &good, const std::string &expect, const Change &change) {
  Image image = good;
  ASSERT_EQ(errorOf([&] { image::validate(image, "i"); }), "");
  change(image);
  std::string error = errorOf([&] { image::validate(image, "i"); });
  EXPECT_NE(error.find(expect), std::string::npos)
      << "expected '" << expect << "', got '" << error << "'";
}

TEST(ChipImage, PartsCoverTheirPopulation) {
  const Image image = twoTiles();
  auto cells = [](Image &i) -> std::vector<image::Part> & {
    return i.populations[1].parts;
  };
  check(image, "2 tiles; the target has 1",
        [](auto &i) { i.target.meshColumns = 1; });
  check(image, "has neither tiles nor native code",
        [](auto &i) { i.tiles.clear(); });
  check(image, "has no parts", [&](auto &i) { cells(i).clear(); });
  check(image, "its parts hold 8 of its 16 neurons",
        [&](auto &i) { cells(i).pop_back(); });
  check(image, "part 1: neurons 7 to 14; the next are 8 to 15",
        [&](auto &i) { cells(i)[1].first = 7; });
  check(image, "part 1: neurons 8 to 16; the next are 8 to 15",
        [&](auto &i) { cells(i)[1].size = 9; });
  check(image, "part 1: neurons 8 to 7; the next are 8 to 15",
        [&](auto &i) { cells(i)[1].size = 0; });
  check(image, "part 1: neuron 7 is not the first of a block", [&](auto &i) {
    cells(i)[0].size = cells(i)[1].first = 7;
    cells(i)[1].size = 9;
  });
  check(image, "part 1: tile 2 of 2", [&](auto &i) { cells(i)[1].tile = 2; });
  check(image, "part 1: two parts are on tile 0",
        [&](auto &i) { cells(i)[1].tile = 0; });
  check(image, "part 1: group 3 of 3", [&](auto &i) { cells(i)[1].group = 3; });
  check(image, "part 1: group 1 is not a home",
        [&](auto &i) { cells(i)[1].group = 1; });
  check(image, "part 1: places of 0 states, 0 parameters and 1 ports",
        [&](auto &i) { cells(i)[1].states.clear(); });
  check(image, "part 1: variable 'v': plane ends at unit",
        [&](auto &i) { cells(i)[1].states[0] = 1 << 20; });
  check(image, "part 1: port 'in': ends at accumulator row",
        [&](auto &i) { cells(i)[1].ports[0] += 1; });
  check(image, "part 1: its group begins with neuron 9 instead of 8",
        [](auto &i) { i.tiles[1].groups[2].logicalBase = 9; });
  check(image, "part 1: blocks 0 to 0 do not hold its 8 neurons",
        [](auto &i) { i.tiles[1].groups[2].firstBlock = 0; });
  check(image, "part 1: block 0 has 5 valid lanes by its group",
        [](auto &i) { i.tiles[1].groups[2].lastLanes = 5; });
}

TEST(ChipImage, WindowsAreOfTheirPopulation) {
  const Image image = twoTiles();
  check(image, "tile 1: group 1: population 7 of 2",
        [](auto &i) { i.tiles[1].groups[1].population = 7; });
  check(image, "tile 1: group 0: is kept and no window", [](auto &i) {
    i.tiles[1].groups[0].window = false;
    i.tiles[1].groups[0].kept = true;
  });
  check(image, "tile 1: group 0: is no home and no window",
        [](auto &i) { i.tiles[1].groups[0].window = false; });
  check(image, "tile 1: group 0: blocks 3 to 5",
        [](auto &i) { i.tiles[1].groups[0].blockBase = 3; });
  check(image, "tile 1: group 0: has no blocks",
        [](auto &i) { i.tiles[1].groups[0].blocks = 0; });
  check(image, "tile 1: group 0: blocks 1 to 2 of 'in', which has 2",
        [](auto &i) { i.tiles[1].groups[0].firstBlock = 1; });
  check(image, "tile 1: group 0: a window has no program",
        [](auto &i) { i.tiles[1].groups[0].hasProgram = true; });
  check(image, "tile 1: group 1: population 'in' has two windows",
        [](auto &i) { i.tiles[1].groups[1].population = 0; });
  check(image, "tile 0: group 2: a window on 'in', all of which lives here",
        [](auto &i) {
          i.tiles[0].groups.push_back(i.tiles[1].groups[0]);
          i.tiles[0].groups[2].axonSubs = 0;
        });
  check(image, "group 2: its axon entries are not those of its places",
        [](auto &i) { i.tiles[1].groups[2].axonBase -= 1; });
  check(image, "group 2: its axon entries are not those of its places",
        [](auto &i) { i.tiles[1].groups[2].axonSubs = 0; });
  check(image, "group 2: its axon entries are not those of its places",
        [](auto &i) { i.tiles[1].groups[2].axonStride += 1; });
  check(image, "group 2: has axon entries, but its population's window",
        [](auto &i) { i.tiles[1].groups[1].blocks = 1; });
  check(image, "tile 1: group 0: its axon entries end beyond",
        [](auto &i) { i.tiles[1].groups[0].axonBase = 1 << 20; });
  check(image, "tile 1: population 'cell': its group drives modulator 0",
        [](auto &i) { i.tiles[1].groups[1].drives = 0; });

  // Source blocks of kept windows.
  const Image rule = learning();
  auto kept = [](Image &i, uint32_t tile) -> image::Group & {
    for (image::Group &g : i.tiles[tile].groups)
      if (g.kept)
        return g;
    throw Error("no kept window");
  };
  auto home = [](Image &i, uint32_t tile) -> image::Group & {
    return i.tiles[tile]
        .groups[i.populations[0].parts[tile == 1 ? 0 : 1].group];
  };
  check(rule, "a kept window covers all of 'in'",
        [&](auto &i) { kept(i, 0).logicalBase = 1; });
  check(rule, "a kept window covers all of 'in'",
        [&](auto &i) { kept(i, 0).blocks = 2; });
  check(rule, "valid lanes by its group",
        [&](auto &i) { kept(i, 0).lastLanes = 3; });
  check(rule, "its source blocks are not its places in the window",
        [&](auto &i) { home(i, 1).blockBase += 1; });
  check(rule, "share source block", [&](auto &i) {
    for (image::Group &g : i.tiles[0].groups)
      g.blockBase = 0;
  });
  check(rule, "does not keep the events of all its sources", [&](auto &i) {
    kept(i, 0).blockBase = 0;
    kept(i, 0).kept = false;
  });
  check(rule, "is a window that keeps no events", [](auto &i) {
    image::Group window;
    window.population = 1;
    window.window = true;
    window.blocks = 1;
    i.tiles[3].learn[0].group = uint32_t(i.tiles[3].groups.size());
    i.tiles[3].groups.push_back(window);
  });
}

TEST(ChipImage, ProjectionsAreByPartOfTheTarget) {
  const Image image = twoTiles();
  auto part = [](Image &i, uint32_t j) -> image::ProjectionPart & {
    return i.projections[j].parts[1];
  };
  check(image, "has synapses on no tile",
        [](auto &i) { i.projections[0].parts.clear(); });
  check(image, "its parts are not by part of the target",
        [&](auto &i) { part(i, 0).targetPart = 0; });
  check(image, "tile 0 is not that of part 1 of 'cell'",
        [&](auto &i) { part(i, 0).tile = 0; });
  check(image, "is not that of part 2 of 'cell'",
        [&](auto &i) { part(i, 0).targetPart = 2; });
  check(image, "tile 1: group 1 is none of its sources",
        [&](auto &i) { part(i, 0).sourceGroup = 1; });
  check(image, "tile 1: group 9 is none of its sources",
        [&](auto &i) { part(i, 0).sourceGroup = 9; });
  check(image, "tile 1: has its sources in group 2 beside a window on them",
        [&](auto &i) { part(i, 1).sourceGroup = 2; });
  check(image, "tile 1: row descriptor 2 of 2",
        [&](auto &i) { part(i, 0).descriptor = 2; });
  check(image, "tile 1: axon entries 1 to 2 of 1",
        [&](auto &i) { part(i, 0).firstSub = 1; });
  check(image, "tile 1: has places of what learns, and does not",
        [&](auto &i) { part(i, 0).traces = {0}; });
  check(image, "tile 1: row descriptor 0: leads to no port",
        [&](auto &i) { i.tiles[1].descriptors[0].portBase = 1; });
  check(image, "tile 1: axon entry 0: row descriptor 5 of 2",
        [](auto &i) { i.tiles[1].axons[0].descriptor = 5; });

  const Image rule = learning();
  check(rule, "places of 1 synapse variables and 1 traces",
        [&](auto &i) { part(i, 0).variables.pop_back(); });
  check(rule, "tile 3: trace 'count': plane ends at unit",
        [&](auto &i) { part(i, 0).traces[0] = 1 << 20; });
  check(rule, "tile 3: skewed rows without a second index",
        [&](auto &i) { part(i, 0).index.reset(); });
  check(rule, "tile 3: its second index does not name each synapse once",
        [&](auto &i) {
          image::Tile &tile = i.tiles[3];
          size_t at = size_t(part(i, 0).index->rowBase) * 8;
          while (tile.synapses[at] == ~0u)
            ++at;
          tile.synapses[at] ^= 1;
        });
  check(rule, "synapses in its rows", [&](auto &i) {
    i.projections[0].synapses -= 1;
    for (uint32_t &n : i.projections[0].fanOut)
      if (n) {
        --n;
        break;
      }
  });
  check(rule, "tile 3: entry 3 of Learn: walks other rows",
        [&](auto &i) { i.tiles[3].learn.back().unitBase += 1; });
  check(rule, "tile 2: has a Learn phase and no projection that learns",
        [&](auto &i) { i.tiles[2].learn = i.tiles[3].learn; });
}

TEST(ChipImage, RoutesAreTrees) {
  const Image image = twoTiles();
  check(image, "tile 1: 2 routes for 3 sources",
        [](auto &i) { i.tiles[1].routes.pop_back(); });
  check(image, "tile 0 has neighbours 17",
        [](auto &i) { i.tiles[0].routes[0].out |= 16; });
  check(image, "tile 0 sends west, where no tile in use is",
        [](auto &i) { i.tiles[0].routes[0].out |= image::kRouteWest; });
  check(image, "tile 0 sends south, where no tile in use is",
        [](auto &i) { i.tiles[0].routes[0].out |= image::kRouteSouth; });
  check(image, "tile 1 sends west, which is not x before y",
        [](auto &i) { i.tiles[1].routes[0].out = image::kRouteWest; });
  check(image, "tile 1 has their targets, and they do not come there",
        [](auto &i) {
          i.tiles[0].routes[1].out = 0;
          i.tiles[1].routes[1].window = -1;
        });
  check(image, "tile 1 has an entry, and its events never come there",
        [](auto &i) { i.tiles[0].routes[1].out = 0; });
  check(image, "tile 1 is where they end, and has no window for them",
        [](auto &i) { i.tiles[1].routes[0].window = -1; });
  check(image, "tile 1 delivers from group 1, which is no window for it",
        [](auto &i) { i.tiles[1].routes[0].window = 1; });
  check(image, "tile 1 delivers from group 1, which is no window for it",
        [](auto &i) { i.tiles[1].routes[2].window = 1; });
  check(image, "tile 1 delivers from group 7, which is no window for it",
        [](auto &i) { i.tiles[1].routes[0].window = 7; });
  check(image, "tile 1 delivers from group -5, which is no window for it",
        [](auto &i) { i.tiles[1].routes[0].window = -5; });
  check(image, "tile 0 is where they end, and has no window for them",
        [](auto &i) { i.tiles[1].routes[2].out = image::kRouteWest; });
  check(image, "tile 2 is the last, and not in use", [](auto &i) {
    i.target.meshRows = 2;
    i.tiles.emplace_back().routes.resize(3);
  });

  // From the left tile of the first row down to the second: y and then x.
  check(learning(), "which is not x before y", [](auto &i) {
    uint32_t number = 1; // the second part of the sources, on tile 2
    i.tiles[2].routes[number].out = image::kRouteNorth;
    i.tiles[0].routes[number].out = image::kRouteEast;
    i.tiles[3].routes[number].out = 0;
  });
  // More parts than the routes of a tile have room for.
  testing::TinyNetwork net("many");
  for (uint32_t p = 0; p < 5; ++p)
    net.input("in" + std::to_string(p), 8);
  testing::SpreadPlan plan;
  for (uint32_t p = 0; p < 5; ++p)
    plan.pieces.push_back({{p % 2, 1}});
  check(testing::spread(net.build(), plan),
        "5 parts; the target has routes for 4",
        [](auto &i) { i.target.sources = 4; });
  // A window on others than those of the part.
  check(image, "tile 1 has a window on others of the population", [](auto &i) {
    image::Group &window = i.tiles[1].groups[1];
    window.firstBlock = 1;
    window.blocks = 1;
    window.axonBase = i.tiles[1].groups[2].axonBase;
  });
}

TEST(ChipImage, IsDescribedByTile) {
  std::string text = image::describe(twoTiles(), true);
  for (const char *expect :
       {"1 cell: 16 neurons\n      on tile 0: neurons 0 to 7, group 1",
        "      on tile 1: neurons 8 to 15, group 2, 1 blocks, program at 0",
        "on tile 1: to part 1, from window 0, row descriptor 0",
        "tile 1 at (1, 0):\n  group 0: window on blocks 0 to 1 of in\n",
        "source 0 (in, part 0): east\n", "source 1 (cell, part 0): window 1\n",
        "tables of tile 1:"})
    EXPECT_NE(text.find(expect), std::string::npos) << expect << "\n" << text;
  EXPECT_NE(image::describe(learning()).find("kept window on blocks 0 to 2"),
            std::string::npos);
  // Memory in use is counted over all tiles, each thing once.
  image::MemoryUse use = image::memoryUse(twoTiles());
  image::MemoryUse one = image::memoryUse(testing::TwoTiles().one());
  EXPECT_EQ(use.neurons, one.neurons);
  EXPECT_EQ(use.stateBits, one.stateBits);
  EXPECT_EQ(use.accumulatorBits, one.accumulatorBits);
  EXPECT_GT(use.axonBits, one.axonBits);
}

} // namespace
} // namespace snnc
