//===- DriverTest.cpp - The driver of a chip's ports ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/AxiDriver.h"
#include "tests/unit/Errors.h"
#include "tests/unit/host/SoftChip.h"
#include "tests/unit/runtime/LearnExamples.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using sim::AxiDriver;
using testing::errorOf;
using testing::SoftChip;

image::Target target(uint32_t columns, uint32_t rows) {
  image::Target target = testing::pairStdp().build().target;
  target.name = "some";
  target.meshColumns = columns;
  target.meshRows = rows;
  return target;
}

/// What a chip of this target says of itself.
void introduce(SoftChip &chip, const image::Target &t) {
  const uint32_t tiles = t.meshColumns * t.meshRows;
  sim::ChipMap map(tiles);
  const uint32_t said[] = {
      sim::chipIdentity, 0x10000,   t.meshColumns, t.meshRows,
      t.sources,         t.version, t.lanes};
  for (uint32_t i = 0; i < std::size(said); ++i)
    chip.words[map.chip(i)] = said[i];
  chip.words[map.chip(sim::ChipErrorRegister)] = 0;
  const uint32_t sizes[] = {t.lanes,           t.groups,       t.descriptors,
                            t.blocks,          t.programWords, t.stateRows,
                            t.accumulatorRows, t.synapseRows,  t.axons,
                            t.tableWords,      t.eventRecords, t.modulators,
                            t.maxSlots};
  for (uint32_t tile = 0; tile < tiles; ++tile) {
    chip.words[map.tile(tile, 0)] = sim::identity;
    for (uint32_t i = 0; i < std::size(sizes); ++i)
      chip.words[map.tile(tile, sim::LanesRegister + i)] = sizes[i];
    chip.words[map.tile(tile, sim::LearnCapacityRegister)] = t.learnEntries;
  }
}

TEST(AxiDriver, FindsTheChipWhateverItsNumberOfTiles) {
  for (auto [columns, rows] :
       {std::pair(1u, 1u), {2u, 1u}, {2u, 2u}, {3u, 3u}, {16u, 16u}}) {
    SoftChip chip(columns * rows);
    image::Target t = target(columns, rows);
    introduce(chip, t);
    AxiDriver driver(chip);
    EXPECT_EQ(driver.tiles(), columns * rows);
    EXPECT_EQ(driver.lanes(), t.lanes);
    driver.check(t);
  }
}

TEST(AxiDriver, WhatIsNoChipOfThisVersionIsRefused) {
  SoftChip nothing;
  EXPECT_EQ(errorOf([&] { AxiDriver driver(nothing); }),
            "there is no chip: no register has its identity");
  SoftChip deaf;
  deaf.deaf = true;
  EXPECT_EQ(errorOf([&] { AxiDriver driver(deaf); }),
            "the chip does not answer to a read");
  SoftChip newer;
  introduce(newer, target(2, 2));
  newer.words[sim::ChipMap(4).chip(sim::ChipVersionRegister)] = 0x20003;
  EXPECT_EQ(errorOf([&] { AxiDriver driver(newer); }),
            "the chip's registers are of version 2; this is for version 1");
  SoftChip liar;
  introduce(liar, target(2, 2));
  liar.words[sim::ChipMap(4).chip(sim::ChipRowsRegister)] = 4;
  EXPECT_EQ(errorOf([&] { AxiDriver driver(liar); }),
            "the chip says that it has 8 tiles, which its addresses "
            "contradict");
}

TEST(AxiDriver, AnotherTargetIsRefused) {
  SoftChip chip;
  introduce(chip, target(2, 2));
  AxiDriver driver(chip);
  auto error = [&](auto change) {
    image::Target t = target(2, 2);
    change(t);
    return errorOf([&] { driver.check(t); });
  };
  const image::Target has = target(2, 2);
  EXPECT_EQ(error([](image::Target &) {}), "");
  EXPECT_EQ(error([](image::Target &t) { t.version = 7; }),
            "an image for target 'some' needs a chip with target version 7; "
            "this chip has 1");
  EXPECT_EQ(error([](image::Target &t) { t.meshColumns = 4; }),
            "an image for target 'some' needs a chip with columns 4; this "
            "chip has 2");
  EXPECT_EQ(error([](image::Target &t) { t.meshRows = 1; }),
            "an image for target 'some' needs a chip with rows 1; this chip "
            "has 2");
  EXPECT_NE(error([](image::Target &t) { t.lanes *= 2; }), "");
  EXPECT_NE(error([](image::Target &t) { t.sources *= 2; }), "");
  EXPECT_EQ(
      error([](image::Target &t) { t.axons *= 2; }),
      "an image for target 'some' may use " + std::to_string(2 * has.axons) +
          " axon entries; the chip's tiles have " + std::to_string(has.axons));
  uint32_t image::Target::*const sizes[] = {
      &image::Target::groups,       &image::Target::descriptors,
      &image::Target::blocks,       &image::Target::programWords,
      &image::Target::stateRows,    &image::Target::accumulatorRows,
      &image::Target::synapseRows,  &image::Target::tableWords,
      &image::Target::eventRecords, &image::Target::modulators,
      &image::Target::maxSlots,     &image::Target::learnEntries};
  for (auto size : sizes) {
    EXPECT_NE(error([&](image::Target &t) { t.*size *= 2; }), "");
    EXPECT_EQ(error([&](image::Target &t) { t.*size /= 2; }), "");
  }
  chip.words[0] = 1;
  EXPECT_EQ(errorOf([&] { driver.check(has); }),
            "tile 0 of the chip does not identify itself");
}

TEST(AxiDriver, LoadDoesEveryAccessAndWaits) {
  image::Image image = testing::pairStdp().build();
  image.target = target(2, 2);
  SoftChip chip;
  introduce(chip, image.target);
  chip.busy = {{0, 3}, {1, 0}, {2, 1}, {3, 5}};
  AxiDriver driver(chip);
  unsigned before = chip.writes;
  driver.load(image);
  sim::Boot boot = sim::bootOf(image);
  unsigned writes = 0;
  for (const sim::BootAccess &access : boot.accesses)
    writes += !access.wait;
  EXPECT_EQ(chip.writes - before, writes);
  for (auto [tile, reads] : chip.busy)
    EXPECT_EQ(reads, 0u) << "tile " << tile;
  std::vector<uint32_t> row(driver.lanes());
  for (uint32_t r = 0; r * row.size() < image.tiles[0].synapses.size(); ++r) {
    driver.readRow(0, sim::SynapseRegion, r, row.data());
    for (uint32_t lane = 0; lane < row.size(); ++lane)
      EXPECT_EQ(row[lane], image.tiles[0].synapses[r * row.size() + lane]);
  }

  boot.target.version = 9;
  EXPECT_EQ(errorOf([&] { driver.load(boot); }),
            "the boot file needs a chip with target version 9; this chip has "
            "1");
  uint64_t group = sim::ChipMap(4).all(sim::GroupRegion);
  chip.refused = {group};
  EXPECT_EQ(errorOf([&] { driver.load(image); }),
            "the chip refused a write of address 0x16000000");
}

TEST(AxiDriver, RowsRegistersAndCounters) {
  SoftChip chip;
  introduce(chip, target(2, 2));
  AxiDriver driver(chip);
  sim::ChipMap map(4);
  std::vector<uint32_t> row(driver.lanes()), back(driver.lanes());
  for (uint32_t lane = 0; lane < row.size(); ++lane)
    row[lane] = 0x1000 * lane + 7;
  for (auto region :
       {sim::StateRegion, sim::AccumulatorRegion, sim::SynapseRegion})
    for (uint32_t tile : {0u, 3u}) {
      driver.writeRow(tile, region, 5, row.data());
      driver.readRow(tile, region, 5, back.data());
      EXPECT_EQ(row, back);
      EXPECT_EQ(driver.read(tile, region + 5 * driver.lanes() + 1), 0x1007u);
      EXPECT_EQ(driver.read(1, region + 5 * driver.lanes() + 1), 0u);
    }
  driver.writeModulator(2, -3);
  driver.writeSignals(0x12);
  driver.writeFalls(0x34);
  driver.writeLearning(false);
  driver.writeStep(0x123456789abcull);
  for (uint32_t tile = 0; tile < 4; ++tile) {
    EXPECT_EQ(driver.read(tile, sim::ModulatorRegister + 2), uint32_t(-3));
    EXPECT_EQ(driver.read(tile, sim::SignalsRegister), 0x12u);
    EXPECT_EQ(driver.read(tile, sim::FallsRegister), 0x34u);
    EXPECT_EQ(driver.read(tile, sim::LearningRegister), 0u);
    EXPECT_EQ(driver.read(tile, sim::StepRegister), 0x56789abcu);
    EXPECT_EQ(driver.read(tile, sim::StepRegister + 1), 0x1234u);
  }
  EXPECT_EQ(driver.readModulators(3),
            (std::vector<uint32_t>{0, 0, uint32_t(-3)}));
  EXPECT_EQ(driver.readSignals(), 0x12u);
  for (uint32_t i = 0; i < 24; ++i)
    chip.words[map.tile(2, sim::CounterRegister + i)] = i + 1;
  runtime::Counters c = driver.tileCounters(2);
  EXPECT_EQ(c.steps, 1 | 2ull << 32);
  EXPECT_EQ(c.synapseUpdates, 23 | 24ull << 32);
  chip.words[map.chip(0x2c)] = 5;
  chip.words[map.chip(0x2d)] = 6;
  EXPECT_EQ(driver.chipCounter(sim::ChipStallCycles), 5 | 6ull << 32);
  chip.words[map.tile(1, sim::ErrorRegister)] = 4;
  chip.words[map.tile(1, sim::TrapPcRegister)] = 1u << 31 | 17;
  chip.words[map.tile(1, sim::TrapGroupRegister)] = 3;
  sim::Trap trap = driver.trap(1);
  EXPECT_EQ(trap.errors, 4u);
  EXPECT_TRUE(trap.inProgram);
  EXPECT_EQ(trap.pc, 17u);
  EXPECT_EQ(trap.group, 3u);
  chip.refused = {map.tile(1, sim::ErrorRegister)};
  EXPECT_EQ(errorOf([&] { driver.trap(1); }),
            "the chip refused a read of address 0x4000048");
}

TEST(AxiDriver, StepsGiveTheirEvents) {
  SoftChip chip;
  introduce(chip, target(2, 2));
  AxiDriver driver(chip);
  driver.inject({200, 0xabcdef, -2, 3});
  driver.inject({1, 2, 3, 0});
  EXPECT_EQ(chip.injected,
            (std::vector<uint64_t>{0x0003c8abcdeffffe, 0x0000010000020003}));
  chip.step = {{0x0003c8abcdeffffe, false}, {0xffff000000000001, true}};
  std::vector<runtime::TileEvent> events;
  EXPECT_TRUE(driver.step(1000, events));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].tile, 3u);
  EXPECT_EQ(events[0].group, 200u);
  EXPECT_EQ(events[0].physical, 0xabcdefu);
  EXPECT_EQ(events[0].payload, -2);
  chip.step = {{0xffff000100000002, true}};
  EXPECT_FALSE(driver.step(1000, events));
  EXPECT_EQ(events.size(), 1u);
  chip.step.clear();
  EXPECT_EQ(errorOf([&] { driver.step(1000, events); }),
            "took more than 1000 cycles");
}

} // namespace
} // namespace snnc
