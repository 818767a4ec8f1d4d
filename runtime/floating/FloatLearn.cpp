//===- FloatLearn.cpp - Learning in double precision ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "image/Error.h"
#include "runtime/FloatEngine.h"
#include "runtime/Threefry.h"
#include "runtime/floating/FloatCompute.h"

#include <cmath>

namespace snnc::runtime {

using image::FloatInstr;
using image::FloatOp;
using image::FloatProjection;
using image::FloatRuleProgram;
using image::FloatTrigger;
using image::FloatVariable;

namespace {

double unitDraw(uint32_t stream, uint64_t step, uint32_t source,
                uint32_t target) {
  return std::ldexp(
      image::threefry(stream, uint32_t(step), source, target).first, -32);
}

} // namespace

/// Sets `to`, clamped, and notes it for calibration.
void FloatEngine::store(double &to, double value, double min, double max,
                        ObservedRange &observed,
                        const FloatProjection &projection) {
  if (std::isnan(value))
    throw Error("float: step " + std::to_string(steps) +
                ": the rule of projection '" + projection.name +
                "' computes what is not a number");
  to = std::min(std::max(value, min), max);
  observed.add(to);
}

void FloatEngine::runTraces(uint32_t j, const FloatRuleProgram &program) {
  const FloatProjection &projection = floating.projections[j];
  Plastic &p = plastic[j];
  const Live &source = live[projection.source];
  uint32_t size = floating.populations[projection.source].size;
  for (uint32_t first = 0; first < size; first += kFloatChunk) {
    uint32_t count = std::min(kFloatChunk, size - first);
    auto load = [&](const FloatInstr &in, double *to) {
      for (uint32_t n = 0; n < count; ++n)
        to[n] = sourceValue(in, p, source, first + n);
    };
    computeProgram(program.program, count, values, load);
    for (const FloatInstr &in : program.program) {
      if (in.op != FloatOp::WriteTrace)
        continue;
      const FloatVariable &v = projection.rule.traces[in.index];
      const double *a = &values[size_t(in.a) * kFloatChunk];
      for (uint32_t n = 0; n < count; ++n)
        store(p.traces[in.index][first + n], a[n], v.min, v.max,
              observe(j, projection.rule.variables.size() + in.index),
              projection);
    }
  }
}

double FloatEngine::sourceValue(const FloatInstr &in, const Plastic &p,
                                const Live &source, uint32_t i) const {
  switch (in.op) {
  case FloatOp::Modulator:
    return modulators[in.index];
  case FloatOp::Signalled:
    return signalled[in.index] ? 1.0 : 0.0;
  case FloatOp::Trace:
    return p.traces[in.index][i];
  case FloatOp::Fired:
    return source.emitted[i] ? 1.0 : 0.0;
  case FloatOp::Payload:
    return source.emitted[i] ? source.payloads[i] : 0.0;
  case FloatOp::Rand:
  case FloatOp::RowRand:
    return unitDraw(in.index, steps, i, 0);
  default:
    return 0.0;
  }
}

void FloatEngine::runRow(uint32_t j, const FloatRuleProgram &program,
                         uint32_t row) {
  const FloatProjection &projection = floating.projections[j];
  Plastic &p = plastic[j];
  const Live &source = live[projection.source];
  Live &target = live[projection.target];
  uint64_t end = projection.rowStart[row + 1];
  for (uint64_t first = projection.rowStart[row]; first < end;
       first += kFloatChunk) {
    auto count = uint32_t(std::min<uint64_t>(kFloatChunk, end - first));
    const uint32_t *targets = &projection.targets[first];
    auto load = [&](const FloatInstr &in, double *to) {
      double shared = sourceValue(in, p, source, row);
      for (uint32_t n = 0; n < count; ++n) {
        switch (in.op) {
        case FloatOp::Weight:
          to[n] = p.weights[first + n];
          break;
        case FloatOp::Synapse:
          to[n] = p.variables[in.index][first + n];
          break;
        case FloatOp::Target:
          to[n] = target.states[in.index][targets[n]];
          break;
        case FloatOp::TargetFired:
          to[n] = target.emitted[targets[n]] ? 1.0 : 0.0;
          break;
        case FloatOp::Rand:
          to[n] = unitDraw(in.index, steps, row, targets[n]);
          break;
        default:
          to[n] = shared;
        }
      }
    };
    computeProgram(program.program, count, values, load);
    bool acts[kFloatChunk];
    for (uint32_t n = 0; n < count; ++n)
      acts[n] =
          program.trigger != FloatTrigger::OnPost || target.emitted[targets[n]];
    for (const FloatInstr &in : program.program)
      if (in.op == FloatOp::Require)
        for (uint32_t n = 0; n < count; ++n)
          acts[n] &= values[size_t(in.a) * kFloatChunk + n] != 0.0;
    for (const FloatInstr &in : program.program)
      applyEffect(j, in, first, count, acts);
  }
}

void FloatEngine::applyEffect(uint32_t j, const FloatInstr &in, uint64_t first,
                              uint32_t count, const bool *acts) {
  const FloatProjection &projection = floating.projections[j];
  const image::FloatRule &rule = projection.rule;
  Plastic &p = plastic[j];
  const double *a = &values[size_t(in.a) * kFloatChunk];
  for (uint32_t n = 0; n < count; ++n) {
    if (!acts[n])
      continue;
    if (in.op == FloatOp::WriteWeight) {
      ObservedRange ignored;
      store(p.weights[first + n], a[n], rule.weightMin, rule.weightMax, ignored,
            projection);
    } else if (in.op == FloatOp::WriteSynapse) {
      const FloatVariable &v = rule.variables[in.index];
      store(p.variables[in.index][first + n], a[n], v.min, v.max,
            observe(j, in.index), projection);
    } else if (in.op == FloatOp::Deposit) {
      Ring &ring = live[projection.target].ports[in.index];
      uint32_t size = floating.populations[projection.target].size;
      ring.sums[(steps + 1) % ring.slots * size +
                projection.targets[first + n]] += a[n];
    }
  }
}

bool FloatEngine::isDue(const FloatRuleProgram &program) const {
  if (program.synaptic() && !learningOn)
    return false;
  if (program.trigger == FloatTrigger::Every)
    return steps % program.argument == 0;
  if (program.trigger == FloatTrigger::Signal)
    return signalled[program.argument];
  return true;
}

void FloatEngine::learn(uint32_t j) {
  const FloatProjection &projection = floating.projections[j];
  for (const FloatRuleProgram &program : projection.rule.programs) {
    if (!isDue(program))
      continue;
    if (!program.synaptic()) {
      runTraces(j, program);
      continue;
    }
    uint32_t size = floating.populations[projection.source].size;
    for (uint32_t row = 0; row < size; ++row)
      if (program.trigger != FloatTrigger::OnPre ||
          live[projection.source].emitted[row])
        runRow(j, program, row);
  }
}

void FloatEngine::resetPlastic(uint32_t j) {
  const FloatProjection &projection = floating.projections[j];
  Plastic &p = plastic[j];
  if (!projection.plastic())
    return;
  size_t synapses = projection.targets.size();
  p.weights.resize(synapses);
  for (size_t s = 0; s < synapses; ++s)
    p.weights[s] = projection.weights[projection.weights.size() == 1 ? 0 : s];
  p.variables.clear();
  for (const FloatVariable &v : projection.rule.variables)
    p.variables.emplace_back(synapses, v.values[0]);
  resetTraces(j);
}

void FloatEngine::resetTraces(uint32_t j) {
  const FloatProjection &projection = floating.projections[j];
  Plastic &p = plastic[j];
  p.traces.clear();
  for (const FloatVariable &v : projection.rule.traces)
    p.traces.emplace_back(floating.populations[projection.source].size,
                          v.values[0]);
}

ObservedRange &FloatEngine::observe(uint32_t j, size_t variable) {
  return record.populations[plastic[j].record].states[variable].range;
}

const FloatEngine::Plastic &
FloatEngine::checkPlastic(uint32_t projection) const {
  if (projection >= plastic.size() ||
      !floating.projections[projection].plastic())
    throw Error("no plastic projection " + std::to_string(projection));
  return plastic[projection];
}

std::vector<double> FloatEngine::readWeightsReal(uint32_t projection) {
  return checkPlastic(projection).weights;
}

std::vector<double> FloatEngine::readSynapseVariableReal(uint32_t projection,
                                                         uint32_t variable) {
  const Plastic &p = checkPlastic(projection);
  if (variable >= p.variables.size())
    throw Error("projection '" + floating.projections[projection].name +
                "' has no synapse variable " + std::to_string(variable));
  return p.variables[variable];
}

std::vector<double> FloatEngine::readTraceReal(uint32_t projection,
                                               uint32_t trace) {
  const Plastic &p = checkPlastic(projection);
  if (trace >= p.traces.size())
    throw Error("projection '" + floating.projections[projection].name +
                "' has no trace " + std::to_string(trace));
  return p.traces[trace];
}

} // namespace snnc::runtime
