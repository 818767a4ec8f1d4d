//===- RefEngine.cpp - The golden model -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/RefEngine.h"

#include "isa/Assembler.h"
#include "runtime/ref/Tile.h"

#include <algorithm>

namespace snnc::runtime {

using isa::Opcode;

RefEngine::RefEngine(std::shared_ptr<const image::Image> image)
    : IntegerEngine(std::move(image)),
      tile(std::make_unique<ref::Tile>(this->image())),
      timing(this->image().tiles[0], this->image().target) {
  reset();
}

RefEngine::~RefEngine() = default;

void RefEngine::load() {
  tile->load();
  total = Counters();
}

void RefEngine::readStateRow(uint32_t row, uint32_t *words) {
  std::copy_n(&tile->state[size_t(row) * tile->lanes], tile->lanes, words);
}

void RefEngine::writeStateRow(uint32_t row, const uint32_t *words) {
  std::copy_n(words, tile->lanes, &tile->state[size_t(row) * tile->lanes]);
}

void RefEngine::readAccumulatorRow(uint32_t row, uint32_t *words) {
  std::copy_n(&tile->accumulators[size_t(row) * tile->lanes], tile->lanes,
              words);
}

void RefEngine::writeAccumulatorRow(uint32_t row, const uint32_t *words) {
  std::copy_n(words, tile->lanes,
              &tile->accumulators[size_t(row) * tile->lanes]);
}

void RefEngine::readSynapseRow(uint32_t row, uint32_t *words) {
  std::copy_n(&tile->synapses[size_t(row) * tile->lanes], tile->lanes, words);
}

void RefEngine::writeSynapseRow(uint32_t row, const uint32_t *words) {
  std::copy_n(words, tile->lanes, &tile->synapses[size_t(row) * tile->lanes]);
}

void RefEngine::writeSignals(uint32_t mask) { tile->signals = mask; }

void RefEngine::readModulators(std::vector<int32_t> &values, uint32_t &set) {
  std::copy_n(tile->modulators, values.size(), values.begin());
  set = tile->signals;
}

void RefEngine::writeLearning(bool on) { tile->learningOn = on; }

void RefEngine::writeModulator(uint32_t modulator, int32_t value) {
  tile->modulators[modulator] = value;
}

void RefEngine::writeStepCount(uint64_t t) { tile->t = t; }

void RefEngine::writeCounters(const Counters &counters) { total = counters; }

void RefEngine::runStep(uint64_t t, const std::vector<TileEvent> &injected,
                        std::vector<TileEvent> &events) {
  tile->t = t;
  tile->synapticOps = tile->synapseUpdates = tile->saturations = 0;
  tile->beginStep();
  for (const TileEvent &event : injected)
    tile->injectEvent(event);
  tile->update();
  tile->deliver(events);
  tile->learn();
  tile->endStep();

  image::StepCycles cycles = timing.predict(tile->records, tile->learnRuns);
  ++total.steps;
  total.cycles += cycles.total;
  total.updateCycles += cycles.update;
  total.deliverCycles += cycles.deliver;
  total.learnCycles += cycles.learn;
  total.instructions += cycles.instructions;
  total.events += cycles.events;
  total.rowUnits += cycles.rowUnits;
  total.synapticOps += tile->synapticOps;
  total.saturations += tile->saturations;
  total.synapseUpdates += tile->synapseUpdates;
}

Writer RefEngine::writerAt(uint32_t pc) const {
  const image::Tile &tables = image().tiles[0];
  Writer writer;
  writer.found = true;
  writer.pc = pc;
  isa::Instruction instruction;
  std::string reason;
  if (isa::decode(tables.program[pc], instruction, reason))
    writer.instruction = isa::format(instruction);
  writer.location = ref::describeLocation(image(), tables.programLocations[pc]);
  return writer;
}

Writer RefEngine::lastWriter(uint32_t population, uint32_t state,
                             uint32_t neuron) const {
  const image::Population &p = image().populations.at(population);
  const image::Variable &v = p.states.at(state);
  const auto &groups = image().tiles[0].groups;
  uint64_t block = p.physical(neuron) / tile->lanes;
  // The bits of a lane, counted through the whole state memory.
  uint64_t first = (v.base + block) * v.bits, last = first + v.bits;
  Writer writer;
  for (size_t g = 0; g < tile->programs.size(); ++g) {
    const ref::Program &program = tile->programs[g];
    for (size_t i = 0; i < program.body.size(); ++i) {
      const ref::Instr &in = program.body[i];
      uint64_t bits = 8u << in.width;
      if (in.op == Opcode::St && in.base * bits < last &&
          (in.base + uint64_t(groups[g].blocks)) * bits > first)
        writer = writerAt(program.address + static_cast<uint32_t>(i));
    }
  }
  return writer;
}

Writer RefEngine::emitter(uint32_t population) const {
  const ref::Program &program =
      tile->programs[image().populations.at(population).group];
  for (size_t i = 0; i < program.body.size(); ++i)
    if (program.body[i].op == Opcode::Emit)
      return writerAt(program.address + static_cast<uint32_t>(i));
  return Writer();
}

Writer RefEngine::synapseWriter(uint32_t projection, uint32_t plane) const {
  Writer writer;
  for (const ref::LearnStep &step : tile->learnSteps) {
    if (step.entry->kind == image::LearnKind::Blocks ||
        step.entry->projection != projection)
      continue;
    for (size_t i = 0; i < step.program.body.size(); ++i) {
      const ref::Instr &in = step.program.body[i];
      if ((in.op == Opcode::Sts || in.op == Opcode::Dlt) && in.plane == plane)
        writer = writerAt(step.program.address + static_cast<uint32_t>(i));
    }
  }
  return writer;
}

std::string RefEngine::learnVariable(const image::LearnEntry &entry,
                                     const ref::Instr &store) const {
  if (entry.kind != image::LearnKind::Blocks) {
    const image::Projection &p = image().projections[entry.projection];
    return store.plane == 0
               ? p.name
               : p.name + "." + p.plastic->variables[store.plane - 1u].name;
  }
  std::string name;
  for (const image::Population &p : image().populations)
    if (p.group == entry.group)
      name = p.name;
  for (const image::Projection &p : image().projections)
    if (p.plastic)
      for (const image::Variable &v : p.plastic->traces)
        if (v.base == store.base && v.bits == (8u << store.width))
          name = p.name + "." + v.name;
  return name;
}

std::vector<Saturation> RefEngine::saturationReport() const {
  std::vector<Saturation> report;
  auto note = [&](uint32_t pc, const std::string &variable) {
    if (tile->saturationsAt[pc])
      report.push_back({tile->saturationsAt[pc], variable, writerAt(pc)});
  };
  for (const image::Population &p : image().populations) {
    const ref::Program &program = tile->programs[p.group];
    for (size_t i = 0; i < program.body.size(); ++i) {
      const ref::Instr &in = program.body[i];
      if (in.op != Opcode::St)
        continue;
      std::string variable = p.name;
      for (const image::Variable &v : p.states)
        if (v.base == in.base && v.bits == (8u << in.width))
          variable = p.name + "." + v.name;
      note(program.address + static_cast<uint32_t>(i), variable);
    }
  }
  for (const ref::LearnStep &step : tile->learnSteps)
    for (size_t i = 0; i < step.program.body.size(); ++i) {
      const ref::Instr &in = step.program.body[i];
      if (in.op == Opcode::St || in.op == Opcode::Sts || in.op == Opcode::Dlt)
        note(step.program.address + static_cast<uint32_t>(i),
             learnVariable(*step.entry, in));
    }
  std::stable_sort(report.begin(), report.end(),
                   [](const Saturation &a, const Saturation &b) {
                     return a.count > b.count;
                   });
  return report;
}

} // namespace snnc::runtime
