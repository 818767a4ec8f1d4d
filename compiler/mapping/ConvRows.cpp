//===- ConvRows.cpp - Convolutions as dense runs --------------------------===//
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

/// The kernel columns congruent to `residue`, as a run sees them: a target one
/// to the right sees a source through the column `stride` to the left.
struct Columns {
  uint32_t count = 0;
  uint32_t last = 0;
  Columns(const ConvShape &c, uint32_t residue) {
    if (residue >= c.kernelWidth)
      return;
    count = (c.kernelWidth - 1 - residue) / c.strideX + 1;
    last = residue + (count - 1) * c.strideX;
  }
};

uint32_t residuesX(const ConvShape &c) {
  return std::min(c.strideX, c.kernelWidth);
}

} // namespace

RowPlan planConv(const ConvShape &c, const Layout &target, uint32_t weightBits,
                 uint32_t delay) {
  RowPlan plan;
  plan.weightBits = plan.entryBits = weightBits;
  plan.delay = delay;
  plan.subs = (c.kernelHeight + c.strideY - 1) / c.strideY;
  plan.units = uint64_t(c.channels) * c.kernelHeight * c.kernelWidth *
               (target.innerPad / target.lanes);
  return plan;
}

PackedRows packConv(const RowPlan &plan, const ConvShape &c,
                    const std::vector<int16_t> &kernel, const Layout &source,
                    const Layout &target) {
  PackedRows packed;
  packed.axons.resize(size_t(plan.subs) * source.physicalSize());
  UnitWriter writer(target.lanes, plan.entryBits, packed.words);
  uint32_t blocks = target.innerPad / target.lanes;

  // Template (channel, kernel row, residue) begins at this unit.
  std::vector<uint32_t> start;
  for (uint32_t channel = 0; channel < c.channels; ++channel)
    for (uint32_t ky = 0; ky < c.kernelHeight; ++ky)
      for (uint32_t residue = 0; residue < residuesX(c); ++residue) {
        start.push_back(writer.count());
        Columns columns(c, residue);
        for (uint32_t i = 0; i < columns.count; ++i) {
          uint32_t kx = columns.last - i * c.strideX;
          uint32_t unit = 0, code = 0;
          for (uint32_t o = 0; o < target.innerPad; ++o) {
            if (o % target.lanes == 0)
              unit = writer.append();
            // One-bit padding repeats the channel before it (see DenseRows).
            if (o < c.outputs)
              code = UnitWriter::encode(
                  kernel[((size_t(o) * c.channels + channel) * c.kernelHeight +
                          ky) *
                             c.kernelWidth +
                         kx],
                  plan.weightBits);
            else if (plan.weightBits > 1)
              code = 0;
            writer.set(unit, o % target.lanes, code);
          }
        }
      }

  for (uint32_t s = 0; s < source.size; ++s) {
    uint32_t channel = s % c.channels;
    uint32_t x = s / c.channels % c.width + c.padX;
    uint32_t y = s / c.channels / c.width + c.padY;
    uint32_t residue = x % c.strideX;
    Columns columns(c, residue);
    if (columns.count == 0)
      continue;
    // The run's first target column, perhaps left of the picture.
    int64_t first = (int64_t(x) - columns.last) / int64_t(c.strideX);
    int64_t skip = std::max<int64_t>(-first, 0);
    int64_t end = std::min<int64_t>(first + columns.count, c.outWidth());
    if (first + skip >= end)
      continue;
    uint32_t sub = 0;
    for (uint32_t ky = y % c.strideY; ky < c.kernelHeight && ky <= y;
         ky += c.strideY) {
      uint32_t targetY = (y - ky) / c.strideY;
      if (targetY >= c.outHeight())
        continue;
      image::AxonEntry &entry =
          packed.axons[size_t(sub++) * source.physicalSize() +
                       source.physical(s)];
      entry.count = (end - first - skip) * blocks;
      entry.lastLanes = c.outputs % target.lanes;
      entry.baseBlock = (targetY * c.outWidth() + (first + skip)) * blocks;
      entry.address =
          start[(channel * c.kernelHeight + ky) * residuesX(c) + residue] +
          skip * blocks;
    }
  }
  return packed;
}

} // namespace snnc::compiler
