//===- Scoreboard.h - Every copy of every event, once -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NOC_SCOREBOARD_H
#define SNNC_TESTS_UNIT_NOC_SCOREBOARD_H

#include "tests/unit/noc/Trees.h"

#include <string>

namespace snnc::noc {

/// The n-th event of a source that comes to a leaf must be the n-th it sent.
/// Index and payload are a hash of source and n, so that an event that is
/// lost, doubled, overtaken, altered or led astray is seen when the next one
/// comes, or at the end.
class Scoreboard {
public:
  explicit Scoreboard(const std::vector<Tree> &trees);

  /// The next event of a source, which counts as sent.
  Flit send(uint32_t source);
  void arrive(uint32_t tile, const Flit &flit);

  /// Copies under way.
  uint64_t open() const { return expected - delivered; }

  uint64_t sent = 0;      ///< events
  uint64_t expected = 0;  ///< copies of them
  uint64_t delivered = 0; ///< the right copy at its leaf
  uint64_t wrong = 0;     ///< anything else that arrived
  std::string firstWrong;

private:
  struct Way {
    bool leaf = false;
    uint64_t arrived = 0;
  };
  std::vector<uint64_t> sentBy;
  std::vector<uint64_t> leavesOf;
  std::vector<std::array<Way, kTiles>> ways;
};

} // namespace snnc::noc

#endif // SNNC_TESTS_UNIT_NOC_SCOREBOARD_H
