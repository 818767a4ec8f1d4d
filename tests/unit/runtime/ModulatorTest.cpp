//===- ModulatorTest.cpp - Modulators driven by populations ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cosim.h"
#include "runtime/FloatEngine.h"
#include "runtime/RefEngine.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/DrivenNetwork.h"

#include <gtest/gtest.h>

#include <cmath>

namespace snnc {
namespace {

using runtime::Engine;
using runtime::FloatEngine;
using runtime::RefEngine;
using testing::drivenNetwork;
using testing::errorOf;

using Codes = std::vector<int64_t>;

/// Random payloads in two of three steps, the host's modulator in half.
void play(Engine &engine, uint32_t sources) {
  testing::TinyRandom random(uint32_t(engine.stepCount()) * 17 + 5);
  if (random() % 3 != 0)
    for (uint32_t i = 0; i < sources; ++i)
      if (random() % 4 == 0)
        engine.inject(0, i, int32_t(random() % 19) - 9);
  if (random() % 2)
    engine.setModulator(1, int32_t(random() % 100));
}

int64_t clamp(int64_t x, int64_t most) {
  return std::min(std::max(x, -most - 1), most);
}

TEST(Modulators, FollowTheEventsOfTheStepBefore) {
  auto image = drivenNetwork().shared();
  RefEngine engine(image);
  int32_t value[] = {77, 5, -4};
  bool set[3] = {};
  Codes w = engine.readWeights(0), a(w.size()), b(w.size());
  unsigned quiet = 0, driven = 0;
  for (unsigned t = 0; t < 120; ++t) {
    SCOPED_TRACE("step " + std::to_string(t));
    play(engine, 19);
    value[1] = engine.readModulator(1);
    set[1] = engine.isSet(1);
    engine.step();
    for (uint32_t m = 0; m < 3; ++m)
      EXPECT_EQ(engine.readState(2, m), Codes(3, value[m]));
    for (size_t s = 0; s < w.size(); ++s) {
      w[s] = set[2] ? clamp(w[s] + value[2], 127) : w[s];
      a[s] += set[0] ? value[0] : 0;
      b[s] += set[1] ? 2 * set[2] + set[0] : 0;
    }
    ASSERT_EQ(engine.readWeights(0), w);
    ASSERT_EQ(engine.readSynapseVariable(0, 0), a);
    ASSERT_EQ(engine.readSynapseVariable(0, 1), b);
    for (uint32_t m : {0u, 2u}) {
      std::tie(value[m], set[m]) =
          testing::expectedModulator(*image, m, engine.events(), value[m]);
      ASSERT_EQ(engine.readModulator(m), value[m]);
      ASSERT_EQ(engine.isSet(m), set[m]);
      ++(set[m] ? driven : quiet);
    }
    EXPECT_FALSE(engine.isSet(1));
  }
  EXPECT_GT(quiet, 30u);
  EXPECT_GT(driven, 100u);
}

TEST(Modulators, HoldOrFallWithoutEvents) {
  RefEngine engine(drivenNetwork().shared());
  engine.step();
  EXPECT_EQ(engine.readModulator(0), 0);
  EXPECT_EQ(engine.readModulator(2), -4);
  EXPECT_FALSE(engine.isSet(0) || engine.isSet(2));
  engine.inject(0, 3, -9);
  engine.inject(0, 18, 2);
  engine.step();
  EXPECT_EQ(engine.readModulator(2), -7);
  EXPECT_TRUE(engine.isSet(2));
  // Payload 0 is an event, and an equal value sets.
  engine.inject(0, 0, -7);
  engine.inject(0, 1, 0);
  engine.step();
  EXPECT_EQ(engine.readModulator(2), -7);
  EXPECT_TRUE(engine.isSet(2));
  engine.step();
  EXPECT_EQ(engine.readModulator(2), -7);
  EXPECT_FALSE(engine.isSet(2));
  // An injection is an event of a population with a program too.
  engine.resetPopulation(1);
  engine.inject(1, 12, 300);
  engine.step();
  EXPECT_EQ(engine.readModulator(0), 300);
  engine.step();
  EXPECT_EQ(engine.readModulator(0), 0);
}

TEST(Modulators, TheHostSetsNoDrivenOne) {
  RefEngine engine(drivenNetwork().shared());
  std::string error = errorOf([&] { engine.setModulator(2, 1); });
  EXPECT_EQ(error, "cannot set modulator 'holding': population 'in' drives it");
  EXPECT_EQ(engine.readModulator(2), -4);
  EXPECT_FALSE(engine.isSet(2));
  engine.setModulator(1, 8);
  EXPECT_TRUE(engine.isSet(1));
  EXPECT_NE(errorOf([&] { engine.readModulator(3); }), "");
  EXPECT_NE(errorOf([&] { engine.isSet(3); }), "");
}

TEST(Modulators, ValuesAndMarksAreSavedAndCompared) {
  auto image = drivenNetwork().shared();
  RefEngine whole(image), other(image);
  for (unsigned t = 0; t < 40; ++t) {
    play(whole, 19);
    whole.step();
    // A mark that is pending goes into the next step.
    RefEngine fresh(image);
    fresh.restore(whole.save());
    ASSERT_EQ(fresh.digest(), whole.digest());
    ASSERT_EQ(fresh.isSet(0), whole.isSet(0));
    ASSERT_EQ(fresh.isSet(2), whole.isSet(2));
    fresh.step();
    other.restore(whole.save());
    other.step();
    ASSERT_EQ(fresh.digest(), other.digest());
    ASSERT_EQ(fresh.readWeights(0), other.readWeights(0));
  }
}

/// With the same value and another mark, digests differ.
TEST(Modulators, TheDigestHasTheMarks) {
  testing::LearnNetwork net = drivenNetwork();
  auto falling = net.shared();
  RefEngine a(falling), b(falling);
  for (RefEngine *engine : {&a, &b})
    engine->step();
  ASSERT_EQ(a.digest(), b.digest());
  // Payloads that sum to 0, for the digest without the events themselves.
  auto eventsOf = [](RefEngine &engine) {
    uint64_t sum = 0;
    for (const runtime::Event &e : engine.events())
      sum += runtime::digestElement(
          runtime::digestPrefix(e.population, runtime::kDigestEvent), e.index,
          e.payload);
    return sum;
  };
  a.inject(1, 2, 0);
  for (RefEngine *engine : {&a, &b})
    engine->step();
  EXPECT_EQ(a.readModulator(0), b.readModulator(0));
  auto mark = [](uint32_t m, int64_t value) {
    return runtime::digestElement(
        runtime::digestPrefix(runtime::kDigestDriven, m), 0, value);
  };
  EXPECT_EQ(a.digest() - eventsOf(a) - mark(0, 1),
            b.digest() - eventsOf(b) - mark(0, 0));
}

TEST(Modulators, CosimNamesThem) {
  testing::LearnNetwork net = drivenNetwork();
  auto image = net.shared();
  net.made.modulators[2].falls = true;
  auto falls = net.shared();
  std::vector<std::unique_ptr<Engine>> engines;
  engines.push_back(std::make_unique<RefEngine>(image));
  engines.push_back(std::make_unique<RefEngine>(falls));
  runtime::Cosim cosim(image, std::move(engines));
  EXPECT_TRUE(cosim.step([](Engine &engine) { engine.inject(0, 4, 3); }));
  EXPECT_FALSE(cosim.step([](Engine &) {}));
  ASSERT_EQ(cosim.result().state.size(), 1u);
  const runtime::Difference &d = cosim.result().state[0];
  EXPECT_EQ(d.kind, "modulator");
  EXPECT_EQ(d.variable, "holding");
  EXPECT_EQ(d.firstValue, 3);
  EXPECT_EQ(d.otherValue, 0);
  EXPECT_NE(d.text().find("modulator 'holding' for step 2, driven by 'in': "
                          "ref has 3, ref has 0"),
            std::string::npos)
      << d.text();
}

/// Where values are equal, the marks.
TEST(Modulators, CosimNamesTheMarks) {
  testing::LearnNetwork net = drivenNetwork();
  auto image = net.shared();
  net.made.modulators[0].driver = -1;
  net.made.modulators[0].falls = false;
  net.made.modulators[0].init = 0;
  net.made.tiles[0].groups[1].drives = -1;
  auto hosts = net.shared();
  std::vector<std::unique_ptr<Engine>> engines;
  engines.push_back(std::make_unique<RefEngine>(image));
  engines.push_back(std::make_unique<RefEngine>(hosts));
  runtime::Cosim cosim(image, std::move(engines));
  EXPECT_FALSE(cosim.step([](Engine &engine) { engine.inject(1, 2, 0); }));
  const auto &state = cosim.result().state;
  ASSERT_EQ(state.size(), 2u);
  EXPECT_EQ(state[0].kind, "state");
  EXPECT_EQ(state[1].kind, "modulator");
  EXPECT_EQ(state[1].variable, "falling (1 = set)");
  EXPECT_EQ(state[1].firstValue, 1);
  EXPECT_EQ(state[1].otherValue, 0);
  EXPECT_EQ(state[1].writer.instruction, "emit r0, r0");
}

/// An input that drives a modulator which holds, and neurons that emit half of
/// it and drive one that falls.
std::shared_ptr<image::Image> floatNetwork() {
  using image::FloatOp;
  auto made = std::make_shared<image::Image>();
  made->name = "floating";
  image::FloatNetwork &f = made->floating;
  f.modulators = {{0.5, 0, false}, {0.25, 1, true}};
  f.populations.resize(2);
  f.populations[0].name = "in";
  f.populations[0].size = 3;
  f.populations[0].isInput = true;
  image::FloatPopulation &p = f.populations[1];
  p.name = "half";
  p.size = 2;
  p.states = {{"m", {0.0}, -INFINITY, INFINITY}};
  p.program = {{FloatOp::Modulator, 0, 0, 0, 0, 0.0},
               {FloatOp::Const, 0, 0, 0, 0, 0.5},
               {FloatOp::Mul, 0, 1, 0, 0, 0.0},
               {FloatOp::CmpLt, 1, 0, 0, 0, 0.0},
               {FloatOp::Emit, 3, 2, 0, 0, 0.0},
               {FloatOp::Modulator, 0, 0, 0, 1, 0.0},
               {FloatOp::WriteState, 5, 0, 0, 0, 0.0}};
  return made;
}

TEST(Modulators, InRealNumbers) {
  FloatEngine engine(floatNetwork());
  EXPECT_NE(errorOf([&] { engine.setModulator(1, 1); }).find("'half' drives"),
            std::string::npos);
  auto expect = [&](double m0, bool set0, double m1, bool set1) {
    EXPECT_EQ(engine.readModulatorReal(0), m0);
    EXPECT_EQ(engine.readModulatorReal(1), m1);
    EXPECT_EQ(engine.isSet(0), set0);
    EXPECT_EQ(engine.isSet(1), set1);
  };
  engine.injectReal(0, 0, 0.75);
  engine.injectReal(0, 2, 1.5);
  engine.step();
  expect(2.25, true, 0.0, false);
  std::vector<uint8_t> saved = engine.save();
  engine.step(); // both neurons emit 1.125
  expect(2.25, false, 2.25, true);
  engine.injectReal(0, 1, -0.5);
  engine.step();
  expect(-0.5, true, 2.25, true);
  EXPECT_EQ(engine.readStateReal(1, 0), std::vector<double>(2, 2.25));
  engine.step();
  expect(-0.5, false, 0.0, false);
  engine.restore(saved);
  expect(2.25, true, 0.0, false);
  EXPECT_NE(errorOf([&] { engine.readModulator(0); }), "");
  EXPECT_NE(errorOf([&] { engine.readModulatorReal(2); }), "");
  auto bad = floatNetwork();
  bad->floating.modulators[0].driver = 2;
  EXPECT_THROW(FloatEngine{bad}, Error);
}

} // namespace
} // namespace snnc
