//===- IntegerEngine.cpp - What ref and rtl have in common ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/IntegerEngine.h"

#include "image/Container.h"
#include "image/Parts.h"
#include "runtime/Digest.h"
#include "runtime/SavedState.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace snnc::runtime {

using image::Population;
using image::Port;
using image::Variable;

namespace {

std::string str(int64_t n) { return std::to_string(n); }

int64_t extract(uint32_t word, uint32_t lowBit, uint32_t bits) {
  return static_cast<int32_t>(word << (32 - bits - lowBit)) >> (32 - bits);
}

uint32_t replace(uint32_t word, uint32_t lowBit, uint32_t bits, int64_t value) {
  uint32_t mask = (bits == 32 ? ~0u : (1u << bits) - 1) << lowBit;
  return (word & ~mask) | ((static_cast<uint32_t>(value) << lowBit) & mask);
}

/// Visits the neurons of a run in logical order: f(logical, block, lane).
template <typename Run, typename F>
void forNeurons(const Population &p, const Run &run, uint32_t lanes, F f) {
  for (uint32_t i = run.first; i < run.first + run.size; ++i) {
    uint32_t physical = p.physical(i);
    f(i, physical / lanes, physical % lanes);
  }
}

} // namespace

IntegerEngine::IntegerEngine(std::shared_ptr<const image::Image> image)
    : network(std::move(image)) {
  image::validate(*network, "image '" + network->name + "'");
  image::needTiles(*network, "this engine");
  for (const Population &p : network->populations)
    injectedNow.emplace_back(p.size);
  scratchRow.resize(network->target.lanes);
  for (uint32_t j = 0; j < network->projections.size(); ++j) {
    bool learns = network->projections[j].plastic.has_value();
    anyPlastic |= learns;
    plastic.push_back(learns ? makePlastic(*network, j) : Plastic());
  }
  for (uint32_t m = 0; m < network->modulators.size(); ++m)
    driven |= uint32_t(network->modulators[m].driver >= 0) << m;
}

IntegerEngine::Run IntegerEngine::runOf(const image::Image &image,
                                        const image::Part &part) {
  const image::Group &home = image::homeOf(image, part);
  Run run;
  run.tile = part.tile;
  run.first = part.first;
  run.size = part.size;
  run.firstBlock = home.firstBlock;
  run.blocks = home.blocks;
  return run;
}

IntegerEngine::Runs IntegerEngine::stateRuns(uint32_t population,
                                             uint32_t state) const {
  const Population &p = network->populations[population];
  Runs runs;
  for (const image::Part &part : p.parts) {
    Run &run = runs.emplace_back(runOf(*network, part));
    run.unit = part.states[state];
    run.bits = p.states[state].bits;
  }
  return runs;
}

IntegerEngine::Runs IntegerEngine::portRuns(uint32_t population, uint32_t port,
                                            uint64_t slot) const {
  const Population &p = network->populations[population];
  Runs runs;
  for (const image::Part &part : p.parts) {
    Run &run = runs.emplace_back(runOf(*network, part));
    run.unit = part.ports[port] + slot;
    run.stride = 1ull << p.ports[port].slotsLog2;
    run.bits = p.ports[port].accBits;
  }
  return runs;
}

std::pair<uint32_t, uint32_t>
IntegerEngine::sourceOf(const TileEvent &e) const {
  const image::Group &g = network->tiles.at(e.tile).groups.at(e.group);
  const Population &p = network->populations[g.population];
  uint32_t physical = g.firstBlock * network->target.lanes + e.physical;
  return {g.population,
          physical / p.innerPad * p.inner + physical % p.innerPad};
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
  auto part = std::upper_bound(
      p.parts.begin(), p.parts.end(), index,
      [](uint32_t i, const image::Part &part) { return i < part.first; });
  --part;
  uint32_t before = image::homeOf(*network, *part).firstBlock;
  pending.push_back({part->group,
                     p.physical(index) - before * network->target.lanes,
                     payload, part->tile});
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
    auto [population, index] = sourceOf(e);
    injectedNow[population][index] = false;
  }
  pending.clear();
  signals = 0;
  if (driven)
    readModulators(modulators, signals);
  ++steps;

  lastEvents.clear();
  for (const TileEvent &e : scratchEvents) {
    Event event;
    std::tie(event.population, event.index) = sourceOf(e);
    event.payload = e.payload;
    event.realPayload = std::ldexp(
        e.payload, -network->populations[event.population].payloadFrac);
    lastEvents.push_back(event);
  }
  auto before = [](const Event &a, const Event &b) {
    return a.population != b.population ? a.population < b.population
                                        : a.index < b.index;
  };
  if (!std::is_sorted(lastEvents.begin(), lastEvents.end(), before))
    std::sort(lastEvents.begin(), lastEvents.end(), before);
}

std::vector<int64_t> IntegerEngine::readRuns(const Population &p,
                                             const Runs &runs,
                                             bool accumulators) {
  std::vector<int64_t> values(p.size);
  for (const Run &run : runs) {
    uint64_t rowRead = ~0ull;
    forNeurons(p, run, network->target.lanes,
               [&](uint32_t i, uint32_t block, uint32_t lane) {
                 uint64_t row = run.row(block);
                 if (row != rowRead) {
                   rowRead = row;
                   auto at = static_cast<uint32_t>(row);
                   if (accumulators)
                     readAccumulatorRow(run.tile, at, scratchRow.data());
                   else
                     readStateRow(run.tile, at, scratchRow.data());
                 }
                 values[i] =
                     extract(scratchRow[lane], run.lowBit(block), run.bits);
               });
  }
  return values;
}

std::vector<int64_t> IntegerEngine::readState(uint32_t population,
                                              uint32_t state) {
  checkState(population, state);
  return readRuns(network->populations[population],
                  stateRuns(population, state), false);
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
  writeRuns(p, stateRuns(population, state), values,
            "state '" + p.name + "." + v.name + "': ");
}

void IntegerEngine::writeRuns(const Population &p, const Runs &runs,
                              const std::vector<int64_t> &values,
                              const std::string &where, bool accumulators) {
  if (values.size() != p.size && values.size() != 1)
    throw Error(where + str(static_cast<int64_t>(values.size())) +
                " values for " + str(p.size) + " neurons");
  const uint32_t bits = runs.front().bits;
  int64_t most = (int64_t(1) << (bits - 1)) - 1;
  for (int64_t value : values)
    if (value > most || value < -most - 1)
      throw Error(where + "value " + str(value) + " does not fit in " +
                  str(bits) + " bits");
  for (const Run &run : runs) {
    uint32_t rowHeld = ~0u;
    auto flush = [&] {
      if (rowHeld == ~0u)
        return;
      if (accumulators)
        writeAccumulatorRow(run.tile, rowHeld, scratchRow.data());
      else
        writeStateRow(run.tile, rowHeld, scratchRow.data());
    };
    forNeurons(p, run, network->target.lanes,
               [&](uint32_t i, uint32_t block, uint32_t lane) {
                 auto row = static_cast<uint32_t>(run.row(block));
                 if (row != rowHeld) {
                   flush();
                   rowHeld = row;
                   if (accumulators)
                     readAccumulatorRow(run.tile, row, scratchRow.data());
                   else
                     readStateRow(run.tile, row, scratchRow.data());
                 }
                 scratchRow[lane] =
                     replace(scratchRow[lane], run.lowBit(block), bits,
                             values[values.size() == 1 ? 0 : i]);
               });
    flush();
  }
}

std::vector<int64_t> IntegerEngine::readPort(uint32_t population, uint32_t port,
                                             uint32_t d) {
  const Port &q = checkPort(population, port);
  uint32_t slots = 1u << q.slotsLog2;
  if (d >= slots)
    throw Error("port '" + network->populations[population].name + "." +
                q.name + "' holds sums of " + str(slots) +
                " steps; asked for " + str(d) + " steps ahead");
  return readRuns(network->populations[population],
                  portRuns(population, port, (steps + d) % slots), true);
}

void IntegerEngine::writePort(uint32_t population, uint32_t port, uint32_t d,
                              const std::vector<int64_t> &values) {
  const Port &q = checkPort(population, port);
  const Population &p = network->populations[population];
  std::string where = "port '" + p.name + "." + q.name + "': ";
  if (d >= q.maxDelay)
    throw Error(where + "no event arrives " + str(d) + " steps ahead");
  uint64_t slot = (steps + d) % (1ull << q.slotsLog2);
  writeRuns(p, portRuns(population, port, slot), values, where, true);
}

void IntegerEngine::resetPopulation(uint32_t population) {
  const Population &p = checkPopulation(population);
  for (uint32_t v = 0; v < p.states.size(); ++v) {
    const auto &init = p.states[v].init;
    writeState(population, v, std::vector<int64_t>(init.begin(), init.end()));
  }
  for (uint32_t q = 0; q < p.ports.size(); ++q)
    for (uint64_t slot = 0; slot < (1ull << p.ports[q].slotsLog2); ++slot)
      for (const Run &run : portRuns(population, q, slot))
        for (uint64_t k = 0; k < run.blocks; ++k) {
          uint64_t block = run.firstBlock + k;
          auto row = static_cast<uint32_t>(run.row(block));
          readAccumulatorRow(run.tile, row, scratchRow.data());
          for (uint32_t &word : scratchRow)
            word = replace(word, run.lowBit(block), run.bits, 0);
          writeAccumulatorRow(run.tile, row, scratchRow.data());
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
  SavedState s = SavedState::of(*this, *network);
  for (const TileEvent &e : pending) {
    auto [population, index] = sourceOf(e);
    s.injected.push_back({population, index, e.payload});
  }
  return s.bytes(*network);
}

void IntegerEngine::restore(const std::vector<uint8_t> &saved) {
  SavedState s = SavedState::parse(saved, *network);
  for (uint32_t j = 0; j < plastic.size(); ++j)
    if (plastic[j].synapses.size() != s.weights[j].size())
      throw Error("saved state: corrupt: wrong number of synapses");
  reset();
  writeStepCount(s.steps);
  steps = s.steps;
  s.writeTo(*this);
  // Restoring a modulator's value is not setting it.
  modulators = s.modulators;
  for (uint32_t m = 0; m < modulators.size(); ++m)
    writeModulator(m, modulators[m]);
  signals = s.signals;
  if (anyPlastic)
    writeSignals(signals);
  setLearning(s.learning);
  writeCounters(s.counters);
  s.tiles.resize(network->tiles.size() > 1 ? network->tiles.size() : 0);
  writeTileCounters(s.tiles);
  for (const Event &e : s.injected)
    inject(e.population, e.index, e.payload);
  lastEvents = std::move(s.events);
}

} // namespace snnc::runtime
