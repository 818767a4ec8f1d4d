//===- Batch.cpp - Samples side by side -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/Batch.h"

#include "image/Bytes.h"
#include "image/Error.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace snnc::tools {

namespace {

/// Samples of an engine between two meetings of all.
constexpr uint64_t kSamplesEach = 8;

void write(image::ByteWriter &w, const StepResult &result) {
  w.number(result.record.step);
  w.number<uint64_t>(result.record.events.size());
  for (const runtime::Event &e : result.record.events) {
    w.number(e.population);
    w.number(e.index);
    w.number(e.payload);
    w.number(e.realPayload);
  }
  w.number<uint64_t>(result.record.states.size());
  for (const std::vector<double> &values : result.record.states)
    w.list(values);
  w.number(result.digest);
}

StepResult read(image::ByteReader &r) {
  StepResult result;
  result.record.step = r.number<uint64_t>();
  result.record.events.resize(r.number<uint64_t>());
  for (runtime::Event &e : result.record.events) {
    e.population = r.number<uint32_t>();
    e.index = r.number<uint32_t>();
    e.payload = r.number<int32_t>();
    e.realPayload = r.number<double>();
  }
  result.record.states.resize(r.number<uint64_t>());
  for (std::vector<double> &values : result.record.states)
    values = r.list<double>();
  result.digest = r.number<uint64_t>();
  return result;
}

} // namespace

void checkBatch(const image::Image &image, const RunOptions &options) {
  const std::string depends = "--batch runs samples that do not depend on each "
                              "other: ";
  if (options.sampleSteps == 0)
    throw Error(depends + "say with --sample-steps how long each is");
  for (const image::Projection &p : image.projections)
    if (p.plastic && options.learning)
      throw Error(depends + "projection '" + p.name +
                  "' learns; add --no-learning");
  for (const image::Modulator &m : image.modulators)
    if (m.driver >= 0)
      throw Error(depends + "modulator '" + m.name +
                  "' keeps what a population has set");
  if (!options.restoreFile.empty() || !options.saveFile.empty() ||
      !options.checkpoint.empty())
    throw Error(depends + "there is no state between them to save or restore");
}

Batch::Batch(const image::Image &image, runtime::Engine &engine,
             const RunOptions &options, const runtime::NetworkTime &time,
             const runtime::EventInput &input,
             const ModulatorSchedule &modulators, RunFiles &files)
    : image(image), options(options), time(time), input(input),
      modulators(modulators), files(files) {
  lanes.push_back({&engine, 0});
  while (lanes.size() < options.batch)
    lanes.push_back({copies.emplace_back(engine.fork()).get(), 0});
}

Batch::Sample Batch::runSample(Lane &lane, uint64_t number) const {
  const uint64_t begin = number * time.sampleRunSteps();
  const uint64_t end = std::min(begin + time.sampleRunSteps(), steps);
  runtime::Engine &engine = *lane.engine;
  // What other lanes ran has set modulators here as well.
  for (; lane.set < begin; ++lane.set)
    modulators.apply(engine, lane.set);
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    engine.resetPopulation(p);
  engine.startAt(begin);
  Sample sample;
  for (uint64_t t = begin; t < end; ++t) {
    modulators.apply(engine, t);
    if (auto step = time.stepOf(t))
      input.inject(engine, *step);
    engine.step();
    sample.push_back(files.take(engine));
  }
  lane.set = end;
  if (end == steps)
    sample.back().digest = engine.digest();
  return sample;
}

std::vector<Batch::Sample> Batch::runSamples(uint64_t first, uint64_t count) {
  std::vector<Sample> samples(count);
  std::vector<std::string> errors(lanes.size());
  std::atomic<uint64_t> next = 0;
  auto work = [&](size_t l) {
    try {
      for (uint64_t k; (k = next++) < count;)
        samples[k] = runSample(lanes[l], first + k);
    } catch (const std::exception &error) {
      errors[l] = error.what();
      next = count;
    }
  };
  std::vector<std::thread> threads;
  for (size_t l = 1; l < lanes.size(); ++l)
    threads.emplace_back(work, l);
  work(0);
  for (std::thread &thread : threads)
    thread.join();
  for (const std::string &error : errors)
    if (!error.empty())
      throw Error(error);
  return samples;
}

void Batch::putAll(const std::vector<uint8_t> &bytes) {
  image::ByteReader r(bytes.data(), bytes.size(), "samples of a process");
  for (uint64_t left = r.number<uint64_t>(); left > 0; --left) {
    StepResult result = read(r);
    files.put(result);
    lastDigest = result.digest;
  }
}

uint64_t Batch::run(uint64_t all, const std::function<bool(uint64_t)> &goOn) {
  steps = all;
  runtime::Engine &engine = *lanes[0].engine;
  const uint64_t samples =
      (steps + time.sampleRunSteps() - 1) / time.sampleRunSteps();
  const uint64_t processes = engine.gather({}).size();
  const uint64_t each = lanes.size() * kSamplesEach;
  uint64_t done = 0;
  for (uint64_t first = 0; first < samples && goOn(done);
       first += processes * each) {
    const uint64_t own = std::min(first + engine.process() * each, samples);
    image::ByteWriter w;
    uint64_t count = 0;
    w.number(count);
    for (const Sample &sample :
         runSamples(own, std::min(each, samples - own))) {
      count += sample.size();
      for (const StepResult &result : sample)
        write(w, result);
    }
    std::copy_n(reinterpret_cast<const uint8_t *>(&count), sizeof(count),
                w.bytes.begin());
    for (const std::vector<uint8_t> &bytes : engine.gather(w.bytes))
      putAll(bytes);
    done = std::min((first + processes * each) * time.sampleRunSteps(), steps);
  }
  return done;
}

runtime::Counters Batch::counters() {
  runtime::Counters sum;
  for (const Lane &lane : lanes) {
    runtime::Counters c = lane.engine->counters();
    sum.events += c.events;
    sum.synapticOps += c.synapticOps;
    sum.saturations += c.saturations;
  }
  image::ByteWriter w;
  for (uint64_t n : {sum.events, sum.synapticOps, sum.saturations})
    w.number(n);
  sum = {};
  for (const std::vector<uint8_t> &bytes : lanes[0].engine->gather(w.bytes)) {
    image::ByteReader r(bytes.data(), bytes.size(), "counts of a process");
    sum.events += r.number<uint64_t>();
    sum.synapticOps += r.number<uint64_t>();
    sum.saturations += r.number<uint64_t>();
  }
  sum.steps = steps;
  return sum;
}

} // namespace snnc::tools
