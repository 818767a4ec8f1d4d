//===- Recording.h - What a run leaves behind -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Events and probed states of a run, step by step, into files:
//
//   .npy   records (step, population, index, payload)
//   .npz   for each population an array of records (step, index, payload), for
//          each state an array [steps, neurons]
//   .csv   step,population,index,payload
//   .h5    spikes in the SONATA layout, states in /probes (docs/engines.md)
// Payloads are integers, those of the float engine real numbers. A .h5 file is
// written as the run goes; the others are in memory until its end.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_RECORDING_H
#define SNNC_RUNTIME_FILES_RECORDING_H

#include "runtime/NetworkTime.h"
#include "runtime/files/RecordFile.h"

namespace snnc::runtime {

/// What is kept of a step.
struct StepRecord {
  uint64_t step = 0;
  std::vector<Event> events;
  /// By recorded state; empty where the step keeps none.
  std::vector<std::vector<double>> states;
};

class Recording {
public:
  /// Real payloads rather than integers: the float engine's.
  Recording(const image::Image &image, bool realPayloads);

  /// Keeps the events of a population.
  void recordEvents(uint32_t population);
  /// Keeps a state variable; `name` is the array's.
  void recordState(const std::string &name, uint32_t population,
                   uint32_t state);
  /// A probe of the network by its name, or "POPULATION.STATE", or
  /// "POPULATION.events". Throws snnc::Error with what there is.
  void recordByName(const std::string &name);
  /// States only of the steps 0, n, 2 n, ... of the network's time.
  void recordEvery(uint64_t n) { every = n; }
  /// What is recorded has steps of the network.
  void setTime(const NetworkTime &of) { time = of; }

  /// Begins the files; an empty path: no such file. States go where the events
  /// go if they have no path. Throws snnc::Error if the paths' extensions
  /// cannot hold what is recorded, or memory not so many steps of it, so that a
  /// run need not end to find out.
  void open(const std::string &events, const std::string &probes,
            uint64_t steps);
  /// What is recorded of the step that the engine has done.
  StepRecord take(Engine &engine) const;
  /// Throws snnc::Error if a file cannot be written.
  void put(const StepRecord &record);
  void sample(Engine &engine) { put(take(engine)); }
  /// Completes the files.
  void finish();
  /// Instead, after an error: for its message, what is left and where.
  std::string abandon();

  bool hasProbes() const { return !states.empty(); }
  uint64_t eventCount(uint32_t population) const { return counts[population]; }

private:
  struct File {
    std::unique_ptr<RecordFile> file;
    bool events = false, states = false;
  };
  void add(const std::string &path, bool withEvents, bool withStates,
           uint64_t steps);
  /// The network's step that the population does in the engine's.
  std::optional<uint64_t> stepOf(uint64_t done, uint32_t population) const;

  const image::Image &image;
  bool realPayloads;
  /// By population: whether its events are kept, and how many there were.
  std::vector<uint8_t> kept;
  std::vector<uint64_t> counts;
  std::vector<RecordedState> states;
  uint64_t every = 1;
  NetworkTime time;
  std::vector<File> files;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_RECORDING_H
