//===- OrderBench.cpp - Full units by an order of neurons ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A row of an indexed projection takes as many units as its fullest lane has
// synapses, and a target's lane is its number modulo the lanes. How full units
// are, and how full they could be if targets were numbered otherwise: pairs
// trade places where that saves units, or evens lanes.
//
//===----------------------------------------------------------------------===//

#include "bench/SpreadNetworks.h"
#include "compiler/mapping/Random.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

using namespace snnc;
using bench::Pairs;

namespace {

constexpr uint32_t kLanes = 8;
/// Pairs that are tried, a target.
constexpr uint64_t kTrials = 200;

class Order {
public:
  Order(const Pairs &pairs, uint32_t sources, uint32_t targets)
      : counts(size_t(sources) * kLanes), place(targets), at(targets),
        rows(targets), synapses(pairs.size()), fan(sources) {
    for (uint32_t t = 0; t < targets; ++t)
      place[t] = at[t] = t;
    for (const auto &[source, target] : pairs) {
      ++counts[size_t(source) * kLanes + target % kLanes];
      rows[target].push_back(source);
      ++fan[source];
    }
  }

  uint64_t units() const {
    uint64_t n = 0;
    for (uint32_t s = 0; s < fan.size(); ++s)
      n += unitsOf(s);
    return n;
  }
  uint64_t least() const {
    uint64_t n = 0;
    for (uint32_t f : fan)
      n += (f + kLanes - 1) / kLanes;
    return n;
  }
  double fullness(uint64_t units) const {
    return static_cast<double>(synapses) / static_cast<double>(units * kLanes);
  }

  /// Targets trade places at most `window` apart.
  void improve(uint32_t window, uint64_t seed) {
    compiler::Random random(seed);
    const auto n = static_cast<uint32_t>(place.size());
    window = std::min(window, n - 1);
    for (uint64_t i = 0; i < kTrials * n; ++i) {
      auto p = static_cast<uint32_t>(random.below(n));
      auto q = static_cast<uint32_t>((p + 1 + random.below(window)) % n);
      if (p % kLanes != q % kLanes)
        trade(p, q);
    }
  }

private:
  uint32_t unitsOf(uint32_t source) const {
    auto lanes = counts.begin() + static_cast<long>(size_t(source) * kLanes);
    return *std::max_element(lanes, lanes + kLanes);
  }
  /// Units of a source, and squares of its lanes as what decides among equals.
  int64_t costOf(uint32_t source) const {
    int64_t squares = 0;
    for (uint32_t l = 0; l < kLanes; ++l) {
      auto n = static_cast<int64_t>(counts[size_t(source) * kLanes + l]);
      squares += n * n;
    }
    return int64_t(unitsOf(source)) * 4096 + squares;
  }
  int64_t costOf(uint32_t a, uint32_t b) const {
    int64_t cost = 0;
    for (uint32_t s : rows[a])
      cost += costOf(s);
    for (uint32_t s : rows[b])
      cost += costOf(s);
    return cost;
  }
  void move(uint32_t target, uint32_t from, uint32_t to) {
    for (uint32_t s : rows[target]) {
      --counts[size_t(s) * kLanes + from % kLanes];
      ++counts[size_t(s) * kLanes + to % kLanes];
    }
  }
  void trade(uint32_t p, uint32_t q) {
    uint32_t a = at[p], b = at[q];
    int64_t before = costOf(a, b);
    move(a, p, q);
    move(b, q, p);
    if (costOf(a, b) <= before) {
      std::swap(at[p], at[q]);
      place[a] = q;
      place[b] = p;
      return;
    }
    move(a, q, p);
    move(b, p, q);
  }

  /// By source and lane.
  std::vector<uint32_t> counts;
  std::vector<uint32_t> place, at;
  /// Sources of each target.
  std::vector<std::vector<uint32_t>> rows;
  uint64_t synapses;
  std::vector<uint32_t> fan;
};

void measure(const char *name, const Pairs &pairs, uint32_t sources,
             uint32_t targets) {
  auto start = std::chrono::steady_clock::now();
  Order now(pairs, sources, targets), near = now, far = now;
  near.improve(8 * kLanes, 1);
  far.improve(targets, 1);
  double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  uint64_t units = now.units();
  std::printf("%-30s%10llu%8.1f%%%8.1f%%%8.1f%%%8.1f%%%9.1f\n", name,
              static_cast<unsigned long long>(units), 100 * now.fullness(units),
              100 * now.fullness(near.units()), 100 * now.fullness(far.units()),
              100 * now.fullness(now.least()), seconds);
  std::fflush(stdout);
}

} // namespace

int main() {
  std::printf("%-30s%10s%9s%9s%9s%9s%9s\n", "rows", "units", "full", "near",
              "anywhere", "at most", "seconds");
  measure("random 1,000 x 10,000, 10 %", bench::scattered(1000, 10000, 0.1, 1),
          1000, 10000);
  measure("random 1,000 x 1,000, 10 %", bench::scattered(1000, 1000, 0.1, 1),
          1000, 1000);
  measure("random 1,000 x 1,000, 2 %", bench::scattered(1000, 1000, 0.02, 1),
          1000, 1000);
  measure("sheet 64 x 64, radius 3, 24", bench::sheet(64, 64, 3, 24, 1), 4096,
          4096);
  measure("sheet 64 x 64, radius 2, all", bench::sheet(64, 64, 2, 25, 1), 4096,
          4096);
  measure("sheet 400 x 250, radius 4, 8", bench::sheet(400, 250, 4, 8, 1),
          100000, 100000);
  return 0;
}
