//===- Parts.h - Where the parts of a network are ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Questions about the tables of docs/chip.md. All but blocksOf and tileName
// want an image whose indices are in range.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_PARTS_H
#define SNNC_IMAGE_PARTS_H

#include "image/Error.h"
#include "image/Image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::image {

/// Throws snnc::Error if there are no tiles; `what` needs them.
inline void needTiles(const Image &image, const std::string &what) {
  if (!image.isPlaced())
    throw Error("image '" + image.name +
                "' was compiled for the engine cpu and lies on no tiles; " +
                what + " needs them: compile it without --target=cpu");
}

/// Of a population, padding included.
inline uint64_t blocksOf(const Population &p, uint32_t lanes) {
  return uint64_t(p.size / p.inner) * p.innerPad / lanes;
}

/// For messages: empty in an image of one tile, or "tile N: ".
inline std::string tileName(const Image &image, size_t tile) {
  return image.tiles.size() == 1 ? "" : "tile " + std::to_string(tile) + ": ";
}

inline const Group &homeOf(const Image &image, const Part &part) {
  return image.tiles[part.tile].groups[part.group];
}

/// The window of a tile that stands for a population; -1 without one.
inline int32_t windowOn(const Tile &tile, uint32_t population) {
  for (size_t g = 0; g < tile.groups.size(); ++g)
    if (tile.groups[g].window && tile.groups[g].population == population)
      return static_cast<int32_t>(g);
  return -1;
}

/// Source blocks that a tile's groups take.
inline uint64_t sourceBlocksOf(const Tile &tile) {
  uint64_t blocks = 0;
  for (const Group &g : tile.groups) {
    int32_t window = g.window ? -1 : windowOn(tile, g.population);
    bool shared = window >= 0 && tile.groups[size_t(window)].kept;
    blocks += shared || (g.window && !g.kept) ? 0 : g.blocks;
  }
  return blocks;
}

/// A part by its source number.
struct Source {
  uint32_t population = 0;
  /// Index in Population::parts.
  uint32_t part = 0;
};

inline std::vector<Source> sourcesOf(const Image &image) {
  std::vector<Source> sources;
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    for (uint32_t i = 0; i < image.populations[p].parts.size(); ++i)
      sources.push_back({p, i});
  return sources;
}

} // namespace snnc::image

#endif // SNNC_IMAGE_PARTS_H
