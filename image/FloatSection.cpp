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

void write(ByteWriter &w, const FloatPopulation &p) {
  w.text(p.name);
  w.number(p.size);
  w.number<uint8_t>(p.isInput);
  w.number(p.ports);
  for (const auto *variables : {&p.states, &p.params}) {
    w.number<uint64_t>(variables->size());
    for (const FloatVariable &v : *variables)
      write(w, v);
  }
  w.number<uint64_t>(p.program.size());
  for (const FloatInstr &i : p.program) {
    w.number(static_cast<uint8_t>(i.op));
    w.number(i.a);
    w.number(i.b);
    w.number(i.c);
    w.number(i.index);
    w.number(i.imm);
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
}

FloatVariable readVariable(ByteReader &r) {
  FloatVariable v;
  v.name = r.text();
  v.values = r.list<double>();
  v.min = r.number<double>();
  v.max = r.number<double>();
  return v;
}

FloatPopulation readPopulation(ByteReader &r) {
  FloatPopulation p;
  p.name = r.text();
  p.size = r.number<uint32_t>();
  p.isInput = r.number<uint8_t>() != 0;
  p.ports = r.number<uint32_t>();
  for (auto *variables : {&p.states, &p.params})
    for (uint64_t n = r.count(32); n > 0; --n)
      variables->push_back(readVariable(r));
  for (uint64_t n = r.count(25); n > 0; --n) {
    FloatInstr i;
    i.op = static_cast<FloatOp>(r.number<uint8_t>());
    i.a = r.number<uint32_t>();
    i.b = r.number<uint32_t>();
    i.c = r.number<uint32_t>();
    i.index = r.number<uint32_t>();
    i.imm = r.number<double>();
    p.program.push_back(i);
  }
  return p;
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
    return 1;
  case FloatOp::Select:
    return 3;
  default:
    return 2;
  }
}

void checkInstr(const FloatNetwork &network, const FloatPopulation &p, size_t i,
                const std::string &where) {
  const FloatInstr &instr = p.program[i];
  if (instr.op > FloatOp::Emit)
    throw Error(where + "unknown operation " +
                std::to_string(static_cast<unsigned>(instr.op)));
  const uint32_t operands[] = {instr.a, instr.b, instr.c};
  for (unsigned k = 0; k < operandsOf(instr.op); ++k)
    if (operands[k] >= i)
      throw Error(where + "reads value " + std::to_string(operands[k]) +
                  ", which is not defined before it");
  uint64_t limit = ~0ull;
  switch (instr.op) {
  case FloatOp::State:
  case FloatOp::WriteState:
    limit = p.states.size();
    break;
  case FloatOp::Param:
    limit = p.params.size();
    break;
  case FloatOp::Port:
    limit = p.ports;
    break;
  case FloatOp::Modulator:
    limit = network.modulators.size();
    break;
  default:
    break;
  }
  if (instr.index >= limit)
    throw Error(where + "index " + std::to_string(instr.index) +
                " is not below " + std::to_string(limit));
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
  for (size_t i = 0; i < p.program.size(); ++i)
    checkInstr(network, p, i, where + "operation " + std::to_string(i) + ": ");
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
  w.list(network.modulators);
  return std::move(w.bytes);
}

FloatNetwork readFloatSection(const uint8_t *data, size_t size,
                              const std::string &origin) {
  ByteReader r(data, size, origin + ": float network");
  FloatNetwork network;
  network.dtMs = r.number<double>();
  for (uint64_t n = r.count(45); n > 0; --n)
    network.populations.push_back(readPopulation(r));
  for (uint64_t n = r.count(52); n > 0; --n)
    network.projections.push_back(readProjection(r));
  network.modulators = r.list<double>();
  r.finish();
  return network;
}

void checkFloatNetwork(const FloatNetwork &network, const std::string &origin) {
  std::string where = origin + ": float network: ";
  for (const FloatPopulation &p : network.populations)
    checkPopulation(network, p, where + "population '" + p.name + "': ");
  for (const FloatProjection &p : network.projections)
    checkProjection(network, p, where + "projection '" + p.name + "': ");
}

} // namespace snnc::image
