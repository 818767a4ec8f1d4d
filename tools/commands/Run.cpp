//===- Run.cpp - snnc run ---------------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/FloatEngine.h"
#include "runtime/RefEngine.h"
#include "runtime/files/EventInput.h"
#include "runtime/training/WeightFile.h"
#include "tools/commands/Batch.h"
#include "tools/commands/Modulators.h"
#include "tools/commands/Progress.h"
#include "tools/commands/RunFiles.h"
#include "tools/commands/Samples.h"
#include "tools/commands/Stop.h"
#include "tools/snnc/RunCommands.h"

#include <nlohmann/json.hpp>

#include <cinttypes>
#include <cstdio>
#include <optional>

namespace snnc::tools {

using runtime::Engine;

namespace {

/// What a run came to.
struct Outcome {
  uint64_t steps = 0;
  double seconds = 0.0;
  double cpuSeconds = 0.0;
  double realTimeFactor = 0.0;
  bool stopped = false;
  /// The step that would come next.
  uint64_t stepsDone = 0;
  runtime::Counters counters;
  /// None of the float engine, and of a batch that was stopped.
  std::optional<uint64_t> digest;
};

nlohmann::json countersJson(const runtime::Counters &c) {
  return {{"steps", c.steps},
          {"cycles", c.cycles},
          {"updateCycles", c.updateCycles},
          {"deliverCycles", c.deliverCycles},
          {"learnCycles", c.learnCycles},
          {"stallCycles", c.stallCycles},
          {"instructions", c.instructions},
          {"events", c.events},
          {"synapticOps", c.synapticOps},
          {"synapseUpdates", c.synapseUpdates},
          {"rowUnits", c.rowUnits},
          {"saturations", c.saturations}};
}

/// Load and traffic by tile; null where there is one.
nlohmann::json reportTiles(const std::vector<runtime::TileCounters> &tiles) {
  nlohmann::json json;
  for (size_t t = 0; t < tiles.size(); ++t) {
    const runtime::TileCounters &c = tiles[t];
    std::printf("  tile %-3zu update %" PRIu64 ", deliver %" PRIu64
                ", learn %" PRIu64 " cycles; events %" PRIu64 ", out %" PRIu64
                ", in %" PRIu64 ", hops %" PRIu64 "\n",
                t, c.updateCycles, c.deliverCycles, c.learnCycles, c.events,
                c.eventsOut, c.eventsIn, c.hops);
    json.push_back({{"updateCycles", c.updateCycles},
                    {"deliverCycles", c.deliverCycles},
                    {"learnCycles", c.learnCycles},
                    {"events", c.events},
                    {"eventsOut", c.eventsOut},
                    {"eventsIn", c.eventsIn},
                    {"hops", c.hops},
                    {"synapticOps", c.synapticOps}});
  }
  return json;
}

/// Null unless they were measured.
nlohmann::json reportPhases(const Engine &engine, uint64_t synapticOps) {
  std::optional<runtime::PhaseTimes> times = engine.phaseTimes();
  if (!times)
    return nullptr;
  const std::pair<const char *, double> phases[] = {
      {"deliver", times->deliver},
      {"update", times->update},
      {"exchange", times->exchange},
      {"learn", times->learn}};
  double all = 0.0;
  for (auto [name, seconds] : phases)
    all += seconds;
  nlohmann::json json;
  std::printf("phases, seconds of a thread:");
  for (auto [name, seconds] : phases) {
    std::printf(" %s %.4f (%.0f %%)", name, seconds,
                all > 0.0 ? 100.0 * seconds / all : 0.0);
    json[name] = seconds;
  }
  std::printf("\n");
  if (times->deliver > 0.0 && synapticOps)
    std::printf("delivery: %.0f million synaptic operations a second\n",
                double(synapticOps) / times->deliver / 1e6);
  return json;
}

/// Prints and returns what a run has to say.
nlohmann::json report(const image::Image &image, Engine &engine,
                      const RunFiles &files, const Outcome &outcome) {
  const runtime::Counters &c = outcome.counters;
  nlohmann::json json = {{"network", image.name},
                         {"engine", engine.name()},
                         {"steps", outcome.steps},
                         {"stepsDone", outcome.stepsDone},
                         {"stopped", outcome.stopped},
                         {"seconds", outcome.seconds},
                         {"cpuSeconds", outcome.cpuSeconds},
                         {"realTimeFactor", outcome.realTimeFactor},
                         {"counters", countersJson(c)},
                         {"events", nlohmann::json::object()},
                         {"saturations", nlohmann::json::array()}};
  if (outcome.stopped)
    std::printf("stopped at step %" PRIu64 "\n", outcome.stepsDone);
  std::printf("%s on %s: %" PRIu64 " steps in %.3f s, %s\n", image.name.c_str(),
              engine.name().c_str(), outcome.steps, outcome.seconds,
              realTimeText(outcome.realTimeFactor).c_str());
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    if (uint64_t n = files.eventCount(p)) {
      std::printf("  %-20s %10" PRIu64 " events\n",
                  image.populations[p].name.c_str(), n);
      json["events"][image.populations[p].name] = n;
    }
  std::printf("events %" PRIu64 ", synaptic operations %" PRIu64, c.events,
              c.synapticOps);
  if (c.synapseUpdates)
    std::printf(", synapse updates %" PRIu64, c.synapseUpdates);
  std::printf("\n");
  if (c.cycles)
    std::printf("cycles %" PRIu64 " (update %" PRIu64 ", deliver %" PRIu64
                ", learn %" PRIu64 "), %.1f a step\n",
                c.cycles, c.updateCycles, c.deliverCycles, c.learnCycles,
                double(c.cycles) / double(c.steps ? c.steps : 1));
  if (auto tiles = reportTiles(engine.tileCounters()); !tiles.is_null())
    json["tiles"] = tiles;
  if (auto phases = reportPhases(engine, c.synapticOps); !phases.is_null())
    json["phases"] = phases;
  if (c.saturations)
    std::printf("stores that saturated: %" PRIu64 "\n", c.saturations);
  if (auto *ref = dynamic_cast<runtime::RefEngine *>(&engine))
    for (const runtime::Saturation &s : ref->saturationReport()) {
      std::string tile =
          s.store.tile < 0 ? "" : "tile " + std::to_string(s.store.tile) + "  ";
      std::printf("  %-20s %10" PRIu64 "  %s%s\n", s.variable.c_str(), s.count,
                  tile.c_str(), s.store.location.c_str());
      json["saturations"].push_back({{"variable", s.variable},
                                     {"count", s.count},
                                     {"tile", std::max(s.store.tile, 0)},
                                     {"location", s.store.location}});
    }
  if (outcome.digest) {
    json["digest"] = digestText(*outcome.digest);
    std::printf("digest %s\n", digestText(*outcome.digest).c_str());
  }
  return json;
}

/// What the processes of an engine tell each other after a step; the most
/// counts.
enum Say : uint64_t { kGoOn, kStop, kFail };

} // namespace

int runCommand(std::shared_ptr<const image::Image> image,
               const RunOptions &options) {
  runtime::EngineOptions engineOptions = options.engineOptions;
  if (options.batch) {
    checkBatch(*image, options);
    engineOptions.alone = true;
    engineOptions.threads = 1;
  }
  auto engine = runtime::createEngine(
      options.engine.empty() ? runtime::defaultEngine(*image) : options.engine,
      image, engineOptions);
  if (options.engineOptions.phases && !engine->phaseTimes())
    throw Error("only the engine cpu measures its phases; this run uses " +
                engine->name());
  runtime::EventInput input(*image);
  for (const std::string &spec : options.inputs)
    input.read(spec);
  if (!options.restoreFile.empty())
    engine->restore(runtime::readFile(options.restoreFile));
  if (!options.setWeights.empty())
    runtime::setWeightArrays(
        *image, *engine,
        runtime::readNpz(runtime::readFile(options.setWeights),
                         options.setWeights),
        options.setWeights);
  if (!options.learning)
    engine->setLearning(false);
  ModulatorSchedule modulators(*image, options.modulators);
  auto *floating = dynamic_cast<runtime::FloatEngine *>(engine.get());
  if (!options.calibrationOutput.empty() && !floating)
    throw Error("a calibration record comes from the float engine; this run "
                "uses " +
                engine->name());
  if (!options.digests.empty() && floating)
    throw Error("the float engine has no digest");

  // After a restore the input goes on where the saved run stopped.
  uint64_t first = engine->stepCount();
  uint64_t steps = options.steps;
  if (steps == 0 && input.steps() > first)
    steps = input.steps() - first;
  if (steps == 0)
    throw Error("how many steps? Give a number of steps, or an input that "
                "has some");

  printOnlyFirst(*engine);
  RunFiles files(*image, *engine, options);
  std::optional<Batch> batch;
  // What is saved goes on with the network's next step.
  runtime::NetworkTime time(*image, options.sampleSteps,
                            options.saveFile.empty() &&
                                options.checkpoint.empty());
  time.endAt(first + steps);
  files.setTime(time);
  const uint64_t runSteps = time.runSteps(steps);
  Outcome outcome;
  uint64_t said = kGoOn;
  try {
    StopRequest stop;
    auto agree = [&] {
      return engine->mostOf(!files.failure().empty() ? kFail
                            : stop.asked()           ? kStop
                                                     : kGoOn);
    };
    files.open(steps);
    Progress progress(image->name + " on " + engine->name(), runSteps,
                      options.progress && engine->isFirst(), image->dtMs,
                      first);
    if (options.batch) {
      batch.emplace(*image, *engine, options, time, input, modulators, files);
      outcome.steps = batch->run(runSteps, [&](uint64_t done) {
        if (done)
          progress.at(done);
        return agree() == kGoOn;
      });
    }
    for (said = agree(); said == kGoOn && outcome.steps < runSteps;
         said = agree()) {
      beginSample(*image, *engine, engine->stepCount(), time.sampleRunSteps());
      modulators.apply(*engine, outcome.steps);
      if (auto step = time.stepOf(engine->stepCount()))
        input.inject(*engine, *step);
      engine->step();
      ++outcome.steps;
      files.afterStep();
      progress.at(outcome.steps);
    }
    outcome.seconds = progress.seconds();
    outcome.cpuSeconds = progress.cpuSeconds();
    outcome.realTimeFactor = progress.realTimeFactor(outcome.steps);
    outcome.stopped = outcome.steps < runSteps;
    if (!outcome.stopped)
      outcome.steps = steps;
    if (said != kFail) {
      files.finish(outcome.stopped);
      said = agree();
    }
  } catch (const Error &error) {
    throw Error(error.what() + files.abandon());
  }
  if (said == kFail) {
    if (!files.failure().empty())
      throw Error(files.failure() + files.abandon());
    return 1; // Another process says why.
  }

  outcome.counters = batch ? batch->counters() : engine->counters();
  outcome.stepsDone = batch ? outcome.steps : engine->stepCount();
  if (batch && !outcome.stopped)
    outcome.digest = batch->digest();
  else if (!batch && !floating)
    outcome.digest = engine->digest();
  nlohmann::json json = report(*image, *engine, files, outcome);
  if (floating)
    writeText(options.calibrationOutput, floating->calibration().toJson());
  if (engine->isFirst())
    writeText(options.json, json.dump(2) + "\n");
  return outcome.stopped ? kStoppedExitCode : 0;
}

} // namespace snnc::tools
