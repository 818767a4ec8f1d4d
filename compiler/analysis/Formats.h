//===- Formats.h - Choosing fixed-point formats -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which power-of-two scale holds a range in so many bits, and the conversion of
// real numbers to integers.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_FORMATS_H
#define SNNC_COMPILER_ANALYSIS_FORMATS_H

#include "compiler/analysis/Interval.h"

#include <cstdint>

namespace snnc::compiler {

/// Bits of a two's complement number and its scale: real = integer * 2^-frac.
struct Format {
  unsigned bits = 32;
  int frac = 0;
  double step() const { return std::ldexp(1.0, -frac); }
};

/// Least k with magnitude <= 2^k; -40 for 0.
int ceilLog2(double magnitude);

/// The format of `bits` bits whose limits are the range widened outward to
/// [-2^k, 2^k); a bound of exactly 2^k is held up to one unit.
Format storageFormat(const Interval &range, unsigned bits);

/// The 2^k of storageFormat.
double storageLimit(const Interval &range);

/// The finest format of `bits` bits that holds the whole range exactly.
Format coveringFormat(const Interval &range, unsigned bits);

/// `x` * 2^frac, rounded half to even.
double toUnits(double x, int frac);

/// `x` in the format, rounded half to even, clamped to its limits.
int64_t toFixed(double x, const Format &format);

/// The product constant * 2^frac that fits 16 bits with the largest frac
/// (at most `fracLimit`).
struct Mantissa {
  int32_t value = 0;
  int frac = 0;
  double real() const { return std::ldexp(double(value), -frac); }
};
Mantissa toMantissa(double constant, int fracLimit);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_FORMATS_H
