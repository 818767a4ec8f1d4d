//===- Mesh.cpp - Trees on a mesh -----------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Mesh.h"

#include "image/Image.h"

#include <algorithm>
#include <map>

namespace snnc::compiler {

namespace {

/// What a tree covers of one column: rows first .. last.
struct Span {
  uint32_t first, last;
  void add(uint32_t y) {
    first = std::min(first, y);
    last = std::max(last, y);
  }
};

} // namespace

std::vector<Hop> treeOf(const Mesh &mesh, uint32_t home,
                        const std::vector<uint32_t> &to) {
  uint32_t homeX = mesh.x(home), homeY = mesh.y(home);
  std::map<uint32_t, Span> columns;
  columns.insert({homeX, {homeY, homeY}});
  for (uint32_t place : to)
    columns.insert({mesh.x(place), {homeY, homeY}})
        .first->second.add(mesh.y(place));
  std::map<uint32_t, uint8_t> out;
  auto at = [&](uint32_t x, uint32_t y) -> uint8_t & {
    return out[x + y * mesh.columns];
  };
  uint32_t left = columns.begin()->first, right = columns.rbegin()->first;
  for (uint32_t x = left; x <= right; ++x)
    at(x, homeY) |=
        static_cast<uint8_t>((x >= homeX && x < right ? image::kRouteEast : 0) |
                             (x <= homeX && x > left ? image::kRouteWest : 0));
  for (const auto &[x, span] : columns)
    for (uint32_t y = span.first; y <= span.last; ++y)
      at(x, y) |= static_cast<uint8_t>(
          (y >= homeY && y < span.last ? image::kRouteSouth : 0) |
          (y <= homeY && y > span.first ? image::kRouteNorth : 0));
  std::vector<Hop> hops;
  for (auto [place, bits] : out)
    hops.push_back({place, bits});
  return hops;
}

/// Links of the tree of a flow.
static uint64_t linksOf(const Mesh &mesh, const Flow &flow,
                        const std::vector<uint32_t> &places) {
  uint32_t homeX = mesh.x(places[flow.from]), homeY = mesh.y(places[flow.from]);
  uint32_t left = homeX, right = homeX;
  // Rows above and below the home, by column.
  constexpr uint32_t kColumns = 32;
  uint32_t above[kColumns] = {}, below[kColumns] = {};
  for (uint32_t tile : flow.to) {
    uint32_t x = mesh.x(places[tile]), y = mesh.y(places[tile]);
    left = std::min(left, x);
    right = std::max(right, x);
    if (y < homeY)
      above[x] = std::max(above[x], homeY - y);
    else
      below[x] = std::max(below[x], y - homeY);
  }
  uint64_t links = right - left;
  for (uint32_t x = left; x <= right; ++x)
    links += above[x] + below[x];
  return links;
}

uint64_t trafficOf(const Mesh &mesh, const Flow &flow,
                   const std::vector<uint32_t> &places) {
  return flow.events * linksOf(mesh, flow, places);
}

uint64_t trafficOf(const Mesh &mesh, const std::vector<Flow> &flows,
                   const std::vector<uint32_t> &places) {
  uint64_t sum = 0;
  for (const Flow &flow : flows)
    sum += trafficOf(mesh, flow, places);
  return sum;
}

} // namespace snnc::compiler
