//===- Recording.cpp - What a run leaves behind -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Recording.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "runtime/files/Hdf5.h"

#include <algorithm>
#include <cstdio>

namespace snnc::runtime {

namespace {

bool endsWith(const std::string &text, const std::string &ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

void checkKind(const std::string &path) {
  for (const char *ending : {".npy", ".npz", ".csv", ".h5", ".hdf5"})
    if (endsWith(path, ending))
      return;
  throw Error(path + ": unknown kind of output; use .npy, .npz, .csv or .h5");
}

void save(const std::string &path, const std::vector<uint8_t> &bytes) {
  image::writeFileAtomically(path, bytes.data(), bytes.size());
}

} // namespace

Recording::Recording(const image::Image &image, bool realPayloads)
    : image(image), realPayloads(realPayloads),
      streams(image.populations.size()) {}

void Recording::recordEvents(uint32_t population) {
  streams.at(population).on = true;
}

void Recording::recordState(const std::string &name, uint32_t population,
                            uint32_t state) {
  probes.push_back({name, population, state, {}, 0});
}

void Recording::recordByName(const std::string &name) {
  for (const image::Probe &probe : image.probes)
    if (probe.name == name) {
      if (probe.state < 0)
        return recordEvents(probe.population);
      return recordState(name, probe.population,
                         static_cast<uint32_t>(probe.state));
    }
  std::string known;
  for (const image::Probe &probe : image.probes)
    known += (known.empty() ? "" : ", ") + probe.name;
  size_t dot = name.rfind('.');
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    if (dot != std::string::npos && population.name == name.substr(0, dot)) {
      std::string state = name.substr(dot + 1);
      if (state == "events")
        return recordEvents(p);
      for (uint32_t v = 0; v < population.states.size(); ++v)
        if (population.states[v].name == state)
          return recordState(name, p, v);
    }
    for (const image::Variable &v : population.states)
      known += (known.empty() ? "" : ", ") + population.name + "." + v.name;
  }
  throw Error("no probe '" + name + "' in network '" + image.name +
              "'; there are: " + (known.empty() ? "none" : known));
}

void Recording::sample(Engine &engine) {
  auto step = static_cast<int64_t>(engine.stepCount()) - 1;
  for (const Event &e : engine.events()) {
    Stream &s = streams[e.population];
    if (!s.on)
      continue;
    s.step.push_back(step);
    s.index.push_back(e.index);
    if (realPayloads)
      s.real.push_back(e.realPayload);
    else
      s.payload.push_back(e.payload);
  }
  for (StateProbe &probe : probes) {
    auto values = engine.readStateReal(probe.population, probe.state);
    probe.values.insert(probe.values.end(), values.begin(), values.end());
    ++probe.steps;
  }
}

uint64_t Recording::eventCount(uint32_t population) const {
  return streams[population].step.size();
}

Array Recording::payloadArray(const Stream &s) const {
  return realPayloads ? Array::ofReals({s.step.size()}, s.real)
                      : Array::ofIntegers({s.step.size()}, s.payload);
}

Array Recording::records(const Stream &s) const {
  Array array;
  array.shape = {s.step.size()};
  array.fields = {
      {"step", 'i', 8, 0},
      {"index", 'i', 4, 8},
      {"payload", realPayloads ? 'f' : 'i', realPayloads ? 8u : 4u, 12}};
  array.recordBytes = realPayloads ? 20 : 16;
  image::ByteWriter w;
  for (size_t i = 0; i < s.step.size(); ++i) {
    w.number(s.step[i]);
    w.number(static_cast<int32_t>(s.index[i]));
    if (realPayloads)
      w.number(s.real[i]);
    else
      w.number(static_cast<int32_t>(s.payload[i]));
  }
  array.data = std::move(w.bytes);
  return array;
}

Array Recording::allRecords() const {
  // (step, population, index), as the events happened.
  std::vector<std::pair<uint32_t, size_t>> order;
  for (uint32_t p = 0; p < streams.size(); ++p)
    for (size_t i = 0; i < streams[p].step.size(); ++i)
      order.emplace_back(p, i);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return streams[a.first].step[a.second] < streams[b.first].step[b.second];
  });
  Array array;
  array.shape = {order.size()};
  array.fields = {
      {"step", 'i', 8, 0},
      {"population", 'i', 4, 8},
      {"index", 'i', 4, 12},
      {"payload", realPayloads ? 'f' : 'i', realPayloads ? 8u : 4u, 16}};
  array.recordBytes = realPayloads ? 24 : 20;
  image::ByteWriter w;
  for (auto [p, i] : order) {
    const Stream &s = streams[p];
    w.number(s.step[i]);
    w.number(static_cast<int32_t>(p));
    w.number(static_cast<int32_t>(s.index[i]));
    if (realPayloads)
      w.number(s.real[i]);
    else
      w.number(static_cast<int32_t>(s.payload[i]));
  }
  array.data = std::move(w.bytes);
  return array;
}

std::string Recording::csv() const {
  Array all = allRecords();
  std::string text = "step,population,index,payload\n";
  char payload[40];
  for (uint64_t r = 0; r < all.records(); ++r) {
    if (realPayloads)
      std::snprintf(payload, sizeof(payload), "%.17g", all.real(r, 3));
    else
      std::snprintf(payload, sizeof(payload), "%lld",
                    static_cast<long long>(all.integer(r, 3)));
    text += std::to_string(all.integer(r, 0)) + "," +
            image.populations[size_t(all.integer(r, 1))].name + "," +
            std::to_string(all.integer(r, 2)) + "," + payload + "\n";
  }
  return text;
}

std::vector<NamedArray> Recording::probeArrays() const {
  std::vector<NamedArray> arrays;
  for (const StateProbe &probe : probes)
    arrays.emplace_back(
        probe.name,
        Array::ofReals({probe.steps, image.populations[probe.population].size},
                       probe.values));
  return arrays;
}

void Recording::checkPaths(const std::string &events,
                           const std::string &probes) const {
  if (!events.empty())
    checkKind(events);
  if (hasProbes() && probes.empty() && !endsWith(events, ".npz"))
    throw Error(events + ": probes go into a .npz file; name one for them");
  if (!probes.empty() && !endsWith(probes, ".npz"))
    throw Error(probes + ": probes are written as .npz");
}

void Recording::writeEvents(const std::string &path, bool withProbes) const {
  checkKind(path);
  if (withProbes)
    checkPaths(path, "");
  if (endsWith(path, ".npy"))
    return save(path, writeNpy(allRecords()));
  if (endsWith(path, ".csv")) {
    std::string text = csv();
    return image::writeFileAtomically(path, text.data(), text.size());
  }
  std::vector<NamedArray> arrays;
  bool hdf5 = endsWith(path, ".h5") || endsWith(path, ".hdf5");
  if (!hdf5 && !endsWith(path, ".npz"))
    throw Error(path + ": unknown kind of output; use .npy, .npz, .csv or .h5");
  for (uint32_t p = 0; p < streams.size(); ++p) {
    const Stream &s = streams[p];
    if (!s.on)
      continue;
    const std::string &name = image.populations[p].name;
    if (hdf5) {
      arrays.emplace_back(name + "/step",
                          Array::ofIntegers({s.step.size()}, s.step));
      arrays.emplace_back(name + "/index",
                          Array::ofIntegers({s.step.size()}, s.index));
      arrays.emplace_back(name + "/payload", payloadArray(s));
    } else {
      arrays.emplace_back(name, records(s));
    }
  }
  if (withProbes)
    for (NamedArray &array : probeArrays())
      arrays.push_back(std::move(array));
  save(path, hdf5 ? writeHdf5(arrays) : writeNpz(arrays));
}

void Recording::writeProbes(const std::string &path) const {
  checkPaths("", path);
  save(path, writeNpz(probeArrays()));
}

} // namespace snnc::runtime
