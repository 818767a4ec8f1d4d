//===- Draws.cpp - Many random words at a time ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network of 10^5 neurons has 10^8 pairs and more to draw for, several times.
// The rounds are written out so that the compiler draws for many at once.
//
//===----------------------------------------------------------------------===//

#include "image/Draws.h"
#include "image/VectorClones.h"

#include <utility>

namespace snnc::image {

namespace {

constexpr unsigned kRotations[8] = {13, 15, 26, 6, 17, 29, 16, 24};

template <unsigned Round>
[[gnu::always_inline]] inline void applyRound(const uint32_t (&keys)[3],
                                              uint32_t &x0, uint32_t &x1) {
  constexpr unsigned r = kRotations[Round % 8];
  x0 += x1;
  x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0;
  if (Round % 4 == 3) {
    constexpr uint32_t injection = Round / 4 + 1;
    x0 += keys[injection % 3];
    x1 += keys[(injection + 1) % 3] + injection;
  }
}

template <unsigned... Rounds>
[[gnu::always_inline]] inline void
draw(const uint32_t (&keys)[3], uint32_t &x0, uint32_t &x1,
     std::integer_sequence<unsigned, Rounds...>) {
  x0 += keys[0];
  x1 += keys[1];
  (applyRound<Rounds>(keys, x0, x1), ...);
}

using AllRounds = std::make_integer_sequence<unsigned, 16>;

} // namespace

SNNC_VECTOR_CLONES
void drawRow(uint32_t seed, DrawUse use, uint32_t row, uint32_t first,
             size_t count, uint32_t *words) {
  const uint32_t second = static_cast<uint32_t>(use);
  const uint32_t keys[3] = {seed, second, 0x1BD11BDAu ^ seed ^ second};
  for (size_t i = 0; i < count; ++i) {
    uint32_t x0 = row, x1 = first + static_cast<uint32_t>(i);
    draw(keys, x0, x1, AllRounds());
    words[i] = x0;
  }
}

SNNC_VECTOR_CLONES
void drawAt(uint32_t seed, DrawUse use, const uint64_t *__restrict indices,
            size_t count, uint32_t *__restrict firsts,
            uint32_t *__restrict seconds) {
  const uint32_t second = static_cast<uint32_t>(use);
  const uint32_t keys[3] = {seed, second, 0x1BD11BDAu ^ seed ^ second};
  for (size_t i = 0; i < count; ++i) {
    uint32_t x0 = static_cast<uint32_t>(indices[i]);
    uint32_t x1 = static_cast<uint32_t>(indices[i] >> 32);
    draw(keys, x0, x1, AllRounds());
    firsts[i] = x0;
    seconds[i] = x1;
  }
}

} // namespace snnc::image
