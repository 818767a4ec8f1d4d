//===- Learner.cpp - Programs of a rule at the synapses of a thread
//--------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Learner.h"

#include <algorithm>
#include <numeric>

namespace snnc::runtime::cpu {

using image::kNativeChunk;
using image::NativeProgram;
using image::NativeTrigger;

namespace {

/// Calls f with a null pointer of the integer type of that width.
template <typename F> void withWidth(uint32_t bytes, F f) {
  switch (bytes) {
  case 1:
    return f(static_cast<int8_t *>(nullptr));
  case 2:
    return f(static_cast<int16_t *>(nullptr));
  default:
    return f(static_cast<int32_t *>(nullptr));
  }
}

/// to[i] = from[base + places[i]].
void gather(void *to, const void *from, uint32_t width, uint64_t base,
            const uint32_t *places, uint32_t count) {
  withWidth(width, [&](auto *type) {
    using T = std::remove_pointer_t<decltype(type)>;
    T *out = static_cast<T *>(to);
    const T *in = static_cast<const T *>(from) + base;
    for (uint32_t i = 0; i < count; ++i)
      out[i] = in[places[i]];
  });
}

void scatter(void *to, const void *from, uint32_t width, const uint32_t *places,
             uint32_t count) {
  withWidth(width, [&](auto *type) {
    using T = std::remove_pointer_t<decltype(type)>;
    T *out = static_cast<T *>(to);
    const T *in = static_cast<const T *>(from);
    for (uint32_t i = 0; i < count; ++i)
      out[places[i]] = in[i];
  });
}

const uint8_t *at(const Buffer &buffer, uint64_t i) {
  return buffer.as<uint8_t>() + i * buffer.width();
}
uint8_t *at(Buffer &buffer, uint64_t i) {
  return buffer.as<uint8_t>() + i * buffer.width();
}

bool reads(const std::vector<bool> &flags, size_t i) {
  return i < flags.size() && flags[i];
}

} // namespace

Learner::Learner(const image::Image &image, PlasticRows &rows, Rule &rule,
                 const Neurons &source, const Neurons &target,
                 const Share &share)
    : rows(rows), projection(image.projections[rows.projection]),
      native(image.native.projections[rows.projection]), rule(rule),
      source(source), target(target), ports(share.ports[projection.target]) {
  const uint32_t n = rows.neurons();
  dueTargets.resize(padded(rows.slice.end) / 64);
  allIndices = Buffer(n, 4);
  std::iota(allIndices.as<uint32_t>(), allIndices.as<uint32_t>() + n,
            rows.slice.begin);
  allFired = Buffer(n, 1);
  packedFired = Buffer(n, 1);
  packedIndices = Buffer(n, 4);
  packedPlaces = Buffer(n, 4);
  for (uint32_t state : native.targetStates) {
    uint32_t width = target.states[state].width();
    packed.emplace_back(n, width);
    stagedStates.emplace_back(kNativeChunk, width);
  }
  view.states.resize(packed.size());
  for (const Buffer &v : rows.variables)
    stagedVariables.emplace_back(kNativeChunk, v.width());
  for (const Buffer &trace : rule.traces)
    stagedTraces.emplace_back(kNativeChunk, trace.width());
  size_t most = 0;
  for (const NativeProgram &p : native.programs)
    most = std::max(most, p.deposits.size());
  for (size_t i = 0; i < most; ++i) {
    deposits.emplace_back(kNativeChunk, 4);
    depositArgs.push_back(deposits.back().as<int32_t>());
  }
  places = Buffer(kNativeChunk, 4);
  stagedWeights = Buffer(kNativeChunk, rows.weights.width());
  stagedTargets = Buffer(kNativeChunk, 4);
  stagedSources = Buffer(kNativeChunk, 4);
  stagedFired = Buffer(kNativeChunk, 1);
  stagedTargetFired = Buffer(kNativeChunk, 1);
  stagedPayloads = Buffer(kNativeChunk, 4);
  traceArgs.resize(stagedTraces.size());
  targetArgs.resize(stagedStates.size());
  variableArgs.resize(stagedVariables.size());
  saturations.resize(1 + std::max(rows.variables.size(), rule.traces.size()));
  args.variables = variableArgs.data();
  args.traces = traceArgs.data();
  args.targets = targetArgs.data();
  args.deposits = depositArgs.data();
  args.saturations = saturations.data();
  args.updates = &work.updates;
}

const NativeProgram &Learner::program(size_t n) const {
  return native.programs[n];
}

void Learner::runTraces(NativeTrigger trigger, image::IndexRange range,
                        const Moment &now) {
  for (size_t n = 0; n < native.programs.size(); ++n) {
    if (program(n).trigger != trigger || range.begin == range.end)
      continue;
    std::vector<void *> traces;
    for (Buffer &trace : rule.traces)
      traces.push_back(trace.data());
    std::fill(saturations.begin(), saturations.end(), 0);
    image::TraceArgs a = {};
    a.traces = traces.data();
    a.fired = source.fired.data();
    a.payloads = source.payloadsOrNull();
    a.modulators = now.modulators;
    a.signals = now.signals;
    a.time = static_cast<uint32_t>(now.t);
    a.begin = range.begin;
    a.end = range.end;
    a.saturations = saturations.data();
    rule.code[n].trace(&a);
    work.saturations +=
        std::accumulate(saturations.begin(), saturations.end(), uint64_t(0));
  }
}

bool Learner::isDue(const NativeProgram &p, const Moment &now) const {
  switch (p.trigger) {
  case NativeTrigger::OnPre:
  case NativeTrigger::OnPost:
    return true;
  case NativeTrigger::Every:
    return now.t % p.argument == 0;
  case NativeTrigger::Signal:
    return now.signals >> p.argument & 1;
  case NativeTrigger::Pre:
  case NativeTrigger::Post:
    return false;
  }
  return false;
}

void Learner::guardSources(image::IndexRange range, const Moment &now) {
  for (size_t n = 0; n < native.programs.size(); ++n) {
    if (!rule.code[n].sourceGuard || !isDue(program(n), now) ||
        range.begin == range.end)
      continue;
    std::vector<const void *> traces;
    for (const Buffer &trace : rule.traces)
      traces.push_back(trace.data());
    image::GuardArgs a = {};
    a.variables = traces.data();
    a.fired = source.fired.data();
    a.payloads = source.payloadsOrNull();
    a.modulators = now.modulators;
    a.signals = now.signals;
    a.time = static_cast<uint32_t>(now.t);
    a.begin = range.begin;
    a.end = range.end;
    a.due = rule.due[n].data();
    rule.code[n].sourceGuard(&a);
  }
}

void Learner::guardTargets(size_t n, const Moment &now) {
  std::vector<const void *> states;
  for (uint32_t state : native.targetStates)
    states.push_back(target.states[state].data());
  image::GuardArgs a = {};
  a.variables = states.data();
  a.fired = target.fired.data();
  a.payloads = target.payloadsOrNull();
  a.modulators = now.modulators;
  a.signals = now.signals;
  a.time = static_cast<uint32_t>(now.t);
  a.begin = rows.slice.begin;
  a.end = rows.slice.end;
  a.due = dueTargets.data();
  rule.code[n].targetGuard(&a);
}

/// What the rows of a matrix meet: the slice as it lies, or, where few targets
/// are due, a list of these.
void Learner::findTargets(size_t n) {
  const NativeProgram &p = program(n);
  anyTarget = true;
  uint64_t due = rows.neurons();
  if (rule.code[n].targetGuard) {
    due = 0;
    for (uint64_t w = rows.slice.begin / 64; w * 64 < rows.slice.end; ++w)
      due += static_cast<uint64_t>(__builtin_popcountll(dueTargets[w]));
    anyTarget = due > 0;
  }
  if (!rows.dense || !anyTarget)
    return;
  if (due * 2 < rows.neurons())
    return packTargets(p);
  view.count = rows.neurons();
  view.places = nullptr;
  view.indices = allIndices.as<uint32_t>();
  for (size_t r = 0; r < packed.size(); ++r)
    view.states[r] =
        at(target.states[native.targetStates[r]], rows.slice.begin);
  view.fired = allFired.as<uint8_t>();
  if (p.readsTargetFired)
    for (uint32_t j = 0; j < rows.neurons(); ++j)
      allFired.as<uint8_t>()[j] = target.hasFired(rows.slice.begin + j);
}

void Learner::packTargets(const NativeProgram &p) {
  uint32_t count = 0;
  uint32_t *listed = packedPlaces.as<uint32_t>();
  uint32_t *indices = packedIndices.as<uint32_t>();
  uint8_t *fired = packedFired.as<uint8_t>();
  forBits(dueTargets, rows.slice.begin, rows.slice.end, [&](uint32_t i) {
    listed[count] = i - rows.slice.begin;
    indices[count] = i;
    fired[count++] = target.hasFired(i);
  });
  for (size_t r = 0; r < packed.size(); ++r) {
    if (reads(p.readsTargets, r))
      gather(packed[r].data(), target.states[native.targetStates[r]].data(),
             packed[r].width(), rows.slice.begin, listed, count);
    view.states[r] = packed[r].as<uint8_t>();
  }
  view.count = count;
  view.places = listed;
  view.indices = indices;
  view.fired = fired;
}

void Learner::runPrograms(const Spikes *events, unsigned parts,
                          const Moment &now, Sums &sums) {
  args.modulators = now.modulators;
  args.signals = now.signals;
  args.time = static_cast<uint32_t>(now.t);
  for (size_t n = 0; n < native.programs.size(); ++n)
    if (program(n).synaptic() && isDue(program(n), now))
      runProgram(n, events, parts, now, sums);
}

void Learner::runProgram(size_t n, const Spikes *events, unsigned parts,
                         const Moment &now, Sums &sums) {
  const NativeProgram &p = program(n);
  const bool sourceGuard = rule.code[n].sourceGuard;
  const bool targetGuard = rule.code[n].targetGuard;
  if (rows.neurons() == 0)
    return;
  if (targetGuard)
    guardTargets(n, now);
  if (p.trigger == NativeTrigger::OnPost) {
    forBits(target.fired, rows.slice.begin, rows.slice.end, [&](uint32_t i) {
      if (!targetGuard || bitOf(dueTargets, i))
        runColumn(n, i, now, sums);
    });
    return;
  }
  findTargets(n);
  if (!anyTarget)
    return;
  if (p.trigger == NativeTrigger::OnPre) {
    for (unsigned k = 0; k < parts; ++k)
      for (uint32_t s : events[k].indices)
        if (!sourceGuard || bitOf(rule.due[n], s))
          runRow(n, s, now, sums);
    return;
  }
  if (sourceGuard)
    forBits(rule.due[n], 0, rows.sources,
            [&](uint32_t s) { runRow(n, s, now, sums); });
  else
    for (uint32_t s = 0; s < rows.sources; ++s)
      runRow(n, s, now, sums);
}

void Learner::setSource(const NativeProgram &, uint32_t s) {
  for (size_t r = 0; r < rule.traces.size(); ++r)
    traceArgs[r] = at(rule.traces[r], s);
  bool fired = source.hasFired(s);
  stagedFired.as<uint8_t>()[0] = fired;
  stagedPayloads.as<int32_t>()[0] = fired ? source.payload(s) : 0;
  stagedSources.as<uint32_t>()[0] = s;
  args.fired = stagedFired.as<uint8_t>();
  args.payloads = stagedPayloads.as<int32_t>();
  args.sources = stagedSources.as<uint32_t>();
}

void Learner::setTarget(const NativeProgram &, uint32_t i) {
  for (size_t r = 0; r < native.targetStates.size(); ++r)
    targetArgs[r] = at(target.states[native.targetStates[r]], i);
  stagedTargetFired.as<uint8_t>()[0] = target.hasFired(i);
  stagedTargets.as<uint32_t>()[0] = i;
  args.targetFired = stagedTargetFired.as<uint8_t>();
  args.targetIndices = stagedTargets.as<uint32_t>();
}

void Learner::call(size_t n, uint32_t count, const uint32_t *targets,
                   Sums &sums) {
  const NativeProgram &p = program(n);
  std::fill(saturations.begin(), saturations.end(), 0);
  args.count = count;
  rule.code[n].synapses(&args);
  for (uint64_t lanes : saturations)
    work.saturations += lanes;
  for (size_t d = 0; d < p.deposits.size(); ++d) {
    const PortPlace &place = ports[p.deposits[d]];
    const int32_t *values = depositArgs[d];
    for (uint32_t i = 0; i < count; ++i) {
      uint64_t to = place.first + targets[i] - rows.slice.begin;
      auto value = static_cast<uint32_t>(values[i]);
      if (place.wide)
        sums.wide.as<uint32_t>()[to] += value;
      else
        sums.narrow.as<uint16_t>()[to] =
            static_cast<uint16_t>(sums.narrow.as<uint16_t>()[to] + value);
    }
  }
}

void Learner::runStaged(size_t n, uint32_t count, Sums &sums) {
  const NativeProgram &p = program(n);
  const uint32_t *from = places.as<uint32_t>();
  args.weights = stagedWeights.data();
  gather(args.weights, rows.weights.data(), rows.weights.width(), 0, from,
         count);
  for (size_t v = 0; v < rows.variables.size(); ++v) {
    variableArgs[v] = stagedVariables[v].data();
    if (reads(p.readsVariables, v) || reads(p.writesVariables, v))
      gather(variableArgs[v], rows.variables[v].data(),
             rows.variables[v].width(), 0, from, count);
  }
  bool column = p.trigger == NativeTrigger::OnPost;
  if (column && !p.deposits.empty()) {
    // One target for all.
    uint32_t *targets = stagedTargets.as<uint32_t>();
    std::fill_n(targets, count, targets[0]);
  }
  call(n, count, args.targetIndices, sums);
  if (p.writesWeight)
    scatter(rows.weights.data(), args.weights, rows.weights.width(), from,
            count);
  for (size_t v = 0; v < rows.variables.size(); ++v)
    if (reads(p.writesVariables, v))
      scatter(rows.variables[v].data(), variableArgs[v],
              rows.variables[v].width(), from, count);
}

void Learner::runDense(size_t n, uint32_t s, Sums &sums) {
  const uint64_t row = rows.rowStart(s);
  for (uint32_t c = 0; c < view.count; c += kNativeChunk) {
    auto count = std::min<uint32_t>(view.count - c, kNativeChunk);
    for (size_t r = 0; r < view.states.size(); ++r)
      targetArgs[r] =
          view.states[r] +
          uint64_t(c) * target.states[native.targetStates[r]].width();
    args.targetFired = view.fired + c;
    args.targetIndices = view.indices + c;
    if (view.places) {
      uint32_t *to = places.as<uint32_t>();
      for (uint32_t i = 0; i < count; ++i)
        to[i] = static_cast<uint32_t>(row) + view.places[c + i];
      runStaged(n, count, sums);
      continue;
    }
    args.weights = at(rows.weights, row + c);
    for (size_t v = 0; v < rows.variables.size(); ++v)
      variableArgs[v] = at(rows.variables[v], row + c);
    call(n, count, args.targetIndices, sums);
  }
}

void Learner::runSparse(size_t n, uint32_t s, Sums &sums) {
  const NativeProgram &p = program(n);
  const uint32_t *all = rows.targets.as<uint32_t>();
  const uint32_t first = rows.slice.begin;
  const bool guarded = rule.code[n].targetGuard;
  uint32_t *to = places.as<uint32_t>();
  uint32_t *indices = stagedTargets.as<uint32_t>();
  uint32_t count = 0;
  auto flush = [&] {
    if (count == 0)
      return;
    for (size_t r = 0; r < stagedStates.size(); ++r) {
      targetArgs[r] = stagedStates[r].data();
      if (reads(p.readsTargets, r))
        gather(stagedStates[r].data(),
               target.states[native.targetStates[r]].data(),
               stagedStates[r].width(), 0, indices, count);
    }
    if (p.readsTargetFired)
      for (uint32_t i = 0; i < count; ++i)
        stagedTargetFired.as<uint8_t>()[i] = target.hasFired(indices[i]);
    args.targetFired = stagedTargetFired.as<uint8_t>();
    args.targetIndices = indices;
    runStaged(n, count, sums);
    count = 0;
  };
  for (uint32_t i = rows.starts[s]; i < rows.starts[s + 1]; ++i) {
    uint32_t index = all[i] + first;
    if (guarded && !bitOf(dueTargets, index))
      continue;
    to[count] = i;
    indices[count++] = index;
    if (count == kNativeChunk)
      flush();
  }
  flush();
}

void Learner::runRow(size_t n, uint32_t s, const Moment &, Sums &sums) {
  setSource(program(n), s);
  if (rows.dense)
    runDense(n, s, sums);
  else
    runSparse(n, s, sums);
}

void Learner::runColumn(size_t n, uint32_t i, const Moment &, Sums &sums) {
  const NativeProgram &p = program(n);
  const uint32_t j = i - rows.slice.begin;
  const uint32_t begin = rows.dense ? 0 : rows.columnStarts[j];
  const uint32_t end = rows.dense ? rows.sources : rows.columnStarts[j + 1];
  const bool guarded = rule.code[n].sourceGuard;
  uint32_t *to = places.as<uint32_t>();
  uint32_t *sources = stagedSources.as<uint32_t>();
  uint32_t count = 0;
  setTarget(p, i);
  auto flush = [&] {
    if (count == 0)
      return;
    for (size_t r = 0; r < stagedTraces.size(); ++r) {
      traceArgs[r] = stagedTraces[r].data();
      if (reads(p.readsTraces, r))
        gather(stagedTraces[r].data(), rule.traces[r].data(),
               stagedTraces[r].width(), 0, sources, count);
    }
    if (p.readsFired || p.readsPayload)
      for (uint32_t k = 0; k < count; ++k) {
        bool fired = source.hasFired(sources[k]);
        stagedFired.as<uint8_t>()[k] = fired;
        stagedPayloads.as<int32_t>()[k] =
            fired ? source.payload(sources[k]) : 0;
      }
    args.fired = stagedFired.as<uint8_t>();
    args.payloads = stagedPayloads.as<int32_t>();
    args.sources = sources;
    runStaged(n, count, sums);
    count = 0;
  };
  for (uint32_t k = begin; k < end; ++k) {
    uint32_t s = rows.dense ? k : rows.columnSources[k];
    if (guarded && !bitOf(rule.due[n], s))
      continue;
    to[count] = rows.dense ? static_cast<uint32_t>(k * rows.stride + j)
                           : rows.columnPlaces[k];
    sources[count++] = s;
    if (count == kNativeChunk)
      flush();
  }
  flush();
}

} // namespace snnc::runtime::cpu
