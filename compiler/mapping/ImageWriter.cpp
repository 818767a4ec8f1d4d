//===- ImageWriter.cpp - The image of a placed network --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Learning.h"
#include "compiler/mapping/Locations.h"
#include "compiler/mapping/Mapping.h"
#include "compiler/mapping/Populations.h"
#include "compiler/mapping/Programs.h"
#include "compiler/mapping/Projections.h"
#include "compiler/mapping/Trials.h"
#include "dialects/fx/Fx.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::compiler {

namespace {

class Writer {
public:
  Writer(core::TileOp placed, snn::NetworkOp network, snn::BlobCache &cache,
         image::Image &image)
      : placed(placed), network(network), cache(cache), image(image),
        locations(network.getLoc()) {
    image.tiles.resize(1);
  }

  LogicalResult run();

private:
  LogicalResult writeGroups();
  LogicalResult writeProgram(snn::PopulationOp population, core::GroupOp group);
  void appendProgram(const EncodedProgram &encoded, const std::string &what);
  void writeTables(snn::PopulationOp population, core::GroupOp group);
  LogicalResult writeRows();
  LogicalResult writeLearning();
  LogicalResult writeModulators();
  void writeProbes();
  uint32_t populationIndex(StringRef name) {
    return std::find_if(
               image.populations.begin(), image.populations.end(),
               [&](const image::Population &p) { return p.name == name; }) -
           image.populations.begin();
  }

  core::TileOp placed;
  snn::NetworkOp network;
  snn::BlobCache &cache;
  image::Image &image;
  LocationTable locations;
};

image::Group groupEntry(core::GroupOp group) {
  Layout layout = layoutOf(group);
  image::Group entry;
  entry.blocks = group.getBlocks();
  entry.blockBase = group.getBlockBase();
  entry.period = layout.innerPad / layout.lanes;
  entry.lastLanes = layout.inner - (entry.period - 1) * layout.lanes;
  entry.axonBase = group.getAxonBase();
  entry.axonStride = group.getAxonStride();
  entry.axonSubs = group.getAxonSubs();
  if (auto modulator = group.getDrives())
    entry.drives = static_cast<int32_t>(*modulator);
  return entry;
}

LogicalResult Writer::writeProgram(snn::PopulationOp population,
                                   core::GroupOp group) {
  auto encoded = encodeGroup(population, group);
  if (failed(encoded))
    return failure();
  image::Tile &tile = image.tiles[0];
  image::Group &entry = tile.groups.back();
  entry.hasProgram = true;
  entry.programAddress = group.getProgramBase().value_or(0);
  if (tile.program.size() != entry.programAddress ||
      encoded->words.size() != group.getProgramWords().value_or(0))
    return group.emitOpError("has a program of ")
           << encoded->words.size() << " words, other than when it was placed";
  appendProgram(*encoded, "@" + population.getSymName().str());
  return success();
}

void Writer::appendProgram(const EncodedProgram &encoded,
                           const std::string &what) {
  image::Tile &tile = image.tiles[0];
  for (size_t i = 0; i < encoded.words.size(); ++i) {
    tile.program.push_back(encoded.words[i]);
    tile.programLocations.push_back(locations.add(encoded.locations[i], what));
  }
}

void Writer::writeTables(snn::PopulationOp population, core::GroupOp group) {
  std::vector<int32_t> &memory = image.tiles[0].tables;
  snn::NeuronOp neuron = snn::resolveNeuron(population);
  for (auto table : neuron.getOps<fx::TableOp>()) {
    auto place = cast<core::TableOp>(
        SymbolTable::lookupSymbolIn(group, table.getSymNameAttr()));
    size_t at = place.getBase();
    memory.resize(std::max<size_t>(memory.size(), at + place.getWords()));
    for (int32_t value : table.getValues().getValues<int32_t>())
      memory[at++] = value;
  }
}

LogicalResult Writer::writeGroups() {
  image::Tile &tile = image.tiles[0];
  uint64_t halves = 0;
  for (auto group : placed.getOps<core::GroupOp>()) {
    Operation *op =
        SymbolTable::lookupSymbolIn(network, group.getSymNameAttr());
    if (!isa_and_nonnull<snn::InputOp, snn::PopulationOp>(op))
      return group.emitOpError("is no population of @") << network.getSymName();
    auto population = writePopulation(op, group, cache);
    if (failed(population))
      return failure();
    population->group = tile.groups.size();
    population->location =
        locations.add(op->getLoc(), "population @" + population->name);
    tile.groups.push_back(groupEntry(group));
    Layout layout = layoutOf(group);
    for (const auto *variables : {&population->states, &population->params})
      for (const image::Variable &variable : *variables)
        initializePlane(variable, layout, tile.state);
    for (const image::Port &port : population->ports)
      halves = std::max<uint64_t>(
          halves, (port.base + (uint64_t(layout.blocks()) << port.slotsLog2)) *
                      (port.accBits / 16));
    if (auto neurons = dyn_cast<snn::PopulationOp>(op)) {
      if (failed(writeProgram(neurons, group)))
        return failure();
      writeTables(neurons, group);
    }
    image.populations.push_back(std::move(*population));
  }
  tile.accumulatorRows = (halves + 1) / 2;
  return success();
}

RowPlan planOf(core::RowsOp rows) {
  RowPlan plan;
  plan.format = rows.getFormat() == core::RowFormat::Dense
                    ? image::RowFormat::Dense
                    : image::RowFormat::Indexed;
  plan.weightBits = rows.getWeightBits();
  plan.entryBits = rows.getEntryBits();
  plan.indexBits = rows.getIndexBits();
  plan.delay = rows.getDelay();
  plan.delayBits = rows.getDelayBits();
  plan.subs = rows.getSubs();
  plan.units = rows.getUnits();
  plan.skewed = rows.getSkewed();
  return plan;
}

image::RowDescriptor descriptorOf(const RowPlan &plan, uint32_t shift,
                                  const image::Port &port) {
  image::RowDescriptor d;
  d.format = plan.format;
  d.weightLog2 = llvm::Log2_32(plan.weightBits);
  d.entryLog2 = llvm::Log2_32(plan.entryBits);
  d.indexBits = plan.indexBits;
  d.delayBits = plan.delayBits;
  d.shift = shift;
  d.delay = plan.delay;
  d.slotsLog2 = port.slotsLog2;
  d.wide = port.accBits == 32;
  d.portBase = port.base;
  d.skewed = plan.skewed;
  return d;
}

LogicalResult Writer::writeRows() {
  image::Tile &tile = image.tiles[0];
  size_t axons = 0;
  for (const image::Group &group : tile.groups)
    axons = std::max<size_t>(axons, group.axonBase + size_t(group.axonSubs) *
                                                         group.axonStride);
  tile.axons.resize(axons);
  uint32_t lanes = image.target.lanes;

  for (auto rows : placed.getOps<core::RowsOp>()) {
    auto projection = dyn_cast_or_null<snn::ProjectionOp>(
        SymbolTable::lookupSymbolIn(network, rows.getSymNameAttr()));
    auto source = placed.lookupSymbol<core::GroupOp>(rows.getSourceAttr());
    auto target = placed.lookupSymbol<core::GroupOp>(rows.getTargetAttr());
    if (!projection)
      return rows.emitOpError("is no projection of @") << network.getSymName();

    RowPlan plan = planOf(rows);
    auto packed =
        packProjection(projection, plan, layoutOf(source), layoutOf(target),
                       image.projections.size(), cache);
    if (failed(packed))
      return failure();
    image.weightsDigest += packed->digest;

    image::Projection entry;
    entry.name = rows.getSymName().str();
    entry.source = populationIndex(rows.getSource());
    entry.target = populationIndex(rows.getTarget());
    const auto &ports = image.populations[entry.target].ports;
    entry.port = std::find_if(ports.begin(), ports.end(),
                              [&](const image::Port &p) {
                                return p.name == rows.getPort();
                              }) -
                 ports.begin();
    entry.weightBits = plan.weightBits;
    entry.weightFrac = projection.getWeightFrac().value_or(0);
    entry.shift = rows.getShift();
    for (uint32_t n : packed->fanOut)
      entry.synapses += n;
    bool even = llvm::all_equal(packed->fanOut);
    packed->fanOut.resize(even ? 1 : packed->fanOut.size());
    entry.fanOut = std::move(packed->fanOut);
    Attribute connectivity = projection.getConnectivity();
    entry.connectivity =
        connectivity.getAbstractAttribute().getName().split('.').second.str();
    entry.location =
        locations.add(projection.getLoc(), "projection @" + entry.name);

    size_t firstWord = size_t(rows.getBase()) * lanes;
    const std::vector<uint32_t> &words = packed->rows.words;
    tile.synapses.resize(
        std::max(tile.synapses.size(), firstWord + words.size()));
    std::copy(words.begin(), words.end(), tile.synapses.begin() + firstWord);

    const image::Group &from = tile.groups[entry.source];
    size_t sources = packed->rows.axons.size() / plan.subs;
    for (size_t i = 0; i < packed->rows.axons.size(); ++i) {
      image::AxonEntry axon = packed->rows.axons[i];
      if (axon.count == 0)
        continue;
      axon.descriptor = tile.descriptors.size();
      axon.address += rows.getBase() * (32 / plan.entryBits);
      tile.axons[from.axonBase +
                 (rows.getFirstSub() + i / sources) * from.axonStride +
                 i % sources] = axon;
    }
    entry.descriptor = tile.descriptors.size();
    for (auto learning : placed.getOps<core::LearningOp>())
      if (learning.getOf() == entry.name && learning.getIndexRows() &&
          failed(writeColumns(learning, plan, packed->rows, entry.descriptor,
                              tile)))
        return failure();
    entry.firstSub = rows.getFirstSub();
    entry.subs = plan.subs;
    tile.descriptors.push_back(
        descriptorOf(plan, rows.getShift(), ports[entry.port]));
    image.projections.push_back(std::move(entry));
  }
  return success();
}

LogicalResult Writer::writeLearning() {
  image::Tile &tile = image.tiles[0];
  writeIndices(placed, tile);
  for (auto learning : placed.getOps<core::LearningOp>()) {
    auto plastic = writePlasticity(learning, tile);
    if (failed(plastic))
      return failure();
    image::LearnEntry entry;
    entry.projection =
        std::find_if(image.projections.begin(), image.projections.end(),
                     [&](const image::Projection &p) {
                       return p.name == learning.getOf();
                     }) -
        image.projections.begin();
    std::string what = "rule @" + plastic->rule;
    auto rule = snn::resolveRule(cast<snn::ProjectionOp>(
        SymbolTable::lookupSymbolIn(network, learning.getOfAttr())));
    plastic->location = locations.add(rule.getLoc(), what);
    for (auto step : learning.getOps<core::StepOp>()) {
      auto encoded = encodeStep(step, learning);
      if (failed(encoded))
        return failure();
      if (tile.program.size() != uint64_t(step.getBase()) ||
          encoded->words.size() != uint64_t(step.getWords()))
        return step.emitOpError("has a program of ")
               << encoded->words.size()
               << " words, other than when it was placed";
      appendProgram(*encoded, what);
    }
    for (image::LearnEntry &e : writeEntries(learning, *plastic, image, entry))
      tile.learn.push_back(std::move(e));
    image.projections[entry.projection].plastic = std::move(*plastic);
  }
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
    if (auto name = probe.getState()) {
      const auto &states = image.populations[entry.population].states;
      entry.state = std::find_if(states.begin(), states.end(),
                                 [&](const image::Variable &v) {
                                   return v.name == *name;
                                 }) -
                    states.begin();
    }
    image.probes.push_back(std::move(entry));
  }
}

LogicalResult Writer::run() {
  image.name = network.getSymName().str();
  image.dtMs = network.getDt().convertToDouble();
  if (failed(writeGroups()) || failed(writeRows()) ||
      failed(writeModulators()) || failed(writeLearning()) ||
      failed(writeTrial(network, image)))
    return failure();
  writeProbes();
  image.locations = std::move(locations.locations);
  return success();
}

} // namespace

FailureOr<image::Image> writeImage(ModuleOp module, snn::BlobCache &cache,
                                   const ImageOptions &options) {
  auto tiles = llvm::to_vector(module.getOps<core::TileOp>());
  if (tiles.size() != 1)
    return emitError(module.getLoc(), "module has ")
           << tiles.size() << " placed networks; run core-place on one";
  auto network = module.lookupSymbol<snn::NetworkOp>(tiles[0].getNetworkAttr());
  if (!network)
    return tiles[0].emitOpError("places @")
           << tiles[0].getNetwork() << ", which the module does not have";
  image::Image image;
  image.target = options.target;
  image.floating = options.floating;
  image.quantizationReport = options.quantizationReport;
  if (failed(Writer(tiles[0], network, cache, image).run()))
    return failure();
  return image;
}

} // namespace snnc::compiler
