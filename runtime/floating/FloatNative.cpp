//===- FloatNative.cpp - Updates by native code -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/FloatEngine.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::kNativeLanes;

namespace {

/// Arrays of which native code gets kNativeLanes elements at a time; the last
/// ones are copied to where there is room for as many.
class Window {
public:
  void add(double *array) { arrays.push_back(array); }
  double **at(uint32_t first, uint32_t count) {
    current.clear();
    if (count == kNativeLanes) {
      for (double *array : arrays)
        current.push_back(array + first);
      return current.data();
    }
    rest.resize(arrays.size() * kNativeLanes);
    for (size_t i = 0; i < arrays.size(); ++i) {
      current.push_back(&rest[i * kNativeLanes]);
      std::copy_n(arrays[i] + first, count, current[i]);
    }
    return current.data();
  }
  void putBack(uint32_t first, uint32_t count) {
    for (size_t i = 0; i < arrays.size() && count != kNativeLanes; ++i)
      std::copy_n(current[i], count, arrays[i] + first);
  }

private:
  std::vector<double *> arrays, current;
  std::vector<double> rest;
};

} // namespace

void FloatEngine::updateNative(uint32_t p) {
  const image::FloatPopulation &population = floating.populations[p];
  Live &l = live[p];
  Window states, given, sums;
  for (std::vector<double> &state : l.states)
    states.add(state.data());
  for (std::vector<double> &values : params[p])
    given.add(values.data());
  for (Ring &ring : l.ports)
    sums.add(&ring.sums[steps % ring.slots * population.size]);
  double payloads[kNativeLanes];
  image::FloatUpdateArgs args = {};
  args.modulators = modulators.data();
  args.time = static_cast<uint32_t>(steps);
  args.payloads = payloads;
  for (uint32_t first = 0; first < population.size; first += kNativeLanes) {
    auto count = static_cast<uint32_t>(
        std::min<uint64_t>(kNativeLanes, population.size - first));
    uint64_t fired = 0;
    args.states = states.at(first, count);
    args.params = given.at(first, count);
    args.ports = sums.at(first, count);
    args.firstIndex = first;
    args.fired = &fired;
    code.updates[p](&args);
    states.putBack(first, count);
    if (count < kNativeLanes)
      fired &= (uint64_t(1) << count) - 1;
    for (; fired; fired &= fired - 1) {
      auto n = static_cast<uint32_t>(__builtin_ctzll(fired));
      emit(p, first + n, payloads[n]);
    }
  }
  for (size_t v = 0; v < l.states.size(); ++v)
    observeState(p, static_cast<uint32_t>(v));
}

void FloatEngine::observeState(uint32_t p, uint32_t v) {
  const std::vector<double> &state = live[p].states[v];
  double least = state[0], most = state[0];
  bool isNumber = true;
  for (double value : state) {
    least = value < least ? value : least;
    most = value > most ? value : most;
    isNumber &= value == value;
  }
  if (!isNumber) {
    auto bad = std::find_if(state.begin(), state.end(),
                            [](double value) { return std::isnan(value); });
    throw Error("float: step " + std::to_string(steps) + ": state '" +
                floating.populations[p].name + "." +
                floating.populations[p].states[v].name + "' of neuron " +
                std::to_string(bad - state.begin()) + " is not a number");
  }
  ObservedRange &range = record.populations[p].states[v].range;
  range.add(least);
  range.add(most);
}

} // namespace snnc::runtime
