//===- RefEngine.cpp - The golden model -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/RefEngine.h"

#include "image/Parts.h"
#include "isa/Assembler.h"
#include "runtime/ref/Network.h"
#include "runtime/ref/Tile.h"

#include <algorithm>

namespace snnc::runtime {

using isa::Opcode;

RefEngine::RefEngine(std::shared_ptr<const image::Image> image)
    : IntegerEngine(std::move(image)),
      network(std::make_unique<ref::Network>(this->image())) {
  for (const image::Tile &tables : this->image().tiles) {
    auto number = static_cast<uint32_t>(tiles.size());
    tiles.push_back(std::make_unique<ref::Tile>(this->image(), number));
    timings.emplace_back(tables, this->image().target);
  }
  reset();
}

RefEngine::~RefEngine() = default;

void RefEngine::load() {
  for (auto &tile : tiles)
    tile->load();
  total = Counters();
  totals.assign(tiles.size(), TileCounters());
}

std::vector<TileCounters> RefEngine::tileCounters() const {
  return tiles.size() > 1 ? totals : std::vector<TileCounters>();
}

/// Row of a memory of rows of `lanes` words.
static uint32_t *rowOf(std::vector<uint32_t> &memory, uint32_t row,
                       uint32_t lanes) {
  return &memory[size_t(row) * lanes];
}

void RefEngine::readStateRow(uint32_t tile, uint32_t row, uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(rowOf(t.state, row, t.lanes), t.lanes, words);
}

void RefEngine::writeStateRow(uint32_t tile, uint32_t row,
                              const uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(words, t.lanes, rowOf(t.state, row, t.lanes));
}

void RefEngine::readAccumulatorRow(uint32_t tile, uint32_t row,
                                   uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(rowOf(t.accumulators, row, t.lanes), t.lanes, words);
}

void RefEngine::writeAccumulatorRow(uint32_t tile, uint32_t row,
                                    const uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(words, t.lanes, rowOf(t.accumulators, row, t.lanes));
}

void RefEngine::readSynapseRow(uint32_t tile, uint32_t row, uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(rowOf(t.synapses, row, t.lanes), t.lanes, words);
}

void RefEngine::writeSynapseRow(uint32_t tile, uint32_t row,
                                const uint32_t *words) {
  ref::Tile &t = *tiles[tile];
  std::copy_n(words, t.lanes, rowOf(t.synapses, row, t.lanes));
}

void RefEngine::writeSignals(uint32_t mask) {
  for (auto &tile : tiles)
    tile->signals = mask;
}

void RefEngine::readModulators(std::vector<int32_t> &values, uint32_t &set) {
  std::copy_n(tiles[0]->modulators, values.size(), values.begin());
  set = tiles[0]->signals;
}

void RefEngine::writeLearning(bool on) {
  for (auto &tile : tiles)
    tile->learningOn = on;
}

void RefEngine::writeModulator(uint32_t modulator, int32_t value) {
  for (auto &tile : tiles)
    tile->modulators[modulator] = value;
}

void RefEngine::writeStepCount(uint64_t t) {
  for (auto &tile : tiles)
    tile->t = t;
}

void RefEngine::writeCounters(const Counters &counters) { total = counters; }

void RefEngine::writeTileCounters(const std::vector<TileCounters> &counters) {
  if (!counters.empty())
    totals = counters;
}

void RefEngine::runStep(uint64_t t, const std::vector<TileEvent> &injected,
                        std::vector<TileEvent> &events) {
  for (auto &tile : tiles) {
    tile->t = t;
    tile->synapticOps = tile->synapseUpdates = tile->saturations = 0;
    tile->beginStep();
  }
  for (const TileEvent &event : injected)
    tiles[event.tile]->injectEvent(event);
  for (auto &tile : tiles)
    tile->update();
  for (auto &tile : tiles)
    tile->deliver(events);
  networkLoad = {};
  if (tiles.size() > 1)
    deliverElsewhere(events);
  for (auto &tile : tiles)
    tile->learn();
  endStep();
  count();
}

void RefEngine::endStep() {
  ref::Drive all;
  for (const auto &tile : tiles)
    all.add(tile->driven);
  networkLoad.joins = static_cast<uint64_t>(__builtin_popcount(all.mask));
  for (auto &tile : tiles)
    tile->endStep(all);
}

void RefEngine::deliverElsewhere(const std::vector<TileEvent> &events) {
  linkLoad.assign(tiles.size() * 4, 0);
  for (const TileEvent &e : events) {
    const ref::Tree &tree = network->from(e.tile, e.group);
    for (const ref::Arrival &a : tree.arrivals) {
      const image::Group &window = image().tiles[a.tile].groups[a.window];
      int64_t place = a.first + e.physical;
      if (place < 0 || place >= int64_t(window.blocks) * image().target.lanes)
        continue;
      tiles[a.tile]->arrive(a.window, static_cast<uint32_t>(place), e.payload);
      ++totals[a.tile].eventsIn;
    }
    totals[e.tile].eventsOut += !tree.links.empty();
    for (uint32_t link : tree.links) {
      ++totals[link / 4].hops;
      ++linkLoad[link];
    }
  }
}

image::ChipStep RefEngine::lastStep() const {
  image::ChipStep step;
  for (const auto &tile : tiles)
    step.tiles.push_back({tile->records, tile->learnRuns, tile->arrivals});
  step.load = networkLoad;
  step.links = linkLoad;
  return step;
}

void RefEngine::count() {
  std::vector<image::StepCycles> each;
  for (size_t i = 0; i < tiles.size(); ++i) {
    const ref::Tile &tile = *tiles[i];
    image::StepCycles cycles =
        timings[i].predict(tile.records, tile.learnRuns, tile.arrivals);
    each.push_back(cycles);
    totals[i].updateCycles += cycles.update;
    totals[i].deliverCycles += cycles.deliver;
    totals[i].learnCycles += cycles.learn;
    totals[i].events += cycles.events;
    totals[i].synapticOps += tile.synapticOps;
    total.synapticOps += tile.synapticOps;
    total.saturations += tile.saturations;
    total.synapseUpdates += tile.synapseUpdates;
  }
  image::StepCycles cycles = image::combine(each, networkLoad, image().target);
  ++total.steps;
  total.cycles += cycles.total;
  total.updateCycles += cycles.update;
  total.deliverCycles += cycles.deliver;
  total.learnCycles += cycles.learn;
  total.instructions += cycles.instructions;
  total.events += cycles.events;
  total.rowUnits += cycles.rowUnits;
}

Writer RefEngine::writerAt(uint32_t tile, uint32_t pc) const {
  const image::Tile &tables = image().tiles[tile];
  Writer writer;
  writer.found = true;
  if (tiles.size() > 1)
    writer.tile = static_cast<int32_t>(tile);
  writer.pc = pc;
  isa::Instruction instruction;
  std::string reason;
  if (isa::decode(tables.program[pc], instruction, reason))
    writer.instruction = isa::format(instruction);
  writer.location = ref::describeLocation(image(), tables.programLocations[pc]);
  return writer;
}

const image::Part &RefEngine::partOf(uint32_t population,
                                     uint32_t neuron) const {
  const std::vector<image::Part> &parts =
      image().populations.at(population).parts;
  size_t i = parts.size() - 1;
  while (parts[i].first > neuron)
    --i;
  return parts[i];
}

Writer RefEngine::lastWriter(uint32_t population, uint32_t state,
                             uint32_t neuron) const {
  const image::Population &p = image().populations.at(population);
  const image::Variable &v = p.states.at(state);
  const image::Part &part = partOf(population, neuron);
  const ref::Tile &tile = *tiles[part.tile];
  uint64_t block =
      p.physical(neuron) / tile.lanes - image::homeOf(image(), part).firstBlock;
  // The bits of a lane, counted through the whole state memory.
  uint64_t first = (part.states[state] + block) * v.bits, last = first + v.bits;
  Writer writer;
  for (size_t g = 0; g < tile.programs.size(); ++g) {
    const ref::Program &program = tile.programs[g];
    for (size_t i = 0; i < program.body.size(); ++i) {
      const ref::Instr &in = program.body[i];
      uint64_t bits = 8u << in.width;
      if (in.op == Opcode::St && in.base * bits < last &&
          (in.base + uint64_t(tile.tables.groups[g].blocks)) * bits > first)
        writer =
            writerAt(part.tile, program.address + static_cast<uint32_t>(i));
    }
  }
  return writer;
}

Writer RefEngine::emitter(uint32_t population, uint32_t neuron) const {
  const image::Part &part = partOf(population, neuron);
  const ref::Program &program = tiles[part.tile]->programs[part.group];
  for (size_t i = 0; i < program.body.size(); ++i)
    if (program.body[i].op == Opcode::Emit)
      return writerAt(part.tile, program.address + static_cast<uint32_t>(i));
  return Writer();
}

Writer RefEngine::synapseWriter(uint32_t projection, uint32_t plane,
                                uint32_t part) const {
  Writer writer;
  uint32_t tile = image().projections.at(projection).parts.at(part).tile;
  for (const ref::LearnStep &step : tiles[tile]->learnSteps) {
    if (step.entry->kind == image::LearnKind::Blocks ||
        step.entry->projection != projection)
      continue;
    for (size_t i = 0; i < step.program.body.size(); ++i) {
      const ref::Instr &in = step.program.body[i];
      if ((in.op == Opcode::Sts || in.op == Opcode::Dlt) && in.plane == plane)
        writer =
            writerAt(tile, step.program.address + static_cast<uint32_t>(i));
    }
  }
  return writer;
}

std::string RefEngine::learnVariable(uint32_t tile,
                                     const image::LearnEntry &entry,
                                     const ref::Instr &store) const {
  if (entry.kind != image::LearnKind::Blocks) {
    const image::Projection &p = image().projections[entry.projection];
    return store.plane == 0
               ? p.name
               : p.name + "." + p.plastic->variables[store.plane - 1u].name;
  }
  const image::Group &group = image().tiles[tile].groups[entry.group];
  std::string name = image().populations[group.population].name;
  for (const image::Projection &p : image().projections)
    for (const image::ProjectionPart &part : p.parts)
      for (size_t t = 0; part.tile == tile && t < part.traces.size(); ++t)
        if (part.traces[t] == store.base &&
            p.plastic->traces[t].bits == (8u << store.width))
          name = p.name + "." + p.plastic->traces[t].name;
  return name;
}

std::string RefEngine::stateVariable(uint32_t tile, uint32_t group,
                                     const ref::Instr &store) const {
  const image::Group &home = image().tiles[tile].groups[group];
  const image::Population &p = image().populations[home.population];
  std::string variable = p.name;
  for (const image::Part &part : p.parts)
    for (size_t v = 0; part.tile == tile && v < p.states.size(); ++v)
      if (part.states[v] == store.base &&
          p.states[v].bits == (8u << store.width))
        variable = p.name + "." + p.states[v].name;
  return variable;
}

void RefEngine::addSaturations(uint32_t number,
                               std::vector<Saturation> &report) const {
  const ref::Tile &tile = *tiles[number];
  auto note = [&](uint32_t pc, const std::string &variable) {
    if (tile.saturationsAt[pc])
      report.push_back(
          {tile.saturationsAt[pc], variable, writerAt(number, pc)});
  };
  for (uint32_t g = 0; g < tile.programs.size(); ++g) {
    const ref::Program &program = tile.programs[g];
    for (size_t i = 0; i < program.body.size(); ++i)
      if (program.body[i].op == Opcode::St)
        note(program.address + static_cast<uint32_t>(i),
             stateVariable(number, g, program.body[i]));
  }
  for (const ref::LearnStep &step : tile.learnSteps)
    for (size_t i = 0; i < step.program.body.size(); ++i) {
      const ref::Instr &in = step.program.body[i];
      if (in.op == Opcode::St || in.op == Opcode::Sts || in.op == Opcode::Dlt)
        note(step.program.address + static_cast<uint32_t>(i),
             learnVariable(number, *step.entry, in));
    }
}

std::vector<Saturation> RefEngine::saturationReport() const {
  std::vector<Saturation> report;
  for (uint32_t t = 0; t < tiles.size(); ++t)
    addSaturations(t, report);
  std::stable_sort(report.begin(), report.end(),
                   [](const Saturation &a, const Saturation &b) {
                     return a.count > b.count;
                   });
  return report;
}

} // namespace snnc::runtime
