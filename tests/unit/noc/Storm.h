//===- Storm.h - Heavy traffic on the network -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NOC_STORM_H
#define SNNC_TESTS_UNIT_NOC_STORM_H

#include "tests/unit/noc/Scoreboard.h"

namespace snnc::noc {

enum class Pattern {
  Random,  ///< random trees, senders and receivers with pauses
  All,     ///< every tile sends to all others in every cycle
  HotSpot, ///< every tile sends to one
  Slow, ///< every tile sends in every cycle, receivers rest at random for long
};

constexpr std::array<Pattern, 4> kPatterns = {Pattern::Random, Pattern::All,
                                              Pattern::HotSpot, Pattern::Slow};

const char *nameOf(Pattern pattern);

struct StormResult {
  uint64_t sent = 0;
  uint64_t expected = 0;
  uint64_t delivered = 0;
  uint64_t wrong = 0;
  uint64_t cycles = 0;
  /// Empty, or what went wrong first.
  std::string failure;

  uint64_t lost() const { return expected - delivered; }
};

/// Sends until the network has delivered, or has under way, the copies asked
/// for; then lets it drain. Stops where it is stuck.
StormResult storm(Mesh &mesh, Pattern pattern, uint64_t deliveries,
                  uint64_t seed);

} // namespace snnc::noc

#endif // SNNC_TESTS_UNIT_NOC_STORM_H
