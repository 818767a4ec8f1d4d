//===- SpreadNetworks.h - Networks to spread over tiles ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_BENCH_SPREADNETWORKS_H
#define SNNC_BENCH_SPREADNETWORKS_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace snnc::bench {

/// Source and target of each synapse.
using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

struct SpreadNetwork {
  std::string name;
  std::string text;
  std::string target;
  uint32_t tiles = 1;
};

/// From each neuron of a sheet to `fanOut` within `radius` of it, at random.
Pairs sheet(uint32_t width, uint32_t height, uint32_t radius, uint32_t fanOut,
            uint64_t seed);
/// Every pair with that probability.
Pairs scattered(uint32_t sources, uint32_t targets, double probability,
                uint64_t seed);

std::vector<SpreadNetwork> spreadNetworks();

} // namespace snnc::bench

#endif // SNNC_BENCH_SPREADNETWORKS_H
