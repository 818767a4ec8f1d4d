//===- Partition.h - Which parts go together --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Members stand in a row, grain by grain, and the row is cut into runs, one a
// tile, so that no tile has two parts of a member. The order of the members and
// the cuts are searched for little load on the busiest tile and few events
// between tiles. Where equal shares of all members are better, side by side,
// tiles take those. The same arguments give the same result.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PARTITION_H
#define SNNC_COMPILER_MAPPING_PARTITION_H

#include "compiler/mapping/PartitionModel.h"

#include <optional>

namespace snnc::compiler {

struct PartitionRequest {
  /// 0: the fewest.
  uint32_t tiles = 0;
  /// What there is.
  uint32_t mostTiles = 1;
  uint64_t seed = 0;
  /// Pieces that are given, by tile; members in them are in no other.
  std::vector<Content> given;
};

struct PartitionFailure {
  /// Too few tiles: how many are needed, and what fills them most often.
  uint32_t needed = 0;
  Resource resource = Resource::Count;
  /// Otherwise `piece` alone, or with what is given on its tile, is too much.
  std::optional<Piece> piece = {};
  /// A tile with too much given on it.
  std::optional<uint32_t> tile = {};
  uint64_t used = 0, limit = 0;
};

struct Partition {
  std::vector<Content> tiles;
  std::optional<PartitionFailure> failure;
};

/// Tiles in use, at most as many as asked for: fewer where there are fewer
/// grains.
Partition partition(const Model &model, const PartitionRequest &request);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PARTITION_H
