//===- Plastic.h - The synapses of projections that learn -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where each synapse of a plastic projection lies in the synapse memory, and
// access to weights and synapse variables by synapse. Their order is the one of
// docs/machine.md, "Synapses": by source, target, and place in the row,
// wherever they live.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_PLASTIC_H
#define SNNC_IMAGE_PLASTIC_H

#include "image/Image.h"

#include <cstdint>
#include <vector>

namespace snnc::image {

struct Synapse {
  /// Logical indices of the neurons it joins.
  uint32_t source = 0;
  uint32_t target = 0;
  /// Index in Projection::parts.
  uint32_t part = 0;
  /// Address of its row unit, in units of the descriptor's entry.
  uint32_t unit = 0;
  /// Bank of the synapse memory.
  uint32_t bank = 0;
};

/// A plane of the synapse memory of one part's tile: unit u (an address of a
/// row unit) has its value in bits lowBit(u) and up of the bank's word of row
/// row(u).
struct SynapsePlane {
  uint32_t bits = 0;
  /// Bit of a bank, counted through the whole memory, of row unit 0.
  int64_t firstBit = 0;
  /// From one row unit to the next.
  uint32_t strideBits = 0;
  /// Rows of the memory that hold it.
  uint32_t firstRow = 0, endRow = 0;

  uint64_t bit(uint32_t unit) const {
    return static_cast<uint64_t>(firstBit + int64_t(unit) * strideBits);
  }
  uint64_t row(uint32_t unit) const { return bit(unit) / 32; }
  uint32_t lowBit(uint32_t unit) const {
    return static_cast<uint32_t>(bit(unit) % 32);
  }
};

/// The plane of each part of a projection.
using SynapsePlanes = std::vector<SynapsePlane>;
/// By part: rows firstRow to endRow - 1, `lanes` words each.
using SynapseRows = std::vector<std::vector<uint32_t>>;

struct SynapseEnds {
  uint32_t source = 0, target = 0;
};
/// The same synapses in the same order, in an image with or without tiles.
std::vector<SynapseEnds> synapseEnds(const Image &image, uint32_t projection);

/// Synapses of a plastic projection in order. Throws snnc::Error, beginning
/// with `where`, if its rows hold what is no synapse between its neurons, or
/// another number of them than it has.
std::vector<Synapse> synapsesOf(const Image &image, uint32_t projection,
                                const std::string &where);

SynapsePlanes weightPlanes(const Image &image, uint32_t projection);
SynapsePlanes variablePlanes(const Image &image, uint32_t projection,
                             uint32_t variable);

/// Values of a plane by synapse.
std::vector<int64_t> readPlane(const std::vector<Synapse> &synapses,
                               const SynapsePlanes &planes,
                               const SynapseRows &rows, uint32_t lanes);
/// Writes values by synapse; those that do not fit in the plane's bits throw
/// snnc::Error, beginning with `where`, before anything changes.
void writePlane(const std::vector<Synapse> &synapses,
                const SynapsePlanes &planes, SynapseRows &rows, uint32_t lanes,
                const std::vector<int64_t> &values, const std::string &where);

/// What the tiles of the image start with, as codes by synapse.
std::vector<int64_t> getWeights(const Image &image, uint32_t projection);
void setWeights(Image &image, uint32_t projection,
                const std::vector<int64_t> &codes);
std::vector<int64_t> getSynapseVariable(const Image &image, uint32_t projection,
                                        uint32_t variable);
void setSynapseVariable(Image &image, uint32_t projection, uint32_t variable,
                        const std::vector<int64_t> &codes);

} // namespace snnc::image

#endif // SNNC_IMAGE_PLASTIC_H
