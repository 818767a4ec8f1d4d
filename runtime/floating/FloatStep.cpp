//===- FloatStep.cpp - A step of the float engine ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/FloatEngine.h"
#include "runtime/Threefry.h"

#include <algorithm>
#include <cmath>

namespace snnc::runtime {

using image::FloatInstr;
using image::FloatOp;
using image::FloatPopulation;
using image::FloatProjection;
using image::FloatVariable;

namespace {

/// Neurons that run through the program together.
constexpr uint32_t kChunk = 64;

/// Nearest integer, ties to even, whatever the rounding mode of the process.
double roundEven(double x) {
  double down = std::floor(x);
  double part = x - down;
  if (part > 0.5 || (part == 0.5 && std::fmod(down, 2.0) != 0.0))
    return down + 1.0;
  return down;
}

/// Operations whose result depends on the operands' values alone.
double compute(FloatOp op, double a, double b, double c) {
  switch (op) {
  case FloatOp::Add:
    return a + b;
  case FloatOp::Sub:
    return a - b;
  case FloatOp::Mul:
    return a * b;
  case FloatOp::Div:
    return a / b;
  case FloatOp::Neg:
    return -a;
  case FloatOp::Abs:
    return std::fabs(a);
  case FloatOp::Sqrt:
    return std::sqrt(a);
  case FloatOp::Min:
    return std::min(a, b);
  case FloatOp::Max:
    return std::max(a, b);
  case FloatOp::Exp:
    return std::exp(a);
  case FloatOp::Log:
    return std::log(a);
  case FloatOp::Tanh:
    return std::tanh(a);
  case FloatOp::Sigmoid:
    return 1.0 / (1.0 + std::exp(-a));
  case FloatOp::Sin:
    return std::sin(a);
  case FloatOp::Cos:
    return std::cos(a);
  case FloatOp::Floor:
    return std::floor(a);
  case FloatOp::Round:
    return roundEven(a);
  case FloatOp::CmpEq:
    return a == b;
  case FloatOp::CmpNe:
    return a != b;
  case FloatOp::CmpLt:
    return a < b;
  case FloatOp::CmpLe:
    return a <= b;
  case FloatOp::And:
    return a != 0.0 && b != 0.0;
  case FloatOp::Or:
    return a != 0.0 || b != 0.0;
  case FloatOp::Xor:
    return (a != 0.0) != (b != 0.0);
  case FloatOp::Select:
    return a != 0.0 ? b : c;
  default:
    return 0.0;
  }
}

double valueOf(const FloatVariable &v, uint32_t neuron) {
  return v.values[v.values.size() == 1 ? 0 : neuron];
}

} // namespace

void FloatEngine::emit(uint32_t population, uint32_t index, double payload) {
  Live &l = live[population];
  if (l.emitted[index])
    throw Error("float: neuron " + std::to_string(index) + " of population '" +
                floating.populations[population].name +
                "' emitted twice in step " + std::to_string(steps));
  l.emitted[index] = true;
  l.payloads[index] = payload;
}

void FloatEngine::updateChunk(uint32_t p, uint32_t first, uint32_t count) {
  const FloatPopulation &population = floating.populations[p];
  Live &l = live[p];
  CalibrationRecord::Population &observed = record.populations[p];
  const size_t size = population.program.size();

  auto loadConstant = [&](double *to, double value) {
    std::fill_n(to, count, value);
  };
  for (size_t i = 0; i < size; ++i) {
    const FloatInstr &in = population.program[i];
    double *to = &values[i * kChunk];
    switch (in.op) {
    case FloatOp::Const:
      loadConstant(to, in.imm);
      break;
    case FloatOp::Modulator:
      loadConstant(to, modulators[in.index]);
      break;
    case FloatOp::State:
      std::copy_n(&l.states[in.index][first], count, to);
      break;
    case FloatOp::Param:
      for (uint32_t n = 0; n < count; ++n)
        to[n] = valueOf(population.params[in.index], first + n);
      break;
    case FloatOp::Port: {
      const Ring &ring = l.ports[in.index];
      std::copy_n(&ring.sums[steps % ring.slots * population.size + first],
                  count, to);
      break;
    }
    case FloatOp::Rand:
      for (uint32_t n = 0; n < count; ++n)
        to[n] = std::ldexp(draw(in.index, steps, first + n), -32);
      break;
    case FloatOp::WriteState:
    case FloatOp::Emit:
      break; // below: a step's reads come before its writes
    default: {
      const double *a = &values[size_t(in.a) * kChunk];
      const double *b = &values[size_t(in.b) * kChunk];
      const double *c = &values[size_t(in.c) * kChunk];
      for (uint32_t n = 0; n < count; ++n)
        to[n] = compute(in.op, a[n], b[n], c[n]);
    }
    }
  }
  for (const FloatInstr &in : population.program) {
    const double *a = &values[size_t(in.a) * kChunk];
    const double *b = &values[size_t(in.b) * kChunk];
    if (in.op == FloatOp::WriteState) {
      const FloatVariable &v = population.states[in.index];
      for (uint32_t n = 0; n < count; ++n) {
        if (std::isnan(a[n]))
          throw Error("float: step " + std::to_string(steps) + ": state '" +
                      population.name + "." + v.name + "' of neuron " +
                      std::to_string(first + n) + " is not a number");
        double value = std::min(std::max(a[n], v.min), v.max);
        l.states[in.index][first + n] = value;
        observed.states[in.index].range.add(value);
      }
    } else if (in.op == FloatOp::Emit) {
      for (uint32_t n = 0; n < count; ++n)
        if (a[n] != 0.0)
          emit(p, first + n, b[n]);
    }
  }
}

void FloatEngine::update(uint32_t p) {
  const FloatPopulation &population = floating.populations[p];
  values.resize(std::max(values.size(), population.program.size() * kChunk));
  for (uint32_t q = 0; q < population.ports; ++q) {
    const Ring &ring = live[p].ports[q];
    const double *sums = &ring.sums[steps % ring.slots * population.size];
    for (uint32_t n = 0; n < population.size; ++n)
      record.populations[p].ports[q].add(sums[n]);
  }
  for (uint32_t first = 0; first < population.size; first += kChunk)
    updateChunk(p, first, std::min(kChunk, population.size - first));
  for (Ring &ring : live[p].ports)
    std::fill_n(&ring.sums[steps % ring.slots * population.size],
                population.size, 0.0);
}

void FloatEngine::deliver(const FloatProjection &projection) {
  Ring &ring = live[projection.target].ports[projection.port];
  uint32_t size = floating.populations[projection.target].size;
  bool oneWeight = projection.weights.size() == 1;
  bool oneDelay = projection.delays.size() == 1;
  for (size_t e = eventStart[projection.source];
       e < eventStart[projection.source + 1]; ++e) {
    const Event &event = lastEvents[e];
    uint64_t end = projection.rowStart[event.index + 1];
    for (uint64_t s = projection.rowStart[event.index]; s < end; ++s) {
      uint64_t arrival = steps + projection.delays[oneDelay ? 0 : s];
      ring.sums[arrival % ring.slots * size + projection.targets[s]] +=
          projection.weights[oneWeight ? 0 : s] * event.realPayload;
      ++total.synapticOps;
    }
  }
}

void FloatEngine::step() {
  for (uint32_t p = 0; p < live.size(); ++p)
    update(p);

  lastEvents.clear();
  eventStart.clear();
  for (uint32_t p = 0; p < live.size(); ++p) {
    eventStart.push_back(lastEvents.size());
    Live &l = live[p];
    for (uint32_t i = 0; i < l.emitted.size(); ++i) {
      if (!l.emitted[i])
        continue;
      Event event;
      event.population = p;
      event.index = i;
      event.payload = 0;
      event.realPayload = l.payloads[i];
      lastEvents.push_back(event);
      record.populations[p].payload.add(event.realPayload);
      ++record.populations[p].events;
    }
    std::fill(l.emitted.begin(), l.emitted.end(), false);
    l.injected.clear();
  }
  eventStart.push_back(lastEvents.size());

  for (const FloatProjection &projection : floating.projections)
    deliver(projection);
  ++steps;
  ++total.steps;
  total.events += lastEvents.size();
  record.steps = steps;
}

} // namespace snnc::runtime
