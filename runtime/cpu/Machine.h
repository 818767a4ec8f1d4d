//===- Machine.h - All that the cpu engine holds --------------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// State, threads and steps of the engine; CpuEngine.h adds the host's view.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_MACHINE_H
#define SNNC_RUNTIME_CPU_MACHINE_H

#include "runtime/Engine.h"
#include "runtime/cpu/Exchange.h"
#include "runtime/cpu/NativeLibrary.h"
#include "runtime/cpu/Worker.h"

#include <memory>

namespace snnc::runtime::cpu {

class Machine {
public:
  Machine(std::shared_ptr<const image::Image> image, unsigned threads,
          Exchange &ranks);
  /// The same network, of one thread as the original's; its code and static
  /// synapses are shared.
  Machine(const Machine &original, Exchange &ranks);

  const image::Image &image() const { return *common.image; }
  /// Back to the state after load.
  void reset();
  /// Runs step `steps`. Throws snnc::Error, and stays broken, if a neuron emits
  /// twice.
  void step();
  /// Of the last step, sorted.
  const std::vector<Event> &events();
  Counters counters();
  /// From now on.
  void measurePhases();
  std::optional<PhaseTimes> phaseTimes() const;
  /// Fills in the neurons of other ranks: elements of `buffer` by neuron.
  void collect(Buffer &buffer, uint32_t population);
  /// What comes next, after reset().
  void setStep(uint64_t t) { steps = known = t; }
  /// What comes next; nothing was emitted before.
  void startAt(uint64_t t);
  /// Nothing is on its way in the history any more.
  void settle();
  /// The sums of a population's port for step `steps` + d.
  std::vector<int64_t> pending(uint32_t population, uint32_t port, uint32_t d);
  /// Calls f(population, port, neuron, sum) for all of step `steps` + d.
  template <typename F> void forPending(uint32_t d, F f) {
    for (auto &worker : workers) {
      Sums sums = worker->pending(steps + d, steps);
      for (uint32_t p = 0; p < common.populations.size(); ++p)
        for (uint32_t q = 0; q < worker->share.ports[p].size(); ++q) {
          const PortPlace &place = worker->share.ports[p][q];
          image::IndexRange slice = worker->share.slices[p];
          for (uint32_t i = slice.begin; i < slice.end; ++i)
            f(p, q, i, sums.of(place).get(place.first + i - slice.begin));
        }
    }
  }
  void writePending(uint32_t population, uint32_t port, uint32_t d,
                    const std::vector<int64_t> &values);
  void clearPending(uint32_t population);
  /// States of the neurons and, of what learns, traces to their initial values.
  void resetStates(uint32_t population);
  void resetTraces(uint32_t projection);

  /// Synapses of each row of a projection that learns, by source and then by
  /// thread of all ranks.
  std::vector<uint32_t> rowSizes(uint32_t projection);
  /// Weights (plane 0) or variables (1 + v) of all ranks, in the contract's
  /// order of synapses, of which there are as many.
  std::vector<int64_t> readSynapses(uint32_t projection, uint32_t plane);
  void writeSynapses(uint32_t projection, uint32_t plane,
                     const std::vector<int64_t> &values);
  /// Calls f(rows, source) for the rows of this rank, in the contract's order.
  template <typename F> void forRows(uint32_t projection, F f) {
    size_t n = learners[projection];
    uint32_t sources = workers[0]->plastic[n]->sources;
    for (uint32_t s = 0; s < sources; ++s)
      for (auto &worker : workers)
        f(*worker->plastic[n], s);
  }

  Common common;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<int32_t> modulators;
  /// Modulators that count as set for the coming step, and that populations
  /// drive, by bit.
  uint32_t signals = 0, driven = 0;
  bool learningOn = true;
  bool anyPlastic = false;
  uint64_t steps = 0;
  bool broken = false;
  Exchange &ranks;
  /// Of this rank.
  Counters total;
  /// Of the last step; `eventsKnown` once they are listed.
  std::vector<Event> lastEvents;
  bool eventsKnown = true;

private:
  void lookUp();
  /// Tells the other ranks the events of the steps before `end` that they do
  /// not know.
  void exchange(uint64_t end);
  void takeEvents(unsigned rank, const std::vector<uint8_t> &bytes,
                  uint64_t end);
  /// Whether the events of step `t` must be known within it.
  bool isExchangeDue(uint64_t t) const;
  void runStep(unsigned thread, const Moment &now);
  void drive();
  void fail();

  /// What both constructors do.
  void prepare();
  void finish();

  std::shared_ptr<const NativeLibrary> library;
  /// By projection that learns: its index in Worker::plastic.
  std::vector<size_t> learners;
  bool hasPosts = false;
  /// Steps before this are known to all ranks, and counted.
  uint64_t known = 0;
  /// Least delay of any synapse.
  uint64_t minDelay = 1;
  unsigned firstWorker = 0;
  /// By thread of all ranks, and population.
  std::vector<std::vector<image::IndexRange>> slices;
  bool loaded = false;
  bool measured = false;
  /// The history is empty.
  bool settled = true;
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_MACHINE_H
