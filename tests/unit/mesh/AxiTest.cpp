//===- AxiTest.cpp - Networks on the mesh, by its ports alone -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loaded, run, read and written through AXI4-Lite and AXI4-Stream, beside the
// golden model.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "sim/AxiEngine.h"
#include "sim/ChipModel.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/DrivenNetwork.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/runtime/Spread.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using image::Image;
using runtime::Engine;
using testing::errorOf;

/// Over the mesh of the Verilated chip, whose target it becomes.
Image onTheMesh(const Image &one, uint32_t seed) {
  static const image::Target chip = image::findTarget(SNNC_CHIP_TARGET);
  testing::SpreadPlan plan = testing::randomPlan(one, seed);
  plan.columns = chip.meshColumns;
  plan.rows = chip.meshRows;
  Image image = testing::spread(one, plan);
  image.target = chip;
  image::validate(image, "test");
  return image;
}

std::unique_ptr<Engine> engine(std::shared_ptr<const Image> image) {
  sim::AxiOptions options;
  options.maxCyclesPerStep = 100000;
  return sim::createAxiEngine(image, sim::makeJoinedChip(), options);
}

void play(Engine &engine, const Image &image, uint64_t t) {
  testing::TinyRandom random(uint32_t(t) * 31 + 7);
  const image::Population &in = image.populations[0];
  for (uint32_t i = 0; i < in.size; ++i)
    if (random() % 3 == 0)
      engine.inject(0, i, in.payloadMin);
  for (uint32_t p = 1; p < image.populations.size(); ++p)
    if (!image.populations[p].states.empty() && random() % 3 == 0) {
      std::vector<int64_t> values;
      for (uint32_t i = 0; i < image.populations[p].size; ++i)
        values.push_back(int64_t(random() % 5));
      engine.writeState(p, 0, values);
    }
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    if (image.modulators[m].driver < 0 && random() % 4 == 0)
      engine.setModulator(m, int32_t(random() % 3));
  if (random() % 5 == 0)
    engine.setLearning(t % 2);
  if (random() % 7 == 0)
    engine.resetPopulation(1);
}

void compare(const Image &one, uint32_t seed, unsigned steps) {
  auto image = std::make_shared<const Image>(onTheMesh(one, seed));
  runtime::RefEngine ref(image);
  auto axi = engine(image);
  for (unsigned t = 0; t < steps; ++t) {
    SCOPED_TRACE(one.name + ", step " + std::to_string(t));
    play(ref, *image, t);
    play(*axi, *image, t);
    ref.step();
    axi->step();
    ASSERT_EQ(ref.events(), axi->events());
    ASSERT_EQ(ref.digest(), axi->digest());
    EXPECT_EQ(ref.counters().events, axi->counters().events);
    EXPECT_EQ(ref.counters().synapticOps, axi->counters().synapticOps);
    EXPECT_EQ(ref.counters().synapseUpdates, axi->counters().synapseUpdates);
    EXPECT_EQ(ref.counters().instructions, axi->counters().instructions);
    EXPECT_EQ(axi->counters().steps, t + 1);
  }
}

TEST(Axi, NetworksThatLearnAreEqualInEveryStep) {
  compare(testing::pairStdp().build(), 1, 12);
  compare(testing::pairStdp(true).build(), 2, 12);
  compare(testing::postRule(true, false).build(), 3, 12);
}

TEST(Axi, DrivenModulatorsAreEqualInEveryStep) {
  compare(testing::drivenNetwork().build(), 5, 20);
}

TEST(Axi, ResetIsAsAfterLoad) {
  auto image =
      std::make_shared<const Image>(onTheMesh(testing::pairStdp().build(), 4));
  auto axi = engine(image);
  uint64_t before = axi->digest();
  std::vector<uint64_t> digests;
  for (unsigned run = 0; run < 2; ++run) {
    EXPECT_EQ(axi->digest(), before);
    EXPECT_EQ(axi->counters().cycles, 0u);
    for (unsigned t = 0; t < 5; ++t) {
      play(*axi, *image, t);
      axi->step();
      digests.push_back(axi->digest());
    }
    axi->reset();
  }
  for (unsigned t = 0; t < 5; ++t)
    EXPECT_EQ(digests[t], digests[t + 5]);
}

TEST(Axi, AnImageForAnotherChipIsRefused) {
  Image image = testing::pairStdp().build();
  EXPECT_NE(errorOf([&] {
              engine(std::make_shared<const Image>(image));
            }).find("needs a chip with columns 1"),
            std::string::npos);
}

} // namespace
} // namespace snnc
