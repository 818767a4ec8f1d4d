//===- Main.cpp - What the simulator's profile is taken from ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs random images on the chip that is linked in: all row formats, widths and
// instructions, and Learn where the chip has it.
//
//===----------------------------------------------------------------------===//

#include "image/Target.h"
#include "sim/RtlEngine.h"
#include "tests/fuzz/Lockstep.h"
#include "tests/fuzz/RandomImage.h"
#include "tests/fuzz/RandomLearning.h"

#include <cstdio>

using namespace snnc;

static bool run(image::Image image, uint64_t seed) {
  fuzz::Totals totals;
  std::string difference =
      fuzz::runLockstep(std::make_shared<const image::Image>(std::move(image)),
                        {"ref", "rtl"}, seed, 40, totals);
  if (!difference.empty())
    std::fprintf(stderr, "error: seed %llu: %s\n", (unsigned long long)seed,
                 difference.c_str());
  return difference.empty();
}

int main() {
  sim::registerRtlEngine();
  const image::Target &target = image::findTarget("tile");
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    if (!run(fuzz::randomImage(seed, target), seed))
      return 1;
    if (SNNC_PROFILE_LEARNS && !run(fuzz::randomLearning(seed, target), seed))
      return 1;
  }
  return 0;
}
