//===- RuleTest.cpp - Compiled rules compute what the text says -*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Isa.h"
#include "runtime/RefEngine.h"
#include "tests/unit/learning/FixedNetwork.h"
#include "tests/unit/learning/LibraryRules.h"
#include "tests/unit/learning/RandomRule.h"
#include "tools/snnc/Compiler.h"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <random>
#include <regex>
#include <set>
#include <sstream>

using namespace snnc;
using test::FixedNetwork;

namespace {

/// A network on both sides.
class Pair {
public:
  explicit Pair(const std::string &text,
                compiler::RowChoice rows = compiler::RowChoice::Auto,
                const std::string &models = "") {
    tools::CompileOptions options;
    options.quiet = true;
    options.rows = rows;
    if (!models.empty())
      options.models.push_back(models);
    compiler = std::make_unique<tools::Compiler>(options);
    if (!compiler->loadText(text, "t"))
      return;
    if (!compiler->runTo(tools::Stage::Core))
      return;
    auto made = compiler->image();
    if (!made)
      return;
    image = std::make_shared<image::Image>(std::move(*made));
    engine = std::make_unique<runtime::RefEngine>(image);
    fixed = std::make_unique<FixedNetwork>(compiler->module());
  }

  std::string errors() const {
    std::string text;
    for (const tools::Message &message : compiler->messages())
      if (message.severity == "error")
        text += std::to_string(message.line) + ": " + message.text + "\n";
    return text;
  }

  /// A step with random events and modulators.
  void step(std::mt19937_64 &random) {
    for (uint32_t p = 0; p < image->populations.size(); ++p) {
      const image::Population &population = image->populations[p];
      if (!population.isInput)
        continue;
      for (uint32_t i = 0; i < population.size; ++i) {
        if (random() % 4)
          continue;
        int64_t span = population.payloadMax - population.payloadMin + 1;
        auto payload = int32_t(population.payloadMin + random() % span);
        engine->inject(p, i, payload);
        fixed->inject(p, i, payload);
      }
    }
    for (uint32_t m = 0; m < image->modulators.size(); ++m)
      if (random() % 3 == 0) {
        int32_t one = 1 << image->modulators[m].frac;
        auto value = int32_t(random() % one) - (m ? 0 : one / 2);
        engine->setModulator(m, value);
        fixed->setModulator(m, value);
      }
    engine->step();
    fixed->step();
  }

  void expectEqual() {
    for (uint32_t p = 0; p < image->populations.size(); ++p) {
      const FixedNetwork::Population &expected = fixed->populations[p];
      for (uint32_t s = 0; s < expected.states.size(); ++s)
        ASSERT_EQ(engine->readState(p, s), expected.states[s].values)
            << image->populations[p].name << "." << expected.states[s].name;
      for (uint32_t q = 0; q < expected.ports.size(); ++q)
        for (uint32_t d = 0; d < image->populations[p].ports[q].maxDelay; ++d)
          ASSERT_EQ(engine->readPort(p, q, d),
                    expected.ports[q].slots[(fixed->steps + d) % 16])
              << image->populations[p].name << " port " << q;
    }
    for (uint32_t j = 0; j < image->projections.size(); ++j) {
      const FixedNetwork::Projection &expected = fixed->projections[j];
      if (!expected.rule)
        continue;
      test::Values weights;
      for (const FixedNetwork::Synapse &s : expected.synapses)
        weights.push_back(s.weight);
      ASSERT_EQ(engine->readWeights(j), weights)
          << "weights of " << image->projections[j].name;
      for (uint32_t v = 0; v < expected.variables.size(); ++v)
        ASSERT_EQ(engine->readSynapseVariable(j, v),
                  expected.variables[v].values)
            << image->projections[j].name << "." << expected.variables[v].name;
      for (uint32_t v = 0; v < expected.traces.size(); ++v)
        ASSERT_EQ(engine->readTrace(j, v), expected.traces[v].values)
            << image->projections[j].name << "." << expected.traces[v].name;
    }
  }

  std::unique_ptr<tools::Compiler> compiler;
  std::shared_ptr<const image::Image> image;
  std::unique_ptr<runtime::RefEngine> engine;
  std::unique_ptr<FixedNetwork> fixed;
};

TEST(Rules, RandomRulesKeepTheirMeaning) {
  unsigned compiled = 0, refused = 0;
  uint64_t changed = 0;
  std::set<std::string> used;
  for (uint64_t seed = 0; seed < 170; ++seed) {
    std::string text = test::randomNetwork(seed);
    Pair pair(text, seed % 5 == 0 ? compiler::RowChoice::Indexed
                                  : compiler::RowChoice::Auto);
    if (!pair.engine) {
      ++refused;
      std::string errors = pair.errors();
      // What may not fit is refused: registers, and sums of a port.
      EXPECT_TRUE(errors.find("registers of a lane") != std::string::npos ||
                  errors.find("beyond 32 bits") != std::string::npos ||
                  errors.find("a 32-bit accumulator") != std::string::npos)
          << "seed " << seed << ": " << errors << text;
      continue;
    }
    ++compiled;
    for (uint64_t word : pair.image->tiles[0].program) {
      isa::Instruction instruction;
      std::string reason;
      ASSERT_TRUE(isa::decode(word, instruction, reason)) << reason;
      used.insert(isa::lookup(instruction.op)->mnemonic);
    }
    std::mt19937_64 random(seed);
    for (int t = 0; t < 25; ++t) {
      if (t == 15)
        pair.engine->setLearning(pair.fixed->learning = false);
      if (t == 18)
        pair.engine->setLearning(pair.fixed->learning = true);
      pair.step(random);
      pair.expectEqual();
      if (HasFatalFailure())
        FAIL() << "seed " << seed << ", step " << t << "\n" << text;
    }
    changed += pair.engine->counters().synapseUpdates;
  }
  EXPECT_GT(compiled, 130u);
  EXPECT_GT(changed, 100000u);
  for (const isa::OpcodeInfo &info : isa::opcodes()) {
    bool ofLearn = !(info.kinds & isa::UpdateProgram);
    EXPECT_TRUE(!ofLearn || used.count(info.mnemonic)) << info.mnemonic;
  }
}

void expectEqualRun(Pair &pair, unsigned steps, const std::string &what) {
  ASSERT_TRUE(pair.engine) << what << ": " << pair.errors();
  std::mt19937_64 random(7);
  for (unsigned t = 0; t < steps; ++t) {
    pair.step(random);
    pair.expectEqual();
    if (testing::Test::HasFatalFailure())
      FAIL() << what << ", step " << t;
  }
  EXPECT_GT(pair.engine->counters().synapseUpdates, 0u) << what;
}

class Library : public testing::TestWithParam<test::LibraryRule> {};

TEST_P(Library, ComputesWhatItsTextSays) {
  for (unsigned bits : {8, 16}) {
    std::string text = test::networkFor(GetParam(), bits);
    Pair pair(text);
    expectEqualRun(pair, 60, text);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, Library, testing::ValuesIn(test::libraryRules),
                         [](const auto &info) {
                           return std::string(info.param.rule);
                         });

TEST(Rules, DigitsExample) {
  // The example with fewer neurons; its rules are one instruction a unit.
  std::string folder = SNNC_SOURCE_FOLDER "/examples/mnist";
  std::ifstream file(folder + "/mnist.mlir");
  std::stringstream text;
  text << file.rdbuf();
  std::string small = std::regex_replace(
      std::regex_replace(text.str(), std::regex("size 784"), "size 50"),
      std::regex("size 512"), "size 20");
  Pair pair(small, compiler::RowChoice::Auto, folder);
  expectEqualRun(pair, 60, "examples/mnist");
}

} // namespace
