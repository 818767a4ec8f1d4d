//===- Network.cpp - The way of events between tiles ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/ref/Network.h"

#include "image/Parts.h"

#include <algorithm>

namespace snnc::runtime::ref {

Network::Network(const image::Image &image) {
  for (const image::Tile &tile : image.tiles)
    trees.emplace_back(tile.groups.size());
  if (image.tiles.size() == 1)
    return;
  const std::vector<image::Source> sources = image::sourcesOf(image);
  for (size_t number = 0; number < sources.size(); ++number) {
    const image::Population &p = image.populations[sources[number].population];
    const image::Part &part = p.parts[sources[number].part];
    follow(image, number, part, part.tile, trees[part.tile][part.group]);
  }
}

void Network::follow(const image::Image &image, size_t number,
                     const image::Part &part, uint32_t tile, Tree &tree) const {
  const image::Route &route = image.tiles[tile].routes[number];
  if (route.window >= 0) {
    auto window = static_cast<uint32_t>(route.window);
    int64_t blocks = int64_t(image::homeOf(image, part).firstBlock) -
                     image.tiles[tile].groups[window].firstBlock;
    tree.arrivals.push_back({tile, window, blocks * image.target.lanes});
  }
  // In the order of the bits of RouteBit.
  const int64_t columns = image.target.meshColumns;
  const int64_t ways[] = {1, -1, -columns, columns};
  for (uint32_t way = 0; way < 4; ++way) {
    if (!(route.out >> way & 1))
      continue;
    tree.links.push_back(tile * 4 + way);
    follow(image, number, part, static_cast<uint32_t>(tile + ways[way]), tree);
  }
}

} // namespace snnc::runtime::ref
