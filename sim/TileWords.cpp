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

/// Planes have 8, 16 or 32 bits.
uint32_t widthCode(uint8_t bits) { return bits == 8 ? 0 : bits == 16 ? 1 : 2; }

} // namespace

std::array<uint32_t, 8> groupWords(const image::Group &group,
                                   const std::string &what,
                                   const NetworkSource &source) {
  return {low(Packer(what)
                  .field(group.programAddress, 16, "program address")
                  .skip(11)
                  .field(group.drives < 0 ? 0 : uint32_t(group.drives), 3,
                         "modulator")
                  .field(group.drives >= 0, 1, "driver")
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
          low(Packer(what)
                  .field(source.number, 16, "source number")
                  .field(source.copies, 16, "copies of events"))};
}

uint32_t arrivalWord(uint32_t window, bool kept, int64_t blocks,
                     const std::string &what) {
  constexpr int64_t limit = 1 << 13;
  if (blocks < -limit || blocks >= limit)
    throw Error(what + ": the part begins " + std::to_string(blocks) +
                " blocks after its window, which does not fit the tile's 14 "
                "bits");
  return low(Packer(what)
                 .field(window, 8, "window")
                 .field(kept, 1, "kept")
                 .skip(7)
                 .field(static_cast<uint64_t>(blocks) & 0x3fff, 14, "offset")
                 .skip(1)
                 .field(1, 1, "valid"));
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
          low(Packer(what)
                  .field(row.portBase, 16, "port base")
                  .field(row.skewed, 1, "skew"))};
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

std::array<uint32_t, 20> learnWords(const image::LearnEntry &entry,
                                    const image::Tile &tile, uint32_t lanes,
                                    const std::string &what) {
  constexpr uint32_t addressMask = (1u << 26) - 1;
  const image::Group &group = tile.groups[entry.group];
  const bool columns = entry.kind == image::LearnKind::Columns;
  std::array<uint32_t, 20> words{};
  words[0] = low(Packer(what)
                     .field(entry.kind != image::LearnKind::Blocks, 1, "kind")
                     .field(static_cast<uint64_t>(entry.when), 2, "time")
                     .field(entry.synaptic, 1, "synaptic")
                     .field(entry.gate, 1, "gate")
                     .field(entry.gated, 1, "gated")
                     .field(columns, 1, "columns")
                     .field(entry.records, 1, "records")
                     .field(entry.commons.size(), 4, "common values")
                     .skip(4)
                     .field(entry.signals, 8, "modulators")
                     .field(entry.group, 8, "group"));
  words[1] = low(Packer(what)
                     .field(entry.programAddress, 16, "program address")
                     .skip(8)
                     .field(entry.subs, 8, "axon entries a source"));
  words[2] = entry.every;
  if (entry.kind == image::LearnKind::Blocks)
    return words;
  if (columns) {
    const image::RowDescriptor &row = tile.descriptors[entry.descriptor];
    const bool indexed = row.format == image::RowFormat::Indexed;
    words[1] |= low(Packer(what)
                        .skip(16)
                        .field(row.entryLog2, 3, "entry width")
                        .field(row.weightLog2 == 4, 1, "weight width")
                        .field(indexed, 1, "format"));
    uint64_t stride = uint64_t(tile.groups[entry.targetGroup].blocks) * lanes;
    words[3] = low(indexed ? Packer(what).field(entry.columnBase, 24, "columns")
                           : Packer(what).field(entry.unitBase, 26, "address"));
    words[4] = low(Packer(what).field(indexed ? 0 : stride, 26, "stride"));
  } else {
    words[3] = low(Packer(what).field(group.axonBase + uint64_t(entry.sub) *
                                                           group.axonStride,
                                      24, "axon base"));
    words[4] = low(Packer(what).field(group.axonStride, 24, "axon stride"));
  }
  // Where a unit of the rows has its value, relative to the unit itself.
  for (size_t k = 1; k < entry.planes.size(); ++k)
    words[4 + k] =
        low(Packer(what)
                .field((entry.planes[k].base - entry.unitBase) & addressMask,
                       26, "plane")
                .skip(4)
                .field(widthCode(entry.planes[k].bits), 2, "width"));
  for (size_t c = 0; c < entry.commons.size(); ++c)
    words[12 + c] =
        low(Packer(what)
                .field(entry.commons[c].base, 16, "common value")
                .field(widthCode(entry.commons[c].bits), 2, "width"));
  return words;
}

} // namespace snnc::sim
