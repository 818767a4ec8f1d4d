//===- NetworkTables.cpp - What tiles know of each other --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/NetworkTables.h"

#include "image/Parts.h"

namespace snnc::sim {

/// Bit of a route word: the event is for the router's own tile. Those below it
/// are image::RouteBit.
static constexpr uint32_t routeHere = 16;

std::vector<NetworkTables> networkTables(const image::Image &image) {
  std::vector<NetworkTables> tables(image.tiles.size());
  if (image.tiles.size() == 1)
    return tables;
  const std::vector<image::Source> sources = image::sourcesOf(image);
  for (size_t t = 0; t < image.tiles.size(); ++t) {
    tables[t].sources.resize(image.tiles[t].groups.size());
    tables[t].arrivals.resize(sources.size());
    tables[t].routes.resize(sources.size());
  }
  for (uint32_t number = 0; number < sources.size(); ++number) {
    const image::Population &p = image.populations[sources[number].population];
    const image::Part &part = p.parts[sources[number].part];
    uint32_t copies = 0;
    for (size_t t = 0; t < image.tiles.size(); ++t) {
      const image::Route &route = image.tiles[t].routes[number];
      tables[t].routes[number] = route.out;
      if (route.window < 0)
        continue;
      const auto window = static_cast<uint32_t>(route.window);
      const image::Group &group = image.tiles[t].groups[window];
      tables[t].routes[number] |= routeHere;
      tables[t].arrivals[number] = arrivalWord(
          window, group.kept,
          int64_t(image::homeOf(image, part).firstBlock) - group.firstBlock,
          "source " + std::to_string(number) + " on tile " + std::to_string(t));
      ++copies;
    }
    tables[part.tile].sources[part.group] = {number, copies};
  }
  return tables;
}

} // namespace snnc::sim
