//===- Training.h - Online training, sample by sample -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shows samples in shuffled order, an epoch after the other, and evaluates
// after each. The machine does the learning; this is the host that drives it.
// All of it can be saved between two samples and goes on from there with the
// same result.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_TRAINING_TRAINING_H
#define SNNC_RUNTIME_TRAINING_TRAINING_H

#include "runtime/training/TrialRunner.h"

#include <functional>
#include <string>
#include <vector>

namespace snnc::runtime {

/// A modulator's value from the beginning of an epoch (1 is the first) on.
struct ModulatorSetting {
  uint32_t modulator = 0;
  int32_t value = 0;
  uint64_t epoch = 1;
};

/// "NAME=VALUE" or "NAME=VALUE@EPOCH" with a real value; throws snnc::Error.
ModulatorSetting parseSetting(const image::Image &image,
                              const std::string &text);

struct TrainingPlan {
  uint64_t epochs = 1;
  /// Of the order in which samples are shown.
  uint64_t seed = 0;
  std::vector<ModulatorSetting> settings;
};

struct Score {
  uint64_t right = 0;
  uint64_t shown = 0;
  double percent() const { return shown ? 100.0 * right / shown : 0.0; }
};

struct EpochScore {
  Score trained;
  Score evaluated;
};

class Training {
public:
  /// `evaluation` may be null. All arguments by reference must outlive this.
  Training(const image::Image &image, Engine &engine, TrainingPlan plan,
           const Dataset &data, const Dataset *evaluation);

  /// All epochs are done.
  bool finished() const { return epochs.size() >= plan.epochs; }
  /// The epoch's samples are all shown; endEpoch() comes next.
  bool epochShown() const { return current.shown == data.size(); }
  /// Trains on the next sample.
  void nextSample();
  /// Shows the evaluation's samples, with learning off and the engine's state
  /// as before afterwards.
  Score evaluate(const std::function<void(const Score &)> &progress);
  /// Evaluates, if there is something to evaluate on.
  void endEpoch(const std::function<void(const Score &)> &progress);

  /// Scores of the epochs done, and of the one that goes on.
  const std::vector<EpochScore> &history() const { return epochs; }
  const Score &running() const { return current; }
  uint64_t samplesPerEpoch() const { return data.size(); }
  uint64_t epochsPlanned() const { return plan.epochs; }

  /// Everything but the files, as of now.
  std::vector<uint8_t> save();
  /// Throws snnc::Error for anything but a save of the same training (the
  /// number of epochs may have grown).
  void restore(const std::vector<uint8_t> &saved, const std::string &origin);

private:
  void beginEpoch();
  uint64_t computeIdentity() const;

  const image::Image &image;
  Engine &engine;
  TrainingPlan plan;
  const Dataset &data;
  const Dataset *evaluation;
  TrialRunner runner;
  /// Tells trainings apart: network, data, seed, settings.
  uint64_t identity;
  std::vector<EpochScore> epochs;
  Score current;
  /// Order of the epoch that goes on.
  std::vector<uint32_t> order;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_TRAINING_H
