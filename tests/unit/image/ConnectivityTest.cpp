//===- ConnectivityTest.cpp - Synapses by rule ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "image/Connectivity.h"
#include "image/Draws.h"
#include "image/NormalDraws.h"
#include "image/Threefry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

using namespace snnc::image;

namespace {

using Site = std::tuple<uint32_t, uint32_t, uint64_t>;

std::vector<Site> sitesOf(const Connectivity &c, IndexRange sources,
                          IndexRange targets) {
  std::vector<Site> sites;
  forEachSite(c, sources, targets, [&](const SynapseSite &site) {
    sites.emplace_back(site.source, site.target, site.index);
  });
  return sites;
}

std::vector<Site> sitesOf(const Connectivity &c) {
  return sitesOf(c, {0, c.sources}, {0, c.targets});
}

Connectivity make(ConnectivityKind kind, uint32_t sources, uint32_t targets) {
  Connectivity c;
  c.kind = kind;
  c.sources = sources;
  c.targets = targets;
  return c;
}

std::vector<Connectivity> everyKind() {
  std::vector<Connectivity> all;
  all.push_back(make(ConnectivityKind::Dense, 13, 40));
  all.push_back(make(ConnectivityKind::OneToOne, 40, 40));

  static const int32_t pairs[] = {30, 3, 1, 30, 30, 3, 0, 0, 1, 2};
  all.push_back(make(ConnectivityKind::Sparse, 40, 40));
  all.back().weights = Numbers::of(1.0, 5);
  all.back().pairs.kind = NumberKind::I32;
  all.back().pairs.integral = true;
  all.back().pairs.count = 10;
  all.back().pairs.data = reinterpret_cast<const char *>(pairs);

  all.push_back(make(ConnectivityKind::Conv, 40, 60));
  all.back().input = {5, 4, 2};
  all.back().kernel = {3, 2, 3, 2};
  all.back().stride = {1, 1};
  all.back().padding = {1, 1};
  all.back().targets = ConvGeometry(all.back()).targets();

  all.push_back(make(ConnectivityKind::Random, 300, 700));
  all.back().probability = 0.1;
  all.back().self = false;
  for (bool multiple : {false, true})
    for (bool self : {false, true}) {
      all.push_back(make(ConnectivityKind::FixedInDegree, 300, 300));
      all.back().count = 280;
      all.back().multiple = multiple;
      all.back().self = self;
    }
  all.push_back(make(ConnectivityKind::FixedTotal, 300, 300));
  all.back().count = 10000;
  all.push_back(all.back());
  all.back().self = false;
  for (Connectivity &c : all)
    c.seed = 5;
  return all;
}

} // namespace

// What threads see of their ranges is the whole.
TEST(Connectivity, RangesArePartsOfTheWhole) {
  for (const Connectivity &c : everyKind()) {
    std::vector<Site> all = sitesOf(c);
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(sitesOf(c.owned()), all);
    for (IndexRange sources : {IndexRange{0, c.sources}, IndexRange{1, 9}})
      for (IndexRange targets :
           {IndexRange{0, 3}, IndexRange{3, 31}, IndexRange{31, c.targets}}) {
        std::vector<Site> expected;
        std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                     [&](const Site &site) {
                       return sources.contains(std::get<0>(site)) &&
                              targets.contains(std::get<1>(site));
                     });
        EXPECT_EQ(sitesOf(c, sources, targets), expected) << int(c.kind);
      }
  }
}

TEST(Connectivity, FixedInDegreeIsItsDefinition) {
  Connectivity c = make(ConnectivityKind::FixedInDegree, 90, 20);
  c.count = 300;
  c.seed = 9;
  std::vector<Site> expected;
  for (uint32_t target = 0; target < 20; ++target)
    for (uint32_t k = 0; k < 300; ++k)
      expected.emplace_back(uint64_t(threefry(9, 2, target, k).first) * 90 >>
                                32,
                            target, target * 300 + k);
  EXPECT_EQ(sitesOf(c), expected);
}

TEST(Connectivity, FixedInDegreeWithoutItselfOrRepetition) {
  Connectivity c = make(ConnectivityKind::FixedInDegree, 50, 50);
  c.self = c.multiple = false;
  // All but one, so that every choice is forced.
  for (uint64_t count : {10, 49}) {
    c.count = count;
    std::set<std::pair<uint32_t, uint32_t>> pairs;
    for (auto [source, target, index] : sitesOf(c)) {
      EXPECT_NE(source, target);
      EXPECT_LT(source, 50u);
      EXPECT_EQ(index / count, target);
      EXPECT_TRUE(pairs.emplace(source, target).second);
    }
    EXPECT_EQ(pairs.size(), 50 * count);
  }
}

// Each pair of sources is as likely as the others: Floyd's choice is fair.
TEST(Connectivity, DistinctSourcesAreUniform) {
  Connectivity c = make(ConnectivityKind::FixedInDegree, 5, 100000);
  c.count = 2;
  c.multiple = false;
  std::vector<uint32_t> sets(32);
  uint32_t set = 0;
  for (auto [source, target, index] : sitesOf(c)) {
    set |= 1u << source;
    if (index % 2)
      ++sets[std::exchange(set, 0)];
  }
  for (uint32_t a = 0; a < 5; ++a)
    for (uint32_t b = 0; b < a; ++b)
      EXPECT_NEAR(sets[1u << a | 1u << b], 10000, 500);
}

TEST(Connectivity, FixedTotalIsItsDefinition) {
  Connectivity c = make(ConnectivityKind::FixedTotal, 40, 40);
  c.count = 1000;
  c.seed = 3;
  for (bool self : {true, false}) {
    c.self = self;
    std::vector<Site> expected;
    for (uint32_t k = 0; k < 1000; ++k) {
      auto words = threefry(3, 2, k, 0);
      uint32_t source = uint64_t(words.first) * 40 >> 32;
      uint32_t target = uint64_t(words.second) * (self ? 40 : 39) >> 32;
      expected.emplace_back(source, target + (!self && target >= source), k);
    }
    EXPECT_EQ(sitesOf(c), expected);
  }
}

TEST(Connectivity, Delays) {
  Connectivity c = make(ConnectivityKind::Dense, 1, 1);
  EXPECT_EQ(delayOf(c, 0), 1u);
  c.delays = Numbers::ofInteger(int64_t(kMaxDelaySteps) + 1, 1);
  EXPECT_EQ(delayOf(c, 0), 0u);
  c.delays = Numbers::of(1.5, 1);
  c.dtMs = 0.5;
  EXPECT_EQ(delayOf(c, 0), 3u);
  for (auto [ms, steps] : {std::pair(0.24, 0u),
                           {0.25, 1u},
                           {32767.7, 65535u},
                           {32767.8, 0u},
                           {-1e300, 0u},
                           {1e300, 0u}})
    EXPECT_EQ(stepsOf(c, ms), steps) << ms;
  c.delays.kind = NumberKind::Normal;
  for (auto [ms, steps] : {std::pair(0.24, 1u), {-1e300, 1u}, {1e300, 0u}})
    EXPECT_EQ(stepsOf(c, ms), steps) << ms;
}

// The limits are what compilers prove with; the ends of the words give them.
TEST(Numbers, NormalKeepsToItsLimits) {
  Numbers numbers;
  numbers.kind = NumberKind::Normal;
  numbers.first = 3.0;
  numbers.second = 2.0;
  numbers.count = 1000;
  auto [low, high] = numbers.limits();
  uint32_t firsts[3] = {0, 0, ~uint32_t(0)};
  uint32_t seconds[3] = {0, uint32_t(1) << 31, 5};
  double ends[3];
  drawNormal(3.0, 2.0, firsts, seconds, 3, ends);
  EXPECT_LE(ends[0], high);
  EXPECT_GT(ends[0], high - 1e-3);
  EXPECT_GE(ends[1], low);
  EXPECT_LT(ends[1], low + 1e-3);
  EXPECT_EQ(ends[2], 3.0);

  numbers.least = 2.5;
  numbers.most = 5.0;
  EXPECT_EQ(numbers.limits(), std::pair(2.5, 5.0));
  std::set<double> seen;
  for (uint64_t i = 0; i < numbers.size(); ++i)
    seen.insert(numbers[i]);
  EXPECT_EQ(*seen.begin(), 2.5);
  EXPECT_EQ(*seen.rbegin(), 5.0);
}

TEST(Numbers, ManyAtOnceAreTheSame) {
  Numbers numbers;
  numbers.count = uint64_t(1) << 40;
  numbers.first = -1.0;
  numbers.second = 0.5;
  std::vector<uint64_t> indices;
  for (uint64_t i = 0; i < 600; ++i)
    indices.push_back(i * i * 1234567);
  std::vector<double> values(indices.size());
  for (NumberKind kind :
       {NumberKind::Scalar, NumberKind::Uniform, NumberKind::Normal}) {
    numbers.kind = kind;
    numbers.read(indices.data(), indices.size(), values.data());
    for (size_t i = 0; i < indices.size(); ++i)
      EXPECT_EQ(values[i], numbers[indices[i]]);
  }
}

// Box and Muller's own words: mean 0, variance 1, and the library's functions.
TEST(Numbers, NormalDrawsAreNormal) {
  constexpr size_t count = 20000;
  std::vector<uint64_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0);
  std::vector<uint32_t> firsts(count), seconds(count);
  drawAt(8, DrawUse::Values, indices.data(), count, firsts.data(),
         seconds.data());
  std::vector<double> values(count);
  drawNormal(0.0, 1.0, firsts.data(), seconds.data(), count, values.data());
  double sum = 0.0, squares = 0.0;
  for (size_t i = 0; i < count; ++i) {
    double radius = std::sqrt(-2.0 * std::log((firsts[i] + 1.0) * 0x1p-32));
    EXPECT_NEAR(values[i], radius * std::cos(2.0 * M_PI * seconds[i] * 0x1p-32),
                1e-14);
    sum += values[i];
    squares += values[i] * values[i];
  }
  EXPECT_NEAR(sum / count, 0.0, 0.03);
  EXPECT_NEAR(squares / count, 1.0, 0.04);
}

TEST(Numbers, OwnedElementsOutliveTheirOrigin) {
  std::vector<int16_t> elements = {3, -4, 5};
  Numbers numbers;
  numbers.kind = NumberKind::I16;
  numbers.integral = true;
  numbers.count = 3;
  numbers.data = reinterpret_cast<const char *>(elements.data());
  Numbers kept = numbers.owned();
  elements.assign(3, 0);
  EXPECT_EQ(kept.integer(1), -4);
  EXPECT_EQ(kept[2], 5.0);
}
