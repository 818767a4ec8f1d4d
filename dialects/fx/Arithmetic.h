//===- Arithmetic.h - The machine's arithmetic, to the bit ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What docs/machine.md says under "Arithmetic", on 64-bit integers that hold
// the exact value. Stochastic rounding needs the machine's random word and has
// no place here.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_FX_ARITHMETIC_H
#define SNNC_DIALECTS_FX_ARITHMETIC_H

#include <cstdint>
#include <limits>

namespace snnc::fx {

/// Low 32 bits of `x`, as a signed number.
inline int32_t wrap32(int64_t x) {
  return static_cast<int32_t>(static_cast<uint32_t>(static_cast<uint64_t>(x)));
}

/// `x` clamped to 32 bits.
inline int32_t saturate32(int64_t x) {
  if (x > std::numeric_limits<int32_t>::max())
    return std::numeric_limits<int32_t>::max();
  if (x < std::numeric_limits<int32_t>::min())
    return std::numeric_limits<int32_t>::min();
  return static_cast<int32_t>(x);
}

/// floor(x / 2^s), 0 <= s <= 30.
inline int64_t shiftFloor(int64_t x, unsigned s) { return x >> s; }

/// x / 2^s rounded to the nearest integer, ties to the even one; 0 <= s <= 30
/// and |x| < 2^62.
inline int64_t shiftEven(int64_t x, unsigned s) {
  if (s == 0)
    return x;
  int64_t down = x >> s;
  int64_t half = int64_t(1) << (s - 1);
  int64_t rest = x & (2 * half - 1);
  return down + (rest > half || (rest == half && (down & 1)));
}

} // namespace snnc::fx

#endif // SNNC_DIALECTS_FX_ARITHMETIC_H
