//===- SpreadPieces.cpp - Programs moved and rows clipped
//--------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/runtime/SpreadPieces.h"

#include "image/Error.h"
#include "image/Skew.h"
#include "isa/Isa.h"

#include <algorithm>

namespace snnc::testing {

using image::AxonEntry;
using image::RowDescriptor;
using image::RowFormat;
using image::Tile;

uint64_t movedWord(uint64_t word, const Move &by) {
  isa::Instruction in;
  std::string error;
  if (!isa::decode(word, in, error))
    return word;
  auto imm = static_cast<uint32_t>(in.imm);
  uint32_t base = imm & 0xffff;
  switch (in.op) {
  case isa::Opcode::Ld:
  case isa::Opcode::St:
  case isa::Opcode::Dlt:
    base += by.state * (4u >> isa::imm::getWidth(imm)) + by.blocks;
    break;
  case isa::Opcode::Ldp:
  case isa::Opcode::Addp:
    base += by.accumulators * (isa::imm::getWide(imm) ? 1 : 2) +
            (by.blocks << isa::imm::getSlots(imm));
    break;
  default:
    return word;
  }
  in.imm = static_cast<int32_t>((imm & ~0xffffu) | base);
  if (base > 0xffff || !isa::encode(in, word, error))
    throw Error("moved beyond the range of a base");
  return word;
}

ClippedRow clipRow(const Tile &from, const RowDescriptor &row,
                   const AxonEntry &axon, uint32_t source, uint32_t first,
                   uint32_t end, uint32_t lanes) {
  ClippedRow made;
  made.entry = axon;
  const uint32_t bits = 1u << row.entryLog2;
  const uint32_t mask = ~0u >> (32 - bits);
  const bool dense = row.format == RowFormat::Dense;
  const uint32_t base = std::max<uint32_t>(axon.baseBlock, first);
  const uint32_t none = (1u << row.indexBits) - 1;
  for (uint32_t i = 0; i < axon.count; ++i) {
    uint32_t unit = image::rowUnit(row, axon, i, lanes);
    uint64_t bit = uint64_t(unit) * bits;
    std::vector<uint32_t> words;
    for (uint32_t l = 0; l < lanes; ++l)
      words.push_back(from.synapses[bit / 32 * lanes + l] >> bit % 32 & mask);
    bool keep =
        dense && axon.baseBlock + i >= first && axon.baseBlock + i < end;
    for (uint32_t l = 0; !dense && l < lanes; ++l) {
      uint32_t &word = words[image::bankOf(row, l, source, lanes)];
      const uint32_t low = 1u << row.weightLog2;
      uint32_t index = word >> low & none, block = axon.baseBlock + index;
      bool inside = index != none && block >= first && block < end;
      keep |= inside;
      word &= ~(none << low);
      word |= (inside ? block - base : none) << low;
    }
    if (!keep)
      continue;
    if (dense && made.old.empty())
      made.entry.baseBlock = static_cast<uint16_t>(axon.baseBlock + i - first);
    if (dense && i + 1 != axon.count)
      made.entry.lastLanes = 0;
    else
      made.entry.lastLanes = axon.lastLanes;
    made.old.push_back(unit);
    made.words.insert(made.words.end(), words.begin(), words.end());
  }
  if (!dense)
    made.entry.baseBlock = static_cast<uint16_t>(base - first);
  made.entry.count = static_cast<uint16_t>(made.old.size());
  if (made.old.empty())
    made.entry = AxonEntry();
  return made;
}

} // namespace snnc::testing
