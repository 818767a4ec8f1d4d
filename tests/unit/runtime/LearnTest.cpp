//===- LearnTest.cpp - The Learn phase of ref -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rules by hand, against the same arithmetic written out here.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Plastic.h"
#include "runtime/RefEngine.h"
#include "runtime/Threefry.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/LearnExamples.h"

#include <gtest/gtest.h>

#include <functional>

namespace snnc {
namespace {

using runtime::RefEngine;
using testing::errorOf;
using testing::LearnNetwork;

using Codes = std::vector<int64_t>;

int64_t clamp(int64_t x, unsigned bits) {
  int64_t most = (int64_t(1) << (bits - 1)) - 1;
  return std::min(std::max(x, -most - 1), most);
}

void checkPairStdp(bool columns) {
  auto net = testing::pairStdp(columns);
  RefEngine engine(net.shared());
  const uint32_t n = 10, m = 19;
  Codes w = engine.readWeights(0), x(n), y(m);
  ASSERT_EQ(w.size(), size_t(n) * m);
  testing::TinyRandom random(3);
  uint64_t updates = 0;
  for (unsigned t = 0; t < 40; ++t) {
    std::vector<bool> pre(n), post(m);
    for (uint32_t i = 0; i < n; ++i)
      if ((pre[i] = random() % 3 == 0))
        engine.inject(0, i, 1);
    for (uint32_t i = 0; i < m; ++i)
      if ((post[i] = random() % 3 == 0))
        engine.inject(1, i, 1);
    engine.writeState(1, 0, Codes(m, 0));
    Codes levels(m);
    for (uint32_t i = 0; i < m; ++i)
      levels[i] = y[i] = int64_t(random() % 200);
    engine.writeState(1, 0, levels);
    engine.step();

    for (uint32_t i = 0; i < n; ++i)
      x[i] = clamp(x[i] - (x[i] >> 2) + (pre[i] ? 64 : 0), 8);
    for (uint32_t i = 0; i < n; ++i)
      for (uint32_t j = 0; j < m; ++j) {
        int64_t &weight = w[i * m + j];
        if (pre[i]) {
          weight = clamp(weight - (y[j] >> 3), 8);
          ++updates;
        }
        if (post[j]) {
          weight = clamp(weight + (x[i] >> 2), 8);
          ++updates;
        }
      }
    ASSERT_EQ(engine.readWeights(0), w) << "step " << t;
    ASSERT_EQ(engine.readTrace(0, 0), x) << "step " << t;
    ASSERT_EQ(engine.counters().synapseUpdates, updates);
  }
  auto report = engine.saturationReport();
  ASSERT_FALSE(report.empty());
  EXPECT_EQ(report[0].variable, "in_out0");
}

TEST(Learn, PairStdpOfDenseRows) { checkPairStdp(false); }
TEST(Learn, PairStdpByColumns) { checkPairStdp(true); }

TEST(Learn, DeltaRuleAtASignal) {
  for (bool fused : {false, true}) {
    auto net = testing::deltaRule(fused);
    RefEngine engine(net.shared());
    const uint32_t n = 12, m = 9;
    Codes w = engine.readWeights(0), count(n);
    testing::TinyRandom random(5);
    for (unsigned t = 0; t < 60; ++t) {
      for (uint32_t i = 0; i < n; ++i)
        if (random() % 4 == 0) {
          engine.inject(0, i, 1);
          ++count[i];
        }
      Codes error(m);
      for (int64_t &e : error)
        e = int64_t(random() % 4001) - 2000;
      engine.writeState(1, 0, error);
      bool now = t % 5 == 4;
      if (now)
        engine.setModulator(0, 1);
      // An equal value of another modulator counts for its own rules alone.
      engine.setModulator(1, 7);
      engine.step();
      if (now)
        for (uint32_t i = 0; i < n; ++i) {
          uint32_t dr = runtime::draw(77, t, i);
          for (uint32_t j = 0; j < m; ++j)
            if (count[i] != 0)
              w[i * m + j] = clamp(
                  w[i * m + j] + ((error[j] * count[i] + (dr & 63)) >> 6), 16);
        }
      if (now)
        std::fill(count.begin(), count.end(), 0);
      ASSERT_EQ(engine.readWeights(0), w) << "step " << t;
      ASSERT_EQ(engine.readTrace(0, 0), count) << "step " << t;
    }
  }
}

TEST(Learn, SparseRowsWithVariablesAndDraws) {
  std::vector<testing::TinySynapse> list;
  auto net = testing::sparseRule(list);
  RefEngine engine(net.shared());
  size_t synapses = list.size();
  Codes w(synapses), a(synapses, -3), b(synapses, 500), c(synapses, 1 << 20);
  for (size_t s = 0; s < synapses; ++s)
    w[s] = list[s].weight;
  ASSERT_EQ(engine.readWeights(0), w);
  testing::TinyRandom random(8);
  for (unsigned t = 0; t < 30; ++t) {
    Codes payload(7);
    for (uint32_t i = 0; i < 7; ++i)
      if (random() % 2) {
        payload[i] = int64_t(random() % 15) - 7;
        engine.inject(0, i, static_cast<int32_t>(payload[i]));
      }
    Codes level(21);
    for (int64_t &l : level)
      l = int64_t(random() % 256) - 128;
    engine.writeState(1, 0, level);
    engine.step();
    if (t % 3 == 0)
      for (size_t s = 0; s < synapses; ++s) {
        const testing::TinySynapse &y = list[s];
        if (level[y.target] <= 0)
          continue;
        uint32_t dr = runtime::draw(9, t, y.source, y.target);
        a[s] = clamp(a[s] + payload[y.source], 8);
        b[s] = clamp(b[s] + a[s] * level[y.target], 16);
        c[s] = clamp(c[s] - b[s], 32);
        w[s] = clamp((w[s] * 16 + b[s] + (dr & 15)) >> 4, 8);
      }
    ASSERT_EQ(engine.readSynapseVariable(0, 0), a) << "step " << t;
    ASSERT_EQ(engine.readSynapseVariable(0, 1), b) << "step " << t;
    ASSERT_EQ(engine.readSynapseVariable(0, 2), c) << "step " << t;
    ASSERT_EQ(engine.readWeights(0), w) << "step " << t;
  }
}

TEST(Learn, GateDepositAndSums) {
  auto net = testing::gatedDeposit();
  RefEngine engine(net.shared());
  for (unsigned t = 0; t < 12; ++t) {
    Codes level(5);
    level[t % 5] = t % 4 == 3 ? 1 : 0;
    engine.writeState(1, 0, level);
    engine.step();
    // Sums of the weights to the target that opened the gate.
    Codes w = engine.readWeights(0), sums(5);
    for (uint32_t j = 0; j < 5; ++j)
      for (uint32_t i = 0; i < 6 && level[j]; ++i)
        sums[j] += 4 * w[i * 5 + j];
    EXPECT_EQ(engine.readPort(1, 0, 0), sums) << "step " << t;
  }
}

TEST(Learn, OffSkipsSynapsesNotTraces) {
  auto net = testing::pairStdp();
  RefEngine engine(net.shared());
  Codes before = engine.readWeights(0);
  uint64_t on = engine.digest();
  engine.setLearning(false);
  EXPECT_NE(engine.digest(), on);
  engine.inject(0, 2, 1);
  engine.step();
  EXPECT_EQ(engine.readWeights(0), before);
  EXPECT_EQ(engine.readTrace(0, 0)[2], 64);
  engine.resetPopulation(0);
  EXPECT_EQ(engine.readTrace(0, 0)[2], 0);
  engine.setLearning(true);
  engine.writeState(1, 0, Codes(19, 80));
  engine.inject(0, 2, 1);
  engine.step();
  EXPECT_NE(engine.readWeights(0), before);
}

TEST(Learn, SavedStatesGoOnTheSame) {
  std::vector<testing::TinySynapse> list;
  for (const LearnNetwork &net :
       {testing::pairStdp(), testing::deltaRule(true),
        testing::sparseRule(list), testing::gatedDeposit()}) {
    auto image = LearnNetwork(net).shared();
    RefEngine a(image), b(image);
    testing::TinyRandom random(4);
    auto drive = [&](RefEngine &engine, unsigned t) {
      for (uint32_t i = 0; i < image->populations[0].size; ++i)
        if ((i * 7 + t * 3) % 4 == 0)
          engine.inject(0, i, 1);
      engine.writeState(1, 0, Codes(image->populations[1].size, t % 50));
      if (!image->modulators.empty() && t % 3 == 0)
        engine.setModulator(0, 1);
    };
    for (unsigned t = 0; t < 10; ++t) {
      drive(a, t);
      a.step();
    }
    drive(a, 10);
    b.restore(a.save());
    EXPECT_EQ(a.digest(), b.digest());
    a.step();
    b.step();
    EXPECT_EQ(a.digest(), b.digest());
    for (unsigned t = 11; t < 20; ++t) {
      drive(a, t);
      drive(b, t);
      a.step();
      b.step();
      ASSERT_EQ(a.digest(), b.digest()) << image->name << " step " << t;
    }
    auto cut = a.save();
    cut.resize(cut.size() - 3);
    EXPECT_NE(errorOf([&] { b.restore(cut); }), "");
  }
}

TEST(Learn, WeightsAreReadAndSetFromOutside) {
  std::vector<testing::TinySynapse> list;
  auto net = testing::sparseRule(list);
  image::Image image = net.build();
  RefEngine engine(std::make_shared<const image::Image>(image));
  Codes weights = image::getWeights(image, 0);
  EXPECT_EQ(weights, engine.readWeights(0));
  uint64_t digest = engine.digest();
  for (int64_t &w : weights)
    w = -w / 2;
  engine.writeWeights(0, weights);
  EXPECT_EQ(engine.readWeights(0), weights);
  EXPECT_NE(engine.digest(), digest);
  EXPECT_EQ(engine.readSynapseVariable(0, 1), Codes(list.size(), 500));
  engine.writeSynapseVariable(0, 1, Codes(list.size(), -9));
  EXPECT_EQ(engine.readSynapseVariable(0, 1), Codes(list.size(), -9));

  image::setWeights(image, 0, weights);
  image::setSynapseVariable(image, 0, 1, Codes(list.size(), -9));
  RefEngine learned(std::make_shared<const image::Image>(
      image::readImage(image::writeImage(image), "i")));
  EXPECT_EQ(learned.digest(), engine.digest());

  EXPECT_NE(errorOf([&] { engine.readWeights(5); }).find("no projection 5"),
            std::string::npos);
  EXPECT_NE(errorOf([&] { engine.readTrace(0, 0); }).find("has no trace 0"),
            std::string::npos);
  EXPECT_NE(errorOf([&] {
              engine.writeWeights(0, Codes(list.size(), 128));
            }).find("does not fit in 8 bits"),
            std::string::npos);
  EXPECT_NE(
      errorOf([&] { engine.writeWeights(0, Codes(3)); }).find("3 values for"),
      std::string::npos);
  EXPECT_EQ(engine.readWeights(0), weights);
}

TEST(Learn, RunTimeErrorsSayWhere) {
  LearnNetwork wrong = testing::pairStdp();
  isa::Instruction emit;
  emit.op = isa::Opcode::Emit;
  uint64_t word = 0;
  std::string reason;
  ASSERT_TRUE(isa::encode(emit, word, reason)) << reason;
  wrong.made.tiles[0].program[wrong.made.tiles[0].learn[0].programAddress] =
      word;
  RefEngine engine(wrong.shared());
  std::string error = errorOf([&] { engine.step(); });
  EXPECT_NE(error.find("illegal instruction at program address"),
            std::string::npos)
      << error;
  EXPECT_NE(error.find("population 'in'"), std::string::npos) << error;
}

TEST(Learn, InconsistentImagesAreRefused) {
  using Change = std::function<void(image::Image &)>;
  auto check = [](const std::string &expect, const Change &change) {
    image::Image image = testing::pairStdp().build();
    change(image);
    std::string error = errorOf([&] { image::validate(image, "i"); });
    EXPECT_NE(error.find(expect), std::string::npos)
        << "expected '" << expect << "', got '" << error << "'";
  };
  check("have 8 or 16 bits", [](auto &i) { i.projections[0].weightBits = 4; });
  check("is none of its weights",
        [](auto &i) { i.projections[0].weightBits ^= 24; });
  check("row descriptor 9 of",
        [](auto &i) { i.projections[0].parts[0].descriptor = 9; });
  check("axon entries", [](auto &i) { i.projections[0].parts[0].subs = 3; });
  check("has no axon entries",
        [](auto &i) { i.projections[0].parts[0].subs = 0; });
  check("outside of its own",
        [](auto &i) { i.projections[0].parts[0].units -= 1; });
  check("share unit", [](auto &i) { i.tiles[0].axons[1].address = 0; });
  check("synapses in its rows", [](auto &i) {
    i.projections[0].synapses = 10;
    i.projections[0].fanOut = {1};
  });
  check("trace 'x': width 12",
        [](auto &i) { i.projections[0].plastic->traces[0].bits = 12; });
  check("has places of what learns, and does not",
        [](auto &i) { i.projections[0].plastic.reset(); });
  check("no projection that learns", [](auto &i) {
    i.projections[0].plastic.reset();
    image::ProjectionPart &part = i.projections[0].parts[0];
    part.units = 0;
    part.variables.clear();
    part.traces.clear();
  });
  check("has synapses on no tile",
        [](auto &i) { i.projections[0].parts.clear(); });
  check("places of 0 synapse variables and 2 traces",
        [](auto &i) { i.projections[0].parts[0].traces.resize(2); });
  check("runs every 0 steps", [](auto &i) {
    i.tiles[0].learn[0].when = image::LearnWhen::Every;
    i.tiles[0].learn[0].every = 0;
  });
  check("modulators that do not exist", [](auto &i) {
    i.tiles[0].learn[0].when = image::LearnWhen::Signal;
    i.tiles[0].learn[0].signals = 4;
  });
  check("unknown kind", [](auto &i) {
    i.tiles[0].learn[0].kind = static_cast<image::LearnKind>(5);
  });
  check("group 7 of 2", [](auto &i) { i.tiles[0].learn[0].group = 7; });
  check("program at 900",
        [](auto &i) { i.tiles[0].learn[0].programAddress = 900; });
  check("no gate comes before it",
        [](auto &i) { i.tiles[0].learn[0].gated = true; });
  check("its program has a `due` that nothing takes",
        [](auto &i) { i.tiles[0].learn.resize(2); });
  check("its program has no `due`", [](auto &i) {
    i.tiles[0].learn[1].programAddress = i.tiles[0].learn[0].programAddress;
  });
  check("walks other rows", [](auto &i) { i.tiles[0].learn[2].unitBase = 1; });
  check("its planes are not those",
        [](auto &i) { i.tiles[0].learn[2].planes.push_back({0, 16}); });
  check("uses common value 0 of 0",
        [](auto &i) { i.tiles[0].learn.back().commons.clear(); });
  check("does not record its sources",
        [](auto &i) { i.tiles[0].learn[2].every = 3; });
  check("beyond the memory of",
        [](auto &i) { i.tiles[0].learn.back().commons[0].base = 1 << 20; });
  std::vector<testing::TinySynapse> list;
  image::Image image = testing::sparseRule(list).build();
  image.projections[0].parts[0].variables[0] = 0;
  EXPECT_NE(errorOf([&] {
              image::validate(image, "i");
            }).find("overlap in the synapse memory"),
            std::string::npos);
}

} // namespace
} // namespace snnc
