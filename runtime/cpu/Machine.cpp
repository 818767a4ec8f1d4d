//===- Machine.cpp - All that the cpu engine holds
//-------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Machine.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "image/Error.h"

#include <algorithm>
#include <cmath>
#include <omp.h>

namespace snnc::runtime::cpu {

using image::NativeProgram;
using image::NativeTrigger;

namespace {

/// The code for the best level that this processor has.
const image::NativeCode &chooseCode(const image::Image &image) {
  // Best first.
  const std::pair<const char *, bool> levels[] = {
      {"x86-64-v4", __builtin_cpu_supports("x86-64-v4")},
      {"x86-64-v3", __builtin_cpu_supports("x86-64-v3")},
      {"x86-64", true}};
  for (auto [cpu, has] : levels)
    for (const image::NativeCode &code : image.native.code)
      if (has && code.cpu == cpu)
        return code;
  if (image.native.empty())
    throw Error("image '" + image.name +
                "' has no native code; compile the network with --target=cpu, "
                "or run its text");
  throw Error("image '" + image.name +
              "' has no native code for this processor");
}

uint32_t longestDelay(const image::Image &image) {
  uint32_t longest = 1;
  for (const image::Population &p : image.populations)
    for (const image::Port &port : p.ports)
      longest = std::max<uint32_t>(longest, port.maxDelay);
  return longest;
}

} // namespace

Machine::Machine(std::shared_ptr<const image::Image> given, unsigned threads,
                 Exchange &ranks)
    : ranks(ranks), firstWorker(ranks.rank() * threads) {
  image::validate(*given, "image '" + given->name + "'");
  common.image = std::move(given);
  library = std::make_shared<NativeLibrary>(chooseCode(*common.image));
  prepare();
  const image::Image &image = *common.image;
  const unsigned all = ranks.ranks() * threads;
  common.history = History(image.populations.size(), all, common.maxDelay + 1);
  std::vector<Share> shares = makeShares(image, all);
  for (const Share &share : shares)
    slices.push_back(share.slices);
  std::vector<Share> traces = makeShares(image, threads);
  workers.resize(threads);
  std::vector<std::string> errors(threads);
#pragma omp parallel for num_threads(threads) schedule(static, 1)
  for (unsigned k = 0; k < threads; ++k)
    try {
      workers[k] = std::make_unique<Worker>(common, firstWorker + k,
                                            std::move(shares[firstWorker + k]),
                                            std::move(traces[k].slices));
    } catch (const std::exception &error) {
      errors[k] = error.what();
    }
  for (const std::string &error : errors)
    if (!error.empty())
      throw Error(error);
  finish();
}

Machine::Machine(const Machine &original, Exchange &ranks)
    : ranks(ranks), library(original.library), slices(original.slices) {
  common.image = original.common.image;
  prepare();
  common.history = History(common.populations.size(), 1, common.maxDelay + 1);
  workers.push_back(std::make_unique<Worker>(
      common, 0, original.workers[0]->share,
      makeShares(*common.image, 1)[0].slices, original.workers[0]->rows));
  finish();
}

void Machine::prepare() {
  const image::Image &image = *common.image;
  common.maxDelay = longestDelay(image);
  common.injected.resize(image.populations.size());
  for (const image::Population &p : image.populations)
    common.populations.emplace_back(p);
  common.rules.resize(image.projections.size());
  learners.resize(image.projections.size());
  size_t plastic = 0;
  for (size_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      learners[j] = plastic++;
  anyPlastic = plastic > 0;
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    driven |= uint32_t(image.modulators[m].driver >= 0) << m;
  lookUp();
}

void Machine::finish() {
  minDelay = common.maxDelay;
  for (const auto &worker : workers)
    minDelay = std::min<uint64_t>(minDelay, worker->rows->minDelay);
  minDelay = ranks.least(minDelay);
  reset();
}

void Machine::startAt(uint64_t t) {
  settle();
  for (uint32_t p = 0; p < common.populations.size(); ++p)
    clearPending(p);
  steps = known = t;
  signals = 0;
  lastEvents.clear();
  eventsKnown = settled = true;
}

void Machine::lookUp() {
  const image::Image &image = *common.image;
  for (size_t p = 0; p < image.populations.size(); ++p) {
    const std::string &name = image.native.populations[p].update;
    if (!name.empty())
      common.populations[p].update =
          reinterpret_cast<image::UpdateFunction>(library->lookup(name));
  }
  for (size_t j = 0; j < image.projections.size(); ++j) {
    Rule &rule = common.rules[j];
    const image::Projection &projection = image.projections[j];
    if (!projection.plastic)
      continue;
    uint32_t sources = image.populations[projection.source].size;
    for (const image::Variable &trace : projection.plastic->traces)
      rule.traces.emplace_back(sources, trace.bits / 8);
    for (const NativeProgram &p : image.native.projections[j].programs) {
      ProgramCode code;
      void *function = library->lookup(p.function);
      if (p.synaptic())
        code.synapses = reinterpret_cast<image::SynapseFunction>(function);
      else
        code.trace = reinterpret_cast<image::TraceFunction>(function);
      if (!p.sourceGuard.empty())
        code.sourceGuard = reinterpret_cast<image::GuardFunction>(
            library->lookup(p.sourceGuard));
      if (!p.targetGuard.empty())
        code.targetGuard = reinterpret_cast<image::GuardFunction>(
            library->lookup(p.targetGuard));
      rule.code.push_back(code);
      rule.due.emplace_back(padded(sources) / 64);
      hasPosts |= p.trigger == NativeTrigger::Post;
    }
  }
}

void Machine::resetStates(uint32_t population) {
  const image::Population &p = common.image->populations[population];
  Neurons &neurons = common.populations[population];
  for (size_t v = 0; v < p.states.size(); ++v)
    for (uint32_t i = 0; i < p.size; ++i)
      neurons.states[v].set(
          i, p.states[v].init[p.states[v].init.size() == 1 ? 0 : i]);
}

void Machine::resetTraces(uint32_t projection) {
  const image::Projection &p = common.image->projections[projection];
  Rule &rule = common.rules[projection];
  for (size_t r = 0; r < rule.traces.size(); ++r) {
    const std::vector<int32_t> &init = p.plastic->traces[r].init;
    for (uint64_t i = 0; i < rule.traces[r].size(); ++i)
      rule.traces[r].set(i, init[init.size() == 1 ? 0 : i]);
  }
}

void Machine::reset() {
  const image::Image &image = *common.image;
  for (auto &worker : workers)
    for (auto &rows : worker->plastic)
      if (loaded)
        rows->reload(image);
  loaded = true;
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    resetStates(p);
    common.injected[p].clear();
  }
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      resetTraces(j);
  for (auto &worker : workers) {
    worker->clearSums();
    worker->takeWork();
  }
  common.history.clear();
  settled = true;
  modulators.clear();
  for (const image::Modulator &m : image.modulators)
    modulators.push_back(m.init);
  signals = 0;
  learningOn = true;
  steps = known = 0;
  broken = false;
  total = {};
  lastEvents.clear();
  eventsKnown = true;
}

void Machine::runStep(unsigned thread, const Moment &now) {
  Worker &worker = *workers[thread];
  PhaseClock &clock = worker.clock;
  clock.start();
  worker.arrive(now.t);
  clock.end(&PhaseTimes::deliver);
  bool good = worker.update(now);
  clock.end(&PhaseTimes::update);
  if (!good)
#pragma omp atomic write
    broken = true;
#pragma omp barrier
#pragma omp master
  if (isExchangeDue(now.t))
    exchange(now.t + 1);
#pragma omp barrier
  clock.end(&PhaseTimes::exchange);
  if (!anyPlastic)
    return;
  worker.deliver(now);
  clock.end(&PhaseTimes::deliver);
  worker.beginLearning(now);
  clock.end(&PhaseTimes::learn);
#pragma omp barrier
  clock.end(&PhaseTimes::exchange);
  if (learningOn)
    worker.learn(now);
  clock.end(&PhaseTimes::learn);
  if (!hasPosts)
    return;
#pragma omp barrier
  clock.end(&PhaseTimes::exchange);
  worker.endLearning(now);
  clock.end(&PhaseTimes::learn);
}

void Machine::measurePhases() {
  measured = true;
  for (auto &worker : workers)
    worker->clock.turnOn();
}

std::optional<PhaseTimes> Machine::phaseTimes() const {
  if (!measured)
    return std::nullopt;
  PhaseTimes mean;
  for (auto phase : {&PhaseTimes::deliver, &PhaseTimes::update,
                     &PhaseTimes::exchange, &PhaseTimes::learn}) {
    for (const auto &worker : workers)
      mean.*phase += worker->clock.times.*phase;
    mean.*phase /= static_cast<double>(workers.size());
  }
  return mean;
}

void Machine::fail() {
  broken = true;
  for (auto &worker : workers)
    if (worker->doubled) {
      auto [population, neuron] = *worker->doubled;
      worker->doubled.reset();
      throw Error("neuron " + std::to_string(neuron) + " of population '" +
                  common.image->populations[population].name +
                  "' emitted twice in step " + std::to_string(steps) +
                  ": by itself and by injection");
    }
}

void Machine::step() {
  if (broken)
    throw Error("cpu: stopped by an error; reset it first");
  Moment now{steps, modulators.data(), signals};
  if (workers.size() == 1) {
    runStep(0, now);
  } else {
#pragma omp parallel num_threads(static_cast<int>(workers.size()))
    runStep(static_cast<unsigned>(omp_get_thread_num()), now);
  }
  if (broken)
    fail();
  for (Spikes &injected : common.injected)
    injected.clear();
  signals = 0;
  if (driven)
    drive();
  ++steps;
  eventsKnown = settled = false;
}

Counters Machine::counters() {
  exchange(steps);
  for (auto &worker : workers) {
    Worker::Work work = worker->takeWork();
    total.events += work.events;
    total.synapticOps += work.synapticOps;
    total.saturations +=
        work.saturations + (ranks.rank() == 0 ? work.traceSaturations : 0);
    total.synapseUpdates += work.synapseUpdates;
  }
  Counters all = total;
  all.steps = steps;
  for (uint64_t *n :
       {&all.events, &all.synapticOps, &all.saturations, &all.synapseUpdates})
    *n = ranks.sum(*n);
  return all;
}

bool Machine::isExchangeDue(uint64_t t) const {
  return ranks.ranks() == 1 || anyPlastic || driven ||
         t + 1 - known >= minDelay;
}

void Machine::exchange(uint64_t end) {
  if (ranks.ranks() > 1 && known < end) {
    image::ByteWriter w;
    for (uint64_t t = known; t < end; ++t)
      for (uint32_t p = 0; p < common.populations.size(); ++p)
        for (unsigned k = 0; k < workers.size(); ++k) {
          const Spikes &spikes = common.history.of(p, t, firstWorker + k);
          w.list(spikes.indices);
          w.elements(spikes.payloads);
        }
    std::vector<std::vector<uint8_t>> all = ranks.gather(w.bytes);
    for (unsigned r = 0; r < ranks.ranks(); ++r)
      if (r != ranks.rank())
        takeEvents(r, all[r], end);
  }
  for (; known < end; ++known)
    for (auto &worker : workers)
      worker->countSynapses(known);
}

void Machine::takeEvents(unsigned rank, const std::vector<uint8_t> &bytes,
                         uint64_t end) {
  image::ByteReader r(bytes.data(), bytes.size(), "events of another rank");
  for (uint64_t t = known; t < end; ++t)
    for (uint32_t p = 0; p < common.populations.size(); ++p) {
      Neurons &neurons = common.populations[p];
      for (unsigned k = 0; k < workers.size(); ++k) {
        auto part = static_cast<unsigned>(rank * workers.size() + k);
        Spikes &spikes = common.history.of(p, t, part);
        spikes.indices = r.list<uint32_t>();
        if (neurons.graded)
          spikes.payloads = r.elements<int32_t>(spikes.indices.size());
        if (!anyPlastic)
          continue;
        // Traces and guards read who has emitted.
        neurons.clearFired(slices[part][p]);
        for (size_t i = 0; i < spikes.indices.size(); ++i)
          neurons.setFired(spikes.indices[i], spikes.payload(i));
      }
    }
}

void Machine::collect(Buffer &buffer, uint32_t population) {
  if (ranks.ranks() == 1)
    return;
  std::vector<uint8_t> mine;
  auto rangeOf = [&](unsigned part) {
    image::IndexRange slice = slices[part][population];
    uint8_t *data = buffer.as<uint8_t>();
    return std::make_pair(data + uint64_t(slice.begin) * buffer.width(),
                          data + uint64_t(slice.end) * buffer.width());
  };
  for (unsigned k = 0; k < workers.size(); ++k) {
    auto [begin, end] = rangeOf(firstWorker + k);
    mine.insert(mine.end(), begin, end);
  }
  std::vector<std::vector<uint8_t>> all = ranks.gather(mine);
  for (unsigned r = 0; r < ranks.ranks(); ++r) {
    const uint8_t *from = all[r].data();
    for (unsigned k = 0; k < workers.size(); ++k) {
      auto [begin, end] =
          rangeOf(static_cast<unsigned>(r * workers.size() + k));
      std::copy(from, from + (end - begin), begin);
      from += end - begin;
    }
  }
}

std::vector<uint32_t> Machine::rowSizes(uint32_t projection) {
  image::ByteWriter w;
  forRows(projection,
          [&](PlasticRows &rows, uint32_t s) { w.number(rows.rowSize(s)); });
  std::vector<image::ByteReader> readers;
  std::vector<std::vector<uint8_t>> all = ranks.gather(w.bytes);
  for (const std::vector<uint8_t> &bytes : all)
    readers.emplace_back(bytes.data(), bytes.size(), "rows of another rank");
  uint32_t sources =
      common.populations[image().projections[projection].source].size;
  std::vector<uint32_t> sizes;
  for (uint32_t s = 0; s < sources; ++s)
    for (image::ByteReader &r : readers)
      for (unsigned k = 0; k < workers.size(); ++k)
        sizes.push_back(r.number<uint32_t>());
  return sizes;
}

std::vector<int64_t> Machine::readSynapses(uint32_t projection,
                                           uint32_t plane) {
  image::ByteWriter w;
  forRows(projection, [&](PlasticRows &rows, uint32_t s) {
    const Buffer &buffer = rows.plane(plane);
    for (uint64_t i = 0, first = rows.rowStart(s); i < rows.rowSize(s); ++i)
      w.number(static_cast<int32_t>(buffer.get(first + i)));
  });
  std::vector<std::vector<uint8_t>> all = ranks.gather(w.bytes);
  std::vector<image::ByteReader> readers;
  for (const std::vector<uint8_t> &bytes : all)
    readers.emplace_back(bytes.data(), bytes.size(), "rows of another rank");
  std::vector<int64_t> values;
  size_t part = 0;
  for (uint32_t size : rowSizes(projection)) {
    image::ByteReader &r = readers[part++ / workers.size() % readers.size()];
    for (uint32_t i = 0; i < size; ++i)
      values.push_back(r.number<int32_t>());
  }
  return values;
}

void Machine::writeSynapses(uint32_t projection, uint32_t plane,
                            const std::vector<int64_t> &values) {
  std::vector<uint32_t> sizes = rowSizes(projection);
  size_t part = 0, next = 0;
  const size_t parts = ranks.ranks() * workers.size();
  auto skipTo = [&](size_t owner) {
    for (; part % parts != owner; ++part)
      next += sizes[part];
  };
  size_t k = 0;
  forRows(projection, [&](PlasticRows &rows, uint32_t s) {
    skipTo(firstWorker + k++ % workers.size());
    Buffer &buffer = rows.plane(plane);
    for (uint64_t i = 0, first = rows.rowStart(s); i < rows.rowSize(s); ++i)
      buffer.set(first + i, values[next++]);
    ++part;
  });
}

void Machine::drive() {
  const image::Image &image = *common.image;
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    if (!(driven >> m & 1))
      continue;
    auto driver = static_cast<size_t>(image.modulators[m].driver);
    const Spikes *parts = common.history.begin(driver, steps);
    int64_t sum = 0;
    bool any = false;
    for (unsigned k = 0; k < common.history.parts(); ++k)
      for (size_t i = 0; i < parts[k].indices.size(); ++i) {
        sum += parts[k].payload(i);
        any = true;
      }
    if (any) {
      modulators[m] = static_cast<int32_t>(sum);
      signals |= 1u << m;
    } else if (image.modulators[m].falls) {
      modulators[m] = 0;
    }
  }
}

const std::vector<Event> &Machine::events() {
  if (eventsKnown)
    return lastEvents;
  exchange(steps);
  lastEvents.clear();
  for (uint32_t p = 0; p < common.populations.size(); ++p) {
    const Spikes *parts = common.history.begin(p, steps - 1);
    int frac = common.image->populations[p].payloadFrac;
    for (unsigned k = 0; k < common.history.parts(); ++k)
      for (size_t i = 0; i < parts[k].indices.size(); ++i) {
        int32_t payload = parts[k].payload(i);
        lastEvents.push_back(
            {p, parts[k].indices[i], payload, std::ldexp(payload, -frac)});
      }
  }
  eventsKnown = true;
  return lastEvents;
}

void Machine::settle() {
  if (settled)
    return;
  events();
  for (auto &worker : workers)
    worker->settle(steps);
  common.history.clear();
  settled = true;
}

std::vector<int64_t> Machine::pending(uint32_t population, uint32_t port,
                                      uint32_t d) {
  exchange(steps);
  Buffer values(common.populations[population].size, 4);
  for (auto &worker : workers) {
    const PortPlace &place = worker->share.ports[population][port];
    image::IndexRange slice = worker->share.slices[population];
    Sums sums = worker->pending(steps + d, steps);
    for (uint32_t i = slice.begin; i < slice.end; ++i)
      values.set(i, sums.of(place).get(place.first + i - slice.begin));
  }
  collect(values, population);
  return readAll(values);
}

void Machine::writePending(uint32_t population, uint32_t port, uint32_t d,
                           const std::vector<int64_t> &values) {
  settle();
  for (auto &worker : workers) {
    const PortPlace &place = worker->share.ports[population][port];
    image::IndexRange slice = worker->share.slices[population];
    Buffer &sums = worker->slot(steps + d, steps).of(place);
    for (uint32_t i = slice.begin; i < slice.end; ++i)
      sums.set(place.first + i - slice.begin,
               values[values.size() == 1 ? 0 : i]);
  }
}

void Machine::clearPending(uint32_t population) {
  settle();
  for (auto &worker : workers)
    worker->clearSums(population);
}

} // namespace snnc::runtime::cpu
