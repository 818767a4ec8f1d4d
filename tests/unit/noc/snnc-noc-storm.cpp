//===- snnc-noc-storm.cpp - Heavy traffic on the network of a chip --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Storm.h"
#include "tools/snnc/CommandLine.h"

#include <chrono>
#include <cstdio>
#include <iostream>

using namespace snnc;
using namespace snnc::noc;

namespace {

void print(const char *name, const StormResult &r, double seconds) {
  std::printf("%-15s %11llu %11llu %11llu %5llu %5llu %10llu %6.1f\n", name,
              static_cast<unsigned long long>(r.sent),
              static_cast<unsigned long long>(r.expected),
              static_cast<unsigned long long>(r.delivered),
              static_cast<unsigned long long>(r.lost()),
              static_cast<unsigned long long>(r.wrong),
              static_cast<unsigned long long>(r.cycles), seconds);
  std::fflush(stdout);
}

/// An equal share for each pattern.
int run(uint64_t deliveries, uint64_t seed) {
  using Clock = std::chrono::steady_clock;
  auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const Clock::time_point begin = Clock::now();
  std::printf("%-15s %11s %11s %11s %5s %5s %10s %6s\n", "traffic", "sent",
              "copies", "delivered", "lost", "wrong", "cycles", "s");
  Mesh mesh;
  StormResult all;
  for (Pattern pattern : kPatterns) {
    const Clock::time_point start = Clock::now();
    StormResult r =
        storm(mesh, pattern,
              (deliveries + kPatterns.size() - 1) / kPatterns.size(), seed++);
    print(nameOf(pattern), r, since(start));
    all.sent += r.sent;
    all.expected += r.expected;
    all.delivered += r.delivered;
    all.wrong += r.wrong;
    all.cycles += r.cycles;
    if (!r.failure.empty()) {
      std::cerr << "error: " << nameOf(pattern) << ": " << r.failure << "\n";
      return 1;
    }
  }
  print("total", all, since(begin));
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  using namespace tools;
  uint64_t deliveries = 300000;
  uint64_t seed = 1;
  Command command{
      "snnc-noc-storm",
      "[options]",
      "Heavy traffic on the network of a 4 x 4 chip; fails if a "
      "copy of an event is lost, doubled, altered or overtaken.",
      0,
      0,
      {{"--deliveries", "N", "Copies to deliver (300000).",
        assignNumber(deliveries)},
       {"--seed", "S", "Seed of the first pattern (1).", assignNumber(seed)}},
      [&](const std::vector<std::string> &) { return run(deliveries, seed); }};
  try {
    return runAlone(argc, argv, command);
  } catch (const UsageError &error) {
    std::cerr << "error: " << error.what() << "\nsee snnc-noc-storm --help\n";
    return 2;
  }
}
