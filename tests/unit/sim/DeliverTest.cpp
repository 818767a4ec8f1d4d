//===- DeliverTest.cpp - Rows of the chip -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using testing::lockstep;
using testing::TinyNetwork;
using testing::TinyRandom;
using testing::TinySynapse;

int32_t weightOf(TinyRandom &random, unsigned log2) {
  if (log2 == 0)
    return random() & 1 ? -1 : 1;
  return int32_t(random()) >> (32 - (1 << log2));
}

/// A read-out that keeps the sum of its port.
uint32_t readOut(TinyNetwork &net, uint32_t size, uint8_t accBits,
                 uint8_t slotsLog2) {
  uint32_t p = net.population("out", size);
  net.state(p, "sum", 32);
  net.port(p, "in", accBits, slotsLog2);
  net.program(p, "ldp r0, {in}\nld r1, {sum}\nadd r1, r1, r0\nst r1, {sum}");
  return p;
}

/// Each input neuron fires with probability 1/2, payload in [-2, 3].
void fire(runtime::Engine &engine, uint64_t step, uint32_t size) {
  TinyRandom random(uint32_t(step) * 977 + 5);
  for (uint32_t i = 0; i < size; ++i)
    if (random() & 1)
      engine.inject(0, i, int32_t(random() % 6) - 2);
}

struct RowCase {
  unsigned weightLog2;
  uint8_t accBits;
};

class RtlRows : public ::testing::TestWithParam<RowCase> {};

TEST_P(RtlRows, Dense) {
  auto [log2, accBits] = GetParam();
  TinyRandom random(log2);
  for (uint32_t targets : {1u, 8u, 61u}) {
    TinyNetwork net("dense");
    uint32_t in = net.input("in", 13, -2, 3);
    uint32_t out = readOut(net, targets, accBits, 3);
    std::vector<int32_t> weights(13 * targets);
    for (uint8_t delay : {1, 4, 7}) {
      for (int32_t &w : weights)
        w = weightOf(random, log2) / (accBits == 16 && log2 == 4 ? 64 : 1);
      net.dense(in, out, 0, weights, log2,
                accBits == 32 && log2 < 4 ? delay * 2 : 0, delay);
    }
    lockstep(net.shared(), 12,
             [](auto &engine, uint64_t t) { fire(engine, t, 13); });
  }
}

TEST_P(RtlRows, Indexed) {
  auto [log2, accBits] = GetParam();
  TinyRandom random(log2 + 100);
  for (uint8_t slotsLog2 = 1; slotsLog2 <= 4; ++slotsLog2) {
    TinyNetwork net("indexed");
    uint32_t in = net.input("in", 21, -2, 3);
    uint32_t out = readOut(net, 77, accBits, slotsLog2);
    std::vector<TinySynapse> synapses;
    for (int i = 0; i < 400; ++i)
      synapses.push_back(
          {random() % 20, random() % 77,
           weightOf(random, log2) / (accBits == 16 && log2 == 4 ? 64 : 1),
           1 + random() % ((1u << slotsLog2) - 1)});
    net.sparse(in, out, 0, synapses, log2, accBits == 32 ? 9 : 1);
    lockstep(net.shared(), 20,
             [](auto &engine, uint64_t t) { fire(engine, t, 21); });
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, RtlRows,
                         ::testing::Values(RowCase{0, 16}, RowCase{0, 32},
                                           RowCase{1, 16}, RowCase{1, 32},
                                           RowCase{2, 16}, RowCase{2, 32},
                                           RowCase{3, 16}, RowCase{3, 32},
                                           RowCase{4, 16}, RowCase{4, 32}));

TEST(RtlDeliver, OneAccumulatorInConsecutiveUnits) {
  // Rows of one unit to the same block: every sum waits for the last.
  TinyNetwork net("same");
  uint32_t in = net.input("in", 64, -2, 3);
  uint32_t wide = readOut(net, 5, 32, 1);
  uint32_t narrow = net.population("narrow", 5);
  net.state(narrow, "sum", 32);
  net.port(narrow, "in", 16, 2);
  net.program(narrow, "ldp r0, {in}\nst r0, {sum}");
  std::vector<int32_t> weights(64 * 5);
  TinyRandom random(3);
  for (int32_t &w : weights)
    w = weightOf(random, 3);
  net.dense(in, wide, 0, weights, 3, 15);
  net.dense(in, narrow, 0, weights, 3, 0, 2);
  net.dense(in, narrow, 0, weights, 3, 0, 3);
  std::vector<TinySynapse> synapses;
  for (uint32_t i = 0; i < 300; ++i)
    synapses.push_back({i % 64, i % 3, weightOf(random, 3), 1 + i % 3});
  net.sparse(in, narrow, 0, synapses, 3);
  lockstep(net.shared(), 10,
           [](auto &engine, uint64_t t) { fire(engine, t, 64); });
}

TEST(RtlDeliver, RowsReachEveryBlock) {
  // Nearly all blocks and nearly all accumulators.
  for (uint8_t accBits : {16, 32}) {
    TinyNetwork net("far", image::findTarget("tile"));
    uint32_t in = net.input("in", 6, -2, 3);
    const uint32_t size = accBits == 16 ? 2000 : 1000;
    uint32_t out = readOut(net, size, accBits, 4);
    TinyRandom random(accBits);
    std::vector<int32_t> weights(6 * size);
    for (int32_t &w : weights)
      w = weightOf(random, 2);
    net.dense(in, out, 0, weights, 2, 0, 15);
    std::vector<TinySynapse> synapses;
    for (int i = 0; i < 1500; ++i)
      synapses.push_back({random() % 6, random() % size, weightOf(random, 3),
                          1 + random() % 15});
    net.sparse(in, out, 0, synapses, 3);
    lockstep(net.shared(), 18,
             [](auto &engine, uint64_t t) { fire(engine, t, 6); });
  }
}

TEST(RtlDeliver, RecurrentNetworkWithManyProjections) {
  TinyNetwork net("loop", image::findTarget("tile"));
  uint32_t in = net.input("in", 40, -2, 3);
  uint32_t a = net.population("a", 100);
  net.payload(a, -3, 3);
  net.state(a, "v", 16);
  net.port(a, "in", 32, 4);
  net.port(a, "slow", 16, 2);
  net.program(a,
              "ld r0, {v}\nldp r1, {in}\nldp r2, {slow}\n"
              "mul r0, r0, 29000, sh=15, rnd=even\nadd r0, r0, r1\n"
              "add r0, r0, r2\ncge r3, r0, 90\nmov r6, 0\nsel r4, r3, r6, r0\n"
              "st r4, {v}\nand r5, r0, 3\nemit r3, r5");
  TinyRandom random(17);
  for (int j = 0; j < 5; ++j) {
    std::vector<TinySynapse> synapses;
    for (int i = 0; i < 150 * j; ++i)
      synapses.push_back({random() % 40, random() % 100, weightOf(random, 3),
                          1 + random() % 15});
    if (!synapses.empty())
      net.sparse(in, a, 0, synapses, 3);
    synapses.clear();
    for (int i = 0; i < 120; ++i)
      synapses.push_back({random() % 100, random() % 100, weightOf(random, 2),
                          1 + random() % 3});
    net.sparse(a, a, 1, synapses, 2);
  }
  std::vector<int32_t> weights(100 * 100);
  for (int32_t &w : weights)
    w = weightOf(random, 2);
  net.dense(a, a, 0, weights, 2, 0, 5);
  lockstep(net.shared(), 60,
           [](auto &engine, uint64_t t) { fire(engine, t, 40); });
}

} // namespace
} // namespace snnc
