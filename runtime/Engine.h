//===- Engine.h - The interface of every engine -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Load, step, inject, probe, digest, counters, save and restore: what the
// tools use of an engine. Populations, variables and ports are numbered as in
// image::Image, neurons by their logical index. Errors are snnc::Error.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ENGINE_H
#define SNNC_RUNTIME_ENGINE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace snnc::runtime {

struct Event {
  uint32_t population = 0;
  uint32_t index = 0;
  /// Integer engines: the payload. The float engine: 0, see realPayload.
  int32_t payload = 1;
  /// payload * 2^-payloadFrac.
  double realPayload = 1.0;
  bool operator==(const Event &o) const {
    return population == o.population && index == o.index &&
           payload == o.payload;
  }
};

/// Cycle counters of the chip; `ref` predicts the same numbers.
struct Counters {
  uint64_t steps = 0;
  uint64_t cycles = 0;
  uint64_t updateCycles = 0;
  uint64_t deliverCycles = 0;
  uint64_t learnCycles = 0;
  /// Cycles in which the host's event stream held Deliver back.
  uint64_t stallCycles = 0;
  /// Issued instructions (one a block, idle places not counted).
  uint64_t instructions = 0;
  uint64_t events = 0;
  /// Additions of a synapse into an accumulator (valid lanes only).
  uint64_t synapticOps = 0;
  /// Row units taken.
  uint64_t rowUnits = 0;
  /// Stores that saturated (lanes).
  uint64_t saturations = 0;
  /// Weights that a synapse program stored, changed or not.
  uint64_t synapseUpdates = 0;
};

/// What one of several tiles did.
struct TileCounters {
  uint64_t updateCycles = 0;
  uint64_t deliverCycles = 0;
  uint64_t learnCycles = 0;
  /// Of its own neurons, and those of them that went to other tiles.
  uint64_t events = 0;
  uint64_t eventsOut = 0;
  /// From other tiles, to its windows.
  uint64_t eventsIn = 0;
  /// Events that it sent to neighbours, its own and those that passed.
  uint64_t hops = 0;
  uint64_t synapticOps = 0;
};

/// Seconds of a thread, on the average of all threads of this process.
struct PhaseTimes {
  /// Additions of synapses to sums.
  double deliver = 0.0;
  /// Neurons.
  double update = 0.0;
  /// Waiting for other threads and processes, and telling them events.
  double exchange = 0.0;
  /// Traces and synapse programs.
  double learn = 0.0;
};

class Engine {
public:
  virtual ~Engine() = default;
  virtual std::string name() const = 0;

  /// Back to the state after load, t = 0.
  virtual void reset() = 0;
  /// An event of `population` in the coming step. Payload in integer units;
  /// the float engine scales it by 2^-payloadFrac.
  virtual void inject(uint32_t population, uint32_t index, int32_t payload) = 0;
  /// Counts as set for the coming step, even if the value is the same. An error
  /// if a population drives it.
  virtual void setModulator(uint32_t modulator, int32_t value) = 0;
  /// Its value in the coming step, as stored or in real units, and whether it
  /// counts as set there.
  virtual int32_t readModulator(uint32_t modulator) const = 0;
  virtual double readModulatorReal(uint32_t modulator) const = 0;
  virtual bool isSet(uint32_t modulator) const = 0;
  /// Runs one step of the contract.
  virtual void step() = 0;
  /// Steps done.
  virtual uint64_t stepCount() const = 0;
  /// Events of the last step, sorted by (population, index).
  virtual const std::vector<Event> &events() const = 0;

  /// State variable of all neurons, as stored (`raw`) or in real units.
  virtual std::vector<int64_t> readState(uint32_t population,
                                         uint32_t state) = 0;
  virtual std::vector<double> readStateReal(uint32_t population,
                                            uint32_t state) = 0;
  virtual void writeState(uint32_t population, uint32_t state,
                          const std::vector<int64_t> &values) = 0;
  /// Pending sums of a port that arrive d steps after the coming Update.
  virtual std::vector<int64_t> readPort(uint32_t population, uint32_t port,
                                        uint32_t d) = 0;
  /// Sets them: 0 <= d < the port's longest delay.
  virtual void writePort(uint32_t population, uint32_t port, uint32_t d,
                         const std::vector<int64_t> &values);
  /// States to their initial values, pending sums to 0, traces of projections
  /// from it to their initial values; weights and synapse variables stay.
  virtual void resetPopulation(uint32_t population) = 0;

  /// Off: synapse programs are skipped; source traces go on. On after load.
  virtual void setLearning(bool on) = 0;
  virtual bool learning() const = 0;
  /// Of a projection that learns: values by synapse, in the order of
  /// docs/machine.md, "Synapses"; as stored, or in real units.
  virtual std::vector<int64_t> readWeights(uint32_t projection) = 0;
  virtual std::vector<double> readWeightsReal(uint32_t projection) = 0;
  virtual void writeWeights(uint32_t projection,
                            const std::vector<int64_t> &values) = 0;
  virtual std::vector<int64_t> readSynapseVariable(uint32_t projection,
                                                   uint32_t variable) = 0;
  virtual std::vector<double> readSynapseVariableReal(uint32_t projection,
                                                      uint32_t variable) = 0;
  virtual void writeSynapseVariable(uint32_t projection, uint32_t variable,
                                    const std::vector<int64_t> &values) = 0;
  /// Its source traces, by source.
  virtual std::vector<int64_t> readTrace(uint32_t projection,
                                         uint32_t trace) = 0;
  virtual std::vector<double> readTraceReal(uint32_t projection,
                                            uint32_t trace) = 0;
  virtual void writeTrace(uint32_t projection, uint32_t trace,
                          const std::vector<int64_t> &values) = 0;

  /// The state digest of docs/machine.md; the float engine has none (0).
  virtual uint64_t digest() = 0;
  virtual Counters counters() const = 0;
  /// By tile; none in an image of one, and from engines that run only such.
  virtual std::vector<TileCounters> tileCounters() const { return {}; }

  /// Since the engine was made; none unless the options asked for them.
  virtual std::optional<PhaseTimes> phaseTimes() const { return std::nullopt; }

  /// Everything that a later restore() needs; of integer engines a state of
  /// the network (SavedState.h), for any of them.
  virtual std::vector<uint8_t> save() = 0;
  virtual void restore(const std::vector<uint8_t> &saved) = 0;

  /// Another engine of the network that shares what never changes: in the state
  /// after load, but with the weights, synapse variables and modulators of this
  /// one, learning on or off as here. The two may run at the same time. Throws
  /// snnc::Error if the engine has no copies.
  virtual std::unique_ptr<Engine> fork();
  /// The coming step is t: no event has been in the last one, no modulator
  /// counts as set. For engines that fork() makes.
  virtual void startAt(uint64_t t);

  /// Of several processes that run one network (docs/cpu.md) and make the same
  /// calls: whether this is the one that prints and writes files.
  bool isFirst() const { return process() == 0; }
  virtual unsigned process() const { return 0; }
  /// The most that one of them says.
  virtual uint64_t mostOf(uint64_t mine) { return mine; }
  /// What each of them gives, by process.
  virtual std::vector<std::vector<uint8_t>>
  gather(const std::vector<uint8_t> &mine) {
    return {mine};
  }
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ENGINE_H
