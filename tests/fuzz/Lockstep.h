//===- Lockstep.h - Engines side by side under random events ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_LOCKSTEP_H
#define SNNC_TESTS_FUZZ_LOCKSTEP_H

#include "image/Image.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace snnc::fuzz {

struct Totals {
  uint64_t steps = 0, events = 0, synapticOps = 0, cycles = 0;
  /// Events that came to another tile.
  uint64_t arrivals = 0;
};

/// Runs the image on all engines for `steps` steps with random events,
/// modulators, resets of populations, writes of what learns and restarts from
/// saved states. Returns what differs first, or "" if nothing does; cycles of
/// several tiles, which are but estimated, may differ.
std::string runLockstep(std::shared_ptr<const image::Image> image,
                        const std::vector<std::string> &engines, uint64_t seed,
                        uint64_t steps, Totals &totals);

/// The image, which has native code, on ref and, once for each kind of
/// processor that this one is, on cpu with several threads.
std::string runNative(const image::Image &image, uint64_t seed, uint64_t steps,
                      Totals &totals);

/// What images of one network have in common beside their meaning.
enum class Alike {
  /// All.
  Image,
  /// The same rows, cut.
  Rows,
  /// Rows of each one's own, in which zeros may stand for no synapse.
  Network,
  /// The image, but an engine of them has no programs of the chip.
  Contract
};

/// The same of one network on one tile and spread over several, on ref.
std::string runSpread(std::shared_ptr<const image::Image> one,
                      std::shared_ptr<const image::Image> spread, Alike alike,
                      uint64_t seed, uint64_t steps, Totals &totals);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_LOCKSTEP_H
