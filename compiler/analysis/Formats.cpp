//===- Formats.cpp - Choosing fixed-point formats ------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Formats.h"

namespace snnc::compiler {

int ceilLog2(double magnitude) {
  constexpr int least = -40;
  if (!(magnitude > std::ldexp(1.0, least)))
    return least;
  int exponent = 0;
  double fraction = std::frexp(magnitude, &exponent);
  return fraction == 0.5 ? exponent - 1 : exponent;
}

Format storageFormat(const Interval &range, unsigned bits) {
  return {bits, int(bits) - 1 - ceilLog2(range.magnitude())};
}

double storageLimit(const Interval &range) {
  return std::ldexp(1.0, ceilLog2(range.magnitude()));
}

Format coveringFormat(const Interval &range, unsigned bits) {
  Format format = storageFormat(range, bits);
  double top = std::ldexp(1.0, int(bits) - 1);
  while (toUnits(range.hi, format.frac) > top - 1.0 ||
         toUnits(range.lo, format.frac) < -top)
    --format.frac;
  return format;
}

double toUnits(double x, int frac) {
  // The default rounding mode is half to even.
  return std::nearbyint(std::ldexp(x, frac));
}

int64_t toFixed(double x, const Format &format) {
  double top = std::ldexp(1.0, int(format.bits) - 1);
  return int64_t(std::clamp(toUnits(x, format.frac), -top, top - 1.0));
}

Mantissa toMantissa(double constant, int fracLimit) {
  Format format = coveringFormat(Interval::point(constant), 16);
  format.frac = std::min(format.frac, fracLimit);
  return {int32_t(toFixed(constant, format)), format.frac};
}

} // namespace snnc::compiler
