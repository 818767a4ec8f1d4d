//===- CosimTest.cpp - The lockstep comparison finds planted faults -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cosim.h"
#include "runtime/Factory.h"
#include "tests/unit/runtime/LearnExamples.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace snnc {
namespace {

using runtime::Cosim;
using runtime::Engine;
using runtime::RefEngine;
using testing::TinyNetwork;

std::shared_ptr<const image::Image> network(const std::string &change = "0") {
  TinyNetwork net("net");
  uint32_t in = net.input("in", 9);
  uint32_t p = net.population("lif", 9);
  net.state(p, "v", 16);
  net.state(p, "count", 8);
  net.port(p, "in", 32, 2);
  net.program(p, "ld r0, {v}\nldp r1, {in}\nadd r0, r0, r1\ncgt r2, r0, 20\n"
                 "ld r3, {count}\nadd r3, r3, r2\nst r3, {count}\n"
                 "cle r4, r0, 20\nsel r0, r4, r0, " +
                     change + "\nst r0, {v}\nemit r2, 1");
  std::vector<testing::TinySynapse> synapses;
  for (uint32_t i = 0; i < 9; ++i)
    synapses.push_back({i, i, int32_t(i) + 3, 1 + i % 3});
  net.sparse(in, p, 0, synapses);
  return net.shared();
}

void drive(Engine &engine) {
  for (uint32_t i = 0; i < 9; ++i)
    engine.inject(0, i, 1);
}

std::vector<std::unique_ptr<Engine>>
pair(std::shared_ptr<const image::Image> a,
     std::shared_ptr<const image::Image> b) {
  std::vector<std::unique_ptr<Engine>> engines;
  engines.push_back(runtime::createEngine("ref", a));
  engines.push_back(runtime::createEngine("ref", b));
  return engines;
}

TEST(CosimTest, EqualEnginesStayEqual) {
  auto image = network();
  Cosim cosim(image, pair(image, image));
  for (int t = 0; t < 20; ++t)
    ASSERT_TRUE(cosim.step(drive));
  EXPECT_TRUE(cosim.result().equal());
  EXPECT_EQ(cosim.result().steps, 20u);
  EXPECT_NE(cosim.result().text().find("equal in every one of 20 steps"),
            std::string::npos);
}

TEST(CosimTest, NamesTheFirstVariableAndItsInstruction) {
  // After a spike the second engine's v is 1, not 0.
  auto image = network();
  Cosim cosim(image, pair(image, network("1")));
  while (cosim.step(drive))
    ;
  const auto &result = cosim.result();
  ASSERT_FALSE(result.state.empty());
  const runtime::Difference &d = result.state[0];
  // Neuron 6 gets 9 from step 1 on: 9, 18, then 27, which is a spike.
  EXPECT_EQ(d.step, 3u);
  EXPECT_EQ(d.neuron, 6u);
  EXPECT_EQ(d.kind, "state");
  EXPECT_EQ(d.population, "lif");
  EXPECT_EQ(d.variable, "v");
  EXPECT_EQ(d.firstValue, 0);
  EXPECT_EQ(d.otherValue, 1);
  EXPECT_EQ(d.writer.pc, 9u);
  EXPECT_EQ(d.writer.location, "lif.s:10:1 (neuron @lif)");
  auto json = nlohmann::json::parse(result.json());
  EXPECT_EQ(json["equal"], false);
  EXPECT_EQ(json["differences"][0]["variable"], "v");
  EXPECT_FALSE(cosim.step(drive));
}

TEST(CosimTest, FindsPortsModulesAndErrors) {
  auto image = network();
  {
    Cosim cosim(image, pair(image, image));
    bool first = true;
    // The second engine misses an input: a pending sum differs.
    cosim.step([&](Engine &engine) {
      for (uint32_t i = 0; i < (first ? 9u : 8u); ++i)
        engine.inject(0, i, 1);
      first = false;
    });
    ASSERT_FALSE(cosim.result().equal());
    EXPECT_EQ(cosim.result().state[0].kind, "event");
    EXPECT_EQ(cosim.result().state[0].neuron, 8u);
    EXPECT_EQ(cosim.result().state[1].kind, "port");
    EXPECT_EQ(cosim.result().state[1].ahead, 2u);
  }
  {
    Cosim cosim(image, pair(image, image));
    bool first = true;
    EXPECT_FALSE(cosim.step([&](Engine &engine) {
      engine.inject(0, 0, 1);
      if (!first)
        engine.inject(0, 0, 1);
      first = false;
    }));
    EXPECT_NE(cosim.result().error.find("without an error: ref"),
              std::string::npos);
  }
}

TEST(CosimTest, RefusesWhatCannotBeCompared) {
  auto image = network();
  std::vector<std::unique_ptr<Engine>> one;
  one.push_back(runtime::createEngine("ref", image));
  EXPECT_THROW(Cosim(image, std::move(one)), Error);
  EXPECT_THROW(runtime::createEngine("quantum", image), Error);
  EXPECT_THROW(runtime::createEngine("float", image), Error);
  auto engines = pair(image, image);
  engines[1]->step();
  EXPECT_THROW(Cosim(image, std::move(engines)), Error);
}

TEST(CosimTest, NamesTheSynapseAndTheRulesInstruction) {
  auto image = testing::pairStdp().shared();
  for (bool trace : {false, true}) {
    Cosim cosim(image, pair(image, image));
    Engine &second = *cosim.all()[1];
    if (trace) {
      second.writeTrace(0, 0, {0, 0, 0, 0, 8, 0, 0, 0, 0, 0});
    } else {
      auto weights = second.readWeights(0);
      weights[2 * 19 + 7] += 5;
      second.writeWeights(0, weights);
    }
    EXPECT_FALSE(cosim.step([](Engine &) {}));
    ASSERT_EQ(cosim.result().state.size(), 1u);
    const runtime::Difference &d = cosim.result().state[0];
    EXPECT_EQ(d.population, "in_out0");
    if (trace) {
      EXPECT_EQ(d.kind, "trace");
      EXPECT_EQ(d.variable, "x");
      EXPECT_EQ(d.neuron, 4u);
      EXPECT_EQ(d.otherValue, 6);
      continue;
    }
    EXPECT_EQ(d.kind, "synapse");
    EXPECT_EQ(d.variable, "weight");
    EXPECT_EQ(d.neuron, 2u);
    EXPECT_EQ(d.target, 7u);
    EXPECT_EQ(d.count, 1u);
    EXPECT_EQ(d.otherValue, d.firstValue + 5);
    EXPECT_EQ(d.writer.instruction, "sts  r2, plane=0, last");
    EXPECT_NE(d.text().find("weight of the synapse from 2 to 7 of projection "
                            "'in_out0'"),
              std::string::npos)
        << d.text();
  }
}

} // namespace
} // namespace snnc
