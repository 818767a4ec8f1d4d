//===- RowsTest.cpp - Static synapses and their delivery ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Against a list of all synapses, added one by one.
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Deliver.h"

#include "image/WeightCode.h"

#include "gtest/gtest.h"

#include <random>

using namespace snnc;
using namespace snnc::runtime::cpu;

namespace {

constexpr uint32_t kSteps = 40;

image::Numbers scalar(double value) { return image::Numbers::of(value, 1); }

image::Numbers steps(int64_t value) {
  return image::Numbers::ofInteger(value, 1);
}

image::Numbers uniform(double low, double high, uint32_t seed) {
  image::Numbers n;
  n.kind = image::NumberKind::Uniform;
  n.first = low;
  n.second = high;
  n.seed = seed;
  n.count = 1u << 30;
  return n;
}

/// Two populations of 150 and 90 neurons with a narrow and a wide port each.
image::Image makeNetwork() {
  image::Image image;
  for (uint32_t size : {150u, 90u}) {
    image::Population p;
    p.size = size;
    p.ports.resize(2);
    p.ports[0].accBits = 16;
    p.ports[1].accBits = 32;
    image.populations.push_back(p);
  }
  image.populations[1].graded = true;
  return image;
}

void connect(image::Image &image, uint32_t source, uint32_t target,
             uint32_t port, image::Connectivity c, uint8_t bits,
             uint8_t shift) {
  image::Projection p;
  p.source = source;
  p.target = target;
  p.port = port;
  p.weightBits = bits;
  p.weightFrac = 0;
  p.shift = shift;
  image.projections.push_back(p);
  c.sources = image.populations[source].size;
  c.targets = image.populations[target].size;
  image.native.projections.emplace_back().connectivity = std::move(c);
}

image::Connectivity randomPairs(double probability, uint32_t seed,
                                image::Numbers weights, image::Numbers delays) {
  image::Connectivity c;
  c.kind = image::ConnectivityKind::Random;
  c.probability = probability;
  c.seed = seed;
  c.weights = std::move(weights);
  c.delays = std::move(delays);
  return c;
}

image::Connectivity dense(image::Numbers weights, image::Numbers delays) {
  image::Connectivity c;
  c.weights = std::move(weights);
  c.delays = std::move(delays);
  return c;
}

/// Events of a step, by population: neuron and payload.
using Events = std::vector<std::vector<std::pair<uint32_t, int32_t>>>;

std::vector<Events> drawEvents(const image::Image &image) {
  std::mt19937 random(7);
  std::vector<Events> steps(kSteps);
  for (Events &events : steps)
    for (const image::Population &p : image.populations) {
      auto &list = events.emplace_back();
      for (uint32_t i = 0; i < p.size; ++i)
        if (random() % 10 == 0)
          list.emplace_back(i, p.graded ? int32_t(random() % 200) - 100 : 1);
    }
  return steps;
}

/// sums[step][population][port][neuron], modulo 2^32.
using AllSums = std::vector<std::vector<std::vector<std::vector<uint32_t>>>>;

AllSums addOneByOne(const image::Image &image,
                    const std::vector<Events> &steps) {
  AllSums sums(kSteps);
  for (auto &step : sums)
    for (const image::Population &p : image.populations)
      step.emplace_back(p.ports.size(), std::vector<uint32_t>(p.size));
  for (size_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    const image::Connectivity &c = image.native.projections[j].connectivity;
    image::forEachSite(
        c, {0, c.sources}, {0, c.targets}, [&](const image::SynapseSite &s) {
          auto code = static_cast<uint32_t>(image::quantizeWeight(
              c.weights[s.index], p.weightBits, p.weightFrac));
          uint32_t delay = image::delayOf(c, s.index);
          for (uint32_t t = 0; t + delay < kSteps; ++t)
            for (auto [neuron, payload] : steps[t][p.source])
              if (neuron == s.source)
                sums[t + delay][p.target][p.port][s.target] +=
                    code * static_cast<uint32_t>(payload) << p.shift;
        });
  }
  return sums;
}

void expectSame(const image::Image &image, unsigned threads) {
  std::vector<Events> steps = drawEvents(image);
  AllSums expected = addOneByOne(image, steps);
  std::vector<Share> shares = makeShares(image, threads);
  for (const Share &share : shares) {
    StaticRows rows = buildRows(image, share);
    History history(image.populations.size(), 1, rows.maxDelay + 1);
    Delivery delivery;
    for (uint32_t t = 0; t < kSteps; ++t) {
      Sums sums(share.elements);
      delivery.arrive(rows, history, t, t, sums);
      for (uint32_t p = 0; p < image.populations.size(); ++p)
        for (uint32_t q = 0; q < 2; ++q) {
          const PortPlace &place = share.ports[p][q];
          image::IndexRange slice = share.slices[p];
          for (uint32_t i = slice.begin; i < slice.end; ++i) {
            int64_t sum = sums.of(place).get(place.first + i - slice.begin);
            auto wide = static_cast<int32_t>(expected[t][p][q][i]);
            ASSERT_EQ(sum, q == 0 ? static_cast<int16_t>(wide) : wide)
                << "step " << t << ", population " << p << ", port " << q
                << ", neuron " << i;
          }
        }
      for (uint32_t p = 0; p < image.populations.size(); ++p) {
        Spikes &spikes = history.of(p, t, 0);
        spikes.clear();
        for (auto [neuron, payload] : steps[t][p]) {
          spikes.indices.push_back(neuron);
          if (image.populations[p].graded)
            spikes.payloads.push_back(payload);
        }
      }
    }
  }
}

void expectSameOnThreads(const image::Image &image) {
  for (unsigned threads : {1u, 2u, 3u})
    expectSame(image, threads);
}

TEST(CpuRows, SparseRowsOfSeveralProjectionsAndDelays) {
  image::Image image = makeNetwork();
  connect(image, 0, 0, 0,
          randomPairs(0.2, 1, uniform(-90, 90, 2), uniform(1, 9, 3)), 8, 0);
  connect(image, 0, 1, 0, randomPairs(0.1, 4, uniform(-90, 90, 5), steps(3)), 8,
          2);
  connect(image, 0, 1, 1, randomPairs(0.3, 6, scalar(-7), uniform(1, 20, 7)),
          16, 0);
  connect(image, 1, 0, 1, randomPairs(0.3, 8, uniform(-20, 20, 9), steps(1)), 8,
          4);
  expectSameOnThreads(image);
}

TEST(CpuRows, WeightsBeyondSixteenBits) {
  image::Image image = makeNetwork();
  connect(image, 0, 0, 1,
          randomPairs(0.2, 1, uniform(-30000, 30000, 2), steps(1)), 16, 0);
  connect(image, 0, 1, 1,
          randomPairs(0.2, 3, uniform(-30000, 30000, 4), steps(2)), 16, 3);
  connect(image, 0, 1, 0,
          randomPairs(0.2, 5, uniform(-30000, 30000, 6), steps(2)), 16, 1);
  expectSameOnThreads(image);
}

TEST(CpuRows, MatricesAndOneToOne) {
  image::Image image = makeNetwork();
  connect(image, 0, 1, 0, dense(uniform(-3, 3, 1), steps(1)), 2, 1);
  connect(image, 0, 1, 1, dense(uniform(-3000, 3000, 2), steps(4)), 16, 1);
  connect(image, 1, 0, 0, dense(uniform(-100, 100, 3), steps(2)), 8, 0);
  connect(image, 1, 0, 1, dense(uniform(-100, 100, 4), uniform(1, 5, 5)), 8, 0);
  image::Connectivity pairs;
  pairs.kind = image::ConnectivityKind::OneToOne;
  pairs.weights = scalar(-1);
  pairs.delays = steps(2);
  connect(image, 1, 1, 0, pairs, 1, 0);
  expectSameOnThreads(image);
}

TEST(CpuRows, FanOutCountsEverySynapse) {
  image::Image image = makeNetwork();
  connect(image, 0, 1, 0, dense(scalar(1), steps(1)), 8, 0);
  connect(image, 0, 0, 1, randomPairs(0.25, 1, scalar(1), steps(1)), 8, 0);
  uint64_t expected = 0;
  for (const image::NativeProjection &p : image.native.projections)
    image::forEachSite(p.connectivity, {0, p.connectivity.sources},
                       {0, p.connectivity.targets},
                       [&](const image::SynapseSite &) { ++expected; });
  uint64_t sum = 0;
  for (const Share &share : makeShares(image, 2)) {
    const StaticRows rows = buildRows(image, share);
    for (uint32_t n : rows.fanOut[0])
      sum += n;
  }
  EXPECT_EQ(sum, expected);
}

} // namespace
