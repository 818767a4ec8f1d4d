//===- Interval.cpp - Intervals of real numbers --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Interval.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace snnc::compiler {

void Interval::print(llvm::raw_ostream &os) const {
  if (isEmpty())
    os << "[]";
  else
    os << llvm::format("[%g, %g]", lo, hi);
}

/// 0 * infinity is 0 here: a factor that is exactly 0 stays 0.
static double times(double a, double b) {
  return a == 0.0 || b == 0.0 ? 0.0 : a * b;
}

Interval operator+(const Interval &a, const Interval &b) {
  return a.isEmpty() || b.isEmpty() ? Interval()
                                    : Interval{a.lo + b.lo, a.hi + b.hi};
}

Interval operator-(const Interval &a, const Interval &b) { return a + -b; }

Interval operator*(const Interval &a, const Interval &b) {
  if (a.isEmpty() || b.isEmpty())
    return {};
  double p[] = {times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo),
                times(a.hi, b.hi)};
  return {*std::min_element(p, p + 4), *std::max_element(p, p + 4)};
}

Interval operator/(const Interval &a, const Interval &b) {
  if (a.isEmpty() || b.isEmpty())
    return {};
  if (b.contains(0.0))
    return Interval::whole();
  return a * Interval{1.0 / b.hi, 1.0 / b.lo};
}

Interval operator-(const Interval &a) { return {-a.hi, -a.lo}; }

Interval abs(const Interval &a) {
  if (a.isEmpty())
    return {};
  double least =
      a.contains(0.0) ? 0.0 : std::min(std::fabs(a.lo), std::fabs(a.hi));
  return {least, a.magnitude()};
}

Interval min(const Interval &a, const Interval &b) {
  if (a.isEmpty() || b.isEmpty())
    return {};
  return {std::min(a.lo, b.lo), std::min(a.hi, b.hi)};
}

Interval max(const Interval &a, const Interval &b) { return -min(-a, -b); }

Interval intersect(const Interval &a, const Interval &b) {
  return {std::max(a.lo, b.lo), std::min(a.hi, b.hi)};
}

} // namespace snnc::compiler
