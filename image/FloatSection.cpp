//===- FloatSection.cpp - The float network in the container ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/FloatSection.h"

#include "image/Bytes.h"
#include "image/Checks.h"

#include <cmath>

namespace snnc::image {

namespace {

void write(ByteWriter &w, const FloatVariable &v) {
  w.text(v.name);
  w.list(v.values);
  w.number(v.min);
  w.number(v.max);
}

void write(ByteWriter &w, const std::vector<FloatVariable> &variables) {
  w.number<uint64_t>(variables.size());
  for (const FloatVariable &v : variables)
    write(w, v);
}

void write(ByteWriter &w, const std::vector<FloatInstr> &program) {
  w.number<uint64_t>(program.size());
  for (const FloatInstr &i : program) {
    w.number(static_cast<uint8_t>(i.op));
    w.number(i.a);
    w.number(i.b);
    w.number(i.c);
    w.number(i.index);
    w.number(i.imm);
  }
}

void write(ByteWriter &w, const FloatPopulation &p) {
  w.text(p.name);
  w.number(p.size);
  w.number<uint8_t>(p.isInput);
  w.number(p.ports);
  write(w, p.states);
  write(w, p.params);
  write(w, p.program);
}

void write(ByteWriter &w, const FloatRule &rule) {
  w.number(rule.weightMin);
  w.number(rule.weightMax);
  write(w, rule.variables);
  write(w, rule.traces);
  w.number<uint64_t>(rule.programs.size());
  for (const FloatRuleProgram &p : rule.programs) {
    w.number(static_cast<uint8_t>(p.trigger));
    w.number(p.argument);
    write(w, p.program);
  }
}

void write(ByteWriter &w, const FloatProjection &p) {
  w.text(p.name);
  w.number(p.source);
  w.number(p.target);
  w.number(p.port);
  w.list(p.rowStart);
  w.list(p.targets);
  w.list(p.weights);
  w.list(p.delays);
  write(w, p.rule);
}

FloatVariable readVariable(ByteReader &r) {
  FloatVariable v;
  v.name = r.text();
  v.values = r.list<double>();
  v.min = r.number<double>();
  v.max = r.number<double>();
  return v;
}

std::vector<FloatVariable> readVariables(ByteReader &r) {
  std::vector<FloatVariable> variables;
  for (uint64_t n = r.count(32); n > 0; --n)
    variables.push_back(readVariable(r));
  return variables;
}

std::vector<FloatInstr> readProgram(ByteReader &r) {
  std::vector<FloatInstr> program;
  for (uint64_t n = r.count(25); n > 0; --n) {
    FloatInstr i;
    i.op = static_cast<FloatOp>(r.number<uint8_t>());
    i.a = r.number<uint32_t>();
    i.b = r.number<uint32_t>();
    i.c = r.number<uint32_t>();
    i.index = r.number<uint32_t>();
    i.imm = r.number<double>();
    program.push_back(i);
  }
  return program;
}

FloatPopulation readPopulation(ByteReader &r) {
  FloatPopulation p;
  p.name = r.text();
  p.size = r.number<uint32_t>();
  p.isInput = r.number<uint8_t>() != 0;
  p.ports = r.number<uint32_t>();
  p.states = readVariables(r);
  p.params = readVariables(r);
  p.program = readProgram(r);
  return p;
}

FloatRule readRule(ByteReader &r) {
  FloatRule rule;
  rule.weightMin = r.number<double>();
  rule.weightMax = r.number<double>();
  rule.variables = readVariables(r);
  rule.traces = readVariables(r);
  for (uint64_t n = r.count(13); n > 0; --n) {
    FloatRuleProgram p;
    p.trigger = static_cast<FloatTrigger>(r.number<uint8_t>());
    p.argument = r.number<uint32_t>();
    p.program = readProgram(r);
    rule.programs.push_back(std::move(p));
  }
  return rule;
}

FloatProjection readProjection(ByteReader &r) {
  FloatProjection p;
  p.name = r.text();
  p.source = r.number<uint32_t>();
  p.target = r.number<uint32_t>();
  p.port = r.number<uint32_t>();
  p.rowStart = r.list<uint64_t>();
  p.targets = r.list<uint32_t>();
  p.weights = r.list<float>();
  p.delays = r.list<uint16_t>();
  p.rule = readRule(r);
  return p;
}

/// How many of a, b, c an operation reads.
unsigned operandsOf(FloatOp op) {
  switch (op) {
  case FloatOp::Const:
  case FloatOp::State:
  case FloatOp::Param:
  case FloatOp::Port:
  case FloatOp::Modulator:
  case FloatOp::Rand:
  case FloatOp::Weight:
  case FloatOp::Synapse:
  case FloatOp::Trace:
  case FloatOp::Target:
  case FloatOp::Fired:
  case FloatOp::TargetFired:
  case FloatOp::Payload:
  case FloatOp::Signalled:
  case FloatOp::RowRand:
    return 0;
  case FloatOp::Neg:
  case FloatOp::Abs:
  case FloatOp::Sqrt:
  case FloatOp::Exp:
  case FloatOp::Log:
  case FloatOp::Tanh:
  case FloatOp::Sigmoid:
  case FloatOp::Sin:
  case FloatOp::Cos:
  case FloatOp::Floor:
  case FloatOp::Round:
  case FloatOp::WriteState:
  case FloatOp::Require:
  case FloatOp::Deposit:
  case FloatOp::WriteWeight:
  case FloatOp::WriteSynapse:
  case FloatOp::WriteTrace:
    return 1;
  case FloatOp::Select:
    return 3;
  default:
    return 2;
  }
}

/// What a program may name: how many there are of each.
struct Scope {
  uint64_t states = 0, params = 0, ports = 0, modulators = 0;
  uint64_t variables = 0, traces = 0, targetStates = 0;
  bool neuron = false, synaptic = false;
};

/// How many indices an operation has in the scope; 0 where it cannot stand.
uint64_t limitOf(FloatOp op, const Scope &scope) {
  constexpr uint64_t any = ~0ull;
  switch (op) {
  case FloatOp::State:
  case FloatOp::WriteState:
    return scope.states;
  case FloatOp::Param:
    return scope.params;
  case FloatOp::Port:
    return scope.neuron ? scope.ports : 0;
  case FloatOp::Emit:
    return scope.neuron ? any : 0;
  case FloatOp::Modulator:
    return scope.modulators;
  case FloatOp::Signalled:
    return scope.neuron ? 0 : scope.modulators;
  case FloatOp::Fired:
  case FloatOp::Payload:
    return scope.neuron ? 0 : any;
  case FloatOp::Trace:
    return scope.traces;
  case FloatOp::WriteTrace:
    return scope.synaptic ? 0 : scope.traces;
  case FloatOp::Weight:
  case FloatOp::WriteWeight:
  case FloatOp::TargetFired:
  case FloatOp::RowRand:
  case FloatOp::Require:
    return scope.synaptic ? any : 0;
  case FloatOp::Synapse:
  case FloatOp::WriteSynapse:
    return scope.synaptic ? scope.variables : 0;
  case FloatOp::Target:
    return scope.synaptic ? scope.targetStates : 0;
  case FloatOp::Deposit:
    return scope.synaptic ? scope.ports : 0;
  default:
    return any;
  }
}

void checkProgram(const std::vector<FloatInstr> &program, const Scope &scope,
                  const std::string &owner) {
  for (size_t i = 0; i < program.size(); ++i) {
    const FloatInstr &instr = program[i];
    std::string where = owner + "operation " + std::to_string(i) + ": ";
    if (instr.op > FloatOp::WriteTrace)
      throw Error(where + "unknown operation " +
                  std::to_string(static_cast<unsigned>(instr.op)));
    const uint32_t operands[] = {instr.a, instr.b, instr.c};
    for (unsigned k = 0; k < operandsOf(instr.op); ++k)
      if (operands[k] >= i)
        throw Error(where + "reads value " + std::to_string(operands[k]) +
                    ", which is not defined before it");
    uint64_t limit = limitOf(instr.op, scope);
    if (instr.index >= limit)
      throw Error(where + "index " + std::to_string(instr.index) +
                  " is not below " + std::to_string(limit));
  }
}

void checkRule(const FloatNetwork &network, const FloatProjection &p,
               const std::string &where) {
  const FloatRule &rule = p.rule;
  for (const auto *variables : {&rule.variables, &rule.traces})
    for (const FloatVariable &v : *variables)
      if (v.values.size() != 1)
        throw Error(where + "variable '" + v.name + "' of its rule has " +
                    std::to_string(v.values.size()) + " values; must be 1");
  const FloatPopulation &target = network.populations[p.target];
  for (const FloatRuleProgram &program : rule.programs) {
    if (program.trigger > FloatTrigger::Post)
      throw Error(where + "unknown trigger of a program");
    if (program.trigger == FloatTrigger::Every && program.argument == 0)
      throw Error(where + "a program that runs each 0 steps");
    if (program.trigger == FloatTrigger::Signal &&
        program.argument >= network.modulators.size())
      throw Error(where + "a program on a modulator that does not exist");
    Scope scope;
    scope.modulators = network.modulators.size();
    scope.traces = rule.traces.size();
    scope.synaptic = program.synaptic();
    scope.variables = rule.variables.size();
    scope.targetStates = target.states.size();
    scope.ports = target.ports;
    checkProgram(program.program, scope, where + "rule: ");
  }
}

void checkPopulation(const FloatNetwork &network, const FloatPopulation &p,
                     const std::string &where) {
  if (p.ports > 4096)
    throw Error(where + "has " + std::to_string(p.ports) +
                " ports; the limit is 4096");
  for (const auto *variables : {&p.states, &p.params})
    for (const FloatVariable &v : *variables)
      if (v.values.size() != 1 && v.values.size() != p.size)
        throw Error(where + "variable '" + v.name + "' has " +
                    std::to_string(v.values.size()) + " values; must be 1 or " +
                    std::to_string(p.size));
  Scope scope;
  scope.neuron = true;
  scope.states = p.states.size();
  scope.params = p.params.size();
  scope.ports = p.ports;
  scope.modulators = network.modulators.size();
  checkProgram(p.program, scope, where);
}

void checkProjection(const FloatNetwork &network, const FloatProjection &p,
                     const std::string &where) {
  if (p.source >= network.populations.size() ||
      p.target >= network.populations.size())
    throw Error(where + "names a population that does not exist");
  const FloatPopulation &source = network.populations[p.source];
  const FloatPopulation &target = network.populations[p.target];
  if (p.port >= target.ports)
    throw Error(where + "port " + std::to_string(p.port) +
                " does not exist in '" + target.name + "'");
  if (p.rowStart.size() != size_t(source.size) + 1 || p.rowStart[0] != 0 ||
      p.rowStart.back() != p.targets.size())
    throw Error(where + "row starts do not cover the synapses");
  for (size_t i = 1; i < p.rowStart.size(); ++i)
    if (p.rowStart[i] < p.rowStart[i - 1])
      throw Error(where + "row starts decrease at row " + std::to_string(i));
  for (uint32_t t : p.targets)
    if (t >= target.size)
      throw Error(where + "synapse to neuron " + std::to_string(t) + " of " +
                  std::to_string(target.size));
  for (size_t n : {p.weights.size(), p.delays.size()})
    if (n != p.targets.size() && n != 1)
      throw Error(where + "weights or delays do not match the synapses");
  for (uint16_t d : p.delays)
    if (d == 0 || d > 4096)
      throw Error(where + "delay " + std::to_string(d) +
                  " is outside 1 to 4096");
  checkRule(network, p, where);
}

} // namespace

std::vector<uint8_t> writeFloatSection(const FloatNetwork &network) {
  ByteWriter w;
  w.number(network.dtMs);
  w.number<uint64_t>(network.populations.size());
  for (const FloatPopulation &p : network.populations)
    write(w, p);
  w.number<uint64_t>(network.projections.size());
  for (const FloatProjection &p : network.projections)
    write(w, p);
  w.number<uint64_t>(network.modulators.size());
  for (const FloatModulator &m : network.modulators) {
    w.number(m.init);
    w.number(m.driver);
    w.number<uint8_t>(m.falls);
  }
  return std::move(w.bytes);
}

FloatNetwork readFloatSection(const uint8_t *data, size_t size,
                              const std::string &origin) {
  ByteReader r(data, size, origin + ": float network");
  FloatNetwork network;
  network.dtMs = r.number<double>();
  for (uint64_t n = r.count(45); n > 0; --n)
    network.populations.push_back(readPopulation(r));
  for (uint64_t n = r.count(92); n > 0; --n)
    network.projections.push_back(readProjection(r));
  for (uint64_t n = r.count(13); n > 0; --n) {
    FloatModulator m;
    m.init = r.number<double>();
    m.driver = r.number<int32_t>();
    m.falls = r.number<uint8_t>() != 0;
    network.modulators.push_back(m);
  }
  r.finish();
  return network;
}

void checkFloatNetwork(const FloatNetwork &network, const std::string &origin) {
  std::string where = origin + ": float network: ";
  for (const FloatPopulation &p : network.populations)
    checkPopulation(network, p, where + "population '" + p.name + "': ");
  for (const FloatProjection &p : network.projections)
    checkProjection(network, p, where + "projection '" + p.name + "': ");
  for (const FloatModulator &m : network.modulators)
    if (m.driver < -1 ||
        m.driver >= static_cast<int64_t>(network.populations.size()))
      throw Error(where + "a modulator is driven by a population that does "
                          "not exist");
}

} // namespace snnc::image
