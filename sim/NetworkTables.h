//===- NetworkTables.h - What tiles know of each other ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_NETWORKTABLES_H
#define SNNC_SIM_NETWORKTABLES_H

#include "image/Image.h"
#include "sim/TileWords.h"

#include <cstdint>
#include <vector>

namespace snnc::sim {

/// The network's side of a tile, as its memories have it.
struct NetworkTables {
  /// By group.
  std::vector<NetworkSource> sources;
  /// By source number: arrival words of the tile, route words of its router.
  std::vector<uint32_t> arrivals;
  std::vector<uint32_t> routes;
};

/// By tile of the image; empty tables in an image of one tile.
std::vector<NetworkTables> networkTables(const image::Image &image);

} // namespace snnc::sim

#endif // SNNC_SIM_NETWORKTABLES_H
