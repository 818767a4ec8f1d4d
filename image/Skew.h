//===- Skew.h - Where the entries of rows and columns lie -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In skewed rows the synapse of physical source s and physical target j lies in
// bank (s + j) mod lanes of the synapse memory, so that a row and a column have
// one entry a bank in each of their units (docs/tile.md, "Columns").
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_SKEW_H
#define SNNC_IMAGE_SKEW_H

#include "image/Image.h"

namespace snnc::image {

/// Address of unit `i` of a row.
inline uint32_t rowUnit(const RowDescriptor &row, const AxonEntry &axon,
                        uint32_t i, uint32_t lanes) {
  bool square = row.skewed && row.format == RowFormat::Dense;
  return axon.address + (square ? i * lanes : i);
}

/// Bank of a lane's entry in the row of a source, or in the column of a target,
/// that has this physical index.
inline uint32_t bankOf(const RowDescriptor &row, uint32_t lane,
                       uint32_t physical, uint32_t lanes) {
  return row.skewed ? (lane + physical) % lanes : lane;
}

/// Units of one projection's squares: those of source block g and target block
/// b are squareUnit(...) to squareUnit(...) + lanes - 1, the row of lane r of
/// the sources with number r.
inline uint32_t squareUnit(uint32_t unitBase, uint32_t g, uint32_t b,
                           uint32_t targetBlocks, uint32_t lanes) {
  return unitBase + (g * targetBlocks + b) * lanes;
}

/// An entry of a second index.
struct IndexEntry {
  static constexpr uint32_t kNone = ~0u;
  static constexpr unsigned kBlockBits = 12;
  static constexpr unsigned kUnitBits = 20;

  /// Block of the source within its group; address of the row unit.
  uint32_t block = 0;
  uint32_t unit = 0;

  static IndexEntry of(uint32_t word) {
    return {word & ((1u << kBlockBits) - 1), word >> kBlockBits};
  }
  uint32_t word() const { return block | unit << kBlockBits; }
};

} // namespace snnc::image

#endif // SNNC_IMAGE_SKEW_H
