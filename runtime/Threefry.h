//===- Threefry.h - The contract's random numbers ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threefry2x32 with 16 rounds (docs/machine.md, "Random numbers").
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_THREEFRY_H
#define SNNC_RUNTIME_THREEFRY_H

#include <cstdint>

namespace snnc::runtime {

/// First output word for key (key0, key1) and counter (counter0, counter1).
inline uint32_t threefry(uint32_t key0, uint32_t key1, uint32_t counter0,
                         uint32_t counter1 = 0) {
  constexpr unsigned rotations[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  const uint32_t keys[3] = {key0, key1, 0x1bd11bda ^ key0 ^ key1};
  uint32_t x0 = counter0 + keys[0];
  uint32_t x1 = counter1 + keys[1];
  for (unsigned round = 0; round < 16; ++round) {
    unsigned r = rotations[round % 8];
    x0 += x1;
    x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0;
    if (round % 4 == 3) {
      uint32_t injection = round / 4 + 1;
      x0 += keys[injection % 3];
      x1 += keys[(injection + 1) % 3] + injection;
    }
  }
  return x0;
}

/// A neuron's draw: stream and step are the key, its logical index counts.
inline uint32_t draw(uint32_t stream, uint64_t step, uint32_t index) {
  return threefry(stream, static_cast<uint32_t>(step), index);
}

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_THREEFRY_H
