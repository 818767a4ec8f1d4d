//===- Numbers.cpp - A list of numbers, kept or drawn ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Numbers.h"
#include "image/Draws.h"
#include "image/NormalDraws.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace snnc::image {

constexpr double kWords = 4294967296.0;

Numbers Numbers::of(double value, uint64_t count) {
  Numbers numbers;
  numbers.count = count;
  numbers.first = value;
  return numbers;
}

Numbers Numbers::ofInteger(int64_t value, uint64_t count) {
  Numbers numbers = of(static_cast<double>(value), count);
  numbers.scalar = value;
  numbers.integral = true;
  return numbers;
}

/// Little-endian elements at any alignment.
template <typename T> static T load(const char *data, uint64_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof(T), sizeof(T));
  return value;
}

double Numbers::operator[](uint64_t index) const {
  double value = 0.0;
  read(&index, 1, &value);
  return value;
}

void Numbers::read(const uint64_t *indices, size_t size, double *values) const {
  auto each = [&](auto valueOf) {
    for (size_t i = 0; i < size; ++i)
      values[i] = valueOf(indices[i]);
  };
  switch (kind) {
  case NumberKind::Scalar:
    std::fill(values, values + size, first);
    break;
  case NumberKind::F32:
    each([&](uint64_t index) { return double(load<float>(data, index)); });
    break;
  case NumberKind::F64:
    each([&](uint64_t index) { return load<double>(data, index); });
    break;
  case NumberKind::I8:
  case NumberKind::I16:
  case NumberKind::I32:
  case NumberKind::I64:
    each([&](uint64_t index) { return double(integer(index)); });
    break;
  case NumberKind::Uniform:
  case NumberKind::Normal:
    for (size_t i = 0; i < size; i += kDrawsAtOnce)
      draw(indices + i, std::min(kDrawsAtOnce, size - i), values + i);
    break;
  }
}

/// At most kDrawsAtOnce.
void Numbers::draw(const uint64_t *indices, size_t size, double *values) const {
  uint32_t firsts[kDrawsAtOnce], seconds[kDrawsAtOnce];
  drawAt(seed, DrawUse::Values, indices, size, firsts, seconds);
  if (kind == NumberKind::Uniform) {
    for (size_t i = 0; i < size; ++i)
      values[i] = first + (second - first) * (firsts[i] / kWords);
    return;
  }
  drawNormal(first, second, firsts, seconds, size, values);
  for (size_t i = 0; i < size; ++i)
    values[i] = std::clamp(values[i], least, most);
}

std::pair<double, double> Numbers::limits() const {
  if (kind == NumberKind::Uniform)
    return {first, second};
  if (kind != NumberKind::Normal)
    return {first, first};
  double reach = second * kLargestDeviation;
  return {std::clamp(first - reach, least, most),
          std::clamp(first + reach, least, most)};
}

int64_t Numbers::integer(uint64_t index) const {
  switch (kind) {
  case NumberKind::I8:
    return load<int8_t>(data, index);
  case NumberKind::I16:
    return load<int16_t>(data, index);
  case NumberKind::I32:
    return load<int32_t>(data, index);
  case NumberKind::I64:
    return load<int64_t>(data, index);
  default:
    return scalar;
  }
}

Numbers Numbers::owned() const {
  Numbers copy = *this;
  uint64_t bytes = count * elementBytes(kind);
  if (owner || bytes == 0)
    return copy;
  auto kept = std::make_shared<const std::string>(data, bytes);
  copy.data = kept->data();
  copy.owner = kept;
  return copy;
}

} // namespace snnc::image
