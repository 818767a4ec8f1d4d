//===- Campaign.h - Flips in a chip that runs -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FAULTS_CAMPAIGN_H
#define SNNC_TESTS_FAULTS_CAMPAIGN_H

#include "runtime/RefEngine.h"
#include "tests/faults/FaultyTile.h"
#include "tests/faults/Places.h"

#include <map>

namespace snnc::faults {

/// What became of the faults in a kind of memory.
struct Outcome {
  uint64_t flips = 0;
  /// Corrected, or noticed as not correctable, while steps ran.
  uint64_t inSteps = 0;
  /// Not read in the steps; the host's read did it.
  uint64_t byHost = 0;
  /// Written over, or in a memory that the host cannot read, before anyone read
  /// it.
  uint64_t neverRead = 0;
};
/// By kind of memory.
using Outcomes = std::map<size_t, Outcome>;

/// A random network on the golden model and on a chip with ECC in which bits
/// flip. What should not be is thrown as snnc::Error.
class Campaign {
public:
  explicit Campaign(uint64_t seed);

  /// One wrong bit: no digest, event or counter of the next steps differs, and
  /// the host reads and rewrites the word if it is still wrong.
  void flipOne(Outcomes &outcomes);
  /// Two in one granule: what reads it stops the chip.
  void flipTwo(Outcomes &outcomes);

private:
  void startOver();
  /// Arms a fault for the next step; `place` says where it was.
  void arm(unsigned flips);
  void stimulate();
  void step();
  /// The host reads the word, which counts, and writes it anew.
  void scrub();
  void expectEqual();
  void expect(bool holds, const std::string &what);
  uint32_t errors() { return tile->read(sim::ErrorRegister); }
  uint32_t corrected() { return tile->read(sim::CorrectedRegister); }
  uint32_t uncorrectable() { return tile->read(sim::UncorrectableRegister); }

  uint64_t seed;
  fuzz::Dice dice;
  std::shared_ptr<const image::Image> image;
  double rate;
  runtime::RefEngine ref;
  std::unique_ptr<runtime::Engine> rtl;
  /// The engine's.
  FaultyTile *tile = nullptr;
  std::optional<Memories> memories;
  Place place;
  std::vector<unsigned> bits;
};

} // namespace snnc::faults

#endif // SNNC_TESTS_FAULTS_CAMPAIGN_H
