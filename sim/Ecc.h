//===- Ecc.h - The codes of the memories ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the chip stores of a granule (docs/tile.md, "Memory protection"). One
// definition, hw/gen_ecc.py, makes the tables of this and of the RTL.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_ECC_H
#define SNNC_SIM_ECC_H

#include <array>
#include <cstdint>
#include <vector>

namespace snnc::sim {

class EccCode {
public:
  /// For 1 to 57 data bits.
  explicit EccCode(unsigned dataBits);

  unsigned dataBits() const { return data; }
  /// Data and check bits.
  unsigned bits() const { return data + checks; }

  /// Data in the low bits, check bits above.
  uint64_t encode(uint64_t value) const {
    return value | uint64_t(parities(value)) << data;
  }
  bool isCodeWord(uint64_t code) const {
    return parities(value(code)) == code >> data;
  }
  /// Corrects a wrong bit; false if there are more.
  bool correct(uint64_t &code) const;
  /// The data of a code word.
  uint64_t value(uint64_t code) const { return code & mask; }

private:
  unsigned parities(uint64_t value) const {
    unsigned result = 0;
    for (const auto &table : ofByte) {
      result ^= table[value & 0xff];
      value >>= 8;
    }
    return result;
  }

  unsigned data, checks;
  uint64_t mask;
  /// Check bits of each value of each byte.
  std::vector<std::array<uint8_t, 256>> ofByte;
};

} // namespace snnc::sim

#endif // SNNC_SIM_ECC_H
