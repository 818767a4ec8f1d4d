//===- LogicalImage.cpp - An image without tiles --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/LogicalImage.h"

#include "compiler/image/Locations.h"
#include "compiler/image/LogicalPopulation.h"
#include "compiler/image/SynapseCounts.h"
#include "compiler/image/Trials.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::compiler {

namespace {

class Writer {
public:
  Writer(snn::NetworkOp network, snn::BlobCache &cache, image::Image &image)
      : network(network), cache(cache), image(image),
        locations(network.getLoc(), image.locations) {}

  LogicalResult run(Counting counting);

private:
  LogicalResult writePopulations();
  LogicalResult readConnectivity(Counting counting);
  LogicalResult writeProjections();
  LogicalResult writeSynapses(snn::ProjectionOp projection,
                              image::Projection &entry, image::Port &port);
  FailureOr<image::Plasticity> writeRule(snn::LearningRuleOp rule);
  LogicalResult writeModulators();
  void writeProbes();
  /// The verifier made sure that it is there.
  uint32_t populationIndex(StringRef name) const {
    return indexOf(image.populations, name);
  }

  snn::NetworkOp network;
  snn::BlobCache &cache;
  image::Image &image;
  LocationTable locations;
  /// By projection.
  std::vector<image::Connectivity> connectivity;
};

/// The one initial value of a variable of a rule.
FailureOr<int32_t> initialValue(Operation *op, Attribute init) {
  auto number = dyn_cast<IntegerAttr>(init);
  if (!number || !number.getType().isInteger(32))
    return op->emitOpError("has no integer as initial value; run snn-quantize "
                           "first");
  return static_cast<int32_t>(number.getInt());
}

LogicalResult Writer::writePopulations() {
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::InputOp, snn::PopulationOp>(op))
      continue;
    auto population = writeLogicalPopulation(&op, cache);
    if (failed(population))
      return failure();
    population->location =
        locations.add(op.getLoc(), "population @" + population->name);
    image.populations.push_back(std::move(*population));
  }
  return success();
}

LogicalResult Writer::readConnectivity(Counting counting) {
  double synapses = 0.0;
  for (auto projection : network.getOps<snn::ProjectionOp>()) {
    auto rule = snn::connectivityOf(projection, cache);
    if (failed(rule))
      return failure();
    synapses += expectedSynapses(*rule);
    connectivity.push_back(std::move(*rule));
  }
  image.hasWeightsDigest =
      counting == Counting::Always || synapses <= kCountedSynapses;
  return success();
}

LogicalResult Writer::writeSynapses(snn::ProjectionOp projection,
                                    image::Projection &entry,
                                    image::Port &port) {
  const size_t index = image.projections.size();
  uint32_t longest = 1;
  if (image.hasWeightsDigest) {
    auto counts =
        countSynapses(projection, static_cast<uint32_t>(index), cache);
    if (failed(counts))
      return failure();
    longest = counts->longestDelay;
    image.weightsDigest += counts->digest;
    entry.synapses = counts->synapses;
    bool even = llvm::all_equal(counts->fanOut);
    counts->fanOut.resize(even ? 1 : counts->fanOut.size());
    entry.fanOut = std::move(counts->fanOut);
  } else {
    auto found = longestDelay(projection, connectivity[index]);
    if (failed(found))
      return failure();
    longest = *found;
  }
  port.maxDelay = std::max<uint32_t>(port.maxDelay, longest);
  return success();
}

FailureOr<image::Plasticity> Writer::writeRule(snn::LearningRuleOp rule) {
  image::Plasticity plastic;
  plastic.rule = rule.getSymName().str();
  for (auto state : rule.getOps<snn::StateOp>()) {
    auto format = formatOf(state, state.getType());
    auto init = initialValue(state, state.getInit());
    if (failed(format) || failed(init))
      return failure();
    plastic.variables.push_back({state.getSymName().str(),
                                 static_cast<uint8_t>(format->getBits()),
                                 static_cast<int8_t>(format->getFrac()), *init,
                                 state.getUnit().value_or("").str()});
  }
  for (auto trace : rule.getOps<snn::TraceOp>()) {
    auto format = formatOf(trace, trace.getType());
    auto init = initialValue(trace, trace.getInit());
    if (failed(format) || failed(init))
      return failure();
    plastic.traces.push_back({trace.getSymName().str(),
                              static_cast<uint8_t>(format->getBits()),
                              static_cast<int8_t>(format->getFrac()),
                              {*init},
                              trace.getUnit().value_or("").str()});
  }
  plastic.location = locations.add(rule.getLoc(), "rule @" + plastic.rule);
  return plastic;
}

LogicalResult Writer::writeProjections() {
  for (auto projection : network.getOps<snn::ProjectionOp>()) {
    if (!projection.getBits() || !projection.getWeightFrac() ||
        !projection.getShift())
      return projection.emitOpError("is not quantized; run snn-quantize first");
    image::Projection entry;
    entry.name = projection.getSymName().str();
    entry.source = populationIndex(projection.getSource());
    entry.target = populationIndex(projection.getTarget());
    image::Population &target = image.populations[entry.target];
    entry.port = indexOf(target.ports, projection.getPort());
    entry.weightBits = *projection.getBits();
    entry.weightFrac = *projection.getWeightFrac();
    entry.shift = *projection.getShift();
    entry.connectivity = projection.getConnectivity()
                             .getAbstractAttribute()
                             .getName()
                             .split('.')
                             .second.str();
    entry.location =
        locations.add(projection.getLoc(), "projection @" + entry.name);
    if (failed(writeSynapses(projection, entry, target.ports[entry.port])))
      return failure();
    if (projection.getRuleAttr()) {
      snn::LearningRuleOp rule = snn::resolveRule(projection);
      if (!rule)
        return projection.emitOpError("names a rule that the module does not "
                                      "have; run snn-link-models first");
      auto plastic = writeRule(rule);
      if (failed(plastic))
        return failure();
      entry.plastic = std::move(*plastic);
    }
    image.projections.push_back(std::move(entry));
  }
  for (image::Population &population : image.populations)
    for (image::Port &port : population.ports)
      port.slotsLog2 = llvm::Log2_32_Ceil(port.maxDelay + 1u);
  return success();
}

LogicalResult Writer::writeModulators() {
  for (auto modulator : network.getOps<snn::ModulatorOp>()) {
    if (!modulator.getFrac())
      return modulator.emitOpError("is not quantized; run snn-quantize first");
    int frac = *modulator.getFrac();
    double init =
        std::nearbyint(std::ldexp(modulator.getInit().convertToDouble(), frac));
    image::Modulator entry;
    entry.name = modulator.getSymName().str();
    entry.init = static_cast<int32_t>(init);
    entry.frac = static_cast<int8_t>(frac);
    if (auto driver = modulator.getDriver())
      entry.driver = static_cast<int32_t>(populationIndex(*driver));
    entry.falls = modulator.getFalls();
    image.modulators.push_back(std::move(entry));
  }
  return success();
}

void Writer::writeProbes() {
  for (auto probe : network.getOps<snn::ProbeOp>()) {
    image::Probe entry;
    entry.name = probe.getSymName().str();
    entry.population = populationIndex(probe.getPopulation());
    if (auto name = probe.getState())
      entry.state = static_cast<int32_t>(
          indexOf(image.populations[entry.population].states, *name));
    image.probes.push_back(std::move(entry));
  }
}

LogicalResult Writer::run(Counting counting) {
  image.name = network.getSymName().str();
  image.dtMs = network.getDt().convertToDouble();
  image.target.name = "cpu";
  if (failed(readConnectivity(counting)) || failed(writePopulations()) ||
      failed(writeProjections()) || failed(writeModulators()) ||
      failed(writeTrial(network, image)))
    return failure();
  writeProbes();
  return success();
}

} // namespace

LogicalResult writeConnectivity(snn::NetworkOp network, snn::BlobCache &cache,
                                image::Native &native) {
  native.projections.resize(
      llvm::range_size(network.getOps<snn::ProjectionOp>()));
  for (auto [projection, entry] :
       llvm::zip(network.getOps<snn::ProjectionOp>(), native.projections)) {
    auto connectivity = snn::connectivityOf(projection, cache);
    if (failed(connectivity))
      return failure();
    entry.connectivity = connectivity->owned();
  }
  return success();
}

FailureOr<image::Image> writeLogicalImage(snn::NetworkOp network,
                                          snn::BlobCache &cache,
                                          Counting counting) {
  image::Image image;
  if (failed(Writer(network, cache, image).run(counting)))
    return failure();
  return image;
}

FailureOr<image::Image>
writeLogicalImage(ModuleOp module, snn::BlobCache &cache, Counting counting) {
  SmallVector<snn::NetworkOp> networks(module.getOps<snn::NetworkOp>());
  if (networks.size() != 1)
    return emitError(module.getLoc(), "module holds ")
           << networks.size() << " networks; exactly one can be an image";
  return writeLogicalImage(networks.front(), cache, counting);
}

} // namespace snnc::compiler
