//===- FixedNetwork.cpp - A quantized network, op by op ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/learning/FixedNetwork.h"

#include "dialects/fx/Fx.h"
#include "image/WeightCode.h"
#include "runtime/Threefry.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::test {

namespace {

constexpr uint32_t kSlots = 16;

FixedNetwork::Variable variable(Operation *op, Attribute init, size_t size) {
  return {SymbolTable::getSymbolName(op).str(),
          Values(size, cast<IntegerAttr>(init).getInt())};
}

} // namespace

FixedNetwork::FixedNetwork(ModuleOp module) {
  snn::NetworkOp network = *module.getOps<snn::NetworkOp>().begin();
  for (auto modulator : network.getOps<snn::ModulatorOp>()) {
    std::string name = modulator.getSymName().str();
    modulatorNames.push_back(name);
    modulators[name] = std::llrint(std::ldexp(
        modulator.getInit().convertToDouble(), int(*modulator.getFrac())));
    signalled[name] = false;
  }
  for (Operation &op : network.getBody().front())
    if (isa<snn::InputOp, snn::PopulationOp>(op))
      addPopulation(&op);
  for (auto projection : network.getOps<snn::ProjectionOp>())
    addProjection(projection);
}

uint32_t FixedNetwork::indexOf(Operation *population) const {
  return std::find(members.begin(), members.end(), population) -
         members.begin();
}

void FixedNetwork::addPopulation(Operation *op) {
  members.push_back(op);
  Population p;
  size_t size = snn::sizeOf(op);
  if (auto population = dyn_cast<snn::PopulationOp>(op)) {
    p.neuron = snn::resolveNeuron(population);
    for (auto state : p.neuron.getOps<snn::StateOp>())
      p.states.push_back(variable(state, state.getInit(), size));
    for (auto param : p.neuron.getOps<snn::ParamOp>())
      p.params.push_back(variable(param, param.getValue(), size));
    for (auto port : p.neuron.getOps<snn::PortOp>())
      p.ports.push_back({port.getSymName().str(),
                         cast<fx::QType>(port.getType()).getFrac(),
                         std::vector<Values>(kSlots, Values(size))});
  }
  p.fired.resize(size);
  p.payloads.resize(size);
  populations.push_back(std::move(p));
}

void FixedNetwork::addProjection(snn::ProjectionOp op) {
  Projection p;
  p.rule = snn::resolveRule(op);
  p.source = indexOf(snn::resolveSource(op));
  p.target = indexOf(snn::resolveTarget(op));
  p.shift = *op.getShift();
  const auto &ports = populations[p.target].ports;
  while (ports[p.port].name != op.getPort())
    ++p.port;
  snn::BlobCache cache;
  auto add = [&](const snn::Synapse &s) {
    p.synapses.push_back(
        {s.source, s.target, s.delay,
         image::quantizeWeight(s.weight, *op.getBits(), *op.getWeightFrac())});
  };
  if (failed(snn::forEachSynapse(op, cache, add)))
    throw std::runtime_error("synapses cannot be listed");
  std::stable_sort(p.synapses.begin(), p.synapses.end(),
                   [](const Synapse &a, const Synapse &b) {
                     return std::tie(a.source, a.target, a.delay) <
                            std::tie(b.source, b.target, b.delay);
                   });
  if (p.rule) {
    size_t sources = populations[p.source].fired.size();
    for (auto state : p.rule.getOps<snn::StateOp>())
      p.variables.push_back(
          variable(state, state.getInit(), p.synapses.size()));
    for (auto trace : p.rule.getOps<snn::TraceOp>())
      p.traces.push_back(variable(trace, trace.getInit(), sources));
  }
  projections.push_back(std::move(p));
}

void FixedNetwork::inject(uint32_t population, uint32_t index,
                          int64_t payload) {
  populations[population].fired[index] = true;
  populations[population].payloads[index] = payload;
}

void FixedNetwork::setModulator(uint32_t modulator, int64_t value) {
  modulators[modulatorNames[modulator]] = value;
  signalled[modulatorNames[modulator]] = true;
}

Run FixedNetwork::start() const {
  Run run;
  run.modulators = modulators;
  run.signalled = signalled;
  return run;
}

void FixedNetwork::step() {
  for (Population &population : populations)
    if (population.neuron)
      update(population);
  for (const Projection &projection : projections)
    deliver(projection);
  for (Projection &projection : projections)
    if (projection.rule)
      learn(projection);
  for (Population &population : populations)
    population.fired.assign(population.fired.size(), false);
  for (auto &[name, set] : signalled)
    set = false;
  ++steps;
}

void FixedNetwork::update(Population &population) {
  for (uint32_t i = 0; i < population.fired.size(); ++i) {
    Run run = start();
    for (const auto *variables : {&population.states, &population.params})
      for (const Variable &v : *variables)
        run.variables[v.name] = v.values[i];
    for (Port &port : population.ports)
      run.sums[port.name] =
          std::exchange(port.slots[steps % kSlots][i], int64_t(0));
    run.draw = [&](uint32_t stream, bool) {
      return runtime::draw(stream, steps, i);
    };
    evaluate(cast<snn::ProgramOp>(population.neuron.getUpdate().getOperation()),
             run);
    for (Variable &v : population.states)
      if (auto found = run.written.find(v.name); found != run.written.end())
        v.values[i] = found->second;
    if (run.emitted) {
      population.fired[i] = true;
      population.payloads[i] = run.emittedPayload;
    }
  }
}

void FixedNetwork::deliver(const Projection &projection) {
  const Population &source = populations[projection.source];
  Port &port = populations[projection.target].ports[projection.port];
  for (const Synapse &s : projection.synapses)
    if (source.fired[s.source])
      port.slots[(steps + s.delay) % kSlots][s.target] +=
          s.weight * source.payloads[s.source] *
          (int64_t(1) << projection.shift);
}

bool FixedNetwork::isDue(snn::ProgramOp program) const {
  if (program.isSynaptic() && !learning)
    return false;
  if (auto every = dyn_cast<snn::EveryOp>(program.getOperation()))
    return steps % every.getSteps() == 0;
  if (auto signal = dyn_cast<snn::OnSignalOp>(program.getOperation()))
    return signalled.at(signal.getModulator().str());
  return true;
}

void FixedNetwork::learn(Projection &projection) {
  for (snn::ProgramOp program : projection.rule.getPrograms()) {
    if (!isDue(program))
      continue;
    if (program.isTrace())
      runTraces(projection, program);
    else
      runSynapses(projection, program);
  }
}

void FixedNetwork::runTraces(Projection &projection, snn::ProgramOp program) {
  const Population &source = populations[projection.source];
  for (uint32_t i = 0; i < source.fired.size(); ++i) {
    Run run = start();
    run.fired = source.fired[i];
    run.payload = run.fired ? source.payloads[i] : 0;
    for (const Variable &v : projection.traces)
      run.variables[v.name] = v.values[i];
    run.draw = [&](uint32_t stream, bool) {
      return runtime::draw(stream, steps, i);
    };
    evaluate(program, run);
    for (Variable &v : projection.traces)
      if (auto found = run.written.find(v.name); found != run.written.end())
        v.values[i] = found->second;
  }
}

void FixedNetwork::runSynapses(Projection &projection, snn::ProgramOp program) {
  const Population &source = populations[projection.source];
  Population &target = populations[projection.target];
  std::string weight = projection.rule.getWeight().getSymName().str();
  for (size_t k = 0; k < projection.synapses.size(); ++k) {
    Synapse &s = projection.synapses[k];
    Run run = start();
    run.fired = source.fired[s.source];
    run.targetFired = target.fired[s.target];
    if ((isa<snn::OnPreOp>(program.getOperation()) && !run.fired) ||
        (isa<snn::OnPostOp>(program.getOperation()) && !run.targetFired))
      continue;
    run.payload = run.fired ? source.payloads[s.source] : 0;
    run.variables[weight] = s.weight;
    for (const Variable &v : projection.variables)
      run.variables[v.name] = v.values[k];
    for (const Variable &v : projection.traces)
      run.variables[v.name] = v.values[s.source];
    for (auto read : projection.rule.getOps<snn::TargetOp>())
      for (const Variable &v : target.states)
        if (v.name == read.getVariable())
          run.variables[read.getSymName().str()] = v.values[s.target];
    run.draw = [&](uint32_t stream, bool perRow) {
      return runtime::draw(stream, steps, s.source, perRow ? 0 : s.target);
    };
    auto portOf = [&](const std::string &name) -> Port & {
      return *std::find_if(target.ports.begin(), target.ports.end(),
                           [&](const Port &p) { return p.name == name; });
    };
    run.portFrac = [&](const std::string &name) { return portOf(name).frac; };
    evaluate(program, run);
    if (!run.acts)
      continue;
    for (const auto &[name, value] : run.written)
      if (name == weight)
        s.weight = value;
    for (Variable &v : projection.variables)
      if (auto found = run.written.find(v.name); found != run.written.end())
        v.values[k] = found->second;
    for (const auto &[name, value] : run.deposits)
      portOf(name).slots[(steps + 1) % kSlots][s.target] += value;
  }
}

} // namespace snnc::test
