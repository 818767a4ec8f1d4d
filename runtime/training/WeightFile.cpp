//===- WeightFile.cpp - Learned weights as named arrays -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/training/WeightFile.h"

#include "image/Error.h"
#include "image/Plastic.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace snnc::runtime {

using image::Image;
using image::Projection;

namespace {

const std::string kCodes = "codes.";
const std::string kSource = "source.";
const std::string kTarget = "target.";

std::string str(int64_t n) { return std::to_string(n); }

/// What one array is about: a projection's weights or one of its variables.
struct Plane {
  uint32_t projection = 0;
  /// -1: the weights.
  int variable = -1;
  unsigned bits = 8;
  int frac = 0;
};

/// By name: "p", "p.v".
std::map<std::string, Plane> planesOf(const Image &image) {
  std::map<std::string, Plane> planes;
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const Projection &p = image.projections[j];
    if (!p.plastic)
      continue;
    planes[p.name] = {j, -1, p.weightBits, p.weightFrac};
    for (size_t v = 0; v < p.plastic->variables.size(); ++v) {
      const image::SynapseVariable &variable = p.plastic->variables[v];
      planes[p.name + "." + variable.name] = {j, int(v), variable.bits,
                                              variable.frac};
    }
  }
  return planes;
}

bool isDense(const Projection &p) { return p.connectivity == "dense"; }

std::vector<uint64_t> shapeOf(const Image &image, uint32_t projection) {
  const Projection &p = image.projections[projection];
  if (!isDense(p))
    return {image.hasWeightsDigest
                ? p.synapses
                : image::synapseEnds(image, projection).size()};
  return {image.populations[p.source].size, image.populations[p.target].size};
}

std::string text(const std::vector<uint64_t> &shape) {
  std::string list;
  for (uint64_t n : shape)
    list += (list.empty() ? "" : ", ") + str(int64_t(n));
  return "[" + list + "]";
}

std::vector<int64_t> readCodes(Engine &engine, const Plane &plane) {
  return plane.variable < 0 ? engine.readWeights(plane.projection)
                            : engine.readSynapseVariable(
                                  plane.projection, uint32_t(plane.variable));
}

std::vector<double> readReals(Engine &engine, const Plane &plane) {
  return plane.variable < 0 ? engine.readWeightsReal(plane.projection)
                            : engine.readSynapseVariableReal(
                                  plane.projection, uint32_t(plane.variable));
}

/// Neurons that the synapses join, where the array's shape does not say.
void addEnds(const Image &image, uint32_t projection,
             std::vector<NamedArray> &arrays) {
  const Projection &p = image.projections[projection];
  std::vector<int64_t> sources, targets;
  for (const image::SynapseEnds &ends : image::synapseEnds(image, projection)) {
    sources.push_back(ends.source);
    targets.push_back(ends.target);
  }
  arrays.emplace_back(kSource + p.name,
                      Array::ofIntegers({sources.size()}, sources));
  arrays.emplace_back(kTarget + p.name,
                      Array::ofIntegers({targets.size()}, targets));
}

/// The codes of an array of real numbers or of codes.
std::vector<int64_t> codesOf(const Image &image, const Plane &plane,
                             const Array &array, bool real,
                             const std::string &where) {
  std::vector<uint64_t> shape = shapeOf(image, plane.projection);
  if (array.structured() || array.shape != shape)
    throw Error(where + "expected an array " + text(shape) + ", not " +
                (array.structured() ? "records" : text(array.shape)));
  int64_t most = (int64_t(1) << (plane.bits - 1)) - 1;
  std::vector<int64_t> codes;
  for (uint64_t i = 0; i < array.records(); ++i) {
    double value = array.real(i);
    double code = real ? std::nearbyint(std::ldexp(value, plane.frac)) : value;
    if (!std::isfinite(value))
      throw Error(where + "value " + str(int64_t(i)) + " is not finite");
    if (code > double(most) || code < double(-most - 1) ||
        code != std::nearbyint(code))
      throw Error(where + "value " + std::to_string(value) +
                  " does not fit: codes have " + str(plane.bits) +
                  " bits, and one is 2^-" + str(plane.frac));
    codes.push_back(static_cast<int64_t>(code));
  }
  return codes;
}

bool beginsWith(const std::string &name, const std::string &prefix) {
  return name.compare(0, prefix.size(), prefix) == 0;
}

} // namespace

std::vector<uint32_t>
plasticProjections(const Image &image, const std::vector<std::string> &names) {
  std::vector<uint32_t> found;
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const Projection &p = image.projections[j];
    bool named = std::find(names.begin(), names.end(), p.name) != names.end();
    if (named && !p.plastic)
      throw Error("the weights of projection '" + p.name + "' do not learn");
    if (p.plastic && (named || names.empty()))
      found.push_back(j);
  }
  for (const std::string &name : names)
    if (std::none_of(found.begin(), found.end(), [&](uint32_t j) {
          return image.projections[j].name == name;
        }))
      throw Error("no projection '" + name + "' in network '" + image.name +
                  "'");
  return found;
}

std::vector<NamedArray> weightArrays(const Image &image, Engine &engine,
                                     const std::vector<uint32_t> &projections) {
  std::vector<NamedArray> arrays;
  for (const auto &[name, plane] : planesOf(image)) {
    if (std::find(projections.begin(), projections.end(), plane.projection) ==
        projections.end())
      continue;
    const Projection &p = image.projections[plane.projection];
    auto shape = shapeOf(image, plane.projection);
    arrays.emplace_back(name, Array::ofReals(shape, readReals(engine, plane)));
    if (engine.name() != "float")
      arrays.emplace_back(kCodes + name,
                          Array::ofIntegers(shape, readCodes(engine, plane)));
    if (plane.variable < 0 && !isDense(p))
      addEnds(image, plane.projection, arrays);
  }
  return arrays;
}

void setWeightArrays(const Image &image, Engine &engine,
                     const std::vector<NamedArray> &arrays,
                     const std::string &origin) {
  std::map<std::string, Plane> planes = planesOf(image);
  std::map<std::string, std::vector<int64_t>> changes;
  for (const auto &[arrayName, array] : arrays) {
    std::string name = arrayName;
    bool real = !planes.count(name) ? !beginsWith(name, kCodes) : true;
    if (!real)
      name = name.substr(kCodes.size());
    std::string where = origin + ": array '" + arrayName + "': ";
    // Where synapses lie is no matter of weights; get() writes it for reading.
    if (real && (beginsWith(name, kSource) || beginsWith(name, kTarget)) &&
        !planes.count(name))
      continue;
    auto found = planes.find(name);
    if (found == planes.end()) {
      plasticProjections(image, {name});
      throw Error(where + "no projection or synapse variable '" + name + "'");
    }
    std::vector<int64_t> codes =
        codesOf(image, found->second, array, real, where);
    auto [at, isNew] = changes.emplace(name, codes);
    if (!isNew && at->second != codes)
      throw Error(where + "'" + name + "' and '" + kCodes + name +
                  "' disagree; leave one out");
  }
  for (const auto &[name, codes] : changes) {
    const Plane &plane = planes.at(name);
    if (plane.variable < 0)
      engine.writeWeights(plane.projection, codes);
    else
      engine.writeSynapseVariable(plane.projection, uint32_t(plane.variable),
                                  codes);
  }
}

} // namespace snnc::runtime
