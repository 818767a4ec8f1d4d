//===- Trial.h - How a sample is shown to a network -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The schedule of a labelled sample, from snn.trial: what the host does before
// which step, and where the answer is read. Steps count from the trial's first.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_TRIAL_H
#define SNNC_IMAGE_TRIAL_H

#include <cstdint>
#include <vector>

namespace snnc::image {

/// How numbers of a sample become events of an input.
enum class Coding : uint8_t {
  /// Sigma-delta: a number x is x / full spikes a step.
  Rate = 0,
  /// x / full is the payload in each step; 0 is no event.
  Value = 1,
  /// The sample has a payload for each step and neuron.
  Raster = 2,
};

/// The sample's numbers go into an input in the steps from .. from + steps - 1.
struct TrialPresent {
  uint32_t population = 0;
  uint32_t from = 0;
  uint32_t steps = 1;
  Coding coding = Coding::Rate;
  double full = 1.0;
};

/// In training, neuron <class> of the input emits in step `at`.
struct TrialLabel {
  uint32_t population = 0;
  uint32_t at = 0;
};

/// A modulator is set before step `at`; with `training` only there.
struct TrialSignal {
  uint32_t modulator = 0;
  int32_t value = 0;
  uint32_t at = 0;
  bool training = false;
};

/// A population is reset before step `at`.
struct TrialReset {
  uint32_t population = 0;
  uint32_t at = 0;
};

/// The class is the neuron with the largest value: of state `state` after step
/// `from`, or, if that is -1, of the sum of its payloads in `steps` steps from
/// there.
struct TrialAnswer {
  uint32_t population = 0;
  int32_t state = -1;
  uint32_t from = 0;
  uint32_t steps = 1;
};

struct Trial {
  /// 0: the network has no trial.
  uint32_t steps = 0;
  std::vector<TrialReset> resets;
  std::vector<TrialPresent> presents;
  std::vector<TrialLabel> labels;
  std::vector<TrialSignal> signals;
  /// None or one.
  std::vector<TrialAnswer> answer;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_TRIAL_H
