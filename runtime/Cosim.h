//===- Cosim.h - Engines in lockstep, compared ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs several engines on the same input and compares, after every step, the
// state digest, the events and the counters. On a difference it says the
// first step, the first variable, both values, and the instruction and source
// line that wrote it.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_COSIM_H
#define SNNC_RUNTIME_COSIM_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "runtime/RefEngine.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace snnc::runtime {

/// A value in which two engines differ.
struct Difference {
  uint64_t step = 0;
  /// The engines: the first of the run, and the one that differs from it.
  std::string first, other;
  /// "state", "port", "event", "synapse" (a weight or a synapse variable),
  /// "trace", "modulator", "digest" (nothing that can be read differs), or the
  /// name of a counter.
  std::string kind;
  /// synapse, trace: the projection, and "weight" or the variable. modulator:
  /// its driver or nothing, and its name.
  std::string population, variable;
  /// synapse, trace: the source.
  uint32_t neuron = 0;
  /// synapse: the target.
  uint32_t target = 0;
  /// port: steps after the coming Update.
  uint32_t ahead = 0;
  int64_t firstValue = 0, otherValue = 0;
  /// Neurons or synapses of this variable that differ.
  uint64_t count = 0;
  /// state, event: what wrote it. port: the source lines of the projections
  /// to the port are in `writer.location`.
  Writer writer;

  std::string text() const;
};

struct CosimResult {
  uint64_t steps = 0;
  /// Of state, ports, events: the engines disagree about the network.
  std::vector<Difference> state;
  /// Of cycle counters: the prediction is wrong, the network is not.
  std::vector<Difference> cycles;
  /// An engine stopped with an error that the others did not have.
  std::string error;
  uint64_t lastDigest = 0;
  /// All engines ran one image.
  bool sameImage = true;
  /// The first engine and some other have the chip's counters.
  bool comparesCycles = true;
  /// Cycles of a mesh are not compared: their prediction is an estimate.
  bool estimated = false;
  std::vector<std::pair<std::string, Counters>> counters;

  bool equal() const { return state.empty() && error.empty(); }
  std::string text() const;
  /// JSON text.
  std::string json() const;
};

/// An engine that takes part in a comparison.
struct CosimMember {
  /// In what is said of it.
  std::string label;
  std::unique_ptr<Engine> engine;
  /// What it runs: the same network in each, wherever it was put.
  std::shared_ptr<const image::Image> image;
};

class Cosim {
public:
  /// At least two engines of the same image, all at the same step. For the
  /// source lines of a difference, a reference engine of the image is made if
  /// it has tiles and none of them is one.
  Cosim(std::shared_ptr<const image::Image> image,
        std::vector<std::unique_ptr<Engine>> engines);
  /// Of several images. Of the counters only events follow from the network
  /// alone; where images differ, no others are compared.
  explicit Cosim(std::vector<CosimMember> members);

  std::vector<std::unique_ptr<Engine>> &all() { return engines; }

  /// Injects by `drive` into each engine, steps all, compares. False when
  /// they differ; then there is nothing more to run.
  bool step(const std::function<void(Engine &)> &drive);
  /// Until the first difference of state; differences of cycles are noted
  /// once and do not stop the run.
  const CosimResult &result();

private:
  void compareEvents(Engine &other);
  void compareStates(Engine &other);
  void comparePorts(Engine &other);
  void compareLearning(Engine &other);
  void compareModulators(Engine &other);
  void compareSynapses(Engine &other, uint32_t projection, uint32_t plane);
  void compareCounters(size_t other);
  /// Says of which step, engines and kind a difference is.
  void stamp(Difference &d, const Engine &other, const std::string &kind) const;
  void note(Difference difference);
  /// Asks a reference engine what wrote a value, if an image has tiles.
  Writer writerBy(const std::function<Writer(const RefEngine &)> &ask);

  /// What the first engine runs.
  std::shared_ptr<const image::Image> image;
  std::vector<std::unique_ptr<Engine>> engines;
  std::vector<std::string> labels;
  /// Whether each engine runs `image`.
  std::vector<bool> same;
  /// The first image that has tiles; null: none.
  std::shared_ptr<const image::Image> placed;
  std::unique_ptr<RefEngine> spare;
  CosimResult found;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_COSIM_H
