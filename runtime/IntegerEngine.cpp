//===- IntegerEngine.cpp - What ref and rtl have in common ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/IntegerEngine.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "runtime/Digest.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::Population;
using image::Port;
using image::Variable;

namespace {

constexpr uint64_t kSaveMagic = 0x32564153434e4e53ull; // "SNNCSAV2"

std::string str(int64_t n) { return std::to_string(n); }

/// A run of L-lane units of 8, 16 or 32 bits; block k of the population is in
/// unit first + k * stride.
struct Plane {
  uint32_t bits;
  uint64_t first;
  uint64_t stride;
  uint64_t row(uint64_t block) const {
    return (first + block * stride) * bits / 32;
  }
  /// Place of the unit in its word.
  uint32_t lowBit(uint64_t block) const {
    return static_cast<uint32_t>((first + block * stride) * bits % 32);
  }
};

Plane statePlane(const Variable &v) { return {v.bits, v.base, 1}; }

Plane portPlane(const Port &port, uint64_t slot) {
  return {port.accBits, port.base + slot, 1ull << port.slotsLog2};
}

int64_t extract(uint32_t word, uint32_t lowBit, uint32_t bits) {
  return static_cast<int32_t>(word << (32 - bits - lowBit)) >> (32 - bits);
}

uint32_t replace(uint32_t word, uint32_t lowBit, uint32_t bits, int64_t value) {
  uint32_t mask = (bits == 32 ? ~0u : (1u << bits) - 1) << lowBit;
  return (word & ~mask) | ((static_cast<uint32_t>(value) << lowBit) & mask);
}

/// Visits the neurons of `p` in logical order: f(logical, block, lane).
template <typename F>
void forNeurons(const Population &p, uint32_t lanes, F f) {
  for (uint32_t i = 0; i < p.size; ++i) {
    uint32_t physical = p.physical(i);
    f(i, physical / lanes, physical % lanes);
  }
}

/// Rows that hold planes of the image; all that save() must keep.
uint32_t usedStateRows(const image::Image &image) {
  size_t rows = image.tiles[0].state.size() / image.target.lanes;
  for (const Population &p : image.populations) {
    uint32_t blocks = image.tiles[0].groups[p.group].blocks;
    for (const auto *variables : {&p.states, &p.params})
      for (const Variable &v : *variables)
        rows = std::max<size_t>(rows, statePlane(v).row(blocks - 1) + 1);
  }
  for (const image::Projection &p : image.projections) {
    if (!p.plastic)
      continue;
    uint32_t group = image.populations[p.source].group;
    uint32_t blocks = image.tiles[0].groups[group].blocks;
    for (const Variable &v : p.plastic->traces)
      rows = std::max<size_t>(rows, statePlane(v).row(blocks - 1) + 1);
  }
  return static_cast<uint32_t>(rows);
}

/// Tells images apart, so that no state is restored into another network.
uint64_t fingerprint(const image::Image &image) {
  const image::Tile &tile = image.tiles[0];
  image::ByteWriter w;
  w.text(image.name);
  w.number(image.weightsDigest);
  w.number(image.target.lanes);
  w.elements(tile.program);
  w.elements(tile.state);
  for (const Population &p : image.populations) {
    w.text(p.name);
    w.number(p.size);
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

} // namespace

IntegerEngine::IntegerEngine(std::shared_ptr<const image::Image> image)
    : network(std::move(image)) {
  image::validate(*network, "image '" + network->name + "'");
  populationOfGroup.resize(network->tiles[0].groups.size());
  for (uint32_t p = 0; p < network->populations.size(); ++p) {
    populationOfGroup[network->populations[p].group] = p;
    injectedNow.emplace_back(network->populations[p].size);
  }
  scratchRow.resize(network->target.lanes);
  for (uint32_t j = 0; j < network->projections.size(); ++j) {
    bool learns = network->projections[j].plastic.has_value();
    anyPlastic |= learns;
    plastic.push_back(learns ? makePlastic(*network, j) : Plastic());
  }
  for (uint32_t m = 0; m < network->modulators.size(); ++m)
    driven |= uint32_t(network->modulators[m].driver >= 0) << m;
}

const Population &IntegerEngine::checkPopulation(uint32_t population) const {
  if (population >= network->populations.size())
    throw Error("no population " + str(population) + "; the network has " +
                str(static_cast<int64_t>(network->populations.size())));
  return network->populations[population];
}

const Variable &IntegerEngine::checkState(uint32_t population,
                                          uint32_t state) const {
  const Population &p = checkPopulation(population);
  if (state >= p.states.size())
    throw Error("population '" + p.name + "' has no state variable " +
                str(state));
  return p.states[state];
}

const Port &IntegerEngine::checkPort(uint32_t population, uint32_t port) const {
  const Population &p = checkPopulation(population);
  if (port >= p.ports.size())
    throw Error("population '" + p.name + "' has no port " + str(port));
  return p.ports[port];
}

const image::Modulator &
IntegerEngine::checkModulator(uint32_t modulator) const {
  if (modulator >= network->modulators.size())
    throw Error("no modulator " + str(modulator) + "; the network has " +
                str(static_cast<int64_t>(network->modulators.size())));
  return network->modulators[modulator];
}

void IntegerEngine::reset() {
  load();
  steps = 0;
  broken = false;
  pending.clear();
  lastEvents.clear();
  for (auto &flags : injectedNow)
    std::fill(flags.begin(), flags.end(), false);
  modulators.clear();
  for (const image::Modulator &m : network->modulators) {
    writeModulator(static_cast<uint32_t>(modulators.size()), m.init);
    modulators.push_back(m.init);
  }
  signals = 0;
  learningOn = true;
}

void IntegerEngine::inject(uint32_t population, uint32_t index,
                           int32_t payload) {
  const Population &p = checkPopulation(population);
  if (index >= p.size)
    throw Error("cannot inject into neuron " + str(index) + " of population '" +
                p.name + "': it has " + str(p.size));
  if (payload < p.payloadMin || payload > p.payloadMax)
    throw Error("cannot inject payload " + str(payload) + " into population '" +
                p.name + "': its range is [" + str(p.payloadMin) + ", " +
                str(p.payloadMax) + "]");
  if (injectedNow[population][index])
    throw Error("neuron " + str(index) + " of population '" + p.name +
                "' would emit twice in step " +
                str(static_cast<int64_t>(steps)) +
                ": an event was injected before");
  injectedNow[population][index] = true;
  pending.push_back({p.group, p.physical(index), payload});
}

void IntegerEngine::setModulator(uint32_t modulator, int32_t value) {
  const image::Modulator &m = checkModulator(modulator);
  if (m.driver >= 0)
    throw Error("cannot set modulator '" + m.name + "': population '" +
                network->populations[static_cast<size_t>(m.driver)].name +
                "' drives it");
  modulators[modulator] = value;
  writeModulator(modulator, value);
  signals |= 1u << modulator;
  if (anyPlastic)
    writeSignals(signals);
}

int32_t IntegerEngine::readModulator(uint32_t modulator) const {
  checkModulator(modulator);
  return modulators[modulator];
}

double IntegerEngine::readModulatorReal(uint32_t modulator) const {
  return std::ldexp(readModulator(modulator), -checkModulator(modulator).frac);
}

bool IntegerEngine::isSet(uint32_t modulator) const {
  checkModulator(modulator);
  return signals >> modulator & 1;
}

void IntegerEngine::step() {
  if (broken)
    throw Error(name() + ": stopped by an error; reset it first");
  scratchEvents.clear();
  try {
    runStep(steps, pending, scratchEvents);
  } catch (...) {
    broken = true;
    throw;
  }
  for (const TileEvent &e : pending) {
    uint32_t p = populationOfGroup[e.group];
    const Population &population = network->populations[p];
    injectedNow[p][e.physical / population.innerPad * population.inner +
                   e.physical % population.innerPad] = false;
  }
  pending.clear();
  signals = 0;
  if (driven)
    readModulators(modulators, signals);
  ++steps;

  lastEvents.clear();
  for (const TileEvent &e : scratchEvents) {
    uint32_t p = populationOfGroup.at(e.group);
    const Population &population = network->populations[p];
    Event event;
    event.population = p;
    event.index = e.physical / population.innerPad * population.inner +
                  e.physical % population.innerPad;
    event.payload = e.payload;
    event.realPayload = std::ldexp(e.payload, -population.payloadFrac);
    lastEvents.push_back(event);
  }
  auto before = [](const Event &a, const Event &b) {
    return a.population != b.population ? a.population < b.population
                                        : a.index < b.index;
  };
  if (!std::is_sorted(lastEvents.begin(), lastEvents.end(), before))
    std::sort(lastEvents.begin(), lastEvents.end(), before);
}

std::vector<int64_t> IntegerEngine::readPlane(const Population &p,
                                              uint32_t bits, uint64_t first,
                                              uint64_t stride,
                                              bool accumulators) {
  Plane plane{bits, first, stride};
  std::vector<int64_t> values(p.size);
  uint64_t rowRead = ~0ull;
  forNeurons(
      p, network->target.lanes, [&](uint32_t i, uint32_t block, uint32_t lane) {
        uint64_t row = plane.row(block);
        if (row != rowRead) {
          rowRead = row;
          if (accumulators)
            readAccumulatorRow(static_cast<uint32_t>(row), scratchRow.data());
          else
            readStateRow(static_cast<uint32_t>(row), scratchRow.data());
        }
        values[i] = extract(scratchRow[lane], plane.lowBit(block), bits);
      });
  return values;
}

std::vector<int64_t> IntegerEngine::readState(uint32_t population,
                                              uint32_t state) {
  const Variable &v = checkState(population, state);
  return readPlane(network->populations[population], v.bits, v.base, 1, false);
}

std::vector<double> IntegerEngine::readStateReal(uint32_t population,
                                                 uint32_t state) {
  std::vector<double> real;
  int frac = checkState(population, state).frac;
  for (int64_t value : readState(population, state))
    real.push_back(std::ldexp(static_cast<double>(value), -frac));
  return real;
}

void IntegerEngine::writeState(uint32_t population, uint32_t state,
                               const std::vector<int64_t> &values) {
  const Variable &v = checkState(population, state);
  const Population &p = network->populations[population];
  writeVariable(p, v, values, "state '" + p.name + "." + v.name + "': ");
}

void IntegerEngine::writeVariable(const Population &p, const Variable &v,
                                  const std::vector<int64_t> &values,
                                  const std::string &where) {
  if (values.size() != p.size && values.size() != 1)
    throw Error(where + str(static_cast<int64_t>(values.size())) +
                " values for " + str(p.size) + " neurons");
  int64_t most = (int64_t(1) << (v.bits - 1)) - 1;
  for (int64_t value : values)
    if (value > most || value < -most - 1)
      throw Error(where + "value " + str(value) + " does not fit in " +
                  str(v.bits) + " bits");
  Plane plane = statePlane(v);
  uint32_t rowHeld = ~0u;
  auto flush = [&] {
    if (rowHeld != ~0u)
      writeStateRow(rowHeld, scratchRow.data());
  };
  forNeurons(
      p, network->target.lanes, [&](uint32_t i, uint32_t block, uint32_t lane) {
        auto row = static_cast<uint32_t>(plane.row(block));
        if (row != rowHeld) {
          flush();
          rowHeld = row;
          readStateRow(row, scratchRow.data());
        }
        scratchRow[lane] = replace(scratchRow[lane], plane.lowBit(block),
                                   v.bits, values[values.size() == 1 ? 0 : i]);
      });
  flush();
}

std::vector<int64_t> IntegerEngine::readPort(uint32_t population, uint32_t port,
                                             uint32_t d) {
  const Port &q = checkPort(population, port);
  uint32_t slots = 1u << q.slotsLog2;
  if (d >= slots)
    throw Error("port '" + network->populations[population].name + "." +
                q.name + "' holds sums of " + str(slots) +
                " steps; asked for " + str(d) + " steps ahead");
  Plane plane = portPlane(q, (steps + d) % slots);
  return readPlane(network->populations[population], plane.bits, plane.first,
                   plane.stride, true);
}

void IntegerEngine::resetPopulation(uint32_t population) {
  const Population &p = checkPopulation(population);
  for (uint32_t v = 0; v < p.states.size(); ++v) {
    const auto &init = p.states[v].init;
    writeState(population, v, std::vector<int64_t>(init.begin(), init.end()));
  }
  uint32_t blocks = network->tiles[0].groups[p.group].blocks;
  for (const Port &port : p.ports)
    for (uint64_t slot = 0; slot < (1ull << port.slotsLog2); ++slot) {
      Plane plane = portPlane(port, slot);
      for (uint64_t block = 0; block < blocks; ++block) {
        auto row = static_cast<uint32_t>(plane.row(block));
        readAccumulatorRow(row, scratchRow.data());
        for (uint32_t &word : scratchRow)
          word = replace(word, plane.lowBit(block), plane.bits, 0);
        writeAccumulatorRow(row, scratchRow.data());
      }
    }
  resetTraces(population);
}

uint64_t IntegerEngine::eventsDigest() const {
  uint64_t sum = 0;
  for (const Event &e : lastEvents)
    sum += digestElement(digestPrefix(e.population, kDigestEvent), e.index,
                         e.payload);
  return sum;
}

uint64_t IntegerEngine::digest() {
  uint64_t sum = network->weightsDigest + eventsDigest();
  for (uint32_t p = 0; p < network->populations.size(); ++p) {
    const Population &population = network->populations[p];
    for (uint32_t v = 0; v < population.states.size(); ++v) {
      uint64_t prefix = digestPrefix(p, v);
      uint64_t index = 0;
      for (int64_t value : readState(p, v))
        sum += digestElement(prefix, index++, value);
    }
    for (uint32_t q = 0; q < population.ports.size(); ++q) {
      uint64_t prefix = digestPrefix(p, kDigestPort + q);
      for (uint32_t d = 0; d < population.ports[q].maxDelay; ++d) {
        uint64_t index = uint64_t(d) << 32;
        for (int64_t value : readPort(p, q, d))
          sum += digestElement(prefix, index++, value);
      }
    }
  }
  for (uint32_t m = 0; m < modulators.size(); ++m)
    sum += digestElement(digestPrefix(kDigestModulator, m), 0, modulators[m]);
  for (uint32_t m = 0; m < modulators.size(); ++m)
    if (driven >> m & 1)
      sum += digestElement(digestPrefix(kDigestDriven, m), 0, signals >> m & 1);
  for (uint32_t j = 0; j < plastic.size(); ++j)
    if (network->projections[j].plastic)
      sum += plasticDigest(j);
  if (anyPlastic)
    sum += digestElement(digestPrefix(kDigestLearning, 0), 0, learningOn);
  sum += digestElement(digestPrefix(kDigestStep, 0), 0,
                       static_cast<int64_t>(steps));
  return sum;
}

std::vector<uint8_t> IntegerEngine::save() {
  if (broken)
    throw Error(name() + ": stopped by an error; its state is not saved");
  image::ByteWriter w;
  w.number(kSaveMagic);
  w.number(fingerprint(*network));
  w.number(steps);
  w.list(modulators);
  Counters c = counters();
  forCounters(c, [&](uint64_t n) { w.number(n); });
  w.number<uint64_t>(lastEvents.size());
  for (const Event &e : lastEvents) {
    w.number(e.population);
    w.number(e.index);
    w.number(e.payload);
  }
  w.number<uint64_t>(pending.size());
  for (const TileEvent &e : pending) {
    const Population &p = network->populations[populationOfGroup[e.group]];
    w.number(populationOfGroup[e.group]);
    w.number(e.physical / p.innerPad * p.inner + e.physical % p.innerPad);
    w.number(e.payload);
  }
  uint32_t rows = usedStateRows(*network);
  w.number(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    readStateRow(row, scratchRow.data());
    w.elements(scratchRow);
  }
  rows = network->tiles[0].accumulatorRows;
  w.number(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    readAccumulatorRow(row, scratchRow.data());
    w.elements(scratchRow);
  }
  w.number(signals);
  w.number<uint8_t>(learningOn);
  std::vector<uint32_t> synapseRows = plasticRows();
  w.number<uint32_t>(static_cast<uint32_t>(synapseRows.size()));
  for (uint32_t row : synapseRows) {
    readSynapseRow(row, scratchRow.data());
    w.elements(scratchRow);
  }
  return std::move(w.bytes);
}

void IntegerEngine::restore(const std::vector<uint8_t> &saved) {
  image::ByteReader r(saved.data(), saved.size(), "saved state");
  if (r.number<uint64_t>() != kSaveMagic)
    throw Error("saved state: not a state saved by snnc");
  if (r.number<uint64_t>() != fingerprint(*network))
    throw Error("saved state: belongs to another image than '" + network->name +
                "'");
  // All is read and checked before anything of the engine changes.
  uint64_t savedSteps = r.number<uint64_t>();
  auto savedModulators = r.list<int32_t>();
  Counters savedCounters;
  forCounters(savedCounters, [&](uint64_t &n) { n = r.number<uint64_t>(); });
  auto readEvents = [&] {
    std::vector<Event> events(r.count(12));
    for (Event &e : events) {
      e.population = r.number<uint32_t>();
      e.index = r.number<uint32_t>();
      e.payload = r.number<int32_t>();
      const Population &p = checkPopulation(e.population);
      if (e.index >= p.size)
        throw Error("saved state: corrupt: event of neuron " + str(e.index));
      e.realPayload = std::ldexp(e.payload, -p.payloadFrac);
    }
    return events;
  };
  std::vector<Event> savedEvents = readEvents();
  std::vector<Event> savedPending = readEvents();
  uint32_t lanes = network->target.lanes;
  auto readRows = [&](uint32_t expected) {
    if (r.number<uint32_t>() != expected)
      throw Error("saved state: corrupt: wrong number of rows");
    return r.elements<uint32_t>(uint64_t(expected) * lanes);
  };
  auto stateWords = readRows(usedStateRows(*network));
  auto accumulatorWords = readRows(network->tiles[0].accumulatorRows);
  auto savedSignals = r.number<uint32_t>();
  auto savedLearning = r.number<uint8_t>();
  std::vector<uint32_t> synapseRows = plasticRows();
  auto synapseWords = readRows(static_cast<uint32_t>(synapseRows.size()));
  r.finish();
  if (savedLearning > 1 || savedSignals >> network->modulators.size())
    throw Error("saved state: corrupt: marks of learning");
  if (savedModulators.size() != network->modulators.size())
    throw Error("saved state: corrupt: wrong number of modulators");

  reset();
  for (size_t row = 0; row * lanes < stateWords.size(); ++row)
    writeStateRow(static_cast<uint32_t>(row), &stateWords[row * lanes]);
  for (size_t row = 0; row * lanes < accumulatorWords.size(); ++row)
    writeAccumulatorRow(static_cast<uint32_t>(row),
                        &accumulatorWords[row * lanes]);
  // Restoring a modulator's value is not setting it.
  modulators = savedModulators;
  for (uint32_t m = 0; m < modulators.size(); ++m)
    writeModulator(m, modulators[m]);
  for (size_t i = 0; i < synapseRows.size(); ++i)
    writeSynapseRow(synapseRows[i], &synapseWords[i * lanes]);
  signals = savedSignals;
  if (anyPlastic)
    writeSignals(signals);
  setLearning(savedLearning != 0);
  writeStepCount(savedSteps);
  writeCounters(savedCounters);
  steps = savedSteps;
  for (const Event &e : savedPending)
    inject(e.population, e.index, e.payload);
  lastEvents = std::move(savedEvents);
}

} // namespace snnc::runtime
