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
#include <cstddef>
#include <cstdint>
#include <type_traits>

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
  /// `count` synapses for each target, their sources drawn:
  /// #snn.fixed_indegree.
  FixedInDegree,
  /// `count` synapses, source and target of each drawn: #snn.fixed_total.
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
  /// Real, by SynapseSite::index.
  Numbers weights;
  /// Steps if they are integers, else milliseconds, rounded to steps, drawn
  /// ones to at least 1; by SynapseSite::index.
  Numbers delays = Numbers::ofInteger(1, 1);
  double dtMs = 1.0;

  /// The same with elements of its own.
  Connectivity owned() const;
};

struct SynapseSite {
  uint32_t source = 0, target = 0;
  /// Index of its weight and its delay among the projection's numbers: source *
  /// targets + target for Dense and Random, target * count + draw for
  /// FixedInDegree, the draw for FixedTotal, the number of the pair for Sparse,
  /// the source for OneToOne, the position in the kernel for Conv.
  uint64_t index = 0;
};

/// First and one past the last.
struct IndexRange {
  uint32_t begin = 0, end = 0;
  bool contains(uint32_t i) const { return i >= begin && i < end; }
};

/// A convolution's sizes; see #snn.conv.
struct ConvGeometry {
  int64_t height, width, channels;
  int64_t outputs, kernelHeight, kernelWidth;
  int64_t strideY, strideX, padY, padX;
  int64_t outHeight, outWidth;

  explicit ConvGeometry(const Connectivity &conv);
  int64_t sources() const { return height * width * channels; }
  int64_t targets() const { return outHeight * outWidth * outputs; }
};

using SiteVisitor = void (*)(void *context, const SynapseSite *sites,
                             size_t count);
void walkSites(const Connectivity &connectivity, IndexRange sources,
               IndexRange targets, SiteVisitor visit, void *context);

/// Calls `visit(sites, count)` for the synapses between these sources and
/// targets, some at a time, ordered by source, then target, then place in the
/// text, for all kinds but FixedInDegree (ordered by target, then draw) and
/// FixedTotal (by draw). Works on checked connectivity; sparse pairs are in
/// range. Several threads may walk one projection. FixedTotal and Sparse cost
/// the same for any ranges, FixedInDegree for any sources.
template <typename Visit>
void forSites(const Connectivity &connectivity, IndexRange sources,
              IndexRange targets, Visit &&visit) {
  walkSites(
      connectivity, sources, targets,
      [](void *context, const SynapseSite *sites, size_t count) {
        (*static_cast<std::remove_reference_t<Visit> *>(context))(sites, count);
      },
      &visit);
}

/// The same with `visit(site)`.
template <typename Visit>
void forEachSite(const Connectivity &connectivity, IndexRange sources,
                 IndexRange targets, Visit &&visit) {
  forSites(connectivity, sources, targets,
           [&](const SynapseSite *sites, size_t count) {
             for (size_t i = 0; i < count; ++i)
               visit(sites[i]);
           });
}

/// Steps of the synapse with that index; 0 if it is no number from 1 to
/// kMaxDelaySteps.
uint32_t delayOf(const Connectivity &connectivity, uint64_t index);
/// delays[i] = delayOf(connectivity, indices[i])
void readDelays(const Connectivity &connectivity, const uint64_t *indices,
                size_t count, uint32_t *delays);
/// What delayOf gives for that many milliseconds.
uint32_t stepsOf(const Connectivity &connectivity, double ms);

} // namespace snnc::image

#endif // SNNC_IMAGE_CONNECTIVITY_H
