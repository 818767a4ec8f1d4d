//===- MeshTest.cpp - Networks on the mesh, beside the golden model -------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "sim/RtlEngine.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/Spread.h"
#include "tests/unit/runtime/TwoTiles.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using image::Image;
using testing::TinyRandom;
using testing::TwoTiles;

std::shared_ptr<const Image> share(Image image) {
  return std::make_shared<const Image>(std::move(image));
}

/// On as many tiles as the Verilated chip has in each direction.
Image spreadWide(const Image &one, uint32_t seed) {
  testing::SpreadPlan plan = testing::randomPlan(one, seed);
  const image::Target chip = image::findTarget(SNNC_CHIP_TARGET);
  plan.columns = chip.meshColumns;
  plan.rows = chip.meshRows;
  return testing::spread(one, plan);
}

/// Every input fires with this probability in each of `steps`.
void lockstep(const std::shared_ptr<const Image> &image, unsigned steps,
              double rate, sim::RtlOptions options = {}) {
  runtime::RefEngine ref(image);
  auto rtl = sim::createRtlEngine(image, options);
  TinyRandom random(3);
  for (unsigned t = 0; t < steps; ++t) {
    SCOPED_TRACE("step " + std::to_string(t));
    for (uint32_t p = 0; p < image->populations.size(); ++p)
      for (uint32_t i = 0;
           image->populations[p].isInput && i < image->populations[p].size; ++i)
        if (double(random() % 1000) < rate * 1000) {
          ref.inject(p, i, 1);
          rtl->inject(p, i, 1);
        }
    ref.step();
    rtl->step();
    ASSERT_EQ(ref.events(), rtl->events());
    ASSERT_EQ(ref.digest(), rtl->digest());
  }
  EXPECT_EQ(ref.counters().synapticOps, rtl->counters().synapticOps);
  EXPECT_EQ(ref.counters().rowUnits, rtl->counters().rowUnits);
  EXPECT_EQ(ref.counters().instructions, rtl->counters().instructions);
}

TEST(Mesh, TwoTilesOfTheSimplestNetwork) {
  lockstep(share(TwoTiles().two()), 40, 0.3);
}

TEST(Mesh, EveryInputInEveryStep) {
  lockstep(share(TwoTiles().two()), 40, 1.0);
}

TEST(Mesh, ThroughThePortsOfTheTiles) {
  sim::RtlOptions options;
  options.loadThroughPort = true;
  lockstep(share(TwoTiles().two()), 10, 0.5, options);
}

TEST(Mesh, TwoThreadsDoTheSame) {
  sim::RtlOptions options;
  options.threads = 2;
  lockstep(share(spreadWide(TwoTiles().one(), 5)), 20, 0.5, options);
}

TEST(Mesh, CyclesOfTilesAndTraffic) {
  auto image = share(TwoTiles().two());
  runtime::RefEngine ref(image);
  auto rtl = sim::createRtlEngine(image);
  for (uint32_t i = 0; i < TwoTiles::kInputs; ++i) {
    ref.inject(0, i, 1);
    rtl->inject(0, i, 1);
  }
  ref.step();
  rtl->step();
  auto predicted = ref.tileCounters(), counted = rtl->tileCounters();
  ASSERT_EQ(predicted.size(), counted.size());
  for (size_t t = 0; t < counted.size(); ++t) {
    EXPECT_EQ(predicted[t].updateCycles, counted[t].updateCycles);
    EXPECT_EQ(predicted[t].events, counted[t].events);
    EXPECT_EQ(predicted[t].eventsOut, counted[t].eventsOut);
    EXPECT_EQ(predicted[t].eventsIn, counted[t].eventsIn);
    EXPECT_EQ(predicted[t].hops, counted[t].hops);
    EXPECT_EQ(predicted[t].synapticOps, counted[t].synapticOps);
  }
  EXPECT_EQ(counted[1].eventsIn, TwoTiles::kInputs);
}

TEST(Mesh, GoesOnFromASavedState) {
  auto image = share(TwoTiles().two());
  auto rtl = sim::createRtlEngine(image), again = sim::createRtlEngine(image);
  for (uint32_t t = 0; t < 5; ++t) {
    rtl->inject(0, t, 1);
    rtl->step();
  }
  again->restore(rtl->save());
  EXPECT_EQ(rtl->digest(), again->digest());
  EXPECT_EQ(rtl->tileCounters()[0].events, again->tileCounters()[0].events);
  for (uint32_t t = 0; t < 5; ++t) {
    rtl->inject(0, t, 1);
    again->inject(0, t, 1);
    rtl->step();
    again->step();
    EXPECT_EQ(rtl->digest(), again->digest());
  }
}

TEST(Mesh, LargerThanTheChip) {
  Image image = TwoTiles().two();
  image.target.meshColumns = 8;
  std::string error = testing::errorOf([&] { sim::createRtlEngine(image); });
  EXPECT_NE(error.find("8 x 1 tiles; the Verilated chip has 4 x 4"),
            std::string::npos)
      << error;
}

} // namespace
} // namespace snnc
