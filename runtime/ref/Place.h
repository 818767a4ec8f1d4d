//===- Place.h - Values in the words of a memory ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_PLACE_H
#define SNNC_RUNTIME_REF_PLACE_H

#include "runtime/ref/Tile.h"

namespace snnc::runtime::ref {

/// Place of a value in a memory of rows of 32-bit words.
struct Place {
  uint64_t row;
  unsigned low;
};

/// Unit `unit` of `bits` a lane.
inline Place placeOf(uint64_t unit, unsigned bits) {
  return {unit * bits / 32, static_cast<unsigned>(unit * bits % 32)};
}

/// Plane `k` of row unit `unit`.
inline Place synapsePlace(const RowRun &run, unsigned k, uint32_t unit) {
  const image::LearnEntry &e = *run.entry;
  if (k == 0)
    return placeOf(unit, 1u << run.row->entryLog2);
  return placeOf(uint64_t(e.planes[k].base) + (unit - e.unitBase),
                 e.planes[k].bits);
}

inline int32_t extract(uint32_t word, unsigned low, unsigned bits) {
  return static_cast<int32_t>(word << (32 - bits - low)) >> (32 - bits);
}

inline uint32_t insert(uint32_t word, unsigned low, unsigned bits,
                       int32_t value) {
  uint32_t mask = (~0u >> (32 - bits)) << low;
  return (word & ~mask) | ((static_cast<uint32_t>(value) << low) & mask);
}

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_PLACE_H
