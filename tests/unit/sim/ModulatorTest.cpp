//===- ModulatorTest.cpp - Modulators driven on the chip ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "tests/unit/runtime/DrivenNetwork.h"
#include "tests/unit/sim/ChipAlone.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using sim::StreamEvent;
using sim::TileDriver;
using testing::drivenNetwork;
using testing::loaded;
using testing::lockstep;
using testing::TinyNetwork;
using testing::TinyRandom;

void play(runtime::Engine &engine, uint64_t t) {
  TinyRandom random(uint32_t(t) * 29 + 3);
  if (random() % 3 != 0)
    for (uint32_t i = 0; i < 19; ++i)
      if (random() % 4 == 0)
        engine.inject(0, i, int32_t(random() % 19) - 9);
  if (random() % 2)
    engine.setModulator(1, int32_t(random() % 100));
  engine.setLearning(t % 7 != 2);
}

TEST(RtlModulators, AsTheReferenceHasThem) {
  lockstep(drivenNetwork().shared(), 60, play);
}

TEST(RtlModulators, ThroughThePortAlone) {
  sim::RtlOptions options;
  options.loadThroughPort = true;
  lockstep(drivenNetwork().shared(), 7, play, options);
}

TEST(RtlModulators, SavedAndRestored) {
  lockstep(drivenNetwork().shared(), 30,
           [](runtime::Engine &engine, uint64_t t) {
             play(engine, t);
             if (t % 5 == 3) {
               std::vector<uint8_t> saved = engine.save();
               engine.reset();
               engine.restore(saved);
             }
           });
}

/// The values are the engine's own, not what its host remembers.
TEST(RtlModulators, EngineReadsThemFromTheChip) {
  auto image = drivenNetwork().shared();
  auto engine = sim::createRtlEngine(image);
  int32_t value[] = {77, 5, -4};
  for (uint64_t t = 0; t < 30; ++t) {
    play(*engine, t);
    engine->step();
    for (uint32_t m : {0u, 2u}) {
      bool set;
      std::tie(value[m], set) =
          testing::expectedModulator(*image, m, engine->events(), value[m]);
      EXPECT_EQ(engine->readModulator(m), value[m]);
      EXPECT_EQ(engine->isSet(m), set);
    }
  }
  EXPECT_THROW(engine->setModulator(0, 1), Error);
}

TEST(RtlModulators, OnAChipThatDoesNotLearn) {
  TinyNetwork net("plain", image::findTarget("tile"));
  uint32_t in = net.input("in", 11, -5, 5);
  uint32_t p = net.population("n", 20);
  net.driven("m", in, false, 3);
  net.state(p, "v", 32);
  net.program(p, "ldm r0, mod=0\n ld r1, {v}\n add r0, r0, r1\n st r0, {v}\n"
                 "lid r2\n clt r2, r2, r0\n emit r2, 1");
  net.driven("count", p, true);
  lockstep(net.shared(), 30, [](runtime::Engine &engine, uint64_t t) {
    if (t % 3)
      engine.inject(0, uint32_t(t) % 11, int32_t(t % 9) - 4);
  });
}

/// Eight inputs of 16, input g drives modulator 7 - g; odd modulators fall.
struct Eight {
  image::Image image;
  TileDriver driver;

  Eight()
      : image(network()),
        driver(sim::makeCheckedTile(""), image.target, false) {
    load();
  }

  static image::Image network() {
    TinyNetwork net("eight", image::findTarget("tile"));
    for (uint32_t g = 0; g < 8; ++g)
      net.input("in" + std::to_string(g), 16, -32768, 32767);
    for (uint32_t m = 0; m < 8; ++m)
      net.driven("m" + std::to_string(m), 7 - m, m % 2);
    return net.build();
  }

  void load() {
    driver.load(image.tiles[0]);
    driver.writeFalls(0xaa);
    for (uint32_t m = 0; m < 8; ++m)
      driver.writeModulator(m, 1000 + int32_t(m));
  }

  void inject(uint32_t modulator, uint32_t neuron, int32_t payload) {
    driver.inject(7 - modulator, neuron, payload);
  }

  /// Runs a step; the marks after it.
  uint32_t step() {
    std::vector<StreamEvent> events;
    EXPECT_TRUE(driver.step(10000, events));
    return driver.readSignals();
  }
  int32_t value(uint32_t m) {
    return static_cast<int32_t>(driver.readModulators(8)[m]);
  }
};

TEST(RtlModulators, EachHasItsOwnSum) {
  Eight chip;
  TinyRandom random(5);
  std::vector<int32_t> values;
  for (uint32_t m = 0; m < 8; ++m)
    values.push_back(1000 + int32_t(m));
  for (int round = 0; round < 40; ++round) {
    uint32_t set = 0;
    for (uint32_t m = 0; m < 8; ++m) {
      int32_t sum = 0;
      for (uint32_t i = 0; i < 16; ++i)
        if (random() % 12 == 0) {
          auto payload = static_cast<int16_t>(random());
          chip.inject(m, i, payload);
          sum += payload;
          set |= 1u << m;
        }
      values[m] = set >> m & 1 ? sum : m % 2 ? 0 : values[m];
    }
    ASSERT_EQ(chip.step(), set);
    for (uint32_t m = 0; m < 8; ++m)
      ASSERT_EQ(chip.value(m), values[m]) << "modulator " << m;
  }
  EXPECT_EQ(chip.driver.trap().errors, 0u);
}

TEST(RtlModulators, PayloadsOfAllSignsAndLanes) {
  Eight chip;
  for (int32_t payload : {1, -1, 0, 32767, -32768, 256, -256})
    for (uint32_t i = 0; i < 16; ++i) {
      chip.inject(3, i, payload);
      EXPECT_EQ(chip.step(), 8u);
      EXPECT_EQ(chip.value(3), payload);
    }
  // More than 16 bits.
  for (int32_t payload : {32767, -32768}) {
    for (uint32_t i = 0; i < 16; ++i)
      chip.inject(3, i, payload);
    EXPECT_EQ(chip.step(), 8u);
    EXPECT_EQ(chip.value(3), 16 * payload);
  }
}

TEST(RtlModulators, HoldOrFall) {
  Eight chip;
  EXPECT_EQ(chip.step(), 0u);
  for (uint32_t m = 0; m < 8; ++m)
    EXPECT_EQ(chip.value(m), m % 2 ? 0 : 1000 + int32_t(m));
  chip.inject(2, 0, 7);
  chip.inject(5, 0, 8);
  EXPECT_EQ(chip.step(), 0x24u);
  EXPECT_EQ(chip.value(2), 7);
  EXPECT_EQ(chip.value(5), 8);
  EXPECT_EQ(chip.step(), 0u);
  EXPECT_EQ(chip.value(2), 7);
  EXPECT_EQ(chip.value(5), 0);
  // A group that drives none changes none.
  chip.driver.write(sim::GroupRegion + 3 * sim::wordsPerGroup, 4u << 27);
  chip.inject(4, 0, 9);
  EXPECT_EQ(chip.step(), 0u);
  EXPECT_EQ(chip.value(4), 1004);
}

TEST(RtlModulators, TheHostWritesBetweenSteps) {
  Eight chip;
  chip.inject(2, 1, 5);
  EXPECT_EQ(chip.step(), 4u);
  // A value does not mark, marks do not set a value.
  chip.driver.writeModulator(2, -123456789);
  chip.driver.writeModulator(6, 66);
  EXPECT_EQ(chip.driver.readSignals(), 4u);
  chip.driver.writeSignals(0xc1);
  EXPECT_EQ(chip.driver.readSignals(), 0xc1u);
  EXPECT_EQ(chip.value(2), -123456789);
  EXPECT_EQ(chip.step(), 0u);
  EXPECT_EQ(chip.value(2), -123456789);
  EXPECT_EQ(chip.value(6), 66);
  // What falls may change at any time.
  chip.driver.writeFalls(0x04);
  EXPECT_EQ(chip.driver.read(sim::FallsRegister), 4u);
  chip.driver.writeModulator(1, 11);
  EXPECT_EQ(chip.step(), 0u);
  EXPECT_EQ(chip.value(1), 11);
  EXPECT_EQ(chip.value(2), 0);
  // The host's value gives way to the events'.
  chip.inject(6, 3, -2);
  chip.driver.writeModulator(6, 1);
  EXPECT_EQ(chip.value(6), 1);
  EXPECT_EQ(chip.step(), 0x40u);
  EXPECT_EQ(chip.value(6), -2);
  EXPECT_EQ(chip.driver.takeErrors(), 0u);
}

TEST(RtlModulators, AFlushForgetsInjectedEvents) {
  Eight chip;
  chip.inject(2, 4, 50);
  chip.driver.takeErrors();
  chip.driver.write(sim::CommandRegister, sim::FlushCommand);
  for (uint32_t b = 0; b < 16; ++b)
    chip.driver.write(sim::MarkRegion + b, 0);
  EXPECT_EQ(chip.step(), 0u);
  EXPECT_EQ(chip.value(2), 1002);
}

/// A step that stops in Deliver after events of drivers, by an axon entry that
/// leads nowhere: nothing of it is seen, before or after the flush.
TEST(RtlModulators, AHaltedStepForgetsItsSums) {
  TinyNetwork net("halt", image::findTarget("tile"));
  uint32_t in = net.input("in", 8, -100, 100);
  uint32_t other = net.input("other", 8);
  uint32_t out = net.population("out", 8);
  net.driven("holds", in, false);
  net.driven("falls", other, true);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.dense(in, out, 0, std::vector<int32_t>(64, 1));
  image::Image image = net.build();
  image::Tile &tile = image.tiles[0];
  tile.axons[tile.groups[in].axonBase + 7].address =
      image.target.synapseRows * 4;
  TileDriver driver = loaded(image);
  driver.writeFalls(2);
  driver.writeModulator(0, 31);
  driver.writeModulator(1, 32);
  driver.writeSignals(2);
  for (uint32_t i = 0; i < 8; ++i)
    driver.inject(in, i, 10 + int32_t(i));
  driver.inject(other, 0, 1);
  std::vector<StreamEvent> events;
  EXPECT_TRUE(driver.step(10000, events));
  EXPECT_TRUE(driver.model().halted);
  EXPECT_EQ(driver.trap().errors, uint32_t(sim::BadAddress));
  EXPECT_GT(events.size(), 3u);
  auto expect = [&](int32_t holds, int32_t falls, uint32_t set) {
    EXPECT_EQ(driver.readModulators(2),
              (std::vector<uint32_t>{uint32_t(holds), uint32_t(falls)}));
    EXPECT_EQ(driver.readSignals(), set);
  };
  expect(31, 32, 2);
  driver.write(sim::CommandRegister,
               sim::FlushCommand | sim::ClearErrorsCommand);
  for (uint32_t b = 0; b < 3; ++b)
    driver.write(sim::MarkRegion + b, 0);
  expect(31, 32, 2);
  EXPECT_TRUE(driver.step(10000, events));
  expect(31, 0, 0);
  driver.inject(in, 2, -4);
  EXPECT_TRUE(driver.step(10000, events));
  expect(-4, 0, 1);
  EXPECT_EQ(driver.trap().errors, 0u);
}

TEST(RtlModulators, WaitForEventsThatTheHostHoldsBack) {
  Eight chip;
  for (uint32_t i = 0; i < 16; ++i)
    chip.inject(i % 3, i, int32_t(i));
  std::vector<StreamEvent> events;
  TinyRandom random(3);
  chip.driver.start();
  for (int cycle = 0; cycle < 2000; ++cycle) {
    chip.driver.model().eventReady = random() % 8 == 0;
    chip.driver.model().tick(events);
  }
  EXPECT_FALSE(chip.driver.model().busy);
  EXPECT_EQ(events.size(), 16u);
  EXPECT_EQ(chip.driver.readSignals(), 7u);
  EXPECT_EQ(chip.value(0), 0 + 3 + 6 + 9 + 12 + 15);
  EXPECT_EQ(chip.value(1), 1 + 4 + 7 + 10 + 13);
  EXPECT_EQ(chip.value(2), 2 + 5 + 8 + 11 + 14);
}

} // namespace
} // namespace snnc
