//===- MemoryRecord.cpp - Recordings written when they are complete -------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Bytes.h"
#include "image/PendingFile.h"
#include "runtime/files/Array.h"
#include "runtime/files/Kind.h"
#include "runtime/files/RecordFile.h"

#include <algorithm>
#include <cstdio>

namespace snnc::runtime {

namespace {

class MemoryRecord : public RecordFile {
public:
  MemoryRecord(const std::string &path, RecordContent of)
      : content(std::move(of)), path(path), kind(kindOf(path, "output")),
        streams(content.image.populations.size()),
        values(content.states.size()) {}

  void addEvent(uint64_t step, const Event &event) override;
  void addState(uint64_t, size_t state,
                const std::vector<double> &of) override {
    values[state].insert(values[state].end(), of.begin(), of.end());
    bytes += of.size() * sizeof(double);
  }
  void endStep(uint64_t step) override;
  void finish() override;
  std::string abandon() override;

private:
  struct Stream {
    std::vector<int64_t> step;
    std::vector<uint32_t> index;
    std::vector<int32_t> payload;
    std::vector<double> real;
  };
  std::vector<uint8_t> fileBytes() const;
  Array records(const Stream &stream) const;
  Array allRecords() const;
  std::string csv() const;

  RecordContent content;
  std::string path;
  FileKind kind;
  /// By population; by state.
  std::vector<Stream> streams;
  std::vector<std::vector<double>> values;
  uint64_t bytes = 0;
  uint64_t stepsDone = 0;
};

void MemoryRecord::addEvent(uint64_t step, const Event &event) {
  Stream &s = streams[event.population];
  s.step.push_back(static_cast<int64_t>(step));
  s.index.push_back(event.index);
  bytes += sizeof(int64_t) + sizeof(uint32_t);
  if (content.real)
    s.real.push_back(event.realPayload);
  else
    s.payload.push_back(event.payload);
  bytes += content.real ? sizeof(double) : sizeof(int32_t);
}

void MemoryRecord::endStep(uint64_t step) {
  stepsDone = step + 1;
  if (bytes > kMostMemoryRecorded)
    throw Error(path + ": more than " +
                std::to_string(kMostMemoryRecorded >> 30) +
                " GiB recorded at step " + std::to_string(step) +
                ", and this kind of file is kept in memory until the end; "
                "record to a .h5 file, or less");
}

Array MemoryRecord::records(const Stream &s) const {
  Array array;
  array.shape = {s.step.size()};
  array.fields = {
      {"step", 'i', 8, 0},
      {"index", 'i', 4, 8},
      {"payload", content.real ? 'f' : 'i', content.real ? 8u : 4u, 12}};
  array.recordBytes = content.real ? 20 : 16;
  image::ByteWriter w;
  for (size_t i = 0; i < s.step.size(); ++i) {
    w.number(s.step[i]);
    w.number(static_cast<int32_t>(s.index[i]));
    if (content.real)
      w.number(s.real[i]);
    else
      w.number(s.payload[i]);
  }
  array.data = std::move(w.bytes);
  return array;
}

Array MemoryRecord::allRecords() const {
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
      {"payload", content.real ? 'f' : 'i', content.real ? 8u : 4u, 16}};
  array.recordBytes = content.real ? 24 : 20;
  image::ByteWriter w;
  for (auto [p, i] : order) {
    const Stream &s = streams[p];
    w.number(s.step[i]);
    w.number(static_cast<int32_t>(p));
    w.number(static_cast<int32_t>(s.index[i]));
    if (content.real)
      w.number(s.real[i]);
    else
      w.number(s.payload[i]);
  }
  array.data = std::move(w.bytes);
  return array;
}

std::string MemoryRecord::csv() const {
  Array all = allRecords();
  std::string text = "step,population,index,payload\n";
  char payload[40];
  for (uint64_t r = 0; r < all.records(); ++r) {
    if (content.real)
      std::snprintf(payload, sizeof(payload), "%.17g", all.real(r, 3));
    else
      std::snprintf(payload, sizeof(payload), "%lld",
                    static_cast<long long>(all.integer(r, 3)));
    text += std::to_string(all.integer(r, 0)) + "," +
            content.image.populations[size_t(all.integer(r, 1))].name + "," +
            std::to_string(all.integer(r, 2)) + "," + payload + "\n";
  }
  return text;
}

std::vector<uint8_t> MemoryRecord::fileBytes() const {
  if (kind == FileKind::Npy)
    return writeNpy(allRecords());
  if (kind == FileKind::Csv) {
    std::string text = csv();
    return {text.begin(), text.end()};
  }
  std::vector<NamedArray> arrays;
  for (uint32_t p : content.populations)
    arrays.emplace_back(content.image.populations[p].name, records(streams[p]));
  for (size_t i = 0; i < content.states.size(); ++i) {
    const RecordedState &state = content.states[i];
    uint64_t neurons = content.image.populations[state.population].size;
    arrays.emplace_back(
        state.name,
        Array::ofReals({values[i].size() / neurons, neurons}, values[i]));
  }
  return writeNpz(arrays);
}

void MemoryRecord::finish() {
  std::vector<uint8_t> whole = fileBytes();
  image::PendingFile file(path);
  file.write(whole.data(), whole.size());
  file.commit();
  bytes = 0;
}

std::string MemoryRecord::abandon() {
  if (bytes == 0)
    return "";
  std::vector<uint8_t> whole = fileBytes();
  image::PendingFile file(path);
  if (file.isDevice())
    return "";
  file.write(whole.data(), whole.size());
  file.keep();
  return "what was recorded before step " + std::to_string(stepsDone) +
         " is in " + file.temporary();
}

} // namespace

std::unique_ptr<RecordFile> makeMemoryRecord(const std::string &path,
                                             RecordContent content) {
  return std::make_unique<MemoryRecord>(path, std::move(content));
}

} // namespace snnc::runtime
