//===- Arithmetic.h - The exact arithmetic of each instruction --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The golden definition, in scalar form: docs/machine.md in C++. Everything is
// exact in 64 bits before it is fitted into 32.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_ARITHMETIC_H
#define SNNC_RUNTIME_REF_ARITHMETIC_H

#include "isa/Isa.h"

#include <algorithm>
#include <cstdint>

namespace snnc::runtime::ref {

using isa::Rounding;

/// Exact integer into a register: saturated or wrapped.
template <bool Saturate> inline int32_t fit(int64_t x) {
  if (Saturate)
    x = std::min<int64_t>(std::max<int64_t>(x, INT32_MIN), INT32_MAX);
  return static_cast<int32_t>(x);
}

/// x / 2^s; `dr` is the lane's last random word.
template <Rounding Mode>
inline int64_t rshift(int64_t x, unsigned s, uint32_t dr) {
  if (Mode == Rounding::Floor)
    return x >> s;
  if (Mode == Rounding::Stochastic)
    return (x + static_cast<int64_t>(dr & ((1u << s) - 1))) >> s;
  if (s == 0)
    return x;
  // Half rounds up, less one where the result would be even already.
  int64_t half = int64_t(1) << (s - 1);
  return (x + half - 1 + ((x >> s) & 1)) >> s;
}

/// Operand B of a multiplication.
inline int32_t signExtend16(int32_t b) { return static_cast<int16_t>(b); }

template <Rounding Mode, bool Saturate>
inline int32_t mul(int32_t a, int32_t b, unsigned s, uint32_t dr) {
  return fit<Saturate>(rshift<Mode>(int64_t(a) * signExtend16(b), s, dr));
}

template <Rounding Mode, bool Saturate>
inline int32_t mac(int32_t c, int32_t a, int32_t b, unsigned s, uint32_t dr) {
  return fit<Saturate>(c + rshift<Mode>(int64_t(a) * signExtend16(b), s, dr));
}

template <bool Saturate> inline int32_t shl(int32_t a, int32_t b) {
  return fit<Saturate>(int64_t(a) * (int64_t(1) << (b & 31)));
}

template <Rounding Mode> inline int32_t shr(int32_t a, int32_t b, uint32_t dr) {
  unsigned s = std::min<unsigned>(static_cast<uint32_t>(b) & 31, 30);
  return static_cast<int32_t>(rshift<Mode>(a, s, dr));
}

/// What a store of `bits` keeps of register `a`, before the clamp.
template <Rounding Mode>
inline int64_t storeShift(int32_t a, unsigned s, uint32_t dr) {
  return rshift<Mode>(a, s, dr);
}

/// Saturation to the stored width; always on.
inline int32_t clampToWidth(int64_t x, unsigned bits) {
  int64_t most = (int64_t(1) << (bits - 1)) - 1;
  return static_cast<int32_t>(std::min(std::max(x, -most - 1), most));
}

/// Index of a table lookup, 0 .. length-1.
inline int32_t tableIndex(int32_t a, unsigned s, int32_t length) {
  return std::min(std::max(a >> s, 0), length - 1);
}

/// Value of a weight code in the low `bits` of `code` (1, 2, 4, 8 or 16).
inline int32_t weightValue(uint32_t code, unsigned bits) {
  if (bits == 1)
    return (code & 1) ? -1 : 1;
  return static_cast<int32_t>(code << (32 - bits)) >> (32 - bits);
}

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_ARITHMETIC_H
