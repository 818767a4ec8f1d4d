//===- Capacity.cpp - The limits of a tile --------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The verifier of core.tile. For each resource of the target: every use with
// its place, their total against the limit, and no two in the same place.
//
//===----------------------------------------------------------------------===//

#include "dialects/core/Core.h"

#include "mlir/IR/Diagnostics.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace mlir;
using namespace snnc::core;

namespace {

/// A run of a memory's units that an op uses.
struct Use {
  Operation *op;
  uint64_t begin;
  uint64_t size;
};

/// What a target has a limited number of.
struct Resource {
  std::string name;
  uint64_t limit;
  std::string wayOut;
  /// Units of `name` in a unit of the uses' addresses (state is addressed in
  /// bytes of a lane, four a row).
  uint64_t unitsPerRow = 1;
  std::vector<Use> uses = {};
};

} // namespace

static StringRef nameOf(Operation *op) {
  if (auto step = dyn_cast<StepOp>(op))
    return step.getProgram();
  if (auto learning = dyn_cast<LearningOp>(op))
    return learning.getOf();
  return SymbolTable::getSymbolName(op).getValue();
}

static uint64_t rowsOf(const Resource &r, uint64_t units) {
  return (units + r.unitsPerRow - 1) / r.unitsPerRow;
}

/// Over the limit: the amount, a way out, and who uses most.
static LogicalResult reportOverflow(TileOp tile, const Resource &r,
                                    uint64_t needed) {
  InFlightDiagnostic diag = tile.emitError("network needs ")
                            << needed << " " << r.name << ", but target '"
                            << tile.getTarget().getName() << "' has " << r.limit
                            << "; " << r.wayOut;
  std::vector<Use> byUse = r.uses;
  std::stable_sort(byUse.begin(), byUse.end(),
                   [](const Use &a, const Use &b) { return a.size > b.size; });
  byUse.resize(std::min<size_t>(byUse.size(), 3));
  for (const Use &use : byUse)
    diag.attachNote(use.op->getLoc()) << "'" << nameOf(use.op) << "' uses "
                                      << rowsOf(r, use.size) << " of them";
  return diag;
}

static LogicalResult checkResource(TileOp tile, Resource &r) {
  uint64_t end = 0;
  for (const Use &use : r.uses)
    end = std::max(end, use.begin + use.size);
  if (rowsOf(r, end) > r.limit)
    return reportOverflow(tile, r, rowsOf(r, end));

  std::vector<Use> byPlace;
  std::copy_if(r.uses.begin(), r.uses.end(), std::back_inserter(byPlace),
               [](const Use &use) { return use.size; });
  std::stable_sort(
      byPlace.begin(), byPlace.end(),
      [](const Use &a, const Use &b) { return a.begin < b.begin; });
  for (size_t i = 1; i < byPlace.size(); ++i) {
    const Use &before = byPlace[i - 1], &use = byPlace[i];
    if (before.begin + before.size <= use.begin)
      continue;
    // Equal tables of several groups share their words.
    if (isa<TableOp>(use.op) && before.begin == use.begin &&
        before.size == use.size)
      continue;
    InFlightDiagnostic diag = use.op->emitError("'")
                              << nameOf(use.op) << "' overlaps '"
                              << nameOf(before.op) << "' in the tile's "
                              << r.name;
    diag.attachNote(before.op->getLoc()) << "placed here";
    return diag;
  }
  return success();
}

/// Group `name` of the tile, or an error at `op`.
static GroupOp findGroup(TileOp tile, RowsOp rows, FlatSymbolRefAttr name) {
  auto group = tile.lookupSymbol<GroupOp>(name);
  if (!group)
    rows.emitOpError("refers to @")
        << name.getValue() << ", which is no group of the tile";
  return group;
}

static LogicalResult checkRows(TileOp tile, RowsOp rows) {
  GroupOp source = findGroup(tile, rows, rows.getSourceAttr());
  GroupOp target = findGroup(tile, rows, rows.getTargetAttr());
  if (!source || !target)
    return failure();
  auto port =
      SymbolTable::lookupNearestSymbolFrom<PortOp>(target, rows.getPortAttr());
  if (!port || port->getParentOp() != target)
    return rows.emitOpError("refers to port @")
           << rows.getPort() << ", which group @" << target.getSymName()
           << " does not have";
  uint64_t longest = rows.getDelay() + (uint64_t(1) << rows.getDelayBits()) - 1;
  if (rows.getDelay() > port.getDelay() ||
      (!rows.getDelayBits() && longest > port.getDelay())) {
    InFlightDiagnostic diag = rows.emitOpError("has a delay of ")
                              << rows.getDelay() << " steps, beyond the "
                              << port.getDelay() << " of its port";
    diag.attachNote(port.getLoc()) << "port declared here";
    return diag;
  }
  if (rows.getFirstSub() + rows.getSubs() > source.getAxonSubs())
    return rows.emitOpError("uses axon entries ")
           << rows.getFirstSub() << " to "
           << rows.getFirstSub() + rows.getSubs() - 1
           << " of each source, but group @" << source.getSymName() << " has "
           << source.getAxonSubs();
  if (rows.getFormat() == RowFormat::Indexed && rows.getIndexBits() > 16)
    return rows.emitOpError("has an index of more than 16 bits");
  return success();
}

static LogicalResult checkGroup(TileOp tile, GroupOp group) {
  uint64_t lanes = tile.getTarget().getLanes();
  uint64_t blocks = group.physicalSize() / lanes;
  if (group.getInnerPad() % lanes)
    return group.emitOpError("pads its inner size to ")
           << group.getInnerPad() << ", not a multiple of the " << lanes
           << " lanes";
  if (group.getBlocks() != blocks)
    return group.emitOpError("has ")
           << group.getBlocks() << " blocks; its layout on " << lanes
           << " lanes takes " << blocks;
  if (group.getAxonSubs() && group.getAxonStride() < group.physicalSize())
    return group.emitOpError("has an axon stride of ")
           << group.getAxonStride() << " for " << group.physicalSize()
           << " physical indices";
  for (PortOp port : group.getOps<PortOp>()) {
    if (port.getSlots() <= tile.getTarget().getMaxSlots())
      continue;
    return port.emitOpError("receives delays of up to ")
           << port.getDelay() << " steps and needs " << port.getSlots()
           << " slots, but target '" << tile.getTarget().getName()
           << "' has at most " << tile.getTarget().getMaxSlots()
           << " a port; shorten the delays to at most "
           << tile.getTarget().getMaxSlots() - 1 << " steps";
  }
  return success();
}

/// Each group drives a modulator that there is, and no two the same.
static LogicalResult checkDrivers(TileOp tile) {
  std::vector<GroupOp> driverOf(tile.getModulators());
  for (GroupOp group : tile.getOps<GroupOp>()) {
    if (!group.getDrives())
      continue;
    uint64_t modulator = *group.getDrives();
    if (modulator >= driverOf.size())
      return group.emitOpError("drives modulator ")
             << modulator << " of " << driverOf.size();
    if (GroupOp first = driverOf[modulator]) {
      InFlightDiagnostic diag = group.emitOpError("drives modulator ")
                                << modulator << ", which group @"
                                << first.getSymName() << " drives already";
      diag.attachNote(first.getLoc()) << "declared here";
      return diag;
    }
    driverOf[modulator] = group;
  }
  return success();
}

/// The rows that learn, and the groups that they join; null with an error.
struct Joined {
  RowsOp rows;
  GroupOp source, target;
};

static FailureOr<Joined> joinedBy(TileOp tile, LearningOp learning) {
  Joined joined;
  joined.rows = tile.lookupSymbol<RowsOp>(learning.getOfAttr());
  if (!joined.rows)
    return learning.emitOpError("is of @")
           << learning.getOf() << ", which is no rows of the tile";
  joined.source = findGroup(tile, joined.rows, joined.rows.getSourceAttr());
  joined.target = findGroup(tile, joined.rows, joined.rows.getTargetAttr());
  if (!joined.source || !joined.target)
    return failure();
  return joined;
}

/// A unit for each unit of the rows.
static LogicalResult checkVariable(VariableOp variable, RowsOp rows) {
  uint64_t perRow = 32 / variable.getBits();
  uint64_t needed = (rows.getUnits() + perRow - 1) / perRow;
  if (needed == uint64_t(variable.getRows()))
    return success();
  return variable.emitOpError("fills ")
         << variable.getRows() << " rows; the " << rows.getUnits()
         << " units of @" << rows.getSymName() << " need " << needed;
}

/// Skewed rows that are indexed have a second index, no others; dense ones are
/// squares, and begin in a row of the memory where one begins.
static LogicalResult checkSkew(TileOp tile, LearningOp learning,
                               Joined joined) {
  RowsOp rows = joined.rows;
  bool indexed = rows.getSkewed() && rows.getFormat() == RowFormat::Indexed;
  if (learning.getIndexRows().has_value() != indexed)
    return learning.emitOpError(indexed ? "has no second index of rows that "
                                          "are skewed"
                                        : "has a second index of rows that "
                                          "are not skewed and indexed");
  if (indexed || !rows.getSkewed())
    return success();
  uint64_t lanes = tile.getTarget().getLanes();
  uint64_t units =
      joined.source.getBlocks() * joined.target.getBlocks() * lanes;
  if (uint64_t(rows.getUnits()) != units)
    return rows.emitOpError("has ")
           << rows.getUnits() << " units; its squares take " << units;
  if (rows.getBase() * (32 / rows.getEntryBits()) % lanes)
    return rows.emitOpError("begins within a square");
  for (auto variable : learning.getOps<VariableOp>())
    if (variable.getBase() % lanes)
      return variable.emitOpError("begins within a square");
  return success();
}

/// Commons are planes of the rule, or the indices of the source's group.
static LogicalResult checkStep(StepOp step, LearningOp learning,
                               GroupOp source) {
  if (!step.getCommons())
    return success();
  for (Attribute name : step.getCommonsAttr()) {
    StringAttr symbol = cast<FlatSymbolRefAttr>(name).getAttr();
    auto plane = dyn_cast_or_null<PlaneOp>(
        SymbolTable::lookupSymbolIn(learning, symbol));
    if (!plane)
      plane = dyn_cast_or_null<PlaneOp>(
          SymbolTable::lookupSymbolIn(source, symbol));
    if (!plane)
      return step.emitOpError("takes ")
             << name << ", which is no plane of the rule or of its source";
  }
  return success();
}

LogicalResult TileOp::verifyRegions() {
  TargetAttr t = getTarget();
  Resource groups{"groups", t.getGroups(),
                  "merge populations of one model, or choose a larger target"};
  Resource descriptors{"row descriptors", t.getDescriptors(),
                       "merge projections into one, or choose a larger target"};
  Resource blocks{"blocks", t.getBlocks(),
                  "make populations smaller, or choose a larger target"};
  Resource program{
      "program words", t.getProgramWords(),
      "use fewer models or simpler ones, or choose a larger target"};
  Resource state{
      "state rows", t.getStateRows(),
      "store variables in fewer bits (`bits`), or choose a larger target", 4};
  Resource sums{
      "accumulator rows", t.getAccumulatorRows(),
      "shorten delays or narrow the ports' sums, or choose a larger target", 2};
  Resource synapses{
      "synapse rows", t.getSynapseRows(),
      "use fewer bits a weight (`bits`), or choose a larger target"};
  Resource axons{
      "axon entries", t.getAxons(),
      "use fewer projections from the large populations, or choose a "
      "larger target"};
  Resource tables{"table words", t.getTableWords(),
                  "use fewer functions or coarser tables, or choose a larger "
                  "target"};
  Resource records{"event records", t.getEventRecords(),
                   "make the inputs smaller, or choose a larger target"};

  Resource entries{"entries of Learn", t.getLearnEntries(),
                   "use fewer projections that learn, or rules with fewer "
                   "programs, or choose a larger target"};

  uint64_t record = 0;
  for (Operation &op : getBody().front()) {
    if (auto group = dyn_cast<GroupOp>(op)) {
      if (failed(checkGroup(*this, group)))
        return failure();
      groups.uses.push_back({&op, groups.uses.size(), 1});
      blocks.uses.push_back({&op, group.getBlockBase(), group.getBlocks()});
      axons.uses.push_back({&op, group.getAxonBase(),
                            group.getAxonSubs() * group.getAxonStride()});
      if (group.getProgram())
        program.uses.push_back({&op, group.getProgramBase().value_or(0),
                                group.getProgramWords().value_or(0)});
      // The most that can be queued: a record a block of neurons, and one for
      // each neuron of an input, all of which the host may inject.
      uint64_t most = group.getProgram() ? group.getBlocks() : group.getSize();
      records.uses.push_back({&op, record, most});
      record += most;
      for (PlaneOp plane : group.getOps<PlaneOp>())
        state.uses.push_back({plane, plane.getBase() * (plane.getBits() / 8),
                              group.getBlocks() * (plane.getBits() / 8)});
      for (PortOp port : group.getOps<PortOp>())
        sums.uses.push_back(
            {port, port.getBase() * (port.getBits() / 16),
             group.getBlocks() * port.getSlots() * (port.getBits() / 16)});
      for (TableOp table : group.getOps<TableOp>())
        tables.uses.push_back({table, table.getBase(), table.getWords()});
    } else if (auto rows = dyn_cast<RowsOp>(op)) {
      descriptors.uses.push_back({&op, descriptors.uses.size(), 1});
      synapses.uses.push_back({&op, rows.getBase(), rows.getRows()});
    } else if (auto learning = dyn_cast<LearningOp>(op)) {
      auto joined = joinedBy(*this, learning);
      if (failed(joined) || failed(checkSkew(*this, learning, *joined)))
        return failure();
      if (auto indexRows = learning.getIndexRows()) {
        synapses.uses.push_back({&op, *learning.getIndexBase(), *indexRows});
        axons.uses.push_back(
            {&op, *learning.getColumnBase(), joined->target.physicalSize()});
      }
      for (Operation &inner : learning.getBody().front()) {
        if (auto plane = dyn_cast<PlaneOp>(inner)) {
          GroupOp group = plane.getKind() == PlaneKind::Condition
                              ? joined->target
                              : joined->source;
          state.uses.push_back({plane, plane.getBase() * (plane.getBits() / 8),
                                group.getBlocks() * (plane.getBits() / 8)});
        } else if (auto variable = dyn_cast<VariableOp>(inner)) {
          if (failed(checkVariable(variable, joined->rows)))
            return failure();
          synapses.uses.push_back(
              {variable, variable.firstRow(), uint64_t(variable.getRows())});
        } else if (auto table = dyn_cast<TableOp>(inner)) {
          tables.uses.push_back({table, table.getBase(), table.getWords()});
        } else if (auto step = dyn_cast<StepOp>(inner)) {
          if (failed(checkStep(step, learning, joined->source)))
            return failure();
          entries.uses.push_back({step, entries.uses.size(), 1});
          program.uses.push_back({step, step.getBase(), step.getWords()});
        } else {
          return inner.emitError("is nothing that rows learn by");
        }
      }
    } else {
      return op.emitError("only core.group, core.rows and core.learning stand "
                          "in a tile");
    }
  }
  for (Resource *r : {&groups, &blocks, &descriptors, &program, &state, &sums,
                      &synapses, &axons, &tables, &records, &entries})
    if (failed(checkResource(*this, *r)))
      return failure();
  if (getModulators() > t.getModulators())
    return emitError("network needs ")
           << getModulators() << " modulators, but target '" << t.getName()
           << "' has " << t.getModulators() << "; use fewer";
  if (failed(checkDrivers(*this)))
    return failure();
  for (RowsOp rows : getOps<RowsOp>())
    if (failed(checkRows(*this, rows)))
      return failure();
  return success();
}
