//===- ValidateParts.cpp - Where neurons and synapses live, checked -------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/chip.md: parts of populations, home groups, windows, and the parts of
// projections.
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Parts.h"

#include <algorithm>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

/// Blocks of a group: "4 to 7".
std::string blocksText(const Group &g) {
  return str(g.firstBlock) + " to " +
         str(uint64_t(g.firstBlock) + g.blocks - 1);
}

uint64_t endOf(const Group &g) { return uint64_t(g.firstBlock) + g.blocks; }

/// The valid lanes that the group's period gives must be the population's
/// neurons.
void checkGroupShape(const Image &image, const Group &g,
                     const std::string &where) {
  const Population &p = image.populations[g.population];
  const uint32_t lanes = image.target.lanes;
  for (uint32_t k = 0; k < g.blocks; ++k) {
    uint32_t byGroup = k % g.period == g.period - 1 ? g.lastLanes : lanes;
    uint64_t offset = (uint64_t(g.firstBlock) + k) * lanes % p.innerPad;
    uint64_t byPopulation =
        offset >= p.inner ? 0 : std::min<uint64_t>(lanes, p.inner - offset);
    if (byGroup != byPopulation)
      throw Error(where + "block " + str(k) + " has " + str(byGroup) +
                  " valid lanes by its group, " + str(byPopulation) +
                  " by its population");
  }
}

void checkPlanes(const Image &image, const Population &p, const Part &part,
                 const std::string &where) {
  const Group &home = homeOf(image, part);
  if (part.states.size() != p.states.size() ||
      part.params.size() != p.params.size() ||
      part.ports.size() != p.ports.size())
    throw Error(where + "places of " + str(part.states.size()) + " states, " +
                str(part.params.size()) + " parameters and " +
                str(part.ports.size()) + " ports; it has " +
                str(p.states.size()) + ", " + str(p.params.size()) + " and " +
                str(p.ports.size()));
  auto checkAll = [&](const std::vector<Variable> &variables,
                      const std::vector<uint32_t> &bases) {
    for (size_t v = 0; v < variables.size(); ++v)
      checkStatePlane(image, bases[v], variables[v].bits, home.blocks,
                      where + "variable '" + variables[v].name + "': ");
  };
  checkAll(p.states, part.states);
  checkAll(p.params, part.params);
  uint32_t rows = image.tiles[part.tile].accumulatorRows;
  for (size_t q = 0; q < p.ports.size(); ++q) {
    const Port &port = p.ports[q];
    uint64_t end = part.ports[q] + (uint64_t(home.blocks) << port.slotsLog2);
    uint64_t last = port.accBits == 16 ? (end + 1) / 2 : end;
    if (last > rows)
      throw Error(where + "port '" + port.name + "': ends at accumulator row " +
                  str(last) + " of " + str(rows));
  }
}

class PartChecker {
public:
  PartChecker(const Image &image, const std::string &origin)
      : image(image), origin(origin), lanes(image.target.lanes) {
    for (const Tile &tile : image.tiles)
      taken.emplace_back(tile.groups.size());
  }

  void check() {
    for (uint32_t p = 0; p < image.populations.size(); ++p)
      checkPopulation(p);
    for (uint32_t t = 0; t < image.tiles.size(); ++t)
      checkTile(t);
  }

private:
  void checkPopulation(uint32_t index) {
    const Population &p = image.populations[index];
    std::string where = origin + ": population '" + p.name + "': ";
    checkCover(p, where);
    for (size_t i = 0; i < p.parts.size(); ++i) {
      uint64_t end = i + 1 == p.parts.size()
                         ? blocksOf(p, lanes)
                         : p.physical(p.parts[i + 1].first) / lanes;
      checkPart(index, p.parts[i], end, partName(p, i, where));
    }
  }

  static std::string partName(const Population &p, size_t i,
                              const std::string &where) {
    return p.parts.size() == 1 ? where : where + "part " + str(i) + ": ";
  }

  /// Runs of whole blocks, one after the other, each on a tile of its own.
  void checkCover(const Population &p, const std::string &where) const {
    if (p.parts.empty())
      throw Error(where + "has no parts");
    uint32_t first = 0;
    std::vector<bool> tiles(image.tiles.size());
    for (size_t i = 0; i < p.parts.size(); ++i) {
      const Part &part = p.parts[i];
      std::string here = partName(p, i, where);
      if (part.first != first || part.size == 0 || part.size > p.size - first)
        throw Error(here + "neurons " + str(part.first) + " to " +
                    std::to_string(int64_t(part.first) + part.size - 1) +
                    "; the next are " + str(first) + " to " + str(p.size - 1));
      if (p.physical(first) % lanes != 0)
        throw Error(here + "neuron " + str(first) +
                    " is not the first of a block");
      if (part.tile >= image.tiles.size())
        throw Error(here + "tile " + str(part.tile) + " of " +
                    str(image.tiles.size()));
      if (tiles[part.tile])
        throw Error(here + "two parts are on tile " + str(part.tile));
      tiles[part.tile] = true;
      first += part.size;
    }
    if (first != p.size)
      throw Error(where + "its parts hold " + str(first) + " of its " +
                  str(p.size) + " neurons");
  }

  /// `end` is the block after the part's last.
  void checkPart(uint32_t population, const Part &part, uint64_t end,
                 const std::string &where) {
    const Population &p = image.populations[population];
    const auto &groups = image.tiles[part.tile].groups;
    if (part.group >= groups.size())
      throw Error(where + "group " + str(part.group) + " of " +
                  str(groups.size()));
    const Group &g = groups[part.group];
    if (taken[part.tile][part.group])
      throw Error(where + "group " + str(part.group) +
                  " belongs to two populations");
    taken[part.tile][part.group] = true;
    if (g.population != population || g.window)
      throw Error(where + "group " + str(part.group) +
                  " is not a home of its neurons");
    if (p.isInput && g.hasProgram)
      throw Error(where + "is an input and has a program");
    if (g.firstBlock != p.physical(part.first) / lanes || endOf(g) != end)
      throw Error(where + "blocks " + blocksText(g) + " do not hold its " +
                  str(part.size) + " neurons");
    if (g.logicalBase != part.first)
      throw Error(where + "its group begins with neuron " + str(g.logicalBase) +
                  " instead of " + str(part.first));
    checkGroupShape(image, g, where);
    checkPlanes(image, p, part, where);
  }

  void checkTile(uint32_t t) {
    const Tile &tile = image.tiles[t];
    std::string where = origin + ": " + tileName(image, t);
    std::vector<int64_t> home(image.populations.size(), -1);
    std::vector<int64_t> window(image.populations.size(), -1);
    for (size_t i = 0; i < tile.groups.size(); ++i) {
      const Group &g = tile.groups[i];
      std::string here = where + "group " + str(i) + ": ";
      if (!g.window && !taken[t][i])
        throw Error(here + "is no home and no window");
      int64_t &place = (g.window ? window : home)[g.population];
      if (place >= 0)
        throw Error(here + "population '" +
                    image.populations[g.population].name +
                    "' has two windows on the tile");
      place = static_cast<int64_t>(i);
      if (g.window)
        checkWindow(t, g, here);
    }
    for (uint32_t p = 0; p < image.populations.size(); ++p)
      if (home[p] >= 0 && window[p] >= 0)
        checkHomeInWindow(tile.groups[size_t(home[p])],
                          tile.groups[size_t(window[p])],
                          where + "group " + str(uint64_t(home[p])) + ": ");
    checkSourceBlocks(tile, home, window, where);
  }

  void checkWindow(uint32_t t, const Group &g, const std::string &where) {
    const Population &p = image.populations[g.population];
    if (p.parts.size() == 1 && p.parts[0].tile == t)
      throw Error(where + "a window on '" + p.name +
                  "', all of which lives here");
    if (g.hasProgram)
      throw Error(where + "a window has no program");
    uint64_t all = blocksOf(p, lanes);
    if (endOf(g) > all)
      throw Error(where + "blocks " + blocksText(g) + " of '" + p.name +
                  "', which has " + str(all));
    if (!g.kept)
      return;
    if (g.firstBlock != 0 || g.blocks != all || g.logicalBase != 0)
      throw Error(where + "a kept window covers all of '" + p.name + "'");
    checkGroupShape(image, g, where);
  }

  /// Its axon entries are the window's, and its blocks where that is kept.
  void checkHomeInWindow(const Group &home, const Group &window,
                         const std::string &where) const {
    if (endOf(home) <= window.firstBlock || endOf(window) <= home.firstBlock) {
      if (home.axonSubs)
        throw Error(where + "has axon entries, but its population's window "
                            "here lies elsewhere");
      return;
    }
    if (home.firstBlock < window.firstBlock || endOf(home) > endOf(window))
      throw Error(where + "blocks " + blocksText(home) +
                  " lie partly in the window on blocks " + blocksText(window));
    uint64_t before = home.firstBlock - window.firstBlock;
    if (home.axonSubs != window.axonSubs ||
        (home.axonSubs && (home.axonStride != window.axonStride ||
                           home.axonBase != window.axonBase + before * lanes)))
      throw Error(where + "its axon entries are not those of its places in "
                          "the window");
    if (window.kept && home.blockBase != window.blockBase + before)
      throw Error(where + "its source blocks are not its places in the window");
  }

  /// Groups lie apart, but for homes in kept windows.
  void checkSourceBlocks(const Tile &tile, const std::vector<int64_t> &home,
                         const std::vector<int64_t> &window,
                         const std::string &where) const {
    std::vector<std::pair<uint64_t, uint64_t>> blocks;
    auto add = [&](int64_t group) {
      const Group &g = tile.groups[size_t(group)];
      blocks.push_back({g.blockBase, uint64_t(g.blockBase) + g.blocks});
    };
    for (size_t p = 0; p < home.size(); ++p) {
      bool kept = window[p] >= 0 && tile.groups[size_t(window[p])].kept;
      if (kept)
        add(window[p]);
      else if (home[p] >= 0)
        add(home[p]);
    }
    std::sort(blocks.begin(), blocks.end());
    for (size_t i = 1; i < blocks.size(); ++i)
      if (blocks[i].first < blocks[i - 1].second)
        throw Error(where + "two groups share source block " +
                    str(blocks[i].first));
  }

  const Image &image;
  const std::string &origin;
  const uint32_t lanes;
  /// By tile and group: the home of a part.
  std::vector<std::vector<bool>> taken;
};

void checkPlasticPart(const Image &image, const Projection &p,
                      const ProjectionPart &part, const std::string &where) {
  if (!p.plastic) {
    if (part.units || !part.variables.empty() || !part.traces.empty() ||
        part.index)
      throw Error(where + "has places of what learns, and does not");
    return;
  }
  if (part.variables.size() != p.plastic->variables.size() ||
      part.traces.size() != p.plastic->traces.size())
    throw Error(where + "places of " + str(part.variables.size()) +
                " synapse variables and " + str(part.traces.size()) +
                " traces; it has " + str(p.plastic->variables.size()) +
                " and " + str(p.plastic->traces.size()));
  const Group &g = image.tiles[part.tile].groups[part.sourceGroup];
  if (g.blocks != blocksOf(image.populations[p.source], image.target.lanes) ||
      (g.window && !g.kept))
    throw Error(where + "learns, and group " + str(part.sourceGroup) +
                " does not keep the events of all its sources");
}

void checkProjectionPart(const Image &image, const Projection &p,
                         const ProjectionPart &part, const std::string &where) {
  const Population &target = image.populations[p.target];
  if (part.targetPart >= target.parts.size() ||
      target.parts[part.targetPart].tile != part.tile)
    throw Error(where + "tile " + str(part.tile) + " is not that of part " +
                str(part.targetPart) + " of '" + target.name + "'");
  const Tile &tile = image.tiles[part.tile];
  if (part.sourceGroup >= tile.groups.size() ||
      tile.groups[part.sourceGroup].population != p.source)
    throw Error(where + "group " + str(part.sourceGroup) +
                " is none of its sources");
  const Group &g = tile.groups[part.sourceGroup];
  if (!g.window && windowOn(tile, p.source) >= 0)
    throw Error(where + "has its sources in group " + str(part.sourceGroup) +
                " beside a window on them");
  if (part.descriptor >= tile.descriptors.size())
    throw Error(where + "row descriptor " + str(part.descriptor) + " of " +
                str(tile.descriptors.size()));
  if (uint64_t(part.firstSub) + part.subs > g.axonSubs)
    throw Error(where + "axon entries " + str(part.firstSub) + " to " +
                str(uint64_t(part.firstSub) + part.subs) + " of " +
                str(g.axonSubs));
  checkPlasticPart(image, p, part, where);
}

} // namespace

void checkParts(const Image &image, const std::string &origin) {
  PartChecker(image, origin).check();
}

void checkProjectionParts(const Image &image, const std::string &origin) {
  for (const Projection &p : image.projections) {
    std::string where = origin + ": projection '" + p.name + "': ";
    if (p.parts.empty() && (p.plastic || p.synapses))
      throw Error(where + "has synapses on no tile");
    int64_t last = -1;
    for (const ProjectionPart &part : p.parts) {
      std::string here = where + tileName(image, part.tile);
      if (part.targetPart <= last)
        throw Error(here + "its parts are not by part of the target");
      last = part.targetPart;
      checkProjectionPart(image, p, part, here);
    }
  }
}

void checkProjectionRows(const Image &image, const std::string &origin) {
  for (const Projection &p : image.projections)
    for (const ProjectionPart &part : p.parts) {
      const Port &port = image.populations[p.target].ports[p.port];
      const Part &target = image.populations[p.target].parts[part.targetPart];
      const RowDescriptor &row =
          image.tiles[part.tile].descriptors[part.descriptor];
      if (row.portBase != target.ports[p.port] ||
          row.slotsLog2 != port.slotsLog2 || row.wide != (port.accBits == 32))
        throw Error(origin + ": projection '" + p.name +
                    "': " + tileName(image, part.tile) + "row descriptor " +
                    str(part.descriptor) + " leads to another port");
    }
}

} // namespace snnc::image
