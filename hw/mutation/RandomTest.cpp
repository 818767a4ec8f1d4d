//===- RandomTest.cpp - Random images on the mutant -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Target.h"
#include "sim/RtlEngine.h"
#include "tests/fuzz/Lockstep.h"
#include "tests/fuzz/RandomImage.h"
#include "tests/fuzz/RandomLearning.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

class RandomImages : public ::testing::TestWithParam<uint64_t> {};

TEST_P(RandomImages, EqualInEveryStep) {
  sim::registerRtlEngine();
  fuzz::Totals totals;
  auto image = std::make_shared<const image::Image>(
      fuzz::randomImage(GetParam(), image::findTarget("tile")));
  EXPECT_EQ(fuzz::runLockstep(image, {"ref", "rtl"}, GetParam(), 25, totals),
            "");
}

TEST_P(RandomImages, LearningIsEqualInEveryStep) {
  sim::registerRtlEngine();
  fuzz::Totals totals;
  auto image = std::make_shared<const image::Image>(
      fuzz::randomLearning(GetParam(), image::findTarget("tile")));
  EXPECT_EQ(fuzz::runLockstep(image, {"ref", "rtl"}, GetParam(), 25, totals),
            "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomImages,
                         ::testing::Range(uint64_t(1), uint64_t(31)));

} // namespace
} // namespace snnc
