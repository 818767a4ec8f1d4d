//===- Lockstep.cpp - Engines side by side under random events ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/Lockstep.h"

#include "image/Error.h"
#include "runtime/Factory.h"
#include "runtime/RefEngine.h"
#include "runtime/estimate/WorstCase.h"
#include "tests/fuzz/Dice.h"

#include <algorithm>

namespace snnc::fuzz {

namespace {

using Engines = std::vector<std::unique_ptr<runtime::Engine>>;

struct Counter {
  const char *name;
  uint64_t runtime::Counters::*field;
  /// The least that images must have in common for it to be the same.
  Alike follows = Alike::Image;
  /// Predicted exactly for a tile alone, estimated for a mesh.
  bool estimated = false;
};
constexpr Counter kCounters[] = {
    {"steps", &runtime::Counters::steps, Alike::Contract},
    {"cycles", &runtime::Counters::cycles, Alike::Image, true},
    {"update cycles", &runtime::Counters::updateCycles},
    {"deliver cycles", &runtime::Counters::deliverCycles, Alike::Image, true},
    {"stalls", &runtime::Counters::stallCycles},
    {"instructions", &runtime::Counters::instructions},
    {"events", &runtime::Counters::events, Alike::Contract},
    {"synaptic operations", &runtime::Counters::synapticOps, Alike::Rows},
    {"row units", &runtime::Counters::rowUnits},
    {"saturations", &runtime::Counters::saturations},
    {"learn cycles", &runtime::Counters::learnCycles, Alike::Image, true},
    {"synapse updates", &runtime::Counters::synapseUpdates, Alike::Rows}};

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

/// `alike`: what the images of the engines have in common.
std::string compare(const image::Image &image, Engines &engines, Alike alike) {
  runtime::Engine &a = *engines[0];
  for (size_t n = 1; n < engines.size(); ++n) {
    runtime::Engine &b = *engines[n];
    if (!(a.events() == b.events()))
      return show("events", a, std::to_string(a.events().size()), b,
                  std::to_string(b.events().size()) + " (or others)");
    if (a.digest() != b.digest())
      return findDifference(image, a, b);
    runtime::Counters x = a.counters(), y = b.counters();
    if (alike == Alike::Contract && x.saturations != y.saturations)
      return show("saturations", a, std::to_string(x.saturations), b,
                  std::to_string(y.saturations));
    for (const Counter &counter : kCounters)
      if (alike <= counter.follows &&
          !(counter.estimated && image::isMesh(image.target)) &&
          x.*counter.field != y.*counter.field)
        return show(counter.name, a, std::to_string(x.*counter.field), b,
                    std::to_string(y.*counter.field));
  }
  return "";
}

/// The cycles of each step, against the bound that no step exceeds.
class Bounds {
public:
  /// The image of each engine.
  explicit Bounds(const std::vector<const image::Image *> &images)
      : before(images.size()) {
    // The mesh that is simulated may be larger than the image's.
    const image::Target mesh = image::findTarget("medium");
    for (const image::Image *image : images) {
      const image::Target &own = image->target;
      bool alone = !image::isMesh(own);
      worst.push_back(runtime::worstCaseOf(*image, alone ? own : mesh).cycles);
    }
  }

  std::string check(const Engines &engines) {
    std::string exceeded;
    for (size_t n = 0; n < engines.size(); ++n) {
      runtime::Counters now = engines[n]->counters();
      auto compare = [&](const char *name, uint64_t runtime::Counters::*count,
                         uint64_t most) {
        uint64_t cycles = now.*count - before[n].*count;
        if (cycles > most && exceeded.empty())
          exceeded = std::string(name) + " cycles: " + engines[n]->name() +
                     " has " + std::to_string(cycles) + ", the worst case is " +
                     std::to_string(most);
      };
      compare("update", &runtime::Counters::updateCycles, worst[n].update);
      compare("deliver", &runtime::Counters::deliverCycles, worst[n].deliver);
      compare("learn", &runtime::Counters::learnCycles, worst[n].learn);
      compare("all", &runtime::Counters::cycles, worst[n].total);
      before[n] = now;
    }
    return exceeded;
  }

  /// Counters were restored.
  void restart(const Engines &engines) {
    for (size_t n = 0; n < engines.size(); ++n)
      before[n] = engines[n]->counters();
  }

private:
  std::vector<image::StepCycles> worst;
  std::vector<runtime::Counters> before;
};

/// Writes a plane of a projection that learns: each value where its neighbour's
/// was.
void turnValues(const image::Projection &p, uint32_t j, Engines &engines,
                Dice &dice) {
  auto turned = [](std::vector<int64_t> values) {
    // Random connectivity may have made no synapse.
    if (!values.empty())
      std::rotate(values.begin(), values.begin() + 1, values.end());
    return values;
  };
  auto weights = turned(engines[0]->readWeights(j));
  for (auto &engine : engines)
    engine->writeWeights(j, weights);
  if (uint32_t n = p.plastic->variables.size()) {
    uint32_t v = dice.in(0, n - 1);
    auto values = turned(engines[0]->readSynapseVariable(j, v));
    for (auto &engine : engines)
      engine->writeSynapseVariable(j, v, values);
  }
  if (uint32_t n = p.plastic->traces.size()) {
    uint32_t v = dice.in(0, n - 1);
    auto values = turned(engines[0]->readTrace(j, v));
    for (auto &engine : engines)
      engine->writeTrace(j, v, values);
  }
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
  for (uint32_t j = 0; j < image.projections.size(); ++j)
    if (image.projections[j].plastic && dice.oneIn(30))
      turnValues(image.projections[j], j, engines, dice);
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

/// Whether all engines have the same image, and take each other's states.
bool isSame(Alike alike) {
  return alike == Alike::Image || alike == Alike::Contract;
}

std::string runSteps(const image::Image &image, Engines &engines,
                     Bounds &bounds, Dice &dice, uint64_t steps, Alike alike,
                     Totals &totals) {
  double rate = dice.of<double>({0.02, 0.1, 0.3, 1.0});
  for (uint64_t t = 0; t < steps; ++t) {
    std::string step = "step " + std::to_string(t) + ": ";
    actAsHost(image, engines, dice, rate);
    for (auto &engine : engines)
      engine->step();
    if (std::string difference = compare(image, engines, alike);
        !difference.empty())
      return step + difference;
    if (std::string exceeded = bounds.check(engines); !exceeded.empty())
      return step + exceeded;
    ++totals.steps;
    if (dice.oneIn(64)) {
      std::vector<uint8_t> saved = engines[0]->save();
      for (auto &engine : engines)
        engine->restore(isSame(alike) ? saved : engine->save());
      bounds.restart(engines);
      if (std::string difference = compare(image, engines, alike);
          !difference.empty())
        return step + "after restoring: " + difference;
    }
  }
  return "";
}

std::string runEngines(const image::Image &image, Engines &engines,
                       Bounds &bounds, uint64_t seed, uint64_t steps,
                       Alike alike, Totals &totals) {
  Dice dice(seed);
  std::string difference =
      runSteps(image, engines, bounds, dice, steps, alike, totals);
  runtime::Counters counters = engines[0]->counters();
  totals.events += counters.events;
  totals.synapticOps += counters.synapticOps;
  totals.cycles += counters.cycles;
  return difference;
}

/// An engine that stops with an error (a trap, an overflow) is a difference
/// too.
template <typename F> std::string orError(F run) {
  try {
    return run();
  } catch (const Error &error) {
    return error.what();
  }
}

} // namespace

std::string runLockstep(std::shared_ptr<const image::Image> image,
                        const std::vector<std::string> &names, uint64_t seed,
                        uint64_t steps, Totals &totals) {
  return orError([&] {
    Engines engines;
    for (const std::string &name : names)
      engines.push_back(runtime::createEngine(name, image));
    Bounds bounds(
        std::vector<const image::Image *>(engines.size(), image.get()));
    return runEngines(*image, engines, bounds, seed, steps, Alike::Image,
                      totals);
  });
}

std::string runNative(const image::Image &image, uint64_t seed, uint64_t steps,
                      Totals &totals) {
  return orError([&] {
    std::vector<std::shared_ptr<const image::Image>> images = {
        std::make_shared<image::Image>(image)};
    Engines engines;
    engines.push_back(runtime::createEngine("ref", images[0]));
    for (const image::NativeCode &code : image.native.code) {
      auto one = std::make_shared<image::Image>(image);
      one->native.code = {code};
      runtime::EngineOptions options;
      options.threads = 1 + (seed + engines.size()) % 4;
      engines.push_back(runtime::createEngine("cpu", one, options));
      images.push_back(one);
    }
    std::vector<const image::Image *> bounded;
    for (const auto &one : images)
      bounded.push_back(one.get());
    Bounds bounds(bounded);
    return runEngines(image, engines, bounds, seed, steps, Alike::Contract,
                      totals);
  });
}

std::string runSpread(std::shared_ptr<const image::Image> one,
                      std::shared_ptr<const image::Image> spread, Alike alike,
                      uint64_t seed, uint64_t steps, Totals &totals) {
  return orError([&] {
    Engines engines;
    engines.push_back(std::make_unique<runtime::RefEngine>(one));
    engines.push_back(std::make_unique<runtime::RefEngine>(spread));
    Bounds bounds({one.get(), spread.get()});
    std::string difference =
        runEngines(*one, engines, bounds, seed, steps, alike, totals);
    for (const runtime::TileCounters &tile : engines[1]->tileCounters())
      totals.arrivals += tile.eventsIn;
    return difference;
  });
}

} // namespace snnc::fuzz
