//===- MapPictures.cpp - A map as text, JSON and SVG ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/MapReport.h"

#include "nlohmann/json.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace snnc::tools {

namespace {

using Json = nlohmann::ordered_json;
using Tile = MapReport::Tile;

enum Way { East, West, North, South };
constexpr const char *kWays[] = {"east", "west", "north", "south"};
/// Links that the text lists.
constexpr size_t kLinks = 10;

[[gnu::format(printf, 1, 2)]] std::string format(const char *text, ...) {
  char buffer[256];
  va_list arguments;
  va_start(arguments, text);
  std::vsnprintf(buffer, sizeof buffer, text, arguments);
  va_end(arguments);
  return buffer;
}

std::string placeOf(const Tile &tile) {
  return "[" + std::to_string(tile.x) + ", " + std::to_string(tile.y) + "]";
}

std::string right(const std::string &text, size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}
std::string right(uint64_t n, size_t width) {
  return right(std::to_string(n), width);
}
std::string middle(const std::string &text, size_t width, char fill) {
  size_t free = width - std::min(width, text.size());
  return std::string(free / 2, fill) + text +
         std::string(free - free / 2, fill);
}

uint64_t percent(uint64_t part, uint64_t whole) {
  return whole ? (part * 100 + whole / 2) / whole : 0;
}

bool isUsed(const Tile &tile) { return tile.neurons || tile.load; }

/// The part of the mesh that has tiles in use.
struct Extent {
  uint32_t columns = 1, rows = 1;
  explicit Extent(const MapReport &report) {
    for (const Tile &tile : report.tiles) {
      bool passed = isUsed(tile) || tile.links[0] || tile.links[1] ||
                    tile.links[2] || tile.links[3];
      if (!passed)
        continue;
      columns = std::max(columns, tile.x + 1);
      rows = std::max(rows, tile.y + 1);
    }
  }
};

const Tile *tileAt(const MapReport &report, uint32_t x, uint32_t y) {
  size_t index = x + size_t(y) * report.columns;
  return index < report.tiles.size() ? &report.tiles[index] : nullptr;
}

/// Events both ways between a tile and its neighbour to the east or south.
uint64_t between(const MapReport &report, uint32_t x, uint32_t y, bool south) {
  const Tile *a = tileAt(report, x, y);
  const Tile *b = south ? tileAt(report, x, y + 1) : tileAt(report, x + 1, y);
  return (a ? a->links[south ? South : East] : 0) +
         (b ? b->links[south ? North : West] : 0);
}

/// Loads in percent of the busiest, with the events between neighbours.
std::string picture(const MapReport &report) {
  Extent extent(report);
  std::string text;
  for (uint32_t y = 0; y < extent.rows; ++y) {
    std::string line = "  ", below = "  ";
    for (uint32_t x = 0; x < extent.columns; ++x) {
      const Tile *tile = tileAt(report, x, y);
      std::string load =
          tile && isUsed(*tile)
              ? right(percent(tile->load, report.busiest), 3) + "%"
              : "  . ";
      line += "[" + load + "]";
      below += middle(std::to_string(between(report, x, y, true)), 6, ' ');
      if (x + 1 == extent.columns)
        continue;
      uint64_t events = between(report, x, y, false);
      line +=
          events ? middle(std::to_string(events), 8, '-') : std::string(8, ' ');
      below += std::string(8, ' ');
    }
    text += line + "\n";
    if (y + 1 < extent.rows)
      text += below + "\n";
  }
  return text;
}

} // namespace

std::string MapReport::text() const {
  std::string text = "@" + network + " on target '" + target +
                     "': " + std::to_string(used) + " of " +
                     std::to_string(uint64_t(columns) * rows) + " tiles\n";
  text += "load (cycles of a step, one neuron in 32 emits): busiest " +
          std::to_string(busiest) + ", average " + std::to_string(average) +
          "\n\n";
  std::string limits = right("limit", 10) + right("-", 9) + right("-", 9);
  std::string names =
      right("tile", 10) + right("neurons", 9) + right("load", 9);
  for (const image::Use &use : tiles[0].uses) {
    std::string name = use.name;
    size_t width = std::max<size_t>(name.size() + 2, 8);
    names += right(name, width);
    limits += right(use.limit, width);
  }
  text += names + "\n" + limits + "\n";
  for (const Tile &tile : tiles) {
    if (!isUsed(tile))
      continue;
    text +=
        right(placeOf(tile), 10) + right(tile.neurons, 9) + right(tile.load, 9);
    for (const image::Use &use : tile.uses)
      text += right(use.used,
                    std::max<size_t>(std::string(use.name).size() + 2, 8));
    text += "\n";
  }
  if (traffic == 0)
    return text;
  text += "\ntraffic (events times links, if each source emits once): " +
          std::to_string(traffic) + "; at random places " +
          std::to_string(scattered) + "\n";
  text += std::to_string(crossings) + " events to other tiles, " +
          format("%.2f", static_cast<double>(distance) /
                             static_cast<double>(crossings)) +
          " links away on average\n";
  std::vector<std::tuple<uint64_t, const Tile *, unsigned>> links;
  for (const Tile &tile : tiles)
    for (unsigned way = 0; way < 4; ++way)
      if (tile.links[way])
        links.emplace_back(tile.links[way], &tile, way);
  std::stable_sort(links.begin(), links.end(),
                   [](const auto &a, const auto &b) {
                     return std::get<0>(a) > std::get<0>(b);
                   });
  text += "busiest of " + std::to_string(links.size()) + " links:\n";
  for (size_t i = 0; i < links.size() && i < kLinks; ++i) {
    auto [events, tile, way] = links[i];
    text += right(placeOf(*tile), 10) + " " + kWays[way] +
            right(events, 14 - std::string(kWays[way]).size()) + "\n";
  }
  return text +
         "\nload in percent of the busiest, events between neighbours:\n" +
         picture(*this);
}

std::string MapReport::json() const {
  Json json = {{"network", network},
               {"target", target},
               {"columns", columns},
               {"rows", rows},
               {"tilesUsed", used},
               {"load", {{"busiest", busiest}, {"average", average}}},
               {"traffic",
                {{"eventLinks", traffic},
                 {"atRandomPlaces", scattered},
                 {"crossings", crossings},
                 {"distance", distance},
                 {"busiestLink", busiestLink}}}};
  json["tiles"] = Json::array();
  for (const Tile &tile : tiles) {
    Json entry = {{"x", tile.x},
                  {"y", tile.y},
                  {"neurons", tile.neurons},
                  {"load", tile.load}};
    for (const image::Use &use : tile.uses)
      entry["uses"][use.name] = {{"used", use.used}, {"limit", use.limit}};
    for (unsigned way = 0; way < 4; ++way)
      entry["links"][kWays[way]] = tile.links[way];
    json["tiles"].push_back(std::move(entry));
  }
  return json.dump(2) + "\n";
}

std::string MapReport::svg() const {
  constexpr unsigned kCell = 90, kTile = 56, kMargin = 20;
  Extent extent(*this);
  unsigned width = kMargin * 2 + extent.columns * kCell;
  unsigned height = kMargin * 2 + extent.rows * kCell + 20;
  std::string text =
      format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" "
             "height=\"%u\" font-family=\"sans-serif\" font-size=\"10\" "
             "text-anchor=\"middle\">\n",
             width, height);
  uint64_t most = 1;
  for (uint32_t y = 0; y < extent.rows; ++y)
    for (uint32_t x = 0; x < extent.columns; ++x)
      most = std::max(
          {most, between(*this, x, y, false), between(*this, x, y, true)});
  for (uint32_t y = 0; y < extent.rows; ++y)
    for (uint32_t x = 0; x < extent.columns; ++x)
      for (bool south : {false, true}) {
        uint64_t events = between(*this, x, y, south);
        if (!events)
          continue;
        unsigned cx = kMargin + x * kCell + kTile / 2;
        unsigned cy = kMargin + y * kCell + kTile / 2;
        unsigned tx = south ? cx : cx + kCell, ty = south ? cy + kCell : cy;
        text += format("<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\" "
                       "stroke=\"#3477b5\" stroke-width=\"%.1f\"/>\n",
                       cx, cy, tx, ty,
                       1.0 + 11.0 * static_cast<double>(events) /
                                 static_cast<double>(most));
        text += format("<text x=\"%u\" y=\"%u\">%llu</text>\n",
                       (cx + tx) / 2 + (south ? 18 : 0),
                       (cy + ty) / 2 - (south ? 0 : 8),
                       static_cast<unsigned long long>(events));
      }
  for (uint32_t y = 0; y < extent.rows; ++y)
    for (uint32_t x = 0; x < extent.columns; ++x) {
      const Tile *tile = tileAt(*this, x, y);
      unsigned left = kMargin + x * kCell, top = kMargin + y * kCell;
      uint64_t load = tile ? percent(tile->load, busiest) : 0;
      bool inUse = tile && isUsed(*tile);
      text += format(
          "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" "
          "rx=\"4\" stroke=\"#555\" fill=\"hsl(%u, 80%%, %u%%)\"/>\n",
          left, top, kTile, kTile, inUse ? unsigned(120 - load * 120 / 100) : 0,
          inUse ? 75u : 97u);
      if (!inUse)
        continue;
      text += format("<text x=\"%u\" y=\"%u\">%u, %u</text>\n",
                     left + kTile / 2, top + 18, x, y);
      text +=
          format("<text x=\"%u\" y=\"%u\">%llu %%</text>\n", left + kTile / 2,
                 top + 34, static_cast<unsigned long long>(load));
      text +=
          format("<text x=\"%u\" y=\"%u\">%llu n</text>\n", left + kTile / 2,
                 top + 48, static_cast<unsigned long long>(tile->neurons));
    }
  text += format("<text x=\"%u\" y=\"%u\">load in percent of the busiest, "
                 "neurons, events between neighbours</text>\n",
                 width / 2, height - 8);
  return text + "</svg>\n";
}

} // namespace snnc::tools
