//===- Lockstep.cpp - Engines side by side under random events ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/Lockstep.h"

#include "image/Error.h"
#include "runtime/Factory.h"
#include "tests/fuzz/Dice.h"

namespace snnc::fuzz {

namespace {

using Engines = std::vector<std::unique_ptr<runtime::Engine>>;

struct Counter {
  const char *name;
  uint64_t runtime::Counters::*field;
};
constexpr Counter kCounters[] = {
    {"steps", &runtime::Counters::steps},
    {"cycles", &runtime::Counters::cycles},
    {"update cycles", &runtime::Counters::updateCycles},
    {"deliver cycles", &runtime::Counters::deliverCycles},
    {"stalls", &runtime::Counters::stallCycles},
    {"instructions", &runtime::Counters::instructions},
    {"events", &runtime::Counters::events},
    {"synaptic operations", &runtime::Counters::synapticOps},
    {"row units", &runtime::Counters::rowUnits},
    {"saturations", &runtime::Counters::saturations},
    {"learn cycles", &runtime::Counters::learnCycles},
    {"synapse updates", &runtime::Counters::synapseUpdates}};

std::string show(const std::string &what, const runtime::Engine &a,
                 const std::string &x, const runtime::Engine &b,
                 const std::string &y) {
  return what + ": " + a.name() + " has " + x + ", " + b.name() + " has " + y;
}

/// The first weight, synapse variable or trace in which two engines differ.
std::string findInRules(const image::Image &image, runtime::Engine &a,
                        runtime::Engine &b) {
  std::string found;
  auto differ = [&](const std::string &what, const std::vector<int64_t> &x,
                    const std::vector<int64_t> &y) {
    for (size_t i = 0; i < x.size() && found.empty(); ++i)
      if (x[i] != y[i])
        found = show(what + "[" + std::to_string(i) + "]", a,
                     std::to_string(x[i]), b, std::to_string(y[i]));
  };
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &p = image.projections[j];
    if (!p.plastic)
      continue;
    differ("weight " + p.name, a.readWeights(j), b.readWeights(j));
    for (uint32_t v = 0; v < p.plastic->variables.size(); ++v)
      differ("synapse variable " + p.name + "." + p.plastic->variables[v].name,
             a.readSynapseVariable(j, v), b.readSynapseVariable(j, v));
    for (uint32_t v = 0; v < p.plastic->traces.size(); ++v)
      differ("trace " + p.name + "." + p.plastic->traces[v].name,
             a.readTrace(j, v), b.readTrace(j, v));
  }
  return found;
}

/// The first value in which two engines differ.
std::string findDifference(const image::Image &image, runtime::Engine &a,
                           runtime::Engine &b) {
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    for (uint32_t v = 0; v < population.states.size(); ++v) {
      auto x = a.readState(p, v), y = b.readState(p, v);
      for (size_t i = 0; i < x.size(); ++i)
        if (x[i] != y[i])
          return show("state " + population.name + "." +
                          population.states[v].name + "[" + std::to_string(i) +
                          "]",
                      a, std::to_string(x[i]), b, std::to_string(y[i]));
    }
    for (uint32_t q = 0; q < population.ports.size(); ++q)
      for (uint32_t d = 0; d < population.ports[q].maxDelay; ++d) {
        auto x = a.readPort(p, q, d), y = b.readPort(p, q, d);
        for (size_t i = 0; i < x.size(); ++i)
          if (x[i] != y[i])
            return show("port " + population.name + "." +
                            population.ports[q].name + "[" + std::to_string(i) +
                            "] " + std::to_string(d) + " steps ahead",
                        a, std::to_string(x[i]), b, std::to_string(y[i]));
      }
  }
  if (std::string learnt = findInRules(image, a, b); !learnt.empty())
    return learnt;
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    std::string name = "modulator " + image.modulators[m].name;
    if (a.readModulator(m) != b.readModulator(m))
      return show(name, a, std::to_string(a.readModulator(m)), b,
                  std::to_string(b.readModulator(m)));
    if (a.isSet(m) != b.isSet(m))
      return show(name + " is set", a, std::to_string(a.isSet(m)), b,
                  std::to_string(b.isSet(m)));
  }
  return show("digest", a, std::to_string(a.digest()), b,
              std::to_string(b.digest()));
}

std::string compare(const image::Image &image, Engines &engines) {
  runtime::Engine &a = *engines[0];
  for (size_t n = 1; n < engines.size(); ++n) {
    runtime::Engine &b = *engines[n];
    if (!(a.events() == b.events()))
      return show("events", a, std::to_string(a.events().size()), b,
                  std::to_string(b.events().size()) + " (or others)");
    if (a.digest() != b.digest())
      return findDifference(image, a, b);
    runtime::Counters x = a.counters(), y = b.counters();
    for (const Counter &counter : kCounters)
      if (x.*counter.field != y.*counter.field)
        return show(counter.name, a, std::to_string(x.*counter.field), b,
                    std::to_string(y.*counter.field));
  }
  return "";
}

/// What the host does before a step, the same to all engines.
void actAsHost(const image::Image &image, Engines &engines, Dice &dice,
               double rate) {
  if (dice.oneIn(40)) {
    uint32_t p = dice.in(0, image.populations.size() - 1);
    for (auto &engine : engines)
      engine->resetPopulation(p);
  }
  if (image.tiles[0].learn.size() && dice.oneIn(10)) {
    bool on = dice.oneIn(2);
    for (auto &engine : engines)
      engine->setLearning(on);
  }
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    if (dice.oneIn(8)) {
      int32_t value = dice.in(-1000, 1000);
      if (image.modulators[m].driver >= 0)
        continue;
      for (auto &engine : engines)
        engine->setModulator(m, value);
    }
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    if (!population.isInput)
      continue;
    for (uint32_t i = 0; i < population.size; ++i) {
      if (dice.unit() >= rate)
        continue;
      int32_t payload = dice.in(population.payloadMin, population.payloadMax);
      for (auto &engine : engines)
        engine->inject(p, i, payload);
    }
  }
}

std::string runSteps(const image::Image &image, Engines &engines, Dice &dice,
                     uint64_t steps, Totals &totals) {
  double rate = dice.of<double>({0.02, 0.1, 0.3, 1.0});
  for (uint64_t t = 0; t < steps; ++t) {
    std::string step = "step " + std::to_string(t) + ": ";
    actAsHost(image, engines, dice, rate);
    for (auto &engine : engines)
      engine->step();
    if (std::string difference = compare(image, engines); !difference.empty())
      return step + difference;
    ++totals.steps;
    if (dice.oneIn(64)) {
      std::vector<uint8_t> saved = engines[0]->save();
      for (auto &engine : engines)
        engine->restore(saved);
      if (std::string difference = compare(image, engines); !difference.empty())
        return step + "after restoring: " + difference;
    }
  }
  return "";
}

} // namespace

std::string runLockstep(std::shared_ptr<const image::Image> image,
                        const std::vector<std::string> &names, uint64_t seed,
                        uint64_t steps, Totals &totals) {
  // An engine that stops with an error (a trap, an overflow) is a difference
  // too.
  try {
    Engines engines;
    for (const std::string &name : names)
      engines.push_back(runtime::createEngine(name, image));
    Dice dice(seed);
    std::string difference = runSteps(*image, engines, dice, steps, totals);
    runtime::Counters counters = engines[0]->counters();
    totals.events += counters.events;
    totals.synapticOps += counters.synapticOps;
    totals.cycles += counters.cycles;
    return difference;
  } catch (const Error &error) {
    return error.what();
  }
}

} // namespace snnc::fuzz
