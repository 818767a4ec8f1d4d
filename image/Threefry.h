//===- Threefry.h - The random numbers of the contract ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threefry2x32 with 16 rounds (Salmon et al., "Parallel random numbers: as easy
// as 1, 2, 3", SC'11), as docs/machine.md fixes it.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_THREEFRY_H
#define SNNC_IMAGE_THREEFRY_H

#include <cstdint>

namespace snnc::image {

/// The two words of one draw; the first one is the contract's.
struct RandomWords {
  uint32_t first = 0;
  uint32_t second = 0;
};

constexpr unsigned kThreefryRounds = 16;
constexpr unsigned kThreefryRotations[8] = {13, 15, 26, 6, 17, 29, 16, 24};
constexpr uint32_t kThreefryParity = 0x1BD11BDAu;

inline RandomWords threefry(uint32_t key0, uint32_t key1, uint32_t counter0,
                            uint32_t counter1) {
  const uint32_t keys[3] = {key0, key1, kThreefryParity ^ key0 ^ key1};
  uint32_t x0 = counter0 + key0;
  uint32_t x1 = counter1 + key1;
  for (unsigned round = 0; round < kThreefryRounds; ++round) {
    unsigned r = kThreefryRotations[round % 8];
    x0 += x1;
    x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0;
    if (round % 4 == 3) {
      uint32_t injection = round / 4 + 1;
      x0 += keys[injection % 3];
      x1 += keys[(injection + 1) % 3] + injection;
    }
  }
  return {x0, x1};
}

} // namespace snnc::image

#endif // SNNC_IMAGE_THREEFRY_H
