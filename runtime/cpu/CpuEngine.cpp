//===- CpuEngine.cpp - Native code on all threads
//----------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The host's view: arguments are checked here, values go by logical index.
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/CpuEngine.h"

#include "image/Error.h"
#include "runtime/Digest.h"
#include "runtime/Factory.h"
#include "runtime/FloatEngine.h"
#include "runtime/SavedState.h"
#include "runtime/cpu/FloatCode.h"
#include "runtime/cpu/Machine.h"

#include <algorithm>
#include <cmath>
#include <omp.h>

namespace snnc::runtime::cpu {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

std::vector<double> scaled(const std::vector<int64_t> &codes, int frac) {
  std::vector<double> real;
  real.reserve(codes.size());
  for (int64_t code : codes)
    real.push_back(std::ldexp(static_cast<double>(code), -frac));
  return real;
}

void checkFits(const std::vector<int64_t> &values, uint32_t bits,
               const std::string &where) {
  int64_t most = (int64_t(1) << (bits - 1)) - 1;
  for (int64_t value : values)
    if (value > most || value < -most - 1)
      throw Error(where + "value " + std::to_string(value) +
                  " does not fit in " + str(bits) + " bits");
}

void checkCount(size_t count, uint64_t expected, const std::string &where) {
  if (count != expected && count != 1)
    throw Error(where + str(count) + " values for " + str(expected));
}

void writeAll(Buffer &buffer, const std::vector<int64_t> &values) {
  for (uint64_t i = 0; i < buffer.size(); ++i)
    buffer.set(i, values[values.size() == 1 ? 0 : i]);
}

} // namespace

struct CpuEngine::Impl {
  Impl(std::shared_ptr<const image::Image> image, unsigned threads, bool alone)
      : machine(std::move(image), threads, alone ? nobody : world()) {
    makeFlags();
  }
  explicit Impl(const Impl &original) : machine(original.machine, nobody) {
    makeFlags();
  }
  void makeFlags() {
    for (const image::Population &p : machine.image().populations)
      injectedNow.emplace_back(p.size);
  }

  const image::Population &population(uint32_t p) const {
    const auto &all = machine.image().populations;
    if (p >= all.size())
      throw Error("no population " + str(p) + "; the network has " +
                  str(all.size()));
    return all[p];
  }
  Buffer &state(uint32_t p, uint32_t v) {
    if (v >= population(p).states.size())
      throw Error("population '" + population(p).name +
                  "' has no state variable " + str(v));
    return machine.common.populations[p].states[v];
  }
  const image::Modulator &modulator(uint32_t m) const {
    const auto &all = machine.image().modulators;
    if (m >= all.size())
      throw Error("no modulator " + str(m) + "; the network has " +
                  str(all.size()));
    return all[m];
  }
  /// Throws unless it learns.
  const image::Projection &plastic(uint32_t j) const {
    const auto &all = machine.image().projections;
    if (j >= all.size())
      throw Error("no projection " + str(j) + "; the network has " +
                  str(all.size()));
    if (!all[j].plastic)
      throw Error("projection '" + all[j].name + "' does not learn");
    return all[j];
  }
  const image::SynapseVariable &variable(uint32_t j, uint32_t v) const {
    const image::Projection &p = plastic(j);
    if (v >= p.plastic->variables.size())
      throw Error("projection '" + p.name + "' has no synapse variable " +
                  str(v));
    return p.plastic->variables[v];
  }
  Buffer &trace(uint32_t j, uint32_t r) {
    const image::Projection &p = plastic(j);
    if (r >= p.plastic->traces.size())
      throw Error("projection '" + p.name + "' has no trace " + str(r));
    return machine.common.rules[j].traces[r];
  }

  uint64_t synapses(uint32_t j) {
    uint64_t count = 0;
    for (uint32_t size : machine.rowSizes(j))
      count += size;
    return count;
  }
  /// Plane 0: weights; 1 + v: variable v.
  void writeSynapses(uint32_t j, uint32_t plane, uint32_t bits,
                     const std::vector<int64_t> &values,
                     const std::string &where) {
    uint64_t count = synapses(j);
    if (values.size() != count)
      throw Error(where + str(values.size()) + " values for " + str(count) +
                  " synapses");
    checkFits(values, bits, where);
    machine.writeSynapses(j, plane, values);
  }
  uint64_t plasticDigest(uint32_t j);
  uint64_t tracesDigest(uint32_t j);
  uint64_t portsDigest();
  uint64_t shareDigest();

  /// What an engine that is alone has for other processes.
  Exchange nobody;
  Machine machine;
  /// One flag a neuron and population: injected for the coming step.
  std::vector<std::vector<bool>> injectedNow;
};

/// All that the machine has, for networks in which each has work enough between
/// two meetings.
static unsigned threadsFor(const image::Image &image) {
  constexpr uint64_t kNeuronsEach = 4096;
  uint64_t neurons = 0;
  for (const image::Population &p : image.populations)
    neurons += p.size;
  auto most = static_cast<uint64_t>(omp_get_num_procs());
  return static_cast<unsigned>(
      std::clamp<uint64_t>(neurons / kNeuronsEach, 1, most));
}

CpuEngine::CpuEngine(std::shared_ptr<const image::Image> image,
                     const EngineOptions &options) {
  unsigned threads = options.threads ? options.threads : threadsFor(*image);
  impl = std::make_unique<Impl>(std::move(image), threads, options.alone);
  if (options.phases)
    impl->machine.measurePhases();
  takeLearned();
}
CpuEngine::CpuEngine(std::unique_ptr<Impl> impl) : impl(std::move(impl)) {}
CpuEngine::~CpuEngine() = default;

void CpuEngine::reset() {
  impl->machine.reset();
  takeLearned();
  for (auto &flags : impl->injectedNow)
    std::fill(flags.begin(), flags.end(), false);
}

void CpuEngine::takeLearned() {
  const image::Native &native = impl->machine.image().native;
  for (uint32_t j = 0; j < native.projections.size(); ++j) {
    const image::NativeProjection &p = native.projections[j];
    if (!p.weights.empty())
      writeWeights(j, {p.weights.begin(), p.weights.end()});
    for (uint32_t v = 0; v < p.variables.size(); ++v)
      writeSynapseVariable(j, v,
                           {p.variables[v].begin(), p.variables[v].end()});
  }
}

void CpuEngine::inject(uint32_t population, uint32_t index, int32_t payload) {
  const image::Population &p = impl->population(population);
  if (index >= p.size)
    throw Error("cannot inject into neuron " + str(index) + " of population '" +
                p.name + "': it has " + str(p.size));
  if (payload < p.payloadMin || payload > p.payloadMax)
    throw Error("cannot inject payload " + std::to_string(payload) +
                " into population '" + p.name + "': its range is [" +
                std::to_string(p.payloadMin) + ", " +
                std::to_string(p.payloadMax) + "]");
  if (impl->injectedNow[population][index])
    throw Error("neuron " + str(index) + " of population '" + p.name +
                "' would emit twice in step " + str(stepCount()) +
                ": an event was injected before");
  impl->injectedNow[population][index] = true;
  Spikes &events = impl->machine.common.injected[population];
  events.indices.push_back(index);
  if (p.graded)
    events.payloads.push_back(payload);
}

void CpuEngine::setModulator(uint32_t modulator, int32_t value) {
  const image::Modulator &m = impl->modulator(modulator);
  if (m.driver >= 0)
    throw Error("cannot set modulator '" + m.name + "': population '" +
                impl->population(static_cast<uint32_t>(m.driver)).name +
                "' drives it");
  impl->machine.modulators[modulator] = value;
  impl->machine.signals |= 1u << modulator;
}

int32_t CpuEngine::readModulator(uint32_t modulator) const {
  impl->modulator(modulator);
  return impl->machine.modulators[modulator];
}

double CpuEngine::readModulatorReal(uint32_t modulator) const {
  return std::ldexp(readModulator(modulator), -impl->modulator(modulator).frac);
}

bool CpuEngine::isSet(uint32_t modulator) const {
  impl->modulator(modulator);
  return impl->machine.signals >> modulator & 1;
}

void CpuEngine::step() {
  Machine &machine = impl->machine;
  for (uint32_t p = 0; p < impl->injectedNow.size(); ++p)
    for (uint32_t i : machine.common.injected[p].indices)
      impl->injectedNow[p][i] = false;
  machine.step();
}

uint64_t CpuEngine::stepCount() const { return impl->machine.steps; }

const std::vector<Event> &CpuEngine::events() const {
  return impl->machine.events();
}

std::vector<int64_t> CpuEngine::readState(uint32_t population, uint32_t state) {
  Buffer &buffer = impl->state(population, state);
  impl->machine.collect(buffer, population);
  return readAll(buffer);
}

std::vector<double> CpuEngine::readStateReal(uint32_t population,
                                             uint32_t state) {
  std::vector<int64_t> values = readState(population, state);
  return scaled(values, impl->population(population).states[state].frac);
}

void CpuEngine::writeState(uint32_t population, uint32_t state,
                           const std::vector<int64_t> &values) {
  Buffer &buffer = impl->state(population, state);
  const image::Population &p = impl->population(population);
  std::string where = "state '" + p.name + "." + p.states[state].name + "': ";
  checkCount(values.size(), p.size, where);
  checkFits(values, p.states[state].bits, where);
  writeAll(buffer, values);
}

std::vector<int64_t> CpuEngine::readPort(uint32_t population, uint32_t port,
                                         uint32_t d) {
  const image::Population &p = impl->population(population);
  if (port >= p.ports.size())
    throw Error("population '" + p.name + "' has no port " + str(port));
  if (d > p.ports[port].maxDelay)
    throw Error("port '" + p.name + "." + p.ports[port].name +
                "' holds sums of " + str(p.ports[port].maxDelay) +
                " steps; asked for " + str(d) + " steps ahead");
  return impl->machine.pending(population, port, d);
}

void CpuEngine::writePort(uint32_t population, uint32_t port, uint32_t d,
                          const std::vector<int64_t> &values) {
  const image::Population &p = impl->population(population);
  if (port >= p.ports.size())
    throw Error("population '" + p.name + "' has no port " + str(port));
  std::string where = "port '" + p.name + "." + p.ports[port].name + "': ";
  if (d >= p.ports[port].maxDelay)
    throw Error(where + "no event arrives " + str(d) + " steps ahead");
  checkCount(values.size(), p.size, where);
  checkFits(values, p.ports[port].accBits, where);
  impl->machine.writePending(population, port, d, values);
}

void CpuEngine::resetPopulation(uint32_t population) {
  impl->population(population);
  Machine &machine = impl->machine;
  machine.resetStates(population);
  machine.clearPending(population);
  for (uint32_t j = 0; j < machine.image().projections.size(); ++j) {
    const image::Projection &p = machine.image().projections[j];
    if (p.plastic && p.source == population)
      machine.resetTraces(j);
  }
}

void CpuEngine::setLearning(bool on) { impl->machine.learningOn = on; }
bool CpuEngine::learning() const { return impl->machine.learningOn; }

std::vector<int64_t> CpuEngine::readWeights(uint32_t projection) {
  impl->plastic(projection);
  return impl->machine.readSynapses(projection, 0);
}

std::vector<double> CpuEngine::readWeightsReal(uint32_t projection) {
  return scaled(readWeights(projection), impl->plastic(projection).weightFrac);
}

void CpuEngine::writeWeights(uint32_t projection,
                             const std::vector<int64_t> &values) {
  const image::Projection &p = impl->plastic(projection);
  impl->writeSynapses(projection, 0, p.weightBits, values,
                      "weights of projection '" + p.name + "': ");
}

std::vector<int64_t> CpuEngine::readSynapseVariable(uint32_t projection,
                                                    uint32_t variable) {
  impl->variable(projection, variable);
  return impl->machine.readSynapses(projection, 1 + variable);
}

std::vector<double> CpuEngine::readSynapseVariableReal(uint32_t projection,
                                                       uint32_t variable) {
  return scaled(readSynapseVariable(projection, variable),
                impl->variable(projection, variable).frac);
}

void CpuEngine::writeSynapseVariable(uint32_t projection, uint32_t variable,
                                     const std::vector<int64_t> &values) {
  const image::SynapseVariable &v = impl->variable(projection, variable);
  impl->writeSynapses(projection, 1 + variable, v.bits, values,
                      "synapse variable '" + impl->plastic(projection).name +
                          "." + v.name + "': ");
}

std::vector<int64_t> CpuEngine::readTrace(uint32_t projection, uint32_t trace) {
  return readAll(impl->trace(projection, trace));
}

std::vector<double> CpuEngine::readTraceReal(uint32_t projection,
                                             uint32_t trace) {
  std::vector<int64_t> values = readTrace(projection, trace);
  return scaled(values, impl->plastic(projection).plastic->traces[trace].frac);
}

void CpuEngine::writeTrace(uint32_t projection, uint32_t trace,
                           const std::vector<int64_t> &values) {
  Buffer &buffer = impl->trace(projection, trace);
  const image::Projection &p = impl->plastic(projection);
  const image::Variable &v = p.plastic->traces[trace];
  std::string where = "trace '" + p.name + "." + v.name + "': ";
  checkCount(values.size(), buffer.size(), where);
  checkFits(values, v.bits, where);
  writeAll(buffer, values);
}

uint64_t CpuEngine::Impl::portsDigest() {
  const auto &populations = machine.image().populations;
  uint64_t sum = 0;
  for (uint32_t d = 0; d < machine.common.maxDelay; ++d)
    machine.forPending(
        d, [&](uint32_t p, uint32_t q, uint32_t i, int64_t value) {
          if (d < populations[p].ports[q].maxDelay)
            sum += digestElement(digestPrefix(p, kDigestPort + q),
                                 (uint64_t(d) << 32) + i, value);
        });
  return sum;
}

uint64_t CpuEngine::Impl::plasticDigest(uint32_t j) {
  const image::Projection &p = machine.image().projections[j];
  const uint64_t targets = machine.image().populations[p.target].size;
  uint64_t sum = 0;
  machine.forRows(j, [&](PlasticRows &rows, uint32_t s) {
    const uint64_t first = rows.rowStart(s);
    uint32_t ordinal = 0;
    for (uint32_t i = 0; i < rows.rowSize(s); ++i) {
      auto targetOf = [&](uint32_t k) {
        return rows.dense ? k : rows.targets.as<uint32_t>()[first + k];
      };
      ordinal = i > 0 && targetOf(i) == targetOf(i - 1) ? ordinal + 1 : 0;
      uint64_t index = s * targets + rows.slice.begin + targetOf(i);
      for (uint32_t plane = 0; plane <= rows.variables.size(); ++plane)
        sum += digestElement(
            digestPrefix(kDigestProjection + j, plane << 16 | ordinal), index,
            rows.plane(plane).get(first + i));
    }
  });
  return sum;
}

uint64_t CpuEngine::Impl::tracesDigest(uint32_t j) {
  uint64_t sum = 0;
  for (uint32_t r = 0; r < machine.common.rules[j].traces.size(); ++r) {
    uint64_t prefix = digestPrefix(kDigestTraces + j, r);
    const Buffer &trace = machine.common.rules[j].traces[r];
    for (uint64_t i = 0; i < trace.size(); ++i)
      sum += digestElement(prefix, i, trace.get(i));
  }
  return sum;
}

/// Of all that ranks hold apart from each other.
uint64_t CpuEngine::Impl::shareDigest() {
  const image::Image &image = machine.image();
  uint64_t sum = portsDigest();
  for (const auto &worker : machine.workers)
    for (uint32_t p = 0; p < image.populations.size(); ++p)
      for (uint32_t v = 0; v < image.populations[p].states.size(); ++v) {
        const Buffer &state = machine.common.populations[p].states[v];
        const image::IndexRange &slice = worker->share.slices[p];
        uint64_t prefix = digestPrefix(p, v);
        for (uint32_t i = slice.begin; i < slice.end; ++i)
          sum += digestElement(prefix, i, state.get(i));
      }
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      sum += plasticDigest(j);
  return sum;
}

uint64_t CpuEngine::digest() {
  Machine &machine = impl->machine;
  const image::Image &image = machine.image();
  uint64_t sum = image.weightsDigest;
  for (const Event &e : events())
    sum += digestElement(digestPrefix(e.population, kDigestEvent), e.index,
                         e.payload);
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    sum += digestElement(digestPrefix(kDigestModulator, m), 0,
                         machine.modulators[m]);
    if (image.modulators[m].driver >= 0)
      sum += digestElement(digestPrefix(kDigestDriven, m), 0,
                           machine.signals >> m & 1);
  }
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic)
      sum += impl->tracesDigest(j);
  if (machine.anyPlastic)
    sum +=
        digestElement(digestPrefix(kDigestLearning, 0), 0, machine.learningOn);
  sum += digestElement(digestPrefix(kDigestStep, 0), 0,
                       static_cast<int64_t>(machine.steps));
  return sum + machine.ranks.sum(impl->shareDigest());
}

Counters CpuEngine::counters() const { return impl->machine.counters(); }

uint64_t CpuEngine::synapseBytes() const {
  uint64_t sum = 0;
  for (const auto &worker : impl->machine.workers) {
    sum += bytesOf(*worker->rows);
    for (const auto &rows : worker->plastic)
      sum += rows->bytes();
  }
  return sum;
}

std::vector<uint8_t> CpuEngine::save() {
  Machine &machine = impl->machine;
  if (machine.broken)
    throw Error("cpu: stopped by an error; its state is not saved");
  SavedState s = SavedState::of(*this, machine.image());
  for (uint32_t p = 0; p < machine.common.injected.size(); ++p) {
    const Spikes &spikes = machine.common.injected[p];
    for (size_t i = 0; i < spikes.indices.size(); ++i)
      s.injected.push_back({p, spikes.indices[i], spikes.payload(i)});
  }
  return s.bytes(machine.image());
}

void CpuEngine::restore(const std::vector<uint8_t> &saved) {
  Machine &machine = impl->machine;
  SavedState s = SavedState::parse(saved, machine.image());
  for (uint32_t j = 0; j < s.weights.size(); ++j)
    if (machine.image().projections[j].plastic &&
        s.weights[j].size() != impl->synapses(j))
      throw Error("saved state: corrupt: wrong number of synapses");
  reset();
  machine.setStep(s.steps);
  s.writeTo(*this);
  machine.modulators = s.modulators;
  machine.signals = s.signals;
  machine.learningOn = s.learning;
  if (machine.ranks.rank() == 0)
    machine.total = s.counters;
  for (const Event &e : s.injected)
    inject(e.population, e.index, e.payload);
  machine.lastEvents = std::move(s.events);
}

std::optional<PhaseTimes> CpuEngine::phaseTimes() const {
  return impl->machine.phaseTimes();
}

std::unique_ptr<Engine> CpuEngine::fork() {
  Machine &machine = impl->machine;
  if (machine.workers.size() != 1 || machine.ranks.ranks() != 1)
    throw Error("cpu: an engine of several threads or processes has no copies");
  std::unique_ptr<CpuEngine> copy(new CpuEngine(std::make_unique<Impl>(*impl)));
  for (uint32_t j = 0; j < machine.image().projections.size(); ++j) {
    const image::Projection &p = machine.image().projections[j];
    for (uint32_t plane = 0; p.plastic && plane <= p.plastic->variables.size();
         ++plane)
      copy->impl->machine.writeSynapses(j, plane,
                                        machine.readSynapses(j, plane));
  }
  copy->impl->machine.modulators = machine.modulators;
  copy->impl->machine.learningOn = machine.learningOn;
  return copy;
}

void CpuEngine::startAt(uint64_t t) { impl->machine.startAt(t); }

// An engine that is alone works beside those of the other processes.
unsigned CpuEngine::process() const { return world().rank(); }

uint64_t CpuEngine::mostOf(uint64_t mine) { return ~world().least(~mine); }

std::vector<std::vector<uint8_t>>
CpuEngine::gather(const std::vector<uint8_t> &mine) {
  return world().gather(mine);
}

void registerCpuEngine() {
  registerEngine("cpu", [](std::shared_ptr<const image::Image> image,
                           const EngineOptions &options) {
    return std::make_unique<CpuEngine>(std::move(image), options);
  });
  registerEngine("float", [](std::shared_ptr<const image::Image> image,
                             const EngineOptions &) {
    FloatCode code = linkFloatCode(image->floating);
    return std::make_unique<FloatEngine>(std::move(image), std::move(code));
  });
}

} // namespace snnc::runtime::cpu
