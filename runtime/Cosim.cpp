//===- Cosim.cpp - Engines in lockstep, compared ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cosim.h"

#include "image/Error.h"
#include "image/Plastic.h"
#include "image/Timing.h"
#include "runtime/ref/Tile.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace snnc::runtime {

namespace {

struct CounterField {
  const char *name;
  uint64_t Counters::*value;
  /// Follows from the network alone; a difference is one of meaning.
  bool meaning;
  /// What a chip does, and no native code.
  bool ofChip;
  /// Of a mesh the prediction is an estimate (docs/chip.md): not compared.
  bool estimated = false;
};

const CounterField kCounters[] = {
    {"cycles", &Counters::cycles, false, true, true},
    {"updateCycles", &Counters::updateCycles, false, true},
    {"deliverCycles", &Counters::deliverCycles, false, true, true},
    {"learnCycles", &Counters::learnCycles, false, true, true},
    {"stallCycles", &Counters::stallCycles, false, true},
    {"instructions", &Counters::instructions, false, true},
    {"events", &Counters::events, true, false},
    {"synapticOps", &Counters::synapticOps, true, true},
    {"rowUnits", &Counters::rowUnits, true, true},
    {"saturations", &Counters::saturations, true, false},
    {"synapseUpdates", &Counters::synapseUpdates, true, true},
};

bool isChip(const Engine &engine) { return engine.name() != "cpu"; }

std::string describe(const Writer &w) {
  if (!w.found)
    return w.location;
  std::string tile = w.tile < 0 ? "" : "tile " + std::to_string(w.tile) + ", ";
  return tile + "program address " + std::to_string(w.pc) + ": " +
         w.instruction + (w.location.empty() ? "" : "  at " + w.location);
}

nlohmann::json toJson(const Difference &d) {
  return {{"step", d.step},
          {"engines", {d.first, d.other}},
          {"kind", d.kind},
          {"population", d.population},
          {"variable", d.variable},
          {"neuron", d.neuron},
          {"target", d.target},
          {"ahead", d.ahead},
          {"values", {d.firstValue, d.otherValue}},
          {"count", d.count},
          {"tile", d.writer.tile},
          {"pc", d.writer.found ? int64_t(d.writer.pc) : -1},
          {"instruction", d.writer.instruction},
          {"location", d.writer.location}};
}

} // namespace

std::string Difference::text() const {
  std::string values = first + " has " + std::to_string(firstValue) + ", " +
                       other + " has " + std::to_string(otherValue);
  std::string where = "step " + std::to_string(step) + ": ";
  if (kind == "state")
    where += "state '" + population + "." + variable + "' of neuron " +
             std::to_string(neuron);
  else if (kind == "port")
    where += "sum of port '" + population + "." + variable + "' of neuron " +
             std::to_string(neuron) + " for step " +
             std::to_string(step + 1 + ahead);
  else if (kind == "event")
    where += "event of '" + population + "' neuron " + std::to_string(neuron) +
             " (" + variable + ")";
  else if (kind == "synapse")
    where += (variable == "weight" ? "weight" : "variable '" + variable + "'") +
             " of the synapse from " + std::to_string(neuron) + " to " +
             std::to_string(target) + " of projection '" + population + "'";
  else if (kind == "trace")
    where += "trace '" + population + "." + variable + "' of source " +
             std::to_string(neuron);
  else if (kind == "modulator")
    where += "modulator '" + variable + "' for step " +
             std::to_string(step + 1) +
             (population.empty() ? "" : ", driven by '" + population + "'");
  else if (kind == "digest")
    return where + "the digests of " + first + " and " + other +
           " differ, but no variable that can be read does";
  else
    where += "counter " + kind;
  std::string text = where + ": " + values;
  if (count > 1)
    text += " (" + std::to_string(count) +
            (kind == "synapse" ? " synapses differ)" : " neurons differ)");
  std::string from = describe(writer);
  if (!from.empty())
    text += "\n  written by " + from;
  return text;
}

static std::vector<CosimMember>
membersOf(const std::shared_ptr<const image::Image> &image,
          std::vector<std::unique_ptr<Engine>> engines) {
  std::vector<CosimMember> members;
  for (auto &engine : engines) {
    std::string label = engine->name();
    members.push_back({std::move(label), std::move(engine), image});
  }
  return members;
}

/// Whether both hold the same network, by names and sizes.
static bool isSameNetwork(const image::Image &a, const image::Image &b) {
  const bool counted = a.hasWeightsDigest && b.hasWeightsDigest;
  auto alike = [](const auto &x, const auto &y, auto same) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
  };
  return alike(a.populations, b.populations,
               [](const image::Population &x, const image::Population &y) {
                 return x.name == y.name && x.size == y.size &&
                        x.states.size() == y.states.size() &&
                        x.ports.size() == y.ports.size();
               }) &&
         alike(
             a.projections, b.projections,
             [counted](const image::Projection &x, const image::Projection &y) {
               return x.name == y.name &&
                      (!counted || x.synapses == y.synapses) &&
                      x.plastic.has_value() == y.plastic.has_value();
             }) &&
         a.modulators.size() == b.modulators.size();
}

Cosim::Cosim(std::shared_ptr<const image::Image> image,
             std::vector<std::unique_ptr<Engine>> engines)
    : Cosim(membersOf(image, std::move(engines))) {}

Cosim::Cosim(std::vector<CosimMember> members) {
  if (members.size() < 2)
    throw Error("a comparison needs two engines at least");
  image = members[0].image;
  found.estimated = image::isMesh(image->target);
  for (CosimMember &member : members) {
    if (member.engine->name() == "float")
      throw Error("the float engine has no digest; compare integer engines");
    if (member.engine->stepCount() != members[0].engine->stepCount())
      throw Error("the engines begin at different steps");
    if (!isSameNetwork(*image, *member.image))
      throw Error(members[0].label + " and " + member.label +
                  " run different networks");
    same.push_back(member.image == image);
    if (!placed && member.image->isPlaced())
      placed = member.image;
    labels.push_back(std::move(member.label));
  }
  for (CosimMember &member : members)
    engines.push_back(std::move(member.engine));
  found.comparesCycles =
      isChip(*engines[0]) &&
      std::any_of(engines.begin() + 1, engines.end(),
                  [](const auto &engine) { return isChip(*engine); });
}

Writer Cosim::writerBy(const std::function<Writer(const RefEngine &)> &ask) {
  for (const auto &engine : engines)
    if (auto *ref = dynamic_cast<RefEngine *>(engine.get());
        ref && &ref->image() == placed.get())
      return ask(*ref);
  if (!placed)
    return {};
  if (!spare)
    spare = std::make_unique<RefEngine>(placed);
  return ask(*spare);
}

void Cosim::stamp(Difference &d, const Engine &other,
                  const std::string &kind) const {
  size_t i = 0;
  while (engines[i].get() != &other)
    ++i;
  d.step = found.steps - 1;
  d.first = labels[0];
  d.other = labels[i];
  d.kind = kind;
}

void Cosim::note(Difference d) {
  bool cycles = false;
  for (const CounterField &field : kCounters)
    cycles |= d.kind == field.name && !field.meaning;
  auto &list = cycles ? found.cycles : found.state;
  // Cycles: the first step in which each counter goes wrong.
  for (const Difference &seen : list)
    if (cycles && seen.kind == d.kind && seen.other == d.other)
      return;
  list.push_back(std::move(d));
}

/// How many values differ, and the first that does.
static Difference compareNeurons(const std::vector<int64_t> &a,
                                 const std::vector<int64_t> &b) {
  Difference d;
  for (uint32_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || d.count++ > 0)
      continue;
    d.neuron = i;
    d.firstValue = a[i];
    d.otherValue = b[i];
  }
  return d;
}

void Cosim::compareStates(Engine &other) {
  Engine &first = *engines[0];
  for (uint32_t p = 0; p < image->populations.size(); ++p) {
    const image::Population &population = image->populations[p];
    for (uint32_t v = 0; v < population.states.size(); ++v) {
      auto a = first.readState(p, v), b = other.readState(p, v);
      Difference d = compareNeurons(a, b);
      if (d.count == 0)
        continue;
      stamp(d, other, "state");
      d.population = population.name;
      d.variable = population.states[v].name;
      d.writer = writerBy(
          [&](const RefEngine &ref) { return ref.lastWriter(p, v, d.neuron); });
      note(std::move(d));
    }
  }
}

void Cosim::comparePorts(Engine &other) {
  Engine &first = *engines[0];
  for (uint32_t p = 0; p < image->populations.size(); ++p) {
    const image::Population &population = image->populations[p];
    for (uint32_t q = 0; q < population.ports.size(); ++q)
      for (uint32_t ahead = 0; ahead < population.ports[q].maxDelay; ++ahead) {
        auto a = first.readPort(p, q, ahead), b = other.readPort(p, q, ahead);
        Difference d = compareNeurons(a, b);
        if (d.count == 0)
          continue;
        stamp(d, other, "port");
        d.population = population.name;
        d.variable = population.ports[q].name;
        d.ahead = ahead;
        for (const image::Projection &projection : image->projections)
          if (projection.target == p && projection.port == q)
            d.writer.location +=
                (d.writer.location.empty() ? "projection '" : ", '") +
                projection.name + "' " +
                ref::describeLocation(*image, projection.location);
        note(std::move(d));
      }
  }
}

void Cosim::compareSynapses(Engine &other, uint32_t projection,
                            uint32_t plane) {
  auto read = [&](Engine &engine) {
    return plane == 0 ? engine.readWeights(projection)
                      : engine.readSynapseVariable(projection, plane - 1);
  };
  Difference d = compareNeurons(read(*engines[0]), read(other));
  if (d.count == 0)
    return;
  const image::Projection &p = image->projections[projection];
  const size_t index = d.neuron;
  image::SynapseEnds ends = image::synapseEnds(*image, projection)[index];
  d.neuron = ends.source;
  d.target = ends.target;
  stamp(d, other, "synapse");
  d.population = p.name;
  d.variable = plane == 0 ? "weight" : p.plastic->variables[plane - 1].name;
  d.writer = writerBy([&](const RefEngine &ref) {
    uint32_t part =
        image::synapsesOf(*placed, projection, p.name + ": ")[index].part;
    return ref.synapseWriter(projection, plane, part);
  });
  note(std::move(d));
}

void Cosim::compareLearning(Engine &other) {
  for (uint32_t j = 0; j < image->projections.size(); ++j) {
    const image::Projection &p = image->projections[j];
    if (!p.plastic)
      continue;
    for (uint32_t plane = 0; plane <= p.plastic->variables.size(); ++plane)
      compareSynapses(other, j, plane);
    for (uint32_t v = 0; v < p.plastic->traces.size(); ++v) {
      Difference d =
          compareNeurons(engines[0]->readTrace(j, v), other.readTrace(j, v));
      if (d.count == 0)
        continue;
      stamp(d, other, "trace");
      d.population = p.name;
      d.variable = p.plastic->traces[v].name;
      d.writer.location = ref::describeLocation(*image, p.plastic->location);
      note(std::move(d));
    }
  }
}

void Cosim::compareModulators(Engine &other) {
  Engine &first = *engines[0];
  for (uint32_t m = 0; m < image->modulators.size(); ++m) {
    const image::Modulator &modulator = image->modulators[m];
    Difference d;
    d.firstValue = first.readModulator(m);
    d.otherValue = other.readModulator(m);
    d.variable = modulator.name;
    if (d.firstValue == d.otherValue) {
      d.variable += " (1 = set)";
      d.firstValue = first.isSet(m);
      d.otherValue = other.isSet(m);
    }
    if (d.firstValue == d.otherValue)
      continue;
    d.count = 1;
    stamp(d, other, "modulator");
    if (modulator.driver >= 0) {
      auto driver = static_cast<uint32_t>(modulator.driver);
      d.population = image->populations[driver].name;
      d.writer =
          writerBy([&](const RefEngine &ref) { return ref.emitter(driver); });
    }
    note(std::move(d));
  }
}

void Cosim::compareEvents(Engine &other) {
  Engine &first = *engines[0];
  const auto &a = first.events(), &b = other.events();
  if (a == b)
    return;
  size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i])
    ++i;
  Difference d;
  stamp(d, other, "event");
  d.count = 1;
  auto key = [](const Event &e) {
    return uint64_t(e.population) << 32 | e.index;
  };
  uint64_t ka = i < a.size() ? key(a[i]) : ~0ull;
  uint64_t kb = i < b.size() ? key(b[i]) : ~0ull;
  const Event &event = ka <= kb ? a[i] : b[i];
  d.variable = ka == kb ? "payload" : "1 = emitted";
  d.firstValue = ka == kb ? a[i].payload : ka < kb;
  d.otherValue = ka == kb ? b[i].payload : kb < ka;
  d.population = image->populations[event.population].name;
  d.neuron = event.index;
  d.writer = writerBy([&](const RefEngine &ref) {
    return ref.emitter(event.population, event.index);
  });
  note(std::move(d));
}

void Cosim::compareCounters(size_t index) {
  Engine &other = *engines[index];
  Counters a = engines[0]->counters(), b = other.counters();
  for (const CounterField &field : kCounters) {
    // Other placements skip other rows: a gate is closed where no neuron of its
    // tile needs what is behind it.
    bool follows = same[index] || field.value == &Counters::events;
    if (field.estimated && found.estimated)
      continue;
    if (field.ofChip && !(isChip(*engines[0]) && isChip(other)))
      continue;
    if (!follows || a.*field.value == b.*field.value)
      continue;
    Difference d;
    stamp(d, other, field.name);
    d.firstValue = static_cast<int64_t>(a.*field.value);
    d.otherValue = static_cast<int64_t>(b.*field.value);
    note(std::move(d));
  }
}

bool Cosim::step(const std::function<void(Engine &)> &drive) {
  if (!found.equal())
    return false;
  std::string failed, stepped;
  for (size_t i = 0; i < engines.size(); ++i) {
    try {
      drive(*engines[i]);
      engines[i]->step();
      stepped += (stepped.empty() ? "" : ", ") + labels[i];
    } catch (const Error &e) {
      failed += (failed.empty() ? "" : "; ") + labels[i] + ": " + e.what();
    }
  }
  if (!failed.empty()) {
    found.error = "step " + std::to_string(engines[0]->stepCount()) +
                  ": stopped by an error: " + failed +
                  (stepped.empty() ? "" : "; without an error: " + stepped);
    return false;
  }
  found.steps = engines[0]->stepCount();
  found.lastDigest = engines[0]->digest();
  for (size_t i = 1; i < engines.size(); ++i) {
    Engine &other = *engines[i];
    if (other.digest() != found.lastDigest ||
        other.events() != engines[0]->events()) {
      // In the order in which a step makes them.
      compareStates(other);
      compareEvents(other);
      comparePorts(other);
      compareLearning(other);
      compareModulators(other);
      if (found.state.empty()) {
        Difference d;
        stamp(d, other, "digest");
        note(std::move(d));
      }
    }
    compareCounters(i);
  }
  return found.equal();
}

const CosimResult &Cosim::result() {
  found.counters.clear();
  for (size_t i = 0; i < engines.size(); ++i)
    found.counters.emplace_back(labels[i], engines[i]->counters());
  found.sameImage = std::find(same.begin(), same.end(), false) == same.end();
  return found;
}

std::string CosimResult::text() const {
  std::string text;
  if (!error.empty())
    text += error + "\n";
  if (!state.empty()) {
    text += "first difference: " + state[0].text() + "\n";
    for (size_t i = 1; i < state.size() && i < 8; ++i)
      text += "also: " + state[i].text() + "\n";
  }
  for (const Difference &d : cycles)
    text += "cycles: " + d.text() + "\n";
  if (equal())
    text += "equal in every one of " + std::to_string(steps) + " steps" +
            (cycles.empty() && sameImage && comparesCycles && !estimated
                 ? ", cycles as predicted\n"
                 : "\n");
  return text;
}

std::string CosimResult::json() const {
  nlohmann::json json;
  json["equal"] = equal();
  json["cyclesEqual"] = cycles.empty();
  json["cyclesEstimated"] = estimated;
  json["steps"] = steps;
  json["error"] = error;
  json["digest"] = lastDigest;
  json["differences"] = nlohmann::json::array();
  for (const Difference &d : state)
    json["differences"].push_back(toJson(d));
  json["cycleDifferences"] = nlohmann::json::array();
  for (const Difference &d : cycles)
    json["cycleDifferences"].push_back(toJson(d));
  for (const auto &[name, c] : counters) {
    nlohmann::json one = {{"engine", name}, {"steps", c.steps}};
    for (const CounterField &field : kCounters)
      one[field.name] = c.*field.value;
    json["counters"].push_back(one);
  }
  return json.dump(2) + "\n";
}

} // namespace snnc::runtime
