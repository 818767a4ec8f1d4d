//===- RoutePass.cpp - core-route: trees between tiles --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/Mesh.h"
#include "compiler/mapping/TilePlacer.h"

#include "mlir/IR/Builders.h"

#include <map>

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DECL_COREROUTEPASS
#define GEN_PASS_DEF_COREROUTEPASS
#include "compiler/mapping/Passes.h.inc"

namespace {

class Router {
public:
  Router(core::SpreadOp spread, snn::NetworkOp network)
      : spread(spread), network(network), target(spread.getTarget()),
        mesh{target.getMeshColumns(), target.getMeshRows()},
        builder(spread.getContext()) {
    for (auto tile : spread->getParentOfType<ModuleOp>().getOps<core::TileOp>())
      tiles[tile.index()] = tile;
  }

  void run();

  uint64_t links = 0;

private:
  core::TileOp tileAt(uint32_t place);
  core::RouteOp routeOn(core::TileOp tile, uint64_t source, Location loc);

  core::SpreadOp spread;
  snn::NetworkOp network;
  core::TargetAttr target;
  Mesh mesh;
  OpBuilder builder;
  std::map<int64_t, core::TileOp> tiles;
};

/// A tile without neurons may have to hand events on.
core::TileOp Router::tileAt(uint32_t place) {
  core::TileOp &tile = tiles[place];
  if (tile)
    return tile;
  Operation *last = spread;
  for (auto other : spread->getParentOfType<ModuleOp>().getOps<core::TileOp>())
    last = other;
  builder.setInsertionPointAfter(last);
  return tile = createTile(
             builder, network, target,
             "_" + std::to_string(mesh.x(place)) + "_" +
                 std::to_string(mesh.y(place)),
             builder.getDenseI64ArrayAttr({mesh.x(place), mesh.y(place)}));
}

/// The route of a source, which stand in order.
core::RouteOp Router::routeOn(core::TileOp tile, uint64_t source,
                              Location loc) {
  Block &body = tile.getBody().front();
  builder.setInsertionPointToEnd(&body);
  for (auto route : body.getOps<core::RouteOp>()) {
    if (uint64_t(route.getSource()) == source)
      return route;
    if (uint64_t(route.getSource()) > source) {
      builder.setInsertionPoint(route);
      break;
    }
  }
  return core::RouteOp::create(builder, loc, builder.getI64IntegerAttr(source),
                               UnitAttr(), UnitAttr(), UnitAttr(), UnitAttr(),
                               FlatSymbolRefAttr());
}

void Router::run() {
  uint64_t source = 0;
  for (auto part : spread.getOps<core::PartOp>()) {
    uint64_t number = source++;
    if (part.getTo().empty())
      continue;
    std::vector<uint32_t> to;
    for (int64_t tile : part.getTo())
      to.push_back(spread.getPlaces()[tile]);
    for (const Hop &hop :
         treeOf(mesh, spread.getPlaces()[part.getTile()], to)) {
      core::RouteOp route = routeOn(tileAt(hop.place), number, part.getLoc());
      route.setEast(hop.out & image::kRouteEast);
      route.setWest(hop.out & image::kRouteWest);
      route.setNorth(hop.out & image::kRouteNorth);
      route.setSouth(hop.out & image::kRouteSouth);
      links += llvm::popcount(hop.out);
    }
  }
  spread.setRouted(true);
}

struct CoreRoutePass : impl::CoreRoutePassBase<CoreRoutePass> {
  void runOnOperation() override {
    core::SpreadOp spread = findSpread(getOperation());
    if (!spread)
      return;
    auto network =
        getOperation().lookupSymbol<snn::NetworkOp>(spread.getNetworkAttr());
    if (!network || !spread.getTiles()) {
      spread.emitOpError("has no tiles; run core-place first");
      return signalPassFailure();
    }
    Router router(spread, network);
    router.run();
    links += router.links;
  }
};

} // namespace

std::unique_ptr<Pass> createCoreRoutePass() {
  return std::make_unique<CoreRoutePass>();
}

} // namespace snnc::compiler
