//===- Numbers.h - A list of numbers, kept or drawn -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What stands for the weights or delays of a projection: one number for all,
// elements in memory, or a seeded distribution (#snn.uniform, #snn.normal).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_NUMBERS_H
#define SNNC_IMAGE_NUMBERS_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace snnc::image {

enum class NumberKind : uint8_t {
  Scalar,
  F32,
  F64,
  I8,
  I16,
  I32,
  I64,
  /// low + (high - low) w / 2^32, w the first word of the draw with key (seed,
  /// 1) and counter (index mod 2^32, index / 2^32).
  Uniform,
  /// Box and Muller's transform of both words of that draw (NormalDraws.h):
  /// `first` is the mean, `second` the deviation.
  Normal,
};

/// Beyond every value that a network states.
constexpr double kUnlimited = 1e300;

/// Bytes of an element in memory; 0 of what has none.
constexpr uint64_t elementBytes(NumberKind kind) {
  switch (kind) {
  case NumberKind::I8:
    return 1;
  case NumberKind::I16:
    return 2;
  case NumberKind::F32:
  case NumberKind::I32:
    return 4;
  case NumberKind::F64:
  case NumberKind::I64:
    return 8;
  default:
    return 0;
  }
}

class Numbers {
public:
  /// One number for all.
  static Numbers of(double value, uint64_t count);
  static Numbers ofInteger(int64_t value, uint64_t count);

  NumberKind kind = NumberKind::Scalar;
  /// Every value is an integer (by its type).
  bool integral = false;
  uint64_t count = 0;
  /// Scalar; or low and high; or mean and deviation.
  double first = 0.0, second = 0.0;
  int64_t scalar = 0;
  uint32_t seed = 0;
  /// Normal: values outside [least, most] are clamped to them.
  double least = -kUnlimited, most = kUnlimited;
  /// Little-endian elements at any alignment; `owner` keeps them, if set.
  const char *data = nullptr;
  std::shared_ptr<const void> owner;

  uint64_t size() const { return count; }
  /// One value stands for all: [0] is enough.
  bool isSplat() const { return kind == NumberKind::Scalar; }
  bool isInteger() const { return integral; }
  bool isDrawn() const {
    return kind == NumberKind::Uniform || kind == NumberKind::Normal;
  }
  /// Value by index, index < size(). Safe from several threads.
  double operator[](uint64_t index) const;
  /// values[i] = (*this)[indices[i]], several at a time where they are drawn.
  void read(const uint64_t *indices, size_t size, double *values) const;
  /// What no value lies outside; only of one for all and of drawn ones, of
  /// which none is looked at.
  std::pair<double, double> limits() const;
  /// Exact value; only if isInteger().
  int64_t integer(uint64_t index) const;
  /// The same with elements of its own.
  Numbers owned() const;

private:
  void draw(const uint64_t *indices, size_t size, double *values) const;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_NUMBERS_H
