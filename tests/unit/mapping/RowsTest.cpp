//===- RowsTest.cpp - Rows hold the synapses they were made of ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rows are read back by the rules of docs/tile.md, written here once more,
// and compared with the list of synapses. Random shapes, fixed seeds.
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Rows.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <tuple>

using namespace snnc;
using namespace snnc::compiler;

namespace {

using Edge = std::tuple<uint32_t, uint32_t, uint32_t, int32_t>;

int32_t valueOf(uint32_t code, uint32_t bits) {
  if (bits == 1)
    return code ? -1 : 1;
  int32_t sign = 1 << (bits - 1);
  return (static_cast<int32_t>(code) ^ sign) - sign;
}

/// Every addition that the rows cause: (source, target, delay, weight) by
/// logical index. Padding lanes are left out.
std::vector<Edge> unpack(const RowPlan &plan, const PackedRows &packed,
                         const Layout &source, const Layout &target) {
  std::vector<int64_t> logical(target.physicalSize(), -1);
  for (uint32_t i = 0; i < target.size; ++i)
    logical[target.physical(i)] = i;
  uint32_t perRow = 32 / plan.entryBits;
  std::vector<Edge> edges;
  for (uint32_t s = 0; s < source.size; ++s)
    for (uint32_t sub = 0; sub < plan.subs; ++sub) {
      const image::AxonEntry &axon =
          packed.axons[sub * source.physicalSize() + source.physical(s)];
      for (uint32_t i = 0; i < axon.count; ++i)
        for (uint32_t lane = 0; lane < target.lanes; ++lane) {
          if (i + 1 == axon.count && axon.lastLanes && lane >= axon.lastLanes)
            continue;
          uint32_t unit = axon.address + i;
          uint64_t word = packed.words.at(unit / perRow * target.lanes + lane);
          uint32_t entry = (word >> (unit % perRow * plan.entryBits)) &
                           ((uint64_t(1) << plan.entryBits) - 1);
          uint32_t code = entry & ((1u << plan.weightBits) - 1);
          uint32_t block = axon.baseBlock + i, delay = plan.delay;
          if (plan.format == image::RowFormat::Indexed) {
            uint32_t none = (1u << plan.indexBits) - 1;
            uint32_t index = (entry >> plan.weightBits) & none;
            if (index == none)
              continue;
            block = axon.baseBlock + index;
            delay += (entry >> (plan.weightBits + plan.indexBits)) &
                     ((1u << plan.delayBits) - 1);
          }
          int64_t to = logical.at(block * target.lanes + lane);
          if (to >= 0)
            edges.emplace_back(s, to, delay, valueOf(code, plan.weightBits));
        }
    }
  std::sort(edges.begin(), edges.end());
  return edges;
}

std::vector<Edge> edgesOf(const std::vector<Synapse> &synapses) {
  std::vector<Edge> edges;
  for (const Synapse &s : synapses)
    edges.emplace_back(s.source, s.target, s.delay, s.code);
  std::sort(edges.begin(), edges.end());
  return edges;
}

class RowsTest : public testing::Test {
protected:
  uint32_t pick(uint32_t least, uint32_t most) {
    return least + rng() % (most - least + 1);
  }
  uint32_t pickBits() { return 1u << pick(0, 4); }
  int16_t pickCode(uint32_t bits) {
    return valueOf(rng() & ((1u << bits) - 1), bits);
  }
  /// Some of the neurons, from a place on where they may be cut.
  compiler::Run pickRun(const Layout &whole) {
    uint32_t step =
        whole.inner == whole.size ? whole.lanes * whole.cut : whole.inner;
    uint32_t pieces = (whole.size + step - 1) / step;
    uint32_t first = pick(0, pieces - 1) * step;
    uint32_t last = pick(first / step, pieces - 1) * step;
    return compiler::Run::ofNeurons(whole, first,
                                    std::min(whole.size, last + step) - first);
  }
  Layout pickLayout() {
    uint32_t inner = pick(1, 20);
    uint32_t lanes = 1u << pick(0, 4);
    return pick(0, 1) ? Layout::packed(lanes, inner * pick(1, 8), inner)
                      : Layout::packed(lanes, inner, inner);
  }
  std::mt19937 rng{7};
};

TEST_F(RowsTest, Dense) {
  for (int round = 0; round < 200; ++round) {
    Layout target = pickLayout(), source = pickLayout();
    source = Layout::packed(target.lanes, source.size, source.inner);
    uint32_t bits = pickBits(), delay = pick(1, 5);
    bool shared = pick(0, 3) == 0;
    int16_t all = pickCode(bits);
    std::vector<Synapse> synapses;
    for (uint32_t s = 0; s < source.size; ++s)
      for (uint32_t t = 0; t < target.size; ++t)
        synapses.push_back(
            {s, t, uint16_t(delay), shared ? all : pickCode(bits)});
    RowPlan plan = planDense(source.size, target, bits, delay, shared);
    PackedRows packed = packDense(plan, synapses, source, target, shared);
    EXPECT_EQ(packed.words.size(), plan.rows() * target.lanes);
    ASSERT_EQ(unpack(plan, packed, source, target), edgesOf(synapses));
  }
}

TEST_F(RowsTest, Indexed) {
  for (int round = 0; round < 200; ++round) {
    Layout target = pickLayout(), source = pickLayout();
    source = Layout::packed(target.lanes, source.size, source.inner);
    uint32_t bits = pickBits(), most = pick(1, 9);
    std::vector<Synapse> synapses;
    for (uint32_t s = 0; s < source.size; ++s)
      for (uint32_t n = pick(0, 12); n > 0; --n)
        synapses.push_back({s, pick(0, target.size - 1),
                            uint16_t(pick(1, most)), pickCode(bits)});
    RowPlan plan = planIndexed(synapses, target, bits);
    PackedRows packed = packIndexed(plan, synapses, source, target);
    EXPECT_EQ(packed.words.size(), plan.rows() * target.lanes);
    ASSERT_EQ(unpack(plan, packed, source, target), edgesOf(synapses));
  }
}

TEST_F(RowsTest, FilledAddsOnlyZerosBesides) {
  for (int round = 0; round < 200; ++round) {
    Layout target = pickLayout(), source = pickLayout();
    source = Layout::packed(target.lanes, source.size, source.inner);
    uint32_t bits = 1u << pick(1, 4);
    std::vector<Synapse> synapses;
    for (uint32_t s = 0; s < source.size; ++s)
      for (uint32_t t = 0; t < target.size; ++t)
        if (pick(0, 2) == 0)
          synapses.push_back({s, t, 3, int16_t(pickCode(bits) | 1)});
    ASSERT_TRUE(canFill(synapses, bits));
    RowPlan plan = planFilled(synapses, target, bits);
    PackedRows packed = packFilled(plan, synapses, source, target);
    EXPECT_EQ(packed.words.size(), plan.rows() * target.lanes);
    std::vector<Edge> edges = unpack(plan, packed, source, target);
    edges.erase(std::remove_if(edges.begin(), edges.end(),
                               [](const Edge &e) { return !std::get<3>(e); }),
                edges.end());
    ASSERT_EQ(edges, edgesOf(synapses));
  }
}

TEST_F(RowsTest, FilledNeedsOneDelayAndOneSynapseAPair) {
  EXPECT_FALSE(canFill({{0, 0, 1, 1}, {0, 1, 2, 1}}, 8));
  EXPECT_FALSE(canFill({{0, 1, 1, 1}, {0, 1, 1, 1}}, 8));
  EXPECT_FALSE(canFill({{0, 0, 1, 1}}, 1));
  EXPECT_TRUE(canFill({{0, 0, 1, 1}, {1, 0, 1, 1}}, 2));
}

TEST_F(RowsTest, Convolution) {
  for (int round = 0; round < 400; ++round) {
    ConvShape c;
    c.channels = pick(1, 4);
    c.outputs = pick(1, 12);
    c.kernelHeight = pick(1, 5);
    c.kernelWidth = pick(1, 5);
    c.strideY = pick(1, 3);
    c.strideX = pick(1, 3);
    c.padY = pick(0, 2);
    c.padX = pick(0, 2);
    c.height = c.kernelHeight + pick(0, 5);
    c.width = c.kernelWidth + pick(0, 5);
    uint32_t bits = pickBits(), lanes = 1u << pick(0, 4);
    std::vector<int16_t> kernel(c.outputs * c.channels * c.kernelHeight *
                                c.kernelWidth);
    for (int16_t &code : kernel)
      code = pickCode(bits);
    // The definition, from the targets' side.
    std::vector<Synapse> synapses;
    for (uint32_t oy = 0; oy < c.outHeight(); ++oy)
      for (uint32_t ox = 0; ox < c.outWidth(); ++ox)
        for (uint32_t o = 0; o < c.outputs; ++o)
          for (uint32_t i = 0; i < c.channels; ++i)
            for (uint32_t ky = 0; ky < c.kernelHeight; ++ky)
              for (uint32_t kx = 0; kx < c.kernelWidth; ++kx) {
                int64_t y = int64_t(oy * c.strideY + ky) - c.padY;
                int64_t x = int64_t(ox * c.strideX + kx) - c.padX;
                if (y < 0 || x < 0 || y >= c.height || x >= c.width)
                  continue;
                size_t at = ((o * c.channels + i) * c.kernelHeight + ky) *
                                c.kernelWidth +
                            kx;
                synapses.push_back(
                    {uint32_t((y * c.width + x) * c.channels + i),
                     (oy * c.outWidth() + ox) * c.outputs + o, 2, kernel[at]});
              }
    uint32_t sources = c.height * c.width * c.channels;
    Layout source = pick(0, 1) ? Layout::packed(lanes, sources, c.channels)
                               : Layout::packed(lanes, sources, sources);
    Layout target = Layout::packed(
        lanes, c.outHeight() * c.outWidth() * c.outputs, c.outputs);
    target.cut = target.innerPad / lanes;
    RowPlan plan = planConv(c, target, bits, 2);
    PackedRows packed = packConv(plan, c, kernel, compiler::Run::whole(source),
                                 compiler::Run::whole(target));
    EXPECT_EQ(packed.words.size(), plan.rows() * lanes);
    ASSERT_EQ(unpack(plan, packed, source, target), edgesOf(synapses));

    // The same to some of the positions, from some of the sources.
    compiler::Run from = pickRun(source), to = pickRun(target);
    std::vector<Synapse> some;
    for (Synapse s : synapses)
      if (s.source >= from.first && s.source < from.end() &&
          s.target >= to.first && s.target < to.end())
        some.push_back(
            {s.source - from.first, s.target - to.first, s.delay, s.code});
    plan = planConv(c, to.layout, bits, 2);
    packed = packConv(plan, c, kernel, from, to);
    ASSERT_EQ(unpack(plan, packed, from.layout, to.layout), edgesOf(some));
  }
}

TEST_F(RowsTest, RunsAreWhereTheWholeHasThem) {
  for (int i = 0; i < 200; ++i) {
    Layout whole = pickLayout();
    compiler::Run run = pickRun(whole);
    ASSERT_GT(run.layout.size, 0u);
    for (uint32_t n = 0; n < run.layout.size; ++n)
      ASSERT_EQ(run.firstBlock * whole.lanes + run.layout.physical(n),
                whole.physical(run.first + n));
    compiler::Run same =
        compiler::Run::ofBlocks(whole, run.firstBlock, run.blocks());
    EXPECT_EQ(same.first, run.first);
    EXPECT_EQ(same.layout.size, run.layout.size);
    EXPECT_TRUE(compiler::Run::whole(whole).contains(run) && run.meets(same));
  }
}

TEST_F(RowsTest, SparseRowsTakeAtMost24BitsASynapse) {
  Layout layout = Layout::packed(8, 1024, 1024);
  std::vector<Synapse> synapses;
  for (uint32_t s = 0; s < 1024; ++s)
    for (uint32_t t = 0; t < 1024; ++t)
      if (rng() % 10 == 0)
        synapses.push_back({s, t, 1, 1});
  RowPlan plan = planIndexed(synapses, layout, 8);
  EXPECT_EQ(plan.entryBits, 16u);
  double bits = double(plan.rows()) * 8 * 32 / synapses.size();
  EXPECT_LE(bits, 24.0);
}

} // namespace
