//===- EventInput.h - Input of a run, from files ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Formats by extension (docs/engines.md):
//   .npy   [steps, neurons]: the value of each neuron in each step, 0 = none;
//          or records with fields step, index and optionally payload and
//          population; or integers [events, 2 to 4] with the columns step,
//          index[, payload] or step, population, index, payload, unless an
//          input that may be meant has as many neurons; four only without NAME=
//   .npz   one such array an input, by the input's name
//   .csv   header step,population,index,payload; rows in any order
//   .h5    spikes in the SONATA layout: /spikes/INPUT/{timestamps, node_ids}
//          and optionally payloads; or a dataset [steps, neurons] an input, or
//          a group with the one-dimensional datasets step, index and optionally
//          payload
// Integers are payloads as the machine takes them. Real numbers are scaled by
// 2^payloadFrac of the input and rounded to nearest, ties to even.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_EVENTINPUT_H
#define SNNC_RUNTIME_FILES_EVENTINPUT_H

#include "image/Image.h"
#include "runtime/Engine.h"

#include <string>
#include <vector>

namespace snnc::runtime {

/// Events for one population, in order of steps and neurons.
struct EventStream {
  uint32_t population = 0;
  std::vector<uint64_t> step;
  std::vector<uint32_t> index;
  /// Checked against the payload range.
  std::vector<int32_t> payload;
  /// In real units, before rounding: what the float engine takes.
  std::vector<double> real;
};

class EventInput {
public:
  explicit EventInput(const image::Image &image) : image(&image) {}

  /// "FILE", or "NAME=FILE" for one population. Throws snnc::Error with the
  /// file and the row for anything that cannot be injected as it stands.
  void read(const std::string &spec);
  /// Steps that the files describe: rows of dense arrays, last event + 1.
  uint64_t steps() const { return stepCount; }
  uint64_t events() const;
  /// One for each population that has events.
  const std::vector<EventStream> &all() const { return streams; }
  /// Events of step t into the engine.
  void inject(Engine &engine, uint64_t t) const;

  // For the readers of the formats: `row` names a line or record in errors.
  void addReal(const std::string &where, uint64_t row, uint64_t step,
               uint32_t population, uint64_t index, double value);
  void addInteger(const std::string &where, uint64_t row, uint64_t step,
                  uint32_t population, uint64_t index, int64_t payload);
  void extendTo(uint64_t steps);
  /// Population of a name; throws with the names there are.
  uint32_t populationOf(const std::string &where,
                        const std::string &name) const;
  /// The only input; throws if there are several.
  uint32_t onlyInput(const std::string &where) const;
  const image::Image &network() const { return *image; }

private:
  void add(const std::string &where, uint64_t row, uint64_t step,
           uint32_t population, uint64_t index, int64_t payload, double real);
  void sortStreams(const std::string &where);

  const image::Image *image;
  std::vector<EventStream> streams;
  uint64_t stepCount = 0;
};

struct Array;

// The formats. `population` is ~0u if the file names its own.
void readEventArray(EventInput &input, const Array &array,
                    const std::string &where, uint32_t population);
void readEventCsv(EventInput &input, const std::string &path,
                  uint32_t population);
void readEventHdf5(EventInput &input, const std::string &path,
                   uint32_t population);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_EVENTINPUT_H
