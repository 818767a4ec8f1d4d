//===- EventHdf5.cpp - Events from HDF5 files ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/files/EventInput.h"
#include "runtime/files/Hdf5.h"
#include "runtime/files/Sonata.h"

#include <cmath>
#include <map>

namespace snnc::runtime {

namespace {

constexpr uint32_t kNamedInFile = ~0u;

/// The one-dimensional datasets of groups, by the names of both.
using Lists = std::map<std::string, std::map<std::string, Array>>;

void addEvents(EventInput &input, const std::string &where, uint32_t population,
               const std::vector<uint64_t> &steps, const Array &index,
               const Array *payload) {
  if (index.records() != steps.size() ||
      (payload && payload->records() != steps.size()))
    throw Error(where + ": its datasets differ in length");
  for (uint64_t i = 0; i < steps.size(); ++i) {
    int64_t n = index.integer(i);
    if (n < 0)
      throw Error(where + ": row " + std::to_string(i) + ": negative number");
    if (payload && payload->isReal())
      input.addReal(where, i, steps[i], population, uint64_t(n),
                    payload->real(i));
    else
      input.addInteger(where, i, steps[i], population, uint64_t(n),
                       payload ? payload->integer(i) : 1);
  }
}

const Array *find(const std::map<std::string, Array> &list, const char *name) {
  auto found = list.find(name);
  return found == list.end() ? nullptr : &found->second;
}

/// Milliseconds of a unit of time.
double millisecondsOf(const std::string &unit, const std::string &where) {
  if (unit.empty() || unit == "ms" || unit == "milliseconds")
    return 1.0;
  if (unit == "s" || unit == "seconds")
    return 1e3;
  throw Error(where + ": timestamps in '" + unit + "'; known are ms and s");
}

/// The step that each time lies in; a time that is off its step's beginning by
/// rounding only is meant to be there.
std::vector<uint64_t> stepsOf(const Array &times, double unitMs, double dtMs,
                              const std::string &where) {
  constexpr double kRounding = 1e-6, kRelative = 1e-15;
  // Larger ones are out of range wherever they come from.
  constexpr double kMost = 9e15;
  std::vector<uint64_t> steps(times.records());
  for (uint64_t i = 0; i < steps.size(); ++i) {
    double exact = times.real(i) * unitMs / dtMs;
    double step = std::nearbyint(exact);
    if (!(std::abs(exact - step) <= kRounding + kRelative * exact))
      step = std::floor(exact);
    if (!(step >= 0.0 && step < kMost))
      throw Error(where + ": row " + std::to_string(i) + ": impossible time");
    steps[i] = static_cast<uint64_t>(step);
  }
  return steps;
}

void readSonata(EventInput &input, const std::string &path, Lists lists,
                uint32_t population) {
  std::string names;
  for (const auto &[name, list] : lists)
    names += (names.empty() ? "" : ", ") + name;
  if (population != kNamedInFile && lists.size() > 1) {
    // The one of that name of several.
    auto named = lists.find(input.network().populations[population].name);
    if (named == lists.end())
      throw Error(path +
                  ": has spikes of several populations, none of them "
                  "named like the input: " +
                  names);
    lists = {*named};
  }
  for (const auto &[name, list] : lists) {
    std::string group = std::string(sonata::kSpikes) + "/" + name;
    std::string where = path + ": group '" + group + "'";
    uint32_t to = population == kNamedInFile ? input.populationOf(where, name)
                                             : population;
    const Array *times = find(list, sonata::kTimestamps),
                *index = find(list, sonata::kNodeIds);
    if (!times || !index)
      throw Error(where + ": needs the datasets 'timestamps' and 'node_ids'");
    double unit = millisecondsOf(
        readHdf5Text(path, group + "/" + sonata::kTimestamps, sonata::kUnits),
        where);
    addEvents(input, where, to,
              stepsOf(*times, unit, input.network().dtMs, where), *index,
              find(list, sonata::kPayloads));
  }
}

void readGroups(EventInput &input, const std::string &path, const Lists &lists,
                uint32_t population) {
  for (const auto &[name, list] : lists) {
    std::string where = path + ": group '" + name + "'";
    for (const auto &[field, array] : list)
      if (field != "step" && field != "index" && field != "payload")
        throw Error(path + ": dataset '" + name + "/" + field +
                    "': is not step, index or payload");
    const Array *step = find(list, "step"), *index = find(list, "index");
    if (!step || !index)
      throw Error(where + ": needs the datasets 'step' and 'index'");
    std::vector<uint64_t> steps(step->records());
    for (uint64_t i = 0; i < steps.size(); ++i) {
      int64_t t = step->integer(i);
      if (t < 0)
        throw Error(where + ": row " + std::to_string(i) + ": negative number");
      steps[i] = static_cast<uint64_t>(t);
    }
    addEvents(input, where,
              population == kNamedInFile ? input.populationOf(where, name)
                                         : population,
              steps, *index, find(list, "payload"));
  }
}

/// Takes what lies in groups out of `arrays`.
Lists takeLists(std::vector<NamedArray> &arrays, const std::string &path) {
  Lists lists;
  std::vector<NamedArray> others;
  for (auto &[name, array] : arrays) {
    size_t slash = name.find('/');
    if (slash == std::string::npos) {
      others.emplace_back(name, std::move(array));
      continue;
    }
    if (array.shape.size() != 1)
      throw Error(path + ": dataset '" + name + "': must have one dimension");
    lists[name.substr(0, slash)][name.substr(slash + 1)] = std::move(array);
  }
  arrays = std::move(others);
  return lists;
}

} // namespace

void readEventHdf5(EventInput &input, const std::string &path,
                   uint32_t population) {
  std::vector<NamedArray> spikes = readHdf5(path, sonata::kSpikes);
  Lists lists = takeLists(spikes, path);
  if (!lists.empty())
    return readSonata(input, path, std::move(lists), population);
  std::vector<NamedArray> arrays = readHdf5(path);
  readGroups(input, path, takeLists(arrays, path), population);
  for (const auto &[name, array] : arrays) {
    std::string where = path + ": dataset '" + name + "'";
    readEventArray(input, array, where,
                   population == kNamedInFile ? input.populationOf(where, name)
                                              : population);
  }
}

} // namespace snnc::runtime
