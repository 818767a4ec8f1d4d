//===- TrialRunner.h - One sample on an engine ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_TRAINING_TRIALRUNNER_H
#define SNNC_RUNTIME_TRAINING_TRIALRUNNER_H

#include "runtime/Engine.h"
#include "runtime/training/Dataset.h"

#include <vector>

namespace snnc::runtime {

/// Plays the host's part of the network's trial: resets, encoded data, labels
/// and signals. Image and engine must outlive it.
class TrialRunner {
public:
  /// Throws snnc::Error if the network has no trial.
  TrialRunner(const image::Image &image, Engine &engine);

  /// Shows a sample, in training with its label and the signals of training;
  /// returns the class that the network answers (-1: the trial asks for none;
  /// of equal values the first).
  int64_t run(const Dataset &data, uint64_t sample, bool training);

private:
  /// A neuron of an input that has something to say.
  struct Active {
    uint32_t index;
    double value;
    /// Rate: the sigma-delta accumulator.
    double sum;
  };

  void collect(const Dataset &data, uint64_t sample);
  void prepare(const Dataset &data, uint64_t sample, uint32_t step,
               bool training);
  void present(const Dataset &data, uint64_t sample, size_t which,
               uint32_t step);
  void injectRate(const image::TrialPresent &present,
                  std::vector<Active> &actives);
  /// Rounds to the input's format; 0 is no event.
  void injectReal(const Dataset &data, uint64_t sample, size_t which,
                  uint32_t index, double value);
  void injectPayload(const Dataset &data, uint64_t sample, size_t which,
                     uint32_t index, double payload, double value);
  void countEvents(const image::TrialAnswer &answer);

  const image::Image &image;
  const image::Trial &trial;
  Engine &engine;
  /// By presentation: neurons whose number is not 0.
  std::vector<std::vector<Active>> active;
  std::vector<int64_t> scores;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_TRIALRUNNER_H
