//===- IntegerEngine.cpp - What ref and rtl have in common ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/IntegerEngine.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "image/Parts.h"
#include "runtime/Digest.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace snnc::runtime {

using image::Population;
using image::Port;
using image::Variable;

namespace {

constexpr uint64_t kSaveMagic = 0x32564153434e4e53ull; // "SNNCSAV2"

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

/// Tells images apart, so that no state is restored into another network.
uint64_t fingerprint(const image::Image &image) {
  image::ByteWriter w;
  w.text(image.name);
  w.number(image.weightsDigest);
  w.number(image.target.lanes);
  for (const image::Tile &tile : image.tiles) {
    w.elements(tile.program);
    w.elements(tile.state);
  }
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

template <typename F> void forCounters(TileCounters &c, F f) {
  for (uint64_t *n :
       {&c.updateCycles, &c.deliverCycles, &c.learnCycles, &c.events,
        &c.eventsOut, &c.eventsIn, &c.hops, &c.synapticOps})
    f(*n);
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

uint32_t IntegerEngine::usedStateRows(uint32_t tile) const {
  size_t rows = network->tiles[tile].state.size() / network->target.lanes;
  auto hold = [&](uint64_t base, uint32_t bits, uint64_t blocks) {
    rows = std::max<size_t>(rows, (base + blocks - 1) * bits / 32 + 1);
  };
  for (const Population &p : network->populations)
    for (const image::Part &part : p.parts) {
      if (part.tile != tile)
        continue;
      uint64_t blocks = image::homeOf(*network, part).blocks;
      for (size_t v = 0; v < p.states.size(); ++v)
        hold(part.states[v], p.states[v].bits, blocks);
      for (size_t v = 0; v < p.params.size(); ++v)
        hold(part.params[v], p.params[v].bits, blocks);
    }
  for (const image::Projection &p : network->projections)
    for (const image::ProjectionPart &part : p.parts)
      for (size_t v = 0; part.tile == tile && v < part.traces.size(); ++v)
        hold(part.traces[v], p.plastic->traces[v].bits,
             network->tiles[tile].groups[part.sourceGroup].blocks);
  return static_cast<uint32_t>(rows);
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
                              const std::string &where) {
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
      if (rowHeld != ~0u)
        writeStateRow(run.tile, rowHeld, scratchRow.data());
    };
    forNeurons(p, run, network->target.lanes,
               [&](uint32_t i, uint32_t block, uint32_t lane) {
                 auto row = static_cast<uint32_t>(run.row(block));
                 if (row != rowHeld) {
                   flush();
                   rowHeld = row;
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
    auto [population, index] = sourceOf(e);
    w.number(population);
    w.number(index);
    w.number(e.payload);
  }
  const auto tiles = static_cast<uint32_t>(network->tiles.size());
  for (uint32_t tile = 0; tile < tiles; ++tile) {
    uint32_t rows = usedStateRows(tile);
    w.number(rows);
    for (uint32_t row = 0; row < rows; ++row) {
      readStateRow(tile, row, scratchRow.data());
      w.elements(scratchRow);
    }
  }
  for (uint32_t tile = 0; tile < tiles; ++tile) {
    uint32_t rows = network->tiles[tile].accumulatorRows;
    w.number(rows);
    for (uint32_t row = 0; row < rows; ++row) {
      readAccumulatorRow(tile, row, scratchRow.data());
      w.elements(scratchRow);
    }
  }
  w.number(signals);
  w.number<uint8_t>(learningOn);
  auto synapseRows = plasticRows();
  w.number<uint32_t>(static_cast<uint32_t>(synapseRows.size()));
  for (auto [tile, row] : synapseRows) {
    readSynapseRow(tile, row, scratchRow.data());
    w.elements(scratchRow);
  }
  if (tiles > 1)
    for (TileCounters of : tileCounters())
      forCounters(of, [&](uint64_t n) { w.number(n); });
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
  const auto tiles = static_cast<uint32_t>(network->tiles.size());
  std::vector<std::vector<uint32_t>> stateWords, accumulatorWords;
  for (uint32_t tile = 0; tile < tiles; ++tile)
    stateWords.push_back(readRows(usedStateRows(tile)));
  for (uint32_t tile = 0; tile < tiles; ++tile)
    accumulatorWords.push_back(readRows(network->tiles[tile].accumulatorRows));
  auto savedSignals = r.number<uint32_t>();
  auto savedLearning = r.number<uint8_t>();
  auto synapseRows = plasticRows();
  auto synapseWords = readRows(static_cast<uint32_t>(synapseRows.size()));
  std::vector<TileCounters> savedTiles(tiles > 1 ? tiles : 0);
  for (TileCounters &of : savedTiles)
    forCounters(of, [&](uint64_t &n) { n = r.number<uint64_t>(); });
  r.finish();
  if (savedLearning > 1 || savedSignals >> network->modulators.size())
    throw Error("saved state: corrupt: marks of learning");
  if (savedModulators.size() != network->modulators.size())
    throw Error("saved state: corrupt: wrong number of modulators");

  reset();
  for (uint32_t tile = 0; tile < tiles; ++tile) {
    const auto &state = stateWords[tile], &sums = accumulatorWords[tile];
    for (size_t row = 0; row * lanes < state.size(); ++row)
      writeStateRow(tile, static_cast<uint32_t>(row), &state[row * lanes]);
    for (size_t row = 0; row * lanes < sums.size(); ++row)
      writeAccumulatorRow(tile, static_cast<uint32_t>(row), &sums[row * lanes]);
  }
  // Restoring a modulator's value is not setting it.
  modulators = savedModulators;
  for (uint32_t m = 0; m < modulators.size(); ++m)
    writeModulator(m, modulators[m]);
  for (size_t i = 0; i < synapseRows.size(); ++i)
    writeSynapseRow(synapseRows[i].first, synapseRows[i].second,
                    &synapseWords[i * lanes]);
  signals = savedSignals;
  if (anyPlastic)
    writeSignals(signals);
  setLearning(savedLearning != 0);
  writeStepCount(savedSteps);
  writeCounters(savedCounters);
  writeTileCounters(savedTiles);
  steps = savedSteps;
  for (const Event &e : savedPending)
    inject(e.population, e.index, e.payload);
  lastEvents = std::move(savedEvents);
}

} // namespace snnc::runtime
