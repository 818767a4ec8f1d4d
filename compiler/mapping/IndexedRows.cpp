//===- IndexedRows.cpp - Rows in which each lane has its own target -------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Rows.h"
#include "compiler/mapping/UnitWriter.h"

#include <algorithm>

namespace snnc::compiler {

namespace {

/// Bits that hold the numbers 0 .. n-1.
uint32_t bitsFor(uint64_t n) {
  uint32_t bits = 0;
  while ((uint64_t(1) << bits) < n)
    ++bits;
  return bits;
}

/// Synapses of one source: [begin, end) of the list, and where they lead.
struct Row {
  size_t begin = 0, end = 0;
  uint32_t firstBlock = 0, lastBlock = 0;
  /// Synapses in the fullest lane.
  uint32_t units = 0;
};

Row rowAt(const std::vector<Synapse> &synapses, size_t begin,
          const Layout &target) {
  Row row;
  row.begin = row.end = begin;
  row.firstBlock = UINT32_MAX;
  std::vector<uint32_t> perLane(target.lanes);
  while (row.end < synapses.size() &&
         synapses[row.end].source == synapses[begin].source) {
    uint32_t p = target.physical(synapses[row.end].target);
    row.firstBlock = std::min(row.firstBlock, p / target.lanes);
    row.lastBlock = std::max(row.lastBlock, p / target.lanes);
    row.units = std::max(row.units, ++perLane[p % target.lanes]);
    ++row.end;
  }
  return row;
}

} // namespace

RowPlan planIndexed(const std::vector<Synapse> &synapses, const Layout &target,
                    uint32_t weightBits) {
  RowPlan plan;
  plan.format = image::RowFormat::Indexed;
  plan.weightBits = weightBits;
  uint32_t span = 1;
  for (size_t i = 0; i < synapses.size();) {
    Row row = rowAt(synapses, i, target);
    span = std::max(span, row.lastBlock - row.firstBlock + 1);
    plan.units += row.units;
    i = row.end;
  }
  uint32_t least = UINT16_MAX, most = 1;
  for (const Synapse &s : synapses) {
    least = std::min<uint32_t>(least, s.delay);
    most = std::max<uint32_t>(most, s.delay);
  }
  plan.delay = std::min(least, most);
  plan.delayBits = bitsFor(uint64_t(most) - plan.delay + 1);
  // One more for the index of all ones: no synapse.
  plan.indexBits = bitsFor(uint64_t(span) + 1);
  plan.entryBits = 8;
  while (plan.entryBits < weightBits + plan.indexBits + plan.delayBits)
    plan.entryBits *= 2;
  return plan;
}

PackedRows packIndexed(const RowPlan &plan,
                       const std::vector<Synapse> &synapses,
                       const Layout &source, const Layout &target) {
  PackedRows packed;
  packed.axons.resize(source.physicalSize());
  UnitWriter writer(target.lanes, plan.entryBits, packed.words);
  uint32_t none = ((1u << plan.indexBits) - 1) << plan.weightBits;
  std::vector<Synapse> sorted;
  std::vector<uint32_t> used(target.lanes);
  for (size_t i = 0; i < synapses.size();) {
    Row row = rowAt(synapses, i, target);
    sorted.assign(synapses.begin() + row.begin, synapses.begin() + row.end);
    std::stable_sort(
        sorted.begin(), sorted.end(), [&](const Synapse &a, const Synapse &b) {
          return target.physical(a.target) < target.physical(b.target);
        });
    image::AxonEntry &entry = packed.axons[source.physical(sorted[0].source)];
    entry.baseBlock = row.firstBlock;
    entry.count = row.units;
    entry.address = writer.count();
    for (uint32_t u = 0; u < row.units; ++u)
      writer.append();
    std::fill(used.begin(), used.end(), 0);
    for (const Synapse &s : sorted) {
      uint32_t p = target.physical(s.target);
      uint32_t lane = p % target.lanes;
      uint32_t fields = UnitWriter::encode(s.code, plan.weightBits) |
                        (p / target.lanes - row.firstBlock) << plan.weightBits;
      if (plan.delayBits)
        fields |= (s.delay - plan.delay) << (plan.weightBits + plan.indexBits);
      writer.set(entry.address + used[lane]++, lane, fields);
    }
    for (uint32_t lane = 0; lane < target.lanes; ++lane)
      for (uint32_t u = used[lane]; u < row.units; ++u)
        writer.set(entry.address + u, lane, none);
    i = row.end;
  }
  return packed;
}

} // namespace snnc::compiler
