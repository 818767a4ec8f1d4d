//===- Ecc.cpp - The codes of the memories ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Ecc.h"

#include <cassert>

namespace snnc::sim {

static constexpr unsigned leastChecks = 3, mostChecks = 8;

/// Data bits of each check bit, by the number of check bits.
static const uint64_t members[mostChecks - leastChecks + 1][mostChecks] = {
#include "sim/EccMembers.inc"
};

static unsigned checksFor(unsigned data) {
  unsigned checks = leastChecks;
  while (data + checks > 1u << (checks - 1))
    ++checks;
  return checks;
}

EccCode::EccCode(unsigned dataBits)
    : data(dataBits), checks(checksFor(dataBits)),
      mask((uint64_t(1) << dataBits) - 1), ofByte((dataBits + 7) / 8) {
  assert(bits() <= 64);
  for (unsigned byte = 0; byte < ofByte.size(); ++byte)
    for (unsigned value = 0; value < 256; ++value) {
      unsigned result = 0;
      for (unsigned check = 0; check < checks; ++check) {
        uint64_t bits = uint64_t(value) << 8 * byte &
                        members[checks - leastChecks][check] & mask;
        result |= unsigned(__builtin_parityll(bits)) << check;
      }
      ofByte[byte][value] = uint8_t(result);
    }
}

bool EccCode::correct(uint64_t &code) const {
  if (isCodeWord(code))
    return true;
  for (unsigned bit = 0; bit < bits(); ++bit)
    if (uint64_t other = code ^ uint64_t(1) << bit; isCodeWord(other)) {
      code = other;
      return true;
    }
  return false;
}

} // namespace snnc::sim
