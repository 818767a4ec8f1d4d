//===- FloatStep.cpp - A step of the float engine ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/FloatEngine.h"
#include "runtime/Threefry.h"
#include "runtime/floating/FloatCompute.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::FloatInstr;
using image::FloatOp;
using image::FloatPopulation;
using image::FloatProjection;
using image::FloatVariable;

namespace {

/// Neurons that run through the program together.
/// Nearest integer, ties to even, whatever the rounding mode of the process.
double valueOf(const FloatVariable &v, uint32_t neuron) {
  return v.values[v.values.size() == 1 ? 0 : neuron];
}

} // namespace

void FloatEngine::emit(uint32_t population, uint32_t index, double payload) {
  Live &l = live[population];
  if (l.emitted[index])
    throw Error("float: neuron " + std::to_string(index) + " of population '" +
                floating.populations[population].name +
                "' emitted twice in step " + std::to_string(steps));
  l.emitted[index] = true;
  l.payloads[index] = payload;
}

void FloatEngine::updateChunk(uint32_t p, uint32_t first, uint32_t count) {
  const FloatPopulation &population = floating.populations[p];
  Live &l = live[p];
  CalibrationRecord::Population &observed = record.populations[p];

  auto load = [&](const FloatInstr &in, double *to) {
    switch (in.op) {
    case FloatOp::Modulator:
      std::fill_n(to, count, modulators[in.index]);
      break;
    case FloatOp::State:
      std::copy_n(&l.states[in.index][first], count, to);
      break;
    case FloatOp::Param:
      for (uint32_t n = 0; n < count; ++n)
        to[n] = valueOf(population.params[in.index], first + n);
      break;
    case FloatOp::Port: {
      const Ring &ring = l.ports[in.index];
      std::copy_n(&ring.sums[steps % ring.slots * population.size + first],
                  count, to);
      break;
    }
    case FloatOp::Rand:
      for (uint32_t n = 0; n < count; ++n)
        to[n] = std::ldexp(draw(in.index, steps, first + n), -32);
      break;
    default:
      break;
    }
  };
  computeProgram(population.program, count, values, load);
  for (const FloatInstr &in : population.program) {
    const double *a = &values[size_t(in.a) * kFloatChunk];
    const double *b = &values[size_t(in.b) * kFloatChunk];
    if (in.op == FloatOp::WriteState) {
      const FloatVariable &v = population.states[in.index];
      for (uint32_t n = 0; n < count; ++n) {
        if (std::isnan(a[n]))
          throw Error("float: step " + std::to_string(steps) + ": state '" +
                      population.name + "." + v.name + "' of neuron " +
                      std::to_string(first + n) + " is not a number");
        double value = std::min(std::max(a[n], v.min), v.max);
        l.states[in.index][first + n] = value;
        observed.states[in.index].range.add(value);
      }
    } else if (in.op == FloatOp::Emit) {
      for (uint32_t n = 0; n < count; ++n)
        if (a[n] != 0.0)
          emit(p, first + n, b[n]);
    }
  }
}

void FloatEngine::update(uint32_t p) {
  const FloatPopulation &population = floating.populations[p];
  for (uint32_t q = 0; q < population.ports; ++q) {
    const Ring &ring = live[p].ports[q];
    const double *sums = &ring.sums[steps % ring.slots * population.size];
    for (uint32_t n = 0; n < population.size; ++n)
      record.populations[p].ports[q].add(sums[n]);
  }
  if (code.updates[p])
    updateNative(p);
  else
    for (uint32_t first = 0; first < population.size; first += kFloatChunk)
      updateChunk(p, first, std::min(kFloatChunk, population.size - first));
  for (Ring &ring : live[p].ports)
    std::fill_n(&ring.sums[steps % ring.slots * population.size],
                population.size, 0.0);
}

void FloatEngine::deliver(uint32_t j) {
  const FloatProjection &projection = floating.projections[j];
  const std::vector<double> &learned = plastic[j].weights;
  Ring &ring = live[projection.target].ports[projection.port];
  uint32_t size = floating.populations[projection.target].size;
  bool oneWeight = projection.weights.size() == 1;
  bool oneDelay = projection.delays.size() == 1;
  for (size_t e = eventStart[projection.source];
       e < eventStart[projection.source + 1]; ++e) {
    const Event &event = lastEvents[e];
    uint64_t end = projection.rowStart[event.index + 1];
    for (uint64_t s = projection.rowStart[event.index]; s < end; ++s) {
      uint64_t arrival = steps + projection.delays[oneDelay ? 0 : s];
      double weight =
          learned.empty() ? projection.weights[oneWeight ? 0 : s] : learned[s];
      ring.sums[arrival % ring.slots * size + projection.targets[s]] +=
          weight * event.realPayload;
      ++total.synapticOps;
    }
  }
}

/// Values and marks for the next step.
void FloatEngine::driveModulators() {
  signalled.assign(signalled.size(), false);
  for (uint32_t m = 0; m < modulators.size(); ++m) {
    const image::FloatModulator &modulator = floating.modulators[m];
    if (modulator.driver < 0)
      continue;
    auto driver = static_cast<size_t>(modulator.driver);
    size_t first = eventStart[driver], end = eventStart[driver + 1];
    if (first == end) {
      if (modulator.falls)
        modulators[m] = 0.0;
      continue;
    }
    modulators[m] = 0.0;
    for (size_t e = first; e < end; ++e)
      modulators[m] += lastEvents[e].realPayload;
    signalled[m] = true;
  }
}

void FloatEngine::step() {
  for (uint32_t p = 0; p < live.size(); ++p)
    update(p);

  lastEvents.clear();
  eventStart.clear();
  for (uint32_t p = 0; p < live.size(); ++p) {
    eventStart.push_back(lastEvents.size());
    Live &l = live[p];
    for (uint32_t i = 0; i < l.emitted.size(); ++i) {
      if (!l.emitted[i])
        continue;
      Event event;
      event.population = p;
      event.index = i;
      event.payload = 0;
      event.realPayload = l.payloads[i];
      lastEvents.push_back(event);
      record.populations[p].payload.add(event.realPayload);
      ++record.populations[p].events;
    }
  }
  eventStart.push_back(lastEvents.size());

  for (uint32_t j = 0; j < floating.projections.size(); ++j)
    deliver(j);
  for (uint32_t j = 0; j < floating.projections.size(); ++j)
    learn(j);
  driveModulators();
  for (Live &l : live) {
    std::fill(l.emitted.begin(), l.emitted.end(), false);
    l.injected.clear();
  }
  ++steps;
  ++total.steps;
  total.events += lastEvents.size();
  record.steps = steps;
}

} // namespace snnc::runtime
