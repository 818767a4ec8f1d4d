//===- FormatsTest.cpp - Choosing formats --------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Formats.h"
#include "compiler/analysis/WeightFormat.h"
#include "image/WeightCode.h"

#include <gtest/gtest.h>

#include <vector>

using namespace snnc::compiler;
using snnc::image::quantizeWeight;

TEST(Formats, StorageIsWidenedToAPowerOfTwo) {
  EXPECT_EQ(storageFormat({-8.0, 8.0}, 16).frac, 12);
  EXPECT_EQ(storageFormat({-100.0, 60.0}, 16).frac, 8);
  EXPECT_EQ(storageFormat({0.0, 1.0}, 32).frac, 31);
  EXPECT_DOUBLE_EQ(storageLimit({-100.0, 60.0}), 128.0);
}

TEST(Formats, CoveringHoldsTheBoundsExactly) {
  EXPECT_EQ(coveringFormat({-1.0, 1.0}, 8).frac, 6);
  EXPECT_EQ(coveringFormat({-1.0, 0.5}, 8).frac, 7);
}

TEST(Formats, RoundsHalfToEvenAndClamps) {
  EXPECT_EQ(toFixed(2.5, {16, 0}), 2);
  EXPECT_EQ(toFixed(3.5, {16, 0}), 4);
  EXPECT_EQ(toFixed(-2.5, {16, 0}), -2);
  EXPECT_EQ(toFixed(1e9, {8, 0}), 127);
  EXPECT_EQ(toFixed(-1e9, {8, 0}), -128);
}

TEST(Formats, MantissaUsesSixteenBits) {
  Mantissa m = toMantissa(0.001, 100);
  EXPECT_EQ(m.frac, 24);
  EXPECT_EQ(m.value, 16777);
  EXPECT_EQ(toMantissa(0.001, 10).frac, 10);
}

namespace {
WeightFormat choose(std::vector<double> weights, unsigned bits) {
  return chooseWeightFormat(
      [&](llvm::function_ref<void(double)> each) {
        for (double weight : weights)
          each(weight);
      },
      bits, /*clip=*/false);
}
} // namespace

TEST(WeightFormat, OneBitIsASign) {
  WeightFormat format = choose({0.5, -0.5}, 1);
  EXPECT_EQ(format.frac, 1);
  EXPECT_EQ(format.maxError, 0.0);
  EXPECT_EQ(quantizeWeight(-0.5, 1, 1), -1);
  EXPECT_EQ(quantizeWeight(0.5, 1, 1), 1);
  EXPECT_EQ(choose({0.5, 0.0}, 1).unsayable, 1u);
}

// The codes are the fixed-point numbers of the format, ties and limits too.
TEST(WeightFormat, CodesAreFixedPointNumbers) {
  for (unsigned bits : {2u, 4u, 8u, 16u})
    for (int frac : {-3, 0, 7})
      for (int i = -3000; i <= 3000; ++i) {
        double weight = std::ldexp(double(i), -frac - 2);
        EXPECT_EQ(quantizeWeight(weight, bits, frac),
                  toFixed(weight, {bits, frac}));
      }
}

TEST(WeightFormat, SharedFactorsOfTwoGoIntoTheScale) {
  EXPECT_EQ(choose({0.5, 1.0, -1.5}, 8).frac, 1);
}

TEST(WeightFormat, CountsWhatVanishes) {
  WeightFormat format = choose({1.5, 0.001, 0.0}, 4);
  EXPECT_EQ(format.vanished, 1u);
  EXPECT_EQ(format.nonZero, 2u);
  EXPECT_EQ(format.count, 3u);
}

TEST(WeightFormat, ErrorIsAtMostOneUnitOfTheScale) {
  std::vector<double> weights;
  for (int i = -1000; i <= 1000; ++i)
    weights.push_back(i * 0.00131);
  for (unsigned bits : {2u, 4u, 8u, 16u}) {
    WeightFormat format = choose(weights, bits);
    EXPECT_LE(format.maxError, std::ldexp(1.0, -format.frac)) << bits;
  }
}
