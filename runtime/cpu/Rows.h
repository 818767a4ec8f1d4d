//===- Rows.h - The synapses that stay as they are --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a thread holds of the projections that do not learn. Synapses of one
// source population to sums that lie within one block of the thread's arena,
// whatever projections they are of, form a group; a row of it is sorted by
// delay, and delivered a delay at a time when its events arrive. An entry takes
// 4 bytes: the target in the block and the weight.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_ROWS_H
#define SNNC_RUNTIME_CPU_ROWS_H

#include "runtime/cpu/Layout.h"

#include <algorithm>
#include <vector>

namespace snnc::runtime::cpu {

struct NarrowEntry {
  uint16_t target;
  int16_t weight;
};

/// Where weights times their shift need more than 16 bits.
struct WideEntry {
  uint32_t target;
  int32_t weight;
};

/// Synapses of all sources of one population to a block of sums.
struct RowGroup {
  uint32_t source = 0;
  /// The block: sums `first` to first + 65535 of the arena at most.
  PortPlace block;
  /// What is added is (weight * payload) << shift.
  uint32_t shift = 0;
  uint32_t minDelay = 1, maxDelay = 1;
  /// Entries of source s with delay d: starts[k] .. starts[k + 1] - 1 with
  /// k = s * delays() + d - minDelay.
  std::vector<uint32_t> starts;
  bool wideEntries = false;
  Buffer entries;

  uint32_t delays() const { return maxDelay - minDelay + 1; }
};

/// A projection of every source to every target, with one delay.
struct DenseGroup {
  uint32_t source = 0;
  PortPlace sums;
  uint32_t shift = 0;
  uint32_t delay = 1;
  uint32_t targets = 0;
  /// Weights of 1 or 2 bytes; those of source s begin at s * stride.
  uint64_t stride = 0;
  Buffer weights;
};

struct StaticRows {
  std::vector<RowGroup> groups;
  std::vector<DenseGroup> dense;
  /// Of all synapses; without any, [kMaxDelaySteps, 1].
  uint32_t minDelay = image::kMaxDelaySteps, maxDelay = 1;
  /// By population and source: how many there are.
  std::vector<std::vector<uint32_t>> fanOut;

  void addDelays(uint32_t least, uint32_t most) {
    minDelay = std::min(minDelay, least);
    maxDelay = std::max(maxDelay, most);
  }
};

/// Draws or reads the synapses to the slices of a share.
StaticRows buildRows(const image::Image &image, const Share &share);

/// Bytes that they take.
uint64_t bytesOf(const StaticRows &rows);

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_ROWS_H
