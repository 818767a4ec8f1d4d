//===- RandomLearning.cpp - Images that learn by random programs ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/RandomLearning.h"

#include "isa/RandomProgram.h"
#include "tests/fuzz/Dice.h"
#include "tests/fuzz/Drivers.h"
#include "tests/fuzz/Relocate.h"
#include "tests/unit/runtime/LearnNetwork.h"

namespace snnc::fuzz {

namespace {

using isa::RandomProgramSpec;

uint8_t log2OfWidth(uint32_t bits) {
  return bits == 8 ? 0 : bits == 16 ? 1 : 2;
}

class Builder {
public:
  Builder(uint64_t seed, const image::Target &target, bool apart)
      : dice(seed), net("learning", target), apart(apart) {}

  image::Image build();

private:
  /// A projection that learns, and the planes of its source that it has.
  struct Rule {
    uint32_t projection = 0, source = 0, target = 0;
    std::vector<std::string> commons;
    std::vector<RandomProgramSpec::Plane> own;
    bool skewed = false;
  };

  void addPopulation(bool isInput);
  void addProgram(uint32_t population);
  Rule addRule();
  void addEntries(const Rule &rule);
  void addColumns(const Rule &rule);
  RandomProgramSpec synapsesSpec(const Rule &rule, isa::ProgramKind kind);
  void addPlane(Rule &rule, bool trace);
  image::LearnEntry condition(bool synaptic);
  void take(image::LearnEntry &entry, const image::LearnEntry &condition,
            bool gated);
  std::string text(const RandomProgramSpec &spec);
  RandomProgramSpec blocksSpec(uint32_t population, bool due);
  RandomProgramSpec sourcesSpec(const Rule &rule, bool due, bool gated);
  uint8_t width() { return dice.of<uint8_t>({8, 16, 32}); }
  std::string name(const char *what) { return what + std::to_string(names++); }

  Dice dice;
  testing::LearnNetwork net;
  bool apart;
  unsigned names = 0;
};

void Builder::addPopulation(bool isInput) {
  auto size = static_cast<uint32_t>(dice.in(1, dice.oneIn(4) ? 60 : 20));
  if (isInput) {
    int32_t most = static_cast<int32_t>(dice.in(1, 7));
    net.input(name("in"), size, dice.oneIn(2) ? 1 : -most, most);
    return;
  }
  uint32_t inner = dice.oneIn(4) ? size : 0;
  uint32_t p = net.population(name("pop"), inner ? size * 3 : size, inner);
  for (int64_t n = dice.in(0, 3); n > 0; --n) {
    uint8_t bits = width();
    net.state(p, name("v"), bits,
              {static_cast<int32_t>(dice.next()) >> (32 - bits)});
  }
  net.port(p, name("port"), 32, static_cast<uint8_t>(dice.in(1, 3)));
}

/// What programs of a population may read and what not.
void addPlanes(RandomProgramSpec &spec, const image::Population &p,
               bool writable) {
  for (size_t v = 0; v < p.states.size(); ++v)
    spec.planes.push_back(
        {p.parts[0].states[v], log2OfWidth(p.states[v].bits), writable});
}

std::string Builder::text(const RandomProgramSpec &spec) {
  std::string text;
  for (uint64_t word : isa::randomProgram(dice.next(), spec)) {
    isa::Instruction instruction;
    std::string error;
    if (!isa::decode(word, instruction, error))
      throw Error("random program: " + error);
    // LearnNetwork closes programs over blocks itself.
    instruction.last = instruction.last && spec.kind != isa::BlocksProgram;
    text += isa::format(instruction) + "\n";
  }
  return text;
}

void Builder::addProgram(uint32_t population) {
  const image::Population &p = net.made.populations[population];
  RandomProgramSpec spec;
  addPlanes(spec, p, true);
  for (size_t q = 0; q < p.ports.size(); ++q)
    spec.ports.push_back({p.parts[0].ports[q], p.ports[q].slotsLog2, true});
  spec.modulators = static_cast<uint32_t>(net.made.modulators.size());
  spec.length = static_cast<uint32_t>(dice.in(1, 12));
  net.words(population, isa::randomProgram(dice.next(), spec));
}

void Builder::addPlane(Rule &rule, bool trace) {
  uint8_t bits = width();
  std::string of = name(trace ? "trace" : "temporary");
  uint32_t base;
  if (trace) {
    net.trace(rule.projection, of, bits);
    base = net.made.projections[rule.projection].parts[0].traces.back();
  } else {
    base = net.temporary(rule.source, of, bits).base;
  }
  rule.own.push_back({base, log2OfWidth(bits), true});
  if (rule.commons.size() < 8 && !dice.oneIn(4))
    rule.commons.push_back(of);
}

Builder::Rule Builder::addRule() {
  Rule rule;
  const auto &populations = net.made.populations;
  do
    rule.target = static_cast<uint32_t>(dice.in(0, populations.size() - 1));
  while (populations[rule.target].isInput);
  rule.source = static_cast<uint32_t>(dice.in(0, populations.size() - 1));
  const uint32_t n = populations[rule.source].size;
  const image::Population &to = populations[rule.target];
  unsigned log2 = static_cast<unsigned>(dice.in(3, 4));
  auto code = [&] {
    return static_cast<int32_t>(dice.next()) >> (32 - (1 << log2));
  };
  net.skewed = rule.skewed = dice.oneIn(2);
  const auto longest = (1u << to.ports[0].slotsLog2) - 1;
  if (to.inner == to.size && dice.oneIn(2)) {
    std::vector<int32_t> weights(size_t(n) * to.size);
    for (int32_t &w : weights)
      w = code();
    net.dense(rule.source, rule.target, 0, weights, log2,
              static_cast<uint8_t>(dice.in(0, 3)),
              static_cast<uint8_t>(dice.in(1, longest)));
  } else {
    std::vector<testing::TinySynapse> list;
    double density = dice.unit() * 0.6;
    for (uint32_t s = 0; s < n; ++s)
      for (uint32_t d = 0; d < to.size; ++d)
        if (dice.unit() < density)
          list.push_back(
              {s, d, code(), static_cast<uint32_t>(dice.in(1, longest))});
    if (list.empty())
      list.push_back({0, 0, 1, 1});
    net.sparse(rule.source, rule.target, 0, list, log2);
  }
  rule.projection = net.plastic();
  for (int64_t k = dice.in(0, 3); k > 0; --k) {
    uint8_t bits = width();
    net.variable(rule.projection, name("e"), bits,
                 static_cast<int32_t>(dice.next()) >> (32 - bits));
  }
  for (int64_t k = dice.in(0, 3); k > 0; --k)
    addPlane(rule, dice.oneIn(2));
  return rule;
}

RandomProgramSpec Builder::blocksSpec(uint32_t population, bool due) {
  RandomProgramSpec spec;
  spec.kind = isa::BlocksProgram;
  addPlanes(spec, net.made.populations[population], false);
  spec.modulators = static_cast<uint32_t>(net.made.modulators.size());
  spec.length = static_cast<uint32_t>(dice.in(0, 8));
  spec.due = due;
  return spec;
}

RandomProgramSpec Builder::sourcesSpec(const Rule &rule, bool due, bool gated) {
  RandomProgramSpec spec = blocksSpec(rule.source, due);
  if (apart)
    spec.planes.clear();
  for (RandomProgramSpec::Plane plane : rule.own) {
    plane.writable &= !(apart && gated);
    spec.planes.push_back(plane);
  }
  return spec;
}

image::LearnEntry Builder::condition(bool synaptic) {
  image::LearnEntry entry;
  entry.synaptic = synaptic;
  int64_t kind = dice.in(0, net.made.modulators.empty() ? 1 : 2);
  entry.when = static_cast<image::LearnWhen>(kind);
  if (entry.when == image::LearnWhen::Every)
    entry.every = static_cast<uint32_t>(dice.in(1, 5));
  if (entry.when == image::LearnWhen::Signal)
    entry.signals = static_cast<uint32_t>(
        dice.in(1, (1 << net.made.modulators.size()) - 1));
  return entry;
}

void Builder::take(image::LearnEntry &entry, const image::LearnEntry &condition,
                   bool gated) {
  entry.when = condition.when;
  entry.every = condition.every;
  entry.signals = condition.signals;
  entry.synaptic = condition.synaptic;
  entry.gated = gated;
}

/// Traces before or after the synapses, or a walk of the rows.
void Builder::addEntries(const Rule &rule) {
  bool walk = !dice.oneIn(4);
  image::LearnEntry when = condition(walk || dice.oneIn(3));
  bool gated = walk && dice.oneIn(3) && !apart;
  if (gated)
    take(net.gate(rule.target, text(blocksSpec(rule.target, true))), when,
         false);
  RandomProgramSpec due = sourcesSpec(rule, walk, gated);
  take(net.blocks(rule.source, text(due)), when, gated);
  if (walk)
    net.rows(rule.projection, text(synapsesSpec(rule, isa::RowsProgram)),
             rule.commons);
}

RandomProgramSpec Builder::synapsesSpec(const Rule &rule,
                                        isa::ProgramKind kind) {
  const image::Population &to = net.made.populations[rule.target];
  RandomProgramSpec spec;
  spec.kind = kind;
  addPlanes(spec, to, false);
  if (kind == isa::RowsProgram)
    spec.ports.push_back({to.parts[0].ports[0], to.ports[0].slotsLog2, true});
  spec.modulators = static_cast<uint32_t>(net.made.modulators.size());
  spec.length = static_cast<uint32_t>(dice.in(0, 10));
  spec.synapsePlanes = static_cast<uint32_t>(
      net.made.projections[rule.projection].plastic->variables.size() + 1);
  spec.commons = static_cast<uint32_t>(rule.commons.size());
  return spec;
}

/// A walk of the columns: the targets recorded by a gate, with or without
/// something of the sources after it, or by an entry of their own.
void Builder::addColumns(const Rule &rule) {
  image::LearnEntry when = condition(true);
  bool gate = dice.oneIn(2);
  std::string due = text(blocksSpec(rule.target, true));
  if (gate) {
    image::LearnEntry &entry = net.gate(rule.target, due);
    take(entry, when, false);
    entry.records = true;
    if (dice.oneIn(2)) {
      RandomProgramSpec sources = sourcesSpec(rule, false, true);
      take(net.blocks(rule.source, text(sources)), when, true);
    }
  } else {
    take(net.blocks(rule.target, due), when, false);
  }
  net.columns(rule.projection, text(synapsesSpec(rule, isa::ColumnsProgram)),
              rule.commons);
}

image::Image Builder::build() {
  for (int64_t n = dice.in(1, 2); n > 0; --n)
    addPopulation(true);
  for (int64_t n = dice.in(1, 2); n > 0; --n)
    addPopulation(false);
  for (int64_t n = dice.in(0, 3); n > 0; --n)
    net.modulator(name("m"), static_cast<int32_t>(dice.in(-9, 9)));
  for (uint32_t p = 0; p < net.made.populations.size(); ++p)
    if (!net.made.populations[p].isInput)
      addProgram(p);
  std::vector<Rule> rules;
  for (int64_t n = dice.in(1, 2); n > 0; --n)
    rules.push_back(addRule());
  for (const Rule &rule : rules)
    for (int64_t n = dice.in(1, 3); n > 0; --n)
      if (rule.skewed && dice.oneIn(2))
        addColumns(rule);
      else
        addEntries(rule);
  addDrivers(net.made, dice);
  return net.build();
}

} // namespace

image::Image randomLearning(uint64_t seed, const image::Target &target,
                            bool apart) {
  image::Image image = Builder(seed, target, apart).build();
  if (seed & 4)
    moveToTheTop(image);
  return image;
}

} // namespace snnc::fuzz
