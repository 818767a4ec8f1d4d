//===- NativeTest.cpp - Images with native code on disk -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Describe.h"
#include "image/Parts.h"
#include "runtime/RefEngine.h"
#include "tests/unit/image/Mutants.h"

#include <gtest/gtest.h>

#include <functional>

namespace snnc {
namespace {

using testing::errorOf;

image::Numbers integers(const std::vector<int32_t> &values) {
  image::Numbers numbers;
  numbers.kind = image::NumberKind::I32;
  numbers.integral = true;
  numbers.count = values.size();
  auto kept = std::make_shared<std::vector<int32_t>>(values);
  numbers.data = reinterpret_cast<const char *>(kept->data());
  numbers.owner = kept;
  return numbers;
}

image::Numbers uniform() {
  image::Numbers numbers;
  numbers.kind = image::NumberKind::Uniform;
  numbers.first = -0.5;
  numbers.second = 0.5;
  numbers.seed = 7;
  return numbers;
}

/// Two populations on no tiles, of whose projections one learns.
image::Image sample() {
  image::Image image;
  image.name = "native";
  image.target.name = "cpu";
  image.modulators.resize(1);
  image.modulators[0].name = "reward";
  image::Population in, cell;
  in.name = "in";
  in.size = in.inner = in.innerPad = 12;
  in.isInput = true;
  cell.name = "cell";
  cell.size = cell.inner = cell.innerPad = 21;
  cell.isOutput = true;
  cell.states = {{"v", 16, 8, {3}, "mV"}};
  cell.ports.resize(1);
  cell.ports[0].name = "in";
  cell.ports[0].maxDelay = 3;
  cell.ports[0].slotsLog2 = 2;
  image.populations = {in, cell};

  image::Projection dense;
  dense.name = "dense";
  dense.target = 1;
  dense.synapses = 252;
  dense.fanOut = {21};
  dense.connectivity = "dense";
  dense.plastic.emplace();
  dense.plastic->rule = "hebb";
  dense.plastic->variables = {{"e", 8, 4, 0, ""}};
  dense.plastic->traces = {{"x", 16, 8, {0}, ""}};
  image::Projection sparse = dense;
  sparse.name = "sparse";
  sparse.source = 1;
  sparse.synapses = 2;
  sparse.fanOut = std::vector<uint32_t>(21);
  sparse.fanOut[0] = 2;
  sparse.plastic.reset();
  image.projections = {dense, sparse};

  image::Native &native = image.native;
  native.populations.resize(2);
  native.populations[1] = {"update1", {true}};
  native.projections.resize(2);
  image::NativeProjection &a = native.projections[0];
  a.connectivity.sources = 12;
  a.connectivity.targets = 21;
  a.connectivity.weights = uniform();
  a.connectivity.weights.count = 252;
  a.targetStates = {0};
  image::NativeProgram program;
  program.trigger = image::NativeTrigger::Signal;
  program.function = "signal0";
  program.sourceGuard = "guard0";
  program.writesWeight = true;
  program.readsVariables = program.writesVariables = {true};
  program.readsTraces = program.readsTargets = {false};
  program.deposits = {0};
  a.programs = {program};
  a.weights = std::vector<int16_t>(252, -5);
  a.variables = {std::vector<int32_t>(252, 17)};
  image::Connectivity &b = native.projections[1].connectivity;
  b.kind = image::ConnectivityKind::Sparse;
  b.sources = b.targets = 21;
  b.pairs = integers({0, 20, 0, 3});
  b.delays = integers({1, 3});
  native.code = {{"x86-64", {1, 2, 3}, ""}, {"x86-64-v3", {4, 5, 6, 7}, ""}};
  return image;
}

TEST(NativeImage, RoundTripGivesTheSameBytes) {
  auto bytes = image::writeImage(sample());
  image::Image back = image::readImage(bytes, "x");
  EXPECT_EQ(image::writeImage(back), bytes);
  EXPECT_EQ(image::describeJson(back), image::describeJson(sample()));
  EXPECT_EQ(image::describe(back, true), image::describe(sample(), true));
  EXPECT_EQ(back.native.code[1].object, sample().native.code[1].object);
  EXPECT_EQ(back.native.projections[0].variables[0][251], 17);
  EXPECT_EQ(back.native.projections[1].connectivity.pairs.integer(3), 3);
  EXPECT_EQ(back.native.projections[0].connectivity.weights.seed, 7u);
}

TEST(NativeImage, SaysWhatItHolds) {
  std::string text = image::describe(sample());
  EXPECT_NE(text.find("network native for the engine cpu, on no tiles"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("native code for x86-64-v3: 4 bytes"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("base"), std::string::npos) << text;
}

TEST(NativeImage, EnginesOfTilesSayWhatToDo) {
  auto image = std::make_shared<image::Image>(sample());
  std::string error = errorOf([&] { runtime::RefEngine engine(image); });
  EXPECT_NE(error.find("compile it without --target=cpu"), std::string::npos)
      << error;
}

TEST(NativeImage, EveryTruncationIsAnError) {
  auto bytes = image::writeImage(sample());
  for (size_t n = 0; n < bytes.size(); n += 3) {
    std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + long(n));
    std::string error = errorOf([&] { image::readImage(cut, "f.img"); });
    ASSERT_EQ(error.compare(0, 7, "f.img: "), 0) << n << ": " << error;
  }
}

TEST(NativeImage, MutantsWithGoodChecksumsNeverCrash) {
  testing::MutantCount count = testing::runMutants(sample(), 5, 3000);
  // Those that are taken have no tiles, and are refused by the engine.
  EXPECT_EQ(count.refused, 3000u);
  EXPECT_GT(count.taken, 100u);
}

TEST(NativeImage, InconsistentTablesAreRefused) {
  using Change = std::function<void(image::Image &)>;
  auto check = [](const std::string &expect, const Change &change) {
    image::Image image = sample();
    change(image);
    std::string error = errorOf([&] { image::validate(image, "i"); });
    EXPECT_NE(error.find(expect), std::string::npos)
        << "expected '" << expect << "', got '" << error << "'";
  };
  check("has neither tiles nor native code",
        [](auto &i) { i.native = image::Native(); });
  check("population 'in' has parts",
        [](auto &i) { i.populations[0].parts.resize(1); });
  check("has padding", [](auto &i) { i.populations[0].innerPad = 16; });
  check("largest delay 4 needs",
        [](auto &i) { i.populations[1].ports[0].maxDelay = 4; });
  check("of another network", [](auto &i) { i.native.populations.resize(3); });
  check("an input has no code",
        [](auto &i) { i.native.populations[0].update = "f"; });
  check("function '' is named",
        [](auto &i) { i.native.populations[1].update.clear(); });
  check("function 'update1' is named twice", [](auto &i) {
    i.native.projections[0].programs[0].targetGuard = "update1";
  });
  check("2 flags for 1 variables", [](auto &i) {
    i.native.projections[0].programs[0].readsTraces = {true, true};
  });
  check("unknown trigger", [](auto &i) {
    i.native.projections[0].programs[0].trigger = image::NativeTrigger(9);
  });
  check("waits for modulator 1 of 1",
        [](auto &i) { i.native.projections[0].programs[0].argument = 1; });
  check("runs every 0 steps", [](auto &i) {
    i.native.projections[0].programs[0].trigger = image::NativeTrigger::Every;
  });
  check("adds to port 1 of 1",
        [](auto &i) { i.native.projections[0].programs[0].deposits = {1}; });
  check("reads state 1 of 1",
        [](auto &i) { i.native.projections[0].targetStates = {1}; });
  check("has programs and does not learn", [](auto &i) {
    i.native.projections[1].programs = i.native.projections[0].programs;
    i.native.projections[1].programs[0].function = "other";
    i.native.projections[1].programs[0].sourceGuard.clear();
  });
  check("3 values that were learned by 252 synapses",
        [](auto &i) { i.native.projections[0].weights.resize(3); });
  check("learned value 200 does not fit in 8 bits",
        [](auto &i) { i.native.projections[0].weights[9] = 200; });
  check("counts synapses without a digest",
        [](auto &i) { i.hasWeightsDigest = false; });
  check("processor 'x86-64' is named twice",
        [](auto &i) { i.native.code[1].cpu = "x86-64"; });
}

TEST(NativeImage, RulesThatCannotBeWalkedAreRefused) {
  using Change = std::function<void(image::Connectivity &)>;
  auto check = [](const std::string &expect, unsigned projection,
                  const Change &change) {
    image::Image image = sample();
    change(image.native.projections[projection].connectivity);
    std::string error = errorOf([&] { image::validate(image, "i"); });
    EXPECT_NE(error.find(expect), std::string::npos)
        << "expected '" << expect << "', got '" << error << "'";
  };
  using image::ConnectivityKind;
  check("joins 13 sources to 21 targets", 0, [](auto &c) { c.sources = 13; });
  check("unknown connectivity", 0,
        [](auto &c) { c.kind = ConnectivityKind(7); });
  check("pair 0 names neuron 21 of 21", 1,
        [](auto &c) { c.pairs = integers({0, 21, 0, 3}); });
  check("pair 1 names neuron -1 of 21", 1,
        [](auto &c) { c.pairs = integers({0, 20, -1, 3}); });
  check("no list of integers", 1, [](auto &c) { c.pairs.integral = false; });
  check("delays: 2 numbers for 1", 1,
        [](auto &c) { c.pairs = integers({0, 20}); });
  check("weights: 251 numbers for 252", 0,
        [](auto &c) { c.weights.count = 251; });
  check("weights: a limit is not finite", 0,
        [](auto &c) { c.weights.second = HUGE_VAL; });
  check("one to one", 0, [](auto &c) { c.kind = ConnectivityKind::OneToOne; });
  check("probability is not from 0 to 1", 0, [](auto &c) {
    c.kind = ConnectivityKind::Random;
    c.probability = 1.5;
  });
  check("13 synapses a target from 12 sources", 0, [](auto &c) {
    c.kind = ConnectivityKind::FixedInDegree;
    c.count = 13;
    c.multiple = false;
  });
  check("synapses between", 0, [](auto &c) {
    c.kind = ConnectivityKind::FixedTotal;
    c.count = ~uint64_t(0);
  });
  check("a size of its convolution", 0,
        [](auto &c) { c.kind = ConnectivityKind::Conv; });
  check("of other sizes than its populations", 0, [](auto &c) {
    c.kind = ConnectivityKind::Conv;
    c.input = {3, 4, 1};
    c.kernel = {2, 1, 1, 1};
    c.stride = {1, 1};
  });
}

} // namespace
} // namespace snnc
