//===- DenseRows.cpp - Rows of neighbouring targets -----------------------===//
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

/// Valid lanes of the last unit of a row that ends with physical index `last`,
/// as an axon entry has them.
uint8_t lastLanesOf(uint32_t last, uint32_t lanes) {
  return static_cast<uint8_t>((last + 1) % lanes);
}

/// With one bit every code is a weight. Padding lanes between neurons repeat
/// the neuron before them, so that their sums stay within the same bound.
void repeatIntoPadding(std::vector<int16_t> &row, const Layout &target) {
  for (uint32_t p = 1; p < row.size(); ++p)
    if (p % target.innerPad >= target.inner)
      row[p] = row[p - 1];
}

uint32_t appendRow(UnitWriter &writer, const std::vector<int16_t> &row,
                   uint32_t lanes, uint32_t bits) {
  uint32_t first = writer.count();
  for (uint32_t p = 0; p < row.size(); ++p) {
    uint32_t unit = p % lanes ? writer.count() - 1 : writer.append();
    writer.set(unit, p % lanes, UnitWriter::encode(row[p], bits));
  }
  return first;
}

} // namespace

RowPlan planDense(uint32_t sources, const Layout &target, uint32_t weightBits,
                  uint32_t delay, bool shared) {
  RowPlan plan;
  plan.weightBits = plan.entryBits = weightBits;
  plan.delay = delay;
  plan.units = uint64_t(shared ? 1 : sources) * target.blocks();
  return plan;
}

PackedRows packDense(const RowPlan &plan, const std::vector<Synapse> &synapses,
                     const Layout &source, const Layout &target, bool shared) {
  PackedRows packed;
  packed.axons.resize(source.physicalSize());
  UnitWriter writer(target.lanes, plan.entryBits, packed.words);
  image::AxonEntry entry;
  entry.count = target.blocks();
  entry.lastLanes = lastLanesOf(target.physical(target.size - 1), target.lanes);
  std::vector<int16_t> row(target.physicalSize());
  for (uint32_t s = 0; s < source.size; ++s) {
    if (s == 0 || !shared) {
      for (uint32_t t = 0; t < target.size; ++t)
        row[target.physical(t)] = synapses[size_t(s) * target.size + t].code;
      repeatIntoPadding(row, target);
      entry.address = appendRow(writer, row, target.lanes, plan.weightBits);
    }
    packed.axons[source.physical(s)] = entry;
  }
  return packed;
}

bool canFill(const std::vector<Synapse> &synapses, uint32_t weightBits) {
  if (weightBits == 1)
    return false;
  for (size_t i = 1; i < synapses.size(); ++i)
    if (synapses[i].delay != synapses[0].delay ||
        (synapses[i].source == synapses[i - 1].source &&
         synapses[i].target <= synapses[i - 1].target))
      return false;
  return true;
}

RowPlan planFilled(const std::vector<Synapse> &synapses, const Layout &target,
                   uint32_t weightBits) {
  RowPlan plan;
  plan.weightBits = plan.entryBits = weightBits;
  plan.delay = synapses.empty() ? 1 : synapses[0].delay;
  for (size_t i = 0, end = 0; i < synapses.size(); i = end) {
    while (end < synapses.size() && synapses[end].source == synapses[i].source)
      ++end;
    plan.units += target.physical(synapses[end - 1].target) / target.lanes -
                  target.physical(synapses[i].target) / target.lanes + 1;
  }
  return plan;
}

PackedRows packFilled(const RowPlan &plan, const std::vector<Synapse> &synapses,
                      const Layout &source, const Layout &target) {
  PackedRows packed;
  packed.axons.resize(source.physicalSize());
  UnitWriter writer(target.lanes, plan.entryBits, packed.words);
  for (size_t i = 0, end = 0; i < synapses.size(); i = end) {
    while (end < synapses.size() && synapses[end].source == synapses[i].source)
      ++end;
    uint32_t first = target.physical(synapses[i].target) / target.lanes;
    uint32_t last = target.physical(synapses[end - 1].target);
    std::vector<int16_t> row(last + 1 - first * target.lanes);
    for (size_t j = i; j < end; ++j)
      row[target.physical(synapses[j].target) - first * target.lanes] =
          synapses[j].code;
    image::AxonEntry &entry = packed.axons[source.physical(synapses[i].source)];
    entry.baseBlock = first;
    entry.count = last / target.lanes - first + 1;
    entry.lastLanes = lastLanesOf(last, target.lanes);
    entry.address = appendRow(writer, row, target.lanes, plan.weightBits);
  }
  return packed;
}

} // namespace snnc::compiler
