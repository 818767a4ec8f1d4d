//===- BarrierTest.cpp - Steps of a chip of behavioural tiles -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/fabric/Tiles.h"

#include <cstdio>
#include <gtest/gtest.h>

namespace snnc::fabric {
namespace {

constexpr uint32_t kTooLong = 100000;

class BarrierTest : public ::testing::TestWithParam<Mesh> {
protected:
  Mesh mesh = GetParam();
  std::unique_ptr<Parts> parts = makeParts(mesh);
  uint32_t learning = 0; // cycles of the last step
  bool asked = false;    // a request has no answer yet

  void cycle(Tiles &tiles) {
    parts->settle();
    if (parts->answer())
      asked = false;
    tiles.cycle(*parts);
    parts->settle();
  }

  void idle(Tiles &tiles, uint32_t cycles) {
    for (uint32_t i = 0; i < cycles; ++i)
      cycle(tiles);
  }

  /// Cycles from the start's until the barrier is free for another.
  uint32_t step(Tiles &tiles) {
    tiles.plan();
    learning = 0;
    parts->setStart(true);
    cycle(tiles);
    parts->setStart(false);
    uint32_t cycles = 1;
    bool done = false;
    for (; parts->barrier().busy; ++cycles) {
      Barrier barrier = parts->barrier();
      EXPECT_FALSE(done) << "busy after the end of the step";
      EXPECT_FALSE(barrier.delivering && barrier.learning);
      done = barrier.stepDone;
      learning += barrier.learning;
      if (cycles == kTooLong) {
        ADD_FAILURE() << "the step does not end";
        break;
      }
      cycle(tiles);
    }
    EXPECT_TRUE(done);
    EXPECT_EQ(parts->barrier().halted, tiles.anyHalted());
    return cycles;
  }

  /// Random steps, as soon after each other as the barrier lets; a request of
  /// the host right behind the end of some.
  void run(const StepLimits &limits, uint32_t steps, uint32_t seed, bool late) {
    Tiles tiles(mesh, limits, seed, late);
    std::mt19937 rng(seed + 1);
    uint64_t finished = 0;
    for (uint32_t i = 0; i < steps && !HasFailure(); ++i) {
      step(tiles);
      if (tiles.anyHalted()) {
        EXPECT_TRUE(tiles.allIdle());
        tiles.clear();
        // Clearing takes the host longer than the wave.
        idle(tiles, 2 * mesh.depth() + 4);
      } else {
        ++finished;
      }
      if (!asked && rng() % 4 == 0) {
        asked = true;
        parts->setRequest(Request{true, true, 0, 0x10, 1});
        cycle(tiles);
        parts->setRequest(std::nullopt);
      }
    }
    idle(tiles, mesh.depth() + 2);
    EXPECT_TRUE(tiles.allIdle());
    EXPECT_EQ(tiles.finished(), finished);
  }

  /// Of a sum: asked for, there and back through all tiles.
  uint32_t turn() const { return 2 * mesh.depth() + 3; }
  uint32_t steps() const { return 10000 / (8 + mesh.tiles()); }
};

// Cycles of docs/chip.md.
TEST_P(BarrierTest, OverheadOfAnEmptyStep) {
  Tiles tiles(mesh, StepLimits(), 1, false);
  uint32_t cycles = step(tiles);
  std::printf("%ux%u: %u cycles\n", mesh.columns, mesh.rows, cycles);
  RecordProperty("cycles", int(cycles));
  EXPECT_EQ(cycles, 4 + 2 * mesh.depth());
  EXPECT_EQ(step(tiles), cycles);
  idle(tiles, mesh.depth() + 1);
  EXPECT_EQ(tiles.finished(), 2u);
}

TEST_P(BarrierTest, OverheadOfModulators) {
  StepLimits limits;
  limits.events = 1;
  limits.drivers = 8;
  Tiles tiles(mesh, limits, 1, false);
  for (int i = 0; i < 30; ++i) {
    step(tiles);
    uint32_t driven = tiles.driven();
    EXPECT_EQ(learning, driven ? driven * turn() + 1 : 0) << driven;
  }
}

TEST_P(BarrierTest, OverheadOfLearn) {
  StepLimits limits;
  limits.learn = 9;
  Tiles tiles(mesh, limits, 1, false);
  for (int i = 0; i < 30; ++i) {
    step(tiles);
    if (learning) {
      EXPECT_GE(learning, turn() - 1);
      EXPECT_LE(learning, turn() - 1 + limits.learn);
    }
  }
}

TEST_P(BarrierTest, QuickStepsWithoutPause) {
  StepLimits limits;
  limits.update = 2;
  limits.events = 2;
  limits.copies = 2;
  limits.travel = 3;
  run(limits, steps(), 2, false);
  run(limits, steps(), 3, true);
}

TEST_P(BarrierTest, LongAndShortWaysOfEvents) {
  StepLimits limits;
  limits.update = 30;
  limits.events = 6;
  limits.copies = 5;
  limits.gap = 10;
  limits.travel = 80;
  limits.work = 9;
  limits.learn = 60;
  limits.drivers = 8;
  run(limits, steps(), 4, false);
  run(limits, steps(), 5, true);
}

TEST_P(BarrierTest, SumsWhileNothingLearns) {
  StepLimits limits;
  limits.update = 3;
  limits.events = 3;
  limits.copies = 1;
  limits.drivers = 3;
  run(limits, steps(), 6, false);
  run(limits, steps(), 7, true);
}

TEST_P(BarrierTest, HaltsAtAnyTime) {
  StepLimits limits;
  limits.update = 20;
  limits.events = 4;
  limits.copies = 3;
  limits.gap = 8;
  limits.travel = 20;
  limits.work = 4;
  limits.learn = 40;
  limits.drivers = 4;
  limits.haltsPercent = 60;
  run(limits, steps(), 8, false);
  run(limits, steps(), 9, true);
}

TEST_P(BarrierTest, AHaltedTileStopsEveryStep) {
  StepLimits limits;
  limits.update = 4;
  limits.haltsPercent = 100;
  Tiles tiles(mesh, limits, 10, true);
  while (!tiles.anyHalted()) {
    step(tiles);
    ASSERT_FALSE(HasFailure());
  }
  uint64_t finished = tiles.finished();
  step(tiles);
  EXPECT_TRUE(parts->barrier().halted);
  EXPECT_TRUE(tiles.allIdle());
  EXPECT_EQ(tiles.finished(), finished);
}

TEST_P(BarrierTest, AStartWhileBusyIsNotHeard) {
  StepLimits limits;
  limits.update = 5;
  Tiles tiles(mesh, limits, 11, false);
  tiles.plan();
  parts->setStart(true);
  for (int i = 0; i < 3; ++i)
    cycle(tiles);
  parts->setStart(false);
  idle(tiles, 4 * mesh.depth() + 20);
  EXPECT_FALSE(parts->barrier().busy);
  EXPECT_EQ(tiles.finished(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Meshes, BarrierTest, ::testing::ValuesIn(kMeshes),
                         ::testing::PrintToStringParamName());

} // namespace
} // namespace snnc::fabric
