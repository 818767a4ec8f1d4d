//===- Places.h - Where bits may flip ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FAULTS_PLACES_H
#define SNNC_TESTS_FAULTS_PLACES_H

#include "image/Image.h"
#include "sim/Backdoor.h"
#include "sim/HostMap.h"
#include "tests/fuzz/Dice.h"

#include <optional>
#include <string>
#include <vector>

namespace snnc::faults {

/// How the host reaches a word of a memory.
struct HostWord {
  uint32_t address = 0;
  /// Of the word's bits, those that it gives.
  unsigned first = 0, count = 32;
};

/// A granule of a word.
struct Place {
  sim::Backdoor *memory = nullptr;
  /// Of Memories::kinds().
  size_t kind = 0;
  size_t word = 0;
  unsigned granule = 0;
  /// None: the host cannot see this memory.
  std::optional<HostWord> host;

  bool isSound() const { return memory->isSound(word, granule); }
  void flip(unsigned bit) const { memory->flip(word, granule, bit); }
  unsigned bits() const { return memory->codeBits(); }
};

/// All memories of the chip, and which of their words an image uses.
class Memories {
public:
  Memories(sim::TileModel &chip, const image::Image &image);

  static const std::vector<std::string> &kinds();
  /// Any granule that the image uses of a memory of a kind that has some. Of
  /// what lives for a step alone, queue and fired lanes, one that has been
  /// written since remember().
  Place draw(fuzz::Dice &dice);
  void remember();

private:
  struct Kind {
    size_t number = 0;
    std::vector<sim::Backdoor> memories;
    /// The first words of each are used.
    size_t words = 0;
    bool ofStep = false;
    /// Granules as they were.
    std::vector<uint64_t> before;
  };
  std::optional<HostWord> hostWord(const Kind &kind, size_t memory, size_t word,
                                   unsigned granule) const;

  uint32_t lanes;
  std::vector<Kind> used;
};

} // namespace snnc::faults

#endif // SNNC_TESTS_FAULTS_PLACES_H
