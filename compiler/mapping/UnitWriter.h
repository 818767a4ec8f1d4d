//===- UnitWriter.h - Writing row units ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_UNITWRITER_H
#define SNNC_COMPILER_MAPPING_UNITWRITER_H

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// Appends units of one entry size: unit u is sub-word u mod (32 / entryBits)
/// of each lane's word u / (32 / entryBits).
class UnitWriter {
public:
  UnitWriter(uint32_t lanes, uint32_t entryBits, std::vector<uint32_t> &words)
      : lanes(lanes), entryBits(entryBits), words(words) {}

  /// A new unit of zeros; returns its address.
  uint32_t append() {
    if (units % (32 / entryBits) == 0)
      words.resize(words.size() + lanes);
    return units++;
  }
  /// Sets the entry of a lane in a unit that is still zero there.
  void set(uint32_t unit, uint32_t lane, uint32_t entry) {
    uint32_t perRow = 32 / entryBits;
    words[size_t(unit / perRow) * lanes + lane] |=
        entry << (unit % perRow * entryBits);
  }
  uint32_t count() const { return units; }

  /// The code whose value is `value`: two's complement, or for one bit the
  /// sign.
  static uint32_t encode(int32_t value, uint32_t bits) {
    if (bits == 1)
      return value < 0;
    return static_cast<uint32_t>(value) & ((1u << bits) - 1);
  }

private:
  uint32_t lanes, entryBits;
  uint32_t units = 0;
  std::vector<uint32_t> &words;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_UNITWRITER_H
