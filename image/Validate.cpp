//===- Validate.cpp - The logical tables of an image, checked ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Container.h"
#include "image/Parts.h"

#include <cmath>
#include <set>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

void checkLocation(const Image &image, int32_t location,
                   const std::string &where) {
  if (location < -1 || location >= static_cast<int64_t>(image.locations.size()))
    throw Error(where + "location " + std::to_string(location) +
                " is not one of " + str(image.locations.size()));
}

void checkPort(const Image &image, const Port &port, const std::string &where) {
  if (port.accBits != 16 && port.accBits != 32)
    throw Error(where + "accumulators of " + str(port.accBits) +
                " bits; must be 16 or 32");
  if (port.slotsLog2 > 16 ||
      (image.isPlaced() && (1u << port.slotsLog2) > image.target.maxSlots))
    throw Error(where + "2^" + str(port.slotsLog2) +
                " delay slots; the target has at most " +
                str(image.target.maxSlots));
  if (port.maxDelay < 1 || port.maxDelay >= (1u << port.slotsLog2))
    throw Error(where + "largest delay " + str(port.maxDelay) + " needs " +
                "more than " + str(1u << port.slotsLog2) + " slots");
  if (port.bound < 0 || port.bound > (int64_t(1) << (port.accBits - 1)))
    throw Error(where + "bound " + std::to_string(port.bound) +
                " does not fit in " + str(port.accBits) + " bits");
}

/// What does not depend on where it lives.
void checkPopulation(const Image &image, const Population &p,
                     const std::string &where) {
  uint32_t lanes = image.target.lanes;
  if (p.size == 0)
    throw Error(where + "has no neurons");
  if (p.skew > kMaxDelaySteps || (p.skew && p.isInput))
    throw Error(where + "runs " + str(p.skew) + " steps late");
  if (p.inner == 0 || p.size % p.inner != 0)
    throw Error(where + "size " + str(p.size) + " is not a multiple of " +
                str(p.inner));
  if (!image.isPlaced() && p.innerPad != p.inner)
    throw Error(where + "has padding, and lies on no tile");
  if (image.isPlaced() &&
      p.innerPad != (uint64_t(p.inner) + lanes - 1) / lanes * lanes)
    throw Error(where + "padding of " + str(p.inner) + " to " +
                str(p.innerPad) + " is not the next multiple of " + str(lanes) +
                " lanes");
  if (p.payloadMin > p.payloadMax || p.payloadMin < -32768 ||
      p.payloadMax > 32767)
    throw Error(where + "payload range [" + std::to_string(p.payloadMin) +
                ", " + std::to_string(p.payloadMax) +
                "] is not a range of 16 bits");
  for (const auto *variables : {&p.states, &p.params})
    for (const Variable &v : *variables)
      checkVariable(p, v, where + "variable '" + v.name + "': ");
  for (const Port &port : p.ports)
    checkPort(image, port, where + "port '" + port.name + "': ");
  checkLocation(image, p.location, where);
}

void checkFanOut(const Image &image, const Projection &p,
                 const std::string &where) {
  if (!image.hasWeightsDigest) {
    if (!p.fanOut.empty() || p.synapses)
      throw Error(where + "counts synapses without a digest of weights");
    return;
  }
  uint32_t sources = image.populations[p.source].size;
  if (p.fanOut.size() != 1 && p.fanOut.size() != sources)
    throw Error(where + "fan-out of " + str(p.fanOut.size()) +
                " sources; must be 1 or " + str(sources));
  uint64_t sum = 0;
  for (uint32_t n : p.fanOut)
    sum += n;
  if (p.fanOut.size() == 1)
    sum *= sources;
  if (sum != p.synapses)
    throw Error(where + str(p.synapses) + " synapses, but a fan-out of " +
                str(sum));
}

void checkProjection(const Image &image, const Projection &p,
                     const std::string &where) {
  size_t count = image.populations.size();
  if (p.source >= count || p.target >= count)
    throw Error(where + "joins population " + str(p.source) + " and " +
                str(p.target) + " of " + str(count));
  if (p.port >= image.populations[p.target].ports.size())
    throw Error(where + "port " + str(p.port) + " does not exist in '" +
                image.populations[p.target].name + "'");
  if (p.weightBits == 0 || p.weightBits > 16 ||
      (p.weightBits & (p.weightBits - 1)))
    throw Error(where + "weights of " + str(p.weightBits) +
                " bits; must be 1, 2, 4, 8 or 16");
  if (p.shift > 31)
    throw Error(where + "shift " + str(p.shift) + " is above 31");
  checkFanOut(image, p, where);
  checkLocation(image, p.location, where);
  if (!p.plastic)
    return;
  checkLocation(image, p.plastic->location, where);
  checkPlasticity(image, p, where);
}

/// A driver's group says what it drives, its events are in the modulator's
/// format, and all of them together fit in its 32 bits.
void checkDriver(const Image &image, const Modulator &m, int32_t index,
                 const std::string &where) {
  if (m.driver == -1) {
    if (m.falls)
      throw Error(where + "falls, but no population drives it");
    return;
  }
  if (m.driver < -1 ||
      m.driver >= static_cast<int64_t>(image.populations.size()))
    throw Error(where + "population " + std::to_string(m.driver) + " of " +
                str(image.populations.size()) + " drives it");
  const Population &p = image.populations[static_cast<size_t>(m.driver)];
  for (const Part &part : p.parts)
    if (int32_t drives = homeOf(image, part).drives; drives != index)
      throw Error(where + tileName(image, part.tile) + "is driven by '" +
                  p.name + "', whose group drives " + std::to_string(drives));
  if (m.frac != p.payloadFrac)
    throw Error(where + std::to_string(m.frac) + " fractional bits; payloads " +
                "of its driver '" + p.name + "' have " +
                std::to_string(p.payloadFrac));
  if (int64_t(p.size) * p.payloadMin < INT32_MIN ||
      int64_t(p.size) * p.payloadMax > INT32_MAX)
    throw Error(where + "payloads of its driver '" + p.name +
                "' may sum to more than 32 bits hold");
}

void checkModulators(const Image &image, const std::string &origin) {
  if (image.modulators.size() > image.target.modulators)
    throw Error(origin + ": " + str(image.modulators.size()) +
                " modulators; the target has " + str(image.target.modulators));
  int32_t index = 0;
  for (const Modulator &m : image.modulators)
    checkDriver(image, m, index++, origin + ": modulator '" + m.name + "': ");
  int64_t count = static_cast<int64_t>(image.modulators.size());
  for (size_t t = 0; t < image.tiles.size(); ++t)
    for (const Group &g : image.tiles[t].groups) {
      bool isDriver = !g.window && g.drives >= 0 && g.drives < count &&
                      image.modulators[static_cast<size_t>(g.drives)].driver ==
                          static_cast<int64_t>(g.population);
      if (g.drives != -1 && !isDriver)
        throw Error(origin + ": " + tileName(image, t) + "population '" +
                    image.populations[g.population].name +
                    "': its group drives modulator " +
                    std::to_string(g.drives) + ", whose driver it is not");
    }
}

/// What lies on tiles, modulators and Learn apart.
void checkPlaces(const Image &image, const std::string &origin) {
  if (!image.hasWeightsDigest)
    throw Error(origin + ": has tiles and no digest of its weights");
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    checkMemories(image, t, origin);
  checkParts(image, origin);
  checkProjectionParts(image, origin);
  for (uint32_t t = 0; t < image.tiles.size(); ++t)
    checkRowTables(image, t, origin);
  checkProjectionRows(image, origin);
  checkRoutes(image, origin);
}

void checkUnplaced(const Image &image, const std::string &origin) {
  auto check = [&](const auto &of, const char *what) {
    if (!of.parts.empty())
      throw Error(origin + ": " + what + " '" + of.name +
                  "' has parts, but there are no tiles");
  };
  for (const Population &p : image.populations)
    check(p, "population");
  for (const Projection &p : image.projections)
    check(p, "projection");
}

} // namespace

void checkStatePlane(const Image &image, uint64_t base, uint32_t bits,
                     uint32_t blocks, const std::string &where) {
  uint64_t last = base + blocks - 1;
  if (last * bits / 32 >= image.target.stateRows)
    throw Error(where + "plane ends at unit " + str(last) +
                ", beyond the state memory of " + str(image.target.stateRows) +
                " rows");
}

void checkVariable(const Population &p, const Variable &v,
                   const std::string &where) {
  if (v.bits != 8 && v.bits != 16 && v.bits != 32)
    throw Error(where + "width " + str(v.bits) + " is not 8, 16 or 32 bits");
  if (v.init.size() != 1 && v.init.size() != p.size)
    throw Error(where + str(v.init.size()) +
                " initial values; must be 1 or one a neuron (" + str(p.size) +
                ")");
  int64_t most = (int64_t(1) << (v.bits - 1)) - 1;
  for (int32_t value : v.init)
    if (value > most || value < -most - 1)
      throw Error(where + "initial value " + std::to_string(value) +
                  " does not fit in " + str(v.bits) + " bits");
}

void validate(const Image &image, const std::string &origin) {
  checkTarget(image.target, origin + ": target");
  if (!std::isfinite(image.dtMs) || image.dtMs <= 0.0)
    throw Error(origin + ": the time step must be a positive number");
  uint64_t mesh = uint64_t(image.target.meshColumns) * image.target.meshRows;
  if (image.tiles.empty() && image.native.empty() &&
      image.floating.populations.empty())
    throw Error(origin + ": has neither tiles nor native code nor a float "
                         "network");
  if (image.tiles.size() > mesh)
    throw Error(origin + ": has " + str(image.tiles.size()) +
                " tiles; the target has " + str(mesh));
  std::set<std::string> names;
  for (const Population &p : image.populations) {
    std::string where = origin + ": population '" + p.name + "': ";
    checkPopulation(image, p, where);
    if (!names.insert(p.name).second)
      throw Error(where + "the name is used twice");
  }
  for (const Projection &p : image.projections)
    checkProjection(image, p, origin + ": projection '" + p.name + "': ");
  if (image.isPlaced())
    checkPlaces(image, origin);
  else
    checkUnplaced(image, origin);
  checkModulators(image, origin);
  for (const Probe &p : image.probes) {
    std::string where = origin + ": probe '" + p.name + "': ";
    if (p.population >= image.populations.size())
      throw Error(where + "population " + str(p.population) + " of " +
                  str(image.populations.size()));
    const auto &states = image.populations[p.population].states;
    if (p.state < -1 || p.state >= static_cast<int64_t>(states.size()))
      throw Error(where + "state " + std::to_string(p.state) + " of " +
                  str(states.size()));
  }
  if (image.isPlaced())
    checkLearning(image, origin);
  if (!image.native.empty())
    checkNative(image, origin);
  checkTrial(image, origin);
  checkFloatNetwork(image.floating, origin);
  if (!image.floating.populations.empty()) {
    if (image.floating.populations.size() != image.populations.size() ||
        image.floating.projections.size() != image.projections.size() ||
        image.floating.modulators.size() != image.modulators.size())
      throw Error(origin + ": the float network is of another shape");
    for (size_t i = 0; i < image.populations.size(); ++i) {
      const FloatPopulation &f = image.floating.populations[i];
      const Population &p = image.populations[i];
      if (f.size != p.size || f.states.size() != p.states.size() ||
          f.ports != p.ports.size())
        throw Error(origin + ": population '" + p.name +
                    "' has another shape in the float network");
    }
    for (size_t i = 0; i < image.modulators.size(); ++i)
      if (image.floating.modulators[i].driver != image.modulators[i].driver ||
          image.floating.modulators[i].falls != image.modulators[i].falls)
        throw Error(origin + ": modulator '" + image.modulators[i].name +
                    "' has another driver in the float network");
  }
}

} // namespace snnc::image
