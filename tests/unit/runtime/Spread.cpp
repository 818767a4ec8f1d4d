//===- Spread.cpp - An image of one tile, spread over several -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/runtime/Spread.h"

#include "image/Error.h"
#include "image/Parts.h"
#include "image/Skew.h"
#include "isa/Isa.h"
#include "tests/unit/runtime/LearnNetwork.h"
#include "tests/unit/runtime/SpreadPieces.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace snnc::testing {

namespace {

using image::AxonEntry;
using image::Group;
using image::Image;
using image::LearnEntry;
using image::LearnKind;
using image::Part;
using image::Population;
using image::Projection;
using image::ProjectionPart;
using image::RowDescriptor;
using image::RowFormat;
using image::Tile;

/// The synapses of a projection to the neurons of one part, before its axon
/// entries have a place.
struct Rows {
  uint32_t projection = 0, targetPart = 0;
  /// By axon entry of a source, then by place of the source.
  std::vector<std::vector<AxonEntry>> entries;
  /// Index in Projection::parts of the image made.
  uint32_t part = 0;
};

/// What is known of a tile while it is made.
struct Build {
  Move shift;
  /// By population; -1: none.
  std::vector<int32_t> home, window;
  /// First and last block of sources with targets here, by population.
  std::vector<std::pair<uint32_t, uint32_t>> needed;
  std::vector<bool> any, kept;
  std::vector<Rows> rows;
  std::map<std::pair<uint32_t, Move>, uint32_t> programs;
};

class Spreader {
public:
  Spreader(const Image &one, const SpreadPlan &plan)
      : one(one), from(one.tiles[0]), plan(plan), random(plan.seed),
        lanes(one.target.lanes) {}

  Image make() {
    begin();
    for (uint32_t p = 0; p < made.populations.size(); ++p)
      addParts(p);
    for (uint32_t j = 0; j < made.projections.size(); ++j)
      for (uint32_t q = 0; q < partsOf(made.projections[j].target).size(); ++q)
        addRows(j, q);
    for (uint32_t t = 0; t < builds.size(); ++t) {
      addGroups(t);
      addAxons(t);
      addLearn(t);
    }
    for (uint32_t j = 0; j < made.projections.size(); ++j)
      for (uint32_t i = 0; i < made.projections[j].parts.size(); ++i)
        if (made.projections[j].plastic)
          LearnNetwork::addIndex(made, j, i);
    addRoutes();
    return std::move(made);
  }

private:
  std::vector<Part> &partsOf(uint32_t p) { return made.populations[p].parts; }
  const Group &groupOf(uint32_t p) const {
    return from.groups[one.populations[p].parts[0].group];
  }
  uint32_t firstBlock(uint32_t p, const Part &part) const {
    return one.populations[p].physical(part.first) / lanes;
  }
  uint32_t blocksOf(uint32_t p, uint32_t part) {
    const auto &parts = partsOf(p);
    uint32_t end = part + 1 < parts.size() ? firstBlock(p, parts[part + 1])
                                           : groupOf(p).blocks;
    return end - firstBlock(p, parts[part]);
  }

  void begin();
  void addParts(uint32_t p);
  void garble(uint32_t t, uint32_t base, uint32_t bits, uint32_t first,
              uint32_t end);
  void garbleOthers(uint32_t t);
  void addRows(uint32_t j, uint32_t q);
  void packRows(const Projection &p, const ProjectionPart &old, uint32_t t,
                uint32_t first, uint32_t end, ProjectionPart &part, Rows &rows);
  void addVariables(const Projection &p, const ProjectionPart &old,
                    const std::map<uint32_t, uint32_t> &unitOf, bool skewed,
                    ProjectionPart &part);
  void addGroups(uint32_t t);
  Group shapeOf(uint32_t p, uint32_t first, uint32_t blocks) const;
  void addAxons(uint32_t t);
  void addLearn(uint32_t t);
  bool isTargets(size_t i) const;
  int64_t walkOf(size_t i) const;
  void addWalk(uint32_t t, LearnEntry e);
  uint32_t program(uint32_t t, uint32_t address, Move by);
  int32_t wholeGroup(uint32_t t, uint32_t p) const;
  void addRoutes();
  void addRoute(uint32_t number, uint32_t home, uint32_t to);
  void alignSynapses(Tile &tile, uint32_t rows) const;

  const Image &one;
  const Tile &from;
  const SpreadPlan &plan;
  TinyRandom random;
  const uint32_t lanes;
  Image made;
  std::vector<Build> builds;
};

void Spreader::begin() {
  made = one;
  made.target.meshColumns = plan.columns;
  made.target.meshRows = plan.rows;
  auto grow = [](uint32_t &size, uint32_t times, uint32_t most) {
    size = std::min(size * times, most);
  };
  grow(made.target.groups, 2, 256);
  grow(made.target.descriptors, 2, 256);
  grow(made.target.blocks, 2, 65536);
  grow(made.target.programWords, 4, 65536);
  grow(made.target.stateRows, 2, 65536);
  grow(made.target.accumulatorRows, 2, 65536);
  grow(made.target.synapseRows, 4, 1u << 22);
  grow(made.target.axons, 4, 1u << 20);
  for (Population &p : made.populations)
    p.parts.clear();
  for (Projection &p : made.projections)
    p.parts.clear();
  const size_t count = size_t(plan.columns) * plan.rows;
  made.tiles.assign(count, Tile());
  builds.resize(count);
  for (size_t t = 0; t < count; ++t) {
    Build &b = builds[t];
    b.shift.state = random() % 8;
    b.shift.accumulators = random() % 8;
    b.home.assign(one.populations.size(), -1);
    b.window = b.home;
    b.needed.assign(one.populations.size(), {~0u, 0});
    b.any.assign(one.populations.size(), false);
    b.kept = b.any;
    Tile &tile = made.tiles[t];
    tile.state.assign(size_t(b.shift.state) * lanes, 0);
    tile.state.insert(tile.state.end(), from.state.begin(), from.state.end());
    tile.tables = from.tables;
    tile.accumulatorRows = from.accumulatorRows + b.shift.accumulators;
  }
}

void Spreader::addParts(uint32_t p) {
  const Population &old = one.populations[p];
  const Part &all = old.parts[0];
  uint32_t block = 0, logical = 0;
  for (const SpreadPlan::Piece &piece : plan.pieces[p]) {
    const Move &shift = builds[piece.tile].shift;
    Part part;
    part.tile = piece.tile;
    part.first = logical;
    while (logical < old.size &&
           old.physical(logical) / lanes < block + piece.blocks)
      ++logical;
    part.size = logical - part.first;
    for (size_t v = 0; v < old.states.size(); ++v)
      part.states.push_back(all.states[v] +
                            shift.state * (32 / old.states[v].bits) + block);
    for (size_t v = 0; v < old.params.size(); ++v)
      part.params.push_back(all.params[v] +
                            shift.state * (32 / old.params[v].bits) + block);
    for (size_t q = 0; q < old.ports.size(); ++q)
      part.ports.push_back(all.ports[q] +
                           shift.accumulators * (32 / old.ports[q].accBits) +
                           (block << old.ports[q].slotsLog2));
    partsOf(p).push_back(part);
    block += piece.blocks;
  }
}

/// Noise in blocks first .. end - 1 of a plane of the old image.
void Spreader::garble(uint32_t t, uint32_t base, uint32_t bits, uint32_t first,
                      uint32_t end) {
  uint32_t shift = builds[t].shift.state * (32 / bits);
  for (uint32_t block = first; block < end; ++block)
    for (uint32_t l = 0; l < lanes; ++l) {
      uint64_t bit = uint64_t(base + shift + block) * bits;
      size_t word = bit / 32 * lanes + l;
      if (word >= made.tiles[t].state.size())
        continue;
      uint32_t mask = ~0u >> (32 - bits) << bit % 32;
      made.tiles[t].state[word] ^= random() & mask;
    }
}

void Spreader::garbleOthers(uint32_t t) {
  for (uint32_t p = 0; p < made.populations.size(); ++p) {
    const Population &old = one.populations[p];
    uint32_t first = 0, end = 0;
    for (uint32_t i = 0; i < partsOf(p).size(); ++i)
      if (partsOf(p)[i].tile == t) {
        first = firstBlock(p, partsOf(p)[i]);
        end = first + blocksOf(p, i);
      }
    auto both = [&](uint32_t base, uint32_t bits) {
      garble(t, base, bits, 0, first);
      garble(t, base, bits, end, groupOf(p).blocks);
    };
    for (size_t v = 0; v < old.states.size(); ++v)
      both(old.parts[0].states[v], old.states[v].bits);
    for (size_t v = 0; v < old.params.size(); ++v)
      both(old.parts[0].params[v], old.params[v].bits);
  }
  for (uint32_t j = 0; j < made.projections.size(); ++j) {
    const Projection &p = made.projections[j];
    bool here = std::any_of(p.parts.begin(), p.parts.end(),
                            [t](const auto &part) { return part.tile == t; });
    for (size_t v = 0; p.plastic && !here && v < p.plastic->traces.size(); ++v)
      garble(t, one.projections[j].parts[0].traces[v],
             p.plastic->traces[v].bits, 0, groupOf(p.source).blocks);
  }
}

void Spreader::alignSynapses(Tile &tile, uint32_t rows) const {
  size_t words = size_t(rows) * lanes;
  tile.synapses.resize((tile.synapses.size() + words - 1) / words * words);
}

void Spreader::addRows(uint32_t j, uint32_t q) {
  Projection &p = made.projections[j];
  const ProjectionPart &old = one.projections[j].parts[0];
  const Part &target = partsOf(p.target)[q];
  const uint32_t first = firstBlock(p.target, target);
  Build &build = builds[target.tile];
  Tile &tile = made.tiles[target.tile];
  Rows rows;
  rows.projection = j;
  rows.targetPart = q;
  ProjectionPart part;
  part.tile = target.tile;
  part.targetPart = q;
  part.descriptor = static_cast<uint8_t>(tile.descriptors.size());
  part.subs = old.subs;
  packRows(p, old, part.tile, first, first + blocksOf(p.target, q), part, rows);
  bool any = false;
  for (const auto &entries : rows.entries)
    for (uint32_t s = 0; s < entries.size(); ++s)
      if (entries[s].count) {
        auto &[least, most] = build.needed[p.source];
        least = std::min(least, s / lanes);
        most = std::max(most, s / lanes);
        any = true;
      }
  if (!any)
    return;
  build.any[p.source] = true;
  if (p.plastic)
    build.kept[p.source] = true;
  RowDescriptor row = from.descriptors[old.descriptor];
  row.portBase = target.ports[p.port];
  tile.descriptors.push_back(row);
  for (size_t v = 0; p.plastic && v < old.traces.size(); ++v)
    part.traces.push_back(old.traces[v] +
                          build.shift.state * (32 / p.plastic->traces[v].bits));
  rows.part = static_cast<uint32_t>(p.parts.size());
  p.parts.push_back(part);
  build.rows.push_back(std::move(rows));
}

void Spreader::packRows(const Projection &p, const ProjectionPart &old,
                        uint32_t t, uint32_t first, uint32_t end,
                        ProjectionPart &part, Rows &rows) {
  Tile &tile = made.tiles[t];
  const RowDescriptor &row = from.descriptors[old.descriptor];
  const Group &sources = groupOf(p.source);
  const uint32_t bits = 1u << row.entryLog2;
  const bool squares = row.skewed && row.format == RowFormat::Dense;
  alignSynapses(tile, row.skewed ? lanes : 1);
  const auto unitBase =
      static_cast<uint32_t>(tile.synapses.size() / lanes * (32 / bits));
  uint32_t next = unitBase;
  std::map<std::vector<uint32_t>, uint32_t> known;
  std::map<uint32_t, uint32_t> unitOf;
  rows.entries.resize(old.subs);
  for (uint32_t j = 0; j < old.subs; ++j)
    for (uint32_t s = 0; s < sources.blocks * lanes; ++s) {
      const AxonEntry &axon =
          from.axons[sources.axonBase +
                     (old.firstSub + j) * sources.axonStride + s];
      ClippedRow c = clipRow(from, row, axon, s, first, end, lanes);
      c.entry.descriptor = c.entry.count ? part.descriptor : 0;
      // Constant rows of the same content are one.
      auto same = p.plastic ? known.end() : known.find(c.words);
      if (c.entry.count && same != known.end()) {
        c.entry.address = same->second;
      } else if (c.entry.count) {
        c.entry.address = squares ? image::squareUnit(unitBase, s / lanes, 0,
                                                      end - first, lanes) +
                                        s % lanes
                                  : next;
        known[c.words] = c.entry.address;
        for (uint32_t i = 0; i < c.entry.count; ++i) {
          uint32_t unit = image::rowUnit(row, c.entry, i, lanes);
          unitOf[unit] = c.old[i];
          uint64_t bit = uint64_t(unit) * bits;
          tile.synapses.resize(
              std::max<size_t>(tile.synapses.size(), (bit / 32 + 1) * lanes));
          for (uint32_t l = 0; l < lanes; ++l)
            tile.synapses[bit / 32 * lanes + l] |= c.words[i * lanes + l]
                                                   << bit % 32;
          next = std::max(next, unit + 1);
        }
      }
      rows.entries[j].push_back(c.entry);
    }
  if (!p.plastic)
    return;
  part.unitBase = unitBase;
  part.units =
      squares ? sources.blocks * (end - first) * lanes : next - unitBase;
  tile.synapses.resize(std::max<size_t>(
      tile.synapses.size(),
      ((uint64_t(unitBase) + part.units) * bits + 31) / 32 * lanes));
  addVariables(p, old, unitOf, row.skewed, part);
}

void Spreader::addVariables(const Projection &p, const ProjectionPart &old,
                            const std::map<uint32_t, uint32_t> &unitOf,
                            bool skewed, ProjectionPart &part) {
  Tile &tile = made.tiles[part.tile];
  for (size_t v = 0; v < old.variables.size(); ++v) {
    const uint32_t bits = p.plastic->variables[v].bits;
    alignSynapses(tile, skewed ? lanes : 1);
    auto base =
        static_cast<uint32_t>(tile.synapses.size() / lanes * (32 / bits));
    part.variables.push_back(base);
    tile.synapses.resize(((uint64_t(base) + part.units) * bits + 31) / 32 *
                         lanes);
    for (auto [unit, was] : unitOf) {
      uint64_t to = uint64_t(base + unit - part.unitBase) * bits;
      uint64_t at = uint64_t(old.variables[v] + was - old.unitBase) * bits;
      for (uint32_t l = 0; l < lanes; ++l)
        tile.synapses[to / 32 * lanes + l] |=
            (from.synapses[at / 32 * lanes + l] >> at % 32 & ~0u >> (32 - bits))
            << to % 32;
    }
  }
}

Group Spreader::shapeOf(uint32_t p, uint32_t first, uint32_t blocks) const {
  const Population &population = one.populations[p];
  const Group &old = groupOf(p);
  Group g;
  g.population = p;
  g.firstBlock = first;
  g.blocks = blocks;
  g.lastLanes = lanes;
  if (population.inner == population.size) {
    g.period = blocks;
    if (first + blocks == old.blocks)
      g.lastLanes = old.lastLanes;
  } else if (old.lastLanes != lanes) {
    g.period = old.period;
    g.lastLanes = old.lastLanes;
  }
  uint32_t physical = first * lanes;
  g.logicalBase = physical / population.innerPad * population.inner +
                  physical % population.innerPad;
  return g;
}

void Spreader::addGroups(uint32_t t) {
  Tile &tile = made.tiles[t];
  Build &build = builds[t];
  garbleOthers(t);
  std::vector<uint32_t> order(made.populations.size());
  std::iota(order.begin(), order.end(), 0u);
  for (size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random() % i]);
  uint32_t block = random() % 4;
  for (uint32_t p : order) {
    const Group &old = groupOf(p);
    uint32_t index = 0;
    auto &parts = partsOf(p);
    while (index < parts.size() && parts[index].tile != t)
      ++index;
    const bool lives = index < parts.size();
    const uint32_t first = lives ? firstBlock(p, parts[index]) : 0;
    const uint32_t end = lives ? first + blocksOf(p, index) : 0;
    auto [least, most] = build.needed[p];
    if (build.kept[p]) {
      least = 0;
      most = old.blocks - 1;
    }
    bool window = build.any[p] && !(lives && least >= first && most < end) &&
                  !(lives && first == 0 && end == old.blocks);
    if (window && !build.kept[p]) {
      least -= std::min(least, random() % 2);
      most = std::min(old.blocks - 1, most + random() % 2);
      if (lives && least < end && first <= most) {
        least = std::min(least, first);
        most = std::max(most, end - 1);
      }
    }
    if (window) {
      Group g = shapeOf(p, least, most + 1 - least);
      g.window = true;
      g.kept = build.kept[p];
      if (g.kept) {
        g.blockBase = block;
        block += g.blocks;
      } else {
        g.period = 1;
        g.lastLanes = lanes;
        g.logicalBase = 0;
      }
      build.window[p] = static_cast<int32_t>(tile.groups.size());
      tile.groups.push_back(g);
    }
    if (!lives)
      continue;
    Group g = shapeOf(p, first, end - first);
    g.drives = old.drives;
    if (window && build.kept[p]) {
      g.blockBase = tile.groups.back().blockBase + first;
    } else {
      g.blockBase = block;
      block += g.blocks;
    }
    g.hasProgram = old.hasProgram;
    Move by = build.shift;
    by.blocks = first;
    if (g.hasProgram)
      g.programAddress = program(t, old.programAddress, by);
    parts[index].group = static_cast<uint32_t>(tile.groups.size());
    build.home[p] = static_cast<int32_t>(tile.groups.size());
    tile.groups.push_back(g);
  }
}

uint32_t Spreader::program(uint32_t t, uint32_t address, Move by) {
  auto [known, isNew] = builds[t].programs.try_emplace({address, by}, 0);
  if (!isNew)
    return known->second;
  Tile &tile = made.tiles[t];
  known->second = static_cast<uint32_t>(tile.program.size());
  for (size_t pc = address; pc < from.program.size(); ++pc) {
    tile.program.push_back(movedWord(from.program[pc], by));
    tile.programLocations.push_back(from.programLocations[pc]);
    isa::Instruction in;
    std::string error;
    if (!isa::decode(from.program[pc], in, error) ||
        in.op == isa::Opcode::End || in.last)
      break;
  }
  return known->second;
}

void Spreader::addAxons(uint32_t t) {
  Tile &tile = made.tiles[t];
  Build &build = builds[t];
  for (uint32_t p = 0; p < made.populations.size(); ++p) {
    int32_t index = build.window[p] >= 0 ? build.window[p] : build.home[p];
    if (index < 0 || !build.any[p])
      continue;
    Group &g = tile.groups[size_t(index)];
    tile.axons.resize(tile.axons.size() + random() % 3);
    g.axonBase = static_cast<uint32_t>(tile.axons.size());
    g.axonStride = g.blocks * lanes;
    for (Rows &rows : build.rows) {
      Projection &projection = made.projections[rows.projection];
      if (projection.source != p)
        continue;
      ProjectionPart &part = projection.parts[rows.part];
      part.sourceGroup = static_cast<uint32_t>(index);
      part.firstSub = g.axonSubs;
      for (const auto &entries : rows.entries) {
        ++g.axonSubs;
        auto first = entries.begin() + long(g.firstBlock) * lanes;
        tile.axons.insert(tile.axons.end(), first, first + g.axonStride);
      }
    }
    if (build.window[p] < 0 || build.home[p] < 0)
      continue;
    Group &home = tile.groups[size_t(build.home[p])];
    if (home.firstBlock < g.firstBlock ||
        home.firstBlock >= g.firstBlock + g.blocks)
      continue;
    home.axonSubs = g.axonSubs;
    home.axonStride = g.axonStride;
    home.axonBase = g.axonBase + (home.firstBlock - g.firstBlock) * lanes;
  }
}

/// The group of all sources, where the tile has one that keeps their events.
int32_t Spreader::wholeGroup(uint32_t t, uint32_t p) const {
  const Build &build = builds[t];
  if (build.window[p] >= 0)
    return build.kept[p] ? build.window[p] : -1;
  int32_t home = build.home[p];
  bool whole = home >= 0 &&
               made.tiles[t].groups[size_t(home)].blocks == groupOf(p).blocks;
  return whole ? home : -1;
}

/// The walk that entry i of the old image records, or stands before; -1: none.
int64_t Spreader::walkOf(size_t i) const {
  size_t n = i + 1;
  const auto &learn = from.learn;
  if (n + 1 < learn.size() && learn[n].kind == LearnKind::Blocks &&
      learn[n + 1].kind == LearnKind::Columns &&
      learn[i].group == learn[n + 1].targetGroup && learn[i].gate)
    ++n;
  return n < learn.size() && learn[n].kind != LearnKind::Blocks
             ? static_cast<int64_t>(n)
             : -1;
}

/// Whether an entry over blocks runs over targets.
bool Spreader::isTargets(size_t i) const {
  const LearnEntry &e = from.learn[i];
  int64_t walk = walkOf(i);
  if (e.gate) {
    auto next = std::find_if(
        from.learn.begin() + long(i), from.learn.end(),
        [](const LearnEntry &w) { return w.kind != LearnKind::Blocks; });
    return next != from.learn.end() && next->targetGroup == e.group;
  }
  if (walk < 0 || from.learn[size_t(walk)].kind != LearnKind::Columns)
    return false;
  // Before columns: what records them, or what sources hand over.
  return i == 0 || !from.learn[i - 1].gate || !e.gated;
}

void Spreader::addLearn(uint32_t t) {
  if (std::none_of(builds[t].kept.begin(), builds[t].kept.end(),
                   [](bool kept) { return kept; }))
    return;
  bool gate = false;
  auto here = [&](const LearnEntry &walk) {
    const auto &parts = made.projections[walk.projection].parts;
    return std::any_of(parts.begin(), parts.end(),
                       [t](const auto &part) { return part.tile == t; });
  };
  for (size_t i = 0; i < from.learn.size(); ++i) {
    LearnEntry e = from.learn[i];
    if (e.gated && !gate)
      continue;
    if (e.kind != LearnKind::Blocks) {
      if (here(e))
        addWalk(t, e);
      continue;
    }
    const uint32_t p = from.groups[e.group].population;
    int64_t walk = walkOf(i);
    bool recorded = walk >= 0 && (!e.gate || e.records);
    int32_t group = isTargets(i) ? builds[t].home[p] : wholeGroup(t, p);
    if (e.gate)
      gate = false;
    if (group < 0 || (recorded && !here(from.learn[size_t(walk)])))
      continue;
    gate |= e.gate;
    Move by = builds[t].shift;
    by.blocks = made.tiles[t].groups[size_t(group)].firstBlock;
    e.group = static_cast<uint32_t>(group);
    e.programAddress = program(t, e.programAddress, by);
    made.tiles[t].learn.push_back(e);
  }
}

void Spreader::addWalk(uint32_t t, LearnEntry e) {
  const Projection &p = made.projections[e.projection];
  const ProjectionPart &part =
      *std::find_if(p.parts.begin(), p.parts.end(),
                    [t](const auto &part) { return part.tile == t; });
  const Part &target = partsOf(p.target)[part.targetPart];
  Move by = builds[t].shift;
  by.blocks = firstBlock(p.target, target);
  e.group = part.sourceGroup;
  e.targetGroup = target.group;
  e.sub = part.firstSub;
  e.descriptor = part.descriptor;
  e.unitBase = part.unitBase;
  e.columnBase = 0;
  e.programAddress = program(t, e.programAddress, by);
  for (size_t k = 1; k < e.planes.size(); ++k)
    e.planes[k].base = part.variables[k - 1];
  for (image::LearnPlane &plane : e.commons)
    plane.base += by.state * (32 / plane.bits);
  made.tiles[t].learn.push_back(e);
}

void Spreader::addRoute(uint32_t number, uint32_t home, uint32_t to) {
  const uint32_t columns = plan.columns;
  while (home != to) {
    uint8_t &out = made.tiles[home].routes[number].out;
    uint32_t x = home % columns, wanted = to % columns;
    if (x != wanted) {
      out |= x < wanted ? image::kRouteEast : image::kRouteWest;
      home += x < wanted ? 1 : ~0u;
    } else {
      out |= home < to ? image::kRouteSouth : image::kRouteNorth;
      home = home < to ? home + columns : home - columns;
    }
  }
}

void Spreader::addRoutes() {
  const std::vector<image::Source> sources = image::sourcesOf(made);
  if (made.tiles.size() == 1)
    return;
  for (Tile &tile : made.tiles)
    tile.routes.resize(sources.size());
  for (uint32_t n = 0; n < sources.size(); ++n) {
    const Part &part = partsOf(sources[n].population)[sources[n].part];
    const Group &home = image::homeOf(made, part);
    for (uint32_t t = 0; t < made.tiles.size(); ++t) {
      int32_t window = builds[t].window[sources[n].population];
      if (t == part.tile || window < 0)
        continue;
      const Group &g = made.tiles[t].groups[size_t(window)];
      if (home.firstBlock >= g.firstBlock + g.blocks ||
          g.firstBlock >= home.firstBlock + home.blocks)
        continue;
      made.tiles[t].routes[n].window = window;
      addRoute(n, part.tile, t);
    }
  }
  auto used = [](const Tile &tile) {
    return !tile.groups.empty() ||
           std::any_of(tile.routes.begin(), tile.routes.end(),
                       [](const image::Route &r) { return r.out != 0; });
  };
  while (!used(made.tiles.back()))
    made.tiles.pop_back();
  if (made.tiles.size() == 1)
    made.tiles[0].routes.clear();
}

} // namespace

uint32_t spreadUnit(const Population &p, uint32_t lanes) {
  bool ragged = p.inner != p.size && p.inner % lanes != 0;
  return ragged ? p.innerPad / lanes : 1;
}

image::Image spread(const image::Image &one, const SpreadPlan &plan) {
  return Spreader(one, plan).make();
}

SpreadPlan randomPlan(const image::Image &one, uint32_t seed, uint32_t most) {
  TinyRandom random(seed);
  SpreadPlan plan;
  plan.seed = random();
  plan.columns = 1 + random() % 3;
  plan.rows = 1 + random() % (plan.columns == 1 ? 6 : 2);
  if (plan.columns * plan.rows == 1)
    plan.columns = 2;
  const uint32_t tiles = plan.columns * plan.rows;
  for (const Population &p : one.populations) {
    const uint32_t unit = spreadUnit(p, one.target.lanes);
    uint32_t left = one.tiles[0].groups[p.parts[0].group].blocks / unit;
    uint32_t pieces = 1 + random() % std::min({most, tiles, left});
    std::vector<uint32_t> order(tiles);
    std::iota(order.begin(), order.end(), 0u);
    for (size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random() % i]);
    auto &list = plan.pieces.emplace_back();
    for (; pieces > 0; --pieces) {
      uint32_t blocks = pieces == 1 ? left : 1 + random() % (left - pieces + 1);
      list.push_back({order[pieces - 1], blocks * unit});
      left -= blocks;
    }
  }
  return plan;
}

} // namespace snnc::testing
