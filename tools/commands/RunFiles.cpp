//===- RunFiles.cpp - What a run writes while it goes ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/RunFiles.h"

#include "runtime/training/WeightFile.h"

#include <cinttypes>
#include <cstdio>

namespace snnc::tools {

using runtime::Engine;
using runtime::Recording;

namespace {

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

} // namespace

std::string digestText(uint64_t digest) {
  char text[20];
  std::snprintf(text, sizeof(text), "%016" PRIx64, digest);
  return text;
}

void DigestFile::add(uint64_t digest) {
  constexpr size_t kMostWaiting = 1 << 16;
  if (!file)
    return;
  waiting += digestText(digest) + "\n";
  if (waiting.size() >= kMostWaiting)
    write();
}

void DigestFile::write() {
  file->write(waiting.data(), waiting.size());
  waiting.clear();
}

void DigestFile::finish() {
  if (!file)
    return;
  write();
  file->commit();
}

RunFiles::RunFiles(const image::Image &image, runtime::Engine &engine,
                   const RunOptions &options)
    : image(image), engine(engine), options(options), writes(engine.isFirst()),
      recording(makeRecording(image, engine, options)),
      checkpoint(options.checkpoint, options.checkpointEvery) {}

/// After a failure the process goes on, for others to hear of it in time.
void RunFiles::attempt(const std::function<void()> &act) {
  try {
    act();
  } catch (const Error &error) {
    if (failed.empty())
      failed = error.what();
  }
}

void RunFiles::open(uint64_t steps) {
  if (!writes)
    return;
  attempt([&] {
    for (const std::string &path :
         {options.output, options.probeOutput, options.weights,
          options.saveFile, options.checkpoint, options.calibrationOutput,
          options.json})
      image::checkWritable(path);
    if (!options.digests.empty())
      digests.open(options.digests);
    recording.open(options.output, options.probeOutput, steps);
  });
}

// Each of these asks the engine before it writes, so that a process that fails
// has asked as often as the others.

StepResult RunFiles::take(runtime::Engine &from) const {
  return {recording.take(from), options.digests.empty() ? 0 : from.digest()};
}

void RunFiles::put(const StepResult &result) {
  attempt([&] { recording.put(result.record); });
  if (!options.digests.empty())
    attempt([&] { digests.add(result.digest); });
}

void RunFiles::afterStep() {
  std::optional<StepResult> result;
  attempt([&] { result = take(engine); });
  if (result)
    put(*result);
  if (checkpoint.due(engine.stepCount()))
    attempt([&] { checkpoint.save(engine, writes); });
}

void RunFiles::saveWeights() {
  std::vector<uint8_t> bytes = runtime::writeNpz(runtime::weightArrays(
      image, engine, runtime::plasticProjections(image, {})));
  if (writes)
    image::writeFileAtomically(options.weights, bytes.data(), bytes.size());
}

void RunFiles::finish(bool stopped) {
  if (stopped)
    attempt([&] { checkpoint.save(engine, writes); });
  attempt([&] { Checkpoint(options.saveFile, 0).save(engine, writes); });
  if (!options.weights.empty())
    attempt([&] { saveWeights(); });
  attempt([&] { digests.finish(); });
  attempt([&] { recording.finish(); });
}

} // namespace snnc::tools
