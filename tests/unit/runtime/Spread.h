//===- Spread.h - An image of one tile, spread over several -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The network stays the same, so every step must: engines are compared on both.
// Programs and rows are those of the image, moved and clipped; what a tile
// holds of neurons that live elsewhere is filled with noise.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_SPREAD_H
#define SNNC_TESTS_UNIT_RUNTIME_SPREAD_H

#include "image/Image.h"

#include <cstdint>
#include <vector>

namespace snnc::testing {

struct SpreadPlan {
  /// Tiles of the mesh.
  uint32_t columns = 2, rows = 1;
  /// A run of a population's blocks.
  struct Piece {
    uint32_t tile = 0;
    uint32_t blocks = 0;
  };
  /// By population, in order.
  std::vector<std::vector<Piece>> pieces;
  /// Another seed, other places in the memories, and other windows.
  uint32_t seed = 1;
};

/// Blocks of a population that a piece must have a multiple of.
uint32_t spreadUnit(const image::Population &population, uint32_t lanes);

/// Source blocks with more than one tile's rows have their state at home only:
/// entries of Learn over the sources of a projection must not read it.
image::Image spread(const image::Image &one, const SpreadPlan &plan);

/// Each population in up to `most` pieces, anywhere on a random mesh.
SpreadPlan randomPlan(const image::Image &one, uint32_t seed,
                      uint32_t most = 6);

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_SPREAD_H
