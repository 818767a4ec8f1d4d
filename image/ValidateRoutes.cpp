//===- ValidateRoutes.cpp - The ways of events between tiles, checked -----===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/chip.md, "Sources and routes".
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Parts.h"

#include <array>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

struct Way {
  RouteBit bit;
  const char *name;
  int x, y;
};

constexpr std::array<Way, 4> kWays = {{{kRouteEast, "east", 1, 0},
                                       {kRouteWest, "west", -1, 0},
                                       {kRouteNorth, "north", 0, -1},
                                       {kRouteSouth, "south", 0, 1}}};

/// Where an event that came this way may go on: x before y, never back.
uint8_t onward(RouteBit came) {
  if (came == kRouteNorth || came == kRouteSouth)
    return came;
  return static_cast<uint8_t>(came | kRouteNorth | kRouteSouth);
}

class RouteChecker {
public:
  RouteChecker(const Image &image, const std::string &origin)
      : image(image), origin(origin), sources(sourcesOf(image)) {}

  void check() {
    const size_t entries = image.tiles.size() == 1 ? 0 : sources.size();
    if (entries > image.target.sources)
      throw Error(origin + ": " + str(entries) +
                  " parts; the target has routes for " +
                  str(image.target.sources));
    for (size_t t = 0; t < image.tiles.size(); ++t)
      if (image.tiles[t].routes.size() != entries)
        throw Error(origin + ": " + tileName(image, t) +
                    str(image.tiles[t].routes.size()) + " routes for " +
                    str(entries) + " sources");
    for (size_t number = 0; number < entries; ++number)
      checkSource(number);
    checkLastTile();
  }

private:
  std::string name(size_t number) const {
    const Source &s = sources[number];
    return origin + ": routes of source " + str(number) + " (part " +
           str(s.part) + " of '" + image.populations[s.population].name +
           "'): ";
  }

  void checkSource(size_t number) {
    const Source &s = sources[number];
    const Part &part = image.populations[s.population].parts[s.part];
    reached.assign(image.tiles.size(), false);
    follow(number, part.tile,
           kRouteEast | kRouteWest | kRouteNorth | kRouteSouth);
    for (uint32_t t = 0; t < image.tiles.size(); ++t)
      checkArrival(number, part, t);
  }

  /// From a tile on; `allowed` are the ways that keep x before y.
  void follow(size_t number, uint32_t t, unsigned allowed) {
    const uint8_t out = image.tiles[t].routes[number].out;
    const uint32_t columns = image.target.meshColumns;
    reached[t] = true;
    if (out >> kWays.size())
      throw Error(name(number) + "tile " + str(t) + " has neighbours " +
                  str(out));
    for (const Way &way : kWays) {
      if (!(out & way.bit))
        continue;
      std::string here =
          name(number) + "tile " + str(t) + " sends " + way.name + ", ";
      if (!(allowed & way.bit))
        throw Error(here + "which is not x before y");
      int64_t x = int64_t(t % columns) + way.x;
      int64_t y = int64_t(t / columns) + way.y;
      int64_t to = x + y * columns;
      if (x < 0 || x >= columns || y < 0 ||
          to >= static_cast<int64_t>(image.tiles.size()))
        throw Error(here + "where no tile in use is");
      // Ways that keep the order never meet again.
      follow(number, static_cast<uint32_t>(to), onward(way.bit));
    }
  }

  void checkArrival(size_t number, const Part &part, uint32_t t) const {
    const Tile &tile = image.tiles[t];
    const Route &route = tile.routes[number];
    const int32_t window = windowOn(tile, sources[number].population);
    auto here = [&] { return name(number) + "tile " + str(t) + " "; };
    if (route.window != -1 && (route.window != window || t == part.tile))
      throw Error(here() + "delivers from group " +
                  std::to_string(route.window) + ", which is no window for it");
    if (!reached[t] && (route.out || route.window != -1))
      throw Error(here() + "has an entry, and its events never come there");
    if (t == part.tile)
      return;
    const Group *g = window < 0 ? nullptr : &tile.groups[size_t(window)];
    if (route.window == -1) {
      if (reached[t] && !route.out)
        throw Error(here() + "is where they end, and has no window for them");
      if (g && hasTargets(tile, *g, homeOf(image, part)))
        throw Error(here() + "has their targets, and they do not come there");
      return;
    }
    if (!meets(*g, homeOf(image, part)))
      throw Error(here() + "has a window on others of the population");
  }

  static bool meets(const Group &window, const Group &home) {
    return window.firstBlock < uint64_t(home.firstBlock) + home.blocks &&
           home.firstBlock < uint64_t(window.firstBlock) + window.blocks;
  }

  /// Whether events of the home's neurons act on the tile of the window.
  bool hasTargets(const Tile &tile, const Group &window,
                  const Group &home) const {
    if (!meets(window, home))
      return false;
    if (window.kept)
      return true;
    const uint32_t lanes = image.target.lanes;
    for (uint64_t k = 0; k < uint64_t(home.blocks) * lanes; ++k) {
      uint64_t i = uint64_t(home.firstBlock) * lanes + k;
      uint64_t first = uint64_t(window.firstBlock) * lanes;
      if (i < first || i >= first + uint64_t(window.blocks) * lanes)
        continue;
      for (uint64_t j = 0; j < window.axonSubs; ++j)
        if (tile.axons[window.axonBase + j * window.axonStride + i - first]
                .count)
          return true;
    }
    return false;
  }

  void checkLastTile() const {
    const Tile &last = image.tiles.back();
    bool used = !last.groups.empty();
    for (size_t n = 0; n < last.routes.size(); ++n)
      used |= last.routes[n].out != 0;
    if (!used && image.tiles.size() > 1)
      throw Error(origin + ": tile " + str(image.tiles.size() - 1) +
                  " is the last, and not in use");
  }

  const Image &image;
  const std::string &origin;
  const std::vector<Source> sources;
  /// By tile: the events of the source come there.
  std::vector<bool> reached;
};

} // namespace

void checkRoutes(const Image &image, const std::string &origin) {
  RouteChecker(image, origin).check();
}

} // namespace snnc::image
