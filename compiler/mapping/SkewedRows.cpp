//===- SkewedRows.cpp - Rows whose columns can be walked ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Rows.h"

#include "image/Skew.h"

#include <algorithm>

namespace snnc::compiler {

namespace {

image::RowDescriptor descriptorOf(const RowPlan &plan) {
  image::RowDescriptor row;
  row.format = plan.format;
  row.skewed = true;
  return row;
}

/// Entry of a unit in the words of rows, in place.
class Units {
public:
  Units(std::vector<uint32_t> &words, uint32_t lanes, uint32_t bits)
      : words(words), lanes(lanes), bits(bits) {}

  uint32_t get(uint32_t unit, uint32_t bank) const {
    return words[at(unit, bank)] >> low(unit) & mask();
  }
  void set(uint32_t unit, uint32_t bank, uint32_t entry) {
    uint32_t &word = words[at(unit, bank)];
    word = (word & ~(mask() << low(unit))) | entry << low(unit);
  }

private:
  size_t at(uint32_t unit, uint32_t bank) const {
    return size_t(unit / (32 / bits)) * lanes + bank;
  }
  uint32_t low(uint32_t unit) const { return unit % (32 / bits) * bits; }
  uint32_t mask() const { return ~0u >> (32 - bits); }

  std::vector<uint32_t> &words;
  uint32_t lanes, bits;
};

} // namespace

void planSkewed(RowPlan &plan, const std::vector<Synapse> &synapses,
                const Layout &source, const Layout &target) {
  plan.skewed = true;
  if (plan.format == image::RowFormat::Dense) {
    plan.units = uint64_t(source.blocks()) * target.blocks() * target.lanes;
    return;
  }
  // A column is as long as its fullest lane.
  std::vector<uint32_t> filled(size_t(target.physicalSize()) * target.lanes);
  for (const Synapse &s : synapses)
    ++filled[size_t(target.physical(s.target)) * target.lanes +
             source.physical(s.source) % target.lanes];
  plan.indexRows = 0;
  for (size_t i = 0; i < filled.size(); i += target.lanes)
    plan.indexRows +=
        *std::max_element(filled.begin() + static_cast<long>(i),
                          filled.begin() + static_cast<long>(i + target.lanes));
}

void skewRows(const RowPlan &plan, PackedRows &packed, const Layout &source,
              const Layout &target) {
  const image::RowDescriptor row = descriptorOf(plan);
  const uint32_t lanes = target.lanes;
  std::vector<uint32_t> words(plan.rows() * lanes);
  Units from(packed.words, lanes, plan.entryBits);
  Units to(words, lanes, plan.entryBits);
  for (uint32_t s = 0; s < source.physicalSize(); ++s) {
    image::AxonEntry &axon = packed.axons[s];
    if (axon.count == 0)
      continue;
    uint32_t first = axon.address;
    if (plan.format == image::RowFormat::Dense)
      axon.address =
          image::squareUnit(0, s / lanes, 0, target.blocks(), lanes) +
          s % lanes;
    for (uint32_t i = 0; i < axon.count; ++i)
      for (uint32_t l = 0; l < lanes; ++l)
        to.set(image::rowUnit(row, axon, i, lanes),
               image::bankOf(row, l, s, lanes), from.get(first + i, l));
  }
  packed.words = std::move(words);
}

PackedRows packColumns(const RowPlan &plan, PackedRows &rows,
                       const Layout &source, const Layout &target,
                       uint32_t firstUnit) {
  const image::RowDescriptor row = descriptorOf(plan);
  const uint32_t lanes = target.lanes;
  Units units(rows.words, lanes, plan.entryBits);
  const uint32_t none = (1u << plan.indexBits) - 1;
  // By target and bank: where its synapses lie.
  std::vector<std::vector<uint32_t>> places(size_t(target.physicalSize()) *
                                            lanes);
  for (uint32_t s = 0; s < source.physicalSize(); ++s) {
    const image::AxonEntry &axon = rows.axons[s];
    for (uint32_t unit = axon.address; unit < axon.address + axon.count; ++unit)
      for (uint32_t l = 0; l < lanes; ++l) {
        uint32_t bank = image::bankOf(row, l, s, lanes);
        uint32_t index = units.get(unit, bank) >> plan.weightBits & none;
        if (index == none)
          continue;
        size_t to = size_t(axon.baseBlock + index) * lanes + l;
        places[to * lanes + bank].push_back(
            image::IndexEntry{s / lanes, firstUnit + unit}.word());
      }
  }
  PackedRows columns;
  columns.axons.resize(target.physicalSize());
  for (uint32_t t = 0; t < target.physicalSize(); ++t) {
    image::AxonEntry &axon = columns.axons[t];
    axon.address = static_cast<uint32_t>(columns.words.size() / lanes);
    for (uint32_t b = 0; b < lanes; ++b)
      axon.count = std::max<uint16_t>(
          axon.count,
          static_cast<uint16_t>(places[size_t(t) * lanes + b].size()));
    for (uint32_t i = 0; i < axon.count; ++i)
      for (uint32_t b = 0; b < lanes; ++b) {
        const std::vector<uint32_t> &list = places[size_t(t) * lanes + b];
        columns.words.push_back(i < list.size() ? list[i]
                                                : image::IndexEntry::kNone);
      }
  }
  return columns;
}

} // namespace snnc::compiler
