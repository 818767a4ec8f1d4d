//===- MapReport.cpp - Where a network was put ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/MapReport.h"

#include "compiler/mapping/Mesh.h"
#include "image/Container.h"
#include "image/Parts.h"
#include "isa/Program.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

namespace snnc::tools {

namespace {

constexpr uint64_t kQuiet = 32;
constexpr uint64_t kScatters = 16;

/// Cycles of a step, as the partitioner counts them.
uint64_t loadOf(const image::Tile &tile) {
  auto cycles = [&](uint64_t blocks, uint32_t address) {
    return (blocks + 3) / 4 * 4 * isa::programSlots(tile.program, address);
  };
  uint64_t load = 0, quiet = 0;
  for (const image::Group &group : tile.groups)
    if (group.hasProgram)
      load += cycles(group.blocks, group.programAddress);
  std::vector<uint64_t> units(tile.descriptors.size());
  for (const image::AxonEntry &axon : tile.axons)
    if (axon.count)
      units[axon.descriptor] += axon.count;
  quiet += tile.axons.size();
  for (uint64_t n : units)
    quiet += n;
  for (const image::LearnEntry &entry : tile.learn)
    if (entry.kind == image::LearnKind::Blocks)
      load += cycles(tile.groups[entry.group].blocks, entry.programAddress);
    else
      quiet += units[entry.descriptor] *
               isa::programSlots(tile.program, entry.programAddress);
  return load + quiet / kQuiet;
}

/// Flows between the tiles in use, whose numbers are those of `places`.
std::vector<compiler::Flow>
flowsOf(const image::Image &image, const std::map<uint32_t, uint32_t> &number) {
  std::vector<compiler::Flow> flows;
  size_t source = 0;
  for (const image::Population &population : image.populations)
    for (const image::Part &part : population.parts) {
      compiler::Flow flow{number.at(part.tile), {}, part.size};
      for (uint32_t t = 0; t < image.tiles.size(); ++t)
        if (!image.tiles[t].routes.empty() &&
            image.tiles[t].routes[source].window >= 0)
          flow.to.push_back(number.at(t));
      ++source;
      if (!flow.to.empty())
        flows.push_back(std::move(flow));
    }
  return flows;
}

} // namespace

MapReport::MapReport(const image::Image &image)
    : network(image.name), target(image.target.name),
      columns(image.target.meshColumns), rows(image.target.meshRows) {
  std::map<uint32_t, uint32_t> number;
  std::vector<uint32_t> places;
  for (uint32_t t = 0; t < image.tiles.size(); ++t) {
    const image::Tile &from = image.tiles[t];
    Tile tile;
    tile.x = t % columns;
    tile.y = t / columns;
    tile.uses = image::usesOf(from, image.target);
    tile.load = loadOf(from);
    busiest = std::max(busiest, tile.load);
    average += tile.load;
    if (!from.groups.empty()) {
      number[t] = static_cast<uint32_t>(places.size());
      places.push_back(t);
    }
    tiles.push_back(std::move(tile));
  }
  used = places.size();
  average /= std::max<uint64_t>(1, used);
  size_t source = 0;
  for (const image::Population &population : image.populations)
    for (const image::Part &part : population.parts) {
      tiles[part.tile].neurons += part.size;
      for (uint32_t t = 0; t < image.tiles.size() && tiles.size() > 1; ++t) {
        const image::Route &route = image.tiles[t].routes[source];
        for (unsigned way = 0; way < 4; ++way)
          if (route.out >> way & 1)
            tiles[t].links[way] += part.size;
      }
      ++source;
    }
  for (const Tile &tile : tiles)
    for (uint64_t events : tile.links) {
      traffic += events;
      busiestLink = std::max(busiestLink, events);
    }
  compiler::Mesh mesh{columns, rows};
  std::vector<compiler::Flow> flows = flowsOf(image, number);
  for (const compiler::Flow &flow : flows)
    for (uint32_t to : flow.to) {
      uint32_t a = places[flow.from], b = places[to];
      crossings += flow.events;
      distance += flow.events * static_cast<uint64_t>(
                                    std::abs(int(mesh.x(a)) - int(mesh.x(b))) +
                                    std::abs(int(mesh.y(a)) - int(mesh.y(b))));
    }
  std::vector<int64_t> free(places.size(), -1);
  for (uint64_t i = 0; i < kScatters; ++i)
    scattered += trafficOf(mesh, flows, scatter(mesh, free, i));
  scattered /= kScatters;
}

void writeMapReport(const image::Image &image, const std::string &path) {
  MapReport report(image);
  auto ends = [&](const std::string &end) {
    return path.size() >= end.size() &&
           path.compare(path.size() - end.size(), end.size(), end) == 0;
  };
  std::string text = ends(".json")  ? report.json()
                     : ends(".svg") ? report.svg()
                                    : report.text();
  if (path == "-")
    std::cout << text << std::flush;
  else
    image::writeFileAtomically(path, text.data(), text.size());
}

} // namespace snnc::tools
