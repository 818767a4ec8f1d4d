//===- Bytes.h - Little-endian bytes in and out -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reader never trusts a length: it checks it against what is left before
// it allocates, and throws snnc::Error.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_BYTES_H
#define SNNC_IMAGE_BYTES_H

#include "image/Error.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace snnc::image {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "files are copied from memory as little-endian");

class ByteWriter {
public:
  template <typename T> void number(T value) {
    static_assert(std::is_arithmetic<T>::value, "plain numbers only");
    const auto *p = reinterpret_cast<const uint8_t *>(&value);
    bytes.insert(bytes.end(), p, p + sizeof(T));
  }
  template <typename T> void elements(const std::vector<T> &values) {
    const auto *p = reinterpret_cast<const uint8_t *>(values.data());
    bytes.insert(bytes.end(), p, p + values.size() * sizeof(T));
  }
  template <typename T> void list(const std::vector<T> &values) {
    number<uint64_t>(values.size());
    elements(values);
  }
  void text(const std::string &value) {
    number<uint64_t>(value.size());
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  std::vector<uint8_t> bytes;
};

class ByteReader {
public:
  /// `origin` begins the message of every error.
  ByteReader(const uint8_t *data, size_t size, std::string origin)
      : data(data), size(size), origin(std::move(origin)) {}

  template <typename T> T number() {
    T value;
    take(&value, sizeof(T));
    return value;
  }
  template <typename T> std::vector<T> elements(uint64_t count) {
    if (count > left() / sizeof(T))
      throw Error(origin + ": a list of " + std::to_string(count) +
                  " elements is longer than the data (" +
                  std::to_string(left()) + " bytes left)");
    std::vector<T> values(count);
    if (count)
      take(values.data(), count * sizeof(T));
    return values;
  }
  template <typename T> std::vector<T> list() {
    return elements<T>(number<uint64_t>());
  }
  /// A count of things that take at least `bytesEach` bytes.
  uint64_t count(uint64_t bytesEach) {
    uint64_t n = number<uint64_t>();
    if (n > left() / bytesEach)
      throw Error(origin + ": " + std::to_string(n) +
                  " elements do not fit in the data (" +
                  std::to_string(left()) + " bytes left)");
    return n;
  }
  std::string text() {
    uint64_t n = count(1);
    std::string value(n, '\0');
    if (n)
      take(&value[0], n);
    return value;
  }
  size_t left() const { return size - at; }
  void finish() const {
    if (left())
      throw Error(origin + ": " + std::to_string(left()) +
                  " bytes too many at the end");
  }

private:
  void take(void *to, size_t n) {
    if (n > left())
      throw Error(origin + ": truncated");
    std::memcpy(to, data + at, n);
    at += n;
  }
  const uint8_t *data;
  size_t size;
  size_t at = 0;
  std::string origin;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_BYTES_H
