//===- ErrorTest.cpp - What the chip must refuse ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::StreamEvent;
using sim::TileDriver;
using sim::Trap;
using testing::loaded;
using testing::recover;
using testing::TinyNetwork;
using testing::TinySynapse;

void writeProgram(TileDriver &driver, uint32_t at, uint64_t word) {
  driver.write(sim::ProgramRegion + 2 * at, uint32_t(word));
  driver.write(sim::ProgramRegion + 2 * at + 1, uint32_t(word >> 32));
}

Trap runOnce(const image::Image &image) {
  TileDriver driver = loaded(image);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(100000, events));
  EXPECT_TRUE(driver.model().halted);
  return driver.trap();
}

/// One population of `size` neurons with this program.
image::Image withProgram(const std::string &text, uint32_t size = 20) {
  TinyNetwork net("one", image::findTarget("tile"));
  net.population("first", 8);
  uint32_t p = net.population("n", size);
  net.state(p, "x", 16, {1});
  net.port(p, "in");
  net.program(0, "mov r0, 1");
  net.program(p, text, false);
  return net.build();
}

void expectError(const std::function<void()> &run,
                 const std::vector<std::string> &parts) {
  try {
    run();
    FAIL() << "no error";
  } catch (const Error &e) {
    for (const std::string &part : parts)
      EXPECT_NE(std::string(e.what()).find(part), std::string::npos)
          << e.what() << "\n  lacks: " << part;
  }
}

TEST(RtlErrors, IllegalInstructionTraps) {
  image::Image image = withProgram("ld r0, {x}\n.word 0x0\nst r0, {x}");
  Trap trap = runOnce(image);
  EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction));
  EXPECT_TRUE(trap.inProgram);
  EXPECT_EQ(trap.pc, image.tiles[0].groups[1].programAddress + 1);
  EXPECT_EQ(trap.group, 1u);
}

TEST(RtlErrors, EveryBitThatMustBeZeroIsChecked) {
  // Flipping any single bit gives either an instruction or a trap, as decode().
  for (const char *text : {"mov r1, r2", "ldm r3, mod=1", "ld r1, {x}",
                           "mul r1, r2, r3, sh=30", "emit r1, 1"}) {
    image::Image image = withProgram(text);
    uint32_t at = image.tiles[0].groups[1].programAddress;
    uint64_t word = image.tiles[0].program[at];
    TileDriver driver = loaded(image);
    for (unsigned bit = 0; bit < 64; ++bit) {
      uint64_t flipped = word ^ (uint64_t(1) << bit);
      isa::Instruction instruction;
      std::string reason;
      bool legal = isa::decode(flipped, instruction, reason) &&
                   isa::isLegalIn(instruction, isa::UpdateProgram);
      if (legal && instruction.op != isa::Opcode::Mul)
        continue; // may touch memory that is not there
      recover(driver, image.tiles[0]);
      writeProgram(driver, at, flipped);
      std::vector<StreamEvent> events;
      ASSERT_TRUE(driver.step(100000, events));
      EXPECT_EQ(driver.trap().errors,
                legal ? 0u : uint32_t(sim::IllegalInstruction))
          << text << " bit " << bit;
    }
  }
}

TEST(RtlErrors, InstructionsOfLearnTrapInUpdate) {
  image::Image image = withProgram("mov r1, r2");
  uint32_t at = image.tiles[0].groups[1].programAddress;
  TileDriver driver = loaded(image);
  unsigned found = 0;
  for (const isa::OpcodeInfo &info : isa::opcodes()) {
    if (info.kinds & isa::UpdateProgram)
      continue;
    isa::Instruction instruction;
    instruction.op = info.op;
    uint64_t word = 0;
    std::string reason;
    ASSERT_TRUE(isa::encode(instruction, word, reason)) << reason;
    writeProgram(driver, at, word);
    std::vector<StreamEvent> events;
    ASSERT_TRUE(driver.step(100000, events));
    EXPECT_EQ(driver.trap().errors, uint32_t(sim::IllegalInstruction))
        << isa::format(instruction);
    EXPECT_EQ(driver.trap().pc, at);
    recover(driver, image.tiles[0]);
    ++found;
  }
  EXPECT_GE(found, 10u);
}

TEST(RtlErrors, ProgramWithoutEndTraps) {
  image::Image image = withProgram("mov r0, 1");
  auto &program = image.tiles[0].program;
  program.back() = program.front();
  program.resize(image.target.programWords, program.front());
  image.tiles[0].programLocations.resize(program.size(), -1);
  Trap trap = runOnce(image);
  EXPECT_EQ(trap.errors, uint32_t(sim::PastEnd));
  EXPECT_EQ(trap.pc, image.target.programWords);
  EXPECT_EQ(trap.group, 1u);
}

TEST(RtlErrors, EmittingTwiceTraps) {
  image::Image image = withProgram("ld r0, {x}\nlid r1\nclt r2, r1, 3\n"
                                   "emit r2, 1\nmov r0, r0\nceq r3, r1, 2\n"
                                   "emit r3, 4");
  Trap trap = runOnce(image);
  EXPECT_EQ(trap.errors, uint32_t(sim::EmittedTwice));
  EXPECT_EQ(trap.pc, image.tiles[0].groups[1].programAddress + 6);
}

TEST(RtlErrors, InjectionOfAnEmittingNeuronTraps) {
  image::Image image = withProgram("mov r1, 1\nemit r1, 1");
  TileDriver driver = loaded(image);
  driver.inject(1, 7, 1);
  driver.inject(1, 7, 1);
  EXPECT_EQ(driver.takeErrors(), 0u);
  EXPECT_TRUE(driver.model().halted);
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::EmittedTwice));
  EXPECT_FALSE(driver.trap().inProgram);
  driver.load(image.tiles[0]);
  driver.inject(1, 7, 1);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(1000, events));
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::EmittedTwice));
  EXPECT_TRUE(driver.trap().inProgram);
}

TEST(RtlErrors, InjectionOutsideTheGroupTraps) {
  image::Image image = withProgram("mov r1, 1");
  TileDriver driver = loaded(image);
  driver.inject(1, 24, 1);
  driver.takeErrors();
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::BadAddress));
}

TEST(RtlErrors, QueueOverflowTraps) {
  // The queue holds an event of every source; the marks are taken away so
  // that one source may fill it.
  image::Image image = withProgram("mov r1, 1");
  TileDriver driver = loaded(image);
  for (uint32_t i = 0; i <= image.target.eventRecords; ++i) {
    EXPECT_FALSE(driver.model().halted);
    driver.inject(1, 0, 1);
    driver.takeErrors();
    driver.write(sim::MarkRegion + image.tiles[0].groups[1].blockBase, 0);
  }
  EXPECT_TRUE(driver.model().halted);
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::QueueOverflow));
  EXPECT_EQ(driver.read(sim::QueuedRegister), image.target.eventRecords);
}

TEST(RtlErrors, AddressesOutsideOfMemoriesTrap) {
  for (const char *text :
       {"ld r0, base=4095, width=16", "ld r0, base=2048, width=32",
        "mov r0, 1\nst r0, base=8190, width=8",
        "ldp r0, base=2047, slots=2, wide", "ldp r0, base=4094, slots=2",
        "mov r0, 0\nlut r0, r0, base=1000, len=25"}) {
    image::Image image = withProgram(text);
    Trap trap = runOnce(image);
    EXPECT_EQ(trap.errors, uint32_t(sim::BadAddress)) << text;
    EXPECT_EQ(trap.pc, image.tiles[0].groups[1].programAddress +
                           (text[0] == 'm' ? 1 : 0))
        << text;
  }
  image::Image fits = withProgram("mov r0, 0\nlut r0, r0, base=1000, len=24\n"
                                  "ld r0, base=8189, width=8\n"
                                  "ldp r0, base=2042, slots=2, wide");
  TileDriver driver = loaded(fits);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(1000, events));
  EXPECT_EQ(driver.trap().errors, 0u);
}

/// An input of 8 with one dense row each onto 8 targets.
image::Image oneRow(int32_t weight, uint8_t accBits, uint8_t shift = 0) {
  TinyNetwork net("row", image::findTarget("tile"));
  uint32_t in = net.input("in", 8, -32768, 32767);
  uint32_t out = net.population("out", 8);
  net.state(out, "sum", 32);
  net.port(out, "in", accBits, 2);
  net.program(out, "ldp r0, {in}\nst r0, {sum}");
  net.dense(in, out, 0, std::vector<int32_t>(64, weight), 4, shift, 2);
  return net.build();
}

uint32_t errorsOf(const image::Image &image, int events) {
  TileDriver driver = loaded(image);
  for (int i = 0; i < events; ++i)
    driver.inject(0, uint32_t(i), 32767);
  std::vector<StreamEvent> stream;
  EXPECT_TRUE(driver.step(1000, stream));
  return driver.trap().errors;
}

TEST(RtlErrors, AddressesOfDeliverTrap) {
  image::Image good = oneRow(1, 32);
  EXPECT_EQ(errorsOf(good, 1), 0u);
  image::Image bad = good;
  bad.tiles[0].axons[0].address = bad.target.synapseRows * 2;
  EXPECT_EQ(errorsOf(bad, 1), uint32_t(sim::BadAddress));
  bad = good;
  bad.tiles[0].groups[0].axonBase = bad.target.axons;
  EXPECT_EQ(errorsOf(bad, 1), uint32_t(sim::BadAddress));
  bad = good;
  bad.tiles[0].axons[0].baseBlock = 600;
  EXPECT_EQ(errorsOf(bad, 1), uint32_t(sim::BadAddress));
}

TEST(RtlErrors, TrapsOfUpdateNameTheirPlace) {
  // As many groups as there are, each with an illegal instruction in turn.
  TinyNetwork net("groups", image::findTarget("tile"));
  std::string text;
  for (int i = 0; i < 28; ++i)
    text += "mov r0, 1\n";
  for (uint32_t g = 0; g < net.made.target.groups; ++g)
    net.program(net.population("n" + std::to_string(g), 8), text);
  const image::Image image = net.build();
  const image::Tile &tile = image.tiles[0];
  TileDriver driver = loaded(image);
  for (uint32_t g = 0; g < tile.groups.size(); ++g)
    for (uint32_t i : {g % 29, (g * 7 + 11) % 29}) {
      uint32_t at = tile.groups[g].programAddress + i;
      writeProgram(driver, at, 0);
      std::vector<StreamEvent> events;
      EXPECT_TRUE(driver.step(10000, events));
      Trap trap = driver.trap();
      EXPECT_EQ(trap.errors, uint32_t(sim::IllegalInstruction));
      EXPECT_TRUE(trap.inProgram);
      EXPECT_EQ(trap.pc, at);
      EXPECT_EQ(trap.group, g);
      recover(driver, tile);
      writeProgram(driver, at, tile.program[at]);
    }
}

TEST(RtlErrors, TrapsOfDeliverNameTheSourcesGroup) {
  TinyNetwork net("groups", image::findTarget("tile"));
  uint32_t out = net.population("out", 8);
  net.state(out, "sum", 32);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}\nst r0, {sum}");
  while (net.made.populations.size() < net.made.target.groups) {
    uint32_t in =
        net.input("in" + std::to_string(net.made.populations.size()), 8);
    net.dense(in, out, 0, std::vector<int32_t>(64, 1));
  }
  image::Image image = net.build();
  image::Tile &tile = image.tiles[0];
  for (uint32_t g = 1; g < tile.groups.size(); ++g)
    tile.axons[tile.groups[g].axonBase + 7].address =
        image.target.synapseRows * 4 + g;
  TileDriver driver = loaded(image);
  auto expectTrap = [&](uint32_t group, uint32_t physical) {
    driver.inject(group, physical, 1);
    std::vector<StreamEvent> events;
    EXPECT_TRUE(driver.step(10000, events));
    Trap trap = driver.trap();
    EXPECT_EQ(trap.errors, uint32_t(sim::BadAddress));
    EXPECT_FALSE(trap.inProgram);
    EXPECT_EQ(trap.group, group);
    recover(driver, tile);
  };
  for (uint32_t g = 1; g < tile.groups.size(); ++g)
    expectTrap(g, 7);
  // The same without an axon entry that exists.
  for (uint32_t g = 1; g < tile.groups.size(); ++g)
    driver.write(sim::GroupRegion + g * sim::wordsPerGroup + 4,
                 image.target.axons - 2);
  for (uint32_t g = 1; g < tile.groups.size(); ++g)
    expectTrap(g, 2 + g % 6);
}

TEST(RtlErrors, EveryLaneKnowsTheEndOfTheAccumulators) {
  for (uint8_t accBits : {16, 32}) {
    TinyNetwork net("lanes", image::findTarget("tile"));
    uint32_t in = net.input("in", 8, -100, 100);
    uint32_t out = net.population("out", 8);
    net.state(out, "sum", 32);
    net.port(out, "in", accBits, 1);
    net.program(out, "ldp r0, {in}\nst r0, {sum}");
    std::vector<TinySynapse> synapses;
    for (uint32_t i = 0; i < 8; ++i)
      synapses.push_back({i, i, 3, 1});
    net.sparse(in, out, 0, synapses);
    image::Image image = net.build();
    uint32_t units = image.target.accumulatorRows * 32 / accBits;
    TileDriver driver = loaded(image);
    // In step 0 the sum goes to the slot after the port's base.
    for (uint32_t past : {0u, 1u, 2u, 3u, 5u, 9u, 17u, 33u, 1025u})
      for (uint32_t lane = 0; lane < 8; ++lane) {
        driver.write(sim::DescriptorRegion + 1, units - 2 + past);
        driver.writeStep(0);
        driver.inject(0, lane, 5);
        std::vector<StreamEvent> events;
        EXPECT_TRUE(driver.step(1000, events));
        EXPECT_EQ(driver.trap().errors, past ? uint32_t(sim::BadAddress) : 0u)
            << past << " past the end, lane " << lane;
        EXPECT_EQ(driver.read(sim::AccumulatorRegion +
                              (image.target.accumulatorRows - 1) * 8 + lane),
                  accBits == 32 ? 15u : 15u << 16);
        // Nothing is written where the address would wrap to.
        if (past) {
          EXPECT_EQ(driver.read(sim::AccumulatorRegion +
                                (past - 1) * accBits / 32 * 8 + lane),
                    0u)
              << past << " past the end, lane " << lane;
        }
        recover(driver, image.tiles[0]);
      }
  }
}

TEST(RtlErrors, AccumulatorOverflowIsSticky) {
  // 32767 * 32767 * 2 fits in 32 bits, times 3 does not.
  EXPECT_EQ(errorsOf(oneRow(32767, 32), 2), 0u);
  EXPECT_EQ(errorsOf(oneRow(32767, 32), 3), uint32_t(sim::AccumulatorOverflow));
  EXPECT_EQ(errorsOf(oneRow(-32768, 32), 2), 0u);
  EXPECT_EQ(errorsOf(oneRow(-32768, 32), 3),
            uint32_t(sim::AccumulatorOverflow));
  EXPECT_EQ(errorsOf(oneRow(1, 16), 1), 0u);
  EXPECT_EQ(errorsOf(oneRow(1, 16), 2), uint32_t(sim::AccumulatorOverflow));
  EXPECT_EQ(errorsOf(oneRow(1, 32, 16), 1), 0u);
  EXPECT_EQ(errorsOf(oneRow(1, 32, 17), 1), uint32_t(sim::AccumulatorOverflow));
  EXPECT_EQ(errorsOf(oneRow(32767, 32, 31), 1),
            uint32_t(sim::AccumulatorOverflow));
}

TEST(RtlErrors, HostMustNotTouchARunningTile) {
  image::Image image = withProgram("mov r1, 1");
  TileDriver driver = loaded(image);
  driver.start();
  driver.write(sim::StateRegion, 5);
  EXPECT_EQ(driver.takeErrors(), 1u);
  EXPECT_EQ(driver.read(sim::StatusRegister) & 1, 1u);
  EXPECT_EQ(driver.takeErrors(), 0u);
  std::vector<StreamEvent> events;
  driver.model().runWhileBusy(1000, events);
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::HostWhileRunning));
  EXPECT_FALSE(driver.model().halted);
  driver.write(sim::CommandRegister, sim::ClearErrorsCommand);
  EXPECT_EQ(driver.trap().errors, 0u);
  // The step was done all the same, and the next one works.
  EXPECT_EQ(driver.read(sim::StepRegister), 1u);
  EXPECT_TRUE(driver.step(1000, events));
  EXPECT_EQ(driver.read(sim::StepRegister), 2u);
}

TEST(RtlErrors, EngineNamesInstructionAndSourceLine) {
  auto image = std::make_shared<image::Image>(
      withProgram("ld r0, {x}\nmov r1, 1\nemit r1, 1\nemit r1, 2"));
  auto engine = sim::createRtlEngine(image);
  expectError([&] { engine->step(); },
              {"rtl: step 0", "emitted twice", "'emit r1, 2'", "population 'n'",
               "n.s:4:1"});
  expectError([&] { engine->step(); }, {"reset"});
  engine->reset();
  expectError([&] { engine->step(); }, {"emitted twice"});

  image = std::make_shared<image::Image>(withProgram(".word 0x0"));
  engine = sim::createRtlEngine(image);
  expectError([&] { engine->step(); },
              {"illegal instruction", "0x0000000000000000", "n.s:1:1"});
}

TEST(RtlErrors, ImageThatDoesNotFitTheChip) {
  TinyNetwork net("big", image::findTarget("tile"));
  net.population("n", 8);
  net.made.target.synapseRows *= 2;
  expectError([&] { sim::createRtlEngine(net.shared()); },
              {"synapse rows", "SNNC_RTL_TARGET"});
  image::Image image = withProgram("mov r1, 1");
  image.tiles[0].groups[0].axonSubs = 300;
  TileDriver driver(sim::makeCheckedTile(""), image.target, false);
  expectError([&] { driver.load(image.tiles[0]); },
              {"group 0", "axon entries a source 300", "8 bits"});
}

} // namespace
} // namespace snnc
