//===- Plastic.cpp - The synapses of projections that learn -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Plastic.h"

#include "image/Error.h"
#include "image/Parts.h"
#include "image/Skew.h"

#include <algorithm>
#include <tuple>

namespace snnc::image {

namespace {

std::string str(int64_t n) { return std::to_string(n); }

/// Logical index of a physical one; false for padding.
bool toLogical(const Population &p, uint64_t physical, uint32_t &logical) {
  uint64_t outer = physical / p.innerPad, inner = physical % p.innerPad;
  if (inner >= p.inner || outer >= p.size / p.inner)
    return false;
  logical = static_cast<uint32_t>(outer * p.inner + inner);
  return true;
}

/// Blocks that the lanes of a row's unit lead to; -1: no synapse.
void targetBlocks(const Tile &tile, const RowDescriptor &row,
                  const AxonEntry &axon, uint32_t source, uint32_t i,
                  uint32_t lanes, int64_t *blocks) {
  uint32_t unit = rowUnit(row, axon, i, lanes);
  if (row.format == RowFormat::Dense) {
    uint32_t valid =
        i + 1 == axon.count && axon.lastLanes ? axon.lastLanes : lanes;
    for (uint32_t l = 0; l < lanes; ++l)
      blocks[l] = l < valid ? int64_t(axon.baseBlock) + i : -1;
    return;
  }
  unsigned perWordLog2 = 5u - row.entryLog2;
  unsigned low = (unit & ((1u << perWordLog2) - 1)) << row.entryLog2;
  const uint32_t *words = &tile.synapses[uint64_t(unit >> perWordLog2) * lanes];
  uint32_t none = (1u << row.indexBits) - 1;
  for (uint32_t l = 0; l < lanes; ++l) {
    uint32_t word = words[bankOf(row, l, source, lanes)];
    uint32_t index = word >> low >> (1u << row.weightLog2) & none;
    blocks[l] = index == none ? -1 : int64_t(axon.baseBlock) + index;
  }
}

const Plasticity &plasticity(const Image &image, uint32_t projection) {
  const Projection &p = image.projections.at(projection);
  if (!p.plastic)
    throw Error("projection '" + p.name + "' does not learn");
  return *p.plastic;
}

std::string describe(const Image &image, uint32_t projection) {
  return "projection '" + image.projections[projection].name + "': ";
}

/// The synapses of one part, by source and target.
void addSynapses(const Image &image, const Projection &p, uint32_t index,
                 std::vector<Synapse> &synapses, const std::string &where) {
  const ProjectionPart &part = p.parts[index];
  const Tile &tile = image.tiles[part.tile];
  const Population &source = image.populations[p.source];
  const Population &target = image.populations[p.target];
  const Group &group = tile.groups[part.sourceGroup];
  const Group &home = homeOf(image, target.parts[part.targetPart]);
  const RowDescriptor &row = tile.descriptors[part.descriptor];
  const uint32_t lanes = image.target.lanes;
  std::vector<int64_t> blocks(lanes);
  for (uint32_t place = 0; place < group.blocks * lanes; ++place) {
    uint32_t from = 0;
    uint64_t physical = uint64_t(group.firstBlock) * lanes + place;
    bool isNeuron = toLogical(source, physical, from);
    size_t first = synapses.size();
    for (uint32_t j = part.firstSub; j < part.firstSub + part.subs; ++j) {
      const AxonEntry &axon =
          tile.axons[group.axonBase + uint64_t(j) * group.axonStride + place];
      if (axon.count && !isNeuron)
        throw Error(where + "place " + str(int64_t(physical)) +
                    " of the sources is no neuron and has a row");
      for (uint32_t i = 0; i < axon.count; ++i) {
        targetBlocks(tile, row, axon, place, i, lanes, blocks.data());
        for (uint32_t l = 0; l < lanes; ++l) {
          uint32_t to = 0;
          if (blocks[l] < 0)
            continue;
          uint64_t block = home.firstBlock + uint64_t(blocks[l]);
          if (blocks[l] >= home.blocks ||
              !toLogical(target, block * lanes + l, to))
            throw Error(where + "source " + str(from) +
                        " has a synapse to no neuron (block " + str(blocks[l]) +
                        ", lane " + str(l) + ")");
          synapses.push_back({from, to, index, rowUnit(row, axon, i, lanes),
                              bankOf(row, l, place, lanes)});
        }
      }
    }
    std::stable_sort(
        synapses.begin() + static_cast<long>(first), synapses.end(),
        [](const Synapse &a, const Synapse &b) { return a.target < b.target; });
  }
  // Padding never lies between neurons out of order, so sources ascend.
}

/// Rows that units unitBase .. unitBase + units - 1 of the plane lie in.
SynapsePlane withRows(SynapsePlane plane, const ProjectionPart &part) {
  if (part.units == 0)
    return plane;
  plane.firstRow = static_cast<uint32_t>(plane.row(part.unitBase));
  uint32_t last = part.unitBase + part.units - 1;
  plane.endRow = static_cast<uint32_t>(plane.row(last)) + 1;
  return plane;
}

SynapseRows rowsOf(const Image &image, uint32_t projection,
                   const SynapsePlanes &planes) {
  SynapseRows rows;
  const uint32_t lanes = image.target.lanes;
  for (size_t i = 0; i < planes.size(); ++i) {
    const Tile &tile = image.tiles[image.projections[projection].parts[i].tile];
    auto word = [&](uint32_t row) {
      return tile.synapses.begin() + static_cast<long>(size_t(row) * lanes);
    };
    rows.emplace_back(word(planes[i].firstRow), word(planes[i].endRow));
  }
  return rows;
}

std::vector<int64_t> readImagePlane(const Image &image, uint32_t projection,
                                    const SynapsePlanes &planes) {
  return readPlane(synapsesOf(image, projection, describe(image, projection)),
                   planes, rowsOf(image, projection, planes),
                   image.target.lanes);
}

void writeImagePlane(Image &image, uint32_t projection,
                     const SynapsePlanes &planes,
                     const std::vector<int64_t> &codes) {
  std::string where = describe(image, projection);
  const uint32_t lanes = image.target.lanes;
  SynapseRows rows = rowsOf(image, projection, planes);
  writePlane(synapsesOf(image, projection, where), planes, rows, lanes, codes,
             where);
  for (size_t i = 0; i < planes.size(); ++i) {
    Tile &tile = image.tiles[image.projections[projection].parts[i].tile];
    std::copy(rows[i].begin(), rows[i].end(),
              tile.synapses.begin() +
                  static_cast<long>(size_t(planes[i].firstRow) * lanes));
  }
}

} // namespace

std::vector<Synapse> synapsesOf(const Image &image, uint32_t projection,
                                const std::string &where) {
  const Projection &p = image.projections[projection];
  std::vector<Synapse> synapses;
  for (uint32_t i = 0; i < p.parts.size(); ++i)
    addSynapses(image, p, i, synapses, where);
  // Targets of one part come before those of the next.
  if (p.parts.size() > 1)
    std::stable_sort(
        synapses.begin(), synapses.end(),
        [](const Synapse &a, const Synapse &b) { return a.source < b.source; });
  if (synapses.size() != p.synapses)
    throw Error(where + str(int64_t(synapses.size())) +
                " synapses in its rows; it has " + str(int64_t(p.synapses)));
  return synapses;
}

std::vector<SynapseEnds> synapseEnds(const Image &image, uint32_t projection) {
  std::vector<SynapseEnds> ends;
  if (image.isPlaced()) {
    for (const Synapse &s :
         synapsesOf(image, projection, describe(image, projection)))
      ends.push_back({s.source, s.target});
    return ends;
  }
  if (image.native.empty()) {
    const FloatProjection &p = image.floating.projections.at(projection);
    for (uint32_t source = 0; source + 1 < p.rowStart.size(); ++source)
      for (uint64_t i = p.rowStart[source]; i < p.rowStart[source + 1]; ++i)
        ends.push_back({source, p.targets[i]});
    return ends;
  }
  const Connectivity &c = image.native.projections[projection].connectivity;
  forEachSite(c, {0, c.sources}, {0, c.targets}, [&](const SynapseSite &site) {
    ends.push_back({site.source, site.target});
  });
  // Several of one pair have the same ends.
  auto before = [](const SynapseEnds &a, const SynapseEnds &b) {
    return std::tie(a.source, a.target) < std::tie(b.source, b.target);
  };
  if (!std::is_sorted(ends.begin(), ends.end(), before))
    std::sort(ends.begin(), ends.end(), before);
  return ends;
}

SynapsePlanes weightPlanes(const Image &image, uint32_t projection) {
  SynapsePlanes planes;
  const Projection &p = image.projections[projection];
  for (const ProjectionPart &part : p.parts) {
    const Tile &tile = image.tiles[part.tile];
    uint32_t entryBits = 1u << tile.descriptors[part.descriptor].entryLog2;
    planes.push_back(withRows({p.weightBits, 0, entryBits, 0, 0}, part));
  }
  return planes;
}

SynapsePlanes variablePlanes(const Image &image, uint32_t projection,
                             uint32_t variable) {
  SynapsePlanes planes;
  const SynapseVariable &v =
      plasticity(image, projection).variables.at(variable);
  for (const ProjectionPart &part : image.projections[projection].parts) {
    int64_t base = part.variables[variable];
    int64_t first = (base - part.unitBase) * v.bits;
    planes.push_back(withRows({v.bits, first, v.bits, 0, 0}, part));
  }
  return planes;
}

std::vector<int64_t> readPlane(const std::vector<Synapse> &synapses,
                               const SynapsePlanes &planes,
                               const SynapseRows &rows, uint32_t lanes) {
  std::vector<int64_t> values;
  values.reserve(synapses.size());
  for (const Synapse &s : synapses) {
    const SynapsePlane &plane = planes[s.part];
    uint32_t word =
        rows[s.part][(plane.row(s.unit) - plane.firstRow) * lanes + s.bank];
    uint32_t up = 32 - plane.bits - plane.lowBit(s.unit);
    values.push_back(static_cast<int32_t>(word << up) >> (32 - plane.bits));
  }
  return values;
}

void writePlane(const std::vector<Synapse> &synapses,
                const SynapsePlanes &planes, SynapseRows &rows, uint32_t lanes,
                const std::vector<int64_t> &values, const std::string &where) {
  if (values.size() != synapses.size())
    throw Error(where + str(int64_t(values.size())) + " values for " +
                str(int64_t(synapses.size())) + " synapses");
  const uint32_t bits = planes.front().bits;
  int64_t most = (int64_t(1) << (bits - 1)) - 1;
  for (int64_t value : values)
    if (value > most || value < -most - 1)
      throw Error(where + "value " + str(value) + " does not fit in " +
                  str(bits) + " bits");
  for (size_t i = 0; i < synapses.size(); ++i) {
    const Synapse &s = synapses[i];
    const SynapsePlane &plane = planes[s.part];
    uint32_t &word =
        rows[s.part][(plane.row(s.unit) - plane.firstRow) * lanes + s.bank];
    uint32_t low = plane.lowBit(s.unit);
    uint32_t mask = (~0u >> (32 - bits)) << low;
    word = (word & ~mask) | ((static_cast<uint32_t>(values[i]) << low) & mask);
  }
}

std::vector<int64_t> getWeights(const Image &image, uint32_t projection) {
  plasticity(image, projection);
  return readImagePlane(image, projection, weightPlanes(image, projection));
}

void setWeights(Image &image, uint32_t projection,
                const std::vector<int64_t> &codes) {
  plasticity(image, projection);
  writeImagePlane(image, projection, weightPlanes(image, projection), codes);
}

std::vector<int64_t> getSynapseVariable(const Image &image, uint32_t projection,
                                        uint32_t variable) {
  return readImagePlane(image, projection,
                        variablePlanes(image, projection, variable));
}

void setSynapseVariable(Image &image, uint32_t projection, uint32_t variable,
                        const std::vector<int64_t> &codes) {
  writeImagePlane(image, projection,
                  variablePlanes(image, projection, variable), codes);
}

} // namespace snnc::image
