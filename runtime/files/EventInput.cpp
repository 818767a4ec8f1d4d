//===- EventInput.cpp - Input of a run, from files --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/EventInput.h"

#include "runtime/FloatEngine.h"
#include "runtime/files/Array.h"
#include "runtime/files/Kind.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace snnc::runtime {

namespace {

constexpr uint32_t kNamedInFile = ~0u;
/// No run is longer; keeps a stray number from asking for one.
constexpr uint64_t kMaxSteps = 1ull << 40;

std::string str(uint64_t n) { return std::to_string(n); }

/// Nearest integer, ties to even.
double nearestEven(double x) {
  double down = std::floor(x), part = x - down;
  return part > 0.5 || (part == 0.5 && std::fmod(down, 2.0) != 0.0) ? down + 1
                                                                    : down;
}

} // namespace

uint32_t EventInput::populationOf(const std::string &where,
                                  const std::string &name) const {
  std::string inputs;
  for (uint32_t p = 0; p < image->populations.size(); ++p) {
    if (image->populations[p].name == name)
      return p;
    if (image->populations[p].isInput)
      inputs += (inputs.empty() ? "" : ", ") + image->populations[p].name;
  }
  throw Error(where + ": no input '" + name + "' in network '" + image->name +
              "'; its inputs: " + (inputs.empty() ? "none" : inputs));
}

uint32_t EventInput::onlyInput(const std::string &where) const {
  uint32_t found = kNamedInFile;
  for (uint32_t p = 0; p < image->populations.size(); ++p) {
    if (!image->populations[p].isInput)
      continue;
    if (found != kNamedInFile)
      throw Error(where + ": network '" + image->name +
                  "' has several inputs; say which: NAME=FILE");
    found = p;
  }
  if (found == kNamedInFile)
    throw Error(where + ": network '" + image->name + "' has no input");
  return found;
}

void EventInput::extendTo(uint64_t steps) {
  stepCount = std::max(stepCount, steps);
}

void EventInput::add(const std::string &where, uint64_t row, uint64_t step,
                     uint32_t population, uint64_t index, int64_t payload,
                     double real) {
  const image::Population &p = image->populations[population];
  if (index >= p.size)
    throw Error(where + ": row " + str(row) + ": neuron " + str(index) +
                " of input '" + p.name + "', which has " + str(p.size));
  if (step >= kMaxSteps)
    throw Error(where + ": row " + str(row) + ": step " + str(step) +
                " is out of range");
  if (payload < p.payloadMin || payload > p.payloadMax)
    throw Error(where + ": row " + str(row) + ": payload " +
                std::to_string(payload) + " (value " + std::to_string(real) +
                ") of input '" + p.name + "' is outside its range [" +
                std::to_string(p.payloadMin) + ", " +
                std::to_string(p.payloadMax) + "]");
  auto it =
      std::find_if(streams.begin(), streams.end(), [&](const EventStream &s) {
        return s.population == population;
      });
  if (it == streams.end()) {
    streams.emplace_back();
    it = std::prev(streams.end());
    it->population = population;
  }
  it->step.push_back(step);
  it->index.push_back(static_cast<uint32_t>(index));
  it->payload.push_back(static_cast<int32_t>(payload));
  it->real.push_back(real);
  extendTo(step + 1);
}

void EventInput::addReal(const std::string &where, uint64_t row, uint64_t step,
                         uint32_t population, uint64_t index, double value) {
  if (!std::isfinite(value))
    throw Error(where + ": row " + str(row) + ": value is not finite");
  int frac = image->populations[population].payloadFrac;
  double scaled = nearestEven(std::ldexp(value, frac));
  // Beyond 2^53 no payload is legal; the range check says so.
  scaled = std::min(std::max(scaled, -9e15), 9e15);
  add(where, row, step, population, index, static_cast<int64_t>(scaled), value);
}

void EventInput::addInteger(const std::string &where, uint64_t row,
                            uint64_t step, uint32_t population, uint64_t index,
                            int64_t payload) {
  int frac = image->populations[population].payloadFrac;
  add(where, row, step, population, index, payload,
      std::ldexp(static_cast<double>(payload), -frac));
}

void EventInput::sortStreams(const std::string &where) {
  for (EventStream &s : streams) {
    auto before = [&](size_t a, size_t b) {
      return s.step[a] != s.step[b] ? s.step[a] < s.step[b]
                                    : s.index[a] < s.index[b];
    };
    std::vector<size_t> order(s.step.size());
    std::iota(order.begin(), order.end(), size_t(0));
    if (!std::is_sorted(order.begin(), order.end(), before)) {
      std::stable_sort(order.begin(), order.end(), before);
      EventStream sorted;
      sorted.population = s.population;
      for (size_t i : order) {
        sorted.step.push_back(s.step[i]);
        sorted.index.push_back(s.index[i]);
        sorted.payload.push_back(s.payload[i]);
        sorted.real.push_back(s.real[i]);
      }
      s = std::move(sorted);
    }
    for (size_t i = 1; i < s.step.size(); ++i)
      if (s.step[i] == s.step[i - 1] && s.index[i] == s.index[i - 1])
        throw Error(where + ": neuron " + str(s.index[i]) + " of input '" +
                    image->populations[s.population].name +
                    "' has two events in step " + str(s.step[i]));
  }
}

void EventInput::read(const std::string &spec) {
  size_t equals = spec.find('=');
  std::string path = spec;
  uint32_t population = kNamedInFile;
  if (equals != std::string::npos &&
      spec.substr(0, equals).find('/') == std::string::npos) {
    path = spec.substr(equals + 1);
    population = populationOf(path, spec.substr(0, equals));
  }
  switch (kindOf(path, "input")) {
  case FileKind::Npy:
    readEventArray(*this, readNpy(readFile(path), path), path, population);
    break;
  case FileKind::Npz:
    if (population != kNamedInFile)
      throw Error(path + ": a .npz names its inputs itself; give it without "
                         "NAME=");
    for (const auto &[name, array] : readNpz(readFile(path), path))
      readEventArray(*this, array, path + ": array '" + name + "'",
                     populationOf(path, name));
    break;
  case FileKind::Csv:
    readEventCsv(*this, path, population);
    break;
  case FileKind::Hdf5:
    readEventHdf5(*this, path, population);
    break;
  }
  sortStreams(path);
}

namespace {

/// A plain array whose rows are events, with the fields that its columns are.
Array listOfRows(const Array &array) {
  static const std::vector<std::string> kColumns[] = {
      {"step", "index"},
      {"step", "index", "payload"},
      {"step", "population", "index", "payload"}};
  const uint64_t columns = array.shape[1];
  const uint32_t bytes = array.fields[0].bytes;
  Array list = array;
  list.shape = {array.shape[0]};
  list.recordBytes = static_cast<uint32_t>(columns) * bytes;
  list.fields.clear();
  for (const std::string &name : kColumns[columns - 2])
    list.fields.push_back({name, array.fields[0].kind, bytes,
                           static_cast<uint32_t>(list.fields.size()) * bytes});
  return list;
}

/// Whether the rows of a plain array are events: integers in two or three
/// columns for an input of another size, or in four, which name the input, if
/// none was given and no input has that size.
bool isListOfRows(const EventInput &input, const Array &array,
                  uint32_t population) {
  char kind = array.fields[0].kind;
  if (array.structured() || array.shape.size() != 2 ||
      (kind != 'i' && kind != 'u'))
    return false;
  const uint64_t columns = array.shape[1];
  const auto &all = input.network().populations;
  auto isDense = [&](const image::Population &p) {
    return p.isInput && p.size == columns;
  };
  if (population != kNamedInFile)
    return (columns == 2 || columns == 3) && all[population].size != columns;
  return columns >= 2 && columns <= 4 &&
         std::none_of(all.begin(), all.end(), isDense);
}

} // namespace

void readEventArray(EventInput &input, const Array &array,
                    const std::string &where, uint32_t population) {
  if (isListOfRows(input, array, population))
    return readEventArray(input, listOfRows(array), where, population);
  if (!array.structured()) {
    if (population == kNamedInFile)
      population = input.onlyInput(where);
    const image::Population &p = input.network().populations[population];
    if (array.shape.size() != 2 || array.shape[1] != p.size)
      throw Error(where + ": expected an array [steps, " + str(p.size) +
                  "] for input '" + p.name +
                  "', or a list of events (docs/engines.md)");
    input.extendTo(array.shape[0]);
    for (uint64_t i = 0; i < array.records(); ++i) {
      uint64_t step = i / p.size;
      if (array.isReal()) {
        double value = array.real(i);
        if (value != 0.0)
          input.addReal(where, step, step, population, i % p.size, value);
      } else if (int64_t payload = array.integer(i)) {
        input.addInteger(where, step, step, population, i % p.size, payload);
      }
    }
    return;
  }
  int step = array.field("step"), index = array.field("index");
  int payload = array.field("payload"), of = array.field("population");
  if (array.shape.size() != 1 || step < 0 || index < 0)
    throw Error(where + ": a list of events needs one dimension and the "
                        "fields 'step' and 'index'");
  for (uint64_t i = 0; i < array.records(); ++i) {
    int64_t numbers[3] = {array.integer(i, size_t(step)),
                          array.integer(i, size_t(index)),
                          of < 0 ? 0 : array.integer(i, size_t(of))};
    for (int64_t n : numbers)
      if (n < 0)
        throw Error(where + ": row " + str(i) + ": negative number " +
                    std::to_string(n));
    uint32_t to = population;
    if (of >= 0 && to == kNamedInFile) {
      if (uint64_t(numbers[2]) >= input.network().populations.size())
        throw Error(where + ": row " + str(i) + ": population " +
                    std::to_string(numbers[2]) + " does not exist");
      to = static_cast<uint32_t>(numbers[2]);
    } else if (to == kNamedInFile) {
      to = input.onlyInput(where);
    }
    if (payload >= 0 && array.isReal(size_t(payload)))
      input.addReal(where, i, uint64_t(numbers[0]), to, uint64_t(numbers[1]),
                    array.real(i, size_t(payload)));
    else
      input.addInteger(where, i, uint64_t(numbers[0]), to, uint64_t(numbers[1]),
                       payload < 0 ? 1 : array.integer(i, size_t(payload)));
  }
}

uint64_t EventInput::events() const {
  uint64_t n = 0;
  for (const EventStream &s : streams)
    n += s.step.size();
  return n;
}

void EventInput::inject(Engine &engine, uint64_t t) const {
  auto *floating = dynamic_cast<FloatEngine *>(&engine);
  for (const EventStream &s : streams) {
    auto range = std::equal_range(s.step.begin(), s.step.end(), t);
    auto i = static_cast<size_t>(range.first - s.step.begin());
    auto end = static_cast<size_t>(range.second - s.step.begin());
    for (; i < end; ++i) {
      if (floating)
        floating->injectReal(s.population, s.index[i], s.real[i]);
      else
        engine.inject(s.population, s.index[i], s.payload[i]);
    }
  }
}

} // namespace snnc::runtime
