//===- SpreadNetworks.cpp - Networks to spread over tiles ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "bench/SpreadNetworks.h"

#include "compiler/mapping/Random.h"

#include <algorithm>
#include <cmath>

namespace snnc::bench {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

std::string input(const std::string &name, uint32_t size) {
  return "  snn.input @" + name + " size " + str(size) + "\n";
}

std::string population(const std::string &name, uint32_t size) {
  return "  snn.population @" + name + " of @lif_delta size " + str(size) +
         "\n";
}

std::string projection(const std::string &from, const std::string &to,
                       const std::string &connectivity) {
  return "  snn.projection @" + from + "_" + to + " from @" + from + " to @" +
         to + " port @in " + connectivity + " weights 0.01 : f64 bits 8\n";
}

/// The pairs as the bytes of a tensor.
std::string sparse(const Pairs &pairs) {
  static const char digits[] = "0123456789ABCDEF";
  std::string text = "#snn.sparse<dense<\"0x";
  for (const auto &[source, target] : pairs)
    for (uint32_t n : {source, target})
      for (unsigned byte = 0; byte < 4; ++byte) {
        text += digits[n >> (8 * byte + 4) & 15];
        text += digits[n >> 8 * byte & 15];
      }
  return text + "\"> : tensor<" + str(pairs.size()) + "x2xi32>>";
}

std::string network(const std::string &body) {
  return "snn.network @net dt 1.0 {\n" + body + "}\n";
}

std::string sheetText(uint32_t width, uint32_t height, uint32_t radius,
                      uint32_t fanOut) {
  uint32_t n = width * height;
  return network(input("x", n) + population("sheet", n) +
                 projection("x", "sheet", "#snn.one_to_one") +
                 projection("sheet", "sheet",
                            sparse(sheet(width, height, radius, fanOut, 1))));
}

} // namespace

Pairs sheet(uint32_t width, uint32_t height, uint32_t radius, uint32_t fanOut,
            uint64_t seed) {
  compiler::Random random(seed);
  Pairs pairs;
  const uint32_t side = 2 * radius + 1;
  for (uint32_t y = 0; y < height; ++y)
    for (uint32_t x = 0; x < width; ++x) {
      std::vector<uint32_t> targets;
      // What lies beyond the edges is missing there.
      uint32_t near = (std::min(x + radius, width - 1) -
                       (x < radius ? 0 : x - radius) + 1) *
                      (std::min(y + radius, height - 1) -
                       (y < radius ? 0 : y - radius) + 1);
      while (targets.size() < std::min(fanOut, near)) {
        auto dx = static_cast<uint32_t>(random.below(side));
        auto dy = static_cast<uint32_t>(random.below(side));
        if (x + dx < radius || x + dx - radius >= width || y + dy < radius ||
            y + dy - radius >= height)
          continue;
        uint32_t target = (y + dy - radius) * width + (x + dx - radius);
        if (std::find(targets.begin(), targets.end(), target) == targets.end())
          targets.push_back(target);
      }
      std::sort(targets.begin(), targets.end());
      for (uint32_t target : targets)
        pairs.emplace_back(y * width + x, target);
    }
  return pairs;
}

Pairs scattered(uint32_t sources, uint32_t targets, double probability,
                uint64_t seed) {
  compiler::Random random(seed);
  const auto limit = static_cast<uint64_t>(std::ldexp(probability, 32));
  Pairs pairs;
  for (uint32_t s = 0; s < sources; ++s)
    for (uint32_t t = 0; t < targets; ++t)
      if (random.below(uint64_t(1) << 32) < limit)
        pairs.emplace_back(s, t);
  return pairs;
}

std::vector<SpreadNetwork> spreadNetworks() {
  std::string layers = input("pixels", 784) + population("hidden", 800) +
                       population("digits", 10) +
                       projection("pixels", "hidden", "#snn.dense") +
                       projection("hidden", "digits", "#snn.dense");
  std::string random =
      input("x", 1000) + population("a", 10000) +
      projection("x", "a", "#snn.random<probability = 0.1, seed = 1>");
  std::string convolution =
      input("image", 1024) + population("maps", 8192) +
      population("pooled", 4096) + population("digits", 10) +
      projection("image", "maps",
                 "#snn.conv<input = [32, 32, 1], kernel = [8, 1, 5, 5], "
                 "stride = [1, 1], padding = [2, 2]>") +
      projection("maps", "pooled",
                 "#snn.conv<input = [32, 32, 8], kernel = [16, 8, 3, 3], "
                 "stride = [2, 2], padding = [1, 1]>") +
      projection("pooled", "digits", "#snn.dense");
  return {
      {"layers 784-800-10", network(layers), "medium", 16},
      {"random 1,000 x 10,000, 10 %", network(random), "medium", 16},
      {"sheet 64 x 64, radius 3", sheetText(64, 64, 3, 24), "medium", 16},
      {"convolutions 32 x 32", network(convolution), "medium", 16},
      {"sheet 400 x 250, radius 4", sheetText(400, 250, 4, 8), "large", 64}};
}

} // namespace snnc::bench
