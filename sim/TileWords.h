//===- TileWords.h - Table entries as the tile stores them ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_TILEWORDS_H
#define SNNC_SIM_TILEWORDS_H

#include "image/Image.h"

#include <array>
#include <cstdint>

namespace snnc::sim {

/// A source on the network: its number, and the tiles that an event goes to.
struct NetworkSource {
  uint32_t number = 0;
  uint32_t copies = 0;
};

/// The words of the tables (docs/tile.md, "Address map"). They throw
/// snnc::Error when a number does not fit its field; `what` names the entry.
/// `source`: what the network must know of a home group.
std::array<uint32_t, 8> groupWords(const image::Group &group,
                                   const std::string &what,
                                   const NetworkSource &source = {});
/// Of a source whose events arrive in group `window`, in which their part
/// begins `blocks` after its first block.
uint32_t arrivalWord(uint32_t window, bool kept, int64_t blocks,
                     const std::string &what);
std::array<uint32_t, 2> descriptorWords(const image::RowDescriptor &row,
                                        const std::string &what);
uint64_t axonWord(const image::AxonEntry &axon, const std::string &what);
/// `entry` is one of the tile's.
std::array<uint32_t, 20> learnWords(const image::LearnEntry &entry,
                                    const image::Tile &tile, uint32_t lanes,
                                    const std::string &what);

} // namespace snnc::sim

#endif // SNNC_SIM_TILEWORDS_H
