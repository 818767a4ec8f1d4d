//===- snnc-faults.cpp - Bits of memories flip ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: snnc-faults [--flips N] [--doubles N] [--seed N]
//
// Flips one bit of what the memories of the chip hold, N times, then two bits
// of one granule, in random networks that run beside the golden model; the
// first is to change nothing, the second to stop the chip. Prints what became
// of them.
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "tests/faults/Campaign.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace snnc;
using namespace snnc::faults;

/// Faults on one network before the next.
constexpr uint64_t faultsOfNetwork = 50;

static void print(const char *title, const char *inSteps,
                  const Outcomes &outcomes) {
  std::printf("| %s | flips | %s | by the host's read | never read |\n"
              "|---|---|---|---|---|\n",
              title, inSteps);
  Outcome total;
  auto row = [](const char *name, const Outcome &o) {
    std::printf("| %s | %llu | %llu | %llu | %llu |\n", name,
                (unsigned long long)o.flips, (unsigned long long)o.inSteps,
                (unsigned long long)o.byHost, (unsigned long long)o.neverRead);
  };
  for (const auto &[kind, outcome] : outcomes) {
    row(Memories::kinds()[kind].c_str(), outcome);
    total.flips += outcome.flips;
    total.inSteps += outcome.inSteps;
    total.byHost += outcome.byHost;
    total.neverRead += outcome.neverRead;
  }
  row("all", total);
}

static Outcomes run(uint64_t faults, uint64_t seed,
                    void (Campaign::*fault)(Outcomes &)) {
  Outcomes outcomes;
  for (uint64_t done = 0; done < faults; ++seed) {
    Campaign campaign(seed);
    for (uint64_t i = 0; i < faultsOfNetwork && done < faults; ++i, ++done)
      (campaign.*fault)(outcomes);
  }
  return outcomes;
}

int main(int argc, char **argv) {
  uint64_t flips = 500, doubles = 100, seed = 1;
  for (int i = 1; i < argc; i += 2) {
    uint64_t *number = !std::strcmp(argv[i], "--flips")     ? &flips
                       : !std::strcmp(argv[i], "--doubles") ? &doubles
                       : !std::strcmp(argv[i], "--seed")    ? &seed
                                                            : nullptr;
    char *end = nullptr;
    if (number && i + 1 < argc)
      *number = std::strtoull(argv[i + 1], &end, 10);
    if (!end || end == argv[i + 1] || *end) {
      std::fprintf(stderr,
                   "usage: snnc-faults [--flips N] [--doubles N] [--seed N]\n");
      return 1;
    }
  }
  try {
    print("one bit", "corrected in a step",
          run(flips, seed, &Campaign::flipOne));
    print("two bits", "stopped a step", run(doubles, seed, &Campaign::flipTwo));
  } catch (const Error &error) {
    std::fprintf(stderr, "snnc-faults: error: %s\n", error.what());
    return 1;
  }
  return 0;
}
