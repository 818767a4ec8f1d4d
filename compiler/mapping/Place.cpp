//===- Place.cpp - core-place: a network on one tile ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Learning.h"
#include "compiler/mapping/Mapping.h"
#include "compiler/mapping/Programs.h"
#include "compiler/mapping/Projections.h"
#include "dialects/fx/Fx.h"
#include "image/Error.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringMap.h"

#include <map>

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DECL_COREPLACEPASS
#define GEN_PASS_DEF_COREPLACEPASS
#include "compiler/mapping/Passes.h.inc"

namespace {

/// A population or input while it is placed.
struct Member {
  Operation *op;
  snn::PopulationOp population;
  core::GroupOp group;
  Layout layout;
  uint64_t subs = 0;
  /// By port: the longest delay that arrives.
  std::map<std::string, uint32_t> delays = {};
  /// Rules draw by the logical indices of its neurons.
  bool isIndexed = false;
};

/// A plane that has no place yet.
struct PlaneRequest {
  Operation *in;
  Location loc;
  core::PlaneKind kind;
  StringAttr name;
  uint64_t bits, blocks;
};

class Placer {
public:
  Placer(snn::NetworkOp network, core::TargetAttr limits, RowChoice choice)
      : network(network), limits(limits), choice(choice),
        builder(network.getContext()) {}

  LogicalResult run();

  uint64_t synapses = 0, synapseRows = 0, axonEntries = 0;

private:
  void createTile();
  void createGroups();
  LogicalResult planProjections();
  LogicalResult planLearning(snn::ProjectionOp projection, core::RowsOp rows,
                             const PlannedProjection &planned, Member &source,
                             Member &target);
  LogicalResult requestPlanes(std::vector<PlaneRequest> &requests);
  LogicalResult placePlanes();
  LogicalResult placePorts();
  void placeTables();
  LogicalResult placePrograms();
  void placeAxons();
  Member &member(Operation *op);

  IntegerAttr number(uint64_t n) { return builder.getI64IntegerAttr(n); }

  snn::NetworkOp network;
  core::TargetAttr limits;
  RowChoice choice;
  OpBuilder builder;
  snn::BlobCache cache;
  core::TileOp tile;
  std::vector<Member> members;
  /// In the order of the text.
  std::vector<Learned> learned;
};

Member &Placer::member(Operation *op) {
  return *std::find_if(members.begin(), members.end(),
                       [&](const Member &m) { return m.op == op; });
}

void Placer::createTile() {
  auto module = network->getParentOfType<ModuleOp>();
  builder.setInsertionPointAfter(network);
  std::string name = (network.getSymName() + ".tile").str();
  while (module.lookupSymbol(name))
    name += "_";
  uint64_t modulators = llvm::range_size(network.getOps<snn::ModulatorOp>());
  tile = core::TileOp::create(builder, network.getLoc(),
                              builder.getStringAttr(name),
                              FlatSymbolRefAttr::get(network.getSymNameAttr()),
                              limits, number(modulators));
  tile.getBody().emplaceBlock();
}

void Placer::createGroups() {
  uint64_t block = 0;
  llvm::StringMap<uint64_t> drives;
  for (auto [index, modulator] :
       llvm::enumerate(network.getOps<snn::ModulatorOp>()))
    if (modulator.getDriver())
      drives[*modulator.getDriver()] = index;
  builder.setInsertionPointToEnd(&tile.getBody().front());
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::InputOp, snn::PopulationOp>(op))
      continue;
    Member m{&op, dyn_cast<snn::PopulationOp>(op), {}, {}};
    m.layout = layoutOf(&op, limits.getLanes(), choice);
    m.group = core::GroupOp::create(
        builder, op.getLoc(), SymbolTable::getSymbolName(&op),
        number(m.layout.size), number(m.layout.inner),
        number(m.layout.innerPad), number(m.layout.blocks()), number(block),
        number(0), number(m.layout.physicalSize()), number(0),
        /*program=*/FlatSymbolRefAttr(), /*program_words=*/IntegerAttr(),
        /*program_base=*/IntegerAttr(), /*drives=*/IntegerAttr());
    auto driven = drives.find(SymbolTable::getSymbolName(&op).getValue());
    if (driven != drives.end())
      m.group.setDrives(driven->second);
    m.group.getBody().emplaceBlock();
    block += m.layout.blocks();
    members.push_back(std::move(m));
  }
}

LogicalResult Placer::planProjections() {
  builder.setInsertionPointToEnd(&tile.getBody().front());
  for (auto projection : network.getOps<snn::ProjectionOp>()) {
    Member &source = member(snn::resolveSource(projection));
    Member &target = member(snn::resolveTarget(projection));
    auto planned =
        planProjection(projection, source.layout, target.layout, limits, choice,
                       walksColumns(projection), cache);
    if (failed(planned))
      return failure();
    const RowPlan &plan = planned->plan;
    if (plan.skewed && plan.format == image::RowFormat::Dense)
      synapseRows = squareRow(synapseRows, limits.getLanes(), plan.entryBits);
    uint32_t &delay = target.delays[projection.getPort().str()];
    delay = std::max(delay, planned->longestDelay);
    auto rows = core::RowsOp::create(
        builder, projection.getLoc(), projection.getSymNameAttr(),
        projection.getSourceAttr(), projection.getTargetAttr(),
        projection.getPortAttr(),
        core::RowFormatAttr::get(builder.getContext(),
                                 plan.format == image::RowFormat::Dense
                                     ? core::RowFormat::Dense
                                     : core::RowFormat::Indexed),
        number(plan.weightBits), number(plan.entryBits), number(plan.indexBits),
        number(plan.delay), number(plan.delayBits),
        number(*projection.getShift()), number(planned->synapses),
        number(plan.units), number(plan.rows()), number(synapseRows),
        number(plan.subs), number(source.subs),
        plan.skewed ? builder.getUnitAttr() : UnitAttr());
    source.subs += plan.subs;
    synapses += planned->synapses;
    synapseRows += plan.rows();
    if (projection.getRuleAttr() &&
        failed(planLearning(projection, rows, *planned, source, target)))
      return failure();
  }
  // After all rows.
  for (Learned &l : learned)
    l.op->moveBefore(&tile.getBody().front(), tile.getBody().front().end());
  return success();
}

LogicalResult Placer::planLearning(snn::ProjectionOp projection,
                                   core::RowsOp rows,
                                   const PlannedProjection &planned,
                                   Member &source, Member &target) {
  auto created = createLearning(builder, projection, rows, source.group,
                                target.group, planned.plan, synapseRows);
  if (failed(created))
    return failure();
  for (auto temporary : created->made.getOps<ucode::TemporaryOp>()) {
    if (!temporary.getIndex())
      continue;
    (temporary.getOver() == ucode::Over::Sources ? source : target).isIndexed =
        true;
    if (planned.severalAPair)
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
uint64_t storedBits(Type type) {
  auto format = dyn_cast<fx::QType>(type);
  return format ? format.getBits() : 0;
}

LogicalResult Placer::requestPlanes(std::vector<PlaneRequest> &requests) {
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
  for (Member &m : members) {
    uint64_t blocks = m.layout.blocks();
    if (m.population)
      for (Operation &op : snn::resolveNeuron(m.population).getBody().front()) {
        auto state = dyn_cast<snn::StateOp>(op);
        auto param = dyn_cast<snn::ParamOp>(op);
        if (state && failed(add(m.group, &op, core::PlaneKind::State,
                                state.getType(), blocks)))
          return failure();
        if (param && failed(add(m.group, &op, core::PlaneKind::Param,
                                param.getType(), blocks)))
          return failure();
      }
    if (m.isIndexed)
      requests.push_back({m.group, m.op->getLoc(), core::PlaneKind::Index,
                          indexName(m.population, builder),
                          m.layout.size > 0x8000u ? 32u : 16u, blocks});
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

LogicalResult Placer::placePlanes() {
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
          number(bits), number(bytes / (bits / 8)));
      bytes += r.blocks * (bits / 8);
    }
  return success();
}

LogicalResult Placer::placePorts() {
  uint64_t halves = 0;
  for (uint64_t bits : {32, 16})
    for (Member &m : members) {
      if (!m.population)
        continue;
      builder.setInsertionPointToEnd(&m.group.getBody().front());
      for (auto port : snn::resolveNeuron(m.population).getOps<snn::PortOp>()) {
        if (!port.getAccBits())
          return port.emitOpError("has no accumulator; run snn-quantize first");
        if (uint64_t(*port.getAccBits()) != bits)
          continue;
        auto found = m.delays.find(port.getSymName().str());
        uint64_t delay = found == m.delays.end() ? 1 : found->second;
        uint64_t slots = 2;
        while (slots < delay + 1)
          slots *= 2;
        core::PortOp::create(builder, port.getLoc(), port.getSymNameAttr(),
                             number(bits), number(slots),
                             number(halves / (bits / 16)), number(delay));
        halves += m.layout.blocks() * slots * (bits / 16);
      }
    }
  return success();
}

void Placer::placeTables() {
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
                            number(size), number(same->second));
    }
  };
  for (Member &m : members)
    if (m.population)
      place(m.group, snn::resolveNeuron(m.population));
  for (Learned &l : learned)
    place(l.op, l.rule);
}

LogicalResult Placer::placePrograms() {
  uint64_t address = 0;
  for (Member &m : members) {
    if (!m.population)
      continue;
    auto encoded = encodeGroup(m.population, m.group);
    if (failed(encoded))
      return failure();
    m.group.setProgramAttr(FlatSymbolRefAttr::get(encoded->name));
    m.group.setProgramWordsAttr(number(encoded->words.size()));
    m.group.setProgramBaseAttr(number(address));
    address += encoded->words.size();
  }
  for (Learned &l : learned) {
    createSteps(builder, l);
    for (auto step : l.op.getOps<core::StepOp>()) {
      auto encoded = encodeStep(step, l.op);
      if (failed(encoded))
        return failure();
      step.setWordsAttr(number(encoded->words.size()));
      step.setBaseAttr(number(address));
      address += encoded->words.size();
    }
  }
  return success();
}

void Placer::placeAxons() {
  for (Member &m : members) {
    m.group.setAxonSubsAttr(number(m.subs));
    m.group.setAxonBaseAttr(number(m.subs ? axonEntries : 0));
    axonEntries += m.subs * m.layout.physicalSize();
  }
  for (Learned &l : learned)
    if (l.op.getIndexRows()) {
      l.op.setColumnBaseAttr(number(axonEntries));
      axonEntries += l.target.physicalSize();
    }
}

LogicalResult Placer::run() {
  createTile();
  createGroups();
  // Before anything is expanded: do the neurons fit at all?
  if (failed(verify(tile)) || failed(planProjections()))
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

core::TargetAttr limitsOf(MLIRContext *context, const image::Target &t) {
  return core::TargetAttr::get(
      context, t.name, t.version, t.lanes, t.groups, t.descriptors, t.blocks,
      t.programWords, t.stateRows, t.accumulatorRows, t.synapseRows, t.axons,
      t.tableWords, t.eventRecords, t.modulators, t.maxSlots, t.learnEntries);
}

struct CorePlacePass : impl::CorePlacePassBase<CorePlacePass> {
  CorePlacePass() = default;
  CorePlacePass(const image::Target &t, RowChoice choice) : given(t) {
    target = t.name;
    rows = choice == RowChoice::Dense     ? "dense"
           : choice == RowChoice::Indexed ? "indexed"
                                          : "auto";
  }

  LogicalResult resolveOptions(image::Target &limits, RowChoice &choice) {
    if (rows == "dense")
      choice = RowChoice::Dense;
    else if (rows == "indexed")
      choice = RowChoice::Indexed;
    else if (rows != "auto")
      return emitError(getOperation().getLoc(), "option rows=")
             << rows << " is none of auto, dense and indexed";
    if (given) {
      limits = *given;
      return success();
    }
    // The image library reports by exceptions; passes by diagnostics.
    try {
      limits = image::findTarget(target);
    } catch (const Error &error) {
      return emitError(getOperation().getLoc(), error.what());
    }
    return success();
  }

  void runOnOperation() override {
    image::Target limits;
    RowChoice choice = RowChoice::Auto;
    if (failed(resolveOptions(limits, choice)))
      return signalPassFailure();
    auto networks = llvm::to_vector(getOperation().getOps<snn::NetworkOp>());
    if (networks.size() != 1) {
      emitError(getOperation().getLoc(), "module has ")
          << networks.size() << " networks; one can be placed on a tile";
      return signalPassFailure();
    }
    Placer placer(networks[0], limitsOf(&getContext(), limits), choice);
    if (failed(placer.run()))
      return signalPassFailure();
    synapses += placer.synapses;
    synapseRows += placer.synapseRows;
    axonEntries += placer.axonEntries;
  }

  std::optional<image::Target> given;
};

} // namespace

std::unique_ptr<Pass> createCorePlacePass() {
  return std::make_unique<CorePlacePass>();
}

std::unique_ptr<Pass> createCorePlacePass(const image::Target &target,
                                          RowChoice rows) {
  return std::make_unique<CorePlacePass>(target, rows);
}

void registerMappingPasses() {
  registerPass([] { return createCorePlacePass(); });
}

} // namespace snnc::compiler
