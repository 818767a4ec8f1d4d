//===- IntegerLearning.cpp - Weights, synapse variables, traces -*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What integer engines have for projections that learn.
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/Digest.h"
#include "runtime/IntegerEngine.h"

#include <cmath>

namespace snnc::runtime {

using image::Projection;
using image::SynapsePlanes;
using image::SynapseRows;
using image::Variable;

namespace {

std::vector<double> scaled(const std::vector<int64_t> &codes, int frac) {
  std::vector<double> real;
  for (int64_t code : codes)
    real.push_back(std::ldexp(static_cast<double>(code), -frac));
  return real;
}

} // namespace

IntegerEngine::Plastic IntegerEngine::makePlastic(const image::Image &image,
                                                  uint32_t projection) {
  const Projection &p = image.projections[projection];
  Plastic made;
  made.synapses =
      image::synapsesOf(image, projection, "projection '" + p.name + "': ");
  made.ordinals.resize(made.synapses.size());
  for (size_t i = 1; i < made.synapses.size(); ++i) {
    const image::Synapse &a = made.synapses[i - 1], &b = made.synapses[i];
    if (a.source == b.source && a.target == b.target)
      made.ordinals[i] = static_cast<uint16_t>(made.ordinals[i - 1] + 1);
  }
  made.weights = image::weightPlanes(image, projection);
  for (uint32_t v = 0; v < p.plastic->variables.size(); ++v)
    made.variables.push_back(image::variablePlanes(image, projection, v));
  return made;
}

const IntegerEngine::Plastic &
IntegerEngine::checkPlastic(uint32_t projection) const {
  if (projection >= network->projections.size())
    throw Error("no projection " + std::to_string(projection) +
                "; the network has " +
                std::to_string(network->projections.size()));
  if (!network->projections[projection].plastic)
    throw Error("projection '" + network->projections[projection].name +
                "' does not learn");
  return plastic[projection];
}

const SynapsePlanes &
IntegerEngine::checkSynapseVariable(uint32_t projection,
                                    uint32_t variable) const {
  const Plastic &p = checkPlastic(projection);
  if (variable >= p.variables.size())
    throw Error("projection '" + network->projections[projection].name +
                "' has no synapse variable " + std::to_string(variable));
  return p.variables[variable];
}

const Variable &IntegerEngine::checkTrace(uint32_t projection,
                                          uint32_t trace) const {
  checkPlastic(projection);
  const Projection &p = network->projections[projection];
  if (trace >= p.plastic->traces.size())
    throw Error("projection '" + p.name + "' has no trace " +
                std::to_string(trace));
  return p.plastic->traces[trace];
}

void IntegerEngine::setLearning(bool on) {
  learningOn = on;
  if (anyPlastic)
    writeLearning(on);
}

SynapseRows IntegerEngine::readSynapseRows(uint32_t projection,
                                           const SynapsePlanes &planes) {
  const uint32_t lanes = network->target.lanes;
  SynapseRows rows;
  for (size_t i = 0; i < planes.size(); ++i) {
    const uint32_t tile = network->projections[projection].parts[i].tile;
    const uint32_t first = planes[i].firstRow;
    auto &words = rows.emplace_back(size_t(planes[i].endRow - first) * lanes);
    for (uint32_t row = first; row < planes[i].endRow; ++row)
      readSynapseRow(tile, row, &words[size_t(row - first) * lanes]);
  }
  return rows;
}

std::vector<int64_t> IntegerEngine::readSynapses(uint32_t projection,
                                                 const SynapsePlanes &planes) {
  return image::readPlane(plastic[projection].synapses, planes,
                          readSynapseRows(projection, planes),
                          network->target.lanes);
}

void IntegerEngine::writeSynapses(uint32_t projection,
                                  const SynapsePlanes &planes,
                                  const std::vector<int64_t> &values,
                                  const std::string &where) {
  const uint32_t lanes = network->target.lanes;
  SynapseRows rows = readSynapseRows(projection, planes);
  image::writePlane(plastic[projection].synapses, planes, rows, lanes, values,
                    where);
  for (size_t i = 0; i < planes.size(); ++i) {
    const uint32_t tile = network->projections[projection].parts[i].tile;
    const uint32_t first = planes[i].firstRow;
    for (uint32_t row = first; row < planes[i].endRow; ++row)
      writeSynapseRow(tile, row, &rows[i][size_t(row - first) * lanes]);
  }
}

std::vector<int64_t> IntegerEngine::readWeights(uint32_t projection) {
  return readSynapses(projection, checkPlastic(projection).weights);
}

std::vector<double> IntegerEngine::readWeightsReal(uint32_t projection) {
  std::vector<int64_t> codes = readWeights(projection);
  return scaled(codes, network->projections[projection].weightFrac);
}

void IntegerEngine::writeWeights(uint32_t projection,
                                 const std::vector<int64_t> &values) {
  const Plastic &p = checkPlastic(projection);
  writeSynapses(projection, p.weights, values,
                "weights of projection '" +
                    network->projections[projection].name + "': ");
}

std::vector<int64_t> IntegerEngine::readSynapseVariable(uint32_t projection,
                                                        uint32_t variable) {
  return readSynapses(projection, checkSynapseVariable(projection, variable));
}

std::vector<double> IntegerEngine::readSynapseVariableReal(uint32_t projection,
                                                           uint32_t variable) {
  std::vector<int64_t> codes = readSynapseVariable(projection, variable);
  return scaled(
      codes,
      network->projections[projection].plastic->variables[variable].frac);
}

void IntegerEngine::writeSynapseVariable(uint32_t projection, uint32_t variable,
                                         const std::vector<int64_t> &values) {
  const SynapsePlanes &planes = checkSynapseVariable(projection, variable);
  const Projection &p = network->projections[projection];
  writeSynapses(projection, planes, values,
                "synapse variable '" + p.name + "." +
                    p.plastic->variables[variable].name + "': ");
}

IntegerEngine::Run IntegerEngine::traceRun(uint32_t projection, uint32_t trace,
                                           uint32_t part) const {
  const Projection &p = network->projections[projection];
  const image::ProjectionPart &place = p.parts[part];
  Run run;
  run.tile = place.tile;
  run.size = network->populations[p.source].size;
  run.blocks = network->tiles[place.tile].groups[place.sourceGroup].blocks;
  run.unit = place.traces[trace];
  run.bits = p.plastic->traces[trace].bits;
  return run;
}

std::vector<int64_t> IntegerEngine::readTrace(uint32_t projection,
                                              uint32_t trace) {
  checkTrace(projection, trace);
  uint32_t source = network->projections[projection].source;
  return readRuns(network->populations[source],
                  {traceRun(projection, trace, 0)}, false);
}

std::vector<double> IntegerEngine::readTraceReal(uint32_t projection,
                                                 uint32_t trace) {
  return scaled(readTrace(projection, trace),
                checkTrace(projection, trace).frac);
}

void IntegerEngine::writeTrace(uint32_t projection, uint32_t trace,
                               const std::vector<int64_t> &values) {
  const Variable &v = checkTrace(projection, trace);
  const Projection &p = network->projections[projection];
  Runs copies;
  for (uint32_t part = 0; part < p.parts.size(); ++part)
    copies.push_back(traceRun(projection, trace, part));
  writeRuns(network->populations[p.source], copies, values,
            "trace '" + p.name + "." + v.name + "': ");
}

void IntegerEngine::resetTraces(uint32_t population) {
  for (uint32_t j = 0; j < network->projections.size(); ++j) {
    const Projection &p = network->projections[j];
    if (!p.plastic || p.source != population)
      continue;
    for (uint32_t t = 0; t < p.plastic->traces.size(); ++t) {
      const std::vector<int32_t> &init = p.plastic->traces[t].init;
      writeTrace(j, t, std::vector<int64_t>(init.begin(), init.end()));
    }
  }
}

uint64_t IntegerEngine::plasticDigest(uint32_t projection) {
  const Projection &p = network->projections[projection];
  const Plastic &places = plastic[projection];
  uint64_t targets = network->populations[p.target].size;
  uint64_t sum = 0;
  auto add = [&](uint32_t v, const std::vector<int64_t> &values) {
    for (size_t i = 0; i < values.size(); ++i) {
      const image::Synapse &s = places.synapses[i];
      uint64_t prefix = digestPrefix(kDigestProjection + projection,
                                     v << 16 | places.ordinals[i]);
      sum += digestElement(prefix, s.source * targets + s.target, values[i]);
    }
  };
  add(0, readWeights(projection));
  for (uint32_t v = 0; v < places.variables.size(); ++v)
    add(v + 1, readSynapseVariable(projection, v));
  for (uint32_t t = 0; t < p.plastic->traces.size(); ++t) {
    uint64_t prefix = digestPrefix(kDigestTraces + projection, t);
    uint64_t index = 0;
    for (int64_t value : readTrace(projection, t))
      sum += digestElement(prefix, index++, value);
  }
  return sum;
}

} // namespace snnc::runtime
