//===- Bits.h - Fields of wide signals --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_BITS_H
#define SNNC_SIM_BITS_H

#include <cstdint>

namespace snnc::sim {

/// Up to 64 bits of an array of 32-bit words, from bit `at`.
inline uint64_t getBits(const uint32_t *words, unsigned at, unsigned width) {
  uint64_t value = 0;
  for (unsigned done = 0; done < width;) {
    unsigned offset = (at + done) % 32;
    value |= uint64_t(words[(at + done) / 32] >> offset) << done;
    done += 32 - offset;
  }
  return width < 64 ? value & ((uint64_t(1) << width) - 1) : value;
}

inline void putBits(uint32_t *words, unsigned at, unsigned width,
                    uint64_t value) {
  for (unsigned done = 0; done < width;) {
    unsigned offset = (at + done) % 32;
    unsigned count = width - done < 32 - offset ? width - done : 32 - offset;
    uint32_t mask = (count == 32 ? ~0u : (1u << count) - 1) << offset;
    uint32_t &word = words[(at + done) / 32];
    word = (word & ~mask) |
           (static_cast<uint32_t>(value >> done) << offset & mask);
    done += count;
  }
}

} // namespace snnc::sim

#endif // SNNC_SIM_BITS_H
