//===- NormalDraws.cpp - Normal numbers from random words -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network may have 10^8 weights and delays of this kind. So logarithm and
// cosine are polynomials that the compiler evaluates for several numbers at
// once. They use nothing but IEEE 754's operations, without fused ones (the
// file is compiled so): an engine draws the bits that the compiler proved.
//
//===----------------------------------------------------------------------===//

#include "image/NormalDraws.h"
#include "image/VectorClones.h"

#include <cmath>
#include <cstring>

namespace snnc::image {

namespace {

[[gnu::always_inline]] inline double ofBits(uint64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

[[gnu::always_inline]] inline uint64_t bitsOf(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

/// A number below 2^52 as the fraction of one between 2^52 and 2^53: processors
/// convert 32 signed bits to double several at once, but not 32 unsigned ones.
[[gnu::always_inline]] inline double toDouble(uint64_t number) {
  return ofBits(0x4330000000000000u | number) - 4503599627370496.0;
}

/// ln(x) of a positive normal number: of m 2^e with m from 0.71 to 1.42, by
/// ln m = 2 artanh(s) with s = (m - 1) / (m + 1), |s| <= 0.172.
[[gnu::always_inline]] inline double logarithm(double x) {
  constexpr double ln2High = 0x1.62e42fefap-1, ln2Low = 0x1.cf79abc9e3b3ap-40;
  // The exponent changes where the mantissa passes sqrt(1/2).
  constexpr uint64_t offset = 0x3ff0000000000000u - 0x3fe6a09e667f3bcdu;
  uint64_t bits = bitsOf(x) + offset;
  double e = toDouble(bits >> 52) - 1023.0;
  double m = ofBits((bits & 0xfffffffffffffu) + 0x3fe6a09e667f3bcdu);
  double s = (m - 1.0) / (m + 1.0);
  double z = s * s;
  double sum = 1.0 / 21;
  sum = sum * z + 1.0 / 19;
  sum = sum * z + 1.0 / 17;
  sum = sum * z + 1.0 / 15;
  sum = sum * z + 1.0 / 13;
  sum = sum * z + 1.0 / 11;
  sum = sum * z + 1.0 / 9;
  sum = sum * z + 1.0 / 7;
  sum = sum * z + 1.0 / 5;
  sum = sum * z + 1.0 / 3;
  return e * ln2High + (2.0 * s + (2.0 * s * z * sum + e * ln2Low));
}

/// sin(2 pi w) for |w| <= 1/4, by its series.
[[gnu::always_inline]] inline double sineOfTurns(double w) {
  double x = w * 6.283185307179586;
  double z = x * x;
  double sum = 1.0 / 51090942171709440000.0;
  sum = sum * z - 1.0 / 121645100408832000.0;
  sum = sum * z + 1.0 / 355687428096000.0;
  sum = sum * z - 1.0 / 1307674368000.0;
  sum = sum * z + 1.0 / 6227020800.0;
  sum = sum * z - 1.0 / 39916800.0;
  sum = sum * z + 1.0 / 362880.0;
  sum = sum * z - 1.0 / 5040.0;
  sum = sum * z + 1.0 / 120.0;
  sum = sum * z - 1.0 / 6.0;
  return x + x * z * sum;
}

} // namespace

SNNC_VECTOR_CLONES
void drawNormal(double mean, double deviation,
                const uint32_t *__restrict firsts,
                const uint32_t *__restrict seconds, size_t count,
                double *__restrict values) {
  constexpr double word = 0x1p-32;
  for (size_t i = 0; i < count; ++i) {
    double radius =
        std::sqrt(-2.0 * logarithm((toDouble(firsts[i]) + 1.0) * word));
    // cos(2 pi v) = sin(2 pi (|v - 1/2| - 1/4)), without rounding.
    double angle = std::fabs(toDouble(seconds[i]) * word - 0.5) - 0.25;
    values[i] = mean + deviation * (radius * sineOfTurns(angle));
  }
}

} // namespace snnc::image
