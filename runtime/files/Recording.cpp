//===- Recording.cpp - What a run leaves behind -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Recording.h"

#include "runtime/files/Kind.h"

#include <algorithm>

namespace snnc::runtime {

Recording::Recording(const image::Image &image, bool realPayloads)
    : image(image), realPayloads(realPayloads), kept(image.populations.size()),
      counts(image.populations.size()) {}

void Recording::recordEvents(uint32_t population) { kept.at(population) = 1; }

void Recording::recordState(const std::string &name, uint32_t population,
                            uint32_t state) {
  auto same = [&](const RecordedState &s) { return s.name == name; };
  if (std::none_of(states.begin(), states.end(), same))
    states.push_back({name, population, state});
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

void Recording::add(const std::string &path, bool withEvents, bool withStates,
                    uint64_t steps) {
  RecordContent content{image, realPayloads, {}, {}, every};
  uint64_t neurons = 0;
  for (uint32_t p = 0; p < kept.size() && withEvents; ++p)
    if (kept[p])
      content.populations.push_back(p);
  if (withStates)
    content.states = states;
  for (const RecordedState &state : content.states)
    neurons += image.populations[state.population].size;
  FileKind kind = kindOf(path, "output");
  if (kind == FileKind::Hdf5) {
    files.push_back({makeSonataRecord(path, content), withEvents, withStates});
    return;
  }
  if (withStates && kind != FileKind::Npz)
    throw Error(path + ": probes go into a .h5 or .npz file; name one for "
                       "them");
  double bytes = double(neurons) * double(steps / every) * sizeof(double);
  if (bytes > double(kMostMemoryRecorded))
    throw Error(path + ": the probes of " + std::to_string(steps) +
                " steps take " + std::to_string(uint64_t(bytes) >> 30) +
                " GiB, and a .npz is kept in memory until the end (limit " +
                std::to_string(kMostMemoryRecorded >> 30) +
                " GiB); record to a .h5 file, or less");
  files.push_back({makeMemoryRecord(path, content), withEvents, withStates});
}

void Recording::open(const std::string &events, const std::string &probes,
                     uint64_t steps) {
  bool together = probes.empty() || probes == events;
  if (!events.empty())
    add(events, true, together && hasProbes(), steps);
  if (!together)
    add(probes, false, true, steps);
}

std::optional<uint64_t> Recording::stepOf(uint64_t done,
                                          uint32_t population) const {
  return time.stepOf(done, image.populations[population].skew);
}

StepRecord Recording::take(Engine &engine) const {
  StepRecord record;
  record.step = engine.stepCount() - 1;
  for (const Event &e : engine.events())
    if (kept[e.population] && stepOf(record.step, e.population))
      record.events.push_back(e);
  for (const RecordedState &state : states) {
    auto step = stepOf(record.step, state.population);
    record.states.emplace_back();
    if (step && *step % every == 0)
      record.states.back() =
          engine.readStateReal(state.population, state.state);
  }
  return record;
}

void Recording::put(const StepRecord &record) {
  for (const Event &e : record.events) {
    ++counts[e.population];
    for (File &f : files)
      if (f.events)
        f.file->addEvent(*stepOf(record.step, e.population), e);
  }
  for (File &f : files)
    for (size_t i = 0; i < record.states.size() && f.states; ++i)
      if (!record.states[i].empty())
        f.file->addState(*stepOf(record.step, states[i].population), i,
                         record.states[i]);
  for (File &f : files)
    f.file->endStep(record.step);
}

void Recording::finish() {
  for (File &f : files)
    f.file->finish();
}

std::string Recording::abandon() {
  std::string left;
  for (File &f : files)
    try {
      std::string of = f.file->abandon();
      left += of.empty() ? "" : "; " + of;
    } catch (const Error &error) {
      left += std::string("; ") + error.what();
    }
  return left;
}

} // namespace snnc::runtime
