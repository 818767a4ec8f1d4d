//===- EstimateTest.cpp - What a network will cost --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Estimate.h"
#include "runtime/RefEngine.h"
#include "runtime/estimate/Draws.h"
#include "runtime/estimate/Energy.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/runtime/Spread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace snnc::runtime {
namespace {

using image::EventRecord;

/// A tile of sources whose axon entries are random runs, most of them short or
/// empty, and nothing else.
image::Image randomRows(std::mt19937 &random) {
  image::Image image;
  image.target = image::findTarget("tile");
  image::Tile &tile = image.tiles.emplace_back();
  auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
  const uint32_t populations = 1 + below(4);
  for (uint32_t p = 0; p < populations; ++p) {
    image::Group group;
    group.population = p;
    group.blocks = 1 + below(3);
    group.axonSubs = below(4);
    group.axonStride = group.blocks * image.target.lanes;
    group.axonBase = static_cast<uint32_t>(tile.axons.size());
    for (uint32_t i = 0; i < group.axonSubs * group.axonStride; ++i) {
      image::AxonEntry axon;
      axon.count = static_cast<uint16_t>(below(3) ? below(4) : below(20));
      tile.axons.push_back(axon);
    }
    image::Population population;
    population.size = population.inner = population.innerPad = group.axonStride;
    image::Part part;
    part.group = p;
    part.size = population.size;
    population.parts = {part};
    population.isInput = true;
    image.populations.push_back(population);
    tile.groups.push_back(group);
  }
  tile.descriptors.emplace_back();
  tile.synapses.resize(image.target.lanes * 64);
  return image;
}

TEST(WorstCase, DeliverInAnyOrderOfAnyEvents) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    image::Image image = randomRows(random);
    uint64_t worst = worstCaseOf(image).cycles.deliver;
    image::Timing timing(image.tiles[0], image.target);
    std::vector<EventRecord> all = Activity(image).all().tiles[0].records;
    uint64_t most = 0;
    for (int trial = 0; trial < 60; ++trial) {
      std::shuffle(all.begin(), all.end(), random);
      std::vector<EventRecord> some(
          all.begin(),
          all.begin() + (trial % 3 ? random() % (all.size() + 1) : all.size()));
      most = std::max(most, timing.predict(some).deliver);
    }
    // Longest rows last: nothing hides the short ones.
    std::sort(all.begin(), all.end(),
              [&](const EventRecord &a, const EventRecord &b) {
                auto units = [&](const EventRecord &r) {
                  return timing.predict({r}).rowUnits;
                };
                return units(a) < units(b);
              });
    most = std::max(most, timing.predict(all).deliver);
    EXPECT_LE(most, worst) << "seed " << seed;
    EXPECT_GE(most + most / 4 + 20, worst) << "loose, seed " << seed;
  }
}

/// Runs ref with random input, and checks each step against the bound and what
/// `Activity` makes of its events; returns the steps that differ.
uint64_t differingSteps(const std::shared_ptr<const image::Image> &image,
                        uint64_t steps, double rate) {
  RefEngine engine(image);
  Activity activity(*image);
  WorstCase worst = worstCaseOf(*image);
  std::vector<double> rates;
  for (const image::Population &p : image->populations)
    rates.push_back(p.isInput ? rate : 0);
  Draws draws(*image, rates, 3);
  Signals signals(*image, 0, 3);
  uint64_t differing = 0;
  Estimate fromRun(*image), fromEvents(*image);
  for (uint64_t t = 0; t < steps; ++t) {
    for (const Source &source : draws.step(t))
      engine.inject(source.population, source.index,
                    image->populations[source.population].payloadMin);
    Counters before = engine.counters();
    engine.step();
    Counters now = engine.counters();
    EXPECT_LE(now.deliverCycles - before.deliverCycles, worst.cycles.deliver);
    EXPECT_LE(now.learnCycles - before.learnCycles, worst.cycles.learn);
    EXPECT_LE(now.cycles - before.cycles, worst.cycles.total);
    std::vector<Source> sources;
    for (const Event &event : engine.events())
      sources.push_back({event.population, event.index});
    fromRun.add(engine.lastStep());
    fromEvents.add(activity.step(t, sources, signals.step(t)));
    signals.follow(sources);
    auto all = &image::StepCycles::total;
    differing += fromRun.of(all).sum != fromEvents.of(all).sum;
  }
  EXPECT_EQ(fromRun.of(&image::StepCycles::total).sum,
            engine.counters().cycles);
  EXPECT_EQ(fromRun.work().synapticOps, engine.counters().synapticOps);
  return differing;
}

TEST(Activity, StepsOfARulesRun) {
  for (bool columns : {false, true}) {
    auto image = testing::pairStdp(columns).shared();
    EXPECT_EQ(differingSteps(image, 60, 0.2), 0u);
    for (uint32_t seed = 1; seed < 6; ++seed)
      EXPECT_EQ(differingSteps(std::make_shared<image::Image>(testing::spread(
                                   *image, testing::randomPlan(*image, seed))),
                               40, 0.2),
                0u)
          << "seed " << seed;
  }
}

TEST(Activity, KnowsWhoseConditionsItTakesToHold) {
  image::Tile tile;
  auto rulesOf = [&](const std::string &text) {
    tile.program = isa::assemble(text, true, isa::BlocksProgram).words;
    return dueRulesOf(tile, 0);
  };
  auto expect = [&](const std::string &text, bool ifFired, bool ifSilent,
                    bool assumed) {
    std::vector<DueRule> rules = rulesOf(text);
    ASSERT_EQ(rules.size(), 1u) << text;
    EXPECT_EQ(rules[0].ifFired, ifFired) << text;
    EXPECT_EQ(rules[0].ifSilent, ifSilent) << text;
    EXPECT_EQ(rules[0].assumed, assumed) << text;
  };
  const std::string load = "ld r1, base=0, width=16\n";
  expect("fired r0\ndue r0\nend\n", true, false, false);
  expect("mov r0, 1\ndue r0\nend\n", true, true, false);
  expect("fired r0\n" + load + "and r0, r0, r1\ndue r0\nend\n", true, false,
         true);
  expect(load + "due r1\nend\n", true, true, true);
  expect("fired r0\nceq r0, r0, 0\ndue r0\nend\n", false, true, false);
  expect("pay r0\ncne r0, r0, 0\ndue r0\nend\n", true, false, true);
  EXPECT_TRUE(rulesOf(load + "end\n").empty());
}

TEST(Draws, FollowRatesAndSeed) {
  image::Image image;
  image.populations.resize(2);
  for (image::Population &p : image.populations)
    p.size = 1000;
  Draws draws(image, {0.125, 1.0}, 7), same(image, {0.125, 1.0}, 7),
      other(image, {0.125, 1.0}, 8);
  size_t count = 0, changed = 0;
  for (uint64_t t = 0; t < 50; ++t) {
    auto sources = draws.step(t);
    count += sources.size();
    EXPECT_EQ(sources.size(), same.step(t).size());
    changed += sources.size() != other.step(t).size();
  }
  EXPECT_NEAR(static_cast<double>(count), 50 * 1125.0, 400.0);
  EXPECT_GT(changed, 40u);
}

EnergyTable tableOf(const std::string &figures) {
  auto path =
      std::filesystem::path(::testing::TempDir()) / "estimate-energy.json";
  std::ofstream(path) << R"({"name": "x", "technology": "1 nm", "sources": )"
                      << R"({"s": "someone"}, "figures": [)" << figures << "]}";
  return findEnergyTable(path.string());
}

TEST(Energy, BetweenPublishedSizesOnALineOfLogarithms) {
  image::Target target = image::findTarget("tile");
  Work work;
  work.bits[size_t(Memory::State)] = 640;
  EnergyTable table = findEnergyTable("horowitz2014");
  ASSERT_EQ(target.stateRows, 2048u); // 16 KiB
  Energy energy = energyOf(work, 2, target, table);
  ASSERT_EQ(energy.shares.size(), 1u);
  EXPECT_DOUBLE_EQ(energy.shares[0].count, 5);
  EXPECT_NEAR(energy.shares[0].picojoules, 14.142, 1e-3);
  EXPECT_NEAR(energy.picojoules, 5 * 14.142, 1e-2);
  target.stateRows = 128; // smaller than any
  EXPECT_DOUBLE_EQ(energyOf(work, 1, target, table).shares[0].picojoules, 10);
}

TEST(Energy, WhatHasNoFigureIsSaidToBeLeftOut) {
  image::Target target = image::findTarget("tile");
  Work work;
  work.additions32 = 3;
  work.hopsEastWest = 2;
  work.synapticOps = 5;
  Energy parts = energyOf(work, 1, target, findEnergyTable("horowitz2014"));
  EXPECT_EQ(parts.missing, std::vector<std::string>{"hops east or west"});
  EXPECT_DOUBLE_EQ(parts.picojoules, 3 * 0.1);
  Energy whole = energyOf(work, 1, target, findEnergyTable("loihi2018"));
  EXPECT_TRUE(whole.missing.empty());
  EXPECT_DOUBLE_EQ(whole.picojoules, 5 * 23.6 + 2 * 3.0);
}

TEST(Energy, TablesAreChecked) {
  auto error = [](const std::string &figures) {
    return testing::errorOf([&] { tableOf(figures); });
  };
  EXPECT_EQ(tableOf(R"({"operation": "addition32", "pJ": 2, "what": "w",)"
                    R"( "source": "s"})")
                .figures.size(),
            1u);
  EXPECT_NE(error(R"({"operation": "thinking", "pJ": 2, "what": "w",)"
                  R"( "source": "s"})")
                .find("key 'figures[0].operation' is 'thinking', none of"),
            std::string::npos);
  EXPECT_NE(error(R"({"operation": "addition32", "pJ": -2, "what": "w",)"
                  R"( "source": "s"})")
                .find("key 'figures[0].pJ' is no positive number"),
            std::string::npos);
  EXPECT_NE(error(R"({"operation": "memory64", "pJ": 2, "what": "w",)"
                  R"( "source": "s"})")
                .find("key 'figures[0].kibibytes' is missing"),
            std::string::npos);
  EXPECT_NE(error(R"({"operation": "addition32", "pJ": 2, "what": "w",)"
                  R"( "source": "t"})")
                .find("key 'figures[0].source' is 't', which"),
            std::string::npos);
  EXPECT_NE(testing::errorOf([] {
              findEnergyTable("nobody1900");
            }).find("no table of energies 'nobody1900'"),
            std::string::npos);
}

} // namespace
} // namespace snnc::runtime
