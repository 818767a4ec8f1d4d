//===- ChipTest.cpp - Networks over several tiles on ref ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a network does must not depend on where it was put.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Plastic.h"
#include "image/Timing.h"
#include "isa/Isa.h"
#include "runtime/Cosim.h"
#include "runtime/RefEngine.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/DrivenNetwork.h"
#include "tests/unit/runtime/LearnExamples.h"
#include "tests/unit/runtime/Spread.h"
#include "tests/unit/runtime/TwoTiles.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using image::Image;
using runtime::Engine;
using runtime::RefEngine;
using runtime::TileCounters;
using testing::errorOf;
using testing::SpreadPlan;
using testing::TwoTiles;

using Codes = std::vector<int64_t>;

std::shared_ptr<const Image> share(Image image) {
  return std::make_shared<const Image>(std::move(image));
}

/// Whether neurons may emit by themselves; then nothing is injected.
bool hasEmit(const Image &image, uint32_t population) {
  const image::Tile &tile = image.tiles[0];
  const image::Group &g =
      tile.groups[image.populations[population].parts[0].group];
  isa::Instruction in;
  std::string error;
  for (size_t pc = g.programAddress; g.hasProgram; ++pc) {
    if (!isa::decode(tile.program[pc], in, error) || in.op == isa::Opcode::End)
      return false;
    if (in.op == isa::Opcode::Emit)
      return true;
  }
  return false;
}

/// What a host may do before a step, the same for every engine.
void play(Engine &engine, const Image &image) {
  testing::TinyRandom random(uint32_t(engine.stepCount()) * 31 + 7);
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    const bool emits = hasEmit(image, p);
    for (uint32_t i = 0; i < population.size; ++i) {
      uint32_t span =
          uint32_t(population.payloadMax - population.payloadMin) % 50 + 1;
      int32_t payload = population.payloadMin + int32_t(random() % span);
      if (random() % 4 == 0 && !emits)
        engine.inject(p, i, payload);
    }
    for (uint32_t v = 0; v < population.states.size(); ++v)
      if (random() % 6 == 0) {
        Codes values;
        for (uint32_t i = 0; i < population.size; ++i)
          values.push_back(int64_t(random() % 3));
        engine.writeState(p, v, values);
      }
    if (random() % 17 == 0)
      engine.resetPopulation(p);
  }
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    if (image.modulators[m].driver < 0 && random() % 3 == 0)
      engine.setModulator(m, int32_t(random() % 100) - 50);
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    if (!p.plastic || random() % 8)
      continue;
    Codes weights;
    for (uint64_t i = 0; i < p.synapses; ++i)
      weights.push_back(int64_t(random() % 200) - 100);
    engine.writeWeights(j, weights);
    for (uint32_t v = 0; v < p.plastic->variables.size(); ++v) {
      std::rotate(weights.begin(), weights.begin() + 1, weights.end());
      engine.writeSynapseVariable(j, v, weights);
    }
    for (uint32_t v = 0; v < p.plastic->traces.size(); ++v) {
      Codes values;
      for (uint32_t i = 0; i < image.populations[p.source].size; ++i)
        values.push_back(int64_t(random() % 90));
      engine.writeTrace(j, v, values);
    }
  }
  engine.setLearning(random() % 9 != 0);
}

void expectSame(Engine &a, Engine &b, const Image &image) {
  ASSERT_EQ(a.digest(), b.digest()) << "step " << a.stepCount();
  ASSERT_EQ(a.events(), b.events()) << "step " << a.stepCount();
  runtime::Counters x = a.counters(), y = b.counters();
  EXPECT_EQ(x.events, y.events);
  EXPECT_EQ(x.synapticOps, y.synapticOps);
  EXPECT_EQ(x.synapseUpdates, y.synapseUpdates);
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    for (uint32_t v = 0; v < image.populations[p].states.size(); ++v)
      ASSERT_EQ(a.readState(p, v), b.readState(p, v));
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const auto &plastic = image.projections[j].plastic;
    if (!plastic)
      continue;
    ASSERT_EQ(a.readWeights(j), b.readWeights(j));
    for (uint32_t v = 0; v < plastic->variables.size(); ++v)
      ASSERT_EQ(a.readSynapseVariable(j, v), b.readSynapseVariable(j, v));
    for (uint32_t v = 0; v < plastic->traces.size(); ++v)
      ASSERT_EQ(a.readTrace(j, v), b.readTrace(j, v));
  }
}

/// One tile and several, in lockstep, with a restart in between.
void compare(const Image &one, const Image &many, unsigned steps = 60) {
  ASSERT_EQ(errorOf([&] { image::validate(many, "i"); }), "");
  ASSERT_GT(many.tiles.size(), 1u);
  RefEngine a(share(one)), b(share(many));
  std::unique_ptr<RefEngine> again;
  RefEngine *second = &b;
  uint64_t arrivals = 0;
  for (unsigned t = 0; t < steps; ++t) {
    play(a, one);
    play(*second, one);
    a.step();
    second->step();
    expectSame(a, *second, one);
    if (::testing::Test::HasFatalFailure())
      return;
    if (t == steps / 2) {
      again = std::make_unique<RefEngine>(share(many));
      again->restore(second->save());
      expectSame(a, *again, one);
      second = again.get();
    }
  }
  for (const TileCounters &tile : second->tileCounters())
    arrivals += tile.eventsIn;
  EXPECT_GT(arrivals, 0u);
  a.reset();
  second->reset();
  expectSame(a, *second, one);
}

/// Each population on two tiles where it has two blocks, otherwise one after
/// the other.
SpreadPlan halves(const Image &one, uint32_t columns, uint32_t rows) {
  SpreadPlan plan;
  plan.columns = columns;
  plan.rows = rows;
  const uint32_t tiles = columns * rows;
  uint32_t next = 0;
  for (const image::Population &p : one.populations) {
    uint32_t unit = testing::spreadUnit(p, one.target.lanes);
    uint32_t left = one.tiles[0].groups[p.parts[0].group].blocks / unit;
    auto &list = plan.pieces.emplace_back();
    for (uint32_t n = 0; n < tiles && left; ++n) {
      uint32_t blocks = n + 1 == tiles ? left : (left + 1) / 2;
      list.push_back({next++ % tiles, blocks * unit});
      left -= blocks;
    }
  }
  return plan;
}

void compareSpread(const Image &one) {
  for (auto [columns, rows] : {std::pair(2u, 1u), {1u, 2u}, {2u, 2u}, {3u, 2u}})
    compare(one, testing::spread(one, halves(one, columns, rows)));
}

TEST(Chip, RowsByHand) { compare(TwoTiles().one(), TwoTiles().two(), 200); }

TEST(Chip, CountersByTile) {
  const TwoTiles network;
  RefEngine one(share(network.one())), engine(share(network.two()));
  EXPECT_TRUE(one.tileCounters().empty());
  engine.inject(0, 3, 1);
  engine.inject(0, 12, 1);
  engine.inject(1, 2, 1);
  engine.inject(1, 11, 1);
  engine.step();
  std::vector<TileCounters> tiles = engine.tileCounters();
  ASSERT_EQ(tiles.size(), 2u);
  EXPECT_EQ(tiles[0].events, 3u);
  EXPECT_EQ(tiles[0].eventsOut, 3u);
  EXPECT_EQ(tiles[0].eventsIn, 0u);
  EXPECT_EQ(tiles[0].hops, 3u);
  EXPECT_EQ(tiles[1].events, 1u);
  EXPECT_EQ(tiles[1].eventsOut, 0u);
  EXPECT_EQ(tiles[1].eventsIn, 3u);
  EXPECT_EQ(tiles[1].hops, 0u);

  // Rows of both tiles count; so does the way between them.
  runtime::Counters c = engine.counters();
  EXPECT_EQ(c.events, 4u);
  EXPECT_EQ(c.synapticOps, tiles[0].synapticOps + tiles[1].synapticOps);
  EXPECT_EQ(c.updateCycles, tiles[0].updateCycles);
  EXPECT_EQ(tiles[0].updateCycles, tiles[1].updateCycles);
  EXPECT_EQ(c.deliverCycles,
            std::max(tiles[0].deliverCycles, tiles[1].deliverCycles + 2) + 4);
  EXPECT_EQ(c.cycles, c.updateCycles + c.deliverCycles + c.learnCycles);

  // A step without events takes no time on the way.
  engine.step();
  EXPECT_EQ(engine.counters().deliverCycles, c.deliverCycles + 1 + 2 + 4);

  // They are saved and restored, and cleared.
  RefEngine again(share(network.two()));
  again.restore(engine.save());
  EXPECT_EQ(again.tileCounters()[1].eventsIn, 3u);
  EXPECT_EQ(again.counters().cycles, engine.counters().cycles);
  again.reset();
  EXPECT_EQ(again.tileCounters()[1].eventsIn, 0u);
}

TEST(Chip, TimeOfTheNetwork) {
  image::Target target;
  EXPECT_EQ(image::barrierCycles(target, true, 2), 0u);
  target.meshColumns = 2;
  EXPECT_EQ(image::barrierWay(target, 0), 0u);
  EXPECT_EQ(image::barrierWay(target, 1), 2u);
  EXPECT_EQ(image::barrierCycles(target, false, 0), 6u);
  EXPECT_EQ(image::barrierCycles(target, true, 0), 11u);
  EXPECT_EQ(image::barrierCycles(target, true, 2), 21u);
  image::StepCycles a, b;
  a.update = 10, a.deliver = 3, a.learn = 7, a.events = 1;
  b.update = 4, b.deliver = 9, b.learn = 8, b.events = 2;
  image::StepCycles all = image::combine({a, b}, {0}, target);
  EXPECT_EQ(all.update, 10u);
  // The second tile is two cycles away.
  EXPECT_EQ(all.deliver, 2u + 4u + 9u + 4u - 10u);
  EXPECT_EQ(all.learn, 2u + 8u + 3u);
  EXPECT_EQ(all.total, 32u);
  EXPECT_EQ(all.events, 3u);
}

TEST(Chip, WritersAreNamedWithTheirTile) {
  auto image = share(TwoTiles().two());
  RefEngine engine(image);
  for (uint32_t neuron : {0u, 7u, 8u, 15u}) {
    runtime::Writer writer = engine.lastWriter(1, 0, neuron);
    EXPECT_TRUE(writer.found);
    EXPECT_EQ(writer.tile, int32_t(neuron / 8));
    EXPECT_EQ(engine.emitter(1, neuron).tile, int32_t(neuron / 8));
  }
  RefEngine one(share(TwoTiles().one()));
  EXPECT_EQ(one.lastWriter(1, 0, 15).tile, -1);

  // A difference says on which tile it was written.
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < 2; ++i)
    engines.push_back(std::make_unique<RefEngine>(image));
  runtime::Cosim cosim(image, std::move(engines));
  int n = 0;
  EXPECT_FALSE(cosim.step([&](Engine &e) {
    Codes values(TwoTiles::kCells, 0);
    values[9] = n++;
    e.writeState(1, 0, values);
  }));
  EXPECT_NE(cosim.result().text().find("written by tile 1, program address"),
            std::string::npos)
      << cosim.result().text();
}

TEST(Chip, SaturationsAreNamedWithTheirTile) {
  RefEngine engine(share(TwoTiles().two()));
  Codes values(TwoTiles::kCells, -32768);
  engine.writeState(1, 0, values);
  for (unsigned t = 0; t < 5; ++t) {
    for (uint32_t i = 0; i < TwoTiles::kInputs; ++i)
      engine.inject(0, i, 1);
    engine.step();
  }
  auto report = engine.saturationReport();
  ASSERT_EQ(report.size(), 2u);
  EXPECT_EQ(report[0].variable, "cell.v");
  EXPECT_EQ(report[0].store.tile + report[1].store.tile, 1);
  EXPECT_EQ(report[0].count + report[1].count, engine.counters().saturations);
}

TEST(Chip, ErrorsNameTheTile) {
  Image image = TwoTiles().two();
  image.tiles[1].program[2] = 0;
  RefEngine engine(share(image));
  std::string error = errorOf([&] { engine.step(); });
  EXPECT_NE(error.find("tile 1: illegal instruction at program address 2 of "
                       "population 'cell'"),
            std::string::npos)
      << error;
}

TEST(Chip, SavedStatesAreOfTheNetworkNotOfItsPlaces) {
  RefEngine one(share(TwoTiles().one())), two(share(TwoTiles().two()));
  for (int step = 0; step < 3; ++step)
    one.step();
  std::vector<uint8_t> saved = one.save();
  two.restore(saved);
  EXPECT_EQ(two.digest(), one.digest());
  image::Image renamed = TwoTiles().two();
  renamed.name = "another";
  RefEngine other(share(renamed));
  EXPECT_NE(
      errorOf([&] { other.restore(saved); }).find("belongs to another network"),
      std::string::npos);
  saved.resize(saved.size() - 8);
  EXPECT_NE(errorOf([&] { two.restore(saved); }), "");
}

TEST(Chip, StaticRows) {
  testing::TinyNetwork net("static", image::findTarget("tile"));
  uint32_t in = net.input("in", 40, -3, 3);
  // Padded runs: 3 blocks each, cut between runs only.
  uint32_t runs = net.population("runs", 63, 21);
  uint32_t flat = net.population("flat", 45);
  for (uint32_t p : {runs, flat}) {
    net.payload(p, -100, 100);
    net.state(p, "v", p == runs ? 8 : 16, {1});
    net.param(p, "threshold", 32, {7});
    net.port(p, "in", p == runs ? 16 : 32, 3);
    net.program(p, "ld r0, {v}\n ldp r1, {in}\n ld r3, {threshold}\n"
                   "add r0, r0, r1, sat\n cgt r2, r0, r3\n emit r2, 5\n"
                   "lid r4\n and r4, r4, 3\n sel r0, r2, r4, r0\n"
                   "st r0, {v}");
  }
  testing::TinyRandom random(9);
  std::vector<int32_t> weights;
  for (uint32_t i = 0; i < 40 * 45; ++i)
    weights.push_back(int32_t(random() % 15) - 6);
  net.dense(in, flat, 0, weights, 2, 1, 3);
  std::vector<testing::TinySynapse> a, b;
  for (uint32_t s = 0; s < 45; ++s)
    for (uint32_t d = 0; d < 63; ++d) {
      if (random() % 7 == 0)
        a.push_back({s, d, int32_t(random() % 9) - 4, 1 + random() % 6});
      if (random() % 9 == 0 && d < 45)
        b.push_back({d, s, int32_t(random() % 7) - 3, 2});
    }
  net.sparse(flat, runs, 0, a);
  net.sparse(runs, flat, 0, b, 2);
  net.sparse(in, runs, 0, {{0, 0, 100, 1}, {39, 62, 90, 4}}, 3, 1);
  compareSpread(net.build());
}

TEST(Chip, RulesOverRows) {
  compareSpread(testing::pairStdp(false).build());
  compareSpread(testing::deltaRule(false).build());
  compareSpread(testing::deltaRule(true).build());
  compareSpread(testing::gatedDeposit().build());
  std::vector<testing::TinySynapse> list;
  compareSpread(testing::sparseRule(list).build());
  for (bool dense : {false, true})
    compareSpread(testing::postRule(false, dense).build());
}

TEST(Chip, RulesOverColumns) {
  compareSpread(testing::pairStdp(true).build());
  for (bool dense : {false, true})
    compareSpread(testing::postRule(true, dense).build());
}

TEST(Chip, DrivenModulators) {
  compareSpread(testing::drivenNetwork().build());
}

TEST(Chip, SynapsesHaveOneOrder) {
  for (bool dense : {false, true}) {
    Image one = testing::postRule(true, dense).build();
    Image many = testing::spread(one, halves(one, 2, 2));
    auto a = image::synapsesOf(one, 0, ""), b = image::synapsesOf(many, 0, "");
    ASSERT_EQ(a.size(), b.size());
    bool elsewhere = false;
    for (size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].source, b[i].source);
      EXPECT_EQ(a[i].target, b[i].target);
      elsewhere |= b[i].part != 0;
    }
    EXPECT_TRUE(elsewhere);
    EXPECT_EQ(image::getWeights(one, 0), image::getWeights(many, 0));
    Codes codes;
    for (size_t i = 0; i < a.size(); ++i)
      codes.push_back(int64_t(i * 37 % 60001) - 30000);
    image::setWeights(many, 0, codes);
    image::setSynapseVariable(many, 0, 1, codes);
    EXPECT_EQ(image::getWeights(many, 0), codes);
    EXPECT_EQ(image::getSynapseVariable(many, 0, 1), codes);
    RefEngine engine(share(many));
    EXPECT_EQ(engine.readWeights(0), codes);
    EXPECT_EQ(engine.readSynapseVariable(0, 1), codes);
  }
}

TEST(Chip, AnyPlan) {
  for (uint32_t seed = 0; seed < 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Image one = seed % 3 == 0   ? testing::postRule(true, seed % 2).build()
                : seed % 3 == 1 ? testing::drivenNetwork().build()
                                : TwoTiles().one();
    Image many = testing::spread(one, testing::randomPlan(one, seed));
    if (many.tiles.size() == 1)
      continue;
    RefEngine a(share(one)), b(share(many));
    for (unsigned t = 0; t < 40; ++t) {
      play(a, one);
      play(b, one);
      a.step();
      b.step();
      expectSame(a, b, one);
      if (HasFatalFailure())
        return;
    }
  }
}

} // namespace
} // namespace snnc
