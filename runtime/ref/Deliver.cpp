//===- Deliver.cpp - The Deliver phase --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Skew.h"
#include "runtime/ref/Arithmetic.h"
#include "runtime/ref/Tile.h"

namespace snnc::runtime::ref {

using image::AxonEntry;
using image::RowDescriptor;
using image::RowFormat;

namespace {

/// Place of unit `address` of a row in the synapse memory.
struct Unit {
  uint64_t row;
  unsigned lowBit;
};

Unit unitAt(const RowDescriptor &row, uint32_t address) {
  unsigned perWordLog2 = 5u - row.entryLog2;
  return {address >> perWordLog2, (address & ((1u << perWordLog2) - 1))
                                      << row.entryLog2};
}

/// Adds weight * factor to 32-bit sums; returns a negative number if one
/// overflowed. The product must fit in 32 bits.
template <unsigned WeightBits>
int32_t addDense(const uint32_t *words, unsigned lowBit, int32_t factor,
                 int32_t *sums, uint32_t lanes) {
  int32_t overflow = 0;
#pragma GCC ivdep
  for (uint32_t l = 0; l < lanes; ++l) {
    int32_t product = weightValue(words[l] >> lowBit, WeightBits) * factor;
    auto sum = static_cast<int32_t>(static_cast<uint32_t>(sums[l]) +
                                    static_cast<uint32_t>(product));
    overflow |= (sums[l] ^ sum) & (product ^ sum);
    sums[l] = sum;
  }
  return overflow;
}

using AddDense = int32_t (*)(const uint32_t *, unsigned, int32_t, int32_t *,
                             uint32_t);
constexpr AddDense kAddDense[] = {addDense<1>, addDense<2>, addDense<4>,
                                  addDense<8>, addDense<16>};

} // namespace

void Tile::deliver(std::vector<TileEvent> &events) {
  for (const image::EventRecord &record : records) {
    uint32_t source = sourceBlock(record.group, record.block) * lanes;
    for (uint32_t mask = record.mask; mask; mask &= mask - 1) {
      auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      uint32_t physical = record.block * lanes + lane;
      int32_t payload = payloads[source + lane];
      const image::Group &group = tables.groups[record.group];
      events.push_back({record.group, physical, payload, number});
      if (group.drives >= 0)
        driven.add(static_cast<uint32_t>(group.drives), payload);
      deliverEvent(group, physical, payload);
    }
  }
}

void Tile::arrive(uint32_t window, uint32_t physical, int32_t payload) {
  const image::Group &group = tables.groups[window];
  const uint32_t block = physical / lanes, lane = physical % lanes;
  arrivals.push_back({window, block, 1u << lane});
  if (group.kept) {
    uint32_t source = sourceBlock(window, block);
    emitted[source] |= 1u << lane;
    payloads[size_t(source) * lanes + lane] = static_cast<int16_t>(payload);
  }
  deliverEvent(group, physical, payload);
}

void Tile::deliverEvent(const image::Group &group, uint32_t physical,
                        int32_t payload) {
  for (uint32_t j = 0; j < group.axonSubs; ++j)
    deliverRow(tables.axons[group.axonBase + j * group.axonStride + physical],
               physical % lanes, payload);
}

void Tile::findBanks(const RowDescriptor &row, uint32_t physical) {
  for (uint32_t l = 0; l < lanes; ++l)
    banks[l] = image::bankOf(row, l, physical, lanes);
}

void Tile::deliverRow(const AxonEntry &axon, uint32_t lane, int32_t payload) {
  if (axon.count == 0)
    return;
  const RowDescriptor &row = tables.descriptors[axon.descriptor];
  findBanks(row, lane);
  if (row.format == RowFormat::Dense)
    deliverDense(axon, row, payload);
  else
    deliverIndexed(axon, row, payload);
}

void Tile::deliverDense(const AxonEntry &axon, const RowDescriptor &row,
                        int32_t payload) {
  const uint32_t slots = 1u << row.slotsLog2;
  const uint32_t slot = static_cast<uint32_t>(t + row.delay) & (slots - 1);
  const unsigned bits = 1u << row.weightLog2;
  synapticOps += uint64_t(axon.count) * lanes;
  uint32_t lastLanes = axon.lastLanes ? axon.lastLanes : lanes;
  synapticOps -= lanes - lastLanes;

  // |weight * payload| << shift within 31 bits: no need of exact 64.
  int64_t largest = (int64_t(1) << (bits - 1)) * std::abs(int64_t(payload))
                    << row.shift;
  bool fast = row.wide && !row.skewed && row.shift < 16 && largest <= INT32_MAX;
  for (uint32_t i = 0; i < axon.count; ++i) {
    Unit unit = unitAt(row, image::rowUnit(row, axon, i, lanes));
    const uint32_t *words = &synapses[unit.row * lanes];
    uint32_t valid = i + 1 == axon.count ? lastLanes : lanes;
    uint64_t block = uint64_t(axon.baseBlock) + i;
    if (fast) {
      uint64_t word = row.portBase + (block << row.slotsLog2) + slot;
      auto *sums = reinterpret_cast<int32_t *>(&accumulators[word * lanes]);
      if (kAddDense[row.weightLog2](
              words, unit.lowBit, payload * (1 << row.shift), sums, valid) < 0)
        fail("accumulator overflow");
      continue;
    }
    for (uint32_t l = 0; l < valid; ++l) {
      int64_t weight = weightValue(words[banks[l]] >> unit.lowBit, bits);
      addToPort(row, block, row.delay, l,
                weight * payload * (int64_t(1) << row.shift));
    }
  }
}

void Tile::deliverIndexed(const AxonEntry &axon, const RowDescriptor &row,
                          int32_t payload) {
  const unsigned bits = 1u << row.weightLog2;
  const uint32_t none = (1u << row.indexBits) - 1;
  const uint32_t delayMask = (1u << row.delayBits) - 1;
  for (uint32_t i = 0; i < axon.count; ++i) {
    Unit unit = unitAt(row, axon.address + i);
    const uint32_t *words = &synapses[unit.row * lanes];
    for (uint32_t l = 0; l < lanes; ++l) {
      uint32_t entry = words[banks[l]] >> unit.lowBit;
      uint32_t index = entry >> bits & none;
      if (index == none)
        continue;
      // The shift is below 32: index takes a bit at least.
      uint32_t later = entry >> bits >> row.indexBits & delayMask;
      ++synapticOps;
      addToPort(row, uint64_t(axon.baseBlock) + index,
                uint64_t(row.delay) + later, l,
                int64_t(weightValue(entry, bits)) * payload *
                    (int64_t(1) << row.shift));
    }
  }
}

void Tile::addToPort(const RowDescriptor &row, uint64_t block, uint64_t delay,
                     uint32_t lane, int64_t value) {
  uint64_t slot = (t + delay) & ((1u << row.slotsLog2) - 1);
  addToSum(row.portBase + (block << row.slotsLog2) + slot, row.wide, lane,
           value);
}

void Tile::addToSum(uint64_t unit, bool wide, uint32_t lane, int64_t value) {
  uint64_t word = (wide ? unit : unit / 2) * lanes + lane;
  if (word >= accumulators.size())
    fail("address outside the accumulators");
  unsigned bits = wide ? 32 : 16;
  unsigned low = wide ? 0 : (unit & 1) * 16;
  uint32_t &stored = accumulators[word];
  int64_t sum =
      static_cast<int32_t>(stored << (32 - bits - low)) >> (32 - bits);
  sum += value;
  if (sum != clampToWidth(sum, bits))
    fail("accumulator overflow");
  uint32_t mask = (~0u >> (32 - bits)) << low;
  stored = (stored & ~mask) | ((static_cast<uint32_t>(sum) << low) & mask);
}

} // namespace snnc::runtime::ref
