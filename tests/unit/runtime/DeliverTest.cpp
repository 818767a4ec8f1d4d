//===- DeliverTest.cpp - Rows of every format, width, delay and slot -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/RefEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using runtime::RefEngine;
using testing::TinyNetwork;
using testing::TinySynapse;

/// Weights over the whole range of a width.
std::vector<int32_t> randomWeights(size_t n, unsigned weightLog2,
                                   testing::TinyRandom &random) {
  std::vector<int32_t> weights(n);
  int32_t half = 1 << ((1u << weightLog2) - 1);
  for (int32_t &w : weights)
    w = weightLog2 == 0 ? (random() % 2 ? 1 : -1)
                        : int32_t(random() % uint32_t(2 * half)) - half;
  return weights;
}

/// A target that only collects: its port is read into `seen`.
uint32_t collector(TinyNetwork &net, uint32_t size, uint8_t accBits,
                   uint8_t slotsLog2, uint32_t inner = 0) {
  uint32_t p = net.population("out", size, inner);
  net.state(p, "seen", 32);
  net.port(p, "in", accBits, slotsLog2);
  net.program(p, "ldp r0, {in}\nst r0, {seen}");
  return p;
}

struct Row {
  unsigned weightLog2;
  uint8_t accBits;
  uint8_t shift;
};

class DenseRows : public ::testing::TestWithParam<Row> {};

TEST_P(DenseRows, AddWeightTimesPayload) {
  Row row = GetParam();
  testing::TinyRandom random(row.weightLog2 * 7 + row.shift);
  TinyNetwork net;
  const uint32_t sources = 11, targets = 21;
  uint32_t in = net.input("in", sources, -4, 4);
  uint32_t out = collector(net, targets, row.accBits, 2);
  auto weights = randomWeights(sources * targets, row.weightLog2, random);
  net.dense(in, out, 0, weights, row.weightLog2, row.shift, 3);
  RefEngine engine(net.shared());
  // Step 0: three events; they arrive in step 3 and nowhere else.
  std::vector<std::pair<uint32_t, int32_t>> events = {{0, 1}, {4, -3}, {10, 2}};
  for (auto [s, payload] : events)
    engine.inject(in, s, payload);
  std::vector<int64_t> expected(targets);
  for (uint32_t i = 0; i < targets; ++i)
    for (auto [s, payload] : events)
      expected[i] += int64_t(weights[s * targets + i]) * payload *
                     (int64_t(1) << row.shift);
  engine.step();
  EXPECT_EQ(engine.readPort(out, 0, 2), expected);
  for (int t = 1; t < 3; ++t) {
    engine.step();
    EXPECT_EQ(engine.readState(out, 0), std::vector<int64_t>(targets, 0));
  }
  engine.step();
  EXPECT_EQ(engine.readState(out, 0), expected);
  engine.step();
  EXPECT_EQ(engine.readState(out, 0), std::vector<int64_t>(targets, 0));
  EXPECT_EQ(engine.counters().synapticOps, 3u * targets);
  EXPECT_EQ(engine.counters().rowUnits, 9u);
}

INSTANTIATE_TEST_SUITE_P(Widths, DenseRows,
                         ::testing::Values(Row{0, 32, 0}, Row{1, 32, 2},
                                           Row{2, 32, 0}, Row{3, 32, 0},
                                           Row{4, 32, 0}, Row{4, 32, 9},
                                           Row{0, 16, 1}, Row{1, 16, 0},
                                           Row{2, 16, 3}, Row{3, 16, 2}));

struct Sparse {
  unsigned weightLog2;
  uint8_t accBits;
  uint32_t maxDelay;
  uint32_t inner;
};

class SparseRows : public ::testing::TestWithParam<Sparse> {};

TEST_P(SparseRows, EachSynapseHasItsOwnTargetAndDelay) {
  Sparse how = GetParam();
  testing::TinyRandom random(how.weightLog2 * 31 + how.maxDelay);
  TinyNetwork net;
  const uint32_t sources = 13, targets = 60, steps = 40;
  uint32_t in = net.input("in", sources, -2, 2);
  uint32_t out = collector(net, targets, how.accBits, 4, how.inner);
  std::vector<TinySynapse> synapses;
  auto weights = randomWeights(300, how.weightLog2, random);
  for (int32_t w : weights)
    synapses.push_back({random() % sources, random() % targets, w,
                        1 + random() % how.maxDelay});
  net.sparse(in, out, 0, synapses, how.weightLog2);
  RefEngine engine(net.shared());
  std::vector<std::vector<int64_t>> expected(steps + 16,
                                             std::vector<int64_t>(targets));
  for (uint32_t t = 0; t < steps; ++t) {
    for (uint32_t s = 0; s < sources; ++s) {
      if (random() % 3)
        continue;
      auto payload = int32_t(random() % 5) - 2;
      engine.inject(in, s, payload);
      for (const TinySynapse &synapse : synapses)
        if (synapse.source == s)
          expected[t + synapse.delay][synapse.target] +=
              int64_t(synapse.weight) * payload;
    }
    engine.step();
    ASSERT_EQ(engine.readState(out, 0), expected[t]) << "step " << t;
    for (uint32_t d = 0; d < how.maxDelay; ++d)
      ASSERT_EQ(engine.readPort(out, 0, d), expected[t + 1 + d]);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Formats, SparseRows,
    ::testing::Values(Sparse{0, 32, 1, 0}, Sparse{1, 16, 3, 0},
                      Sparse{2, 32, 15, 0}, Sparse{3, 32, 15, 10},
                      Sparse{3, 16, 1, 0}, Sparse{4, 32, 8, 5}));

TEST(Deliver, TwoProjectionsFromOneSourceAddUp) {
  TinyNetwork net;
  uint32_t in = net.input("in", 2);
  uint32_t out = collector(net, 4, 32, 1);
  net.dense(in, out, 0, {1, 2, 3, 4, 5, 6, 7, 8});
  net.sparse(in, out, 0, {{1, 2, 100, 1}, {1, 2, 20, 1}});
  RefEngine engine(net.shared());
  engine.inject(in, 1, 1);
  engine.step();
  engine.step();
  EXPECT_EQ(engine.readState(out, 0), (std::vector<int64_t>{5, 6, 127, 8}));
}

TEST(Deliver, OverflowOfAnAccumulatorIsAnError) {
  for (uint8_t accBits : {uint8_t(16), uint8_t(32)})
    for (bool sparse : {false, true}) {
      TinyNetwork net;
      uint32_t in = net.input("in", 2);
      uint32_t out = collector(net, 1, accBits, 1);
      uint8_t shift = accBits == 16 ? 8 : 24;
      if (sparse)
        net.sparse(in, out, 0, {{0, 0, 127, 1}, {1, 0, 1, 1}}, 3, shift);
      else
        net.dense(in, out, 0, {127, 1}, 3, shift);
      RefEngine engine(net.shared());
      engine.inject(in, 0, 1);
      engine.step();
      engine.inject(in, 0, 1);
      engine.inject(in, 1, 1);
      EXPECT_THROW(engine.step(), Error);
    }
}

TEST(Deliver, EventQueueHoldsWhatTheTargetSays) {
  image::Target target = image::findTarget("nano");
  target.eventRecords = 4;
  TinyNetwork net("small", target);
  uint32_t in = net.input("in", 8);
  RefEngine engine(net.shared());
  for (uint32_t i = 0; i < 4; ++i)
    engine.inject(in, i, 1);
  engine.step();
  EXPECT_EQ(engine.events().size(), 4u);
  for (uint32_t i = 0; i < 5; ++i)
    engine.inject(in, i, 1);
  EXPECT_THROW(engine.step(), Error);
}

} // namespace
} // namespace snnc
