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
                    const std::vector<int16_t> &kernel, const Run &from,
                    const Run &to) {
  const Layout &source = from.layout, &target = to.layout;
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

  uint32_t sub = 0, last = UINT32_MAX;
  for (const ConvRun &run : convRuns(c, from.first, from.end(), to)) {
    sub = run.source == last ? sub + 1 : 0;
    last = run.source;
    image::AxonEntry &entry =
        packed.axons[size_t(sub) * source.physicalSize() +
                     source.physical(run.source - from.first)];
    entry.count = run.positions * blocks;
    entry.lastLanes = c.outputs % target.lanes;
    entry.baseBlock = (run.firstPosition - to.first / c.outputs) * blocks;
    uint32_t channel = run.source % c.channels;
    entry.address =
        start[(channel * c.kernelHeight + run.kernelRow) * residuesX(c) +
              run.residue] +
        run.skip * blocks;
  }
  return packed;
}

std::vector<ConvRun> convRuns(const ConvShape &c, uint32_t begin, uint32_t end,
                              const Run &target) {
  int64_t firstPosition = target.first / c.outputs;
  int64_t endPosition = target.end() / c.outputs;
  // Sources in the rows of the picture that they see.
  int64_t top = firstPosition / c.outWidth() * c.strideY - c.padY;
  int64_t bottom =
      (endPosition - 1) / c.outWidth() * c.strideY + c.kernelHeight - c.padY;
  int64_t row = int64_t(c.width) * c.channels;
  begin = static_cast<uint32_t>(std::max<int64_t>(begin, top * row));
  end = static_cast<uint32_t>(
      std::max<int64_t>(0, std::min<int64_t>(end, bottom * row)));
  std::vector<ConvRun> runs;
  for (uint32_t s = begin; s < end; ++s) {
    uint32_t x = s / c.channels % c.width + c.padX;
    uint32_t y = s / c.channels / c.width + c.padY;
    uint32_t residue = x % c.strideX;
    Columns columns(c, residue);
    if (columns.count == 0)
      continue;
    // The run's first target column, perhaps left of the picture.
    int64_t first = (int64_t(x) - columns.last) / int64_t(c.strideX);
    int64_t right = std::min<int64_t>(first + columns.count, c.outWidth());
    for (uint32_t ky = y % c.strideY; ky < c.kernelHeight && ky <= y;
         ky += c.strideY) {
      uint32_t targetY = (y - ky) / c.strideY;
      if (targetY >= c.outHeight())
        continue;
      int64_t before = int64_t(targetY) * c.outWidth();
      int64_t from =
          std::max(before + std::max<int64_t>(first, 0), firstPosition);
      int64_t to = std::min(before + right, endPosition);
      if (from < to)
        runs.push_back(
            {s, ky, residue, static_cast<uint32_t>(from - before - first),
             static_cast<uint32_t>(from), static_cast<uint32_t>(to - from)});
    }
  }
  return runs;
}

} // namespace snnc::compiler
