//===- Neurons.h - Models of NIR's neurons by convention --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The text of a `snn.neuron` for a type of node and a convention, and what its
// states can be at most.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_NEURONS_H
#define SNNC_COMPILER_NIR_NEURONS_H

#include "compiler/nir/FlatGraph.h"
#include "compiler/nir/Profiles.h"

#include <map>
#include <string>
#include <vector>

namespace snnc::nir {

/// Spikes of a neuron in one step, where there can be several.
constexpr double kMostSpikes = 127.0;

struct Range {
  double low = 0.0, high = 0.0;
};

/// One population. Type Output: its state is the sum of what it gets.
struct Neurons {
  NodeType type = NodeType::Output;
  Convention convention;
  int64_t size = 1;
  double dtMs = 1.0;
  /// One value or one each, in milliseconds: tau, tau_syn, tau_mem, r, w_in,
  /// v_leak, v_threshold, v_reset; bias, which is added to the input, and
  /// feedback_bias, which is added after the first step.
  std::map<std::string, std::vector<double>> params;
  /// Of the membrane; empty: 0.
  std::vector<double> initial;
  /// It would not rest until its first step.
  bool counts = false;
  /// Others get its state: it sends it in every step.
  bool sends = false;
  /// What arrives in a step, without bias, by neuron.
  std::vector<Range> input;

  double param(const std::string &name, size_t neuron) const {
    const std::vector<double> &values = params.at(name);
    return values[values.size() == 1 ? 0 : neuron];
  }
  bool has(const std::string &name) const { return params.count(name) != 0; }
};

/// Factors of a neuron's equations in a step.
struct Factors {
  double currentDecay = 0.0, currentGain = 1.0, decay = 0.0, gain = 1.0,
         leak = 0.0;
};
Factors factorsOf(const Neurons &neurons, size_t neuron);

/// What the states reach at most, whatever arrives.
struct StateRanges {
  Range current, membrane;
  /// Spikes a neuron sends in one step.
  double mostSpikes = 1.0;
  /// The largest membrane before a reset, over the threshold, of any neuron: 1
  /// or less cannot fire. Without thresholds infinite.
  double overThreshold = 0.0;
};
StateRanges rangesOf(const Neurons &neurons);

/// The operation without its name, to follow `snn.neuron @NAME `; without
/// ranges calibration has to find them.
std::string neuronText(const Neurons &neurons, bool withRanges);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_NEURONS_H
