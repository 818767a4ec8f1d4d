//===- ThreefryTest.cpp - The contract's random numbers -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "image/Threefry.h"
#include "image/Draws.h"

#include <gtest/gtest.h>
#include <vector>

using namespace snnc::image;

// From an implementation of the paper with a free number of rounds, which gives
// the published vectors for 13 and 20 rounds.
TEST(Threefry, SixteenRounds) {
  auto zero = threefry(0, 0, 0, 0);
  EXPECT_EQ(zero.first, 0xc9e95d8bu);
  EXPECT_EQ(zero.second, 0x663f4d97u);
  auto ones = threefry(~0u, ~0u, ~0u, ~0u);
  EXPECT_EQ(ones.first, 0xa3e9afeeu);
  EXPECT_EQ(ones.second, 0x64f11f29u);
  auto pi = threefry(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3);
  EXPECT_EQ(pi.first, 0x41dffe3eu);
  EXPECT_EQ(pi.second, 0x252a17dau);
}

TEST(Threefry, ManyOfARow) {
  for (uint32_t count : {0u, 1u, 7u, 8u, 100u}) {
    std::vector<uint32_t> words(count + 1, 5);
    drawRow(77, DrawUse::Pairs, 3, 1000, count, words.data());
    for (uint32_t i = 0; i < count; ++i)
      EXPECT_EQ(words[i], threefry(77, 0, 3, 1000 + i).first);
    EXPECT_EQ(words[count], 5u);
  }
}

TEST(Threefry, ManyByIndex) {
  std::vector<uint64_t> indices;
  for (uint64_t i = 0; i < 37; ++i)
    indices.push_back(i * 0x123456789u);
  std::vector<uint32_t> firsts(38, 5), seconds(38, 6);
  drawAt(78, DrawUse::Ends, indices.data(), 37, firsts.data(), seconds.data());
  for (size_t i = 0; i < 37; ++i) {
    auto words = threefry(78, 2, uint32_t(indices[i]), indices[i] >> 32);
    EXPECT_EQ(firsts[i], words.first);
    EXPECT_EQ(seconds[i], words.second);
  }
  EXPECT_EQ(firsts[37], 5u);
  EXPECT_EQ(seconds[37], 6u);
}
