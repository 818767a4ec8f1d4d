//===- Worker.h - What one thread has and does ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread's share of the network through the phases of a step. Between the
// phases all threads meet.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_WORKER_H
#define SNNC_RUNTIME_CPU_WORKER_H

#include "runtime/cpu/Deliver.h"
#include "runtime/cpu/Learner.h"
#include "runtime/cpu/PhaseClock.h"

#include <memory>
#include <optional>

namespace snnc::runtime::cpu {

/// What the threads share.
struct Common {
  std::shared_ptr<const image::Image> image;
  std::vector<Neurons> populations;
  /// By projection; without code where nothing learns.
  std::vector<Rule> rules;
  History history;
  /// By population: events to inject in the coming step.
  std::vector<Spikes> injected;
  /// Longest delay of any synapse.
  uint32_t maxDelay = 1;
};

class Worker {
public:
  /// What it counted since the last call of takeWork().
  struct Work {
    uint64_t events = 0;
    uint64_t synapticOps = 0;
    uint64_t saturations = 0;
    /// Every rank runs all traces and so counts the same.
    uint64_t traceSaturations = 0;
    uint64_t synapseUpdates = 0;
  };

  /// `number` of all threads of all ranks; `traces`: which sources it runs the
  /// traces of, by population.
  /// `shared`: the rows, if another one has them already.
  Worker(Common &common, unsigned number, Share share,
         std::vector<image::IndexRange> traces,
         std::shared_ptr<const StaticRows> shared = nullptr);

  /// The sums of step `t` take what arrives for it over static synapses.
  void arrive(uint64_t t);
  /// Update, after arrive(): runs the neurons, adds injected events and
  /// notes who emitted. Returns false if a neuron emitted that was injected
  /// into; `doubled` is it.
  bool update(const Moment &now);
  /// Once all events of the step are known: they cross the synapses that learn.
  void deliver(const Moment &now);
  /// Counts the synapses that the events of step `t` cross.
  void countSynapses(uint64_t t);
  /// The first regions of traces.
  void beginLearning(const Moment &now);
  /// Once all traces are there.
  void learn(const Moment &now);
  /// Once nobody reads traces any more.
  void endLearning(const Moment &now);

  Work takeWork();

  /// Sums that will arrive for step `t`, when steps before `next` are done.
  Sums pending(uint64_t t, uint64_t next);
  /// What arrives for step `t` beside the history's; step `next` is the next.
  Sums &slot(uint64_t t, uint64_t next);
  /// Puts what the history holds into slots; afterwards it may be cleared.
  void settle(uint64_t next);
  void clearSums();
  /// Of the ports of one population.
  void clearSums(uint32_t population);

  PhaseClock clock;
  const Share share;
  std::shared_ptr<const StaticRows> rows;
  std::vector<std::unique_ptr<PlasticRows>> plastic;
  /// Population and index of a neuron that emitted and was injected into.
  std::optional<std::pair<uint32_t, uint32_t>> doubled;

private:
  /// Moves what has waited for step `t` to the next Update.
  void takeLater(uint64_t t);
  void updatePopulation(uint32_t p, const Moment &now);
  bool addInjected(uint32_t p);
  void addToPlastic(const PlasticRows &rows, const Spikes &spikes, uint64_t t);
  void noteEvents(uint32_t p, uint64_t t);
  template <typename Weight, typename Sum>
  void addPlastic(const PlasticRows &rows, const Spikes &spikes, uint64_t t);

  Common &common;
  const unsigned number;
  const std::vector<image::IndexRange> traces;
  /// By population and source: its synapses here.
  std::vector<std::vector<uint32_t>> fanOut;
  std::vector<std::unique_ptr<Learner>> learners;
  Delivery delivery;
  /// What arrives for the next Update, and in later steps, in turn.
  Sums next;
  std::vector<Sums> later;
  std::vector<bool> laterUsed;
  Work work;
  std::vector<void *> stateArgs, portArgs;
  std::vector<const void *> paramArgs;
  std::vector<uint64_t> saturations;
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_WORKER_H
