//===- Run.cpp - snnc run ---------------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/PendingFile.h"
#include "runtime/FloatEngine.h"
#include "runtime/RefEngine.h"
#include "runtime/files/EventInput.h"
#include "runtime/files/Recording.h"
#include "runtime/training/WeightFile.h"
#include "tools/commands/Checkpoint.h"
#include "tools/commands/Modulators.h"
#include "tools/commands/Progress.h"
#include "tools/commands/Samples.h"
#include "tools/commands/Stop.h"
#include "tools/snnc/RunCommands.h"

#include <nlohmann/json.hpp>

#include <cinttypes>
#include <cstdio>
#include <optional>

namespace snnc::tools {

using runtime::Engine;
using runtime::Recording;

namespace {

std::string hex(uint64_t n) {
  char text[20];
  std::snprintf(text, sizeof(text), "%016" PRIx64, n);
  return text;
}

Recording makeRecording(const image::Image &image, const Engine &engine,
                        const RunOptions &options) {
  Recording recording(image, engine.name() == "float");
  bool any = false;
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    if (image.populations[p].isOutput) {
      recording.recordEvents(p);
      any = true;
    }
  for (uint32_t p = 0; p < image.populations.size() && !any; ++p)
    if (!image.populations[p].isInput)
      recording.recordEvents(p);
  for (const std::string &name : options.probes)
    recording.recordByName(name);
  if (options.probes.empty() && !options.probeOutput.empty())
    for (const image::Probe &probe : image.probes)
      recording.recordByName(probe.name);
  if (recording.hasProbes() && options.output.empty() &&
      options.probeOutput.empty())
    throw Error("nowhere to write the probes; name a file for them (.h5 or "
                ".npz)");
  if (!options.probeOutput.empty() && !recording.hasProbes())
    throw Error("network '" + image.name +
                "' has no state probes; name one to record");
  recording.recordEvery(options.recordEvery);
  return recording;
}

/// The digest of every step, a line each, written as the run goes.
class DigestFile {
public:
  explicit DigestFile(const std::string &path) {
    if (!path.empty())
      file.emplace(path);
  }
  void add(Engine &engine) {
    if (!file)
      return;
    waiting += hex(engine.digest()) + "\n";
    if (waiting.size() >= kMostWaiting)
      write();
  }
  void finish() {
    if (!file)
      return;
    write();
    file->commit();
  }

private:
  static constexpr size_t kMostWaiting = 1 << 16;
  void write() {
    file->write(waiting.data(), waiting.size());
    waiting.clear();
  }
  std::optional<image::PendingFile> file;
  std::string waiting;
};

/// What is written at the end should not fail there.
void checkOutputs(const RunOptions &options) {
  for (const std::string &path :
       {options.output, options.probeOutput, options.weights, options.saveFile,
        options.checkpoint, options.calibrationOutput, options.json})
    image::checkWritable(path);
}

/// What a run came to.
struct Outcome {
  uint64_t steps = 0;
  double seconds = 0.0;
  double realTimeFactor = 0.0;
  bool stopped = false;
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

/// Prints and returns what a run has to say.
nlohmann::json report(const image::Image &image, Engine &engine,
                      const Recording &recording, const Outcome &outcome) {
  runtime::Counters c = engine.counters();
  nlohmann::json json = {{"network", image.name},
                         {"engine", engine.name()},
                         {"steps", outcome.steps},
                         {"stepsDone", engine.stepCount()},
                         {"stopped", outcome.stopped},
                         {"seconds", outcome.seconds},
                         {"realTimeFactor", outcome.realTimeFactor},
                         {"counters", countersJson(c)},
                         {"events", nlohmann::json::object()},
                         {"saturations", nlohmann::json::array()}};
  if (outcome.stopped)
    std::printf("stopped at step %" PRIu64 "\n", engine.stepCount());
  std::printf("%s on %s: %" PRIu64 " steps in %.3f s, %s\n", image.name.c_str(),
              engine.name().c_str(), outcome.steps, outcome.seconds,
              realTimeText(outcome.realTimeFactor).c_str());
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    if (uint64_t n = recording.eventCount(p)) {
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
  if (engine.name() != "float") {
    json["digest"] = hex(engine.digest());
    std::printf("digest %s\n", hex(engine.digest()).c_str());
  }
  return json;
}

} // namespace

int runCommand(std::shared_ptr<const image::Image> image,
               const RunOptions &options) {
  auto engine = runtime::createEngine(
      options.engine.empty() ? runtime::defaultEngine(*image) : options.engine,
      image, options.engineOptions);
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

  Recording recording = makeRecording(*image, *engine, options);
  checkOutputs(options);
  DigestFile digests(options.digests);
  recording.open(options.output, options.probeOutput, steps);
  Checkpoint checkpoint(options.checkpoint, options.checkpointEvery);
  Outcome outcome;
  try {
    StopRequest stop;
    Progress progress(image->name + " on " + engine->name(), steps,
                      options.progress, image->dtMs, first);
    while (outcome.steps < steps && !stop.asked()) {
      beginSample(*image, *engine, engine->stepCount(), options.sampleSteps);
      modulators.apply(*engine, outcome.steps);
      input.inject(*engine, engine->stepCount());
      engine->step();
      ++outcome.steps;
      recording.sample(*engine);
      digests.add(*engine);
      if (checkpoint.due(engine->stepCount()))
        checkpoint.save(*engine);
      progress.at(outcome.steps);
    }
    outcome.seconds = progress.seconds();
    outcome.realTimeFactor = progress.realTimeFactor(outcome.steps);
    outcome.stopped = outcome.steps < steps;
    if (outcome.stopped)
      checkpoint.save(*engine);
    Checkpoint(options.saveFile, 0).save(*engine);
    digests.finish();
    recording.finish();
  } catch (const Error &error) {
    throw Error(error.what() + recording.abandon());
  }

  nlohmann::json json = report(*image, *engine, recording, outcome);
  if (!options.weights.empty()) {
    std::vector<uint8_t> bytes = runtime::writeNpz(runtime::weightArrays(
        *image, *engine, runtime::plasticProjections(*image, {})));
    image::writeFileAtomically(options.weights, bytes.data(), bytes.size());
  }
  if (floating)
    writeText(options.calibrationOutput, floating->calibration().toJson());
  writeText(options.json, json.dump(2) + "\n");
  return outcome.stopped ? kStoppedExitCode : 0;
}

} // namespace snnc::tools
