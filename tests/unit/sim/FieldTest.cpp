//===- FieldTest.cpp - Every bit of the tables' fields ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::TileDriver;
using testing::loaded;
using testing::lockstep;
using testing::recover;
using testing::step;
using testing::TinyNetwork;
using testing::TinyRandom;
using testing::TinySynapse;

uint32_t groupWord(uint32_t group, uint32_t word) {
  return sim::GroupRegion + group * sim::wordsPerGroup + word;
}

TEST(RtlFields, IndexBitsDelaysAndSlots) {
  // 16 bits of index, 128 slots, delays of 7 bits.
  for (unsigned log2 : {0u, 1u, 2u, 3u, 4u})
    for (uint8_t accBits : {16, 32}) {
      TinyNetwork net("fields", image::findTarget("tile"));
      net.made.target.maxSlots = 128;
      net.leastIndexBits = log2 == 4 ? 9 : 16;
      uint32_t in = net.input("in", 40, -2, 3);
      uint32_t out = net.population("out", 60);
      net.state(out, "sum", 32);
      net.port(out, "in", accBits, 7);
      net.program(out, "ldp r0, {in}\nld r1, {sum}\nadd r1, r1, r0\n"
                       "st r1, {sum}");
      TinyRandom random(log2);
      std::vector<TinySynapse> synapses;
      for (uint32_t i = 0; i < 600; ++i) {
        int32_t w = log2 ? int32_t(random()) >> (32 - (1 << log2))
                         : int32_t(random() & 2) - 1;
        synapses.push_back({random() % 40, random() % 60,
                            accBits == 16 ? w >> 4 | 1 : w,
                            1 + random() % 127});
      }
      net.sparse(in, out, 0, synapses, log2);
      lockstep(net.shared(), 6, [](runtime::Engine &engine, uint64_t t) {
        for (uint32_t i = uint32_t(t) % 2; i < 40; i += 2)
          engine.inject(0, i, int32_t((i + t) % 6) - 2);
      });
    }
}

TEST(RtlFields, LogicalIndicesBeginAnywhere) {
  // `lid` and random numbers of groups that begin at another index; where a
  // program stops does not depend on it.
  TinyNetwork net("logical", image::findTarget("tile"));
  TinyRandom random(3);
  for (uint32_t g = 0; g < net.made.target.groups; ++g) {
    uint32_t p = net.population("n" + std::to_string(g), 24, g % 2 ? 6 : 0);
    net.state(p, "lid", 32);
    net.program(p, "lid r0\nst r0, {lid}");
  }
  const image::Image image = net.build();
  TileDriver driver = loaded(image);
  for (uint32_t round = 0; round < 3; ++round) {
    std::vector<uint32_t> base;
    for (uint32_t g = 0; g < image.target.groups; ++g) {
      base.push_back(random());
      driver.write(groupWord(g, 3), base.back());
    }
    ASSERT_TRUE(step(driver));
    EXPECT_EQ(driver.trap().errors, 0u);
    for (uint32_t g = 0; g < image.target.groups; ++g) {
      const image::Population &p = image.populations[g];
      uint32_t physical = p.physical(round * 11 + 1);
      EXPECT_EQ(
          driver.read(sim::StateRegion + p.parts[0].states[0] * 8 + physical),
          base[g] + round * 11 + 1)
          << g;
    }
  }
  const uint32_t at = image.tiles[0].groups[31].programAddress + 1;
  for (unsigned bit = 16; bit < 32; ++bit) {
    driver.write(groupWord(31, 3), 1u << bit);
    driver.write(sim::ProgramRegion + 2 * at, 0);
    driver.write(sim::ProgramRegion + 2 * at + 1, 0);
    ASSERT_TRUE(step(driver));
    sim::Trap trap = driver.trap();
    EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction));
    EXPECT_EQ(trap.pc, at);
    EXPECT_EQ(trap.group, 31u);
    recover(driver, 0);
  }
}

TEST(RtlFields, StridesOfAxonEntries) {
  // The second entry of source 3 lies anywhere.
  TinyNetwork net("stride", image::findTarget("tile"));
  uint32_t in = net.input("in", 8), out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.dense(in, out, 0, std::vector<int32_t>(64, 1));
  net.dense(in, out, 0, std::vector<int32_t>(64, 7));
  const image::Image image = net.build();
  const image::Tile &tile = image.tiles[0];
  TileDriver driver = loaded(image);
  const image::Group &g = tile.groups[in];
  const uint32_t first = g.axonBase + 3, second = first + g.axonStride;
  auto copy = [&](uint32_t from, uint32_t to) {
    for (uint32_t half : {0u, 1u})
      driver.write(sim::AxonRegion + 2 * to + half,
                   driver.read(sim::AxonRegion + 2 * from + half));
  };
  // Elsewhere, in entries that nobody else has; the old place is empty.
  const uint32_t kept = image.target.axons - 1;
  copy(second, kept);
  driver.write(sim::AxonRegion + 2 * second, 0);
  driver.write(sim::AxonRegion + 2 * second + 1, 0);
  uint32_t sum = 0;
  auto check = [&](uint32_t base, uint32_t stride) {
    uint32_t to = (base + 3 + stride) & 0xffffff;
    copy(first, base + 3);
    copy(kept, to);
    driver.write(groupWord(in, 4), base);
    driver.write(groupWord(in, 5), stride);
    driver.writeStep(0);
    driver.inject(in, 3, 1);
    ASSERT_TRUE(step(driver));
    EXPECT_EQ(driver.trap().errors, 0u);
    uint32_t now = driver.read(sim::AccumulatorRegion + 8 + 5);
    EXPECT_EQ(now - sum, 8u) << base << " + " << stride;
    sum = now;
    driver.write(sim::AxonRegion + 2 * to, 0);
    driver.write(sim::AxonRegion + 2 * to + 1, 0);
  };
  check(g.axonBase, 1);
  for (unsigned bit = 1; bit < 13; ++bit) {
    check(g.axonBase + 64, 1u << bit | (bit > 6 ? 5 : 0));
    check((1u << bit) + 64, 40);
  }
  // Backwards: strides wrap.
  check(5000, 0x1000000 - 1234);
  EXPECT_EQ(driver.takeErrors(), 0u);
  // Beyond the table.
  for (unsigned bit = 13; bit < 24; ++bit) {
    driver.write(groupWord(in, 5), 1u << bit);
    driver.inject(in, 3, 1);
    ASSERT_TRUE(step(driver));
    EXPECT_EQ(driver.trap().errors, uint32_t(sim::BadAddress)) << bit;
    recover(driver, 2);
  }
}

TEST(RtlFields, APortOfOneSlot) {
  TinyNetwork net("one", image::findTarget("tile"));
  uint32_t in = net.input("in", 8), out = net.population("out", 24);
  net.port(out, "in", 32, 1);
  net.program(out, "mov r0, 1");
  std::vector<TinySynapse> synapses;
  for (uint32_t s = 0; s < 8; ++s)
    for (uint32_t t = s; t < 24; t += 8)
      synapses.push_back({s, t, int32_t(s + t), 1});
  net.sparse(in, out, 0, synapses);
  const image::Image image = net.build();
  TileDriver driver = loaded(image);
  uint32_t format = driver.read(sim::DescriptorRegion);
  driver.write(sim::DescriptorRegion, format & ~(7u << 21));
  for (uint32_t s = 0; s < 8; ++s)
    driver.inject(in, s, 1);
  ASSERT_TRUE(step(driver));
  EXPECT_EQ(driver.trap().errors, 0u);
  for (uint32_t t = 0; t < 24; ++t)
    EXPECT_EQ(driver.read(sim::AccumulatorRegion + t), t % 8 + t) << t;
}

TEST(RtlFields, OnlyAnIndexOfOnesIsNoSynapse) {
  // With one bit less it leads out of the accumulators.
  TinyNetwork net("none", image::findTarget("tile"));
  uint32_t in = net.input("in", 8), out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.leastIndexBits = 16;
  std::vector<TinySynapse> synapses;
  for (uint32_t s = 0; s < 8; ++s)
    synapses.push_back({s, s, 1, 1});
  net.sparse(in, out, 0, synapses);
  const image::Image image = net.build();
  const image::Tile &tile = image.tiles[0];
  ASSERT_EQ(tile.descriptors[0].entryLog2, 5);
  TileDriver driver = loaded(image);
  for (uint32_t s = 0; s < 8; ++s) {
    uint32_t at = sim::SynapseRegion +
                  tile.axons[tile.groups[in].axonBase + s].address * 8 + s;
    auto errorsWith = [&](uint32_t index) {
      driver.write(at, index << 8 | 1);
      driver.inject(in, s, 1);
      EXPECT_TRUE(step(driver));
      uint32_t errors = driver.trap().errors;
      recover(driver, 1);
      return errors;
    };
    EXPECT_EQ(errorsWith(0), 0u);
    EXPECT_EQ(errorsWith(0xffff), 0u);
    for (unsigned bit = 0; bit < 16; ++bit)
      EXPECT_EQ(errorsWith(0xffff & ~(1u << bit)), uint32_t(sim::BadAddress))
          << "lane " << s << ", bit " << bit;
  }
}

TEST(RtlFields, InjectionsInARowSeeEachOther) {
  // The second of one neuron, `gap` cycles after the first, is an error.
  TinyNetwork net("inject", image::findTarget("tile"));
  net.input("in", 16);
  const image::Image image = net.build();
  TileDriver driver = loaded(image);
  auto inject = [&](uint32_t physical) {
    driver.write(sim::InjectSourceRegister, physical);
    driver.write(sim::InjectRegister, 1);
  };
  for (uint32_t lane = 0; lane < 8; ++lane)
    for (uint32_t gap = 0; gap < 6; ++gap) {
      inject(8 + lane);
      for (uint32_t i = 0; i < gap; ++i)
        driver.write(sim::StepRegister, 0);
      driver.write(sim::InjectRegister, 1);
      driver.takeErrors();
      EXPECT_EQ(driver.trap().errors, uint32_t(sim::EmittedTwice))
          << "lane " << lane << ", gap " << gap;
      EXPECT_EQ(driver.read(sim::QueuedRegister), 1u);
      recover(driver, 2);
    }
  // Those of other lanes and blocks are none, in any order.
  for (uint32_t lane = 0; lane < 8; ++lane) {
    for (uint32_t i = 0; i < 8; ++i) {
      inject(8 + (lane + 5 * i) % 8);
      inject((lane + 3 * i) % 8);
    }
    driver.takeErrors();
    EXPECT_EQ(driver.trap().errors, 0u);
    EXPECT_EQ(driver.read(sim::QueuedRegister), 16u);
    recover(driver, 2);
    for (uint32_t other = 0; other < 8; ++other)
      if (other != lane) {
        inject(lane);
        driver.takeErrors();
        inject(other);
        driver.takeErrors();
        EXPECT_EQ(driver.trap().errors, 0u) << lane << " before " << other;
        recover(driver, 2);
      }
  }
}

TEST(RtlFields, WordsOfOtherMemoriesAreNotSeen) {
  // Large sums, states and tables in the read registers of the memories while
  // an instruction takes its value elsewhere, at every shift.
  TinyNetwork net("stale", image::findTarget("tile"));
  TinyRandom random(9);
  std::vector<int32_t> words(64);
  for (int32_t &w : words)
    w = int32_t(random());
  net.table(words);
  uint32_t p = net.population("n", 64);
  uint32_t in = net.input("in", 64, -32768, 32767);
  net.param(p, "a", 32, words);
  net.port(p, "in", 32, 1);
  net.state(p, "sum", 32);
  std::string text = "ldp r0, {in}\nmov r3, 0\n";
  for (unsigned sh = 0; sh <= 30; sh += 2) {
    std::string s = ", sh=" + std::to_string(sh);
    text += "lut r1, r0, base=0, len=64" + s + "\nxor r3, r3, r1\n" +
            "rand r1, r0, stream=5" + s + "\nxor r3, r3, r1\n";
    text += "ld r2, {a}\nmul r1, r2, 3" + s + ", rnd=even\nxor r3, r3, r1\n";
  }
  net.program(p, text + "st r3, {sum}");
  std::vector<TinySynapse> synapses;
  for (uint32_t i = 0; i < 64; ++i)
    synapses.push_back({i, i, int32_t(random() % 65536) - 32768, 1});
  net.sparse(in, p, 0, synapses, 4, 1);
  lockstep(net.shared(), 4, [](runtime::Engine &engine, uint64_t t) {
    TinyRandom dice(uint32_t(t) + 1);
    for (uint32_t i = 0; i < 64; ++i)
      engine.inject(1, i, int32_t(dice() % 65536) - 32768);
  });
}

TEST(RtlFields, CountersCountOn) {
  // Carries up to 2^21 synaptic operations and 2^18 cycles and units.
  TinyNetwork net("count", image::findTarget("tile"));
  uint32_t in = net.input("in", 64), out = net.population("out", 1900);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}\nshl r1, r0, 30, sat");
  net.dense(in, out, 0, std::vector<int32_t>(64 * 1900, 1), 0);
  lockstep(net.shared(), 18, [](runtime::Engine &engine, uint64_t) {
    for (uint32_t i = 0; i < 64; ++i)
      engine.inject(0, i, 1);
  });
}

} // namespace
} // namespace snnc
