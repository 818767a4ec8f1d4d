//===- FloatLearnTest.cpp - Learning on the float engine --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "image/FloatSection.h"
#include "runtime/FloatEngine.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using image::FloatInstr;
using image::FloatOp;
using image::FloatTrigger;
using runtime::FloatEngine;

FloatInstr op(FloatOp code, uint32_t a = 0, uint32_t b = 0, uint32_t index = 0,
              double imm = 0.0) {
  return {code, a, b, 0, index, imm};
}

/// Two inputs, two neurons that emit what they receive from port 0; a sum of
/// port 1. Weight of synapse (i, j): 0.25.
std::shared_ptr<image::Image> learner() {
  auto made = std::make_shared<image::Image>();
  made->name = "learner";
  image::FloatNetwork &f = made->floating;
  f.modulators = {{0.5}};
  f.populations.resize(2);
  f.populations[0].name = "in";
  f.populations[0].size = 2;
  f.populations[0].isInput = true;
  image::FloatPopulation &p = f.populations[1];
  p.name = "out";
  p.size = 2;
  p.ports = 2;
  p.states = {{"sum", {0.0}, -100.0, 100.0}};
  p.program = {
      op(FloatOp::Port, 0, 0, 0), // 0
      op(FloatOp::Port, 0, 0, 1), // 1
      op(FloatOp::WriteState, 1), // 2
      op(FloatOp::Emit, 0, 0),    // 3
  };
  f.projections.resize(1);
  image::FloatProjection &j = f.projections[0];
  j.name = "w";
  j.target = 1;
  j.rowStart = {0, 2, 4};
  j.targets = {0, 1, 0, 1};
  j.weights = {0.25f};
  j.delays = {1};
  j.rule.weightMax = 1.0;
  j.rule.variables = {{"count", {0.0}, 0.0, 10.0}};
  j.rule.traces = {{"x", {0.0}, 0.0, 2.0}};
  j.rule.programs = {
      // x += fired, at most 2.
      {FloatTrigger::Pre,
       0,
       {op(FloatOp::Trace), op(FloatOp::Fired), op(FloatOp::Add, 0, 1),
        op(FloatOp::WriteTrace, 2)}},
      // count += 1 where the trace is at least 2.
      {FloatTrigger::OnPre,
       0,
       {op(FloatOp::Synapse), op(FloatOp::Const, 0, 0, 0, 1.0),
        op(FloatOp::Add, 0, 1), op(FloatOp::Trace), op(FloatOp::CmpLt, 1, 3),
        op(FloatOp::Require, 4), op(FloatOp::WriteSynapse, 2)}},
      // w += x / 2.
      {FloatTrigger::OnPost,
       0,
       {op(FloatOp::Weight), op(FloatOp::Trace),
        op(FloatOp::Const, 0, 0, 0, 0.5), op(FloatOp::Mul, 1, 2),
        op(FloatOp::Add, 0, 3), op(FloatOp::WriteWeight, 4)}},
      // Weights of a target into its port 1 in step 4.
      {FloatTrigger::Every,
       4,
       {op(FloatOp::Weight), op(FloatOp::Deposit, 0, 0, 1)}},
      // w = modulator where it was set.
      {FloatTrigger::Signal,
       0,
       {op(FloatOp::Modulator), op(FloatOp::WriteWeight, 0)}},
  };
  return made;
}

TEST(FloatLearn, EventsOfSourceAndTarget) {
  FloatEngine engine(learner());
  using V = std::vector<double>;
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
  engine.injectReal(0, 0, 1.0);
  engine.step(); // t = 0: x_0 = 1; the weights are summed for t = 1
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
  EXPECT_EQ(engine.readPortReal(1, 1, 0), V(2, 0.5));
  engine.injectReal(0, 0, 1.0);
  engine.step(); // t = 1: both targets emit, x_0 = 2; delivered with 0.25
  EXPECT_EQ(engine.readStateReal(1, 0), V(2, 0.5));
  EXPECT_EQ(engine.readWeightsReal(0), V({1.0, 1.0, 0.25, 0.25}));
  EXPECT_EQ(engine.readPortReal(1, 0, 0), V(2, 0.25));
  engine.step(); // t = 2: emit again, clamped to 1
  EXPECT_EQ(engine.readWeightsReal(0), V({1.0, 1.0, 0.25, 0.25}));
}

TEST(FloatLearn, SignalLearningSwitchAndReset) {
  FloatEngine engine(learner());
  using V = std::vector<double>;
  engine.step();
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
  engine.setModulator(0, 1);
  engine.setLearning(false);
  engine.step();
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
  engine.setLearning(true);
  engine.step(); // the flag holds for one step
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
  engine.setModulator(0, 1); // an equal value still sets
  engine.step();
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 1.0));
  engine.resetPopulation(0); // weights stay
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 1.0));
  engine.reset();
  EXPECT_EQ(engine.readWeightsReal(0), V(4, 0.25));
}

TEST(FloatLearn, SavesAndRestores) {
  FloatEngine engine(learner());
  engine.injectReal(0, 1, 1.0);
  engine.step();
  engine.setModulator(0, 1);
  auto saved = engine.save();
  auto go = [&] {
    engine.injectReal(0, 1, 1.0);
    engine.step();
    engine.step();
    return engine.save();
  };
  auto first = go();
  engine.restore(saved);
  EXPECT_EQ(go(), first);
}

TEST(FloatLearn, SectionKeepsRulesAndRefusesWrongOnes) {
  auto made = learner();
  auto bytes = image::writeFloatSection(made->floating);
  auto read = image::readFloatSection(bytes.data(), bytes.size(), "test");
  EXPECT_EQ(image::writeFloatSection(read), bytes);
  // A trace program sees no weight.
  made->floating.projections[0].rule.programs[0].program[0].op =
      FloatOp::Weight;
  EXPECT_THROW(FloatEngine{made}, Error);
  made = learner();
  made->floating.projections[0].rule.programs[3].argument = 0;
  EXPECT_THROW(FloatEngine{made}, Error);
}

TEST(FloatLearn, RangesForCalibration) {
  FloatEngine engine(learner());
  engine.injectReal(0, 0, 1.0);
  engine.step();
  const auto &record = engine.calibration().populations;
  ASSERT_EQ(record.size(), 3u);
  EXPECT_EQ(record[2].name, "w");
  EXPECT_EQ(record[2].states[1].name, "x");
  EXPECT_EQ(record[2].states[1].range.max, 1.0);
}

} // namespace
} // namespace snnc
