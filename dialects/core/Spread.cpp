//===- Spread.cpp - How a network is spread over tiles --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The verifier of core.spread: parts and places by themselves, homes on the
// tiles that were placed, and the trees of routes.
//
//===----------------------------------------------------------------------===//

#include "dialects/core/Core.h"

#include "mlir/IR/Diagnostics.h"

#include <map>
#include <set>
#include <tuple>

using namespace mlir;
using namespace snnc::core;

static LogicalResult checkPlaces(SpreadOp spread) {
  TargetAttr t = spread.getTarget();
  int64_t mesh = int64_t(t.getMeshColumns()) * t.getMeshRows();
  std::set<int64_t> taken;
  for (int64_t place : spread.getPlaces()) {
    if (place < -1 || place >= mesh)
      return spread.emitOpError("has a tile at place ")
             << place << " of " << mesh << " on target '" << t.getName() << "'";
    if (place >= 0 && !taken.insert(place).second)
      return spread.emitOpError("has two tiles at place ") << place;
  }
  if (spread.getPlaces().empty())
    return spread.emitOpError("has no tiles");
  if (spread.getTiles() &&
      (spread.getTiles()->size() != spread.getPlaces().size() ||
       llvm::is_contained(spread.getPlaces(), -1)))
    return spread.emitOpError("has tiles other than its places");
  if (spread.getRouted() && !spread.getTiles())
    return spread.emitOpError("is routed, but has no tiles");
  return success();
}

static LogicalResult checkDestinations(SpreadOp spread, PartOp part) {
  int64_t tiles = spread.getPlaces().size();
  if (part.getTile() >= uint64_t(tiles))
    return part.emitOpError("is on tile ") << part.getTile() << " of " << tiles;
  int64_t last = -1;
  for (int64_t to : part.getTo()) {
    if (to <= last || to >= tiles || to == int64_t(part.getTile()))
      return part.emitOpError("goes to tile ")
             << to << "; they are other tiles than its own, in ascending order";
    last = to;
  }
  return success();
}

LogicalResult SpreadOp::verifyRegions() {
  if (failed(checkPlaces(*this)))
    return failure();
  std::set<StringRef> seen;
  std::set<uint64_t> tiles;
  PartOp before;
  uint64_t count = 0;
  for (Operation &op : getBody().front()) {
    auto part = dyn_cast<PartOp>(op);
    if (!part)
      return op.emitError("only core.part stands in a core.spread");
    if (failed(checkDestinations(*this, part)))
      return failure();
    bool begins = !before || before.getPopulation() != part.getPopulation();
    if (begins && !seen.insert(part.getPopulation()).second)
      return part.emitOpError("stands apart from the other parts of @")
             << part.getPopulation();
    if (begins)
      tiles.clear();
    uint64_t first = begins ? 0 : before.getFirst() + before.getSize();
    if (part.getFirst() != first)
      return part.emitOpError("begins with neuron ")
             << part.getFirst() << ", not " << first;
    if (!tiles.insert(part.getTile()).second)
      return part.emitOpError("is the second part of @")
             << part.getPopulation() << " on tile " << part.getTile();
    before = part;
    ++count;
  }
  if (count > getTarget().getSources())
    return emitError("network has ")
           << count << " parts, but the routes of target '"
           << getTarget().getName() << "' have room for "
           << getTarget().getSources()
           << " sources; use fewer tiles or populations, or choose a larger "
              "target (over by "
           << count - getTarget().getSources() << ")";
  return success();
}

namespace {

/// The trees of the placed tiles.
class Trees {
public:
  explicit Trees(SpreadOp spread) : spread(spread) {}

  LogicalResult collect();
  LogicalResult follow(uint64_t source, PartOp part);

private:
  LogicalResult walk(uint64_t source, int64_t place, bool alongY,
                     std::set<int64_t> &visited, PartOp part);

  SpreadOp spread;
  std::map<int64_t, TileOp> tiles;
  /// By place and source.
  std::map<std::pair<int64_t, uint64_t>, RouteOp> routes;
};

LogicalResult Trees::collect() {
  for (Operation &op : *spread->getBlock()) {
    auto tile = dyn_cast<TileOp>(op);
    if (!tile || tile.getNetwork() != spread.getNetwork())
      continue;
    if (!tiles.insert({tile.index(), tile}).second)
      return tile.emitOpError("is the second one at [")
             << tile.x() << ", " << tile.y() << "]";
    for (auto route : tile.getOps<RouteOp>())
      routes[{tile.index(), uint64_t(route.getSource())}] = route;
  }
  return success();
}

LogicalResult Trees::walk(uint64_t source, int64_t place, bool alongY,
                          std::set<int64_t> &visited, PartOp part) {
  int64_t columns = spread.getTarget().getMeshColumns();
  if (!visited.insert(place).second)
    return part.emitOpError("reaches place ")
           << place << " twice; routes are no tree";
  auto found = routes.find({place, source});
  if (found == routes.end())
    return success();
  RouteOp route = found->second;
  if (alongY && (route.getEast() || route.getWest()))
    return route.emitOpError("goes along x after y");
  const std::tuple<bool, int64_t, bool> ways[] = {
      {route.getEast(), 1, false},
      {route.getWest(), -1, false},
      {route.getNorth(), -columns, true},
      {route.getSouth(), columns, true}};
  for (auto [taken, step, alongY] : ways)
    if (taken && failed(walk(source, place + step, alongY, visited, part)))
      return failure();
  return success();
}

LogicalResult Trees::follow(uint64_t source, PartOp part) {
  std::set<int64_t> visited;
  if (failed(walk(source, spread.getPlaces()[part.getTile()], false, visited,
                  part)))
    return failure();
  std::set<int64_t> wanted;
  for (int64_t to : part.getTo())
    wanted.insert(spread.getPlaces()[to]);
  for (auto &[place, tile] : tiles) {
    auto found = routes.find({place, source});
    bool here = found != routes.end();
    if (here && !visited.count(place))
      return found->second.emitOpError("is not reached from the part's home");
    bool delivers = here && found->second.getWindow();
    if (delivers != (wanted.count(place) != 0)) {
      InFlightDiagnostic diag = part.emitOpError(
          delivers ? "is delivered on a tile that it does not name, at ["
                   : "is not delivered on a tile that it names, at [");
      diag << tile.x() << ", " << tile.y() << "]";
      return diag;
    }
    if (delivers &&
        tile.lookupSymbol<GroupOp>(*found->second.getWindow()).population() !=
            part.getPopulation())
      return found->second.emitOpError("leads to a window on another "
                                       "population than @")
             << part.getPopulation();
  }
  for (int64_t place : visited)
    if (!tiles.count(place))
      return part.emitOpError("is sent through place ")
             << place << ", where no tile is";
  return success();
}

} // namespace

/// Each part is a group of its tile.
static LogicalResult checkHomes(SpreadOp spread,
                                SymbolTableCollection &symbols) {
  std::vector<TileOp> tiles;
  for (auto [name, place] :
       llvm::zip(spread.getTilesAttr().getAsRange<FlatSymbolRefAttr>(),
                 spread.getPlaces())) {
    auto tile = symbols.lookupNearestSymbolFrom<TileOp>(spread, name);
    if (!tile || tile.index() != place)
      return spread.emitOpError("names ")
             << name << ", which is no tile at place " << place;
    tiles.push_back(tile);
  }
  for (auto part : spread.getOps<PartOp>()) {
    auto group = dyn_cast_or_null<GroupOp>(
        tiles[part.getTile()].lookupSymbol(part.getPopulationAttr()));
    if (!group || group.getWindow() || group.firstNeuron() != part.getFirst() ||
        uint64_t(group.getSize()) != part.getSize())
      return part.emitOpError("is no group of its tile");
  }
  return success();
}

LogicalResult SpreadOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!getTiles())
    return success();
  if (failed(checkHomes(*this, symbols)))
    return failure();
  if (!getRouted())
    return success();
  Trees trees(*this);
  if (failed(trees.collect()))
    return failure();
  uint64_t source = 0;
  for (auto part : getOps<PartOp>())
    if (failed(trees.follow(source++, part)))
      return failure();
  return success();
}
