//===- FloatTest.cpp - The float engine -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/FloatEngine.h"
#include "runtime/Threefry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace snnc {
namespace {

using image::FloatInstr;
using image::FloatOp;
using runtime::FloatEngine;

FloatInstr op(FloatOp code, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0,
              uint32_t index = 0, double imm = 0.0) {
  return {code, a, b, c, index, imm};
}

const double kInfinity = std::numeric_limits<double>::infinity();

/// An input of 3 and `size` leaky neurons that fire at 1.
std::shared_ptr<image::Image> leaky(uint32_t size) {
  auto made = std::make_shared<image::Image>();
  made->name = "leaky";
  image::FloatNetwork &f = made->floating;
  f.modulators = {{0.25}};
  f.populations.resize(2);
  f.populations[0].name = "in";
  f.populations[0].size = 3;
  f.populations[0].isInput = true;
  image::FloatPopulation &p = f.populations[1];
  p.name = "lif";
  p.size = size;
  p.ports = 1;
  p.states = {{"v", {0.0}, -kInfinity, kInfinity},
              {"clamped", {0.0}, -1.0, 1.0}};
  p.params = {{"decay", {0.5}, 0, 0}};
  p.program = {
      op(FloatOp::State),                    // 0: v
      op(FloatOp::Param),                    // 1: decay
      op(FloatOp::Mul, 0, 1),                // 2
      op(FloatOp::Port),                     // 3
      op(FloatOp::Add, 2, 3),                // 4: v'
      op(FloatOp::Const, 0, 0, 0, 0, 1.0),   // 5
      op(FloatOp::CmpLe, 5, 4),              // 6: 1 <= v'
      op(FloatOp::Const, 0, 0, 0, 0, 0.0),   // 7
      op(FloatOp::Select, 6, 7, 4),          // 8
      op(FloatOp::WriteState, 8),            // 9
      op(FloatOp::Modulator),                // 10
      op(FloatOp::Emit, 6, 10),              // 11
      op(FloatOp::Const, 0, 0, 0, 0, 100.0), // 12
      op(FloatOp::Mul, 3, 12),               // 13
      op(FloatOp::WriteState, 13, 0, 0, 1),  // 14
  };
  f.projections.resize(1);
  f.projections[0] = {
      "p",      0, 1, 0, {0, 2, 2, 3}, {0, size - 1, 1}, {0.75f, 0.5f, 2.0f},
      {1, 3, 2}};
  return made;
}

TEST(Float, LeaksFiresAndDelays) {
  for (uint32_t size : {2u, 64u, 130u}) {
    FloatEngine engine(leaky(size));
    engine.injectReal(0, 0, 1.0);
    engine.injectReal(0, 2, 0.25);
    engine.step();
    EXPECT_EQ(engine.readPortReal(1, 0, 0)[0], 0.75);
    EXPECT_EQ(engine.readPortReal(1, 0, 1)[1], 0.5);
    engine.injectReal(0, 0, 1.0);
    engine.step();
    EXPECT_EQ(engine.readStateReal(1, 0)[0], 0.75);
    EXPECT_EQ(engine.readStateReal(1, 1)[0], 1.0);
    engine.step();
    // 0.75 / 2 + 0.75 fires and resets.
    ASSERT_EQ(engine.events().size(), 1u);
    EXPECT_EQ(engine.events()[0].index, 0u);
    EXPECT_EQ(engine.events()[0].realPayload, 0.25);
    EXPECT_EQ(engine.readStateReal(1, 0)[0], 0.0);
    EXPECT_EQ(engine.counters().synapticOps, 5u);
    const auto &record = engine.calibration();
    EXPECT_EQ(record.populations[1].states[0].range.max, 0.75);
    EXPECT_EQ(record.populations[1].ports[0].max, 0.75);
    EXPECT_EQ(record.populations[1].payload.max, 0.25);
    EXPECT_EQ(record.populations[0].events, 3u);
  }
}

TEST(Float, CalibrationRecordRoundTrip) {
  FloatEngine engine(leaky(5));
  engine.injectReal(0, 2, 1.0 / 3.0);
  for (int t = 0; t < 4; ++t)
    engine.step();
  std::string text = engine.calibration().toJson();
  auto back = runtime::CalibrationRecord::fromJson(text, "c.json");
  EXPECT_EQ(back.toJson(), text);
  EXPECT_TRUE(back.populations[1].payload.empty());
  EXPECT_THROW(runtime::CalibrationRecord::fromJson("{}", "c"), Error);
  EXPECT_THROW(runtime::CalibrationRecord::fromJson("[", "c"), Error);
}

TEST(Float, EveryOperation) {
  struct Case {
    FloatOp code;
    double a, b, expected;
  };
  const Case cases[] = {
      {FloatOp::Add, 2.5, -1.0, 1.5},  {FloatOp::Sub, 2.5, -1.0, 3.5},
      {FloatOp::Mul, 2.5, -2.0, -5.0}, {FloatOp::Div, 1.0, 8.0, 0.125},
      {FloatOp::Neg, 2.0, 0, -2.0},    {FloatOp::Abs, -2.0, 0, 2.0},
      {FloatOp::Sqrt, 9.0, 0, 3.0},    {FloatOp::Min, 1.0, -1.0, -1.0},
      {FloatOp::Max, 1.0, -1.0, 1.0},  {FloatOp::Exp, 0.0, 0, 1.0},
      {FloatOp::Log, 1.0, 0, 0.0},     {FloatOp::Tanh, 0.0, 0, 0.0},
      {FloatOp::Sigmoid, 0.0, 0, 0.5}, {FloatOp::Floor, -1.5, 0, -2.0},
      {FloatOp::Round, 2.5, 0, 2.0},   {FloatOp::Round, 3.5, 0, 4.0},
      {FloatOp::Round, -2.5, 0, -2.0}, {FloatOp::Round, 2.6, 0, 3.0},
      {FloatOp::CmpEq, 1.0, 1.0, 1.0}, {FloatOp::CmpNe, 1.0, 1.0, 0.0},
      {FloatOp::CmpLt, 1.0, 1.0, 0.0}, {FloatOp::CmpLe, 1.0, 1.0, 1.0},
      {FloatOp::And, 1.0, 0.0, 0.0},   {FloatOp::Or, 1.0, 0.0, 1.0},
      {FloatOp::Xor, 1.0, 1.0, 0.0},
  };
  for (const Case &c : cases) {
    auto made = std::make_shared<image::Image>();
    made->floating.populations.resize(1);
    auto &p = made->floating.populations[0];
    p.size = 1;
    p.states = {{"r", {-99.0}, -kInfinity, kInfinity}};
    p.program = {op(FloatOp::Const, 0, 0, 0, 0, c.a),
                 op(FloatOp::Const, 0, 0, 0, 0, c.b), op(c.code, 0, 1),
                 op(FloatOp::WriteState, 2)};
    FloatEngine engine(made);
    engine.step();
    EXPECT_EQ(engine.readStateReal(0, 0)[0], c.expected)
        << "operation " << int(c.code);
  }
}

TEST(Float, DrawsAreTheContracts) {
  auto made = std::make_shared<image::Image>();
  made->floating.populations.resize(1);
  auto &p = made->floating.populations[0];
  p.size = 70;
  p.states = {{"r", {0.0}, 0.0, 1.0}};
  p.program = {op(FloatOp::Rand, 0, 0, 0, 1234), op(FloatOp::WriteState, 0)};
  FloatEngine engine(made);
  engine.step();
  engine.step();
  for (uint32_t i = 0; i < 70; ++i)
    EXPECT_EQ(engine.readStateReal(0, 0)[i],
              double(runtime::draw(1234, 1, i)) / 4294967296.0);
}

TEST(Float, ReadsSeeTheStateBeforeTheStep) {
  // Two states that exchange their values.
  auto made = std::make_shared<image::Image>();
  made->floating.populations.resize(1);
  auto &p = made->floating.populations[0];
  p.size = 3;
  p.states = {{"a", {1.0}, -9, 9}, {"b", {2.0}, -9, 9}};
  p.program = {
      op(FloatOp::State, 0, 0, 0, 0), op(FloatOp::WriteState, 0, 0, 0, 1),
      op(FloatOp::State, 0, 0, 0, 1), op(FloatOp::WriteState, 2, 0, 0, 0)};
  FloatEngine engine(made);
  engine.step();
  EXPECT_EQ(engine.readStateReal(0, 0)[2], 2.0);
  EXPECT_EQ(engine.readStateReal(0, 1)[2], 1.0);
}

TEST(Float, SaveRestoreAndErrors) {
  FloatEngine a(leaky(5)), b(leaky(5));
  a.injectReal(0, 0, 1.0);
  a.step();
  a.injectReal(0, 2, 0.5);
  b.restore(a.save());
  for (int t = 0; t < 4; ++t) {
    a.step();
    b.step();
    EXPECT_EQ(a.readStateReal(1, 0), b.readStateReal(1, 0));
    EXPECT_EQ(a.events(), b.events());
  }
  a.injectReal(0, 1, 1.0);
  EXPECT_THROW(a.injectReal(0, 1, 1.0), Error);
  EXPECT_THROW(a.readState(1, 0), Error);
  EXPECT_THROW(a.readStateReal(1, 2), Error);
  EXPECT_THROW(a.restore({1, 2, 3}), Error);
  EXPECT_THROW(FloatEngine(std::make_shared<image::Image>()), Error);
  a.writeStateReal(1, 0, {std::nan("")});
  EXPECT_THROW(a.step(), Error);
}

} // namespace
} // namespace snnc
