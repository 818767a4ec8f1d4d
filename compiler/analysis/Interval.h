//===- Interval.h - Intervals of real numbers -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Closed intervals of doubles with the arithmetic that range analysis needs.
// Bounds are not rounded outward: formats keep a spare bit, and the lowered
// code is proven again on integers (FixedRange.h).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_INTERVAL_H
#define SNNC_COMPILER_ANALYSIS_INTERVAL_H

#include <algorithm>
#include <cmath>
#include <limits>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace snnc::compiler {

/// [lo, hi]; empty where lo > hi (nothing known to flow here yet).
struct Interval {
  double lo = std::numeric_limits<double>::infinity();
  double hi = -std::numeric_limits<double>::infinity();

  static Interval point(double x) { return {x, x}; }
  static Interval whole() {
    double inf = std::numeric_limits<double>::infinity();
    return {-inf, inf};
  }

  bool isEmpty() const { return !(lo <= hi); }
  bool isPoint() const { return lo == hi; }
  bool isFinite() const { return std::isfinite(lo) && std::isfinite(hi); }
  bool contains(double x) const { return lo <= x && x <= hi; }
  bool contains(const Interval &other) const {
    return other.isEmpty() || (lo <= other.lo && other.hi <= hi);
  }
  /// Largest absolute value; 0 if empty.
  double magnitude() const {
    return isEmpty() ? 0.0 : std::max(std::fabs(lo), std::fabs(hi));
  }
  bool operator==(const Interval &other) const {
    return (isEmpty() && other.isEmpty()) || (lo == other.lo && hi == other.hi);
  }

  /// The lattice interface of MLIR's sparse dataflow analysis.
  static Interval join(const Interval &a, const Interval &b) {
    return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
  }
  void print(llvm::raw_ostream &os) const;
};

Interval operator+(const Interval &a, const Interval &b);
Interval operator-(const Interval &a, const Interval &b);
Interval operator*(const Interval &a, const Interval &b);
/// The whole line if `b` contains 0.
Interval operator/(const Interval &a, const Interval &b);
Interval operator-(const Interval &a);
Interval abs(const Interval &a);
Interval min(const Interval &a, const Interval &b);
Interval max(const Interval &a, const Interval &b);
Interval intersect(const Interval &a, const Interval &b);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_INTERVAL_H
