//===- Rows.cpp - The synapses that stay as they are
//----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Rows.h"

#include "image/Error.h"
#include "image/WeightCode.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace snnc::runtime::cpu {

using image::Connectivity;
using image::ConnectivityKind;
using image::IndexRange;

namespace {

constexpr uint32_t kBlockSums = 65536;
/// Synapses that are held apart while they are sorted.
constexpr double kAtOnce = 1 << 24;

/// A run of a population's neurons whose sums lie in a block.
struct Piece {
  uint32_t population = 0, port = 0;
  IndexRange neurons;
  /// From the block's first sum.
  uint32_t offset = 0;
};

struct Block {
  PortPlace place;
  uint32_t size = 0;
  std::vector<Piece> pieces;
};

/// Cuts an arena into blocks; slices are cut only if they are larger than one.
std::vector<Block> blocksOf(const Share &share) {
  std::vector<Block> all;
  for (bool wide : {false, true}) {
    std::vector<Block> blocks;
    for (uint32_t p = 0; p < share.ports.size(); ++p)
      for (uint32_t q = 0; q < share.ports[p].size(); ++q) {
        const PortPlace &place = share.ports[p][q];
        IndexRange slice = share.slices[p];
        if (place.wide != wide)
          continue;
        for (uint32_t begin = slice.begin; begin < slice.end;
             begin += kBlockSums) {
          uint32_t end = std::min(slice.end - begin, kBlockSums) + begin;
          auto size = static_cast<uint32_t>(padded(end - begin));
          if (blocks.empty() || blocks.back().size + size > kBlockSums)
            blocks.push_back(
                {{wide, place.first + (begin - slice.begin)}, 0, {}});
          blocks.back().pieces.push_back(
              {p, q, {begin, end}, blocks.back().size});
          blocks.back().size += size;
        }
      }
    for (Block &block : blocks)
      all.push_back(std::move(block));
  }
  return all;
}

/// How many synapses to expect.
double expectedSynapses(const Connectivity &c) {
  double pairs = double(c.sources) * c.targets;
  switch (c.kind) {
  case ConnectivityKind::Dense:
    return pairs;
  case ConnectivityKind::OneToOne:
    return c.sources;
  case ConnectivityKind::Sparse:
    return double(c.pairs.size()) / 2;
  case ConnectivityKind::Conv:
    return double(c.sources) * double(c.kernel[0] * c.kernel[2] * c.kernel[3]);
  case ConnectivityKind::Random:
    return pairs * c.probability;
  case ConnectivityKind::FixedInDegree:
    return double(c.count) * c.targets;
  case ConnectivityKind::FixedTotal:
    return double(c.count);
  }
  return pairs;
}

/// A projection's synapses to a piece.
struct Stream {
  const image::Projection *projection = nullptr;
  const Connectivity *connectivity = nullptr;
  const Piece *piece = nullptr;
};

/// A synapse before it has its place.
struct Record {
  uint32_t source = 0;
  uint32_t target = 0;
  int32_t weight = 0;
  uint32_t delay = 1;
};

class GroupBuilder {
public:
  GroupBuilder(const std::vector<Stream> &streams, RowGroup &group,
               std::vector<uint32_t> &fanOut)
      : streams(streams), group(group), fanOut(fanOut) {}
  void run();

private:
  void chooseEntries();
  void collect(IndexRange sources);
  void place(IndexRange sources);
  template <typename Entry> void scatter(uint64_t at);
  void reserve(uint64_t entries);
  void makeStarts();

  const std::vector<Stream> &streams;
  RowGroup &group;
  std::vector<uint32_t> &fanOut;
  std::vector<Record> records;
  /// Of some sites.
  std::vector<uint64_t> indices;
  std::vector<double> weights;
  std::vector<uint32_t> delays;
  /// Of the records by (source, delay): how many, then where they go.
  std::vector<uint64_t> counts;
  /// Rows so far: a run of entries with the same source and delay.
  struct Run {
    uint32_t source, delay, first;
  };
  std::vector<Run> runs;
  uint64_t used = 0;
};

/// Largest weight code of a projection.
int64_t largestCode(const image::Projection &p) {
  return p.weightBits == 1 ? 1 : int64_t(1) << (p.weightBits - 1);
}

void GroupBuilder::chooseEntries() {
  group.shift = 255;
  for (const Stream &s : streams)
    group.shift = std::min<uint32_t>(group.shift, s.projection->shift);
  // The code -2^15 has no negative of 16 bits, but needs none.
  for (const Stream &s : streams) {
    uint32_t more = s.projection->shift - group.shift;
    int64_t limit = int64_t(1) << 15;
    group.wideEntries |=
        more > 15 || largestCode(*s.projection) << more > limit;
  }
}

void GroupBuilder::collect(IndexRange sources) {
  records.clear();
  for (const Stream &s : streams) {
    const Piece &piece = *s.piece;
    const uint32_t more = s.projection->shift - group.shift;
    const image::WeightCode weightCode(s.projection->weightBits,
                                       s.projection->weightFrac);
    const Connectivity &c = *s.connectivity;
    auto codeOf = [&](double weight) {
      auto code = static_cast<uint32_t>(weightCode(weight));
      // Sums are modulo 2^32, and so may be what is added.
      return static_cast<int32_t>(more > 31 ? 0 : code << more);
    };
    const bool oneWeight = c.weights.isSplat(), oneDelay = c.delays.isSplat();
    const int32_t weight = oneWeight ? codeOf(c.weights[0]) : 0;
    const uint32_t delay = oneDelay ? image::delayOf(c, 0) : 0;
    image::forSites(
        c, sources, piece.neurons,
        [&](const image::SynapseSite *sites, size_t count) {
          indices.resize(count);
          for (size_t i = 0; i < count; ++i)
            indices[i] = sites[i].index;
          weights.resize(count);
          delays.resize(count);
          if (!oneWeight)
            c.weights.read(indices.data(), count, weights.data());
          if (!oneDelay)
            image::readDelays(c, indices.data(), count, delays.data());
          for (size_t i = 0; i < count; ++i)
            records.push_back(
                {sites[i].source - sources.begin,
                 piece.offset + sites[i].target - piece.neurons.begin,
                 oneWeight ? weight : codeOf(weights[i]),
                 oneDelay ? delay : delays[i]});
        });
  }
}

void GroupBuilder::reserve(uint64_t entries) {
  if (entries <= group.entries.size())
    return;
  if (entries > std::numeric_limits<uint32_t>::max())
    throw Error("more than 2^32 synapses from one population to " +
                std::to_string(kBlockSums) +
                " neurons; run the network with more threads");
  Buffer grown(entries, group.wideEntries ? 8 : 4);
  if (used)
    std::copy_n(group.entries.as<uint8_t>(), used * group.entries.width(),
                grown.as<uint8_t>());
  group.entries = std::move(grown);
}

template <typename Entry> void GroupBuilder::scatter(uint64_t at) {
  Entry *to = group.entries.as<Entry>() + at;
  const uint32_t delays = group.delays();
  for (const Record &r : records) {
    uint64_t key = uint64_t(r.source) * delays + r.delay - group.minDelay;
    to[counts[key]++] = {static_cast<decltype(Entry::target)>(r.target),
                         static_cast<decltype(Entry::weight)>(r.weight)};
  }
}

/// Sorts the records into entries behind those that are there.
void GroupBuilder::place(IndexRange sources) {
  if (records.empty())
    return;
  uint32_t least = UINT32_MAX, most = 0;
  for (const Record &r : records) {
    least = std::min(least, r.delay);
    most = std::max(most, r.delay);
  }
  // Of these records for now; makeStarts() knows all.
  group.minDelay = least;
  group.maxDelay = most;
  const uint32_t delays = group.delays();
  counts.assign(uint64_t(sources.end - sources.begin) * delays, 0);
  for (const Record &r : records) {
    ++counts[uint64_t(r.source) * delays + r.delay - least];
    ++fanOut[sources.begin + r.source];
  }
  reserve(used + records.size());
  uint64_t sum = 0;
  for (uint64_t key = 0; key < counts.size(); ++key) {
    uint64_t here = counts[key];
    if (here)
      runs.push_back({static_cast<uint32_t>(sources.begin + key / delays),
                      static_cast<uint32_t>(least + key % delays),
                      static_cast<uint32_t>(used + sum)});
    counts[key] = sum;
    sum += here;
  }
  if (group.wideEntries)
    scatter<WideEntry>(used);
  else
    scatter<NarrowEntry>(used);
  used += records.size();
}

void GroupBuilder::makeStarts() {
  uint32_t sources = streams.front().connectivity->sources;
  group.minDelay = UINT32_MAX;
  group.maxDelay = 1;
  for (const Run &run : runs) {
    group.minDelay = std::min(group.minDelay, run.delay);
    group.maxDelay = std::max(group.maxDelay, run.delay);
  }
  group.minDelay = std::min(group.minDelay, group.maxDelay);
  const uint32_t delays = group.delays();
  group.starts.resize(uint64_t(sources) * delays + 1);
  uint64_t key = 0;
  for (const Run &run : runs) {
    uint64_t its = uint64_t(run.source) * delays + run.delay - group.minDelay;
    while (key <= its)
      group.starts[key++] = run.first;
  }
  while (key < group.starts.size())
    group.starts[key++] = static_cast<uint32_t>(used);
}

void GroupBuilder::run() {
  chooseEntries();
  double expected = 0.0;
  for (const Stream &s : streams) {
    IndexRange range = s.piece->neurons;
    expected += expectedSynapses(*s.connectivity) * (range.end - range.begin) /
                s.connectivity->targets;
  }
  uint32_t sources = streams.front().connectivity->sources;
  auto parts = static_cast<uint32_t>(
      std::min<double>(std::ceil(expected / kAtOnce), sources));
  parts = std::max(parts, 1u);
  if (parts > 1)
    reserve(static_cast<uint64_t>(expected + 6 * std::sqrt(expected)));
  for (uint32_t i = 0; i < parts; ++i) {
    IndexRange range = {
        static_cast<uint32_t>(uint64_t(sources) * i / parts),
        static_cast<uint32_t>(uint64_t(sources) * (i + 1) / parts)};
    collect(range);
    place(range);
  }
  makeStarts();
}

bool isDense(const Connectivity &c) {
  return c.kind == ConnectivityKind::Dense && c.delays.isSplat();
}

void buildDense(const image::Projection &p, const Connectivity &c,
                const Share &share, DenseGroup &group) {
  IndexRange slice = share.slices[p.target];
  group.source = p.source;
  group.sums = share.ports[p.target][p.port];
  group.shift = p.shift;
  group.delay = image::delayOf(c, 0);
  group.targets = slice.end - slice.begin;
  group.stride = padded(group.targets);
  group.weights = Buffer(group.stride * c.sources, p.weightBits > 8 ? 2 : 1);
  for (uint64_t s = 0; s < c.sources; ++s)
    for (uint32_t j = 0; j < group.targets; ++j)
      group.weights.set(
          s * group.stride + j,
          image::quantizeWeight(
              c.weights[c.weights.isSplat() ? 0
                                            : s * c.targets + slice.begin + j],
              p.weightBits, p.weightFrac));
}

} // namespace

StaticRows buildRows(const image::Image &image, const Share &share) {
  StaticRows rows;
  for (const image::Population &p : image.populations)
    rows.fanOut.emplace_back(p.size);
  auto isSparse = [&](size_t j) {
    return !image.projections[j].plastic &&
           !isDense(image.native.projections[j].connectivity);
  };
  for (size_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    IndexRange slice = share.slices[p.target];
    if (p.plastic || isSparse(j) || slice.begin == slice.end)
      continue;
    DenseGroup &group = rows.dense.emplace_back();
    buildDense(p, image.native.projections[j].connectivity, share, group);
    rows.addDelays(group.delay, group.delay);
    for (uint32_t &n : rows.fanOut[p.source])
      n += group.targets;
  }
  for (const Block &block : blocksOf(share))
    for (uint32_t source = 0; source < image.populations.size(); ++source) {
      std::vector<Stream> streams;
      for (const Piece &piece : block.pieces)
        for (size_t j = 0; j < image.projections.size(); ++j) {
          const image::Projection &p = image.projections[j];
          if (p.source == source && p.target == piece.population &&
              p.port == piece.port && isSparse(j))
            streams.push_back(
                {&p, &image.native.projections[j].connectivity, &piece});
        }
      if (streams.empty())
        continue;
      RowGroup group;
      group.source = source;
      group.block = block.place;
      GroupBuilder(streams, group, rows.fanOut[source]).run();
      if (group.starts.back() == 0)
        continue;
      rows.addDelays(group.minDelay, group.maxDelay);
      rows.groups.push_back(std::move(group));
    }
  return rows;
}

uint64_t bytesOf(const StaticRows &rows) {
  uint64_t bytes = 0;
  for (const RowGroup &g : rows.groups)
    bytes += g.starts.size() * sizeof(uint32_t) +
             g.entries.size() * g.entries.width();
  for (const DenseGroup &g : rows.dense)
    bytes += g.weights.size() * g.weights.width();
  return bytes;
}

} // namespace snnc::runtime::cpu
