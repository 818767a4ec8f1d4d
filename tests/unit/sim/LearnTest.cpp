//===- LearnTest.cpp - The Learn phase of the chip --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::StreamEvent;
using sim::TileDriver;
using sim::Trap;
using testing::LearnNetwork;
using testing::loaded;
using testing::lockstep;
using testing::TinyRandom;

using Codes = std::vector<int64_t>;

/// Events of the source and the target, levels of the target, modulators, and
/// now and then learning off.
testing::Stimulus play(uint32_t sources, uint32_t targets, int32_t most,
                       int32_t levels, uint32_t modulators = 0) {
  return [=](runtime::Engine &engine, uint64_t t) {
    TinyRandom random(uint32_t(t) * 31 + 7);
    for (uint32_t i = 0; i < sources; ++i)
      if (random() % 3 == 0)
        engine.inject(
            0, i,
            most == 1 ? 1 : int32_t(random() % uint32_t(2 * most + 1)) - most);
    for (uint32_t i = 0; i < targets; ++i)
      if (random() % 4 == 0)
        engine.inject(1, i, 1);
    Codes level(targets);
    for (int64_t &l : level)
      l = int64_t(random() % uint32_t(2 * levels)) - levels;
    engine.writeState(1, 0, level);
    for (uint32_t m = 0; m < modulators; ++m)
      if (random() % 3 == 0)
        engine.setModulator(m, int32_t(random() % 8));
    engine.setLearning(t % 11 != 5);
  };
}

image::Target tile() { return image::findTarget("tile"); }

TEST(RtlLearn, PairStdp) {
  lockstep(testing::pairStdp().shared(), 60, play(10, 19, 1, 100));
}

TEST(RtlLearn, Columns) {
  lockstep(testing::pairStdp(true).shared(), 60, play(10, 19, 1, 100));
  for (bool dense : {false, true})
    lockstep(testing::postRule(true, dense).shared(), 60, play(15, 21, 1, 100));
}

TEST(RtlLearn, DeltaRule) {
  for (bool fused : {false, true})
    lockstep(testing::deltaRule(fused).shared(), 60, play(12, 9, 1, 2000, 2));
}

TEST(RtlLearn, SparseRule) {
  std::vector<testing::TinySynapse> list;
  lockstep(testing::sparseRule(list).shared(), 40, play(7, 21, 7, 128));
}

TEST(RtlLearn, GatedDeposit) {
  lockstep(testing::gatedDeposit().shared(), 40, play(6, 5, 1, 2));
}

TEST(RtlLearn, ThroughThePortAlone) {
  sim::RtlOptions options;
  options.loadThroughPort = true;
  std::vector<testing::TinySynapse> list;
  lockstep(testing::sparseRule(list).shared(), 7, play(7, 21, 7, 128), options);
  lockstep(testing::deltaRule(true).shared(), 7, play(12, 9, 1, 2000, 2),
           options);
}

TEST(RtlLearn, HostReadsAndWritesWhatLearns) {
  std::vector<testing::TinySynapse> list;
  auto image = testing::sparseRule(list).shared();
  auto stimulus = play(7, 21, 7, 128);
  lockstep(image, 12, [&](runtime::Engine &engine, uint64_t t) {
    stimulus(engine, t);
    if (t == 4) {
      Codes weights = engine.readWeights(0);
      std::reverse(weights.begin(), weights.end());
      engine.writeWeights(0, weights);
      Codes b = engine.readSynapseVariable(0, 1);
      b[3] = -77;
      engine.writeSynapseVariable(0, 1, b);
    }
    if (t == 8) {
      std::vector<uint8_t> saved = engine.save();
      engine.reset();
      engine.restore(saved);
    }
  });
}

/// A network of `sources` by 16 with this program over its rows.
LearnNetwork withRows(const std::string &rows, bool dense,
                      uint32_t sources = 8) {
  LearnNetwork net("rows", tile());
  uint32_t in = net.input("in", sources), out = net.population("out", 16);
  net.state(out, "y", 16);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  if (dense) {
    net.dense(in, out, 0, std::vector<int32_t>(sources * 16, 100));
  } else {
    std::vector<testing::TinySynapse> list;
    for (uint32_t s = 0; s < sources; ++s)
      list.push_back({s, s * 3 % 16, 100, 1});
    net.sparse(in, out, 0, list);
  }
  uint32_t p = net.plastic();
  net.trace(p, "x", 8);
  net.blocks(in, "fired r0\n due r0");
  net.rows(p, rows, {"x"});
  return net;
}

/// The trap of the chip alone in a step in which neuron 3 of a group emits.
Trap chipTrap(const image::Image &image, uint32_t group) {
  TileDriver driver = loaded(image);
  driver.inject(group, 3, 1);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(100000, events));
  EXPECT_TRUE(driver.model().halted);
  return driver.trap();
}

/// The trap of such a step; ref stops as well.
Trap trapOf(const image::Image &image, uint32_t address, uint32_t group = 0) {
  runtime::RefEngine ref(std::make_shared<const image::Image>(image));
  ref.inject(group, 3, 1);
  try {
    ref.step();
    ADD_FAILURE() << "ref goes on";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("address " + std::to_string(address)),
              std::string::npos)
        << e.what();
  }
  auto rtl = sim::createRtlEngine(image, {});
  rtl->inject(group, 3, 1);
  EXPECT_THROW(rtl->step(), Error);
  return chipTrap(image, group);
}

TEST(RtlLearn, AddressesOutsideOfMemoriesTrap) {
  for (bool dense : {true, false})
    for (const char *text :
         {"ld r0, base=4095, width=16\n sts r0, plane=0, last",
          "ld r0, base=2048, width=32\n sts r0, plane=0, last",
          "mov r0, 1\n addp r0, base=2048, slots=2, wide, last",
          "dlt plane=0, com=0, rcom=0, base=8192, width=8, sh=0, last"}) {
      image::Image image = withRows(text, dense).build();
      const image::LearnEntry &entry = image.tiles[0].learn[1];
      uint32_t at = entry.programAddress + (text[0] == 'm' ? 1 : 0);
      Trap trap = trapOf(image, at);
      EXPECT_EQ(trap.errors, uint32_t(sim::BadAddress)) << text;
      EXPECT_TRUE(trap.inProgram);
      EXPECT_EQ(trap.pc, at) << text;
      EXPECT_EQ(trap.group, 0u);
    }
}

TEST(RtlLearn, InstructionsOfOtherKindsTrap) {
  // Those of Update and of blocks in rows, and the other way round.
  for (const char *text : {"lid r0", "fired r0", "st r0, base=0, width=16",
                           "due r0", "emit r0, 1", "end"}) {
    image::Image image =
        withRows("lds r0, plane=0\n sts r0, plane=0, last", true).build();
    const image::LearnEntry &entry = image.tiles[0].learn[1];
    image.tiles[0].program[entry.programAddress] =
        isa::assemble(text, false, isa::UpdateProgram).words.at(0);
    if (std::string(text) == "end") {
      // Legal, and the unit's program is over.
      lockstep(std::make_shared<const image::Image>(image), 3,
               [](runtime::Engine &e, uint64_t) { e.inject(0, 3, 1); });
      continue;
    }
    Trap trap = trapOf(image, entry.programAddress);
    EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction)) << text;
    EXPECT_TRUE(trap.inProgram);
    EXPECT_EQ(trap.pc, entry.programAddress);
  }
  for (const char *text : {"ldc r0, com=0", "mask r0", "lds r0, plane=0",
                           "ldp r0, base=0, slots=2", "emit r0, 1"}) {
    image::Image image =
        withRows("lds r0, plane=0\n sts r0, plane=0, last", true).build();
    const image::LearnEntry &entry = image.tiles[0].learn[0];
    image.tiles[0].program[entry.programAddress] =
        isa::assemble(text, false, isa::RowsProgram).words.at(0);
    Trap trap = trapOf(image, entry.programAddress);
    EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction)) << text;
    EXPECT_EQ(trap.pc, entry.programAddress);
  }
}

TEST(RtlLearn, ColumnsTrap) {
  for (bool dense : {false, true}) {
    auto program = [&](const char *text, isa::ProgramKind kind) {
      image::Image image = testing::postRule(true, dense).build();
      uint32_t at = image.tiles[0].learn.back().programAddress;
      image.tiles[0].program[at] = isa::assemble(text, false, kind).words.at(0);
      return image;
    };
    for (const char *text :
         {"addp r0, base=0, slots=2, wide", "lid r0", "fired r0",
          "dlt plane=0, com=0, rcom=0, base=0, width=16"}) {
      image::Image image = program(text, isa::RowsProgram);
      uint32_t at = image.tiles[0].learn.back().programAddress;
      Trap trap = trapOf(image, at, 1);
      EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction)) << text;
      EXPECT_EQ(trap.pc, at);
      EXPECT_EQ(trap.group, 0u);
    }
    image::Image image =
        program("ld r0, base=8192, width=32", isa::ColumnsProgram);
    uint32_t at = image.tiles[0].learn.back().programAddress;
    EXPECT_EQ(trapOf(image, at, 1).errors, uint32_t(sim::BadAddress));
    // What no valid image has: a common value and synapses beyond the memories.
    image = testing::postRule(true, dense).build();
    image::LearnEntry &walk = image.tiles[0].learn.back();
    walk.commons[0] = {65000, 32};
    Trap trap = chipTrap(image, 1);
    EXPECT_EQ(trap.errors, uint32_t(sim::BadAddress));
    EXPECT_EQ(trap.pc, walk.programAddress);
    image = testing::postRule(true, dense).build();
    image.tiles[0].learn.back().planes[1].base = 1 << 20;
    EXPECT_EQ(chipTrap(image, 1).errors, uint32_t(sim::BadAddress));
    // Or an index that leads there.
    if (dense)
      continue;
    image = testing::postRule(true, false).build();
    const image::ColumnIndex &index = *image.projections[0].parts[0].index;
    uint32_t row = image.tiles[0].axons[index.columnBase + 3].address;
    for (uint32_t bank = 0; bank < image.target.lanes; ++bank)
      image.tiles[0].synapses[row * image.target.lanes + bank] =
          image::IndexEntry{0, 1 << 19}.word();
    EXPECT_EQ(chipTrap(image, 1).errors, uint32_t(sim::BadAddress));
  }
}

TEST(RtlLearn, ProgramWithoutLastTraps) {
  image::Image image =
      withRows("lds r0, plane=0\n sts r0, plane=0, last", true).build();
  auto &program = image.tiles[0].program;
  uint64_t word = program[image.tiles[0].learn[1].programAddress];
  program.back() = word;
  program.resize(image.target.programWords, word);
  image.tiles[0].programLocations.resize(program.size(), -1);
  Trap trap = trapOf(image, image.target.programWords);
  EXPECT_EQ(trap.errors, uint32_t(sim::PastEnd));
  EXPECT_EQ(trap.pc, image.target.programWords);
}

TEST(RtlLearn, DepositBeyondTheSumIsAnError) {
  auto net = withRows("mov r0, 0x7fffffff\n addp r0, {in}, sh=4, last", true);
  image::Image image = net.build();
  runtime::RefEngine ref(std::make_shared<const image::Image>(image));
  auto rtl = sim::createRtlEngine(image, {});
  for (runtime::Engine *engine :
       {static_cast<runtime::Engine *>(&ref), rtl.get()}) {
    engine->inject(0, 3, 1);
    EXPECT_THROW(engine->step(), Error);
  }
}

TEST(RtlLearn, QueueOverflowTraps) {
  // More `due`s than records have room.
  LearnNetwork net("queue", tile());
  uint32_t in = net.input("in", 240 * 8), out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  std::vector<testing::TinySynapse> list{{3, 1, 5, 1}};
  net.sparse(in, out, 0, list);
  uint32_t p = net.plastic();
  std::string text = "mov r0, 1";
  for (unsigned i = 0; i < 9; ++i)
    text += "\n due r0";
  net.blocks(in, text);
  net.rows(p, "lds r0, plane=0\n add r0, r0, 1\n sts r0, plane=0, last");
  image::Image image = net.build();
  runtime::RefEngine ref(std::make_shared<const image::Image>(image));
  EXPECT_THROW(ref.step(), Error);
  TileDriver driver = loaded(image);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(100000, events));
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::QueueOverflow));
}

TEST(RtlLearn, DenseRowsTakeUnderTwoCyclesAUnit) {
  LearnNetwork net("fast", tile());
  const uint32_t n = 24, m = 512;
  uint32_t in = net.input("in", n), out = net.population("out", m);
  net.state(out, "error", 16);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.dense(in, out, 0, std::vector<int32_t>(n * m, 3));
  uint32_t p = net.plastic();
  net.trace(p, "count", 8, {1});
  net.blocks(in, "ld r0, {count}\n due r0");
  net.rows(p,
           "dlt plane=0, com=0, rcom=0, " +
               std::string("base=0, width=16, sh=2, last"),
           {"count"});
  auto image = net.shared();
  // Long enough for more than 2^18 updates.
  lockstep(image, 24);
  auto rtl = sim::createRtlEngine(image, {});
  rtl->step();
  runtime::Counters c = rtl->counters();
  EXPECT_EQ(c.synapseUpdates, uint64_t(n) * m);
  EXPECT_LT(c.learnCycles * 4, c.synapseUpdates);
}

TEST(RtlLearn, NetworksThatDoNotLearnTakeNoCycle) {
  testing::TinyNetwork net("plain");
  uint32_t p = net.population("n", 9);
  net.state(p, "v", 16);
  net.program(p, "ld r0, {v}\n add r0, r0, 1\n st r0, {v}");
  auto rtl = sim::createRtlEngine(net.build(), {});
  rtl->step();
  EXPECT_EQ(rtl->counters().learnCycles, 0u);
}

} // namespace
} // namespace snnc
