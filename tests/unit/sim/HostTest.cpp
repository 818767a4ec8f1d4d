//===- HostTest.cpp - The host's port and the event stream ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "sim/TileDriver.h"
#include "tests/unit/sim/Lockstep.h"

#include <fstream>
#include <sstream>

namespace snnc {
namespace {

using sim::StreamEvent;
using sim::TileDriver;
using testing::lockstep;
using testing::TinyNetwork;
using testing::TinyRandom;

/// Inputs, a recurrent population, parameters, tables, a modulator.
std::shared_ptr<const image::Image> network() {
  TinyNetwork net("net", image::findTarget("tile"));
  uint32_t in = net.input("in", 30, -3, 3);
  uint32_t p = net.population("n", 75);
  net.payload(p, 0, 3);
  net.state(p, "v", 16, {5});
  net.param(p, "k", 8, {3});
  net.port(p, "in", 32, 2);
  net.modulator("m", 4);
  net.table({5, -7, 100, 3});
  net.program(p, "ld r0, {v}\nldp r1, {in}\nld r2, {k}\nadd r0, r0, r1\n"
                 "ldm r3, mod=0\nadd r0, r0, r3\nlut r4, r2, base=0, len=4\n"
                 "add r0, r0, r4\nand r5, r0, 3\nst r0, {v}\nemit r5, r5");
  TinyRandom random(9);
  std::vector<int32_t> weights(30 * 75);
  for (int32_t &w : weights)
    w = int32_t(random() % 15) - 7;
  net.dense(in, p, 0, weights, 2);
  weights.resize(75 * 75, 1);
  net.dense(p, p, 0, weights, 2, 0, 3);
  return net.shared();
}

void stimulate(runtime::Engine &engine, uint64_t t) {
  for (uint32_t i = uint32_t(t) % 3; i < 30; i += 3)
    engine.inject(0, i, int32_t(i % 7) - 3);
  engine.setModulator(0, int32_t(t) * 3 - 5);
}

TEST(RtlHost, BackdoorAndPortLoadTheSame) {
  auto image = network();
  TileDriver backdoor(sim::makeFastTile(), image->target, false);
  TileDriver port(sim::makeFastTile(), image->target, true);
  backdoor.load(image->tiles[0]);
  port.load(image->tiles[0]);
  auto same = [&](uint32_t region, uint32_t words) {
    EXPECT_EQ(backdoor.read(region, words), port.read(region, words));
    EXPECT_EQ(backdoor.takeErrors() + port.takeErrors(), 0u);
  };
  const image::Target &t = image->target;
  same(sim::ProgramRegion, t.programWords * 2);
  same(sim::StateRegion, t.stateRows * t.lanes);
  same(sim::AccumulatorRegion, t.accumulatorRows * t.lanes);
  same(sim::SynapseRegion, t.synapseRows * t.lanes);
  same(sim::TableRegion, t.tableWords);
  same(sim::PayloadRegion, t.blocks * t.lanes);
  same(sim::MarkRegion, t.blocks);
  same(sim::GroupRegion, t.groups * sim::wordsPerGroup);
  same(sim::DescriptorRegion, t.descriptors * 2);
  same(sim::AxonRegion, t.axons * 2);
  // And it is what the image says.
  EXPECT_EQ(port.read(sim::ProgramRegion + 3),
            uint32_t(image->tiles[0].program[1] >> 32));
  EXPECT_EQ(port.read(sim::SynapseRegion + 11), image->tiles[0].synapses[11]);
  EXPECT_EQ(port.read(sim::TableRegion + 1), uint32_t(-7));
}

TEST(RtlHost, EngineThroughPortAlone) {
  sim::RtlOptions options;
  options.loadThroughPort = true;
  lockstep(network(), 12, stimulate, options);
}

TEST(RtlHost, MemoriesHoldWhatIsWritten) {
  auto image = network();
  TileDriver driver(sim::makeCheckedTile(""), image->target, true);
  const image::Target &t = image->target;
  struct Memory {
    uint32_t region, words, mask;
  };
  TinyRandom random(4);
  for (Memory m :
       {Memory{sim::ProgramRegion, t.programWords * 2, ~0u},
        Memory{sim::StateRegion, t.stateRows * t.lanes, ~0u},
        Memory{sim::AccumulatorRegion, t.accumulatorRows * t.lanes, ~0u},
        Memory{sim::SynapseRegion, t.synapseRows * t.lanes, ~0u},
        Memory{sim::TableRegion, t.tableWords, ~0u},
        Memory{sim::PayloadRegion, t.blocks * t.lanes, 0xffff},
        Memory{sim::MarkRegion, t.blocks, (1u << t.lanes) - 1},
        Memory{sim::AxonRegion, t.axons * 2, ~0u},
        Memory{sim::LearnRegion, t.learnEntries * sim::wordsPerLearnEntry,
               ~0u}}) {
    std::vector<std::pair<uint32_t, uint32_t>> written;
    auto write = [&](uint32_t at) {
      written.push_back({m.region + at, random()});
      driver.write(written.back().first, written.back().second);
    };
    for (uint32_t at = 0; at + 1 < m.words; at += 1 + random() % (m.words / 32))
      write(at);
    write(m.words - 1);
    for (auto [address, data] : written)
      EXPECT_EQ(driver.read(address), data & m.mask);
    EXPECT_EQ(driver.takeErrors(), 0u);
    driver.read(m.region + m.words);
    EXPECT_EQ(driver.takeErrors(), 1u) << "end of region " << m.region;
  }
  driver.read(0xc00000);
  driver.write(0xf00000, 1);
  EXPECT_EQ(driver.takeErrors(), 2u);
}

TEST(RtlHost, SmallTablesHoldWhatIsWritten) {
  auto image = network();
  TileDriver driver(sim::makeFastTile(), image->target, true);
  const image::Target &t = image->target;
  // Bits of the fields that sizes of the target leave.
  const uint32_t group[] = {(t.programWords - 1) | 0x1fu << 27,
                            (2 * t.blocks - 1) * 0x10001u,
                            (t.blocks - 1) | (2 * t.lanes - 1) << 16,
                            ~0u,
                            0xffffff,
                            0xffffff,
                            0xff};
  const uint32_t descriptor[] = {~0u, 0x1ffff};
  TinyRandom random(5);
  for (int round = 0; round < 3; ++round) {
    std::vector<std::pair<uint32_t, uint32_t>> written;
    auto write = [&](uint32_t address, uint32_t mask) {
      written.push_back({address, random() & mask});
      driver.write(address, written.back().second);
    };
    for (uint32_t g = 0; g < t.groups; ++g)
      for (uint32_t w = 0; w < std::size(group); ++w)
        write(sim::GroupRegion + g * sim::wordsPerGroup + w, group[w]);
    for (uint32_t d = 0; d < t.descriptors; ++d)
      for (uint32_t w = 0; w < std::size(descriptor); ++w)
        write(sim::DescriptorRegion + 2 * d + w, descriptor[w]);
    for (auto [address, data] : written)
      EXPECT_EQ(driver.read(address), data) << std::hex << address;
  }
  EXPECT_EQ(driver.takeErrors(), 0u);
}

TEST(RtlHost, SaysWhatItIs) {
  auto image = network();
  TileDriver driver(sim::makeFastTile(), image->target, false);
  EXPECT_EQ(driver.read(sim::IdentityRegister), sim::identity);
  EXPECT_EQ(driver.read(sim::VersionRegister) >> 16, 1u);
  const image::Target &t = image->target;
  EXPECT_EQ(driver.read(sim::LanesRegister, 14),
            (std::vector<uint32_t>{t.lanes, t.groups, t.descriptors, t.blocks,
                                   t.programWords, t.stateRows,
                                   t.accumulatorRows, t.synapseRows, t.axons,
                                   t.tableWords, t.eventRecords, t.modulators,
                                   t.maxSlots, t.version}));
}

TEST(RtlHost, RegistersHoldWhatIsWritten) {
  auto image = network();
  TileDriver driver(sim::makeFastTile(), image->target, false);
  TinyRandom random(6);
  for (int round = 0; round < 4; ++round) {
    std::vector<std::pair<uint32_t, uint32_t>> written;
    auto write = [&](uint32_t address, uint32_t mask = ~0u) {
      written.push_back({address, random() & mask});
      driver.write(address, written.back().second | ~mask);
    };
    write(sim::LearningRegister, 1);
    write(sim::LearnEntriesRegister, 2 * image->target.learnEntries - 1);
    for (uint32_t m = 0; m < image->target.modulators; ++m)
      write(sim::ModulatorRegister + m);
    write(sim::SignalsRegister, 0xff);
    write(sim::FallsRegister, 0xff);
    write(sim::StepRegister);
    write(sim::StepRegister + 1);
    write(sim::InjectSourceRegister);
    for (auto [address, data] : written)
      EXPECT_EQ(driver.read(address), data) << std::hex << address;
  }
  EXPECT_EQ(driver.takeErrors(), 0u);
}

TEST(RtlHost, InjectedPayloadsReachEveryLane) {
  auto image = network();
  TileDriver driver(sim::makeFastTile(), image->target, false);
  TinyRandom random(8);
  for (int round = 0; round < 3; ++round) {
    driver.load(image->tiles[0]);
    std::vector<uint32_t> payloads;
    for (uint32_t i = 0; i < 72; ++i) {
      payloads.push_back(random() & 0xffff);
      driver.inject(1, i, int16_t(payloads.back()));
    }
    EXPECT_EQ(driver.takeErrors(), 0u);
    EXPECT_EQ(driver.read(sim::QueuedRegister), 72u);
    EXPECT_EQ(
        driver.read(sim::PayloadRegion + image->tiles[0].groups[1].blockBase *
                                             image->target.lanes,
                    72),
        payloads);
  }
}

TEST(RtlHost, MemoriesAreRefusedRightBehindAnInjection) {
  auto image = network();
  TileDriver driver(sim::makeFastTile(), image->target, false);
  driver.load(image->tiles[0]);
  uint32_t payload = sim::PayloadRegion +
                     image->tiles[0].groups[1].blockBase * image->target.lanes;
  for (uint32_t region :
       {sim::ProgramRegion, sim::StateRegion, sim::AccumulatorRegion,
        sim::SynapseRegion, sim::TableRegion, sim::PayloadRegion,
        sim::MarkRegion, sim::GroupRegion, sim::DescriptorRegion,
        sim::AxonRegion, sim::LearnRegion})
    for (bool write : {false, true})
      for (unsigned behind = 1; behind <= 3; ++behind) {
        SCOPED_TRACE(std::to_string(region >> 20) + ", " +
                     std::to_string(behind) + " behind");
        bool refused = behind < 3;
        uint32_t before = driver.read(region + 2);
        driver.inject(1, 9, -77);
        // Registers may be read and written meanwhile.
        for (unsigned i = 1; i < behind; ++i)
          driver.write(sim::ModulatorRegister + 5, i);
        if (write)
          driver.write(region + 2, before ^ 1);
        else if (uint32_t word = driver.read(region + 2); !refused) {
          EXPECT_EQ(word, before);
        }
        EXPECT_EQ(driver.takeErrors(), refused ? 1u : 0u);
        EXPECT_EQ(driver.read(sim::ErrorRegister),
                  refused ? uint32_t(sim::HostWhileRunning) : 0u);
        EXPECT_EQ(driver.read(region + 2),
                  write && !refused ? before ^ 1 : before);
        // The injection is whole.
        EXPECT_EQ(driver.read(sim::QueuedRegister), 1u);
        EXPECT_EQ(driver.read(payload + 9), uint32_t(-77) & 0xffff);
        driver.write(sim::CommandRegister,
                     sim::FlushCommand | sim::ClearErrorsCommand);
        driver.write(region + 2, before);
        for (uint32_t b = 0; b < image->target.blocks; ++b)
          driver.write(sim::MarkRegion + b, 0);
      }
  EXPECT_EQ(driver.takeErrors(), 0u);
}

TEST(RtlHost, BackPressureLosesNothing) {
  auto image = network();
  TileDriver free(sim::makeCheckedTile(""), image->target, false);
  TileDriver slow(sim::makeCheckedTile(""), image->target, false);
  free.load(image->tiles[0]);
  slow.load(image->tiles[0]);
  TinyRandom random(12);
  uint64_t stalls = 0;
  for (int t = 0; t < 10; ++t) {
    for (uint32_t i = 0; i < 30; i += 2)
      for (TileDriver *d : {&free, &slow})
        d->inject(0, i, int32_t(i) - 9);
    std::vector<StreamEvent> expected, got;
    ASSERT_TRUE(free.step(100000, expected));
    slow.start();
    slow.model().tick(got);
    // Ready in one of 32 cycles, sometimes not for long.
    for (int cycle = 0; slow.model().busy && cycle < 100000; ++cycle) {
      slow.model().eventReady = random() % 32 == 0 && (cycle >> 9) % 2 == 0;
      slow.model().tick(got);
    }
    ASSERT_FALSE(slow.model().busy);
    ASSERT_EQ(expected.size(), got.size());
    for (size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(expected[i].group, got[i].group);
      EXPECT_EQ(expected[i].physical, got[i].physical);
      EXPECT_EQ(expected[i].payload, got[i].payload);
    }
    EXPECT_EQ(free.read(sim::StateRegion, 200),
              slow.read(sim::StateRegion, 200));
    EXPECT_EQ(free.read(sim::AccumulatorRegion, 400),
              slow.read(sim::AccumulatorRegion, 400));
    runtime::Counters a = free.counters(), b = slow.counters();
    EXPECT_EQ(a.events, b.events);
    EXPECT_EQ(a.synapticOps, b.synapticOps);
    EXPECT_EQ(a.updateCycles, b.updateCycles);
    EXPECT_EQ(a.stallCycles, 0u);
    EXPECT_LT(a.deliverCycles, b.deliverCycles);
    stalls = b.stallCycles;
  }
  EXPECT_GT(stalls, 0u);
}

TEST(RtlHost, StallsAreTheCyclesThatTheHostHoldsBack) {
  auto image = network();
  auto run = [&](int held) {
    TileDriver driver(sim::makeFastTile(), image->target, false);
    driver.load(image->tiles[0]);
    for (uint32_t i = 0; i < 30; i += 2)
      driver.inject(0, i, 1);
    std::vector<StreamEvent> events;
    driver.start();
    driver.model().eventReady = false;
    for (int cycle = 0; cycle < held; ++cycle)
      driver.model().tick(events);
    EXPECT_TRUE(driver.model().busy);
    driver.model().eventReady = true;
    for (int cycle = 0; driver.model().busy && cycle < 100000; ++cycle)
      driver.model().tick(events);
    EXPECT_FALSE(driver.model().busy);
    return driver.counters();
  };
  runtime::Counters a = run(1000), b = run(1037), c = run(3085);
  EXPECT_EQ(b.stallCycles - a.stallCycles, 37u);
  EXPECT_EQ(b.deliverCycles - a.deliverCycles, 37u);
  EXPECT_EQ(c.stallCycles - a.stallCycles, 2085u);
  EXPECT_EQ(c.cycles - a.cycles, 2085u);
  EXPECT_EQ(a.updateCycles, c.updateCycles);
  EXPECT_LT(a.stallCycles, a.deliverCycles);
}

TEST(RtlHost, SaveRestoreAndResetOfAPopulation) {
  auto image = network();
  auto first = sim::createRtlEngine(image);
  for (uint64_t t = 0; t < 5; ++t) {
    stimulate(*first, t);
    first->step();
  }
  std::vector<uint8_t> saved = first->save();
  auto second = sim::createRtlEngine(image);
  second->restore(saved);
  first->resetPopulation(1);
  second->resetPopulation(1);
  for (uint64_t t = 5; t < 9; ++t) {
    for (auto *engine : {first.get(), second.get()}) {
      stimulate(*engine, t);
      engine->step();
    }
    EXPECT_EQ(first->digest(), second->digest());
    testing::expectEqual(first->counters(), second->counters());
  }
  // The memories of weights were only read.
  TileDriver driver(sim::makeFastTile(), image->target, false);
  driver.load(image->tiles[0]);
  for (int t = 0; t < 3; ++t) {
    std::vector<StreamEvent> events;
    driver.inject(0, 3, 1);
    ASSERT_TRUE(driver.step(100000, events));
  }
  std::vector<uint32_t> synapses = image->tiles[0].synapses;
  EXPECT_EQ(driver.readSynapses(uint32_t(synapses.size()) / driver.lanes()),
            synapses);
}

TEST(RtlHost, WaveformMapsTheProgramCounterToTheSource) {
  std::string path = ::testing::TempDir() + "snnc-wave.fst";
  auto image = network();
  {
    sim::RtlOptions options;
    options.tracePath = path;
    auto engine = sim::createRtlEngine(image, options);
    stimulate(*engine, 0);
    engine->step();
  }
  auto text = [](const std::string &name) {
    std::ostringstream out;
    out << std::ifstream(name).rdbuf();
    return out.str();
  };
  EXPECT_GT(text(path).size(), 1000u);
  EXPECT_NE(text(path + ".pc")
                .find("001 ldp  r1, base=0, slots=4, wide  ; "
                      "n.s:2:1 (neuron @n)"),
            std::string::npos)
      << text(path + ".pc");
  EXPECT_NE(text(path + ".gtkw")
                .find("^1 " + path +
                      ".pc\n"
                      "TOP.snnc_tile.u_sequencer.pc_q[10:0]"),
            std::string::npos);
  sim::RtlOptions bad;
  bad.tracePath = "/no/such/folder/x.fst";
  EXPECT_THROW(sim::createRtlEngine(image, bad), Error);
}

} // namespace
} // namespace snnc
