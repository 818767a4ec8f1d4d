//===- TrialRunner.cpp - One sample on an engine --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/training/TrialRunner.h"

#include "image/Error.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::Coding;
using image::Population;
using image::TrialPresent;

namespace {

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof(buffer), "%g", value);
  return buffer;
}

} // namespace

TrialRunner::TrialRunner(const image::Image &image)
    : image(image), trial(image.trial), active(image.trial.presents.size()) {
  if (trial.steps == 0)
    throw Error("network '" + image.name +
                "' has no trial; it needs a snn.trial that says how a sample "
                "is shown");
}

int64_t TrialRunner::run(Engine &engine, const Dataset &data, uint64_t sample,
                         bool training) {
  beginSample(data, sample, training);
  for (uint32_t step = 0; step < trial.steps; ++step) {
    beginStep();
    apply(engine);
    engine.step();
    observe(engine);
  }
  return answer();
}

void TrialRunner::beginSample(const Dataset &data, uint64_t sample,
                              bool training) {
  this->data = &data;
  this->sample = sample;
  this->training = training;
  begun = 0;
  scores.clear();
  for (size_t which = 0; which < trial.presents.size(); ++which) {
    const TrialPresent &p = trial.presents[which];
    active[which].clear();
    if (p.coding == Coding::Raster)
      continue;
    for (uint64_t i = 0; i < data.valuesPerSample(which); ++i) {
      double value = data.value(which, sample, i);
      if (p.coding == Coding::Rate && !(value >= 0.0 && value <= p.full))
        throw Error(data.where(which, sample) + ": value " + text(value) +
                    " of neuron " + std::to_string(i) + " is outside 0 .. " +
                    text(p.full) + ", the full scale of the rate code");
      if (value != 0.0)
        active[which].push_back({uint32_t(i), value, p.full / 2.0});
    }
  }
}

void TrialRunner::beginStep() {
  uint32_t step = begun++;
  injections.clear();
  for (size_t which = 0; which < trial.presents.size(); ++which) {
    const TrialPresent &p = trial.presents[which];
    if (step >= p.from && step < p.from + p.steps)
      present(which, step - p.from);
  }
  if (training)
    for (const image::TrialLabel &label : trial.labels)
      if (label.at == step)
        injections.push_back({label.population, data->label(sample), 1});
}

void TrialRunner::apply(Engine &engine) const {
  uint32_t step = begun - 1;
  for (const image::TrialReset &reset : trial.resets)
    if (reset.at == step)
      engine.resetPopulation(reset.population);
  for (const image::TrialSignal &signal : trial.signals)
    if (signal.at == step && (training || !signal.training))
      engine.setModulator(signal.modulator, signal.value);
  for (const Injection &i : injections)
    engine.inject(i.population, i.index, i.payload);
}

void TrialRunner::observe(Engine &engine) {
  uint32_t step = begun - 1;
  for (const image::TrialAnswer &answer : trial.answer) {
    if (step < answer.from || step >= answer.from + answer.steps)
      continue;
    if (answer.state >= 0) {
      scores = engine.readState(answer.population, uint32_t(answer.state));
      continue;
    }
    scores.resize(image.populations[answer.population].size);
    for (const Event &event : engine.events())
      if (event.population == answer.population)
        scores[event.index] += event.payload;
  }
}

int64_t TrialRunner::answer() const {
  if (scores.empty())
    return -1;
  return std::max_element(scores.begin(), scores.end()) - scores.begin();
}

void TrialRunner::present(size_t which, uint32_t since) {
  const TrialPresent &p = trial.presents[which];
  switch (p.coding) {
  case Coding::Rate:
    return injectRate(p, active[which]);
  case Coding::Value:
    for (const Active &a : active[which])
      injectReal(which, a.index, a.value / p.full);
    return;
  case Coding::Raster: {
    uint32_t size = image.populations[p.population].size;
    for (uint32_t i = 0; i < size; ++i) {
      double value = data->value(which, sample, uint64_t(since) * size + i);
      if (data->isReal(which))
        injectReal(which, i, value / p.full);
      else
        injectPayload(which, i, value, value);
    }
    return;
  }
  }
}

void TrialRunner::injectRate(const TrialPresent &present,
                             std::vector<Active> &actives) {
  for (Active &a : actives) {
    a.sum += a.value;
    if (a.sum < present.full)
      continue;
    a.sum -= present.full;
    injections.push_back({present.population, a.index, 1});
  }
}

void TrialRunner::injectReal(size_t which, uint32_t index, double value) {
  int frac = image.populations[trial.presents[which].population].payloadFrac;
  injectPayload(which, index, std::nearbyint(std::ldexp(value, frac)), value);
}

void TrialRunner::injectPayload(size_t which, uint32_t index, double payload,
                                double value) {
  if (payload == 0.0)
    return;
  const Population &p = image.populations[trial.presents[which].population];
  if (!(payload >= p.payloadMin && payload <= p.payloadMax))
    throw Error(data->where(which, sample) + ": payload " + text(payload) +
                " (value " + text(value) + ") of neuron " +
                std::to_string(index) + " is outside the range [" +
                std::to_string(p.payloadMin) + ", " +
                std::to_string(p.payloadMax) + "] of input '" + p.name + "'");
  injections.push_back(
      {trial.presents[which].population, index, static_cast<int32_t>(payload)});
}

} // namespace snnc::runtime
