//===- Worker.cpp - What one thread has and does
//--------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Worker.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace snnc::runtime::cpu {

using image::IndexRange;
using image::NativeTrigger;

Worker::Worker(Common &common, unsigned number, Share given,
               std::vector<IndexRange> traces,
               std::shared_ptr<const StaticRows> shared)
    : share(std::move(given)), common(common), number(number),
      traces(std::move(traces)) {
  const image::Image &image = *common.image;
  rows = std::move(shared);
  if (!rows)
    rows = std::make_shared<StaticRows>(buildRows(image, share));
  fanOut = rows->fanOut;
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    if (!p.plastic)
      continue;
    PlasticRows &made =
        *plastic.emplace_back(std::make_unique<PlasticRows>(image, j, share));
    for (uint32_t s = 0; s < made.sources; ++s)
      fanOut[p.source][s] += made.rowSize(s);
    learners.push_back(std::make_unique<Learner>(
        image, made, common.rules[j], common.populations[p.source],
        common.populations[p.target], share));
  }
  next = Sums(share.elements);
}

Sums &Worker::slot(uint64_t t, uint64_t nextStep) {
  if (t == nextStep)
    return next;
  if (later.empty()) {
    later.resize(common.maxDelay + 1);
    laterUsed.resize(later.size());
  }
  size_t place = t % later.size();
  if (!laterUsed[place]) {
    if (later[place].isEmpty())
      later[place] = Sums(share.elements);
    else
      later[place].clear();
    laterUsed[place] = true;
  }
  return later[place];
}

Sums Worker::pending(uint64_t t, uint64_t nextStep) {
  Sums sums(share.elements);
  delivery.arrive(*rows, common.history, t, nextStep, sums);
  if (t == nextStep)
    sums.add(next);
  if (!later.empty() && laterUsed[t % later.size()])
    sums.add(later[t % later.size()]);
  return sums;
}

void Worker::takeLater(uint64_t t) {
  if (later.empty() || !laterUsed[t % later.size()])
    return;
  next.add(later[t % later.size()]);
  laterUsed[t % later.size()] = false;
}

void Worker::settle(uint64_t nextStep) {
  takeLater(nextStep);
  if (rows->groups.empty() && rows->dense.empty())
    return;
  for (uint32_t d = 0; d < rows->maxDelay; ++d)
    delivery.arrive(*rows, common.history, nextStep + d, nextStep,
                    slot(nextStep + d, nextStep));
}

void Worker::clearSums() {
  next.clear();
  std::fill(laterUsed.begin(), laterUsed.end(), false);
}

void Worker::clearSums(uint32_t population) {
  IndexRange slice = share.slices[population];
  auto clear = [&](Sums &sums) {
    for (const PortPlace &place : share.ports[population]) {
      Buffer &buffer = sums.of(place);
      std::memset(buffer.as<uint8_t>() + place.first * buffer.width(), 0,
                  uint64_t(slice.end - slice.begin) * buffer.width());
    }
  };
  clear(next);
  for (size_t i = 0; i < later.size(); ++i)
    if (laterUsed[i])
      clear(later[i]);
}

void Worker::arrive(uint64_t t) {
  takeLater(t);
  delivery.arrive(*rows, common.history, t, t, next);
}

bool Worker::update(const Moment &now) {
  bool good = true;
  for (uint32_t p = 0; p < common.populations.size(); ++p) {
    IndexRange slice = share.slices[p];
    if (slice.begin == slice.end) {
      common.history.of(p, now.t, number).clear();
      continue;
    }
    updatePopulation(p, now);
    good &= addInjected(p);
    noteEvents(p, now.t);
  }
  return good;
}

void Worker::updatePopulation(uint32_t p, const Moment &now) {
  Neurons &neurons = common.populations[p];
  IndexRange slice = share.slices[p];
  if (!neurons.update) {
    neurons.clearFired(slice);
    return;
  }
  stateArgs.clear();
  paramArgs.clear();
  portArgs.clear();
  for (Buffer &state : neurons.states)
    stateArgs.push_back(state.data());
  for (const Buffer &param : neurons.params)
    paramArgs.push_back(param.data());
  // As if the arena's part began with neuron 0.
  for (const PortPlace &port : share.ports[p]) {
    Buffer &sums = next.of(port);
    portArgs.push_back(sums.as<uint8_t>() +
                       (static_cast<int64_t>(port.first) - slice.begin) *
                           sums.width());
  }
  saturations.assign(neurons.states.size(), 0);
  image::UpdateArgs args = {};
  args.states = stateArgs.data();
  args.params = paramArgs.data();
  args.ports = portArgs.data();
  args.modulators = now.modulators;
  args.time = static_cast<uint32_t>(now.t);
  args.begin = slice.begin;
  args.end = slice.end;
  args.fired = neurons.fired.data();
  args.payloads = neurons.graded ? neurons.payloads.as<int32_t>() : nullptr;
  args.saturations = saturations.data();
  neurons.update(&args);
  work.saturations =
      std::accumulate(saturations.begin(), saturations.end(), work.saturations);
}

bool Worker::addInjected(uint32_t p) {
  const Spikes &injected = common.injected[p];
  Neurons &neurons = common.populations[p];
  bool good = true;
  for (size_t i = 0; i < injected.indices.size(); ++i) {
    uint32_t index = injected.indices[i];
    if (!share.slices[p].contains(index))
      continue;
    if (neurons.hasFired(index)) {
      doubled.emplace(p, index);
      good = false;
    }
    neurons.setFired(index, injected.payload(i));
  }
  return good;
}

void Worker::noteEvents(uint32_t p, uint64_t t) {
  const Neurons &neurons = common.populations[p];
  Spikes &spikes = common.history.of(p, t, number);
  spikes.clear();
  forBits(neurons.fired, share.slices[p].begin, share.slices[p].end,
          [&](uint32_t i) { spikes.indices.push_back(i); });
  if (neurons.graded)
    for (uint32_t i : spikes.indices)
      spikes.payloads.push_back(neurons.payload(i));
  work.events += spikes.indices.size();
}

template <typename Weight, typename Sum>
void Worker::addPlastic(const PlasticRows &r, const Spikes &spikes,
                        uint64_t t) {
  const Weight *weights = r.weights.as<Weight>();
  const uint32_t *targets = r.targets.as<uint32_t>();
  for (size_t k = 0; k < spikes.indices.size(); ++k) {
    const auto payload = static_cast<uint32_t>(spikes.payload(k));
    const uint32_t s = spikes.indices[k];
    auto add = [&](Sum *sums, uint32_t i) {
      sums[targets[i]] = static_cast<Sum>(
          sums[targets[i]] +
          (static_cast<uint32_t>(weights[i]) * payload << r.shift));
    };
    if (r.delay) {
      Sum *sums = slot(t + r.delay, t + 1).of(r.sums).as<Sum>() + r.sums.first;
      for (uint32_t i = r.starts[s]; i < r.starts[s + 1]; ++i)
        add(sums, i);
      continue;
    }
    for (uint32_t i = r.starts[s]; i < r.starts[s + 1]; ++i)
      add(slot(t + r.delays[i], t + 1).of(r.sums).as<Sum>() + r.sums.first, i);
  }
}

void Worker::addToPlastic(const PlasticRows &r, const Spikes &spikes,
                          uint64_t t) {
  const uint32_t width = r.weights.width();
  if (r.dense) {
    Buffer &sums = slot(t + r.delay, t + 1).of(r.sums);
    for (size_t i = 0; i < spikes.indices.size(); ++i)
      addDenseRow(
          r.weights.as<uint8_t>() + r.rowStart(spikes.indices[i]) * width,
          width, r.neurons(), spikes.payload(i), r.shift,
          sums.as<uint8_t>() + r.sums.first * sums.width(), sums.width());
    return;
  }
  if (width == 1)
    r.sums.wide ? addPlastic<int8_t, uint32_t>(r, spikes, t)
                : addPlastic<int8_t, uint16_t>(r, spikes, t);
  else
    r.sums.wide ? addPlastic<int16_t, uint32_t>(r, spikes, t)
                : addPlastic<int16_t, uint16_t>(r, spikes, t);
}

void Worker::deliver(const Moment &now) {
  const unsigned parts = common.history.parts();
  for (const auto &held : plastic) {
    uint32_t source = common.image->projections[held->projection].source;
    const Spikes *events = common.history.begin(source, now.t);
    for (unsigned k = 0; k < parts; ++k)
      addToPlastic(*held, events[k], now.t);
  }
}

void Worker::countSynapses(uint64_t t) {
  for (uint32_t p = 0; p < fanOut.size(); ++p) {
    const Spikes *events = common.history.begin(p, t);
    for (unsigned k = 0; k < common.history.parts(); ++k)
      for (uint32_t i : events[k].indices)
        work.synapticOps += fanOut[p][i];
  }
}

void Worker::beginLearning(const Moment &now) {
  for (auto &learner : learners) {
    uint32_t source =
        common.image->projections[learner->rows.projection].source;
    learner->runTraces(NativeTrigger::Pre, traces[source], now);
    learner->guardSources(traces[source], now);
  }
}

void Worker::learn(const Moment &now) {
  for (auto &learner : learners) {
    uint32_t source =
        common.image->projections[learner->rows.projection].source;
    learner->runPrograms(common.history.begin(source, now.t),
                         common.history.parts(), now, next);
  }
}

void Worker::endLearning(const Moment &now) {
  for (auto &learner : learners) {
    uint32_t source =
        common.image->projections[learner->rows.projection].source;
    learner->runTraces(NativeTrigger::Post, traces[source], now);
  }
}

Worker::Work Worker::takeWork() {
  for (auto &learner : learners) {
    work.saturations += learner->work.saturations;
    work.traceSaturations += learner->work.traceSaturations;
    work.synapseUpdates += learner->work.updates;
    learner->work = {};
  }
  Work taken = work;
  work = {};
  return taken;
}

} // namespace snnc::runtime::cpu
