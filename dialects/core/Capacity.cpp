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

static std::string nameOf(Operation *op) {
  if (auto step = dyn_cast<StepOp>(op))
    return step.getProgram().str();
  if (auto learning = dyn_cast<LearningOp>(op))
    return learning.getOf().str();
  if (auto route = dyn_cast<RouteOp>(op))
    return std::to_string(route.getSource());
  return SymbolTable::getSymbolName(op).str();
}

static uint64_t rowsOf(const Resource &r, uint64_t units) {
  return (units + r.unitsPerRow - 1) / r.unitsPerRow;
}

/// "network", or "tile [x, y]" of a mesh.
static std::string subjectOf(TileOp tile) {
  if (!tile.getPlace())
    return "network";
  return "tile [" + std::to_string(tile.x()) + ", " + std::to_string(tile.y()) +
         "]";
}

/// Over the limit: the amount, a way out, and who uses most.
static LogicalResult reportOverflow(TileOp tile, const Resource &r,
                                    uint64_t needed) {
  InFlightDiagnostic diag = tile.emitError(subjectOf(tile))
                            << " needs " << needed << " " << r.name
                            << ", but target '" << tile.getTarget().getName()
                            << "' has " << r.limit << "; " << r.wayOut
                            << " (over by " << needed - r.limit << ")";
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
  if (target.getWindow())
    return rows.emitOpError("leads to @")
           << target.getSymName() << ", a window, which has no neurons";
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

/// The window on the population of `group`, or null.
static GroupOp windowOn(TileOp tile, GroupOp group) {
  for (GroupOp other : tile.getOps<GroupOp>())
    if (other.getWindow() && other.population() == group.population())
      return other;
  return {};
}

/// Whether the neurons of a group lie in its population's window, if there is
/// one; an error if only some of them do, or at places that are not the
/// window's.
static FailureOr<bool> liesInWindow(TileOp tile, GroupOp group) {
  GroupOp window = group.getWindow() ? GroupOp() : windowOn(tile, group);
  if (!window)
    return false;
  uint64_t begin = group.firstBlock(), end = begin + group.getBlocks();
  uint64_t from = window.firstBlock(), to = from + window.getBlocks();
  if (end <= from || to <= begin)
    return false;
  auto fail = [&](const Twine &what) {
    InFlightDiagnostic diag = group.emitOpError(what);
    diag.attachNote(window.getLoc()) << "the window";
    return diag;
  };
  if (begin < from || end > to)
    return fail("lies in a window on it only in part");
  uint64_t places = (begin - from) * tile.getTarget().getLanes();
  if (group.getAxonSubs() != window.getAxonSubs() ||
      (group.getAxonSubs() &&
       (group.getAxonStride() != window.getAxonStride() ||
        group.getAxonBase() != window.getAxonBase() + places)))
    return fail("lies in a window on it, but its axon entries are not a run "
                "of the window's");
  if (window.getKept() &&
      group.getBlockBase() != window.getBlockBase() + (begin - from))
    return fail("lies in a window on it, but its blocks are not a run of the "
                "window's");
  return true;
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
  if (group.getFirst() && group.getFirstBlock() == 0u && *group.getFirst() != 0)
    return group.emitOpError("begins with neuron ")
           << *group.getFirst() << ", but with block 0";
  if (group.getWindow()) {
    if (GroupOp first = windowOn(tile, group); first != group) {
      InFlightDiagnostic diag = group.emitOpError("is a second window on @")
                                << *group.getWindow();
      diag.attachNote(first.getLoc()) << "the first";
      return diag;
    }
    if (!group.getKept() && group.getBlockBase() != 0)
      return group.emitOpError("has blocks of the tile, but is not kept");
    if (group.getKept() &&
        group.getBlocks() > tile.getTarget().getEventRecords())
      return group.emitOpError("keeps the events of ")
             << group.getBlocks() << " blocks, but target '"
             << tile.getTarget().getName() << "' has room for "
             << tile.getTarget().getEventRecords() << " event records";
  }
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

/// Neighbours that there are, and a window of the tile.
static LogicalResult checkRoute(TileOp tile, RouteOp route) {
  TargetAttr t = tile.getTarget();
  if ((route.getEast() && tile.x() + 1 == t.getMeshColumns()) ||
      (route.getWest() && tile.x() == 0) ||
      (route.getNorth() && tile.y() == 0) ||
      (route.getSouth() && tile.y() + 1 == t.getMeshRows()))
    return route.emitOpError("leaves the mesh");
  if (!route.getWindow())
    return success();
  auto group = tile.lookupSymbol<GroupOp>(*route.getWindow());
  if (!group || !group.getWindow())
    return route.emitOpError("leads to @")
           << *route.getWindow() << ", which is no window of the tile";
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

  Resource sources{"sources", t.getSources(),
                   "use fewer tiles or populations, or choose a larger target"};

  uint64_t record = 0;
  for (Operation &op : getBody().front()) {
    if (auto group = dyn_cast<GroupOp>(op)) {
      if (failed(checkGroup(*this, group)))
        return failure();
      groups.uses.push_back({&op, groups.uses.size(), 1});
      auto inWindow = liesInWindow(*this, group);
      if (failed(inWindow))
        return failure();
      bool kept = *inWindow && windowOn(*this, group).getKept();
      if (!kept && (!group.getWindow() || group.getKept()))
        blocks.uses.push_back({&op, group.getBlockBase(), group.getBlocks()});
      if (!*inWindow)
        axons.uses.push_back({&op, group.getAxonBase(),
                              group.getAxonSubs() * group.getAxonStride()});
      if (group.getProgram())
        program.uses.push_back({&op, group.getProgramBase().value_or(0),
                                group.getProgramWords().value_or(0)});
      // The most that can be queued: a record a block of neurons, and one for
      // each neuron of an input, all of which the host may inject. What arrives
      // at a window is not queued.
      uint64_t most = group.getWindow()    ? 0
                      : group.getProgram() ? group.getBlocks()
                                           : group.getSize();
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
    } else if (auto route = dyn_cast<RouteOp>(op)) {
      if (failed(checkRoute(*this, route)))
        return failure();
      sources.uses.push_back({&op, uint64_t(route.getSource()), 1});
    } else {
      return op.emitError("only core.group, core.rows, core.learning and "
                          "core.route stand in a tile");
    }
  }
  for (Resource *r : {&groups, &blocks, &descriptors, &program, &state, &sums,
                      &synapses, &axons, &tables, &records, &entries, &sources})
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
