//===- SpeedTest.cpp - What the chip must reach, by its own counters *- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using testing::TinyNetwork;
using testing::TinyRandom;
using testing::TinySynapse;

/// Counters of 20 steps in which a tenth of `size` inputs fires.
runtime::Counters run(const std::shared_ptr<const image::Image> &image) {
  uint32_t size = image->populations[0].size;
  auto fire = [size](runtime::Engine &engine, uint64_t t) {
    TinyRandom random(uint32_t(t) + 1);
    for (uint32_t i = 0; i < size; ++i)
      if (random() % 10 == 0)
        engine.inject(0, i, 1);
  };
  testing::lockstep(image, 20, fire);
  auto engine = sim::createRtlEngine(image);
  for (uint64_t t = 0; t < 20; ++t) {
    fire(*engine, t);
    engine->step();
  }
  return engine->counters();
}

const char *const deltaLif = "ld r0, {v}\nldp r1, {in}\n"
                             "mac r0, r0, 31000, r1, sh=15, rnd=even, sat\n"
                             "cge r2, r0, 20000\nmov r3, 0\n"
                             "sel r0, r2, r3, r0\nst r0, {v}\nemit r2, 1";

TEST(RtlSpeed, DenseRowsOf256Targets) {
  TinyNetwork net("dense", image::findTarget("tile"));
  uint32_t in = net.input("in", 200);
  uint32_t out = net.population("out", 256);
  net.state(out, "v", 32);
  net.port(out, "in", 32, 1);
  net.program(out, deltaLif);
  net.dense(in, out, 0, std::vector<int32_t>(200 * 256, 3));
  runtime::Counters c = run(net.shared());
  EXPECT_GE(double(c.synapticOps) / double(c.deliverCycles), 7.0);
}

TEST(RtlSpeed, SparseRandomRows) {
  TinyNetwork net("sparse", image::findTarget("tile"));
  uint32_t in = net.input("in", 200);
  uint32_t out = net.population("out", 1024);
  net.state(out, "v", 32);
  net.port(out, "in", 32, 1);
  net.program(out, deltaLif);
  std::vector<TinySynapse> synapses;
  TinyRandom random(1);
  for (uint32_t s = 0; s < 200; ++s)
    for (uint32_t t = 0; t < 1024; ++t)
      if (random() % 10 == 0)
        synapses.push_back({s, t, int32_t(random() % 200) - 100, 1});
  net.sparse(in, out, 0, synapses);
  ASSERT_EQ(net.made.tiles[0].descriptors[0].entryLog2, 4);
  runtime::Counters c = run(net.shared());
  EXPECT_GE(double(c.synapticOps) / double(c.deliverCycles), 4.0);
}

TEST(RtlSpeed, DeltaLifUpdate) {
  TinyNetwork net("lif", image::findTarget("tile"));
  net.input("in", 8);
  uint32_t out = net.population("out", 1024);
  net.state(out, "v", 16, {100});
  net.port(out, "in", 16, 1);
  net.program(out, deltaLif);
  runtime::Counters c = run(net.shared());
  EXPECT_LE(double(c.updateCycles) / (20.0 * 1024), 1.5);
}

} // namespace
} // namespace snnc
