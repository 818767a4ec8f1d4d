//===- TileWords.cpp - Table entries as the tile stores them ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/TileWords.h"

#include "image/Error.h"

namespace snnc::sim {

namespace {

/// Packs fields from the low end.
class Packer {
public:
  explicit Packer(const std::string &what) : what(what) {}

  Packer &field(uint64_t value, unsigned bits, const char *name) {
    if (bits < 64 && value >> bits != 0)
      throw Error(what + ": " + name + " " + std::to_string(value) +
                  " does not fit the tile's " + std::to_string(bits) + " bits");
    word |= value << at;
    at += bits;
    return *this;
  }
  Packer &skip(unsigned bits) {
    at += bits;
    return *this;
  }
  uint64_t word = 0;

private:
  const std::string &what;
  unsigned at = 0;
};

uint32_t low(const Packer &packer) {
  return static_cast<uint32_t>(packer.word);
}

} // namespace

std::array<uint32_t, 8> groupWords(const image::Group &group,
                                   const std::string &what) {
  return {low(Packer(what)
                  .field(group.programAddress, 16, "program address")
                  .skip(15)
                  .field(group.hasProgram, 1, "program")),
          low(Packer(what)
                  .field(group.blocks, 16, "number of blocks")
                  // A period beyond the group never ends within it.
                  .field(group.period > group.blocks ? group.blocks + 1
                                                     : group.period,
                         16, "period")),
          low(Packer(what)
                  .field(group.blockBase, 16, "first block")
                  .field(group.lastLanes, 16, "last lanes")),
          group.logicalBase,
          low(Packer(what).field(group.axonBase, 24, "axon base")),
          low(Packer(what).field(group.axonStride, 24, "axon stride")),
          low(Packer(what).field(group.axonSubs, 8, "axon entries a source")),
          0};
}

std::array<uint32_t, 2> descriptorWords(const image::RowDescriptor &row,
                                        const std::string &what) {
  return {low(Packer(what)
                  .field(row.format == image::RowFormat::Indexed, 1, "format")
                  .field(row.weightLog2, 3, "weight width")
                  .field(row.entryLog2, 3, "entry width")
                  .field(row.indexBits, 5, "index bits")
                  .field(row.delayBits, 4, "delay bits")
                  .field(row.shift, 5, "shift")
                  .field(row.slotsLog2, 3, "slots")
                  .field(row.wide, 1, "accumulator width")
                  .field(row.delay, 7, "delay")),
          low(Packer(what).field(row.portBase, 16, "port base"))};
}

uint64_t axonWord(const image::AxonEntry &axon, const std::string &what) {
  return Packer(what)
      .field(axon.address, 26, "address")
      .field(axon.count, 14, "number of units")
      .field(axon.baseBlock, 12, "first target block")
      .field(axon.lastLanes, 4, "last lanes")
      .field(axon.descriptor, 8, "row descriptor")
      .word;
}

} // namespace snnc::sim
