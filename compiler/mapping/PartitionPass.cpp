//===- PartitionPass.cpp - core-partition: parts of a network -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/BuildModel.h"
#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/Partition.h"
#include "compiler/mapping/TilePlacer.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DECL_COREPARTITIONPASS
#define GEN_PASS_DEF_COREPARTITIONPASS
#include "compiler/mapping/Passes.h.inc"

namespace {

/// Grains of a network, at most about.
constexpr uint64_t kGrains = 2048;
/// Searches until the placement of what was found succeeds.
constexpr int kAttempts = 8;

class Partitioner {
public:
  Partitioner(snn::NetworkOp network, const MappingOptions &options,
              SynapseLists &lists)
      : network(network), options(options), lists(lists),
        limits(limitsOf(network.getContext(), options.target)),
        members(membersOf(network, limits, options.rows)) {}

  LogicalResult run();

  core::SpreadOp spread;
  uint64_t parts = 0, crossings = 0;

private:
  LogicalResult readConstraints();
  LogicalResult checkRequest();
  void chooseGrains(uint64_t blocks);
  LogicalResult search();
  LogicalResult report(const PartitionFailure &failure);
  void addUsers(InFlightDiagnostic &diag, Resource resource);
  void setMembers(const std::vector<Content> &tiles);
  bool places(const ChipPlan &plan);
  bool correct(const ChipPlan &plan, const std::vector<Content> &tiles);
  void createSpread(const ChipPlan &plan);
  std::vector<Content> givenContents() const;
  uint32_t mesh() const {
    return limits.getMeshColumns() * limits.getMeshRows();
  }
  Operation *opOf(uint32_t member) const { return members[member].op; }

  snn::NetworkOp network;
  const MappingOptions &options;
  SynapseLists &lists;
  core::TargetAttr limits;
  std::vector<PlannedMember> members;
  /// By member.
  std::vector<std::vector<GivenRun>> given;
  /// Places that the text names, in ascending order: the first tiles.
  std::vector<int64_t> givenPlaces;
  std::vector<uint32_t> grains;
  Model model;
  uint32_t tiles = 0;
};

LogicalResult Partitioner::readConstraints() {
  for (const PlannedMember &member : members) {
    auto runs = readGiven(member, limits);
    if (failed(runs))
      return failure();
    for (const GivenRun &run : *runs)
      givenPlaces.push_back(run.place);
    given.push_back(std::move(*runs));
  }
  llvm::sort(givenPlaces);
  givenPlaces.erase(llvm::unique(givenPlaces), givenPlaces.end());
  return success();
}

LogicalResult Partitioner::checkRequest() {
  if (options.tiles > mesh())
    return network.emitError("network is to be spread over ")
           << options.tiles << " tiles, but target '" << limits.getName()
           << "' has " << mesh() << "; ask for at most so many, or choose a "
           << "larger target";
  if (options.tiles && givenPlaces.size() > options.tiles)
    return network.emitError("network is to be spread over ")
           << options.tiles << " tiles, but core.tile names "
           << givenPlaces.size() << " of them";
  return success();
}

/// Grains of about so many blocks; single ones for what the text has cut.
void Partitioner::chooseGrains(uint64_t blocks) {
  grains.clear();
  for (size_t m = 0; m < members.size(); ++m) {
    uint64_t cut = members[m].layout.cut;
    grains.push_back(given[m].empty() ? llvm::alignTo(blocks, cut) : cut);
  }
}

std::vector<Content> Partitioner::givenContents() const {
  std::vector<Content> contents(givenPlaces.size());
  for (uint32_t m = 0; m < members.size(); ++m)
    for (const GivenRun &run : given[m]) {
      size_t tile =
          llvm::lower_bound(givenPlaces, run.place) - givenPlaces.begin();
      contents[tile].push_back(
          {m, run.run.firstBlock / grains[m], run.run.endBlock() / grains[m]});
    }
  return contents;
}

LogicalResult Partitioner::report(const PartitionFailure &failure) {
  std::string target = limits.getName().str();
  const char *resource = nameOf(failure.resource);
  auto tooMuch = [&](InFlightDiagnostic diag) {
    diag << " needs " << failure.used << " " << resource << ", but a tile of "
         << "target '" << target << "' has " << failure.limit << "; "
         << wayOutOf(failure.resource) << ", or choose a larger target (over "
         << "by " << failure.used - failure.limit << ")";
    return diag;
  };
  if (failure.tile) {
    int64_t place = givenPlaces[*failure.tile];
    int64_t columns = limits.getMeshColumns();
    // The last of those that were put there.
    Operation *op = network;
    for (uint32_t m = 0; m < members.size(); ++m)
      for (const GivenRun &run : given[m])
        if (run.place == place)
          op = opOf(m);
    InFlightDiagnostic diag = op->emitError("what core.tile puts at [")
                              << place % columns << ", " << place / columns
                              << "]";
    return tooMuch(std::move(diag));
  }
  if (failure.piece) {
    const Piece &piece = *failure.piece;
    const ModelMember &member = model.members[piece.member];
    InFlightDiagnostic diag = opOf(piece.member)->emitError("block ")
                              << member.firstBlock(piece.begin) << " of @"
                              << member.name << " alone";
    return tooMuch(std::move(diag));
  }
  uint32_t most = options.tiles ? options.tiles : mesh();
  InFlightDiagnostic diag = network.emitError("network needs ")
                            << failure.needed << " tiles of target '" << target
                            << "', most of them for " << resource << ", but ";
  if (options.tiles)
    diag << "is to be spread over ";
  else
    diag << "it has ";
  diag << most << "; " << wayOutOf(failure.resource)
       << (options.tiles ? ", or ask for more tiles"
                         : ", or choose a larger target")
       << " (over by " << failure.needed - most << ")";
  addUsers(diag, failure.resource);
  return diag;
}

/// Who uses most of something.
void Partitioner::addUsers(InFlightDiagnostic &diag, Resource resource) {
  std::vector<std::pair<uint64_t, uint32_t>> users;
  for (uint32_t m = 0; m < model.members.size(); ++m)
    users.emplace_back(costOf(model, {{m, 0, model.members[m].grains()}})
                           .usage[size_t(resource)],
                       m);
  std::stable_sort(
      users.begin(), users.end(),
      [](const auto &a, const auto &b) { return a.first > b.first; });
  users.resize(std::min<size_t>(users.size(), 3));
  for (auto [uses, m] : users)
    if (uses)
      diag.attachNote(opOf(m)->getLoc())
          << "'" << model.members[m].name << "' needs " << uses << " of them";
}

void Partitioner::setMembers(const std::vector<Content> &contents) {
  for (PlannedMember &member : members)
    member.parts.clear();
  for (uint32_t t = 0; t < contents.size(); ++t)
    for (const Piece &piece : contents[t]) {
      const ModelMember &m = model.members[piece.member];
      PlannedMember &member = members[piece.member];
      uint32_t first = m.firstBlock(piece.begin);
      member.parts.push_back(
          {Run::ofBlocks(member.layout, first, m.endBlock(piece.end) - first),
           t});
    }
  for (PlannedMember &member : members)
    llvm::sort(member.parts, [](const PlannedPart &a, const PlannedPart &b) {
      return a.run.first < b.run.first;
    });
  tiles = contents.size();
}

/// Whether every tile of a plan has room for all of it.
bool Partitioner::places(const ChipPlan &plan) {
  ScopedDiagnosticHandler quiet(network.getContext(),
                                [](Diagnostic &) { return success(); });
  OpBuilder builder(network.getContext());
  builder.setInsertionPointAfter(network);
  for (uint32_t t = 0; t < tiles; ++t) {
    core::TileOp tile = createTile(builder, network, limits, "", {});
    TilePlacer placer(plan, t, tile);
    bool good = succeeded(placer.place());
    tile.erase();
    if (!good)
      return false;
  }
  return true;
}

/// Raises estimates to what the rows take; false if none was too low.
bool Partitioner::correct(const ChipPlan &plan,
                          const std::vector<Content> &contents) {
  bool changed = false;
  for (const Content &content : contents)
    for (const Piece &piece : content) {
      const auto &planned = members[piece.member].parts;
      uint32_t first = model.members[piece.member].firstBlock(piece.begin);
      size_t part = llvm::find_if(planned,
                                  [&](const PlannedPart &p) {
                                    return p.run.firstBlock == first;
                                  }) -
                    planned.begin();
      for (uint32_t l : model.incoming[piece.member]) {
        const PlannedLink &link = plan.links[l];
        uint64_t estimate = rowsOf(model.links[l], piece.begin, piece.end).bits;
        const RowPlan &rows = link.rows.parts[part].plan;
        uint64_t bits = rows.units * rows.entryBits;
        if (!link.hasRows(part) || !estimate || bits <= estimate)
          continue;
        model.links[l].scale *=
            static_cast<double>(bits) / static_cast<double>(estimate);
        changed = true;
      }
    }
  return changed;
}

LogicalResult Partitioner::search() {
  PartitionRequest request;
  request.tiles = options.tiles;
  request.mostTiles = mesh();
  request.seed = options.seed;
  request.given = givenContents();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Partition found = partition(model, request);
    if (found.failure)
      return report(*found.failure);
    setMembers(found.tiles);
    auto plan = planChip(network, members, tiles, limits, options.rows, lists);
    if (failed(plan))
      return failure();
    bool last = attempt + 1 == kAttempts;
    if (last || places(*plan)) {
      // If it does not fit, placement says what does not.
      crossings = crossingsOf(model, found.tiles);
      createSpread(*plan);
      return success();
    }
    if (!correct(*plan, found.tiles) && !options.tiles && tiles < mesh())
      request.tiles = tiles + 1;
  }
  return success();
}

void Partitioner::createSpread(const ChipPlan &plan) {
  OpBuilder builder(network.getContext());
  builder.setInsertionPointAfter(network);
  SmallVector<int64_t> tilePlaces(givenPlaces.begin(), givenPlaces.end());
  tilePlaces.resize(tiles, -1);
  spread = core::SpreadOp::create(
      builder, network.getLoc(),
      FlatSymbolRefAttr::get(network.getSymNameAttr()), limits,
      builder.getDenseI64ArrayAttr(tilePlaces), ArrayAttr(), UnitAttr());
  spread.getBody().emplaceBlock();
  builder.setInsertionPointToEnd(&spread.getBody().front());
  auto number = [&](uint64_t n) { return builder.getI64IntegerAttr(n); };
  for (const PlannedMember &member : plan.members)
    for (const PlannedPart &part : member.parts) {
      SmallVector<int64_t> to(part.to.begin(), part.to.end());
      core::PartOp::create(
          builder, member.op->getLoc(),
          FlatSymbolRefAttr::get(SymbolTable::getSymbolName(member.op)),
          number(part.run.first), number(part.run.layout.size),
          number(member.layout.inner), number(member.layout.innerPad),
          number(part.tile), builder.getDenseI64ArrayAttr(to));
      ++parts;
    }
}

LogicalResult Partitioner::run() {
  if (failed(readConstraints()) || failed(checkRequest()))
    return failure();
  // What fits one tile only, or nothing, is not spread.
  if (members.empty() || (mesh() == 1 && givenPlaces.empty()))
    return success();
  uint64_t blocks = 0;
  for (const PlannedMember &member : members)
    blocks += member.layout.blocks();
  if (blocks > uint64_t(limits.getBlocks()) * mesh())
    return network.emitError("network needs ")
           << blocks << " blocks, but the " << mesh() << " tiles of target '"
           << limits.getName() << "' have "
           << uint64_t(limits.getBlocks()) * mesh()
           << "; make populations smaller, or choose a larger target (over by "
           << blocks - uint64_t(limits.getBlocks()) * mesh() << ")";
  for (uint64_t grain = (blocks + kGrains - 1) / kGrains;; grain /= 2) {
    chooseGrains(std::max<uint64_t>(grain, 1));
    auto built =
        buildModel(network, members, grains, limits, options.rows, lists);
    if (failed(built))
      return failure();
    model = std::move(*built);
    // Finer ones where single grains are too much.
    bool fits = true;
    for (uint32_t m = 0; m < model.members.size(); ++m)
      for (uint32_t g = 0; g < model.members[m].grains(); ++g)
        fits &= costOf(model, {{m, g, g + 1}}).exceeded(model.limits) ==
                Resource::Count;
    if (fits || grain <= 1)
      break;
  }
  return search();
}

struct CorePartitionPass : impl::CorePartitionPassBase<CorePartitionPass> {
  CorePartitionPass() = default;
  explicit CorePartitionPass(const MappingOptions &options) : given(options) {
    target = options.target.name;
    rows = nameOf(options.rows).str();
    tiles = options.tiles;
    seed = options.seed;
  }

  void runOnOperation() override {
    auto resolved = resolve(getOperation(), given, target, rows);
    if (failed(resolved))
      return signalPassFailure();
    resolved->tiles = tiles;
    resolved->seed = seed;
    auto networks = llvm::to_vector(getOperation().getOps<snn::NetworkOp>());
    if (networks.size() != 1) {
      emitError(getOperation().getLoc(), "module has ")
          << networks.size() << " networks; one can be placed on a chip";
      return signalPassFailure();
    }
    Partitioner partitioner(networks[0], *resolved,
                            getAnalysis<SynapseLists>());
    if (failed(partitioner.run()))
      return signalPassFailure();
    markAnalysesPreserved<SynapseLists>();
    if (partitioner.spread)
      usedTiles += partitioner.spread.getPlaces().size();
    parts += partitioner.parts;
    crossings += partitioner.crossings;
  }

  std::optional<MappingOptions> given;
};

} // namespace

std::unique_ptr<Pass> createCorePartitionPass() {
  return std::make_unique<CorePartitionPass>();
}

std::unique_ptr<Pass> createCorePartitionPass(const MappingOptions &options) {
  return std::make_unique<CorePartitionPass>(options);
}

} // namespace snnc::compiler
