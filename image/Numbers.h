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

#include <cstdint>
#include <memory>

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
  /// Box and Muller's transform of both words of that draw: `first` is the
  /// mean, `second` the deviation.
  Normal,
};

class Numbers {
public:
  NumberKind kind = NumberKind::Scalar;
  /// Every value is an integer (by its type).
  bool integral = false;
  uint64_t count = 0;
  /// Scalar; or low and high; or mean and deviation.
  double first = 0.0, second = 0.0;
  int64_t scalar = 0;
  uint32_t seed = 0;
  /// Normal: values outside [least, most] are clamped to them.
  double least = -1e300, most = 1e300;
  /// Little-endian elements at any alignment; `owner` keeps them, if set.
  const char *data = nullptr;
  std::shared_ptr<const void> owner;

  uint64_t size() const { return count; }
  /// One value stands for all: [0] is enough.
  bool isSplat() const { return kind == NumberKind::Scalar; }
  bool isInteger() const { return integral; }
  double operator[](uint64_t index) const;
  /// Exact value; only if isInteger().
  int64_t integer(uint64_t index) const;
  /// The same with elements of its own.
  Numbers owned() const;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_NUMBERS_H
