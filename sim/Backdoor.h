//===- Backdoor.h - Memories of the chip behind its back --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Words of a memory as the tile sees them, whether it is stored with ECC or
// not.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_BACKDOOR_H
#define SNNC_SIM_BACKDOOR_H

#include "sim/Ecc.h"
#include "sim/TileModel.h"

#include <optional>
#include <string>

namespace snnc::sim {

class Backdoor {
public:
  /// Of words of `width` bits, at most 64, that are written in granules of
  /// `granule` bits. Throws snnc::Error if the chip has no such memory.
  Backdoor(TileModel &model, const std::string &instance, unsigned width,
           unsigned granule);

  size_t depth() const { return raw.depth; }
  bool hasEcc() const { return code.has_value(); }

  /// Corrects, as the tile does; throws snnc::Error where it cannot.
  uint64_t read(size_t word) const {
    // What the fast builds read most.
    if (raw.bits == 32 && !code)
      return static_cast<const uint32_t *>(raw.words)[word];
    return code ? decode(word) : stored(word, 0, width);
  }
  void write(size_t word, uint64_t value) {
    if (raw.bits == 32 && !code)
      static_cast<uint32_t *>(raw.words)[word] = static_cast<uint32_t>(value);
    else if (code)
      encode(word, value);
    else
      store(word, 0, width, value);
  }
  /// Zero everywhere.
  void clear();

  // With ECC: what is stored.
  unsigned granules() const { return width / granule; }
  /// Bits of a granule.
  unsigned codeBits() const { return code->bits(); }
  uint64_t codeOf(size_t word, unsigned granuleIndex) const {
    return stored(word, granuleIndex * codeBits(), codeBits());
  }
  bool isSound(size_t word, unsigned granuleIndex) const {
    return code->isCodeWord(codeOf(word, granuleIndex));
  }
  void flip(size_t word, unsigned granuleIndex, unsigned bit) {
    store(word, granuleIndex * codeBits(), codeBits(),
          codeOf(word, granuleIndex) ^ uint64_t(1) << bit);
  }

private:
  uint64_t decode(size_t word) const;
  void encode(size_t word, uint64_t value);
  /// `count` bits of a word from bit `at` on.
  uint64_t stored(size_t word, unsigned at, unsigned count) const;
  void store(size_t word, unsigned at, unsigned count, uint64_t value);

  RawMemory raw;
  std::string instance;
  unsigned width, granule;
  std::optional<EccCode> code;
};

} // namespace snnc::sim

#endif // SNNC_SIM_BACKDOOR_H
