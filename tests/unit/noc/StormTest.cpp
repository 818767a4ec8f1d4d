//===- StormTest.cpp - Heavy traffic, and that its scoreboard sees --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Storm.h"

#include "gtest/gtest.h"

#include <ostream>

namespace snnc::noc {

void PrintTo(Pattern pattern, std::ostream *to) { *to << nameOf(pattern); }

namespace {

class NocStorm : public ::testing::TestWithParam<Pattern> {};

TEST_P(NocStorm, EveryCopyComesOnceAndInOrder) {
  Mesh mesh;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    StormResult result = storm(mesh, GetParam(), 5000, seed);
    EXPECT_EQ(result.failure, "") << "seed " << seed;
    EXPECT_GE(result.expected, 5000u);
    EXPECT_EQ(result.lost(), 0u);
  }
}

INSTANTIATE_TEST_SUITE_P(NocMesh, NocStorm, ::testing::ValuesIn(kPatterns),
                         [](const auto &info) {
                           std::string name;
                           for (char c : std::string(nameOf(info.param)))
                             if (c != ' ')
                               name += c;
                           return name;
                         });

/// Two events to two leaves.
class NocScoreboard : public ::testing::Test {
protected:
  Scoreboard board{{{0, {1, 2}}, {1, {0}}}};
  Flit first = board.send(0);
  Flit second = board.send(0);
};

TEST_F(NocScoreboard, CountsCopies) {
  for (uint32_t leaf : {1, 2}) {
    board.arrive(leaf, first);
    board.arrive(leaf, second);
  }
  EXPECT_EQ(board.sent, 2u);
  EXPECT_EQ(board.expected, 4u);
  EXPECT_EQ(board.delivered, 4u);
  EXPECT_EQ(board.open(), 0u);
  EXPECT_EQ(board.wrong, 0u);
}

TEST_F(NocScoreboard, SeesALostOne) {
  board.arrive(1, second);
  EXPECT_EQ(board.wrong, 1u);
  EXPECT_EQ(board.firstWrong,
            "tile 1, source 0: not the next event of its source");
}

TEST_F(NocScoreboard, SeesADoubledOne) {
  board.arrive(1, first);
  board.arrive(1, first);
  EXPECT_EQ(board.wrong, 1u);
}

TEST_F(NocScoreboard, SeesAnAlteredOne) {
  first.payload ^= 1;
  board.arrive(1, first);
  EXPECT_EQ(board.wrong, 1u);
}

TEST_F(NocScoreboard, SeesOneLedAstray) {
  board.arrive(3, first);
  EXPECT_EQ(board.firstWrong, "tile 3, source 0: this is no leaf of it");
}

TEST_F(NocScoreboard, SeesAnInventedOne) {
  board.arrive(1, first);
  board.arrive(1, second);
  board.arrive(1, second);
  EXPECT_EQ(board.wrong, 1u);
}

} // namespace
} // namespace snnc::noc
