//===- Deliver.cpp - From events to sums
//-----------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Deliver.h"

#include "runtime/cpu/Clones.h"

#include <algorithm>
#include <cstring>

namespace snnc::runtime::cpu {

namespace {

/// Segments whose entries are fetched ahead of the one that is added, and the
/// most bytes of each; the processor follows longer ones by itself.
constexpr size_t kAhead = 6;
constexpr uint32_t kFetched = 512;

template <typename Entry> void fetch(const Segment &segment) {
  const char *from = static_cast<const char *>(segment.entries);
  uint32_t bytes = std::min<uint32_t>(segment.count * sizeof(Entry), kFetched);
  for (uint32_t at = 0; at < bytes; at += 64)
    __builtin_prefetch(from + at);
}

/// Sums are modulo 2^16 or 2^32, whatever order they are made in.
template <typename Entry, typename Sum>
void addPlain(const Segment &segment, uint32_t shift, Sum *__restrict sums) {
  const Entry *__restrict e = static_cast<const Entry *>(segment.entries);
  const uint32_t n = segment.count;
#pragma GCC unroll 8
  for (uint32_t i = 0; i < n; ++i)
    sums[e[i].target] = static_cast<Sum>(
        sums[e[i].target] + (static_cast<uint32_t>(e[i].weight) << shift));
}

template <typename Entry, typename Sum>
void addScaled(const Segment &segment, uint32_t shift, Sum *__restrict sums) {
  const Entry *__restrict e = static_cast<const Entry *>(segment.entries);
  const auto payload = static_cast<uint32_t>(segment.payload);
  for (uint32_t i = 0; i < segment.count; ++i)
    sums[e[i].target] = static_cast<Sum>(
        sums[e[i].target] +
        (static_cast<uint32_t>(e[i].weight) * payload << shift));
}

template <typename Entry, typename Sum>
void addSegments(const std::vector<Segment> &segments, uint32_t shift,
                 Sum *sums) {
  const size_t n = segments.size();
  for (size_t i = 0; i < std::min(n, kAhead); ++i)
    fetch<Entry>(segments[i]);
  for (size_t i = 0; i < n; ++i) {
    if (i + kAhead < n)
      fetch<Entry>(segments[i + kAhead]);
    const Segment &s = segments[i];
    if (s.payload != 1)
      addScaled<Entry>(s, shift, sums);
    else if (shift == 0)
      addPlain<Entry>(s, 0, sums);
    else
      addPlain<Entry>(s, shift, sums);
  }
}

SNNC_CPU_CLONES
void addBytes16(const int8_t *w, uint32_t n, uint32_t payload, uint32_t shift,
                uint16_t *sums) {
  for (uint32_t i = 0; i < n; ++i)
    sums[i] = static_cast<uint16_t>(
        sums[i] +
        static_cast<uint16_t>(static_cast<uint32_t>(w[i]) * payload << shift));
}

SNNC_CPU_CLONES
void addBytes32(const int8_t *w, uint32_t n, uint32_t payload, uint32_t shift,
                uint32_t *sums) {
  for (uint32_t i = 0; i < n; ++i)
    sums[i] += static_cast<uint32_t>(w[i]) * payload << shift;
}

SNNC_CPU_CLONES
void addHalves16(const int16_t *w, uint32_t n, uint32_t payload, uint32_t shift,
                 uint16_t *sums) {
  for (uint32_t i = 0; i < n; ++i)
    sums[i] = static_cast<uint16_t>(
        sums[i] +
        static_cast<uint16_t>(static_cast<uint32_t>(w[i]) * payload << shift));
}

SNNC_CPU_CLONES
void addHalves32(const int16_t *w, uint32_t n, uint32_t payload, uint32_t shift,
                 uint32_t *sums) {
  for (uint32_t i = 0; i < n; ++i)
    sums[i] += static_cast<uint32_t>(w[i]) * payload << shift;
}

} // namespace

void addDenseRow(const void *weights, uint32_t weightWidth, uint32_t count,
                 int32_t payload, uint32_t shift, void *sums,
                 uint32_t sumWidth) {
  auto p = static_cast<uint32_t>(payload);
  if (weightWidth == 1) {
    auto *w = static_cast<const int8_t *>(weights);
    if (sumWidth == 2)
      addBytes16(w, count, p, shift, static_cast<uint16_t *>(sums));
    else
      addBytes32(w, count, p, shift, static_cast<uint32_t *>(sums));
    return;
  }
  auto *w = static_cast<const int16_t *>(weights);
  if (sumWidth == 2)
    addHalves16(w, count, p, shift, static_cast<uint16_t *>(sums));
  else
    addHalves32(w, count, p, shift, static_cast<uint32_t *>(sums));
}

void Delivery::addGroup(const RowGroup &group, const History &history,
                        uint64_t t, uint64_t end, Sums &sums) {
  segments.clear();
  const uint32_t delays = group.delays();
  const uint32_t width = group.entries.width();
  const auto *entries = group.entries.as<uint8_t>();
  for (uint32_t d = 0; d < delays; ++d) {
    const uint64_t delay = group.minDelay + d;
    if (t < delay || t - delay >= end)
      continue;
    const Spikes *parts = history.begin(group.source, t - delay);
    for (unsigned k = 0; k < history.parts(); ++k) {
      const Spikes &spikes = parts[k];
      for (size_t i = 0; i < spikes.indices.size(); ++i) {
        const uint32_t *start =
            &group.starts[uint64_t(spikes.indices[i]) * delays + d];
        if (start[1] != start[0])
          segments.push_back({entries + uint64_t(start[0]) * width,
                              start[1] - start[0], spikes.payload(i)});
      }
    }
  }
  Buffer &all = sums.of(group.block);
  if (group.block.wide) {
    uint32_t *to = all.as<uint32_t>() + group.block.first;
    if (group.wideEntries)
      addSegments<WideEntry>(segments, group.shift, to);
    else
      addSegments<NarrowEntry>(segments, group.shift, to);
    return;
  }
  uint16_t *to = all.as<uint16_t>() + group.block.first;
  if (group.wideEntries)
    addSegments<WideEntry>(segments, group.shift, to);
  else
    addSegments<NarrowEntry>(segments, group.shift, to);
}

void Delivery::addDense(const DenseGroup &group, const History &history,
                        uint64_t t, uint64_t end, Sums &sums) {
  if (t < group.delay || t - group.delay >= end)
    return;
  const uint32_t width = group.weights.width();
  Buffer &all = sums.of(group.sums);
  uint8_t *to = all.as<uint8_t>() + group.sums.first * all.width();
  const Spikes *parts = history.begin(group.source, t - group.delay);
  for (unsigned k = 0; k < history.parts(); ++k)
    for (size_t i = 0; i < parts[k].indices.size(); ++i)
      addDenseRow(group.weights.as<uint8_t>() +
                      parts[k].indices[i] * group.stride * width,
                  width, group.targets, parts[k].payload(i), group.shift, to,
                  all.width());
}

void Delivery::arrive(const StaticRows &rows, const History &history,
                      uint64_t t, uint64_t end, Sums &sums) {
  for (const RowGroup &group : rows.groups)
    addGroup(group, history, t, end, sums);
  for (const DenseGroup &group : rows.dense)
    addDense(group, history, t, end, sums);
}

} // namespace snnc::runtime::cpu
