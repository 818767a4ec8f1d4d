//===- Crc32c.cpp - The checksum of the container ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"

#include <array>

namespace snnc::image {

namespace {

/// Castagnoli's polynomial, bits reversed.
constexpr uint32_t kPolynomial = 0x82f63b78;

/// tables[k][b]: the effect of byte b followed by k zero bytes, so that eight
/// bytes take one step.
using Tables = std::array<std::array<uint32_t, 256>, 8>;

Tables makeTables() {
  Tables tables;
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ ((crc & 1) ? kPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (uint32_t byte = 0; byte < 256; ++byte)
    for (int k = 1; k < 8; ++k) {
      uint32_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  return tables;
}

} // namespace

uint32_t crc32c(const void *data, size_t size) {
  static const Tables tables = makeTables();
  const auto *bytes = static_cast<const uint8_t *>(data);
  uint32_t crc = 0xffffffff;
  for (; size >= 8; size -= 8, bytes += 8) {
    uint32_t next = 0;
    for (int k = 0; k < 4; ++k) {
      uint8_t mixed = bytes[k] ^ static_cast<uint8_t>(crc >> (8 * k));
      next ^= tables[7 - k][mixed] ^ tables[3 - k][bytes[4 + k]];
    }
    crc = next;
  }
  for (; size > 0; --size, ++bytes)
    crc = (crc >> 8) ^ tables[0][(crc ^ *bytes) & 0xff];
  return ~crc;
}

} // namespace snnc::image
