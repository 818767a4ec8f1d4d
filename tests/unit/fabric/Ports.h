//===- Ports.h - Bits of the ports of a Verilated module --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Verilator makes a port an integer, or where it is wider than 64 bits an array
// of words of 32.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_FABRIC_PORTS_H
#define SNNC_TESTS_UNIT_FABRIC_PORTS_H

#include <cstdint>
#include <type_traits>

namespace snnc::fabric {

/// The `count` bits from bit `from` on.
template <typename Port>
uint64_t getBits(const Port &port, uint32_t from, uint32_t count) {
  uint64_t value = 0;
  if constexpr (std::is_integral_v<Port>) {
    value = uint64_t(port) >> from;
  } else {
    for (uint32_t got = 0; got < count;) {
      uint32_t at = from + got;
      value |= uint64_t(port[at / 32] >> (at % 32)) << got;
      got += 32 - at % 32;
    }
  }
  return count < 64 ? value & ((uint64_t(1) << count) - 1) : value;
}

template <typename Port>
void setBits(Port &port, uint32_t from, uint32_t count, uint64_t value) {
  for (uint32_t i = 0; i < count; ++i) {
    uint64_t bit = value >> i & 1;
    if constexpr (std::is_integral_v<Port>) {
      uint64_t mask = uint64_t(1) << (from + i);
      port = Port((uint64_t(port) & ~mask) | (bit ? mask : 0));
    } else {
      uint32_t mask = uint32_t(1) << ((from + i) % 32);
      auto &word = port[(from + i) / 32];
      word = bit ? word | mask : word & ~mask;
    }
  }
}

} // namespace snnc::fabric

#endif // SNNC_TESTS_UNIT_FABRIC_PORTS_H
