//===- SpreadPieces.h - Programs moved and rows clipped --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_SPREADPIECES_H
#define SNNC_TESTS_UNIT_RUNTIME_SPREADPIECES_H

#include "image/Image.h"

#include <cstdint>
#include <tuple>
#include <vector>

namespace snnc::testing {

/// By how much the places that a program names move.
struct Move {
  /// Words of the state memory, and blocks of the planes.
  uint32_t state = 0, blocks = 0;
  /// Words of the accumulators.
  uint32_t accumulators = 0;

  bool operator<(const Move &o) const {
    return std::tie(state, blocks, accumulators) <
           std::tie(o.state, o.blocks, o.accumulators);
  }
};

/// An instruction that names other places.
uint64_t movedWord(uint64_t word, const Move &by);

/// A row's units for blocks first .. end - 1: addresses in the old image, and
/// entries by bank.
struct ClippedRow {
  image::AxonEntry entry;
  std::vector<uint32_t> old;
  std::vector<uint32_t> words;
};

/// Of a row in the tile's memory, that of the source with this physical index.
/// Blocks count from `first`.
ClippedRow clipRow(const image::Tile &from, const image::RowDescriptor &row,
                   const image::AxonEntry &axon, uint32_t source,
                   uint32_t first, uint32_t end, uint32_t lanes);

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_SPREADPIECES_H
