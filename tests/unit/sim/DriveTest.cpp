//===- DriveTest.cpp - Modulators that events drive, by the port ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/TileDriver.h"
#include "tests/unit/sim/Lockstep.h"

#include <array>

namespace snnc {
namespace {

using sim::StreamEvent;
using sim::TileDriver;
using testing::TinyNetwork;
using testing::TinyRandom;

/// What the modulators are after a step.
struct Model {
  std::array<uint32_t, 8> value{}, sum{};
  /// Driven in this step; set for it.
  uint32_t driven = 0, marks = 0, falls = 0;

  void drive(uint32_t m, int16_t payload) {
    sum[m] = (driven >> m & 1 ? sum[m] : 0) + uint32_t(int32_t(payload));
    driven |= 1u << m;
  }
  void endStep() {
    for (uint32_t m = 0; m < 8; ++m)
      if (driven >> m & 1)
        value[m] = sum[m];
      else if (falls >> m & 1)
        value[m] = 0;
    marks = driven;
    driven = 0;
  }
};

/// As many groups as there are: a population that stores what it reads of each
/// modulator, and inputs of 24.
image::Image network() {
  TinyNetwork net("drive", image::findTarget("tile"));
  uint32_t reader = net.population("reader", 8);
  std::string text;
  for (unsigned m = 0; m < 8; ++m) {
    std::string name = "m" + std::to_string(m);
    net.state(reader, name, 32);
    text += "ldm r0, mod=" + std::to_string(m) + "\nst r0, {" + name + "}\n";
  }
  net.port(reader, "in");
  net.program(reader, text + "ldp r1, {in}");
  while (net.made.populations.size() < net.made.target.groups)
    net.input("in" + std::to_string(net.made.populations.size()), 24);
  net.dense(1, reader, 0, std::vector<int32_t>(24 * 8, 1));
  return net.build();
}

class RtlDrive : public ::testing::Test {
protected:
  RtlDrive()
      : image(network()),
        driver(sim::makeCheckedTile(""), image.target, false) {
    driver.load(image.tiles[0]);
  }

  /// Group g drives modulator m, or none.
  void drives(uint32_t g, bool any, uint32_t m) {
    uint32_t at = sim::GroupRegion + g * sim::wordsPerGroup;
    uint32_t word = driver.read(at) & 0x87ffffff;
    driver.write(at, word | m << 27 | uint32_t(any) << 30);
  }
  void inject(uint32_t g, uint32_t i, bool any, uint32_t m, int16_t payload) {
    driver.inject(g, i, payload);
    if (any)
      model.drive(m, payload);
  }
  void expectModel() {
    for (uint32_t m = 0; m < 8; ++m)
      EXPECT_EQ(driver.read(sim::ModulatorRegister + m), model.value[m]) << m;
    EXPECT_EQ(driver.read(sim::SignalsRegister), model.marks);
    EXPECT_EQ(driver.read(sim::FallsRegister), model.falls);
  }
  /// A step, before which a program reads the values that are there.
  void step() {
    std::array<uint32_t, 8> before = model.value;
    std::vector<StreamEvent> events;
    ASSERT_TRUE(driver.step(100000, events));
    EXPECT_EQ(driver.trap().errors, 0u);
    model.endStep();
    expectModel();
    const image::Population &reader = image.populations[0];
    for (uint32_t m = 0; m < 8; ++m)
      EXPECT_EQ(
          driver.read(sim::StateRegion + reader.parts[0].states[m] * 8 + m),
          before[m]);
  }

  image::Image image;
  TileDriver driver;
  Model model;
};

TEST_F(RtlDrive, SumsBecomeTheValues) {
  TinyRandom random(1);
  const uint32_t groups = image.target.groups;
  for (uint32_t round = 0; round < 24; ++round) {
    model.falls = random() & 0xff;
    driver.write(sim::FallsRegister, model.falls);
    for (uint32_t m = 0; m < 8; ++m)
      if (random() % 4 == 0) {
        model.value[m] = random();
        driver.write(sim::ModulatorRegister + m, model.value[m]);
      }
    // Groups that drive nothing name a modulator all the same.
    std::vector<std::pair<bool, uint32_t>> driven(groups);
    for (uint32_t g = 1; g < groups; ++g) {
      driven[g] = {random() % 4 != 0, random() % 8};
      drives(g, driven[g].first, driven[g].second);
    }
    for (uint32_t g = 1; g < groups; ++g) {
      auto [any, m] = driven[g];
      // In some rounds few modulators are driven.
      if (round % 3 == 0 && m != round % 8)
        continue;
      for (uint32_t i = 0; i < 24; ++i)
        if (random() % 3 == 0)
          inject(g, i, any, m, int16_t(random()));
    }
    step();
  }
}

TEST_F(RtlDrive, LargeSumsKeepTheirBits) {
  for (int16_t payload : {int16_t(-32768), int16_t(32767), int16_t(-1)}) {
    for (uint32_t g = 1; g < image.target.groups; ++g)
      drives(g, true, 5);
    for (uint32_t g = 1; g < image.target.groups; ++g)
      for (uint32_t i = 0; i < 24; ++i)
        inject(g, i, true, 5, payload);
    step();
  }
}

TEST_F(RtlDrive, MarksOfTheHostFallAtTheEndOfTheStep) {
  for (uint32_t mask : {0x01u, 0x80u, 0xa5u, 0xffu}) {
    driver.write(sim::SignalsRegister, mask);
    EXPECT_EQ(driver.read(sim::SignalsRegister), mask);
    // A value does not set a mark.
    driver.write(sim::ModulatorRegister + 3, mask);
    model.value[3] = mask;
    EXPECT_EQ(driver.read(sim::SignalsRegister), mask);
    step();
  }
}

TEST_F(RtlDrive, AFlushForgetsTheSums) {
  for (uint32_t m = 0; m < 8; ++m)
    drives(1 + m, true, m);
  const uint32_t base = sim::GroupRegion + 31 * sim::wordsPerGroup;
  const std::vector<uint32_t> words = driver.read(base, 7);
  for (uint32_t round = 0; round < 3; ++round) {
    // The last event has an axon entry that does not exist.
    driver.write(base + 4, image.target.axons);
    driver.write(base + 6, 1);
    for (uint32_t g = 1; g < 9; ++g)
      driver.inject(g, round, 100 + int(g));
    driver.inject(31, 0, 1);
    std::vector<StreamEvent> events;
    ASSERT_TRUE(driver.step(100000, events));
    EXPECT_EQ(driver.trap().errors, uint32_t(sim::BadAddress));
    EXPECT_EQ(driver.trap().group, 31u);
    driver.write(sim::CommandRegister,
                 sim::FlushCommand | sim::ClearErrorsCommand);
    for (uint32_t b = 0; b < image.target.blocks; ++b)
      driver.write(sim::MarkRegion + b, 0);
    driver.write(base + 4, words[4]);
    driver.write(base + 6, words[6]);
    expectModel();
    // One of them is driven anew.
    inject(1 + round, 3, true, round, int16_t(-7 * int(round)));
    step();
  }
}

} // namespace
} // namespace snnc
