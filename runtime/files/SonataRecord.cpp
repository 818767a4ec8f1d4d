//===- SonataRecord.cpp - Recordings in HDF5, the SONATA layout -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Hdf5Writer.h"
#include "runtime/files/RecordFile.h"
#include "runtime/files/Sonata.h"

#include <chrono>

namespace snnc::runtime {

namespace {

/// What waits in memory at most, and for how long.
constexpr uint64_t kMostBuffered = 4 << 20;
constexpr std::chrono::seconds kFlushPeriod(1);

class SonataRecord : public RecordFile {
public:
  SonataRecord(const std::string &path, RecordContent content);

  void addEvent(uint64_t step, const Event &event) override;
  void addState(uint64_t step, size_t state,
                const std::vector<double> &values) override;
  void endStep(uint64_t step) override;
  void finish() override { file.finish(); }
  std::string abandon() override;

private:
  using Clock = std::chrono::steady_clock;
  struct Spikes {
    size_t timestamps = 0, nodeIds = 0;
    /// -1: all are 1.
    int64_t payloads = -1;
  };
  void addSpikes(uint32_t population);
  void addProbe(const RecordedState &state);

  RecordContent content;
  Hdf5Writer file;
  /// By population; of states, their series in order.
  std::vector<Spikes> spikes;
  std::vector<size_t> probes;
  /// The first row has its time as an attribute.
  bool begun = false;
  /// Steps that wait for a flush, and those that are on disk.
  uint64_t stepsDone = 0, stepsFlushed = 0;
  /// Long ago: the first step shows whether anything can be written.
  Clock::time_point lastFlush;
};

std::string probeGroup(const RecordedState &state) {
  return std::string(sonata::kProbes) + "/" + state.name;
}

SonataRecord::SonataRecord(const std::string &path, RecordContent of)
    : content(std::move(of)), file(path),
      spikes(content.image.populations.size()) {
  if (!content.populations.empty())
    file.addGroup(sonata::kSpikes);
  for (uint32_t population : content.populations)
    addSpikes(population);
  if (!content.states.empty())
    file.addGroup(sonata::kProbes);
  for (const RecordedState &state : content.states)
    addProbe(state);
}

void SonataRecord::addSpikes(uint32_t population) {
  const image::Population &p = content.image.populations[population];
  std::string group = std::string(sonata::kSpikes) + "/" + p.name;
  file.addGroup(group);
  file.setEnum(group, sonata::kSorting, {"none", "by_id", "by_time"}, 2);
  Spikes &s = spikes[population];
  s.timestamps =
      file.addSeries(group + "/" + sonata::kTimestamps, Hdf5Type::F64);
  file.setText(group + "/" + sonata::kTimestamps, sonata::kUnits, "ms");
  s.nodeIds = file.addSeries(group + "/" + sonata::kNodeIds, Hdf5Type::U64);
  if (!p.graded)
    return;
  std::string payloads = group + "/" + sonata::kPayloads;
  s.payloads = static_cast<int64_t>(
      file.addSeries(payloads, content.real ? Hdf5Type::F64 : Hdf5Type::I32));
  if (!content.real)
    file.setInteger(payloads, "frac", p.payloadFrac);
}

void SonataRecord::addProbe(const RecordedState &state) {
  const image::Population &p = content.image.populations[state.population];
  const image::Variable &v = p.states[state.state];
  file.addGroup(probeGroup(state));
  std::string name = probeGroup(state) + "/data";
  // Single precision holds every value of up to 24 bits.
  bool single = !content.real && v.bits <= 16;
  probes.push_back(
      file.addSeries(name, single ? Hdf5Type::F32 : Hdf5Type::F64, p.size));
  file.setText(name, sonata::kUnits, v.unit);
  file.setReal(name, "dt", content.image.dtMs * double(content.every));
  if (!content.real)
    file.setInteger(name, "frac", v.frac);
}

void SonataRecord::addEvent(uint64_t step, const Event &event) {
  const Spikes &to = spikes[event.population];
  file.append(to.timestamps, double(step) * content.image.dtMs);
  file.append(to.nodeIds, int64_t(event.index));
  if (to.payloads < 0)
    return;
  auto payloads = static_cast<size_t>(to.payloads);
  if (content.real)
    file.append(payloads, event.realPayload);
  else
    file.append(payloads, int64_t(event.payload));
}

void SonataRecord::addState(uint64_t step, size_t state,
                            const std::vector<double> &values) {
  if (!begun)
    for (const RecordedState &s : content.states)
      file.setReal(probeGroup(s) + "/data", "start",
                   double(step) * content.image.dtMs);
  begun = true;
  file.append(probes[state], values);
}

void SonataRecord::endStep(uint64_t step) {
  stepsDone = step + 1;
  if (file.buffered() < kMostBuffered &&
      Clock::now() - lastFlush < kFlushPeriod)
    return;
  file.flush();
  stepsFlushed = stepsDone;
  lastFlush = Clock::now();
}

std::string SonataRecord::abandon() {
  switch (file.abandon()) {
  case Hdf5Writer::Left::Nothing:
    return "";
  case Hdf5Writer::Left::Flushed:
    stepsDone = stepsFlushed;
    break;
  case Hdf5Writer::Left::All:
    break;
  }
  return "what was recorded before step " + std::to_string(stepsDone) +
         " is in " + file.temporary();
}

} // namespace

std::unique_ptr<RecordFile> makeSonataRecord(const std::string &path,
                                             RecordContent content) {
  return std::make_unique<SonataRecord>(path, std::move(content));
}

} // namespace snnc::runtime
