//===- IntegerEngine.h - What ref and rtl have in common --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An engine that runs an image. The base knows the logical network: it turns
// (population, variable, neuron) into tiles, rows and lanes, checks arguments,
// keeps injections, modulators and the step counter, computes the digest and
// saves and restores. A derived engine gives access to its memories and runs a
// step.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_INTEGERENGINE_H
#define SNNC_RUNTIME_INTEGERENGINE_H

#include "image/Image.h"
#include "image/Plastic.h"
#include "runtime/Engine.h"

#include <memory>
#include <utility>

namespace snnc::runtime {

/// An event as its home sees it: physical index = block * lanes + lane, counted
/// from the group's first block.
struct TileEvent {
  uint32_t group = 0;
  uint32_t physical = 0;
  int32_t payload = 1;
  uint32_t tile = 0;
};

class IntegerEngine : public Engine {
public:
  const image::Image &image() const { return *network; }

  void reset() final;
  void inject(uint32_t population, uint32_t index, int32_t payload) final;
  void setModulator(uint32_t modulator, int32_t value) final;
  int32_t readModulator(uint32_t modulator) const final;
  double readModulatorReal(uint32_t modulator) const final;
  bool isSet(uint32_t modulator) const final;
  void step() final;
  uint64_t stepCount() const final { return steps; }
  const std::vector<Event> &events() const final { return lastEvents; }
  std::vector<int64_t> readState(uint32_t population, uint32_t state) final;
  std::vector<double> readStateReal(uint32_t population, uint32_t state) final;
  void writeState(uint32_t population, uint32_t state,
                  const std::vector<int64_t> &values) final;
  std::vector<int64_t> readPort(uint32_t population, uint32_t port,
                                uint32_t d) final;
  void writePort(uint32_t population, uint32_t port, uint32_t d,
                 const std::vector<int64_t> &values) final;
  void resetPopulation(uint32_t population) final;
  void setLearning(bool on) final;
  bool learning() const final { return learningOn; }
  std::vector<int64_t> readWeights(uint32_t projection) final;
  std::vector<double> readWeightsReal(uint32_t projection) final;
  void writeWeights(uint32_t projection,
                    const std::vector<int64_t> &values) final;
  std::vector<int64_t> readSynapseVariable(uint32_t projection,
                                           uint32_t variable) final;
  std::vector<double> readSynapseVariableReal(uint32_t projection,
                                              uint32_t variable) final;
  void writeSynapseVariable(uint32_t projection, uint32_t variable,
                            const std::vector<int64_t> &values) final;
  std::vector<int64_t> readTrace(uint32_t projection, uint32_t trace) final;
  std::vector<double> readTraceReal(uint32_t projection, uint32_t trace) final;
  void writeTrace(uint32_t projection, uint32_t trace,
                  const std::vector<int64_t> &values) final;
  uint64_t digest() final;
  std::vector<uint8_t> save() final;
  void restore(const std::vector<uint8_t> &saved) final;

protected:
  /// Throws unless the image's tables are in order (image::validate). The
  /// derived constructor ends with a call of reset().
  explicit IntegerEngine(std::shared_ptr<const image::Image> image);

  // What a derived engine provides. Rows are below Target::stateRows and
  // Target::accumulatorRows; `words` has one 32-bit word a lane, lane 0 first.
  // All are called between steps only. What has no tile is for all of them.

  /// All memories, counters and errors as after loading the image, t = 0.
  virtual void load() = 0;
  virtual void readStateRow(uint32_t tile, uint32_t row, uint32_t *words) = 0;
  virtual void writeStateRow(uint32_t tile, uint32_t row,
                             const uint32_t *words) = 0;
  virtual void readAccumulatorRow(uint32_t tile, uint32_t row,
                                  uint32_t *words) = 0;
  virtual void writeAccumulatorRow(uint32_t tile, uint32_t row,
                                   const uint32_t *words) = 0;
  virtual void readSynapseRow(uint32_t tile, uint32_t row, uint32_t *words) = 0;
  virtual void writeSynapseRow(uint32_t tile, uint32_t row,
                               const uint32_t *words) = 0;
  virtual void writeModulator(uint32_t modulator, int32_t value) = 0;
  /// Modulators that count as set for the coming step: bit m for modulator m.
  /// At the end of the step the tile marks those that its events have driven.
  virtual void writeSignals(uint32_t mask) = 0;
  /// The values of all modulators and what is set for the coming step, by bit.
  /// Called where populations drive some.
  virtual void readModulators(std::vector<int32_t> &values, uint32_t &set) = 0;
  virtual void writeLearning(bool on) = 0;
  /// The step the tile does next (restore only; load() makes it 0).
  virtual void writeStepCount(uint64_t t) = 0;
  /// Restore only: the values that counters() returns from now on start here.
  virtual void writeCounters(const Counters &counters) = 0;
  /// The same of tileCounters().
  virtual void writeTileCounters(const std::vector<TileCounters> &) {}
  /// Runs step `t` with these injections, in order; appends the step's events
  /// (injected ones included) in any order. Throws snnc::Error for every
  /// error of docs/tile.md; the engine then refuses to step until reset().
  virtual void runStep(uint64_t t, const std::vector<TileEvent> &injected,
                       std::vector<TileEvent> &events) = 0;

private:
  /// A value of the neurons of a population, in runs that lie on a tile each.
  struct Run {
    uint32_t tile = 0;
    /// Logical indices, and block of the population, that it begins with.
    uint32_t first = 0, size = 0, firstBlock = 0, blocks = 0;
    /// Block firstBlock + k is in unit `unit + k * stride` of `bits` a lane.
    uint64_t unit = 0, stride = 1;
    uint32_t bits = 0;

    uint64_t row(uint64_t block) const {
      return (unit + (block - firstBlock) * stride) * bits / 32;
    }
    /// Place of the unit in its word.
    uint32_t lowBit(uint64_t block) const {
      return static_cast<uint32_t>((unit + (block - firstBlock) * stride) *
                                   bits % 32);
    }
  };
  using Runs = std::vector<Run>;
  Runs stateRuns(uint32_t population, uint32_t state) const;
  Runs portRuns(uint32_t population, uint32_t port, uint64_t slot) const;
  /// The copy of a source trace that part `part` of the projection has.
  Run traceRun(uint32_t projection, uint32_t trace, uint32_t part) const;
  static Run runOf(const image::Image &image, const image::Part &part);

  const image::Population &checkPopulation(uint32_t population) const;
  const image::Variable &checkState(uint32_t population, uint32_t state) const;
  const image::Port &checkPort(uint32_t population, uint32_t port) const;
  const image::Modulator &checkModulator(uint32_t modulator) const;
  uint64_t eventsDigest() const;
  /// Population and logical index of the neuron that emits.
  std::pair<uint32_t, uint32_t> sourceOf(const TileEvent &event) const;
  /// Values of the neurons in logical order.
  std::vector<int64_t> readRuns(const image::Population &p, const Runs &runs,
                                bool accumulators);
  /// A variable of neurons (a state or a trace), or sums of a port.
  void writeRuns(const image::Population &p, const Runs &runs,
                 const std::vector<int64_t> &values, const std::string &where,
                 bool accumulators = false);

  /// Where the synapses of a projection that learns are.
  struct Plastic {
    std::vector<image::Synapse> synapses;
    /// Among those of the same pair.
    std::vector<uint16_t> ordinals;
    image::SynapsePlanes weights;
    std::vector<image::SynapsePlanes> variables;
  };
  static Plastic makePlastic(const image::Image &image, uint32_t projection);
  /// Throws unless the projection learns.
  const Plastic &checkPlastic(uint32_t projection) const;
  const image::SynapsePlanes &checkSynapseVariable(uint32_t projection,
                                                   uint32_t variable) const;
  const image::Variable &checkTrace(uint32_t projection, uint32_t trace) const;
  image::SynapseRows readSynapseRows(uint32_t projection,
                                     const image::SynapsePlanes &planes);
  std::vector<int64_t> readSynapses(uint32_t projection,
                                    const image::SynapsePlanes &planes);
  void writeSynapses(uint32_t projection, const image::SynapsePlanes &planes,
                     const std::vector<int64_t> &values,
                     const std::string &where);
  uint64_t plasticDigest(uint32_t projection);
  void resetTraces(uint32_t population);

  std::shared_ptr<const image::Image> network;
  std::vector<TileEvent> pending;
  /// One flag a neuron and population: injected for the coming step.
  std::vector<std::vector<bool>> injectedNow;
  std::vector<int32_t> modulators;
  std::vector<Event> lastEvents;
  std::vector<TileEvent> scratchEvents;
  std::vector<uint32_t> scratchRow;
  /// By projection; empty for those that do not learn.
  std::vector<Plastic> plastic;
  bool anyPlastic = false;
  /// Modulators that populations drive, by bit.
  uint32_t driven = 0;
  bool learningOn = true;
  /// Modulators set for the coming step.
  uint32_t signals = 0;
  uint64_t steps = 0;
  bool broken = false;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_INTEGERENGINE_H
