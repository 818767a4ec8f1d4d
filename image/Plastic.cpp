//===- Plastic.cpp - The synapses of projections that learn -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Plastic.h"

#include "image/Error.h"
#include "image/Skew.h"

#include <algorithm>

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
void targetBlocks(const Image &image, const RowDescriptor &row,
                  const AxonEntry &axon, uint32_t source, uint32_t i,
                  int64_t *blocks) {
  uint32_t lanes = image.target.lanes;
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
  const uint32_t *words =
      &image.tiles[0].synapses[uint64_t(unit >> perWordLog2) * lanes];
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

} // namespace

std::vector<Synapse> synapsesOf(const Image &image, uint32_t projection,
                                const std::string &where) {
  const Projection &p = image.projections[projection];
  const Tile &tile = image.tiles[0];
  const Population &source = image.populations[p.source];
  const Population &target = image.populations[p.target];
  const Group &group = tile.groups[source.group];
  const RowDescriptor &row = tile.descriptors[p.descriptor];
  uint32_t lanes = image.target.lanes;
  std::vector<Synapse> synapses;
  std::vector<int64_t> blocks(lanes);
  for (uint32_t physical = 0; physical < group.blocks * lanes; ++physical) {
    uint32_t from = 0;
    bool isNeuron = toLogical(source, physical, from);
    size_t first = synapses.size();
    for (uint32_t j = p.firstSub; j < p.firstSub + p.subs; ++j) {
      const AxonEntry &axon =
          tile.axons[group.axonBase + uint64_t(j) * group.axonStride +
                     physical];
      if (axon.count && !isNeuron)
        throw Error(where + "place " + str(physical) +
                    " of the sources is no neuron and has a row");
      for (uint32_t i = 0; i < axon.count; ++i) {
        targetBlocks(image, row, axon, physical, i, blocks.data());
        for (uint32_t l = 0; l < lanes; ++l) {
          uint32_t to = 0;
          if (blocks[l] < 0)
            continue;
          if (!toLogical(target, uint64_t(blocks[l]) * lanes + l, to))
            throw Error(where + "source " + str(from) +
                        " has a synapse to no neuron (block " + str(blocks[l]) +
                        ", lane " + str(l) + ")");
          synapses.push_back({from, to, rowUnit(row, axon, i, lanes),
                              bankOf(row, l, physical, lanes)});
        }
      }
    }
    std::stable_sort(
        synapses.begin() + static_cast<long>(first), synapses.end(),
        [](const Synapse &a, const Synapse &b) { return a.target < b.target; });
  }
  // Padding never lies between neurons out of order, so sources ascend.
  if (synapses.size() != p.synapses)
    throw Error(where + str(int64_t(synapses.size())) +
                " synapses in its rows; it has " + str(int64_t(p.synapses)));
  return synapses;
}

SynapsePlane weightPlane(const Image &image, uint32_t projection) {
  const Projection &p = image.projections[projection];
  uint32_t entryBits = 1u << image.tiles[0].descriptors[p.descriptor].entryLog2;
  return {p.weightBits, 0, entryBits};
}

SynapsePlane variablePlane(const Image &image, uint32_t projection,
                           uint32_t variable) {
  const Plasticity &plastic = plasticity(image, projection);
  const SynapseVariable &v = plastic.variables.at(variable);
  int64_t first = (int64_t(v.base) - plastic.unitBase) * v.bits;
  return {v.bits, first, v.bits};
}

std::vector<int64_t> readPlane(const std::vector<Synapse> &synapses,
                               const SynapsePlane &plane,
                               const std::vector<uint32_t> &memory,
                               uint32_t lanes, uint64_t firstRow) {
  std::vector<int64_t> values;
  values.reserve(synapses.size());
  for (const Synapse &s : synapses) {
    uint32_t word = memory[(plane.row(s.unit) - firstRow) * lanes + s.bank];
    uint32_t up = 32 - plane.bits - plane.lowBit(s.unit);
    values.push_back(static_cast<int32_t>(word << up) >> (32 - plane.bits));
  }
  return values;
}

void writePlane(const std::vector<Synapse> &synapses, const SynapsePlane &plane,
                std::vector<uint32_t> &memory, uint32_t lanes,
                uint64_t firstRow, const std::vector<int64_t> &values,
                const std::string &where) {
  if (values.size() != synapses.size())
    throw Error(where + str(int64_t(values.size())) + " values for " +
                str(int64_t(synapses.size())) + " synapses");
  int64_t most = (int64_t(1) << (plane.bits - 1)) - 1;
  for (int64_t value : values)
    if (value > most || value < -most - 1)
      throw Error(where + "value " + str(value) + " does not fit in " +
                  str(plane.bits) + " bits");
  for (size_t i = 0; i < synapses.size(); ++i) {
    const Synapse &s = synapses[i];
    uint32_t &word = memory[(plane.row(s.unit) - firstRow) * lanes + s.bank];
    uint32_t low = plane.lowBit(s.unit);
    uint32_t mask = (~0u >> (32 - plane.bits)) << low;
    word = (word & ~mask) | ((static_cast<uint32_t>(values[i]) << low) & mask);
  }
}

std::vector<int64_t> getWeights(const Image &image, uint32_t projection) {
  plasticity(image, projection);
  return readPlane(synapsesOf(image, projection, describe(image, projection)),
                   weightPlane(image, projection), image.tiles[0].synapses,
                   image.target.lanes, 0);
}

void setWeights(Image &image, uint32_t projection,
                const std::vector<int64_t> &codes) {
  plasticity(image, projection);
  std::string where = describe(image, projection);
  writePlane(synapsesOf(image, projection, where),
             weightPlane(image, projection), image.tiles[0].synapses,
             image.target.lanes, 0, codes, where);
}

std::vector<int64_t> getSynapseVariable(const Image &image, uint32_t projection,
                                        uint32_t variable) {
  SynapsePlane plane = variablePlane(image, projection, variable);
  return readPlane(synapsesOf(image, projection, describe(image, projection)),
                   plane, image.tiles[0].synapses, image.target.lanes, 0);
}

void setSynapseVariable(Image &image, uint32_t projection, uint32_t variable,
                        const std::vector<int64_t> &codes) {
  SynapsePlane plane = variablePlane(image, projection, variable);
  std::string where = describe(image, projection);
  writePlane(synapsesOf(image, projection, where), plane,
             image.tiles[0].synapses, image.target.lanes, 0, codes, where);
}

} // namespace snnc::image
