//===- Place.cpp - core-place: a network on its tiles ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/TilePlacer.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DECL_COREPLACEPASS
#define GEN_PASS_DEF_COREPLACEPASS
#include "compiler/mapping/Passes.h.inc"

namespace {

class Placer {
public:
  Placer(snn::NetworkOp network, core::SpreadOp spread, core::TargetAttr limits,
         RowChoice choice, SynapseLists &lists)
      : network(network), spread(spread), limits(limits), choice(choice),
        lists(lists), builder(network.getContext()) {}

  LogicalResult run();

  uint64_t synapses = 0, synapseRows = 0, axonEntries = 0;

private:
  core::TileOp createTile(uint32_t number);
  LogicalResult checkDestinations(const ChipPlan &plan,
                                  const std::vector<PlannedMember> &members);
  void createArrivals(const ChipPlan &plan, uint32_t number, core::TileOp tile);
  uint32_t tiles() { return spread ? spread.getPlaces().size() : 1; }

  snn::NetworkOp network;
  /// Null for a network on one tile.
  core::SpreadOp spread;
  core::TargetAttr limits;
  RowChoice choice;
  SynapseLists &lists;
  OpBuilder builder;
};

core::TileOp Placer::createTile(uint32_t number) {
  if (!spread)
    return compiler::createTile(builder, network, limits, "", {});
  int64_t columns = limits.getMeshColumns();
  int64_t index = spread.getPlaces()[number];
  std::string suffix;
  if (tiles() > 1)
    suffix = "_" + std::to_string(index % columns) + "_" +
             std::to_string(index / columns);
  return compiler::createTile(
      builder, network, limits, suffix,
      builder.getDenseI64ArrayAttr({index % columns, index / columns}));
}

/// What the parts say is what the synapses need.
LogicalResult
Placer::checkDestinations(const ChipPlan &plan,
                          const std::vector<PlannedMember> &members) {
  for (uint32_t m = 0; m < members.size(); ++m)
    for (size_t i = 0; i < members[m].parts.size(); ++i) {
      const PlannedPart &said = members[m].parts[i];
      if (said.op && said.to != plan.members[m].parts[i].to)
        return core::PartOp(said.op).emitOpError(
            "names other tiles than those with targets of its neurons; run "
            "core-partition again");
    }
  return success();
}

/// Which parts a tile delivers, and from which window.
void Placer::createArrivals(const ChipPlan &plan, uint32_t number,
                            core::TileOp tile) {
  builder.setInsertionPointToEnd(&tile.getBody().front());
  uint64_t source = 0;
  for (const PlannedMember &member : plan.members)
    for (const PlannedPart &part : member.parts) {
      uint64_t current = source++;
      if (!llvm::is_contained(part.to, number))
        continue;
      core::GroupOp window;
      for (auto group : tile.getOps<core::GroupOp>())
        if (group.getWindow() == SymbolTable::getSymbolName(member.op))
          window = group;
      core::RouteOp::create(builder, member.op->getLoc(),
                            builder.getI64IntegerAttr(current), UnitAttr(),
                            UnitAttr(), UnitAttr(), UnitAttr(),
                            FlatSymbolRefAttr::get(window.getSymNameAttr()));
    }
}

LogicalResult Placer::run() {
  std::vector<PlannedMember> members = membersOf(network, limits, choice);
  if (spread && failed(setParts(members, spread)))
    return failure();
  // Before anything is expanded: do the neurons of a tile fit at all?
  ChipPlan homes{members, {}, std::vector<std::vector<PlannedWindow>>(tiles())};
  builder.setInsertionPointAfter(spread ? spread.getOperation()
                                        : network.getOperation());
  for (uint32_t t = 0; t < tiles(); ++t) {
    core::TileOp tile = createTile(t);
    TilePlacer(homes, t, tile).createGroups();
    if (failed(verify(tile)))
      return failure();
    tile.erase();
  }
  auto plan = planChip(network, members, tiles(), limits, choice, lists);
  if (failed(plan) || failed(checkDestinations(*plan, members)))
    return failure();
  SmallVector<Attribute> names;
  builder.setInsertionPointAfter(spread ? spread.getOperation()
                                        : network.getOperation());
  for (uint32_t t = 0; t < tiles(); ++t) {
    core::TileOp tile = createTile(t);
    names.push_back(FlatSymbolRefAttr::get(tile.getSymNameAttr()));
    TilePlacer placer(*plan, t, tile);
    if (failed(placer.place()))
      return failure();
    createArrivals(*plan, t, tile);
    builder.setInsertionPointAfter(tile);
    synapses += placer.synapses;
    synapseRows += placer.synapseRows;
    axonEntries += placer.axonEntries;
  }
  if (spread)
    spread.setTilesAttr(builder.getArrayAttr(names));
  return success();
}

struct CorePlacePass : impl::CorePlacePassBase<CorePlacePass> {
  CorePlacePass() = default;
  explicit CorePlacePass(const MappingOptions &options) : given(options) {
    target = options.target.name;
    rows = nameOf(options.rows).str();
  }

  void runOnOperation() override {
    auto resolved = resolve(getOperation(), given, target, rows);
    auto networks = llvm::to_vector(getOperation().getOps<snn::NetworkOp>());
    if (failed(resolved))
      return signalPassFailure();
    if (networks.size() != 1) {
      emitError(getOperation().getLoc(), "module has ")
          << networks.size() << " networks; one can be placed on a tile";
      return signalPassFailure();
    }
    core::SpreadOp spread = findSpread(getOperation());
    if (spread && llvm::is_contained(spread.getPlaces(), -1)) {
      spread.emitOpError("has tiles without a place; run core-arrange first");
      return signalPassFailure();
    }
    Placer placer(networks[0], spread,
                  spread ? spread.getTarget()
                         : limitsOf(&getContext(), resolved->target),
                  resolved->rows, getAnalysis<SynapseLists>());
    if (failed(placer.run()))
      return signalPassFailure();
    markAnalysesPreserved<SynapseLists>();
    synapses += placer.synapses;
    synapseRows += placer.synapseRows;
    axonEntries += placer.axonEntries;
  }

  std::optional<MappingOptions> given;
};

} // namespace

std::unique_ptr<Pass> createCorePlacePass() {
  return std::make_unique<CorePlacePass>();
}

std::unique_ptr<Pass> createCorePlacePass(const MappingOptions &options) {
  return std::make_unique<CorePlacePass>(options);
}

} // namespace snnc::compiler
