//===- ColumnsTest.cpp - Walks over the synapses of targets ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// By columns a rule does what it does by rows.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "tests/unit/runtime/LearnExamples.h"

#include <gtest/gtest.h>

#include <functional>

namespace snnc {
namespace {

using runtime::RefEngine;

using Codes = std::vector<int64_t>;

void play(RefEngine &engine, uint32_t t) {
  testing::TinyRandom random(t * 31 + 7);
  for (uint32_t p = 0; p < 2; ++p)
    for (uint32_t i = 0; i < engine.image().populations[p].size; ++i)
      if (random() % 3 == 0)
        engine.inject(p, i, 1);
  Codes level(engine.image().populations[1].size);
  for (int64_t &l : level)
    l = int64_t(random() % 200) - 100;
  engine.writeState(1, 0, level);
  engine.setLearning(t % 11 != 5);
}

/// The same digests in every step; returns the updates.
uint64_t compare(const std::shared_ptr<const image::Image> &rows,
                 const std::shared_ptr<const image::Image> &columns) {
  RefEngine a(rows), b(columns);
  EXPECT_EQ(a.digest(), b.digest());
  for (uint32_t t = 0; t < 40; ++t) {
    for (RefEngine *engine : {&a, &b}) {
      play(*engine, t);
      engine->step();
    }
    EXPECT_EQ(a.readWeights(0), b.readWeights(0)) << "step " << t;
    if (a.digest() != b.digest()) {
      ADD_FAILURE() << "step " << t;
      return 0;
    }
  }
  EXPECT_EQ(a.counters().synapseUpdates, b.counters().synapseUpdates);
  EXPECT_EQ(a.counters().saturations, b.counters().saturations);
  EXPECT_EQ(a.counters().deliverCycles, b.counters().deliverCycles);
  return a.counters().synapseUpdates;
}

TEST(Columns, DenseAsRows) {
  EXPECT_GT(compare(testing::postRule(false, true).shared(),
                    testing::postRule(true, true).shared()),
            1000u);
}

TEST(Columns, IndexedAsRows) {
  EXPECT_GT(compare(testing::postRule(false, false).shared(),
                    testing::postRule(true, false).shared()),
            500u);
}

TEST(Columns, PairAsRows) {
  EXPECT_GT(
      compare(testing::pairStdp().shared(), testing::pairStdp(true).shared()),
      1000u);
}

/// The cycles of Learn in a step in which these targets emit.
uint64_t learnCycles(bool dense, const std::vector<uint32_t> &targets) {
  RefEngine engine(testing::postRule(true, dense).shared());
  for (uint32_t i : targets)
    engine.inject(1, i, 1);
  engine.step();
  return engine.counters().learnCycles;
}

TEST(Columns, Cycles) {
  // Traces 5, targets 4 and sources 11 slots on 3 and 3 blocks; the walk's
  // program has 19 instructions, one of four slots.
  auto run = [](uint64_t n, uint64_t slots) {
    return 2 + (n + 3) / 4 * 4 * slots + 5;
  };
  auto entries = [&](bool open) {
    return 4 * 6 + run(3, 5) + run(3, 4) + (open ? run(3, 11) + 19 : 0);
  };
  EXPECT_EQ(learnCycles(true, {}), entries(false));
  EXPECT_EQ(learnCycles(true, {0, 1, 20}),
            entries(true) + 2 * 2 + 3 * (2 + run(3, 23)));
  // Column 7 has two sources of each lane that holds three of them, and more.
  image::Image image = testing::postRule(true, false).build();
  uint64_t count =
      image.tiles[0]
          .axons[image.projections[0].parts[0].index->columnBase + 7]
          .count;
  EXPECT_GE(count, 3u);
  EXPECT_EQ(learnCycles(false, {7}), entries(true) + 2 + 3 + run(count, 24));
}

TEST(Columns, AreChecked) {
  using Change = std::function<void(image::Image &)>;
  auto check = [](bool dense, const std::string &expect, const Change &change) {
    image::Image image = testing::postRule(true, dense).build();
    change(image);
    std::string error;
    try {
      image::validate(image, "i");
    } catch (const Error &e) {
      error = e.what();
    }
    EXPECT_NE(error.find(expect), std::string::npos)
        << "expected '" << expect << "', got '" << error << "'";
  };
  auto part = [](image::Image &i) -> image::ProjectionPart & {
    return i.projections[0].parts[0];
  };
  auto walk = [](image::Image &i) -> image::LearnEntry & {
    return i.tiles[0].learn.back();
  };
  check(true, "no squares", [&](auto &i) {
    part(i).units += 1;
    walk(i).planes = {};
    i.tiles[0].synapses.resize(i.tiles[0].synapses.size() + 80);
  });
  check(true, "begins within a square",
        [&](auto &i) { part(i).variables[0] += 4; });
  check(true, "lies across its squares", [](auto &i) {
    std::swap(i.tiles[0].axons[0].address, i.tiles[0].axons[1].address);
  });
  check(true, "its squares have a place without a synapse", [](auto &i) {
    i.tiles[0].axons[0].count = 0;
    i.projections[0].synapses -= 21;
    i.projections[0].fanOut[0] = 0;
  });
  check(true, "nothing learns there", [](auto &i) {
    i.tiles[0].descriptors.push_back(i.tiles[0].descriptors[0]);
  });
  check(true, "records nothing for the walk",
        [](auto &i) { i.tiles[0].learn[1].records = false; });
  check(true, "walks columns of rows that are not skewed", [](auto &i) {
    // Squares are rows of their own too.
    i.tiles[0].descriptors[0].skewed = false;
    for (auto &axon : i.tiles[0].axons)
      axon.address =
          axon.count ? (axon.address % 8 + axon.address / 24 * 8) * 3 : 0;
  });
  check(true, "the entry before it is none of its sources",
        [](auto &i) { i.tiles[0].learn[2].group = 1; });
  check(true, "does not record its targets",
        [](auto &i) { i.tiles[0].learn[1].group = 0; });
  check(true, "nothing records what it walks", [&](auto &i) {
    i.tiles[0].learn = {walk(i)};
    walk(i).gated = false;
  });
  check(true, "uses common value 3",
        [&](auto &i) { walk(i).commons.pop_back(); });
  check(true, "walks other columns", [&](auto &i) { walk(i).columnBase = 1; });
  check(true, "a second index of rows without",
        [&](auto &i) { part(i).index.emplace(); });
  check(false, "without a second index",
        [&](auto &i) { part(i).index.reset(); });
  check(false, "walks other columns", [&](auto &i) { walk(i).columnBase = 0; });
  check(false, "does not name each synapse once", [&](auto &i) {
    size_t at = size_t(part(i).index->rowBase) * 8;
    while (i.tiles[0].synapses[at] == ~0u)
      ++at;
    i.tiles[0].synapses[at] ^= 1;
  });
  check(false, "beyond the synapse memory",
        [&](auto &i) { part(i).index->rows += 1; });
  check(false, "beyond the axon entries",
        [&](auto &i) { i.tiles[0].axons.pop_back(); });
  check(false, "holds more than a place", [&](auto &i) {
    i.tiles[0].axons[part(i).index->columnBase].baseBlock = 1;
  });
  check(false, "is not its own", [&](auto &i) {
    i.tiles[0].axons[part(i).index->columnBase].address += 1;
  });
  check(false, "overlap in the synapse memory",
        [&](auto &i) { part(i).index->rowBase -= 1; });
  check(false, "lie among those of rows", [&](auto &i) {
    i.tiles[0].groups[0].axonSubs = 2;
    i.tiles[0].groups[0].axonStride = 24;
  });
}

} // namespace
} // namespace snnc
