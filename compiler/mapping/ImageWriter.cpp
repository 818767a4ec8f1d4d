//===- ImageWriter.cpp - The image of a placed network --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/Locations.h"
#include "compiler/image/LogicalImage.h"
#include "compiler/mapping/Learning.h"
#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/Populations.h"
#include "compiler/mapping/Programs.h"
#include "compiler/mapping/Projections.h"
#include "dialects/fx/Fx.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

namespace {

/// Adds tiles to the logical part of an image.
class Writer {
public:
  Writer(std::vector<core::TileOp> placed, snn::NetworkOp network,
         snn::BlobCache &cache, image::Image &image)
      : placed(std::move(placed)), network(network), cache(cache), image(image),
        locations(network.getLoc(), image.locations) {}

  LogicalResult run();

private:
  void createTiles();
  image::Tile &tileOf(Operation *op) {
    return image.tiles[op->getParentOfType<core::TileOp>().index()];
  }
  /// Homes of a population, by their first neurons.
  SmallVector<core::GroupOp> homesOf(Operation *population);
  Layout layoutOf(Operation *population, ArrayRef<core::GroupOp> homes);
  void writeGroups();
  LogicalResult writePopulations();
  void writeState(const image::Population &population, size_t part,
                  core::GroupOp home);
  LogicalResult writeProgram(snn::PopulationOp population, core::GroupOp group);
  void appendProgram(image::Tile &tile, const EncodedProgram &encoded,
                     const std::string &what);
  void writeTables(snn::PopulationOp population, core::GroupOp group);
  LogicalResult writeProjections();
  LogicalResult writeProjection(snn::ProjectionOp projection,
                                image::Projection &entry,
                                ArrayRef<core::RowsOp> rows);
  LogicalResult writeRows(const image::Projection &entry, core::RowsOp rows,
                          const RowPlan &plan, PackedRows &packed,
                          image::ProjectionPart &part);
  LogicalResult writeLearning();
  LogicalResult writePlastic(uint32_t projection);
  void writeRoutes();

  /// By their places.
  std::vector<core::TileOp> placed;
  snn::NetworkOp network;
  snn::BlobCache &cache;
  image::Image &image;
  LocationTable locations;
  /// Indices of groups in their tiles.
  llvm::DenseMap<Operation *, uint32_t> groups;
  /// Layouts of the populations.
  std::vector<Layout> layouts;
};

image::Group groupEntry(core::GroupOp group) {
  Run run = runOf(group);
  const Layout &layout = run.layout;
  image::Group entry;
  entry.window = bool(group.getWindow());
  entry.kept = group.getKept();
  entry.firstBlock = run.firstBlock;
  entry.logicalBase = run.first;
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

void Writer::createTiles() {
  image.tiles.resize(placed.back().index() + 1);
  for (core::TileOp tile : placed)
    for (auto group : tile.getOps<core::GroupOp>()) {
      groups[group] = tileOf(group).groups.size();
      tileOf(group).groups.push_back(groupEntry(group));
    }
}

SmallVector<core::GroupOp> Writer::homesOf(Operation *population) {
  SmallVector<core::GroupOp> homes;
  for (core::TileOp tile : placed)
    if (auto group = dyn_cast_or_null<core::GroupOp>(
            tile.lookupSymbol(SymbolTable::getSymbolName(population))))
      if (!group.getWindow())
        homes.push_back(group);
  llvm::sort(homes, [](core::GroupOp a, core::GroupOp b) {
    return a.firstNeuron() < b.firstNeuron();
  });
  return homes;
}

/// Of all its neurons, wherever they are.
Layout Writer::layoutOf(Operation *population, ArrayRef<core::GroupOp> homes) {
  Layout layout = runOf(homes[0]).layout;
  if (homes.size() == 1)
    return layout;
  for (auto part :
       findSpread(network->getParentOfType<ModuleOp>()).getOps<core::PartOp>())
    if (part.getPopulation() == SymbolTable::getSymbolName(population)) {
      layout.inner = part.getInner();
      layout.innerPad = part.getInnerPad();
    }
  layout.size = snn::sizeOf(population);
  return layout;
}

LogicalResult Writer::writeProgram(snn::PopulationOp population,
                                   core::GroupOp group) {
  auto encoded = encodeGroup(population, group);
  if (failed(encoded))
    return failure();
  image::Tile &tile = tileOf(group);
  image::Group &entry = tile.groups[groups[group]];
  entry.hasProgram = true;
  entry.programAddress = group.getProgramBase().value_or(0);
  if (tile.program.size() != entry.programAddress ||
      encoded->words.size() != group.getProgramWords().value_or(0))
    return group.emitOpError("has a program of ")
           << encoded->words.size() << " words, other than when it was placed";
  appendProgram(tile, *encoded, "@" + population.getSymName().str());
  return success();
}

void Writer::appendProgram(image::Tile &tile, const EncodedProgram &encoded,
                           const std::string &what) {
  for (size_t i = 0; i < encoded.words.size(); ++i) {
    tile.program.push_back(encoded.words[i]);
    tile.programLocations.push_back(locations.add(encoded.locations[i], what));
  }
}

void Writer::writeTables(snn::PopulationOp population, core::GroupOp group) {
  std::vector<int32_t> &memory = tileOf(group).tables;
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

void Writer::writeState(const image::Population &population, size_t part,
                        core::GroupOp home) {
  image::Tile &tile = tileOf(home);
  const image::Part &place = population.parts[part];
  Run run = runOf(home);
  for (auto [variable, base] : llvm::zip(population.states, place.states))
    initializePlane(variable, base, run, tile.state);
  for (auto [variable, base] : llvm::zip(population.params, place.params))
    initializePlane(variable, base, run, tile.state);
  for (auto [port, base] : llvm::zip(population.ports, place.ports)) {
    uint64_t end = base + (uint64_t(run.blocks()) << port.slotsLog2);
    tile.accumulatorRows = std::max<uint32_t>(
        tile.accumulatorRows, (end * (port.accBits / 16) + 1) / 2);
  }
}

LogicalResult Writer::writePopulations() {
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::InputOp, snn::PopulationOp>(op))
      continue;
    SmallVector<core::GroupOp> homes = homesOf(&op);
    if (homes.empty())
      return op.emitError("has no place; run core-place");
    layouts.push_back(layoutOf(&op, homes));
    image::Population &population = image.populations[layouts.size() - 1];
    if (failed(placePopulation(&op, layouts.back(), homes, population)))
      return failure();
    for (auto [i, home] : llvm::enumerate(homes)) {
      population.parts[i].tile = home->getParentOfType<core::TileOp>().index();
      population.parts[i].group = groups[home];
      writeState(population, i, home);
      auto neurons = dyn_cast<snn::PopulationOp>(op);
      if (!neurons)
        continue;
      if (failed(writeProgram(neurons, home)))
        return failure();
      writeTables(neurons, home);
    }
  }
  return success();
}

/// Which population each group is of, and room for their axon entries.
void Writer::writeGroups() {
  for (core::TileOp tile : placed) {
    image::Tile &entry = image.tiles[tile.index()];
    size_t axons = 0;
    for (auto group : tile.getOps<core::GroupOp>())
      entry.groups[groups[group]].population =
          indexOf(image.populations, group.population());
    for (const image::Group &group : entry.groups)
      axons = std::max<size_t>(axons, group.axonBase + size_t(group.axonSubs) *
                                                           group.axonStride);
    entry.axons.resize(axons);
  }
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
                                  const image::Port &port, uint32_t portBase) {
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
  d.portBase = portBase;
  d.skewed = plan.skewed;
  return d;
}

/// Words, axon entries and the descriptor of a projection's rows on one tile.
LogicalResult Writer::writeRows(const image::Projection &entry,
                                core::RowsOp rows, const RowPlan &plan,
                                PackedRows &packed,
                                image::ProjectionPart &part) {
  auto placedTile = rows->getParentOfType<core::TileOp>();
  image::Tile &tile = image.tiles[part.tile];
  uint32_t lanes = image.target.lanes;
  size_t firstWord = size_t(rows.getBase()) * lanes;
  tile.synapses.resize(
      std::max(tile.synapses.size(), firstWord + packed.words.size()));
  std::copy(packed.words.begin(), packed.words.end(),
            tile.synapses.begin() + firstWord);

  part.descriptor = tile.descriptors.size();
  part.firstSub = rows.getFirstSub();
  part.subs = plan.subs;
  const image::Group &from = tile.groups[part.sourceGroup];
  size_t sources = packed.axons.size() / plan.subs;
  for (size_t i = 0; i < packed.axons.size(); ++i) {
    image::AxonEntry axon = packed.axons[i];
    if (axon.count == 0)
      continue;
    axon.descriptor = part.descriptor;
    axon.address += rows.getBase() * (32 / plan.entryBits);
    tile.axons[from.axonBase +
               (rows.getFirstSub() + i / sources) * from.axonStride +
               i % sources] = axon;
  }
  for (auto learning : placedTile.getOps<core::LearningOp>())
    if (learning.getOf() == entry.name && learning.getIndexRows() &&
        failed(writeColumns(learning, plan, packed, part.descriptor, tile)))
      return failure();
  const image::Population &target = image.populations[entry.target];
  tile.descriptors.push_back(
      descriptorOf(plan, rows.getShift(), target.ports[entry.port],
                   target.parts[part.targetPart].ports[entry.port]));
  return success();
}

LogicalResult Writer::writeProjection(snn::ProjectionOp projection,
                                      image::Projection &entry,
                                      ArrayRef<core::RowsOp> rows) {
  const image::Population &target = image.populations[entry.target];
  std::vector<PlacedRows> places;
  for (core::RowsOp op : rows) {
    auto tile = op->getParentOfType<core::TileOp>();
    auto source = tile.lookupSymbol<core::GroupOp>(op.getSourceAttr());
    auto home = tile.lookupSymbol<core::GroupOp>(op.getTargetAttr());
    places.push_back({planOf(op), runOf(source), runOf(home)});
    image::ProjectionPart part;
    part.tile = tile.index();
    part.sourceGroup = groups[source];
    part.targetPart = std::find_if(target.parts.begin(), target.parts.end(),
                                   [&](const image::Part &p) {
                                     return p.tile == part.tile;
                                   }) -
                      target.parts.begin();
    entry.parts.push_back(std::move(part));
  }
  auto packed =
      packProjection(projection, layouts[entry.target], places, cache);
  if (failed(packed))
    return failure();
  for (size_t i = 0; i < rows.size(); ++i)
    if (failed(writeRows(entry, rows[i], places[i].plan, (*packed)[i],
                         entry.parts[i])))
      return failure();
  return success();
}

LogicalResult Writer::writeProjections() {
  uint64_t found = 0, all = 0;
  for (core::TileOp tile : placed)
    all += llvm::range_size(tile.getOps<core::RowsOp>());
  for (auto [projection, entry] :
       llvm::zip(network.getOps<snn::ProjectionOp>(), image.projections)) {
    SmallVector<core::RowsOp> rows;
    for (core::TileOp tile : placed)
      if (auto op = dyn_cast_or_null<core::RowsOp>(
              tile.lookupSymbol(projection.getSymNameAttr())))
        rows.push_back(op);
    llvm::sort(rows, [](core::RowsOp a, core::RowsOp b) {
      auto first = [](core::RowsOp op) {
        return op->getParentOfType<core::TileOp>()
            .lookupSymbol<core::GroupOp>(op.getTargetAttr())
            .firstNeuron();
      };
      return first(a) < first(b);
    });
    found += rows.size();
    if (failed(writeProjection(projection, entry, rows)))
      return failure();
  }
  if (found == all)
    return success();
  return placed[0].emitOpError("has rows of no projection of @")
         << network.getSymName();
}

LogicalResult Writer::writePlastic(uint32_t index) {
  image::Projection &projection = image.projections[index];
  for (image::ProjectionPart &part : projection.parts)
    for (core::TileOp tileOp : placed) {
      if (tileOp.index() != part.tile)
        continue;
      image::Tile &tile = image.tiles[part.tile];
      for (auto learning : tileOp.getOps<core::LearningOp>()) {
        if (learning.getOf() != projection.name)
          continue;
        writePlasticPart(learning, *projection.plastic, part, tile);
        for (auto step : learning.getOps<core::StepOp>()) {
          auto encoded = encodeStep(step, learning);
          if (failed(encoded))
            return failure();
          if (tile.program.size() != uint64_t(step.getBase()) ||
              encoded->words.size() != uint64_t(step.getWords()))
            return step.emitOpError("has a program of ")
                   << encoded->words.size()
                   << " words, other than when it was placed";
          appendProgram(tile, *encoded, "rule @" + projection.plastic->rule);
        }
        image::LearnEntry shared;
        shared.projection = index;
        uint32_t target =
            image.populations[projection.target].parts[part.targetPart].group;
        for (image::LearnEntry &e : writeEntries(learning, *projection.plastic,
                                                 part, target, image, shared))
          tile.learn.push_back(std::move(e));
      }
    }
  return success();
}

LogicalResult Writer::writeLearning() {
  for (core::TileOp tile : placed)
    writeIndices(tile, image.tiles[tile.index()]);
  for (uint32_t i = 0; i < image.projections.size(); ++i)
    if (failed(writePlastic(i)))
      return failure();
  return success();
}

void Writer::writeRoutes() {
  if (image.tiles.size() == 1)
    return;
  size_t sources = 0;
  for (const image::Population &population : image.populations)
    sources += population.parts.size();
  for (image::Tile &tile : image.tiles)
    tile.routes.resize(sources);
  for (core::TileOp tile : placed)
    for (auto route : tile.getOps<core::RouteOp>()) {
      image::Route &entry =
          image.tiles[tile.index()].routes[size_t(route.getSource())];
      entry.out = (route.getEast() ? image::kRouteEast : 0) |
                  (route.getWest() ? image::kRouteWest : 0) |
                  (route.getNorth() ? image::kRouteNorth : 0) |
                  (route.getSouth() ? image::kRouteSouth : 0);
      if (auto window = route.getWindow())
        entry.window = static_cast<int32_t>(
            groups[tile.lookupSymbol<core::GroupOp>(*window)]);
    }
}

LogicalResult Writer::run() {
  createTiles();
  if (failed(writePopulations()))
    return failure();
  writeGroups();
  if (failed(writeProjections()) || failed(writeLearning()))
    return failure();
  writeRoutes();
  return success();
}

} // namespace

FailureOr<image::Image> writeImage(ModuleOp module, snn::BlobCache &cache,
                                   const image::Target &target) {
  auto tiles = llvm::to_vector(module.getOps<core::TileOp>());
  if (tiles.empty())
    return emitError(module.getLoc(), "module has no placed network; run "
                                      "core-place first");
  for (core::TileOp tile : tiles)
    if (tile.getNetwork() != tiles[0].getNetwork())
      return tile.emitOpError("places another network than @")
             << tiles[0].getNetwork();
  core::SpreadOp spread = findSpread(module);
  if (tiles.size() > 1 && (!spread || !spread.getRouted()))
    return emitError(module.getLoc(), "module has ")
           << tiles.size() << " tiles without routes; run core-route first";
  auto network = module.lookupSymbol<snn::NetworkOp>(tiles[0].getNetworkAttr());
  if (!network)
    return tiles[0].emitOpError("places @")
           << tiles[0].getNetwork() << ", which the module does not have";
  llvm::sort(tiles, [](core::TileOp a, core::TileOp b) {
    return a.index() < b.index();
  });
  auto image = writeLogicalImage(network, cache, Counting::Always);
  if (failed(image))
    return failure();
  image->target = target;
  if (failed(
          Writer({tiles.begin(), tiles.end()}, network, cache, *image).run()))
    return failure();
  return image;
}

} // namespace snnc::compiler
