//===- ValidateLearn.cpp - Rules and the Learn phase, checked ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"
#include "image/Parts.h"
#include "image/Plastic.h"
#include "image/Skew.h"
#include "isa/Isa.h"

#include <algorithm>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

/// Bits of a lane of the synapse memory.
struct Region {
  uint64_t begin = 0, end = 0;
  /// Written by Learn: nothing else may lie there.
  bool plastic = false;
  std::string what;
};

bool isWidth(uint32_t bits) { return bits == 8 || bits == 16 || bits == 32; }

void checkInMemory(const Image &image, const Tile &tile, const Region &region,
                   const std::string &where) {
  uint64_t bits = tile.synapses.size() / image.target.lanes * 32;
  if (region.end > bits)
    throw Error(where + "its units end at bit " + str(region.end) +
                " of a lane, beyond the synapse memory of " + str(bits));
}

void checkVariable(const SynapseVariable &v, const std::string &where) {
  if (!isWidth(v.bits))
    throw Error(where + "width " + str(v.bits) + " is not 8, 16 or 32 bits");
  int64_t most = (int64_t(1) << (v.bits - 1)) - 1;
  if (v.init > most || v.init < -most - 1)
    throw Error(where + "initial value " + std::to_string(v.init) +
                " does not fit in " + str(v.bits) + " bits");
}

/// Rows of the projection's sources: in its units, each unit in one row.
void checkRows(const Image &image, const ProjectionPart &part,
               const std::string &where) {
  const Tile &tile = image.tiles[part.tile];
  const Group &group = tile.groups[part.sourceGroup];
  const RowDescriptor &row = tile.descriptors[part.descriptor];
  const uint32_t lanes = image.target.lanes;
  std::vector<bool> taken(part.units);
  for (uint32_t j = part.firstSub; j < part.firstSub + part.subs; ++j)
    for (uint32_t i = 0; i < group.blocks * lanes; ++i) {
      const AxonEntry &axon =
          tile.axons[group.axonBase + uint64_t(j) * group.axonStride + i];
      if (axon.count == 0)
        continue;
      if (axon.descriptor != part.descriptor)
        throw Error(where + "a row has descriptor " + str(axon.descriptor) +
                    " instead of " + str(part.descriptor));
      uint64_t end =
          uint64_t(axon.address) + rowUnit(row, {}, axon.count - 1u, lanes) + 1;
      if (axon.address < part.unitBase || end - part.unitBase > part.units)
        throw Error(where + "a row has units " + str(axon.address) + " to " +
                    str(end) + ", outside of its own " + str(part.unitBase) +
                    " to " + str(uint64_t(part.unitBase) + part.units));
      for (uint32_t k = 0; k < axon.count; ++k) {
        uint32_t address = rowUnit(row, axon, k, lanes);
        auto unit = taken[address - part.unitBase];
        if (unit)
          throw Error(where + "two rows share unit " + str(address));
        unit = true;
      }
    }
}

void checkPart(const Image &image, const Projection &p,
               const ProjectionPart &part, std::vector<Region> &regions,
               const std::string &where) {
  const Tile &tile = image.tiles[part.tile];
  if ((1u << tile.descriptors[part.descriptor].weightLog2) != p.weightBits)
    throw Error(where + "row descriptor " + str(part.descriptor) +
                " is none of its weights");
  if (part.subs == 0)
    throw Error(where + "has no axon entries");
  unsigned entryLog2 = tile.descriptors[part.descriptor].entryLog2;
  uint64_t end = uint64_t(part.unitBase) + part.units;
  regions.push_back({uint64_t(part.unitBase) << entryLog2, end << entryLog2,
                     true, "the rows of projection '" + p.name + "'"});
  checkInMemory(image, tile, regions.back(), where);
  checkRows(image, part, where);
  for (size_t k = 0; k < part.variables.size(); ++k) {
    const SynapseVariable &v = p.plastic->variables[k];
    uint64_t base = part.variables[k];
    regions.push_back({base * v.bits, (base + part.units) * v.bits, true,
                       "synapse variable '" + p.name + "." + v.name + "'"});
    checkInMemory(image, tile, regions.back(),
                  where + "synapse variable '" + v.name + "': ");
  }
  if (part.index)
    regions.push_back({uint64_t(part.index->rowBase) * 32,
                       (uint64_t(part.index->rowBase) + part.index->rows) * 32,
                       true,
                       "the second index of projection '" + p.name + "'"});
  for (size_t k = 0; k < part.traces.size(); ++k)
    checkStatePlane(image, part.traces[k], p.plastic->traces[k].bits,
                    tile.groups[part.sourceGroup].blocks,
                    where + "trace '" + p.plastic->traces[k].name + "': ");
}

/// `regions` by tile.
void checkProjection(const Image &image, uint32_t projection,
                     std::vector<std::vector<Region>> &regions,
                     const std::string &where) {
  const Projection &p = image.projections[projection];
  if (p.plastic->variables.size() > 7)
    throw Error(where + str(p.plastic->variables.size()) +
                " synapse variables; at most 7");
  for (const ProjectionPart &part : p.parts)
    checkPart(image, p, part, regions[part.tile],
              where + tileName(image, part.tile));
  synapsesOf(image, projection, where);
}

/// Constant rows may share units; what learns shares nothing.
void checkRegions(const Image &image, uint32_t t, std::vector<Region> regions,
                  const std::string &where) {
  const Tile &tile = image.tiles[t];
  std::vector<std::pair<uint64_t, uint64_t>> plasticAxons;
  for (const Projection &p : image.projections)
    for (const ProjectionPart &part : p.parts) {
      if (!p.plastic || part.tile != t)
        continue;
      const Group &g = tile.groups[part.sourceGroup];
      for (uint32_t j = part.firstSub; j < part.firstSub + part.subs; ++j) {
        uint64_t first = g.axonBase + uint64_t(j) * g.axonStride;
        plasticAxons.push_back(
            {first, first + uint64_t(g.blocks) * image.target.lanes});
      }
    }
  for (const AxonRange &range : columnEntries(image, t))
    plasticAxons.emplace_back(range.begin, range.end);
  for (uint64_t i = 0; i < tile.axons.size(); ++i) {
    const AxonEntry &axon = tile.axons[i];
    bool own = std::any_of(plasticAxons.begin(), plasticAxons.end(),
                           [i](const auto &range) {
                             return i >= range.first && i < range.second;
                           });
    if (axon.count == 0 || own)
      continue;
    unsigned entryLog2 = tile.descriptors[axon.descriptor].entryLog2;
    regions.push_back({uint64_t(axon.address) << entryLog2,
                       (uint64_t(axon.address) + axon.count) << entryLog2,
                       false, "axon entry " + str(i)});
  }
  std::stable_sort(
      regions.begin(), regions.end(),
      [](const Region &a, const Region &b) { return a.begin < b.begin; });
  // The region that reaches furthest, of all and of those that learn.
  const Region *furthest = nullptr, *plastic = nullptr;
  for (const Region &region : regions) {
    if (region.begin == region.end)
      continue;
    const Region *before = region.plastic ? furthest : plastic;
    if (before && before->end > region.begin)
      throw Error(where + before->what + " and " + region.what +
                  " overlap in the synapse memory");
    if (!furthest || region.end > furthest->end)
      furthest = &region;
    if (region.plastic && (!plastic || region.end > plastic->end))
      plastic = &region;
  }
}

/// f(instruction) for the program from `address` on, up to what ends it.
template <typename F> void forProgram(const Tile &tile, uint32_t address, F f) {
  isa::Instruction instruction;
  std::string reason;
  for (size_t pc = address; pc < tile.program.size(); ++pc) {
    if (!isa::decode(tile.program[pc], instruction, reason) ||
        instruction.op == isa::Opcode::End)
      return;
    f(instruction);
    if (instruction.last)
      return;
  }
}

/// Whether the program records sources or opens a gate.
bool holdsDue(const Tile &tile, uint32_t address) {
  bool found = false;
  forProgram(tile, address, [&](const isa::Instruction &instruction) {
    found |= instruction.op == isa::Opcode::Due;
  });
  return found;
}

/// Planes and common values that the program names must be there.
void checkOperands(const Tile &tile, const LearnEntry &e,
                   const std::string &where) {
  forProgram(tile, e.programAddress, [&](const isa::Instruction &instruction) {
    using isa::Opcode;
    auto imm = static_cast<uint32_t>(instruction.imm);
    Opcode op = instruction.op;
    bool plane = op == Opcode::Lds || op == Opcode::Sts || op == Opcode::Dlt;
    bool common = op == Opcode::Ldc || op == Opcode::Ldd || op == Opcode::Dlt;
    if (plane && isa::imm::getPlane(imm) >= e.planes.size())
      throw Error(where + "its program uses plane " +
                  str(isa::imm::getPlane(imm)) + " of " + str(e.planes.size()));
    uint32_t last = isa::imm::getCom(imm);
    if (op == Opcode::Dlt && instruction.rnd == isa::Rounding::Stochastic)
      last = std::max(last, isa::imm::getRcom(imm));
    if (common && last >= e.commons.size())
      throw Error(where + "its program uses common value " + str(last) +
                  " of " + str(e.commons.size()));
  });
}

void checkPlane(const LearnPlane &plane, uint64_t units, uint64_t rows,
                const std::string &where) {
  if (!isWidth(plane.bits))
    throw Error(where + "width " + str(plane.bits) +
                " is not 8, 16 or 32 bits");
  if ((plane.base + units) * plane.bits > rows * 32)
    throw Error(where + "ends beyond the memory of " + str(rows) + " rows");
}

void checkWalkEntry(const Image &image, uint32_t t, const LearnEntry &e,
                    const std::string &where) {
  if (e.projection >= image.projections.size() ||
      !image.projections[e.projection].plastic)
    throw Error(where + "projection " + str(e.projection) + " does not learn");
  const Projection &p = image.projections[e.projection];
  const Plasticity &plastic = *p.plastic;
  const Tile &tile = image.tiles[t];
  auto part =
      std::find_if(p.parts.begin(), p.parts.end(),
                   [t](const ProjectionPart &part) { return part.tile == t; });
  if (part == p.parts.end() || e.group != part->sourceGroup ||
      e.targetGroup !=
          image.populations[p.target].parts[part->targetPart].group ||
      e.sub != part->firstSub || e.subs != part->subs ||
      e.descriptor != part->descriptor || e.unitBase != part->unitBase)
    throw Error(where + "walks other rows than those of projection '" + p.name +
                "'");
  bool same = e.planes.size() == plastic.variables.size() + 1 &&
              e.planes[0].bits == p.weightBits;
  for (size_t k = 1; same && k < e.planes.size(); ++k)
    same = e.planes[k].bits == plastic.variables[k - 1].bits &&
           e.planes[k].base == part->variables[k - 1];
  if (!same)
    throw Error(where + "its planes are not those of projection '" + p.name +
                "'");
  if (e.commons.size() > 8)
    throw Error(where + str(e.commons.size()) + " common values; at most 8");
  for (const LearnPlane &plane : e.commons)
    checkPlane(plane, tile.groups[e.group].blocks, image.target.stateRows,
               where + "plane of a common value: ");
  checkOperands(tile, e, where);
  if (!e.synaptic || e.gate)
    throw Error(where + "a walk is synaptic and no gate");
  const RowDescriptor &row = tile.descriptors[e.descriptor];
  if (e.kind == LearnKind::Columns && !row.skewed)
    throw Error(where + "walks columns of rows that are not skewed");
  if (e.columnBase != (e.kind == LearnKind::Columns && part->index
                           ? part->index->columnBase
                           : 0))
    throw Error(where + "walks other columns than those of projection '" +
                p.name + "'");
}

/// Whether `a` runs when `b` does, gates apart.
bool runTogether(const LearnEntry &a, const LearnEntry &b) {
  return a.when == b.when && a.every == b.every && a.signals == b.signals &&
         a.synaptic == b.synaptic;
}

/// The entry that records what walk `i` walks. Between the two of a walk of
/// columns its sources may compute what they hand over.
size_t recorderOf(const Tile &tile, size_t i, const std::string &where) {
  const LearnEntry &walk = tile.learn[i];
  const bool columns = walk.kind == LearnKind::Columns;
  size_t r = i;
  if (columns && i >= 2 && tile.learn[i - 1].kind == LearnKind::Blocks &&
      !holdsDue(tile, tile.learn[i - 1].programAddress)) {
    r = i - 1;
    const LearnEntry &between = tile.learn[r];
    if (between.group != walk.group || !between.gated || between.gate ||
        !runTogether(between, walk) || !tile.learn[r - 1].gate)
      throw Error(where + "the entry before it is none of its sources");
  }
  if (r == 0)
    throw Error(where + "nothing records what it walks");
  const LearnEntry &recorder = tile.learn[--r];
  bool gates = columns && recorder.gate;
  if (recorder.kind != LearnKind::Blocks || recorder.gate != gates ||
      recorder.group != (columns ? walk.targetGroup : walk.group) ||
      !runTogether(recorder, walk) ||
      walk.gated != (gates ? true : recorder.gated))
    throw Error(where + "the entry before it does not record its " +
                (columns ? "targets" : "sources"));
  return r;
}

void checkEntries(const Image &image, uint32_t t, const std::string &origin) {
  const Tile &tile = image.tiles[t];
  bool gates = false;
  std::vector<bool> records(tile.learn.size());
  for (size_t i = 0; i < tile.learn.size(); ++i) {
    const LearnEntry &e = tile.learn[i];
    std::string where = origin + "entry " + str(i) + " of Learn: ";
    if (e.kind > LearnKind::Columns || e.when > LearnWhen::Signal)
      throw Error(where + "unknown kind");
    if (e.when == LearnWhen::Every && e.every == 0)
      throw Error(where + "runs every 0 steps");
    if (e.when == LearnWhen::Signal &&
        (e.signals == 0 || e.signals >> image.modulators.size()))
      throw Error(where + "waits for modulators that do not exist");
    if (e.group >= tile.groups.size())
      throw Error(where + "group " + str(e.group) + " of " +
                  str(tile.groups.size()));
    const Group &group = tile.groups[e.group];
    if (group.window && !group.kept)
      throw Error(where + "group " + str(e.group) + " is a window that keeps " +
                  "no events");
    if (e.programAddress >= tile.program.size())
      throw Error(where + "program at " + str(e.programAddress) + " of " +
                  str(tile.program.size()) + " words");
    if (e.gated && !gates)
      throw Error(where + "is gated, and no gate comes before it");
    gates |= e.gate;
    if (e.kind == LearnKind::Blocks)
      continue;
    checkWalkEntry(image, t, e, where);
    records[recorderOf(tile, i, where)] = true;
  }
  for (size_t i = 0; i < tile.learn.size(); ++i) {
    const LearnEntry &e = tile.learn[i];
    std::string where = origin + "entry " + str(i) + " of Learn: ";
    if (e.records != (e.gate && records[i]))
      throw Error(where + (e.records ? "records what nothing walks"
                                     : "records nothing for the walk"));
    bool wanted = e.gate || records[i];
    if (e.kind == LearnKind::Blocks &&
        holdsDue(tile, e.programAddress) != wanted)
      throw Error(where + (wanted ? "its program has no `due`"
                                  : "its program has a `due` that nothing "
                                    "takes"));
  }
}

} // namespace

void checkPlasticity(const Image &image, const Projection &p,
                     const std::string &where) {
  if (p.weightBits != 8 && p.weightBits != 16)
    throw Error(where + "weights that learn have 8 or 16 bits, not " +
                str(p.weightBits));
  for (const SynapseVariable &v : p.plastic->variables)
    checkVariable(v, where + "synapse variable '" + v.name + "': ");
  for (const Variable &v : p.plastic->traces)
    checkVariable(image.populations[p.source], v,
                  where + "trace '" + v.name + "': ");
}

void checkLearning(const Image &image, const std::string &origin) {
  std::vector<std::vector<Region>> regions(image.tiles.size());
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      checkProjection(image, j, regions,
                      origin + ": projection '" + image.projections[j].name +
                          "': ");
  for (uint32_t t = 0; t < image.tiles.size(); ++t) {
    std::string where = origin + ": " + tileName(image, t);
    if (!regions[t].empty())
      checkRegions(image, t, std::move(regions[t]), where);
    else if (!image.tiles[t].learn.empty())
      throw Error(where + "has a Learn phase and no projection that learns");
  }
  checkColumns(image, origin);
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    checkEntries(image, t, origin + ": " + tileName(image, t));
}

} // namespace snnc::image
