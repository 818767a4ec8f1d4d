//===- Recording.h - What a run leaves behind -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Events and probed states, collected step by step and written at the end.
//
//   .npy   records (step, population, index, payload)
//   .npz   for each population an array of records (step, index, payload)
//   .csv   step,population,index,payload
//   .h5    for each population a group with step, index, payload
// Payloads are integers, those of the float engine real numbers.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_RECORDING_H
#define SNNC_RUNTIME_FILES_RECORDING_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "runtime/files/Array.h"

#include <string>
#include <vector>

namespace snnc::runtime {

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

  /// After a step of the engine.
  void sample(Engine &engine);

  /// Throws snnc::Error if the paths' extensions cannot hold what is recorded,
  /// so that a run need not end to find out. An empty path: no such file.
  void checkPaths(const std::string &events, const std::string &probes) const;
  /// Throws snnc::Error for an unknown extension or a failed write.
  void writeEvents(const std::string &path, bool withProbes) const;
  void writeProbes(const std::string &path) const;
  bool hasProbes() const { return !probes.empty(); }
  uint64_t eventCount(uint32_t population) const;

private:
  struct Stream {
    bool on = false;
    std::vector<int64_t> step, index;
    std::vector<int64_t> payload;
    std::vector<double> real;
  };
  struct StateProbe {
    std::string name;
    uint32_t population, state;
    std::vector<double> values;
    uint64_t steps = 0;
  };
  Array payloadArray(const Stream &stream) const;
  Array records(const Stream &stream) const;
  Array allRecords() const;
  std::vector<NamedArray> probeArrays() const;
  std::string csv() const;

  const image::Image &image;
  bool realPayloads;
  std::vector<Stream> streams;
  std::vector<StateProbe> probes;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_RECORDING_H
