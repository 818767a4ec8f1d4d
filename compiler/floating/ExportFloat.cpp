//===- ExportFloat.cpp - The network for the float engine ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/floating/ExportFloat.h"
#include "compiler/analysis/Formats.h"
#include "compiler/floating/FloatProgram.h"
#include "dialects/snn/Weights.h"

#include <algorithm>
#include <limits>

using namespace mlir;

namespace snnc::compiler {
namespace {

class Exporter {
public:
  explicit Exporter(snn::NetworkOp network) : network(network) {}

  FailureOr<image::FloatNetwork> run() {
    result.dtMs = network.getDt().convertToDouble();
    for (Operation &op : network.getBody().front()) {
      if (auto modulator = dyn_cast<snn::ModulatorOp>(op)) {
        names.modulators.push_back(modulator.getSymName().str());
        image::FloatModulator entry;
        entry.init = modulator.getInit().convertToDouble();
        entry.falls = modulator.getFalls();
        result.modulators.push_back(entry);
      }
    }
    for (Operation &op : network.getBody().front())
      if (isa<snn::InputOp, snn::PopulationOp>(op) && failed(addSource(&op)))
        return failure();
    for (auto [index, modulator] :
         llvm::enumerate(network.getBody().getOps<snn::ModulatorOp>()))
      if (auto driver = modulator.getDriver())
        result.modulators[index].driver = int32_t(sourceIndex[driver->str()]);
    for (auto projection : network.getBody().getOps<snn::ProjectionOp>())
      if (failed(addProjection(projection)))
        return failure();
    return std::move(result);
  }

private:
  LogicalResult addSource(Operation *op) {
    image::FloatPopulation population;
    population.name = SymbolTable::getSymbolName(op).str();
    population.size = uint32_t(snn::sizeOf(op));
    population.isInput = isa<snn::InputOp>(op);
    sourceIndex[population.name] = uint32_t(result.populations.size());
    if (auto neurons = dyn_cast<snn::PopulationOp>(op)) {
      snn::NeuronOp neuron = snn::resolveNeuron(neurons);
      if (!neuron)
        return neurons.emitOpError("has no model in this module; run "
                                   "snn-link-models first");
      if (failed(addNeuron(neuron, population)))
        return failure();
    }
    result.populations.push_back(std::move(population));
    return success();
  }

  /// One value, or one for each neuron.
  static FailureOr<std::vector<double>> values(Operation *op, Attribute attr) {
    if (auto number = dyn_cast<FloatAttr>(attr))
      return std::vector<double>{number.getValueAsDouble()};
    auto elements = dyn_cast<DenseFPElementsAttr>(attr);
    if (!elements)
      return op->emitOpError("is not discretized; run snn-discretize first");
    std::vector<double> numbers;
    for (const APFloat &value : elements.getValues<APFloat>())
      numbers.push_back(value.convertToDouble());
    return numbers;
  }

  /// A variable without limits.
  static FailureOr<image::FloatVariable> makeVariable(Operation *op,
                                                      Attribute init) {
    image::FloatVariable variable;
    variable.name = SymbolTable::getSymbolName(op).getValue().str();
    auto numbers = values(op, init);
    if (failed(numbers))
      return failure();
    variable.values = std::move(*numbers);
    variable.max = std::numeric_limits<double>::infinity();
    variable.min = -variable.max;
    return variable;
  }

  LogicalResult addNeuron(snn::NeuronOp neuron,
                          image::FloatPopulation &population) {
    names.states.clear();
    names.params.clear();
    names.ports.clear();
    snn::UpdateOp update;
    for (Operation &op : neuron.getBody().front()) {
      if (auto state = dyn_cast<snn::StateOp>(op)) {
        auto variable = makeVariable(state, state.getInitAttr());
        if (failed(variable))
          return failure();
        if (auto range = snn::bounds(state.getRangeAttr())) {
          variable->max = storageLimit(Interval{range->first, range->second});
          variable->min = -variable->max;
        }
        names.states.push_back(variable->name);
        population.states.push_back(std::move(*variable));
      } else if (auto param = dyn_cast<snn::ParamOp>(op)) {
        image::FloatVariable variable;
        variable.name = param.getSymName().str();
        auto given = values(param, param.getValueAttr());
        if (failed(given))
          return failure();
        variable.values = std::move(*given);
        names.params.push_back(variable.name);
        population.params.push_back(std::move(variable));
      } else if (auto port = dyn_cast<snn::PortOp>(op)) {
        names.ports.push_back(port.getSymName().str());
      } else if (auto body = dyn_cast<snn::UpdateOp>(op)) {
        update = body;
      }
    }
    population.ports = uint32_t(names.ports.size());
    portNames[population.name] = names.ports;
    stateNames[population.name] = names.states;
    if (!update)
      return success();
    auto program = exportProgram(update, names);
    if (failed(program))
      return failure();
    population.program = std::move(*program);
    return success();
  }

  LogicalResult addProjection(snn::ProjectionOp op) {
    image::FloatProjection projection;
    projection.name = op.getSymName().str();
    projection.source = sourceIndex.lookup(op.getSource());
    projection.target = sourceIndex.lookup(op.getTarget());
    auto &ports = portNames[op.getTarget()];
    projection.port = uint32_t(
        std::find(ports.begin(), ports.end(), op.getPort()) - ports.begin());
    uint32_t sources = result.populations[projection.source].size;
    projection.rowStart.assign(size_t(sources) + 1, 0);
    bool oneWeight = true, oneDelay = true;
    if (failed(snn::forEachSynapse(op, blobs, [&](const snn::Synapse &synapse) {
          ++projection.rowStart[synapse.source + 1];
          projection.targets.push_back(synapse.target);
          projection.weights.push_back(float(synapse.weight));
          projection.delays.push_back(uint16_t(synapse.delay));
          oneWeight &= projection.weights.back() == projection.weights.front();
          oneDelay &= projection.delays.back() == projection.delays.front();
        })))
      return failure();
    for (size_t i = 0; i < sources; ++i)
      projection.rowStart[i + 1] += projection.rowStart[i];
    // One element stands for all synapses.
    if (oneWeight && !projection.weights.empty())
      projection.weights.resize(1);
    if (oneDelay && !projection.delays.empty())
      projection.delays.resize(1);
    if (projection.delays.size() > 1)
      sortByDelay(projection);
    if (op.getRule() && failed(addRule(op, projection.rule)))
      return failure();
    result.projections.push_back(std::move(projection));
    return success();
  }

  LogicalResult addRule(snn::ProjectionOp op, image::FloatRule &rule) {
    snn::LearningRuleOp from = snn::resolveRule(op);
    if (!from)
      return op.emitOpError("has no rule in this module; run "
                            "snn-link-models first");
    FloatNames scope;
    scope.modulators = names.modulators;
    scope.ports = portNames[op.getTarget()];
    scope.targetStates = stateNames[op.getTarget()];
    std::tie(rule.weightMin, rule.weightMax) =
        *snn::bounds(from.getWeight().getRangeAttr());
    auto add = [&](Operation *variable, std::vector<std::string> &list,
                   std::vector<image::FloatVariable> &to) -> LogicalResult {
      auto made = makeVariable(variable, variable->getAttr("init"));
      if (failed(made))
        return failure();
      // Writes of a rule clamp to the range exactly.
      if (auto range = snn::bounds(variable->getAttrOfType<ArrayAttr>("range")))
        std::tie(made->min, made->max) = *range;
      list.push_back(made->name);
      to.push_back(std::move(*made));
      return success();
    };
    for (Operation &variable : from.getBody().front()) {
      if (isa<snn::StateOp>(variable) &&
          failed(add(&variable, scope.synapses, rule.variables)))
        return failure();
      if (isa<snn::TraceOp>(variable) &&
          failed(add(&variable, scope.traces, rule.traces)))
        return failure();
    }
    for (snn::ProgramOp body : from.getPrograms()) {
      auto program = exportProgram(body, scope);
      if (failed(program))
        return failure();
      image::FloatRuleProgram made = triggerOf(body, scope);
      made.program = std::move(*program);
      rule.programs.push_back(std::move(made));
    }
    return success();
  }

  static image::FloatRuleProgram triggerOf(snn::ProgramOp body,
                                           const FloatNames &scope) {
    using image::FloatTrigger;
    image::FloatRuleProgram made;
    Operation *op = body;
    if (isa<snn::OnPreOp>(op)) {
      made.trigger = FloatTrigger::OnPre;
    } else if (isa<snn::OnPostOp>(op)) {
      made.trigger = FloatTrigger::OnPost;
    } else if (auto every = dyn_cast<snn::EveryOp>(op)) {
      made.trigger = FloatTrigger::Every;
      made.argument = uint32_t(every.getSteps());
    } else if (auto signal = dyn_cast<snn::OnSignalOp>(op)) {
      made.trigger = FloatTrigger::Signal;
      made.argument =
          uint32_t(std::find(scope.modulators.begin(), scope.modulators.end(),
                             signal.getModulator()) -
                   scope.modulators.begin());
    } else if (isa<snn::PostOp>(op)) {
      made.trigger = FloatTrigger::Post;
    }
    return made;
  }

  /// Synapses of one pair come in the order of the text; the engine wants them
  /// by delay.
  static void sortByDelay(image::FloatProjection &projection) {
    std::vector<size_t> order(projection.targets.size());
    for (size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    for (size_t row = 0; row + 1 < projection.rowStart.size(); ++row)
      std::stable_sort(
          order.begin() + projection.rowStart[row],
          order.begin() + projection.rowStart[row + 1],
          [&](size_t a, size_t b) {
            return std::pair(projection.targets[a], projection.delays[a]) <
                   std::pair(projection.targets[b], projection.delays[b]);
          });
    image::FloatProjection sorted = projection;
    for (size_t i = 0; i < order.size(); ++i) {
      sorted.targets[i] = projection.targets[order[i]];
      sorted.delays[i] = projection.delays[order[i]];
      if (projection.weights.size() > 1)
        sorted.weights[i] = projection.weights[order[i]];
    }
    projection = std::move(sorted);
  }

  snn::NetworkOp network;
  snn::BlobCache blobs;
  image::FloatNetwork result;
  FloatNames names;
  llvm::StringMap<uint32_t> sourceIndex;
  llvm::StringMap<std::vector<std::string>> portNames, stateNames;
};

} // namespace

FailureOr<image::FloatNetwork> exportFloat(ModuleOp module) {
  SmallVector<snn::NetworkOp> networks(module.getOps<snn::NetworkOp>());
  if (networks.size() != 1)
    return module.emitError("holds ")
           << networks.size() << " networks; exactly one can run";
  return Exporter(networks.front()).run();
}

} // namespace snnc::compiler
