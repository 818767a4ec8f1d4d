//===- PairDraws.cpp - The draws of random connectivity -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network of 10^5 neurons has 10^8 pairs and more to draw for, several times.
// The rounds are written out so that the compiler draws for many targets at
// once.
//
//===----------------------------------------------------------------------===//

#include "dialects/snn/PairDraws.h"

#include <utility>

// The choice between clones runs before a sanitizer is ready.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) &&          \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SNNC_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define SNNC_VECTOR_CLONES
#endif

namespace snnc::snn {

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
[[gnu::always_inline]] inline uint32_t
draw(const uint32_t (&keys)[3], uint32_t counter0, uint32_t counter1,
     std::integer_sequence<unsigned, Rounds...>) {
  uint32_t x0 = counter0 + keys[0], x1 = counter1 + keys[1];
  (applyRound<Rounds>(keys, x0, x1), ...);
  return x0;
}

} // namespace

SNNC_VECTOR_CLONES
void drawPairs(uint32_t seed, uint32_t source, uint32_t first, uint32_t count,
               uint32_t *words) {
  const uint32_t keys[3] = {seed, 0, 0x1BD11BDAu ^ seed};
  for (uint32_t i = 0; i < count; ++i)
    words[i] = draw(keys, source, first + i,
                    std::make_integer_sequence<unsigned, 16>());
}

} // namespace snnc::snn
