//===- SynapsesTest.cpp - Synapses of every connectivity, in order --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "tests/unit/snn/Parse.h"

#include "image/Threefry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace snnc::snn;
using snnc::image::threefry;

namespace {

using Tuple = std::tuple<uint32_t, uint32_t, double, uint32_t, uint64_t>;

std::vector<Tuple> tuplesOf(const std::string &text) {
  Parsed parsed(text);
  std::vector<Tuple> tuples;
  for (const Synapse &s : synapsesOf(parsed))
    tuples.emplace_back(s.source, s.target, s.weight, s.delay, s.index);
  EXPECT_EQ(parsed.errors, "");
  return tuples;
}

} // namespace

TEST(Synapses, Dense) {
  auto synapses = tuplesOf(networkText(
      2, 2,
      "#snn.dense weights dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>"));
  EXPECT_EQ(synapses, (std::vector<Tuple>{{0, 0, 1.0, 1, 0},
                                          {0, 1, 2.0, 1, 1},
                                          {1, 0, 3.0, 1, 2},
                                          {1, 1, 4.0, 1, 3}}));
}

TEST(Synapses, OneToOneWithDelays) {
  // Milliseconds at 0.5 ms a step.
  auto synapses = tuplesOf(
      networkText(2, 2,
                  "#snn.one_to_one weights 0.5 delay dense<[1.5, 0.5]> : "
                  "tensor<2xf64>"));
  EXPECT_EQ(synapses,
            (std::vector<Tuple>{{0, 0, 0.5, 3, 0}, {1, 1, 0.5, 1, 1}}));
}

TEST(Synapses, SparseSortsAndKeepsTheTextsOrder) {
  auto synapses = tuplesOf(networkText(
      3, 3,
      "#snn.sparse<dense<[[2, 0], [0, 1], [2, 0], [0, 0]]> : tensor<4x2xi64>> "
      "weights dense<[1, 2, 3, 4]> : tensor<4xi8> delay dense<[4, 3, 2, 1]> : "
      "tensor<4xi16>"));
  EXPECT_EQ(synapses, (std::vector<Tuple>{{0, 0, 4.0, 1, 3},
                                          {0, 1, 2.0, 3, 1},
                                          {2, 0, 1.0, 4, 0},
                                          {2, 0, 3.0, 2, 2}}));
}

// Against the definition: target (oy, ox, o) sees source (oy sy + ky - py,
// ...).
TEST(Synapses, ConvolutionIsItsDefinition) {
  constexpr int H = 5, W = 4, C = 2, O = 3, KH = 3, KW = 2;
  constexpr int SY = 2, SX = 1, PY = 1, PX = 1;
  constexpr int OH = (H + 2 * PY - KH) / SY + 1,
                OW = (W + 2 * PX - KW) / SX + 1;
  std::vector<Tuple> expected;
  for (int oy = 0; oy < OH; ++oy)
    for (int ox = 0; ox < OW; ++ox)
      for (int o = 0; o < O; ++o)
        for (int c = 0; c < C; ++c)
          for (int ky = 0; ky < KH; ++ky)
            for (int kx = 0; kx < KW; ++kx) {
              int y = oy * SY + ky - PY, x = ox * SX + kx - PX;
              if (y < 0 || y >= H || x < 0 || x >= W)
                continue;
              uint64_t index = ((o * C + c) * KH + ky) * KW + kx;
              double weight =
                  0.25 + 0.5 * (threefry(7, 1, index, 0).first / 4294967296.0);
              expected.emplace_back((y * W + x) * C + c, (oy * OW + ox) * O + o,
                                    weight, 1, index);
            }
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(tuplesOf(networkText(
                H * W * C, OH * OW * O,
                "#snn.conv<input = [5, 4, 2], kernel = [3, 2, 3, 2], stride = "
                "[2, 1], padding = [1, 1]> weights #snn.uniform<0.25, 0.75, "
                "seed = 7>")),
            expected);
}

/// Box and Muller's transform as #snn.normal states it.
static double normalDraw(uint32_t seed, uint32_t index) {
  auto words = threefry(seed, 1, index, 0);
  double radius =
      std::sqrt(-2.0 * std::log((words.first + 1.0) / 4294967296.0));
  return radius * std::cos(2.0 * M_PI * (words.second / 4294967296.0));
}

TEST(Synapses, RandomIsTheContractsDraw) {
  Parsed parsed(networkText(20, 30,
                            "#snn.random<probability = 0.25, seed = 9> weights "
                            "#snn.normal<1.0, 0.5, seed = 4>"));
  auto synapses = synapsesOf(parsed);
  size_t next = 0;
  for (uint32_t i = 0; i < 20; ++i)
    for (uint32_t j = 0; j < 30; ++j)
      if (threefry(9, 0, i, j).first < 0x40000000u) {
        ASSERT_LT(next, synapses.size());
        const Synapse &s = synapses[next++];
        EXPECT_EQ(std::tie(s.source, s.target, s.delay), std::tuple(i, j, 1u));
        EXPECT_EQ(s.index, i * 30 + j);
        EXPECT_NEAR(s.weight, 1.0 + 0.5 * normalDraw(4, i * 30 + j), 1e-14);
      }
  EXPECT_EQ(next, synapses.size());
  EXPECT_GT(next, 100u);
}

// Drawn synapses are handed on by source, target and number, whatever the
// order of their draws.
TEST(Synapses, FixedNumbersInOrder) {
  for (const char *rule :
       {"#snn.fixed_indegree<40, seed = 3> weights #snn.uniform<0.0, 1.0, "
        "seed = 4>",
        "#snn.fixed_total<1200, seed = 3> weights #snn.uniform<0.0, 1.0, seed "
        "= 4>"}) {
    auto synapses = tuplesOf(networkText(20, 30, rule));
    ASSERT_EQ(synapses.size(), 1200u);
    std::vector<bool> seen(1200);
    for (size_t n = 0; n < synapses.size(); ++n) {
      auto [source, target, weight, delay, index] = synapses[n];
      EXPECT_EQ(weight, threefry(4, 1, index, 0).first / 4294967296.0);
      EXPECT_FALSE(seen[index]);
      seen[index] = true;
      if (n == 0)
        continue;
      auto [lastSource, lastTarget, lastWeight, lastDelay, lastIndex] =
          synapses[n - 1];
      EXPECT_LT(std::tie(lastSource, lastTarget, lastIndex),
                std::tie(source, target, index));
    }
  }
}

// Rounded to steps of 0.5 ms, one step at least.
TEST(Synapses, DrawnDelays) {
  Parsed parsed(networkText(20, 30,
                            "#snn.dense weights 1.0 delay #snn.normal<1.0, "
                            "2.0, seed = 3, range = [-1.0, 4.0]>"));
  bool least = false, most = false;
  for (const Synapse &s : synapsesOf(parsed)) {
    double ms = std::clamp(1.0 + 2.0 * normalDraw(3, s.index), -1.0, 4.0);
    EXPECT_EQ(s.delay, std::max(1.0, std::floor(ms / 0.5 + 0.5)));
    least |= s.delay == 1;
    most |= s.delay == 8;
  }
  EXPECT_EQ(parsed.errors, "");
  EXPECT_TRUE(least && most);
}
