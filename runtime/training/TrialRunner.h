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
/// and signals. The image must outlive it.
class TrialRunner {
public:
  /// Throws snnc::Error if the network has no trial.
  explicit TrialRunner(const image::Image &image);

  /// Shows a sample, in training with its label and the signals of training;
  /// returns the class that the network answers (-1: the trial asks for none;
  /// of equal values the first).
  int64_t run(Engine &engine, const Dataset &data, uint64_t sample,
              bool training);

  // The parts of run(), for engines in lockstep. The data set must outlive the
  // sample.
  uint32_t steps() const { return trial.steps; }
  void beginSample(const Dataset &data, uint64_t sample, bool training);
  /// Decides what the host does before the next step.
  void beginStep();
  /// Does it; once for each engine.
  void apply(Engine &engine) const;
  /// Takes what the answer needs from an engine that has done the step.
  void observe(Engine &engine);
  int64_t answer() const;

private:
  /// A neuron of an input that has something to say.
  struct Active {
    uint32_t index;
    double value;
    /// Rate: the sigma-delta accumulator.
    double sum;
  };

  struct Injection {
    uint32_t population;
    uint32_t index;
    int32_t payload;
  };

  void present(size_t which, uint32_t since);
  void injectRate(const image::TrialPresent &present,
                  std::vector<Active> &actives);
  /// Rounds to the input's format; 0 is no event.
  void injectReal(size_t which, uint32_t index, double value);
  void injectPayload(size_t which, uint32_t index, double payload,
                     double value);

  const image::Image &image;
  const image::Trial &trial;
  // The sample that is shown.
  const Dataset *data = nullptr;
  uint64_t sample = 0;
  bool training = false;
  /// By presentation: neurons whose number is not 0.
  std::vector<std::vector<Active>> active;
  /// Sums of the answering neurons.
  std::vector<int64_t> scores;
  /// Steps begun.
  uint32_t begun = 0;
  std::vector<Injection> injections;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_TRIALRUNNER_H
