//===- Connectivity.h - Synapses by rule ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the synapses of a projection follow from its text: what the attributes
// #snn.dense, #snn.random and so on say, without MLIR, so that compiler and
// engines walk the same synapses in the same order and draw the same numbers.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CONNECTIVITY_H
#define SNNC_IMAGE_CONNECTIVITY_H

#include "image/Numbers.h"

#include <array>
#include <cstdint>
#include <functional>

namespace snnc::image {

/// Longest delay that a network can state.
constexpr uint32_t kMaxDelaySteps = 65535;

enum class ConnectivityKind : uint8_t {
  Dense,
  OneToOne,
  /// `pairs`: source, target of each synapse, in any order.
  Sparse,
  Conv,
  /// Each pair with `probability`.
  Random,
  /// `count` synapses for each target, their sources drawn.
  FixedInDegree,
  /// `count` synapses, source and target of each drawn.
  FixedTotal,
};

struct Connectivity {
  ConnectivityKind kind = ConnectivityKind::Dense;
  uint32_t sources = 0, targets = 0;
  /// Random, FixedInDegree, FixedTotal.
  double probability = 0.0;
  uint64_t count = 0;
  uint32_t seed = 0;
  /// Within one population: a neuron may have synapses to itself.
  bool self = true;
  /// FixedInDegree: a pair may have several synapses.
  bool multiple = true;
  /// Conv: #snn.conv's lists.
  std::array<int64_t, 3> input = {};
  std::array<int64_t, 4> kernel = {};
  std::array<int64_t, 2> stride = {}, padding = {};
  /// Sparse: 2 integers a synapse.
  Numbers pairs;
  /// Real, by Synapse::index.
  Numbers weights;
  /// Steps if they are integers, else milliseconds; by Synapse::index.
  Numbers delays;
  double dtMs = 1.0;
};

struct SynapseSite {
  uint32_t source = 0, target = 0;
  /// Index of its weight and its delay among the projection's numbers.
  uint64_t index = 0;
};

/// First and one past the last.
struct IndexRange {
  uint32_t begin = 0, end = 0;
  bool contains(uint32_t i) const { return i >= begin && i < end; }
};

/// Calls `visit` for every synapse between these sources and targets: ordered
/// by source, then target, then place in the text, for all kinds but
/// FixedInDegree (ordered by target, then draw) and FixedTotal (by draw).
/// Works on checked connectivity; sparse pairs are in range.
void forEachSite(const Connectivity &connectivity, IndexRange sources,
                 IndexRange targets,
                 const std::function<void(const SynapseSite &)> &visit);

/// Steps of the synapse with that index; 0 if it is no number from 1 to
/// kMaxDelaySteps.
uint32_t delayOf(const Connectivity &connectivity, uint64_t index);

} // namespace snnc::image

#endif // SNNC_IMAGE_CONNECTIVITY_H
