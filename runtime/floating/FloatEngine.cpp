//===- FloatEngine.cpp - State and host access of the float engine -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/FloatEngine.h"

#include "image/Bytes.h"
#include "image/Checks.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::FloatPopulation;
using image::FloatProjection;
using image::FloatVariable;

namespace {

constexpr uint64_t kSaveMagic = 0x32544c46434e4e53ull; // "SNNCFLT2"

[[noreturn]] void integersOnly(const char *what) {
  throw Error(std::string("the float engine has no integer ") + what +
              "; use the real-valued form");
}

std::vector<double> expand(const FloatVariable &v, uint32_t size) {
  return v.values.size() == 1 ? std::vector<double>(size, v.values[0])
                              : v.values;
}

} // namespace

FloatEngine::FloatEngine(std::shared_ptr<const image::Image> image,
                         FloatCode given)
    : network(std::move(image)), floating(network->floating),
      code(std::move(given)) {
  if (floating.populations.empty())
    throw Error("image '" + network->name +
                "' carries no float network; compile it from its text");
  image::checkFloatNetwork(floating, "image '" + network->name + "'");
  live.resize(floating.populations.size());
  for (size_t p = 0; p < live.size(); ++p)
    live[p].ports.resize(floating.populations[p].ports);
  for (const FloatProjection &p : floating.projections) {
    uint32_t longest = 1;
    for (uint16_t d : p.delays)
      longest = std::max<uint32_t>(longest, d);
    uint32_t &slots = live[p.target].ports[p.port].slots;
    slots = std::max(slots, longest + 1);
  }
  plastic.resize(floating.projections.size());
  code.updates.resize(live.size());
  params.resize(live.size());
  for (size_t p = 0; p < live.size(); ++p)
    for (const FloatVariable &v : floating.populations[p].params)
      if (code.updates[p])
        params[p].push_back(expand(v, floating.populations[p].size));
  reset();
}

void FloatEngine::reset() {
  steps = 0;
  total = Counters();
  lastEvents.clear();
  modulators.clear();
  for (const image::FloatModulator &m : floating.modulators)
    modulators.push_back(m.init);
  record = CalibrationRecord();
  for (uint32_t p = 0; p < live.size(); ++p) {
    const FloatPopulation &population = floating.populations[p];
    CalibrationRecord::Population observed;
    observed.name = population.name;
    for (const FloatVariable &v : population.states)
      observed.states.push_back({v.name, {}});
    observed.ports.resize(population.ports);
    record.populations.push_back(observed);
    live[p].payloads.assign(population.size, 0.0);
    live[p].emitted.assign(population.size, false);
    live[p].injected.clear();
  }
  signalled.assign(modulators.size(), false);
  learningOn = true;
  for (uint32_t j = 0; j < plastic.size(); ++j)
    resetLearning(j);
  for (uint32_t p = 0; p < live.size(); ++p)
    resetPopulation(p);
}

/// A projection that learns has a record like a population's.
void FloatEngine::resetLearning(uint32_t j) {
  const FloatProjection &projection = floating.projections[j];
  if (!projection.plastic())
    return;
  resetPlastic(j);
  CalibrationRecord::Population observed;
  observed.name = projection.name;
  for (const auto *variables :
       {&projection.rule.variables, &projection.rule.traces})
    for (const FloatVariable &v : *variables) {
      observed.states.push_back({v.name, {}});
      observed.states.back().range.add(v.values[0]);
    }
  plastic[j].record = record.populations.size();
  record.populations.push_back(observed);
}

void FloatEngine::resetPopulation(uint32_t p) {
  const FloatPopulation &population = checkPopulation(p);
  live[p].states.clear();
  for (size_t v = 0; v < population.states.size(); ++v) {
    live[p].states.push_back(expand(population.states[v], population.size));
    for (double value : population.states[v].values)
      record.populations[p].states[v].range.add(value);
  }
  for (Ring &ring : live[p].ports)
    ring.sums.assign(size_t(ring.slots) * population.size, 0.0);
  for (uint32_t j = 0; j < plastic.size(); ++j)
    if (floating.projections[j].plastic() &&
        floating.projections[j].source == p)
      resetTraces(j);
}

const FloatPopulation &FloatEngine::checkPopulation(uint32_t p) const {
  if (p >= floating.populations.size())
    throw Error("no population " + std::to_string(p) + "; the network has " +
                std::to_string(floating.populations.size()));
  return floating.populations[p];
}

void FloatEngine::checkState(uint32_t population, uint32_t state) const {
  const FloatPopulation &p = checkPopulation(population);
  if (state >= p.states.size())
    throw Error("population '" + p.name + "' has no state variable " +
                std::to_string(state));
}

void FloatEngine::inject(uint32_t population, uint32_t index, int32_t payload) {
  int frac = population < network->populations.size()
                 ? network->populations[population].payloadFrac
                 : 0;
  injectReal(population, index, std::ldexp(payload, -frac));
}

void FloatEngine::injectReal(uint32_t population, uint32_t index,
                             double payload) {
  const FloatPopulation &p = checkPopulation(population);
  if (index >= p.size)
    throw Error("cannot inject into neuron " + std::to_string(index) +
                " of population '" + p.name + "': it has " +
                std::to_string(p.size));
  emit(population, index, payload);
  live[population].injected.push_back(index);
}

void FloatEngine::setModulator(uint32_t modulator, int32_t value) {
  int32_t driver = checkModulator(modulator).driver;
  if (driver >= 0)
    throw Error(
        "cannot set modulator " + std::to_string(modulator) + ": population '" +
        floating.populations[static_cast<size_t>(driver)].name + "' drives it");
  int frac = modulator < network->modulators.size()
                 ? network->modulators[modulator].frac
                 : 0;
  modulators[modulator] = std::ldexp(value, -frac);
  signalled[modulator] = true;
}

const image::FloatModulator &
FloatEngine::checkModulator(uint32_t modulator) const {
  if (modulator >= modulators.size())
    throw Error("no modulator " + std::to_string(modulator) +
                "; the network has " + std::to_string(modulators.size()));
  return floating.modulators[modulator];
}

double FloatEngine::readModulatorReal(uint32_t modulator) const {
  checkModulator(modulator);
  return modulators[modulator];
}

bool FloatEngine::isSet(uint32_t modulator) const {
  checkModulator(modulator);
  return signalled[modulator];
}

int32_t FloatEngine::readModulator(uint32_t) const {
  integersOnly("modulators");
}

std::vector<double> FloatEngine::readStateReal(uint32_t population,
                                               uint32_t state) {
  checkState(population, state);
  return live[population].states[state];
}

void FloatEngine::writeStateReal(uint32_t population, uint32_t state,
                                 const std::vector<double> &values) {
  checkState(population, state);
  std::vector<double> &to = live[population].states[state];
  if (values.size() != to.size() && values.size() != 1)
    throw Error(std::to_string(values.size()) + " values for " +
                std::to_string(to.size()) + " neurons of population '" +
                floating.populations[population].name + "'");
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = values[values.size() == 1 ? 0 : i];
}

std::vector<double> FloatEngine::readPortReal(uint32_t population,
                                              uint32_t port, uint32_t d) {
  const FloatPopulation &p = checkPopulation(population);
  if (port >= p.ports || d >= live[population].ports[port].slots)
    throw Error("population '" + p.name + "' has no port " +
                std::to_string(port) + " with sums " + std::to_string(d) +
                " steps ahead");
  const Ring &ring = live[population].ports[port];
  const double *from = &ring.sums[(steps + d) % ring.slots * p.size];
  return std::vector<double>(from, from + p.size);
}

std::vector<int64_t> FloatEngine::readState(uint32_t, uint32_t) {
  integersOnly("states");
}

void FloatEngine::writeState(uint32_t, uint32_t, const std::vector<int64_t> &) {
  integersOnly("states");
}

std::vector<int64_t> FloatEngine::readWeights(uint32_t) {
  integersOnly("weights");
}

void FloatEngine::writeWeights(uint32_t, const std::vector<int64_t> &) {
  integersOnly("weights");
}

std::vector<int64_t> FloatEngine::readSynapseVariable(uint32_t, uint32_t) {
  integersOnly("synapse variables");
}

void FloatEngine::writeSynapseVariable(uint32_t, uint32_t,
                                       const std::vector<int64_t> &) {
  integersOnly("synapse variables");
}

std::vector<int64_t> FloatEngine::readTrace(uint32_t, uint32_t) {
  integersOnly("traces");
}

void FloatEngine::writeTrace(uint32_t, uint32_t, const std::vector<int64_t> &) {
  integersOnly("traces");
}

std::vector<int64_t> FloatEngine::readPort(uint32_t, uint32_t, uint32_t) {
  integersOnly("port sums");
}

std::vector<uint8_t> FloatEngine::save() {
  image::ByteWriter w;
  w.number(kSaveMagic);
  w.number(steps);
  w.number(total.events);
  w.number(total.synapticOps);
  w.list(modulators);
  w.number<uint64_t>(live.size());
  for (const Live &l : live) {
    for (const auto &state : l.states)
      w.list(state);
    for (const Ring &ring : l.ports)
      w.list(ring.sums);
    w.list(l.injected);
    for (uint32_t i : l.injected)
      w.number(l.payloads[i]);
  }
  w.number<uint8_t>(learningOn);
  w.list(std::vector<uint8_t>(signalled.begin(), signalled.end()));
  for (const Plastic &p : plastic) {
    w.list(p.weights);
    for (const auto *variables : {&p.variables, &p.traces})
      for (const std::vector<double> &v : *variables)
        w.list(v);
  }
  return std::move(w.bytes);
}

void FloatEngine::restore(const std::vector<uint8_t> &saved) {
  image::ByteReader r(saved.data(), saved.size(), "saved state");
  if (r.number<uint64_t>() != kSaveMagic)
    throw Error("saved state: not one of the float engine");
  reset();
  steps = r.number<uint64_t>();
  total.steps = steps;
  total.events = r.number<uint64_t>();
  total.synapticOps = r.number<uint64_t>();
  auto fill = [&](std::vector<double> &to) {
    auto from = r.list<double>();
    if (from.size() != to.size())
      throw Error("saved state: belongs to another network");
    to = std::move(from);
  };
  fill(modulators);
  if (r.number<uint64_t>() != live.size())
    throw Error("saved state: belongs to another network");
  for (uint32_t p = 0; p < live.size(); ++p) {
    for (auto &state : live[p].states)
      fill(state);
    for (Ring &ring : live[p].ports)
      fill(ring.sums);
    for (uint32_t i : r.list<uint32_t>())
      injectReal(p, i, r.number<double>());
  }
  learningOn = r.number<uint8_t>() != 0;
  auto set = r.list<uint8_t>();
  if (set.size() != signalled.size())
    throw Error("saved state: belongs to another network");
  signalled.assign(set.begin(), set.end());
  for (Plastic &p : plastic) {
    fill(p.weights);
    for (auto *variables : {&p.variables, &p.traces})
      for (std::vector<double> &v : *variables)
        fill(v);
  }
  r.finish();
}

} // namespace snnc::runtime
