//===- LearnOrderTest.cpp - What runs when in Learn, and where it stops ---===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::TileDriver;
using sim::Trap;
using testing::LearnNetwork;
using testing::loaded;
using testing::lockstep;
using testing::step;
using testing::TinyRandom;

image::Target tile() { return image::findTarget("tile"); }

uint32_t learnWord(uint32_t entry, uint32_t word) {
  return sim::LearnRegion + entry * sim::wordsPerLearnEntry + word;
}

/// A source of 8 that counts in `x` what runs; a projection that learns.
LearnNetwork counting(uint32_t entries = 1) {
  LearnNetwork net("count", tile());
  uint32_t in = net.input("in", 8), out = net.population("out", 8);
  net.state(out, "y", 32);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.dense(in, out, 0, std::vector<int32_t>(64, 1));
  net.trace(net.plastic(), "x", 32);
  for (uint32_t i = 0; i < entries; ++i)
    net.blocks(in, "ld r0, {x}\n add r0, r0, 1\n st r0, {x}", false);
  return net;
}

TEST(RtlLearnOrder, EveryStepThatADivisorDivides) {
  image::Image image = counting().build();
  image.tiles[0].learn[0].when = image::LearnWhen::Every;
  TileDriver driver = loaded(image);
  const uint32_t x = image.projections[0].parts[0].traces[0];
  TinyRandom random(1);
  uint32_t before = 0;
  auto check = [&](uint64_t t, uint32_t every) {
    driver.write(learnWord(0, 2), every);
    driver.writeStep(t);
    ASSERT_TRUE(step(driver));
    uint32_t count = driver.read(sim::StateRegion + x * 8);
    EXPECT_EQ(count - before, t % every == 0 ? 1u : 0u) << t << " / " << every;
    before = count;
  };
  for (unsigned bits = 1; bits <= 32; ++bits) {
    const uint32_t top = ~0u >> (32 - bits);
    for (uint32_t every : {top, (random() & top) | 1u << (bits - 1)}) {
      uint64_t t = (uint64_t(random()) << 32 | random()) / every * every;
      check(t, every);
      check(t + every - 1, every);
      check(t ^ 1ull << bits, every);
      check(t ^ 1ull << (bits + 31), every);
      check(t + every, every);
    }
  }
}

TEST(RtlLearnOrder, DivisionsTakeTheirTimeOnce) {
  // Cycles of equal and different numbers in a row, with others in between.
  LearnNetwork net = counting(12);
  auto &learn = net.made.tiles[0].learn;
  const uint32_t every[] = {3, 3, 5, 0, 5, 3, 1, 1, 0x10000, 0x10001, 7, 7};
  for (size_t i = 0; i < learn.size(); ++i)
    if (every[i]) {
      learn[i].when = image::LearnWhen::Every;
      learn[i].every = every[i];
    }
  lockstep(net.shared(), 16);
}

TEST(RtlLearnOrder, EveryModulatorAndEveryEntry) {
  // As many entries as there are, each with modulators of its own.
  LearnNetwork net = counting(0);
  for (int m = 0; m < 8; ++m)
    net.modulator("m" + std::to_string(m), m);
  const uint32_t entries = net.made.target.learnEntries;
  for (uint32_t i = 0; i < entries; ++i) {
    image::LearnEntry &e = net.blocks(
        0,
        "ld r0, {x}\n mul r0, r0, 5\n sig r1, mod=" + std::to_string(i % 8) +
            "\n add r0, r0, r1\n add r0, r0, " + std::to_string(i) +
            "\n st r0, {x}",
        i % 3 == 0);
    e.when = image::LearnWhen::Signal;
    e.signals = i < 8 ? 1u << i : i * 37 % 255 + 1;
  }
  lockstep(net.shared(), 20, [](runtime::Engine &engine, uint64_t t) {
    for (uint32_t m = 0; m < 8; ++m)
      if (t < 16 ? m == t % 8 : (t + m) % 3 == 0)
        engine.setModulator(m, int32_t(t));
    engine.setLearning(t % 5 != 3);
  });
}

TEST(RtlLearnOrder, GatesOpenCloseAndAreReplaced) {
  LearnNetwork net = counting(0);
  auto count = [&](uint32_t by) -> image::LearnEntry & {
    return net.blocks(0, "ld r0, {x}\n add r0, r0, " + std::to_string(by) +
                             "\n st r0, {x}");
  };
  // By a gate that opens at odd levels, by one that runs every third step, by
  // one that is gated itself.
  net.gate(1, "ld r0, {y}\n and r0, r0, 1\n due r0");
  count(10).gated = true;
  count(100);
  count(1000).gated = true;
  image::LearnEntry &third = net.gate(1, "ld r0, {y}\n and r0, r0, 2\n due r0");
  third.when = image::LearnWhen::Every;
  third.every = 3;
  count(10000).gated = true;
  net.gate(1, "mov r0, 1\n due r0").gated = true;
  count(100000).gated = true;
  lockstep(net.shared(), 24, [](runtime::Engine &engine, uint64_t t) {
    std::vector<int64_t> level(8, 0);
    level[t % 8] = int64_t(t % 7);
    engine.writeState(1, 0, level);
    engine.setLearning(t % 11 != 4);
  });
}

TEST(RtlLearnOrder, TrapsNameEveryGroupAndInstruction) {
  LearnNetwork net("groups", tile());
  std::string text;
  for (int i = 0; i < 14; ++i)
    text += "mov r0, 1\n";
  uint32_t out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  const uint32_t groups = net.made.target.groups;
  for (uint32_t g = 1; g < groups; ++g)
    net.input("in" + std::to_string(g), 8);
  net.dense(1, out, 0, std::vector<int32_t>(64, 1));
  net.plastic();
  for (uint32_t g = 0; g < groups; ++g)
    net.blocks(g, text + "mov r0, 1");
  const image::Image image = net.build();
  const image::Tile &tile = image.tiles[0];
  TileDriver driver = loaded(image);
  for (uint32_t g = 0; g < groups; ++g) {
    uint32_t at = tile.learn[g].programAddress + g * 5 % 15;
    driver.write(sim::ProgramRegion + 2 * at, 0);
    driver.write(sim::ProgramRegion + 2 * at + 1, 0);
    ASSERT_TRUE(step(driver));
    Trap trap = driver.trap();
    EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction));
    EXPECT_TRUE(trap.inProgram);
    EXPECT_EQ(trap.pc, at);
    EXPECT_EQ(trap.group, g);
    driver.write(sim::CommandRegister,
                 sim::FlushCommand | sim::ClearErrorsCommand);
    driver.write(sim::ProgramRegion + 2 * at, uint32_t(tile.program[at]));
    driver.write(sim::ProgramRegion + 2 * at + 1,
                 uint32_t(tile.program[at] >> 32));
  }
  EXPECT_TRUE(step(driver));
  EXPECT_EQ(driver.trap().errors, 0u);
}

TEST(RtlLearnOrder, WalksThatLeaveAMemoryNameTheSourcesGroup) {
  // The common value and the axon entry of a source, by each bit of the
  // address.
  LearnNetwork net = counting(0);
  net.blocks(0, "mov r0, 1\n due r0");
  net.rows(0, "ldc r0, com=0\n sts r0, plane=0, last", {"x"});
  image::Image image = net.build();
  TileDriver driver = loaded(image);
  auto trapWith = [&](uint32_t word, uint32_t value) {
    uint32_t old = driver.read(learnWord(1, word));
    driver.write(learnWord(1, word), value);
    EXPECT_TRUE(step(driver));
    driver.write(learnWord(1, word), old);
    Trap trap = driver.trap();
    EXPECT_FALSE(trap.errors && trap.inProgram);
    EXPECT_EQ(trap.group, 0u);
    driver.write(sim::CommandRegister,
                 sim::FlushCommand | sim::ClearErrorsCommand);
    return trap.errors;
  };
  const image::Target &t = image.target;
  for (uint32_t width = 0; width < 3; ++width) {
    const uint32_t units = t.stateRows << (2 - width);
    EXPECT_EQ(trapWith(12, (units - 1) | width << 16), 0u);
    for (uint32_t base = units; base < 0x10000; base *= 2)
      for (uint32_t more : {0u, 1u, base - 1})
        EXPECT_EQ(trapWith(12, (base + more) | width << 16),
                  uint32_t(sim::BadAddress))
            << base << " + " << more << ", width " << width;
  }
  EXPECT_EQ(trapWith(3, t.axons - 8), 0u);
  EXPECT_EQ(trapWith(3, t.axons - 7), uint32_t(sim::BadAddress));
  for (uint32_t base = t.axons; base < 1u << 24; base *= 2)
    EXPECT_EQ(trapWith(3, base), uint32_t(sim::BadAddress)) << base;
}

/// Of a step; the tile is usable afterwards.
uint32_t errorsOf(TileDriver &driver) {
  EXPECT_TRUE(step(driver));
  uint32_t errors = driver.trap().errors;
  driver.write(sim::CommandRegister,
               sim::FlushCommand | sim::ClearErrorsCommand);
  return errors;
}

TEST(RtlLearnOrder, EveryLaneKnowsTheEndOfItsMemories) {
  // A synapse in one lane alone whose target lies beyond the state, or whose
  // sum beyond the accumulators.
  const char *const texts[] = {
      "ld r0, base=2040, width=32\n sts r0, plane=0, last",
      "ld r0, base=4088, width=16\n sts r0, plane=0, last",
      "ld r0, base=8184, width=8\n sts r0, plane=0, last",
      "mov r0, 0\n addp r0, base=2032, slots=2, wide, last",
      "mov r0, 0\n addp r0, base=4080, slots=2, last",
      "dlt plane=0, com=0, rcom=0, base=2040, width=32, sh=0, last"};
  for (const char *text : texts) {
    LearnNetwork net("lanes", tile());
    uint32_t in = net.input("in", 8), out = net.population("out", 80);
    net.port(out, "in");
    net.program(out, "ldp r0, {in}");
    // Source s has its synapse in lane s, in block 7; indices up to block 9.
    std::vector<testing::TinySynapse> list;
    for (uint32_t s = 0; s < 8; ++s)
      list.push_back({s, 7 * 8 + s, 1, 1});
    net.sparse(in, out, 0, list);
    net.trace(net.plastic(), "x", 32);
    net.blocks(in, "lid r0\n ceq r0, r0, 0\n due r0");
    net.rows(0, text, {"x"});
    image::Image image = net.build();
    const image::Tile &tile = image.tiles[0];
    ASSERT_EQ(tile.descriptors[0].entryLog2, 4);
    TileDriver driver = loaded(image);
    const uint32_t due = tile.learn[0].programAddress + 1;
    for (uint32_t s = 0; s < 8; ++s) {
      uint64_t word = tile.program[due];
      isa::Instruction is;
      std::string error;
      ASSERT_TRUE(isa::decode(word, is, error));
      is.imm = int32_t(s);
      ASSERT_TRUE(isa::encode(is, word, error));
      driver.write(sim::ProgramRegion + 2 * due, uint32_t(word));
      driver.write(sim::ProgramRegion + 2 * due + 1, uint32_t(word >> 32));
      const image::AxonEntry &axon = tile.axons[tile.groups[0].axonBase + s];
      ASSERT_EQ(axon.count, 1);
      uint32_t at = sim::SynapseRegion + axon.address / 2 * 8 + s;
      uint32_t good = driver.read(at), low = axon.address % 2 * 16;
      EXPECT_EQ(errorsOf(driver), 0u) << text << ", lane " << s;
      for (uint32_t block : {8u, 9u}) {
        driver.write(at, (good & ~(0xffu << (low + 8))) | block << (low + 8));
        EXPECT_EQ(errorsOf(driver), uint32_t(sim::BadAddress))
            << text << ", lane " << s << ", block " << block;
      }
      // No synapse, whatever lies behind.
      driver.write(at, good | 0xffu << (low + 8));
      EXPECT_EQ(errorsOf(driver), 0u) << text << ", lane " << s << ", none";
      driver.write(at, good);
    }
  }
}

TEST(RtlLearnOrder, EveryBankKnowsTheEndOfTheSynapses) {
  // An entry of the second index in one bank alone.
  image::Image image = testing::postRule(true, false).build();
  const image::ColumnIndex &index = *image.projections[0].parts[0].index;
  const image::Tile &tile = image.tiles[0];
  TileDriver driver = loaded(image);
  const uint32_t target = 3, lanes = image.target.lanes;
  const image::AxonEntry &column = tile.axons[index.columnBase + target];
  ASSERT_GE(column.count, 1);
  const uint32_t perWord = 32u >> tile.descriptors[0].entryLog2;
  const uint32_t end = image::findTarget("tile").synapseRows * perWord;
  for (uint32_t bank = 0; bank < lanes; ++bank) {
    uint32_t at = sim::SynapseRegion + column.address * lanes + bank;
    uint32_t good = driver.read(at);
    auto errorsWith = [&](uint32_t word) {
      driver.write(at, word);
      driver.inject(1, target, 1);
      return errorsOf(driver);
    };
    for (uint32_t unit = end; unit < 1u << 20; unit *= 2)
      EXPECT_EQ(errorsWith(unit << 12), uint32_t(sim::BadAddress))
          << "bank " << bank << ", unit " << unit;
    EXPECT_EQ(errorsWith(~0u), 0u);
    // A source beyond the state, in a lane that the mask leaves.
    const uint32_t lane = (bank - target) % lanes;
    for (uint32_t block : {0x800u, 0xc00u, 0xffeu}) {
      uint32_t row = (tile.learn.back().commons[0].base + block) / 4;
      driver.write(sim::StateRegion + row * lanes + lane, 0x01010101);
      EXPECT_EQ(errorsWith(block), uint32_t(sim::BadAddress))
          << "bank " << bank << ", block " << block;
      driver.write(sim::StateRegion + row * lanes + lane, 0);
      EXPECT_EQ(errorsWith(block), 0u) << "bank " << bank << ", masked";
    }
    errorsWith(good);
  }
}

/// 8 sources to 16 targets, whose synapses a program reads and writes back: the
/// weight, and one variable where `plane` is 1.
LearnNetwork oneSynapse(bool columns, bool dense, uint32_t plane) {
  LearnNetwork net("end", tile());
  net.skewed = columns;
  uint32_t in = net.input("in", 8), out = net.population("out", 16);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  if (dense) {
    net.dense(in, out, 0, std::vector<int32_t>(8 * 16, 5));
  } else {
    std::vector<testing::TinySynapse> list;
    for (uint32_t s = 0; s < 8; ++s)
      list.push_back({s, s, 5, 1});
    net.sparse(in, out, 0, list);
  }
  uint32_t p = net.plastic();
  net.variable(p, "e", 32);
  std::string at = "plane=" + std::to_string(plane);
  std::string text = "lds r0, " + at + "\n sts r0, " + at + ", last";
  net.blocks(columns ? out : in, "fired r0\n due r0");
  if (columns)
    net.columns(p, text);
  else
    net.rows(p, text);
  return net;
}

TEST(RtlLearnOrder, PlanesOfRowsEndWithTheMemory) {
  // The variable's place, by each bit of its base; units 0 and 1 of source 0.
  for (bool dense : {true, false}) {
    image::Image image = oneSynapse(false, dense, 1).build();
    TileDriver driver = loaded(image);
    const image::AxonEntry &axon =
        image.tiles[0].axons[image.tiles[0].groups[0].axonBase];
    const uint32_t rows = image.target.synapseRows;
    auto errorsWith = [&](uint32_t row) {
      uint32_t delta = (row - axon.address) & 0x3ffffff;
      driver.write(learnWord(1, 5), delta | 2u << 30);
      driver.inject(0, 0, 1);
      EXPECT_TRUE(step(driver));
      Trap trap = driver.trap();
      if (trap.errors) {
        EXPECT_EQ(trap.pc, image.tiles[0].learn[1].programAddress);
        EXPECT_TRUE(trap.inProgram);
      }
      driver.write(sim::CommandRegister,
                   sim::FlushCommand | sim::ClearErrorsCommand);
      driver.write(sim::MarkRegion, 0);
      return trap.errors;
    };
    EXPECT_EQ(errorsWith(rows - axon.count), 0u);
    EXPECT_EQ(errorsWith(rows - axon.count + 1), uint32_t(sim::BadAddress));
    for (unsigned bit = 14; bit < 26; ++bit)
      EXPECT_EQ(errorsWith(1u << bit), uint32_t(sim::BadAddress)) << bit;
  }
}

TEST(RtlLearnOrder, BanksOfColumnsEndWithTheMemory) {
  // Of the square of target j one row alone lies beyond: that in bank j - 1.
  image::Image image = oneSynapse(true, true, 1).build();
  TileDriver driver = loaded(image);
  const uint32_t rows = image.target.synapseRows;
  const uint32_t unit = image.projections[0].parts[0].unitBase;
  for (uint32_t target = 0; target < 8; ++target)
    for (uint32_t past : {0u, 1u, 2u, 8u}) {
      // Target block 0: units unit .. unit + 7.
      driver.write(learnWord(1, 5),
                   ((rows - 8 + past - unit) & 0x3ffffff) | 2u << 30);
      driver.inject(1, target, 1);
      EXPECT_EQ(errorsOf(driver), past ? uint32_t(sim::BadAddress) : 0u)
          << "target " << target << ", " << past << " past the end";
    }
  // An entry of the index, by each bit of its unit, for the weight alone.
  image = oneSynapse(true, false, 0).build();
  const image::Tile &tile = image.tiles[0];
  const image::ColumnIndex &index = *image.projections[0].parts[0].index;
  TileDriver indexed = loaded(image);
  ASSERT_EQ(tile.descriptors[0].entryLog2, 4);
  for (uint32_t target = 0; target < 8; ++target) {
    // Source and target of one number meet in bank 2 j.
    uint32_t row = tile.axons[index.columnBase + target].address;
    uint32_t at = sim::SynapseRegion + row * 8 + 2 * target % 8;
    auto errorsWith = [&](uint32_t unit) {
      indexed.write(at, unit << 12);
      indexed.inject(1, target, 1);
      return errorsOf(indexed);
    };
    EXPECT_EQ(errorsWith(2 * rows - 1), 0u);
    for (uint32_t past = 0; past < 16; ++past)
      EXPECT_EQ(errorsWith(2 * rows + (past ? 1u << past >> 1 : 0)),
                uint32_t(sim::BadAddress))
          << "target " << target << ", " << past;
    for (unsigned bit = 16; bit < 20; ++bit)
      EXPECT_EQ(errorsWith(1u << bit), uint32_t(sim::BadAddress)) << bit;
  }
}

TEST(RtlLearnOrder, OnlyAnIndexOfOnesIsNoSynapseOfARow) {
  // With one bit less it leads out of the state.
  LearnNetwork net("none", tile());
  uint32_t in = net.input("in", 8), out = net.population("out", 8);
  net.state(out, "y", 32);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.leastIndexBits = 16;
  std::vector<testing::TinySynapse> list;
  for (uint32_t s = 0; s < 8; ++s)
    list.push_back({s, s, 5, 1});
  net.sparse(in, out, 0, list);
  uint32_t p = net.plastic();
  net.blocks(in, "mov r0, 1\n due r0");
  net.rows(p, "ld r0, {y}\n sts r0, plane=0, last");
  const image::Image image = net.build();
  const image::Tile &tile = image.tiles[0];
  ASSERT_EQ(tile.descriptors[0].entryLog2, 5);
  TileDriver driver = loaded(image);
  for (uint32_t s = 0; s < 8; ++s) {
    uint32_t at = sim::SynapseRegion +
                  tile.axons[tile.groups[in].axonBase + s].address * 8 + s;
    auto errorsWith = [&](uint32_t index) {
      driver.write(at, index << 8 | 1);
      return errorsOf(driver);
    };
    EXPECT_EQ(errorsWith(0xffff), 0u);
    for (unsigned bit = 0; bit < 16; ++bit)
      EXPECT_EQ(errorsWith(0xffff & ~(1u << bit)), uint32_t(sim::BadAddress))
          << "lane " << s << ", bit " << bit;
    EXPECT_EQ(errorsWith(0), 0u);
  }
}

} // namespace
} // namespace snnc
