//===- Draws.h - Many random words at a time --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The draws of Threefry.h that rules for connectivity and numbers make, several
// at a time where the processor can.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_DRAWS_H
#define SNNC_IMAGE_DRAWS_H

#include <cstddef>
#include <cstdint>

namespace snnc::image {

/// Second key word of what a network's text draws; the first one is its seed.
enum class DrawUse : uint32_t {
  /// Whether a pair is connected.
  Pairs = 0,
  /// A value of a distribution.
  Values = 1,
  /// The ends of a synapse.
  Ends = 2,
};

/// Draws that are worth the setting up, and whose words fit a first cache.
constexpr size_t kDrawsAtOnce = 256;

/// words[i] is the first word of the draw with counter (row, first + i).
void drawRow(uint32_t seed, DrawUse use, uint32_t row, uint32_t first,
             size_t count, uint32_t *words);

/// Both words of the draws with counters (index mod 2^32, index / 2^32).
void drawAt(uint32_t seed, DrawUse use, const uint64_t *indices, size_t count,
            uint32_t *firsts, uint32_t *seconds);

/// The index below `bound` that a word stands for (Lemire, "Fast random integer
/// generation in an interval", 2019, without his rejection): each index has a
/// probability of 1 / bound, but for less than 2^-32.
inline uint32_t indexBelow(uint32_t word, uint32_t bound) {
  return static_cast<uint32_t>((uint64_t(word) * bound) >> 32);
}

} // namespace snnc::image

#endif // SNNC_IMAGE_DRAWS_H
