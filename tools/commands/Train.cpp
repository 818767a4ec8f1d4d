//===- Train.cpp - snnc train -----------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/training/LearnedImage.h"
#include "runtime/training/Training.h"
#include "tools/commands/Checkpoint.h"
#include "tools/commands/Progress.h"
#include "tools/snnc/TrainCommands.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace snnc::tools {

using runtime::EpochScore;
using runtime::Score;
using runtime::Training;

namespace {

/// Says every few seconds how far the training is.
class TrainProgress {
public:
  TrainProgress(const Training &training, bool on)
      : training(training), on(on), start(Clock::now()), last(start),
        shownBefore(shown()) {}

  double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start).count();
  }
  /// Samples trained on since the start of this run.
  uint64_t trained() const { return shown() - shownBefore; }

  void afterSample() {
    if (!due())
      return;
    const Score &score = training.running();
    uint64_t total = training.epochsPlanned() * training.samplesPerEpoch();
    double each = seconds() / double(std::max<uint64_t>(trained(), 1));
    std::fprintf(stderr,
                 "epoch %zu of %" PRIu64 ": sample %" PRIu64 " of %" PRIu64
                 ", %.2f %% right, %.2f ms a sample, %.0f s left\n",
                 training.history().size() + 1, training.epochsPlanned(),
                 score.shown, training.samplesPerEpoch(), score.percent(),
                 1e3 * each, each * double(total - shown()));
  }
  void evaluation(const Score &score) {
    if (due())
      std::fprintf(stderr,
                   "epoch %zu of %" PRIu64 ": evaluated %" PRIu64
                   ", %.2f %% right\n",
                   training.history().size() + 1, training.epochsPlanned(),
                   score.shown, score.percent());
  }

private:
  using Clock = std::chrono::steady_clock;

  uint64_t shown() const {
    return training.history().size() * training.samplesPerEpoch() +
           training.running().shown;
  }
  bool due() {
    Clock::time_point now = Clock::now();
    if (!on || now - last < std::chrono::seconds(2))
      return false;
    last = now;
    return true;
  }

  const Training &training;
  bool on;
  Clock::time_point start, last;
  uint64_t shownBefore;
};

/// The one file of a checkpoint folder.
std::string checkpointFile(const std::string &folder) {
  if (folder.empty())
    return "";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || !std::filesystem::is_directory(folder))
    throw Error(folder + ": cannot be made a folder for checkpoints" +
                (error ? ": " + error.message() : ""));
  return folder + "/checkpoint";
}

bool continueFrom(const Checkpoint &checkpoint, Training &training) {
  const std::string &path = checkpoint.file();
  if (path.empty() || !std::filesystem::exists(path))
    return false;
  training.restore(runtime::readFile(path), path);
  return true;
}

std::string summary(const Score &score) {
  char text[80];
  std::snprintf(text, sizeof(text),
                "%.2f %% (%" PRIu64 " of %" PRIu64 ") in evaluation",
                score.percent(), score.right, score.shown);
  return text;
}

std::string summary(size_t epoch, const EpochScore &score, bool evaluated) {
  char text[120];
  std::snprintf(text, sizeof(text), "epoch %zu: %.2f %% right while training",
                epoch, score.trained.percent());
  return evaluated ? std::string(text) + ", " + summary(score.evaluated) : text;
}

nlohmann::json scoreJson(const Score &score) {
  return {{"right", score.right}, {"shown", score.shown}};
}

nlohmann::json reportJson(const image::Image &image, runtime::Engine &engine,
                          const Training &training,
                          const TrainProgress &progress) {
  runtime::Counters c = engine.counters();
  nlohmann::json json = {{"network", image.name},
                         {"engine", engine.name()},
                         {"samples", training.samplesPerEpoch()},
                         {"seconds", progress.seconds()},
                         {"samplesTrained", progress.trained()},
                         {"steps", c.steps},
                         {"cycles", c.cycles},
                         {"learnCycles", c.learnCycles},
                         {"synapseUpdates", c.synapseUpdates},
                         {"epochs", nlohmann::json::array()}};
  for (const EpochScore &epoch : training.history())
    json["epochs"].push_back({{"trained", scoreJson(epoch.trained)},
                              {"evaluated", scoreJson(epoch.evaluated)}});
  return json;
}

runtime::DatasetFiles limited(runtime::DatasetFiles files, uint64_t limit) {
  uint64_t &to = files.range.to;
  if (limit && (to == 0 || to - files.range.from > limit))
    to = files.range.from + limit;
  return files;
}

} // namespace

int trainCommand(std::shared_ptr<const image::Image> image,
                 const TrainOptions &options) {
  bool plastic = false;
  for (const image::Projection &projection : image->projections)
    plastic |= projection.plastic.has_value();
  if (!plastic)
    throw Error("network '" + image->name +
                "' has no projection that learns; give one a rule (learn "
                "@RULE)");
  if (options.engine == "float")
    throw Error("the float engine does not learn; use ref, rtl or cpu");

  if (image->trial.steps == 0)
    throw Error("network '" + image->name +
                "' has no trial; say how a sample is shown (snn.trial)");
  runtime::Dataset data(*image, limited(options.data, options.limit));
  std::optional<runtime::Dataset> evaluation;
  if (!options.evaluation.data.empty())
    evaluation.emplace(*image, options.evaluation);
  runtime::TrainingPlan plan;
  plan.epochs = options.epochs;
  plan.seed = options.seed;
  for (const std::string &setting : options.settings)
    plan.settings.push_back(runtime::parseSetting(*image, setting));

  auto engine = runtime::createEngine(
      options.engine.empty() ? runtime::defaultEngine(*image) : options.engine,
      image, options.engineOptions);
  const bool writes = printOnlyFirst(*engine);
  Training training(*image, *engine, std::move(plan), data,
                    evaluation ? &*evaluation : nullptr);
  Checkpoint checkpoint(checkpointFile(options.checkpoint),
                        options.checkpointEvery);
  if (continueFrom(checkpoint, training))
    std::printf("continuing in epoch %zu after %" PRIu64 " samples\n",
                training.history().size() + 1, training.running().shown);

  TrainProgress progress(training, options.progress && writes);
  while (!training.finished()) {
    while (!training.epochShown()) {
      training.nextSample();
      if (checkpoint.due(training.running().shown))
        checkpoint.save(training, writes);
      progress.afterSample();
    }
    training.endEpoch([&](const Score &score) { progress.evaluation(score); });
    checkpoint.save(training, writes);
    size_t epoch = training.history().size();
    std::printf("%s\n", summary(epoch, training.history().back(),
                                evaluation.has_value())
                            .c_str());
    std::fflush(stdout);
    nlohmann::json soFar = reportJson(*image, *engine, training, progress);
    if (writes)
      writeText(options.json, soFar.dump(2) + "\n");
  }
  nlohmann::json report = reportJson(*image, *engine, training, progress);
  if (options.epochs == 0) {
    Score score = training.evaluate(
        [&](const Score &running) { progress.evaluation(running); });
    std::printf("%s\n", summary(score).c_str());
    report["evaluated"] = scoreJson(score);
  }
  if (!options.output.empty()) {
    image::Image learned = runtime::learnedImage(*image, *engine);
    if (writes)
      image::saveImage(learned, options.output);
  }
  if (writes)
    writeText(options.json, report.dump(2) + "\n");
  return 0;
}

} // namespace snnc::tools
