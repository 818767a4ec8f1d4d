//===- TilePlacer.cpp - Addresses on one tile -----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/TilePlacer.h"

#include "compiler/codegen/Codegen.h"
#include "compiler/mapping/Programs.h"
#include "dialects/fx/Fx.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;

namespace snnc::compiler {

core::TileOp createTile(OpBuilder &builder, snn::NetworkOp network,
                        core::TargetAttr limits, const std::string &suffix,
                        DenseI64ArrayAttr place) {
  std::string name = (network.getSymName() + ".tile").str() + suffix;
  while (network->getParentOfType<ModuleOp>().lookupSymbol(name))
    name += "_";
  uint64_t modulators = llvm::range_size(network.getOps<snn::ModulatorOp>());
  auto tile = core::TileOp::create(
      builder, network.getLoc(), builder.getStringAttr(name),
      FlatSymbolRefAttr::get(network.getSymNameAttr()), limits, place,
      builder.getI64IntegerAttr(modulators));
  tile.getBody().emplaceBlock();
  return tile;
}

Seat *TilePlacer::find(uint32_t member, bool window) {
  for (Seat &seat : seats)
    if (seat.member == member && (seat.window != nullptr) == window)
      return &seat;
  return nullptr;
}

Seat &TilePlacer::sourceOf(uint32_t member) {
  Seat *window = find(member, true);
  return window ? *window : *find(member, false);
}

/// A name for a window that no population has.
static std::string windowName(Operation *population) {
  auto network = population->getParentOfType<snn::NetworkOp>();
  std::string name =
      (SymbolTable::getSymbolName(population).getValue() + ".window").str();
  while (SymbolTable::lookupSymbolIn(network, name))
    name += "_";
  return name;
}

/// Number of the modulator that events of a population set; null if none.
IntegerAttr TilePlacer::drivenBy(Operation *population) {
  auto network = population->getParentOfType<snn::NetworkOp>();
  StringRef name = SymbolTable::getSymbolName(population).getValue();
  for (auto [index, modulator] :
       llvm::enumerate(network.getOps<snn::ModulatorOp>()))
    if (modulator.getDriver() == name)
      return of(index);
  return {};
}

void TilePlacer::createGroup(Seat &seat) {
  Operation *op = plan.members[seat.member].op;
  const Layout &layout = seat.run.layout;
  StringAttr name = SymbolTable::getSymbolName(op);
  bool whole = layout.size == plan.members[seat.member].layout.size;
  seat.group = core::GroupOp::create(
      builder, op->getLoc(),
      seat.window ? builder.getStringAttr(windowName(op)) : name,
      seat.window ? FlatSymbolRefAttr::get(name) : FlatSymbolRefAttr(),
      seat.window && seat.window->kept ? builder.getUnitAttr() : UnitAttr(),
      of(layout.size), whole ? IntegerAttr() : of(seat.run.first),
      whole ? IntegerAttr() : of(seat.run.firstBlock), of(layout.inner),
      of(layout.innerPad), of(layout.blocks()), of(0), of(0),
      of(layout.physicalSize()), of(0),
      /*program=*/FlatSymbolRefAttr(), /*program_words=*/IntegerAttr(),
      /*program_base=*/IntegerAttr(),
      seat.window ? IntegerAttr() : drivenBy(op));
  seat.group.getBody().emplaceBlock();
  // Its words come later; what has a program is no input.
  if (snn::PopulationOp population = neurons(seat))
    if (ucode::ProgramOp program = findProgram(op->getParentOfType<ModuleOp>(),
                                               population.getNeuron()))
      seat.group.setProgramAttr(
          FlatSymbolRefAttr::get(program.getSymNameAttr()));
}

void TilePlacer::createGroups() {
  builder.setInsertionPointToEnd(&tile.getBody().front());
  for (uint32_t m = 0; m < plan.members.size(); ++m) {
    if (const PlannedPart *part = plan.partOn(m, number))
      seats.push_back({m, part->run, {}});
    if (const PlannedWindow *window = plan.windowOn(m, number))
      seats.push_back({m, window->run, {}, window});
  }
  uint64_t block = 0;
  for (Seat &seat : seats) {
    createGroup(seat);
    // Windows that are not kept have no blocks; in one that is, those of the
    // home are a run.
    if (seat.window ? !seat.window->kept : inKeptWindow(seat))
      continue;
    seat.group.setBlockBaseAttr(of(block));
    if (Seat *home = find(seat.member, false); home && home != &seat)
      home->group.setBlockBaseAttr(
          of(block + home->run.firstBlock - seat.run.firstBlock));
    block += seat.run.blocks();
  }
}

bool TilePlacer::inKeptWindow(const Seat &home) {
  Seat *window = find(home.member, true);
  return window && window->window->kept;
}

LogicalResult TilePlacer::placeRows() {
  builder.setInsertionPointToEnd(&tile.getBody().front());
  for (const PlannedLink &link : plan.links) {
    const PlannedPart *part = plan.partOn(link.target, number);
    size_t index = part ? part - plan.members[link.target].parts.data() : 0;
    if (!part || !link.hasRows(index))
      continue;
    snn::ProjectionOp projection = link.projection;
    const PlannedRows &planned = link.rows.parts[index];
    const RowPlan &rowPlan = planned.plan;
    Seat &source = sourceOf(link.source);
    Seat &target = *find(link.target, false);
    if (rowPlan.skewed && rowPlan.format == image::RowFormat::Dense)
      synapseRows =
          squareRow(synapseRows, limits.getLanes(), rowPlan.entryBits);
    auto rows = core::RowsOp::create(
        builder, projection.getLoc(), projection.getSymNameAttr(),
        FlatSymbolRefAttr::get(source.group.getSymNameAttr()),
        projection.getTargetAttr(), projection.getPortAttr(),
        core::RowFormatAttr::get(builder.getContext(),
                                 rowPlan.format == image::RowFormat::Dense
                                     ? core::RowFormat::Dense
                                     : core::RowFormat::Indexed),
        of(rowPlan.weightBits), of(rowPlan.entryBits), of(rowPlan.indexBits),
        of(rowPlan.delay), of(rowPlan.delayBits), of(*projection.getShift()),
        of(planned.synapses), of(rowPlan.units), of(rowPlan.rows()),
        of(synapseRows), of(rowPlan.subs), of(source.subs),
        rowPlan.skewed ? builder.getUnitAttr() : UnitAttr());
    source.subs += rowPlan.subs;
    synapses += planned.synapses;
    synapseRows += rowPlan.rows();
    if (link.learns &&
        failed(placeLearning(link, planned, rows, source, target)))
      return failure();
  }
  // After all rows.
  for (Learned &l : learned)
    l.op->moveBefore(&tile.getBody().front(), tile.getBody().front().end());
  return success();
}

LogicalResult TilePlacer::placeLearning(const PlannedLink &link,
                                        const PlannedRows &planned,
                                        core::RowsOp rows, Seat &source,
                                        Seat &target) {
  snn::ProjectionOp projection = link.projection;
  auto created = createLearning(builder, projection, rows, source.group,
                                target.group, planned.plan, synapseRows);
  if (failed(created))
    return failure();
  for (auto temporary : created->made.getOps<ucode::TemporaryOp>()) {
    if (!temporary.getIndex())
      continue;
    (temporary.getOver() == ucode::Over::Sources ? source : target).isIndexed =
        true;
    if (link.rows.severalAPair)
      return projection.emitError("rule ")
             << projection.getRuleAttr()
             << " draws a random number for each synapse, by its source and "
                "target, but some pairs have several synapses; make them one "
                "each, or let the rule round `stochastic per row`";
  }
  learned.push_back(*created);
  builder.setInsertionPointToEnd(&tile.getBody().front());
  return success();
}

/// Stored width of a quantized variable or port, 0 if it is not quantized.
static uint64_t storedBits(Type type) {
  auto format = dyn_cast<fx::QType>(type);
  return format ? format.getBits() : 0;
}

LogicalResult TilePlacer::requestPlanes(std::vector<PlaneRequest> &requests) {
  auto add = [&](Operation *in, Operation *op, core::PlaneKind kind, Type type,
                 uint64_t blocks) -> LogicalResult {
    uint64_t bits = storedBits(type);
    if (!bits)
      return op->emitOpError(
          "has no fixed-point format; run snn-quantize first");
    requests.push_back(
        {in, op->getLoc(), kind, SymbolTable::getSymbolName(op), bits, blocks});
    return success();
  };
  for (Seat &seat : seats) {
    uint64_t blocks = seat.run.blocks();
    if (auto population = neurons(seat))
      for (Operation &op : snn::resolveNeuron(population).getBody().front()) {
        auto state = dyn_cast<snn::StateOp>(op);
        auto param = dyn_cast<snn::ParamOp>(op);
        if (state && failed(add(seat.group, &op, core::PlaneKind::State,
                                state.getType(), blocks)))
          return failure();
        if (param && failed(add(seat.group, &op, core::PlaneKind::Param,
                                param.getType(), blocks)))
          return failure();
      }
    // As wide as the population needs, on every tile.
    const PlannedMember &member = plan.members[seat.member];
    if (seat.isIndexed)
      requests.push_back({seat.group, seat.group.getLoc(),
                          core::PlaneKind::Index,
                          indexName(member.population, builder),
                          member.layout.size > 0x8000u ? 32u : 16u, blocks});
  }
  for (Learned &l : learned) {
    uint64_t sources = l.source.getBlocks(), targets = l.target.getBlocks();
    for (auto trace : l.rule.getOps<snn::TraceOp>())
      if (failed(add(l.op, trace, core::PlaneKind::Trace, trace.getType(),
                     sources)))
        return failure();
    for (auto temporary : l.made.getOps<ucode::TemporaryOp>()) {
      if (temporary.getIndex())
        continue;
      bool ofSource = temporary.getOver() == ucode::Over::Sources;
      requests.push_back(
          {l.op, temporary.getLoc(),
           ofSource ? core::PlaneKind::Common : core::PlaneKind::Condition,
           temporary.getSymNameAttr(), temporary.getBits(),
           ofSource ? sources : targets});
    }
  }
  return success();
}

LogicalResult TilePlacer::placePlanes() {
  std::vector<PlaneRequest> requests;
  if (failed(requestPlanes(requests)))
    return failure();
  // Wide planes first: then each begins at a multiple of its own width.
  uint64_t bytes = 0;
  for (uint64_t bits : {32, 16, 8})
    for (const PlaneRequest &r : requests) {
      if (r.bits != bits)
        continue;
      builder.setInsertionPointToEnd(&r.in->getRegion(0).front());
      core::PlaneOp::create(
          builder, r.loc,
          core::PlaneKindAttr::get(builder.getContext(), r.kind), r.name,
          of(bits), of(bytes / (bits / 8)));
      bytes += r.blocks * (bits / 8);
    }
  return success();
}

LogicalResult TilePlacer::placePorts() {
  uint64_t halves = 0;
  for (uint64_t bits : {32, 16})
    for (Seat &seat : seats) {
      snn::PopulationOp population = neurons(seat);
      if (!population)
        continue;
      const auto &delays = plan.members[seat.member].delays;
      builder.setInsertionPointToEnd(&seat.group.getBody().front());
      for (auto port : snn::resolveNeuron(population).getOps<snn::PortOp>()) {
        if (!port.getAccBits())
          return port.emitOpError("has no accumulator; run snn-quantize first");
        if (uint64_t(*port.getAccBits()) != bits)
          continue;
        auto found = delays.find(port.getSymName().str());
        uint64_t delay = found == delays.end() ? 1 : found->second;
        uint64_t slots = 2;
        while (slots < delay + 1)
          slots *= 2;
        core::PortOp::create(builder, port.getLoc(), port.getSymNameAttr(),
                             of(bits), of(slots), of(halves / (bits / 16)),
                             of(delay));
        halves += seat.run.blocks() * slots * (bits / 16);
      }
    }
  return success();
}

void TilePlacer::placeTables() {
  // Equal tables share their words: several populations of one model have the
  // same. In the order of the text.
  std::vector<std::pair<Attribute, uint64_t>> placed;
  uint64_t words = 0;
  auto place = [&](Operation *in, Operation *model) {
    builder.setInsertionPointToEnd(&in->getRegion(0).front());
    for (auto table : model->getRegion(0).getOps<fx::TableOp>()) {
      auto same =
          std::find_if(placed.begin(), placed.end(), [&](const auto &p) {
            return p.first == table.getValuesAttr();
          });
      uint64_t size = table.getValues().getNumElements();
      if (same == placed.end()) {
        placed.push_back({table.getValuesAttr(), words});
        same = std::prev(placed.end());
        words += size;
      }
      core::TableOp::create(builder, table.getLoc(), table.getSymNameAttr(),
                            of(size), of(same->second));
    }
  };
  for (Seat &seat : seats)
    if (auto population = neurons(seat))
      place(seat.group, snn::resolveNeuron(population));
  for (Learned &l : learned)
    place(l.op, l.rule);
}

LogicalResult TilePlacer::placePrograms() {
  uint64_t address = 0;
  for (Seat &seat : seats) {
    snn::PopulationOp population = neurons(seat);
    if (!population)
      continue;
    auto encoded = encodeGroup(population, seat.group);
    if (failed(encoded))
      return failure();
    seat.group.setProgramAttr(FlatSymbolRefAttr::get(encoded->name));
    seat.group.setProgramWordsAttr(of(encoded->words.size()));
    seat.group.setProgramBaseAttr(of(address));
    address += encoded->words.size();
  }
  for (Learned &l : learned) {
    createSteps(builder, l);
    for (auto step : l.op.getOps<core::StepOp>()) {
      auto encoded = encodeStep(step, l.op);
      if (failed(encoded))
        return failure();
      step.setWordsAttr(of(encoded->words.size()));
      step.setBaseAttr(of(address));
      address += encoded->words.size();
    }
  }
  return success();
}

void TilePlacer::placeAxons() {
  auto set = [&](Seat &seat, uint64_t subs, uint64_t base, uint64_t stride) {
    seat.group.setAxonSubsAttr(of(subs));
    seat.group.setAxonBaseAttr(of(subs ? base : 0));
    seat.group.setAxonStrideAttr(of(stride));
  };
  for (Seat &seat : seats) {
    Seat *window = seat.window ? nullptr : find(seat.member, true);
    if (window && window->run.meets(seat.run))
      continue;
    uint64_t places = seat.run.layout.physicalSize();
    set(seat, seat.subs, axonEntries, places);
    // A home in its window has a run of the window's.
    Seat *home = seat.window ? find(seat.member, false) : nullptr;
    if (home && seat.run.meets(home->run))
      set(*home, seat.subs,
          axonEntries + uint64_t(home->run.firstBlock - seat.run.firstBlock) *
                            limits.getLanes(),
          places);
    axonEntries += seat.subs * places;
  }
  for (Learned &l : learned)
    if (l.op.getIndexRows()) {
      l.op.setColumnBaseAttr(of(axonEntries));
      axonEntries += l.target.physicalSize();
    }
}

LogicalResult TilePlacer::place() {
  createGroups();
  if (failed(verify(tile)) || failed(placeRows()))
    return failure();
  placeAxons();
  if (failed(placePlanes()) || failed(placePorts()))
    return failure();
  placeTables();
  // Addresses must be right before they go into instruction words.
  if (failed(verify(tile)) || failed(placePrograms()))
    return failure();
  return verify(tile);
}

} // namespace snnc::compiler
