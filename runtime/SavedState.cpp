//===- SavedState.cpp - The state of an engine, for a file ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/SavedState.h"

#include "image/Bytes.h"
#include "image/Container.h"

#include <cmath>

namespace snnc::runtime {

using image::ByteReader;
using image::ByteWriter;
using image::Image;

namespace {

constexpr uint64_t kSaveMagic = 0x33564153434e4e53ull; // "SNNCSAV3"

/// Tells networks apart, so that no state is restored into another one.
uint64_t fingerprint(const Image &image) {
  ByteWriter w;
  w.text(image.name);
  w.number(image.weightsDigest);
  for (const image::Population &p : image.populations) {
    w.text(p.name);
    w.number(p.size);
    for (const image::Variable &v : p.states) {
      w.text(v.name);
      w.number(v.bits);
      w.number(v.frac);
    }
    for (const image::Port &port : p.ports) {
      w.number(port.accBits);
      w.number(port.maxDelay);
    }
  }
  for (const image::Projection &p : image.projections) {
    w.text(p.name);
    w.number<uint8_t>(p.plastic.has_value());
  }
  uint64_t crc = image::crc32c(w.bytes.data(), w.bytes.size());
  return crc << 32 | w.bytes.size();
}

template <typename F> void forCounters(Counters &c, F f) {
  for (uint64_t *n :
       {&c.steps, &c.cycles, &c.updateCycles, &c.deliverCycles, &c.learnCycles,
        &c.stallCycles, &c.instructions, &c.events, &c.synapticOps, &c.rowUnits,
        &c.saturations, &c.synapseUpdates})
    f(*n);
}

template <typename F> void forCounters(TileCounters &c, F f) {
  for (uint64_t *n :
       {&c.updateCycles, &c.deliverCycles, &c.learnCycles, &c.events,
        &c.eventsOut, &c.eventsIn, &c.hops, &c.synapticOps})
    f(*n);
}

void writeEvents(ByteWriter &w, const std::vector<Event> &events) {
  w.number<uint64_t>(events.size());
  for (const Event &e : events) {
    w.number(e.population);
    w.number(e.index);
    w.number(e.payload);
  }
}

std::vector<Event> readEvents(ByteReader &r, const Image &image) {
  std::vector<Event> events(r.count(12));
  for (Event &e : events) {
    e.population = r.number<uint32_t>();
    e.index = r.number<uint32_t>();
    e.payload = r.number<int32_t>();
    if (e.population >= image.populations.size() ||
        e.index >= image.populations[e.population].size)
      throw Error("saved state: corrupt: event of neuron " +
                  std::to_string(e.index) + " of population " +
                  std::to_string(e.population));
    e.realPayload =
        std::ldexp(e.payload, -image.populations[e.population].payloadFrac);
  }
  return events;
}

/// Visits the lists of values with their element's type: `f(values, bits)`.
template <typename State, typename F>
void forValues(State &s, const Image &image, F f) {
  for (size_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    for (size_t v = 0; v < population.states.size(); ++v)
      f(s.states[p][v], population.states[v].bits);
    for (size_t q = 0; q < population.ports.size(); ++q)
      for (auto &sums : s.ports[p][q])
        f(sums, population.ports[q].accBits);
  }
  for (size_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    if (!p.plastic)
      continue;
    f(s.weights[j], p.weightBits);
    for (size_t v = 0; v < p.plastic->variables.size(); ++v)
      f(s.variables[j][v], p.plastic->variables[v].bits);
    for (size_t t = 0; t < p.plastic->traces.size(); ++t)
      f(s.traces[j][t], p.plastic->traces[t].bits);
  }
}

/// Lists of the right numbers, all empty.
void makeLists(SavedState &s, const Image &image) {
  for (const image::Population &p : image.populations) {
    s.states.emplace_back(p.states.size());
    auto &ports = s.ports.emplace_back();
    for (const image::Port &port : p.ports)
      ports.emplace_back(port.maxDelay);
  }
  s.weights.resize(image.projections.size());
  for (const image::Projection &p : image.projections) {
    s.variables.emplace_back(p.plastic ? p.plastic->variables.size() : 0);
    s.traces.emplace_back(p.plastic ? p.plastic->traces.size() : 0);
  }
}

template <typename T>
void writeAs(ByteWriter &w, const SavedState::Values &values) {
  w.list(std::vector<T>(values.begin(), values.end()));
}

template <typename T> void readAs(ByteReader &r, SavedState::Values &values) {
  std::vector<T> list = r.list<T>();
  values.assign(list.begin(), list.end());
}

} // namespace

SavedState SavedState::of(Engine &engine, const Image &image) {
  SavedState s;
  makeLists(s, image);
  s.steps = engine.stepCount();
  s.learning = engine.learning();
  s.counters = engine.counters();
  s.tiles = engine.tileCounters();
  s.events = engine.events();
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    s.modulators.push_back(engine.readModulator(m));
    s.signals |= uint32_t(engine.isSet(m)) << m;
  }
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    for (uint32_t v = 0; v < s.states[p].size(); ++v)
      s.states[p][v] = engine.readState(p, v);
    for (uint32_t q = 0; q < s.ports[p].size(); ++q)
      for (uint32_t d = 0; d < s.ports[p][q].size(); ++d)
        s.ports[p][q][d] = engine.readPort(p, q, d);
  }
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    if (!image.projections[j].plastic)
      continue;
    s.weights[j] = engine.readWeights(j);
    for (uint32_t v = 0; v < s.variables[j].size(); ++v)
      s.variables[j][v] = engine.readSynapseVariable(j, v);
    for (uint32_t t = 0; t < s.traces[j].size(); ++t)
      s.traces[j][t] = engine.readTrace(j, t);
  }
  return s;
}

void SavedState::writeTo(Engine &engine) const {
  for (uint32_t p = 0; p < states.size(); ++p) {
    for (uint32_t v = 0; v < states[p].size(); ++v)
      engine.writeState(p, v, states[p][v]);
    for (uint32_t q = 0; q < ports[p].size(); ++q)
      for (uint32_t d = 0; d < ports[p][q].size(); ++d)
        engine.writePort(p, q, d, ports[p][q][d]);
  }
  for (uint32_t j = 0; j < weights.size(); ++j) {
    if (!weights[j].empty())
      engine.writeWeights(j, weights[j]);
    for (uint32_t v = 0; v < variables[j].size(); ++v)
      if (!variables[j][v].empty())
        engine.writeSynapseVariable(j, v, variables[j][v]);
    for (uint32_t t = 0; t < traces[j].size(); ++t)
      engine.writeTrace(j, t, traces[j][t]);
  }
}

std::vector<uint8_t> SavedState::bytes(const Image &image) const {
  ByteWriter w;
  w.number(kSaveMagic);
  w.number(fingerprint(image));
  w.number(steps);
  w.number<uint8_t>(learning);
  w.list(modulators);
  w.number(signals);
  Counters copy = counters;
  forCounters(copy, [&](uint64_t n) { w.number(n); });
  w.number<uint64_t>(tiles.size());
  for (TileCounters of : tiles)
    forCounters(of, [&](uint64_t n) { w.number(n); });
  writeEvents(w, events);
  writeEvents(w, injected);
  forValues(*this, image, [&](const Values &values, unsigned bits) {
    if (bits == 8)
      writeAs<int8_t>(w, values);
    else if (bits == 16)
      writeAs<int16_t>(w, values);
    else
      writeAs<int32_t>(w, values);
  });
  return std::move(w.bytes);
}

SavedState SavedState::parse(const std::vector<uint8_t> &bytes,
                             const Image &image) {
  ByteReader r(bytes.data(), bytes.size(), "saved state");
  if (r.number<uint64_t>() != kSaveMagic)
    throw Error("saved state: not a state saved by this version of snnc");
  if (r.number<uint64_t>() != fingerprint(image))
    throw Error("saved state: belongs to another network than '" + image.name +
                "'");
  SavedState s;
  makeLists(s, image);
  s.steps = r.number<uint64_t>();
  auto on = r.number<uint8_t>();
  s.learning = on != 0;
  s.modulators = r.list<int32_t>();
  s.signals = r.number<uint32_t>();
  if (on > 1 || s.signals >> image.modulators.size())
    throw Error("saved state: corrupt: marks of learning");
  if (s.modulators.size() != image.modulators.size())
    throw Error("saved state: corrupt: wrong number of modulators");
  forCounters(s.counters, [&](uint64_t &n) { n = r.number<uint64_t>(); });
  s.tiles.resize(r.count(sizeof(TileCounters)));
  for (TileCounters &of : s.tiles)
    forCounters(of, [&](uint64_t &n) { n = r.number<uint64_t>(); });
  s.events = readEvents(r, image);
  s.injected = readEvents(r, image);
  forValues(s, image, [&](Values &values, unsigned bits) {
    if (bits == 8)
      readAs<int8_t>(r, values);
    else if (bits == 16)
      readAs<int16_t>(r, values);
    else
      readAs<int32_t>(r, values);
  });
  r.finish();
  // Synapses are counted by the engine that takes them.
  for (size_t p = 0; p < image.populations.size(); ++p) {
    auto check = [&](const Values &values) {
      if (values.size() != image.populations[p].size)
        throw Error("saved state: corrupt: " + std::to_string(values.size()) +
                    " values for the neurons of '" + image.populations[p].name +
                    "'");
    };
    for (const Values &values : s.states[p])
      check(values);
    for (const auto &port : s.ports[p])
      for (const Values &values : port)
        check(values);
  }
  return s;
}

} // namespace snnc::runtime
