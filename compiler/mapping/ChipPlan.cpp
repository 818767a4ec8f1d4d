//===- ChipPlan.cpp - What goes on which tile -----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/ChipPlan.h"

#include "compiler/mapping/Learning.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

uint32_t ChipPlan::index(Operation *population) const {
  return llvm::find_if(
             members,
             [&](const PlannedMember &m) { return m.op == population; }) -
         members.begin();
}

const PlannedPart *ChipPlan::partOn(uint32_t member, uint32_t tile) const {
  for (const PlannedPart &part : members[member].parts)
    if (part.tile == tile)
      return &part;
  return nullptr;
}

const PlannedWindow *ChipPlan::windowOn(uint32_t member, uint32_t tile) const {
  for (const PlannedWindow &window : windows[tile])
    if (window.member == member)
      return &window;
  return nullptr;
}

std::vector<PlannedMember>
membersOf(snn::NetworkOp network, core::TargetAttr limits, RowChoice choice) {
  std::vector<PlannedMember> members;
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::InputOp, snn::PopulationOp>(op))
      continue;
    PlannedMember member{&op, dyn_cast<snn::PopulationOp>(op),
                         layoutOf(&op, limits.getLanes(), choice)};
    member.parts.push_back({Run::whole(member.layout)});
    members.push_back(std::move(member));
  }
  return members;
}

LogicalResult setParts(std::vector<PlannedMember> &members,
                       core::SpreadOp spread) {
  for (PlannedMember &member : members)
    member.parts.clear();
  for (auto part : spread.getOps<core::PartOp>()) {
    auto member = llvm::find_if(members, [&](const PlannedMember &m) {
      return SymbolTable::getSymbolName(m.op) == part.getPopulation();
    });
    if (member == members.end())
      return part.emitOpError("is of @")
             << part.getPopulation() << ", which the network does not have";
    const Layout &layout = member->layout;
    if (part.getInner() != layout.inner ||
        part.getInnerPad() != layout.innerPad ||
        part.getFirst() + part.getSize() > layout.size)
      return part.emitOpError("does not fit the layout of @")
             << part.getPopulation();
    Run run = Run::ofNeurons(layout, part.getFirst(), part.getSize());
    bool whole = layout.inner == layout.size ? run.first % layout.lanes == 0
                                             : run.first % layout.inner == 0;
    if (!whole || run.firstBlock % layout.cut)
      return part.emitOpError("begins within a block or a position");
    member->parts.push_back(
        {run, static_cast<uint32_t>(part.getTile()),
         std::vector<uint32_t>(part.getTo().begin(), part.getTo().end()),
         part});
  }
  for (PlannedMember &member : members)
    if (member.parts.empty() ||
        member.parts.back().run.end() != member.layout.size)
      return spread.emitOpError("does not have all neurons of @")
             << SymbolTable::getSymbolName(member.op).getValue();
  return success();
}

namespace {

/// Blocks of a member that a tile needs: those of its sources with targets
/// there.
struct Need {
  uint32_t begin = UINT32_MAX, end = 0;
  /// A projection from it learns there.
  bool learns = false;

  bool any() const { return begin < end; }
};

class Planner {
public:
  Planner(ChipPlan &plan, uint32_t tiles, core::TargetAttr limits,
          RowChoice choice, SynapseLists &lists)
      : plan(plan), tiles(tiles), limits(limits), choice(choice), lists(lists) {
  }

  LogicalResult planLinks(snn::NetworkOp network);
  void planWindows();
  void planDestinations();

private:
  /// What a tile needs of a member.
  Need needOf(uint32_t member, uint32_t tile) const;
  /// Whether some source of a part has a target on a tile, or must be known
  /// there.
  bool goesTo(uint32_t member, const PlannedPart &part, uint32_t tile) const;
  /// f(link, rows) for what leads from a member to a tile.
  template <typename F> void forRows(uint32_t member, uint32_t tile, F f) const;

  ChipPlan &plan;
  uint32_t tiles;
  core::TargetAttr limits;
  RowChoice choice;
  SynapseLists &lists;
  /// By member: the links from it.
  std::vector<std::vector<uint32_t>> outgoing;
};

LogicalResult Planner::planLinks(snn::NetworkOp network) {
  outgoing.resize(plan.members.size());
  for (auto projection : network.getOps<snn::ProjectionOp>()) {
    PlannedLink link{projection,
                     plan.index(snn::resolveSource(projection)),
                     plan.index(snn::resolveTarget(projection)),
                     bool(projection.getRuleAttr()),
                     {}};
    PlannedMember &target = plan.members[link.target];
    std::vector<Run> parts;
    for (const PlannedPart &part : target.parts)
      parts.push_back(part.run);
    auto rows = planProjection({projection, plan.members[link.source].layout,
                                target.layout, walksColumns(projection)},
                               parts, limits, choice, lists);
    if (failed(rows))
      return failure();
    link.rows = std::move(*rows);
    // A projection without a synapse has rows where its target begins, if it
    // learns or has its source there.
    bool empty = link.rows.synapses == 0 &&
                 (projection.getRuleAttr() ||
                  plan.partOn(link.source, target.parts[0].tile));
    for (size_t i = 0; i < parts.size(); ++i)
      if (!link.rows.parts[i].synapses && !(empty && i == 0))
        link.rows.parts[i].plan.subs = 0;
    uint32_t &delay = target.delays[projection.getPort().str()];
    delay = std::max(delay, link.rows.longestDelay);
    outgoing[link.source].push_back(plan.links.size());
    plan.links.push_back(std::move(link));
  }
  return success();
}

template <typename F>
void Planner::forRows(uint32_t member, uint32_t tile, F f) const {
  for (uint32_t index : outgoing[member]) {
    const PlannedLink &link = plan.links[index];
    const PlannedPart *part = plan.partOn(link.target, tile);
    if (!part)
      continue;
    size_t number = part - plan.members[link.target].parts.data();
    if (link.hasRows(number))
      f(link, link.rows.parts[number]);
  }
}

Need Planner::needOf(uint32_t member, uint32_t tile) const {
  Need need;
  forRows(member, tile, [&](const PlannedLink &link, const PlannedRows &rows) {
    need.learns |= link.learns;
    for (uint32_t block = 0; block < rows.reach.size(); ++block)
      if (rows.reach[block]) {
        need.begin = std::min(need.begin, block);
        need.end = std::max(need.end, block + 1);
      }
  });
  return need;
}

void Planner::planWindows() {
  plan.windows.resize(tiles);
  for (uint32_t tile = 0; tile < tiles; ++tile)
    for (uint32_t m = 0; m < plan.members.size(); ++m) {
      const PlannedMember &member = plan.members[m];
      Need need = needOf(m, tile);
      const PlannedPart *home = plan.partOn(m, tile);
      if (need.learns) {
        if (!home || home->run.blocks() != member.layout.blocks())
          plan.windows[tile].push_back({m, Run::whole(member.layout), true});
        continue;
      }
      if (!need.any())
        continue;
      uint32_t cut = member.layout.cut;
      need.begin = need.begin / cut * cut;
      need.end = (need.end + cut - 1) / cut * cut;
      Run run = Run::ofBlocks(member.layout, need.begin, need.end - need.begin);
      if (home && home->run.contains(run))
        continue;
      // What is home here has its places in the window, all of it.
      if (home && home->run.meets(run)) {
        uint32_t begin = std::min(run.firstBlock, home->run.firstBlock);
        uint32_t end = std::max(run.endBlock(), home->run.endBlock());
        run = Run::ofBlocks(member.layout, begin, end - begin);
      }
      plan.windows[tile].push_back({m, run, false});
    }
}

bool Planner::goesTo(uint32_t member, const PlannedPart &part,
                     uint32_t tile) const {
  bool found = false;
  forRows(member, tile, [&](const PlannedLink &link, const PlannedRows &rows) {
    found |= link.learns;
    for (uint32_t b = part.run.firstBlock; !found && b < part.run.endBlock();
         ++b)
      found = rows.reach[b];
  });
  return found;
}

void Planner::planDestinations() {
  for (uint32_t m = 0; m < plan.members.size(); ++m)
    for (PlannedPart &part : plan.members[m].parts) {
      part.to.clear();
      for (uint32_t tile = 0; tile < tiles; ++tile)
        if (tile != part.tile && goesTo(m, part, tile))
          part.to.push_back(tile);
    }
}

} // namespace

FailureOr<ChipPlan> planChip(snn::NetworkOp network,
                             std::vector<PlannedMember> members, uint32_t tiles,
                             core::TargetAttr limits, RowChoice choice,
                             SynapseLists &lists) {
  ChipPlan plan;
  plan.members = std::move(members);
  Planner planner(plan, tiles, limits, choice, lists);
  if (failed(planner.planLinks(network)))
    return failure();
  planner.planWindows();
  planner.planDestinations();
  return plan;
}

} // namespace snnc::compiler
