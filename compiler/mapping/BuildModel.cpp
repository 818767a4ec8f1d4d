//===- BuildModel.cpp - A network for the partitioner ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/BuildModel.h"

#include "compiler/codegen/Codegen.h"
#include "compiler/mapping/Learning.h"
#include "dialects/fx/Fx.h"

using namespace mlir;

namespace snnc::compiler {

namespace {

uint64_t bytesOf(Type type) {
  auto format = dyn_cast<fx::QType>(type);
  return format ? format.getBits() / 8 : 0;
}

class Builder {
public:
  Builder(snn::NetworkOp network, const std::vector<PlannedMember> &members,
          ArrayRef<uint32_t> grains, core::TargetAttr limits, RowChoice choice,
          SynapseLists &lists)
      : network(network), module(network->getParentOfType<ModuleOp>()),
        members(members), grains(grains), limits(limits), choice(choice),
        lists(lists) {}

  FailureOr<Model> run();

private:
  LogicalResult addLink(snn::ProjectionOp projection);
  LogicalResult addRule(snn::ProjectionOp projection, ModelLink &link);
  LogicalResult addMember(uint32_t index);
  void addTables(Operation *model, std::vector<uint32_t> &numbers);
  uint32_t indexOf(Operation *population) const {
    return llvm::find_if(
               members,
               [&](const PlannedMember &m) { return m.op == population; }) -
           members.begin();
  }

  snn::NetworkOp network;
  ModuleOp module;
  const std::vector<PlannedMember> &members;
  ArrayRef<uint32_t> grains;
  core::TargetAttr limits;
  RowChoice choice;
  SynapseLists &lists;
  Model model;
  /// Equal tables share their words.
  std::vector<Attribute> tables;
  /// By member and port: the longest delay that arrives.
  std::vector<std::map<std::string, uint32_t>> delays;
};

void Builder::addTables(Operation *definition, std::vector<uint32_t> &numbers) {
  for (auto table : definition->getRegion(0).getOps<fx::TableOp>()) {
    auto found = llvm::find(tables, table.getValuesAttr());
    numbers.push_back(found - tables.begin());
    if (found != tables.end())
      continue;
    tables.push_back(table.getValuesAttr());
    model.tables.push_back(table.getValues().getNumElements());
  }
}

LogicalResult Builder::addMember(uint32_t index) {
  const PlannedMember &planned = members[index];
  ModelMember &member = model.members[index];
  member.name = SymbolTable::getSymbolName(planned.op).str();
  member.neurons = planned.layout.size;
  member.blocks = planned.layout.blocks();
  member.grain = grains[index];
  member.input = !planned.population;
  if (member.input)
    return success();
  snn::NeuronOp neuron = snn::resolveNeuron(planned.population);
  for (Operation &op : neuron.getBody().front()) {
    if (auto state = dyn_cast<snn::StateOp>(op))
      member.stateBytes += bytesOf(state.getType());
    if (auto param = dyn_cast<snn::ParamOp>(op))
      member.stateBytes += bytesOf(param.getType());
    auto port = dyn_cast<snn::PortOp>(op);
    if (!port)
      continue;
    uint64_t slots = 2;
    while (slots < delays[index][port.getSymName().str()] + 1)
      slots *= 2;
    member.sumHalves += slots * (port.getAccBits().value_or(32) / 16);
  }
  snn::PopulationOp population = planned.population;
  ucode::ProgramOp program = findProgram(module, population.getNeuron());
  if (!program)
    return population.emitError("has no program for @")
           << population.getNeuron()
           << "; run snn-to-ucode, ucode-schedule and ucode-allocate first";
  member.programWords = wordsOf(program);
  addTables(neuron, member.tables);
  return success();
}

LogicalResult Builder::addRule(snn::ProjectionOp projection, ModelLink &link) {
  snn::LearningRuleOp rule = snn::resolveRule(projection);
  auto made = rule ? findLearn(module, rule.getSymName()) : ucode::LearnOp();
  if (!made)
    return projection.emitError("has no programs for rule ")
           << projection.getRuleAttr()
           << "; run snn-to-ucode, ucode-schedule and ucode-allocate first";
  ModelRule &entry = link.rule;
  for (auto state : rule.getOps<snn::StateOp>())
    entry.variables.push_back(bytesOf(state.getType()) * 8);
  for (auto trace : rule.getOps<snn::TraceOp>())
    entry.sourceBytes += bytesOf(trace.getType());
  for (auto temporary : made.getOps<ucode::TemporaryOp>()) {
    bool ofSource = temporary.getOver() == ucode::Over::Sources;
    uint64_t size = members[ofSource ? link.source : link.target].layout.size;
    uint64_t bytes = temporary.getIndex() ? (size > 0x8000u ? 4 : 2)
                                          : temporary.getBits() / 8;
    (ofSource ? entry.sourceBytes : entry.targetBytes) += bytes;
  }
  for (auto step : made.getOps<ucode::StepOp>()) {
    auto program = module.lookupSymbol<ucode::ProgramOp>(step.getProgramAttr());
    uint64_t words = program ? wordsOf(program) : 0;
    entry.programWords += words;
    entry.entries += 1;
    (step.isWalk()                            ? entry.unitWords
     : step.getOver() == ucode::Over::Sources ? entry.sourceWords
                                              : entry.targetWords) += words;
  }
  addTables(rule, entry.tables);
  return success();
}

ModelGrain grainOf(const PlannedRows &rows) {
  ModelGrain grain;
  grain.synapses = rows.synapses;
  if (!rows.synapses)
    return grain;
  grain.units = rows.plan.units;
  grain.bits = rows.plan.units * rows.plan.entryBits;
  grain.indexRows = rows.plan.indexRows;
  auto first = llvm::find(rows.reach, true);
  grain.begin = first - rows.reach.begin();
  grain.end = rows.reach.size();
  while (!rows.reach[grain.end - 1])
    --grain.end;
  return grain;
}

LogicalResult Builder::addLink(snn::ProjectionOp projection) {
  ModelLink link;
  link.name = projection.getSymName().str();
  link.source = indexOf(snn::resolveSource(projection));
  link.target = indexOf(snn::resolveTarget(projection));
  link.columns = walksColumns(projection);
  link.learns = bool(projection.getRuleAttr());
  const Layout &target = members[link.target].layout;
  ProjectionRequest request{projection, members[link.source].layout, target,
                            link.columns};
  uint32_t blocks = target.blocks(), step = grains[link.target];
  std::vector<Run> runs;
  for (uint32_t block = 0; block < blocks; block += step)
    runs.push_back(
        Run::ofBlocks(target, block, std::min(step, blocks - block)));
  auto whole =
      planProjection(request, Run::whole(target), limits, choice, lists);
  if (failed(whole))
    return failure();
  auto parts = planProjection(request, runs, limits, choice, lists);
  if (failed(parts))
    return failure();
  link.subs = whole->parts[0].plan.subs;
  link.whole = grainOf(whole->parts[0]);
  for (const PlannedRows &rows : parts->parts)
    link.grains.push_back(grainOf(rows));
  uint32_t &delay = delays[link.target][projection.getPort().str()];
  delay = std::max(delay, whole->longestDelay);
  if (link.learns && failed(addRule(projection, link)))
    return failure();
  model.links.push_back(std::move(link));
  return success();
}

FailureOr<Model> Builder::run() {
  model.lanes = limits.getLanes();
  model.limits = {limits.getGroups(),      limits.getBlocks(),
                  limits.getDescriptors(), limits.getProgramWords(),
                  limits.getStateRows(),   limits.getAccumulatorRows(),
                  limits.getSynapseRows(), limits.getAxons(),
                  limits.getTableWords(),  limits.getEventRecords(),
                  limits.getLearnEntries()};
  model.members.resize(members.size());
  delays.resize(members.size());
  for (auto projection : network.getOps<snn::ProjectionOp>())
    if (failed(addLink(projection)))
      return failure();
  for (uint32_t m = 0; m < members.size(); ++m)
    if (failed(addMember(m)))
      return failure();
  model.prepare();
  return std::move(model);
}

} // namespace

FailureOr<Model> buildModel(snn::NetworkOp network,
                            const std::vector<PlannedMember> &members,
                            ArrayRef<uint32_t> grains, core::TargetAttr limits,
                            RowChoice choice, SynapseLists &lists) {
  return Builder(network, members, grains, limits, choice, lists).run();
}

/// The numbers of a list of integers; none if it is something else.
static std::optional<SmallVector<int64_t>> numbersOf(Attribute attribute) {
  auto list = dyn_cast<ArrayAttr>(attribute);
  if (!list)
    return std::nullopt;
  SmallVector<int64_t> numbers;
  for (Attribute item : list) {
    auto number = dyn_cast<IntegerAttr>(item);
    if (!number)
      return std::nullopt;
    numbers.push_back(number.getInt());
  }
  return numbers;
}

FailureOr<std::vector<GivenRun>> readGiven(const PlannedMember &member,
                                           core::TargetAttr limits) {
  std::vector<GivenRun> given;
  Attribute attribute = member.op->getDiscardableAttr("core.tile");
  if (!attribute)
    return given;
  auto malformed = [&] {
    return member.op->emitOpError("attribute core.tile is ")
           << attribute
           << "; it may be [x, y] or a list of [first neuron, x, y]";
  };
  SmallVector<SmallVector<int64_t>> entries;
  auto list = dyn_cast<ArrayAttr>(attribute);
  if (!list || list.empty())
    return malformed();
  if (auto whole = numbersOf(list); whole && whole->size() == 2) {
    entries.push_back({0, (*whole)[0], (*whole)[1]});
  } else {
    for (Attribute item : list) {
      auto entry = numbersOf(item);
      if (!entry || entry->size() != 3)
        return malformed();
      entries.push_back(std::move(*entry));
    }
  }
  const Layout &layout = member.layout;
  int64_t columns = limits.getMeshColumns(), rows = limits.getMeshRows();
  for (size_t i = 0; i < entries.size(); ++i) {
    int64_t first = entries[i][0], x = entries[i][1], y = entries[i][2];
    int64_t end = i + 1 < entries.size() ? entries[i + 1][0] : layout.size;
    if (x < 0 || y < 0 || x >= columns || y >= rows)
      return member.op->emitOpError("is to be at [")
             << x << ", " << y << "], but target '" << limits.getName()
             << "' has " << columns << " x " << rows << " tiles";
    if ((i == 0 && first != 0) || end <= first || end > layout.size)
      return member.op->emitOpError("has runs in core.tile that do not begin "
                                    "with neuron 0 and ascend");
    Run run = Run::ofNeurons(layout, first, end - first);
    bool whole = layout.inner == layout.size ? first % layout.lanes == 0
                                             : first % layout.inner == 0;
    if (!whole || run.firstBlock % layout.cut)
      return member.op->emitOpError("has a run in core.tile that begins with "
                                    "neuron ")
             << first << ", within a block or a position";
    int64_t place = x + y * columns;
    if (llvm::any_of(given,
                     [&](const GivenRun &g) { return g.place == place; }))
      return member.op->emitOpError("has two runs on the tile at [")
             << x << ", " << y << "]; a tile takes one";
    given.push_back({run, place});
  }
  return given;
}

} // namespace snnc::compiler
