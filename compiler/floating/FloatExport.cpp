//===- FloatExport.cpp - The network for the float engine -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/floating/FloatExport.h"
#include "compiler/floating/FloatBody.h"
#include "dialects/snn/Syntax.h"
#include "dialects/snn/Weights.h"

#include <limits>

using namespace mlir;
using snnc::image::FloatNetwork;
using snnc::image::FloatPopulation;
using snnc::image::FloatProjection;
using snnc::image::FloatVariable;

namespace snnc::compiler {
namespace {

class Exporter {
public:
  Exporter(snn::NetworkOp network, snn::BlobCache &blobs)
      : network(network), blobs(blobs) {}

  FailureOr<FloatNetwork> run() {
    result.dtMs = network.getDt().convertToDouble();
    for (auto modulator : network.getBody().getOps<snn::ModulatorOp>()) {
      modulators[modulator.getSymName()] = uint32_t(result.modulators.size());
      result.modulators.push_back(modulator.getInit().convertToDouble());
    }
    for (Operation &op : network.getBody().getOps())
      if (auto input = dyn_cast<snn::InputOp>(op))
        addInput(input);
      else if (auto population = dyn_cast<snn::PopulationOp>(op))
        if (failed(addPopulation(population)))
          return failure();
    for (auto projection : network.getBody().getOps<snn::ProjectionOp>())
      if (failed(addProjection(projection)))
        return failure();
    return std::move(result);
  }

private:
  void addInput(snn::InputOp input) {
    numbers[input.getSymName()] = uint32_t(result.populations.size());
    FloatPopulation &to = result.populations.emplace_back();
    to.name = input.getSymName().str();
    to.size = uint32_t(input.getSize());
    to.isInput = true;
    ports.emplace_back();
  }

  LogicalResult addPopulation(snn::PopulationOp population);
  LogicalResult addProjection(snn::ProjectionOp projection);

  FailureOr<FloatVariable> variable(StringRef name, Attribute values,
                                    int64_t size, Location loc) {
    auto reader = snn::WeightReader::open(values, {size}, blobs, loc,
                                          Twine("the values of @") + name);
    if (failed(reader))
      return failure();
    FloatVariable result;
    result.name = name.str();
    result.min = -std::numeric_limits<double>::infinity();
    result.max = std::numeric_limits<double>::infinity();
    uint64_t count = reader->isSplat() ? 1 : reader->size();
    for (uint64_t i = 0; i < count; ++i)
      result.values.push_back((*reader)[i]);
    return result;
  }

  snn::NetworkOp network;
  snn::BlobCache &blobs;
  FloatNetwork result;
  llvm::StringMap<uint32_t> numbers, modulators;
  /// Port numbers of each population.
  std::vector<llvm::StringMap<uint32_t>> ports;
};

LogicalResult Exporter::addPopulation(snn::PopulationOp population) {
  snn::NeuronOp model = snn::resolveNeuron(population);
  if (!model)
    return population.emitOpError("is of @")
           << population.getNeuron()
           << ", which is not in this module; run snn-link-models first";
  numbers[population.getSymName()] = uint32_t(result.populations.size());
  FloatPopulation &to = result.populations.emplace_back();
  to.name = population.getSymName().str();
  to.size = uint32_t(population.getSize());

  FloatSymbols symbols;
  symbols.modulators = modulators;
  for (auto param : model.getBody().getOps<snn::ParamOp>()) {
    symbols.params[param.getSymName()] = uint32_t(to.params.size());
    auto values = variable(param.getSymName(), param.getValueAttr(), to.size,
                           param.getLoc());
    if (failed(values))
      return failure();
    to.params.push_back(std::move(*values));
  }
  for (auto state : model.getBody().getOps<snn::StateOp>()) {
    symbols.states[state.getSymName()] = uint32_t(to.states.size());
    auto values = variable(state.getSymName(), state.getInitAttr(), to.size,
                           state.getLoc());
    if (failed(values))
      return failure();
    if (auto range = snn::bounds(state.getRangeAttr())) {
      values->min = range->first;
      values->max = range->second;
    }
    to.states.push_back(std::move(*values));
  }
  for (auto port : model.getBody().getOps<snn::PortOp>()) {
    symbols.ports[port.getSymName()] = to.ports++;
    symbols.portRanges.push_back(snn::bounds(port.getRangeAttr()));
  }
  ports.push_back(symbols.ports);
  for (auto update : model.getBody().getOps<snn::UpdateOp>())
    if (failed(exportBody(update, symbols, to.program)))
      return failure();
  return success();
}

LogicalResult Exporter::addProjection(snn::ProjectionOp projection) {
  FloatProjection &to = result.projections.emplace_back();
  to.name = projection.getSymName().str();
  to.source = numbers.lookup(projection.getSource());
  to.target = numbers.lookup(projection.getTarget());
  to.port = ports[to.target].lookup(projection.getPort());

  uint32_t sources = result.populations[to.source].size;
  to.rowStart.assign(size_t(sources) + 1, 0);
  auto add = [&](const snn::Synapse &synapse) {
    ++to.rowStart[synapse.source + 1];
    to.targets.push_back(synapse.target);
    to.weights.push_back(float(synapse.weight));
    to.delays.push_back(uint16_t(synapse.delay));
  };
  if (failed(snn::forEachSynapse(projection, blobs, add)))
    return failure();
  for (uint32_t i = 0; i < sources; ++i)
    to.rowStart[i + 1] += to.rowStart[i];
  if (!to.weights.empty() && llvm::all_equal(to.weights))
    to.weights.resize(1);
  if (!to.delays.empty() && llvm::all_equal(to.delays))
    to.delays.resize(1);
  return success();
}

} // namespace

FailureOr<FloatNetwork> exportFloat(ModuleOp module, snn::BlobCache &blobs) {
  SmallVector<snn::NetworkOp> networks(module.getOps<snn::NetworkOp>());
  if (networks.size() != 1)
    return module.emitError("has ")
           << networks.size() << " networks; one snn.network is needed";
  return Exporter(networks.front(), blobs).run();
}

} // namespace snnc::compiler
