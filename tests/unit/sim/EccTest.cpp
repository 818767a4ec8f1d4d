//===- EccTest.cpp - Memories with ECC, and Init ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Ecc.h"
#include "image/Error.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/LearnNetwork.h"
#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::Backdoor;
using sim::StreamEvent;
using sim::TileDriver;
using testing::errorOf;
using testing::loaded;
using testing::TinyNetwork;
using testing::TinyRandom;

TEST(EccCode, CorrectsOneWrongBitAndNoticesTwo) {
  TinyRandom random(3);
  for (unsigned bits : {1u, 4u, 8u, 11u, 12u, 16u, 21u, 26u, 32u, 57u}) {
    sim::EccCode code(bits);
    EXPECT_EQ(code.encode(0), 0u);
    uint64_t mask = (uint64_t(1) << bits) - 1;
    uint64_t data = (uint64_t(random()) << 32 | random()) & mask;
    uint64_t good = code.encode(data);
    EXPECT_TRUE(code.isCodeWord(good));
    EXPECT_EQ(code.value(good), data);
    for (unsigned i = 0; i < code.bits(); ++i) {
      uint64_t one = good ^ uint64_t(1) << i;
      EXPECT_FALSE(code.isCodeWord(one));
      for (unsigned j = i + 1; j < code.bits(); ++j) {
        uint64_t two = one ^ uint64_t(1) << j;
        EXPECT_FALSE(code.correct(two));
      }
      EXPECT_TRUE(code.correct(one));
      EXPECT_EQ(one, good);
    }
  }
  EXPECT_EQ(sim::EccCode(1).bits(), 4u);
  EXPECT_EQ(sim::EccCode(8).bits(), 13u);
  EXPECT_EQ(sim::EccCode(16).bits(), 22u);
  EXPECT_EQ(sim::EccCode(32).bits(), 39u);
}

/// A memory that the host reaches, in 32-bit words of its address map.
struct Memory {
  const char *instance;
  unsigned width, granule;
  uint32_t region;
  /// Of a lane's words for the host, how far apart they are; or words of the
  /// host to a word.
  uint32_t stride;
  uint32_t mask;
};
const Memory kMemories[] = {
    {"g_lane[3].u_lane.u_state", 32, 8, sim::StateRegion + 3, 8, ~0u},
    {"g_lane[3].u_lane.u_acc.u_mem", 32, 16, sim::AccumulatorRegion + 3, 8,
     ~0u},
    {"g_lane[3].u_lane.u_synapse", 32, 8, sim::SynapseRegion + 3, 8, ~0u},
    {"g_lane[0].u_lane.u_table", 32, 32, sim::TableRegion, 1, ~0u},
    {"g_lane[3].u_lane.u_payload", 16, 16, sim::PayloadRegion + 3, 8, 0xffff},
    {"u_program", 64, 32, sim::ProgramRegion, 2, ~0u},
    {"u_axons", 64, 32, sim::AxonRegion, 2, ~0u},
    {"g_learn.u_learn_table", 32, 32, sim::LearnRegion, 1, ~0u},
    {"u_emit.u_marks", 8, 1, sim::MarkRegion, 1, 0xff}};

image::Image network() {
  TinyNetwork net("net", image::findTarget("tile"));
  uint32_t p = net.population("n", 16);
  net.state(p, "v", 32, {5});
  net.program(p, "ld r0, {v}\nadd r0, r0, 1\nst r0, {v}");
  return net.build();
}

bool hasEcc(TileDriver &driver) {
  return Backdoor(driver.model(), "u_program", 64, 32).hasEcc();
}

/// The build with assertions has ECC; the mutants that take its place have not.
#define SKIP_WITHOUT_ECC(driver)                                               \
  if (!hasEcc(driver))                                                         \
  GTEST_SKIP() << "a chip without ECC"

/// Init, and how many cycles it took.
uint64_t clear(TileDriver &driver) {
  driver.write(sim::CommandRegister, sim::InitCommand);
  std::vector<StreamEvent> events;
  driver.model().tick(events);
  EXPECT_TRUE(driver.model().busy);
  return driver.model().runWhileBusy(1000000, events);
}

TEST(RtlEcc, ChipAndSimulatorHaveTheSameCode) {
  TileDriver driver(sim::makeCheckedTile(""), image::findTarget("tile"), true);
  SKIP_WITHOUT_ECC(driver);
  clear(driver);
  TinyRandom random(11);
  for (const Memory &m : kMemories) {
    SCOPED_TRACE(m.instance);
    Backdoor memory(driver.model(), m.instance, m.width, m.granule);
    for (int i = 0; i < 40; ++i) {
      uint32_t word = random() % uint32_t(memory.depth());
      uint32_t half = m.width == 64 ? random() % 2 : 0;
      uint32_t value = random() & m.mask;
      driver.write(m.region + word * m.stride + half, value);
      driver.takeErrors();
      for (unsigned g = 0; g < memory.granules(); ++g)
        EXPECT_TRUE(memory.isSound(word, g));
      EXPECT_EQ(memory.read(word) >> 32 * half & m.mask, value);
      // What the backdoor writes, the chip reads.
      uint64_t other = ~memory.read(word);
      memory.write(word, other);
      EXPECT_EQ(driver.read(m.region + word * m.stride + half),
                uint32_t(other >> 32 * half) & m.mask);
    }
  }
  EXPECT_EQ(driver.read(sim::CorrectedRegister), 0u);
  EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
}

TEST(RtlEcc, HostReadsWhatIsCorrectedAndCounted) {
  TileDriver driver(sim::makeCheckedTile(""), image::findTarget("tile"), true);
  SKIP_WITHOUT_ECC(driver);
  clear(driver);
  TinyRandom random(12);
  for (const Memory &m : kMemories) {
    SCOPED_TRACE(m.instance);
    Backdoor memory(driver.model(), m.instance, m.width, m.granule);
    uint32_t word = random() % uint32_t(memory.depth());
    uint32_t value = random() & m.mask;
    uint32_t address = m.region + word * m.stride;
    driver.write(address, value);
    driver.takeErrors();
    for (unsigned g = 0; g < memory.granules(); ++g)
      for (unsigned bit = 0; bit < memory.codeBits(); ++bit) {
        driver.write(sim::CommandRegister, sim::ClearCountersCommand);
        memory.flip(word, g, bit);
        EXPECT_EQ(driver.read(address), value);
        EXPECT_EQ(driver.read(sim::CorrectedRegister), 1u);
        EXPECT_EQ(driver.read(address), value);
        EXPECT_EQ(driver.read(sim::CorrectedRegister), 2u);
        EXPECT_EQ(driver.read(sim::UncorrectableRegister), 0u);
        memory.flip(word, g, bit);
      }
    // One wrong bit in each granule.
    driver.write(sim::CommandRegister, sim::ClearCountersCommand);
    for (unsigned g = 0; g < memory.granules(); ++g)
      memory.flip(word, g, random() % memory.codeBits());
    EXPECT_EQ(driver.read(address), value);
    EXPECT_EQ(driver.read(sim::CorrectedRegister), 1u);
    EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
    clear(driver);
  }
}

TEST(RtlEcc, TwoWrongBitsStopTheTile) {
  TileDriver driver(sim::makeCheckedTile(""), image::findTarget("tile"), true);
  SKIP_WITHOUT_ECC(driver);
  clear(driver);
  TinyRandom random(13);
  for (const Memory &m : kMemories) {
    SCOPED_TRACE(m.instance);
    Backdoor memory(driver.model(), m.instance, m.width, m.granule);
    uint32_t word = random() % uint32_t(memory.depth());
    unsigned g = random() % memory.granules();
    memory.flip(word, g, 0);
    memory.flip(word, g, 1 + random() % (memory.codeBits() - 1));
    EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
    driver.read(m.region + word * m.stride);
    EXPECT_EQ(driver.read(sim::ErrorRegister),
              uint32_t(sim::UncorrectableWord));
    EXPECT_EQ(driver.read(sim::StatusRegister), 2u);
    EXPECT_EQ(driver.read(sim::UncorrectableRegister), 1u);
    EXPECT_EQ(driver.read(sim::CorrectedRegister), 0u);
    // It takes no step, until it is cleared.
    std::vector<StreamEvent> events;
    EXPECT_TRUE(driver.step(1000, events));
    EXPECT_EQ(driver.read(sim::StepRegister), 0u);
    driver.write(sim::CommandRegister, sim::ClearErrorsCommand |
                                           sim::ClearCountersCommand |
                                           sim::InitCommand);
    driver.model().tick(events);
    driver.model().runWhileBusy(1000000, events);
    driver.read(m.region + word * m.stride);
    EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
    EXPECT_EQ(driver.read(sim::UncorrectableRegister), 0u);
  }
}

TEST(RtlEcc, EveryLaneCounts) {
  TileDriver driver = loaded(network());
  SKIP_WITHOUT_ECC(driver);
  for (uint32_t lane = 0; lane < 8; ++lane) {
    std::string name = "g_lane[" + std::to_string(lane) + "].u_lane.u_state";
    Backdoor memory(driver.model(), name, 32, 8);
    memory.flip(0, lane % 4, lane);
    // The host reads all lanes at once.
    uint32_t before = driver.read(sim::CorrectedRegister);
    driver.read(sim::StateRegion);
    EXPECT_EQ(driver.read(sim::CorrectedRegister), before + lane + 1);
  }
  Backdoor(driver.model(), "u_program", 64, 32).flip(1, 1, 5);
  driver.write(sim::CommandRegister, sim::ClearCountersCommand);
  EXPECT_TRUE(testing::step(driver));
  EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
  // The state once in each lane, and the instruction once for its round.
  EXPECT_EQ(driver.read(sim::CorrectedRegister), 9u);
  // What was rewritten is right again.
  EXPECT_TRUE(testing::step(driver));
  EXPECT_EQ(driver.read(sim::CorrectedRegister), 10u);
}

TEST(RtlEcc, EventsAreProtected) {
  testing::LearnNetwork net("net", image::findTarget("tile"));
  uint32_t in = net.input("in", 8);
  uint32_t out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.sparse(in, out, 0, {{5, 1, 1, 1}});
  net.trace(net.plastic(), "count", 8);
  net.blocks(in, "fired r0\n ld r1, {count}\n add r0, r0, r1\n st r0, {count}",
             false);
  image::Image image = net.build();
  for (const char *name :
       {"u_queue.u_mem", "u_emit.u_marks", "g_learn.u_fired.u_lanes"}) {
    SCOPED_TRACE(name);
    TileDriver driver = loaded(image);
    SKIP_WITHOUT_ECC(driver);
    bool queue = std::string(name) == "u_queue.u_mem";
    Backdoor memory(driver.model(), name, queue ? 21 : 8, queue ? 21 : 1);
    // The first record's word is read as soon as it is there.
    driver.inject(0, 2, 1);
    driver.inject(0, 5, 1);
    driver.takeErrors();
    memory.flip(queue ? 1 : 0, queue ? 0 : 5, 2);
    if (std::string(name) == "u_emit.u_marks")
      driver.inject(0, 6, 1);
    EXPECT_TRUE(testing::step(driver));
    EXPECT_EQ(driver.read(sim::ErrorRegister), 0u);
    EXPECT_EQ(driver.read(sim::CorrectedRegister), 1u);
  }
}

TEST(RtlEcc, EngineSaysWhatStoppedTheChip) {
  sim::TileModel *chip = nullptr;
  sim::RtlOptions options;
  options.assertions = true;
  options.between = [&](std::unique_ptr<sim::TileModel> model) {
    chip = model.get();
    return model;
  };
  auto engine = sim::createRtlEngine(network(), options);
  Backdoor program(*chip, "u_program", 64, 32);
  if (!program.hasEcc())
    GTEST_SKIP() << "a chip without ECC";
  engine->step();
  program.flip(1, 0, 3);
  engine->step();
  program.flip(1, 0, 4);
  std::string error = errorOf([&] { engine->step(); });
  EXPECT_NE(error.find("rtl: step 2: a word of a memory has more wrong bits"),
            std::string::npos)
      << error;
  engine->reset();
  engine->step();
  Backdoor(*chip, "g_lane[2].u_lane.u_state", 32, 8).flip(0, 1, 3);
  engine->digest();
  Backdoor(*chip, "g_lane[2].u_lane.u_state", 32, 8).flip(0, 1, 4);
  EXPECT_EQ(errorOf([&] { engine->digest(); }),
            "rtl: word 0 of memory g_lane[2].u_lane.u_state has more wrong "
            "bits than can be corrected");
}

/// Init on the chip with and without ECC.
class RtlInit : public ::testing::TestWithParam<bool> {
protected:
  std::unique_ptr<sim::TileModel> chip() {
    return GetParam() ? sim::makeCheckedTile("") : sim::makeFastTile();
  }
};

TEST_P(RtlInit, ClearsEveryWordOfTheHost) {
  image::Target target = image::findTarget("tile");
  TileDriver driver(chip(), target, true);
  EXPECT_GE(clear(driver), uint64_t(target.synapseRows));
  for (const Memory &m : kMemories) {
    Backdoor memory(driver.model(), m.instance, m.width, m.granule);
    for (size_t i = 0; i < memory.depth(); ++i)
      memory.write(i, ~uint64_t(0) >> (64 - m.width));
  }
  clear(driver);
  for (const Memory &m : kMemories) {
    SCOPED_TRACE(m.instance);
    Backdoor memory(driver.model(), m.instance, m.width, m.granule);
    for (size_t i = 0; i < memory.depth(); ++i)
      ASSERT_EQ(memory.read(i), 0u) << i;
  }
}

TEST_P(RtlInit, TheTileIsBusyMeanwhile) {
  TileDriver driver(chip(), image::findTarget("tile"), false);
  driver.load(network().tiles[0]);
  driver.writeModulator(3, 77);
  EXPECT_TRUE(testing::step(driver));
  // Together with a start it is Init alone.
  driver.write(sim::CommandRegister, sim::InitCommand | sim::StartCommand);
  EXPECT_EQ(driver.read(sim::StatusRegister), 1u);
  // Registers may be read.
  EXPECT_EQ(driver.read(sim::ModulatorRegister + 3), 77u);
  EXPECT_EQ(driver.counters().steps, 1u);
  EXPECT_EQ(driver.takeErrors(), 0u);
  driver.write(sim::StateRegion, 5);
  driver.start();
  driver.write(sim::CommandRegister, sim::InitCommand);
  EXPECT_EQ(driver.takeErrors(), 3u);
  std::vector<StreamEvent> events;
  driver.model().runWhileBusy(1000000, events);
  EXPECT_EQ(driver.read(sim::StatusRegister), 0u);
  EXPECT_EQ(driver.read(sim::ErrorRegister), uint32_t(sim::HostWhileRunning));
  EXPECT_EQ(driver.read(sim::StepRegister), 1u);
  EXPECT_EQ(driver.counters().cycles,
            driver.counters().updateCycles + driver.counters().deliverCycles);
  EXPECT_EQ(driver.read(sim::StateRegion), 0u);
}

TEST_P(RtlInit, RefusedWhileTheTileRuns) {
  TileDriver driver(chip(), image::findTarget("tile"), false);
  driver.load(network().tiles[0]);
  driver.start();
  driver.write(sim::CommandRegister, sim::InitCommand);
  EXPECT_EQ(driver.takeErrors(), 1u);
  std::vector<StreamEvent> events;
  driver.model().runWhileBusy(1000, events);
  EXPECT_EQ(driver.read(sim::StepRegister), 1u);
  EXPECT_EQ(driver.read(sim::StateRegion), 6u);
}

TEST_P(RtlInit, RefusedRightBehindAnInjection) {
  TileDriver driver(chip(), image::findTarget("tile"), false);
  driver.load(network().tiles[0]);
  for (unsigned behind = 1; behind <= 3; ++behind) {
    driver.inject(0, 9, -77);
    for (unsigned i = 1; i < behind; ++i)
      driver.writeModulator(5, int32_t(i));
    driver.write(sim::CommandRegister, sim::InitCommand);
    EXPECT_EQ(driver.takeErrors(), behind < 3 ? 1u : 0u) << behind;
    std::vector<StreamEvent> events;
    driver.model().runWhileBusy(1000000, events);
    EXPECT_EQ(driver.read(sim::PayloadRegion + 9),
              behind < 3 ? uint32_t(-77) & 0xffff : 0u);
    testing::recover(driver, 2);
  }
}

TEST_P(RtlInit, CountsNothingWithoutFlips) {
  TileDriver driver(chip(), image::findTarget("tile"), false);
  driver.load(network().tiles[0]);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(testing::step(driver));
  EXPECT_EQ(driver.read(sim::CorrectedRegister), 0u);
  EXPECT_EQ(driver.read(sim::UncorrectableRegister), 0u);
}

INSTANTIATE_TEST_SUITE_P(Builds, RtlInit, ::testing::Bool(),
                         [](const auto &info) {
                           return info.param ? "Checked" : "Fast";
                         });

} // namespace
} // namespace snnc
