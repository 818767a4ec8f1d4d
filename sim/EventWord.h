//===- EventWord.h - Words of the chip's event streams ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As docs/chip.md, "The host's side", has them; tiles by their number on the
// chip.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_EVENTWORD_H
#define SNNC_SIM_EVENTWORD_H

#include "runtime/IntegerEngine.h"

#include <cstdint>

namespace snnc::sim {

inline uint64_t wordOf(const runtime::TileEvent &event) {
  return uint64_t(event.tile) << 48 | uint64_t(event.group) << 40 |
         uint64_t(event.physical) << 16 |
         (static_cast<uint32_t>(event.payload) & 0xffff);
}

inline runtime::TileEvent eventOf(uint64_t word) {
  return {static_cast<uint32_t>(word >> 40 & 0xff),
          static_cast<uint32_t>(word >> 16 & 0xffffff),
          static_cast<int16_t>(word), static_cast<uint32_t>(word >> 48)};
}

/// Of the last beat of a step: an error of a tile has stopped it.
inline bool isHalted(uint64_t last) { return last >> 32 & 1; }

} // namespace snnc::sim

#endif // SNNC_SIM_EVENTWORD_H
