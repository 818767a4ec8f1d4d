//===- Import.cpp - Networks from NIR files -------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Import.h"

#include "compiler/nir/Discretize.h"
#include "compiler/nir/GraphAttr.h"
#include "compiler/nir/Wiring.h"
#include "dialects/snn/Snn.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <numeric>

using namespace mlir;

namespace snnc::nir {

namespace {

/// Of a state that is sent around a cycle, where its bound would depend on
/// itself.
constexpr double kCycleRange = 64.0;

/// A model's name for a type: "nir_lif".
std::string modelName(NodeType type, StringRef typeName) {
  return type == NodeType::Output ? "nir_sum" : "nir_" + typeName.lower();
}

class Importer {
public:
  Importer(const FlatGraph &graph, const Wiring &wiring, const Reading &reading,
           const ImportOptions &options, const Reporter &reporter)
      : graph(graph), wiring(wiring), reading(reading), options(options),
        reporter(reporter), builder(&reporter.getContext()) {}

  LogicalResult plan() {
    for (const Place &place : wiring.places)
      index.try_emplace(place.node, index.size());
    std::vector<uint8_t> sends = findSenders();
    populations.resize(wiring.places.size());
    // What sends its state comes before what gets it; around a cycle the first
    // one has to begin.
    std::vector<size_t> open(wiring.places.size());
    std::iota(open.begin(), open.end(), size_t(0));
    while (!open.empty()) {
      auto next = llvm::find_if(open, [&](size_t p) { return isReady(p); });
      size_t p = next == open.end() ? open.front() : *next;
      open.erase(next == open.end() ? open.begin() : next);
      if (failed(plan(p, sends[p])))
        return failure();
    }
    return success();
  }

  OwningOpRef<ModuleOp> write(StringRef networkName) {
    Location top = reporter.at("/node");
    OwningOpRef<ModuleOp> module(ModuleOp::create(top));
    builder.setInsertionPointToStart(module->getBody());
    SmallVector<std::string> models;
    for (auto [place, neurons] : llvm::zip(wiring.places, populations)) {
      auto model = addModel(*module, place, neurons);
      if (failed(model))
        return nullptr;
      models.push_back(*model);
    }
    builder.setInsertionPointToEnd(module->getBody());
    auto network = snn::NetworkOp::create(builder, top, networkName,
                                          APFloat(reading.dtMs));
    builder.createBlock(&network.getBody());
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      if (graph.nodes[n].type == NodeType::Input)
        addInput(n);
    for (auto [i, neurons] : llvm::enumerate(populations))
      addPopulation(wiring.places[i].node, neurons, models[i]);
    for (auto [place, neurons] : llvm::zip(wiring.places, populations))
      for (const auto &[source, rows] : place.input.parts)
        addProjection(source.first, place.node, source.second, neurons.type,
                      rows);
    addOutputs();
    return module;
  }

private:
  /// Is it known what all its sources send?
  bool isReady(size_t p) {
    return llvm::all_of(wiring.places[p].input.parts, [&](const auto &part) {
      size_t source = part.first.first;
      return part.first.second || !index.count(source) ||
             payloads.count(source) || spikes(graph.nodes[source].type);
    });
  }

  LogicalResult plan(size_t p, bool sends) {
    const Place &place = wiring.places[p];
    const FlatNode &node = graph.nodes[place.node];
    auto neurons = neuronsOf(node, reading, reporter);
    if (failed(neurons))
      return failure();
    neurons->sends = sends;
    setBias(*neurons, place.input);
    setInput(*neurons, place.input);
    neurons->counts = !rests(*neurons);
    if (failed(checkNeurons(node, *neurons, reporter)))
      return failure();
    StateRanges ranges = rangesOf(*neurons);
    payloads[place.node] =
        spikes(neurons->type) ? Range{0.0, ranges.mostSpikes} : ranges.membrane;
    populations[p] = std::move(*neurons);
    return success();
  }

  /// Neurons whose state others get, other than what is only looked at.
  std::vector<uint8_t> findSenders() {
    std::vector<uint8_t> sends(wiring.places.size(), 0);
    for (const Place &place : wiring.places)
      for (const auto &[source, rows] : place.input.parts)
        if (auto found = index.find(source.first); found != index.end())
          sends[found->second] =
              !spikes(graph.nodes[source.first].type) ? 1 : 0;
    return sends;
  }

  static std::vector<double> collapsed(std::vector<double> values) {
    if (llvm::all_equal(values))
      values.resize(1);
    return values;
  }

  void setBias(Neurons &neurons, Expression input) {
    if (reading.convention.feedbackBias) {
      Expression all;
      all.bias = std::move(input.feedbackBias);
      input.feedbackBias.clear();
      add(input, all);
    }
    if (!input.bias.empty())
      neurons.params["bias"] = collapsed(std::move(input.bias));
    if (!input.feedbackBias.empty())
      neurons.params["feedback_bias"] =
          collapsed(std::move(input.feedbackBias));
  }

  /// What arrives in one step, by the payloads of the sources.
  void setInput(Neurons &neurons, const Expression &input) {
    neurons.input.assign(size_t(neurons.size), {});
    for (const auto &[source, rows] : input.parts) {
      Range payload = payloadOf(source.first);
      for (size_t i = 0; i < rows.size(); ++i)
        for (const Term &term : rows[i]) {
          double low = term.weight * payload.low,
                 high = term.weight * payload.high;
          neurons.input[i].low += std::min({low, high, 0.0});
          neurons.input[i].high += std::max({low, high, 0.0});
        }
    }
  }

  Range payloadOf(size_t node) {
    if (auto found = payloads.find(node); found != payloads.end())
      return found->second;
    if (graph.nodes[node].type == NodeType::Input)
      return options.analog
                 ? Range{options.analog->first, options.analog->second}
                 : Range{0.0, 1.0};
    if (spikes(graph.nodes[node].type))
      return {0.0,
              reading.convention.spikes == Spikes::Many ? kMostSpikes : 1.0};
    return {-kCycleRange, kCycleRange};
  }

  /// Does nothing happen at zero input?
  bool rests(const Neurons &neurons) {
    if (neurons.has("bias") || neurons.has("feedback_bias") ||
        neurons.has("v_leak") || !neurons.initial.empty())
      return false;
    if (!neurons.has("v_threshold"))
      return true;
    return llvm::all_of(neurons.params.at("v_threshold"), [&](double t) {
      return t > 0.0 || (t == 0.0 && reading.convention.spike == Spike::Above);
    });
  }

  std::string unique(std::string name) {
    while (!names.insert(name).second)
      name += "_";
    return name;
  }

  /// Populations of one text share a model.
  FailureOr<std::string> addModel(ModuleOp module, const Place &place,
                                  const Neurons &neurons) {
    const FlatNode &node = graph.nodes[place.node];
    std::string text = neuronText(neurons, options.ranges);
    auto [entry, isNew] = modelsByText.try_emplace(text);
    if (!isNew)
      return entry->second;
    std::string name = modelName(neurons.type, node.node->type);
    if (size_t number = modelNumbers[name]++)
      name += "_" + std::to_string(number + 1);
    entry->second = name;
    OwningOpRef<ModuleOp> parsed = parseSourceString<ModuleOp>(
        "snn.neuron @" + name + " " + text, builder.getContext());
    if (!parsed)
      return reporter.error(node.path) << "has no model";
    Operation *model = parsed->lookupSymbol(name);
    model->remove();
    Location loc = reporter.at(node.path);
    model->walk([&](Operation *op) { op->setLoc(loc); });
    module.getBody()->push_back(model);
    return name;
  }

  void addInput(size_t n) {
    const FlatNode &node = graph.nodes[n];
    symbols[n] = unique(node.name);
    ArrayAttr analog;
    if (options.analog)
      analog = builder.getF64ArrayAttr(
          {options.analog->first, options.analog->second});
    snn::InputOp::create(builder, reporter.at(node.path), symbols[n],
                         uint64_t(node.outputs()), analog, IntegerAttr(),
                         IntegerAttr());
  }

  Attribute numbers(const std::vector<double> &values) {
    if (values.size() == 1)
      return builder.getF64FloatAttr(values[0]);
    return DenseElementsAttr::get(
        RankedTensorType::get({int64_t(values.size())}, builder.getF64Type()),
        ArrayRef(values));
  }

  void addPopulation(size_t n, const Neurons &neurons,
                     const std::string &model) {
    const FlatNode &node = graph.nodes[n];
    bool isSum = neurons.type == NodeType::Output;
    symbols[n] =
        unique(node.type == NodeType::Output ? node.name + ".sum" : node.name);
    NamedAttrList params, init;
    for (const auto &[name, values] : neurons.params)
      params.append(name, numbers(values));
    if (!neurons.initial.empty() && !isSum)
      init.append("v", numbers(collapsed(neurons.initial)));
    auto dictionary = [&](NamedAttrList &list) {
      return list.empty() ? DictionaryAttr()
                          : list.getDictionary(builder.getContext());
    };
    snn::PopulationOp::create(builder, reporter.at(node.path), symbols[n],
                              model, uint64_t(neurons.size), dictionary(params),
                              dictionary(init), IntegerAttr(), IntegerAttr(),
                              IntegerAttr());
  }

  void addProjection(size_t source, size_t target, bool closes, NodeType type,
                     const Rows &rows) {
    const FlatNode &from = graph.nodes[source], &to = graph.nodes[target];
    const Convention &c = reading.convention;
    int64_t lag = (closes ? c.feedback : 0) + (spikes(type) ? c.output : 0);
    int64_t sources = from.outputs(), targets = int64_t(rows.size());
    bool dense = true, oneToOne = sources == targets, zero = true, late = false;
    for (auto [i, row] : llvm::enumerate(rows)) {
      dense &= int64_t(row.size()) == sources;
      oneToOne &= row.size() == 1 && row[0].source == i;
      for (auto [k, term] : llvm::enumerate(row)) {
        // A source may come twice, by ways of different delays.
        dense &= term.source == k;
        zero &= term.weight == 0.0;
        late |=
            term.delay != row.front().delay || term.delay != firstDelay(rows);
      }
    }
    // Absence is structure; a matrix keeps its zeros.
    if (zero)
      return;
    std::vector<double> weights;
    std::vector<int64_t> delays, pairs;
    if (dense && !oneToOne) {
      weights.resize(size_t(sources * targets));
      delays.resize(weights.size());
    }
    int64_t more = lag + (lag ? 0 : 1);
    for (auto [i, row] : llvm::enumerate(rows))
      for (const Term &term : row) {
        if (dense && !oneToOne) {
          weights[term.source * size_t(targets) + i] = term.weight;
          delays[term.source * size_t(targets) + i] = term.delay + more;
          continue;
        }
        if (!oneToOne && term.weight == 0.0)
          continue;
        weights.push_back(term.weight);
        delays.push_back(term.delay + more);
        pairs.push_back(term.source);
        pairs.push_back(int64_t(i));
      }
    Attribute connectivity;
    SmallVector<int64_t> shape;
    MLIRContext *context = builder.getContext();
    if (oneToOne) {
      connectivity = snn::OneToOneAttr::get(context);
      shape = {sources};
    } else if (dense) {
      connectivity = snn::DenseAttr::get(context);
      shape = {sources, targets};
    } else {
      shape = {int64_t(weights.size())};
      SmallVector<int32_t> narrow(pairs.begin(), pairs.end());
      connectivity = snn::SparseAttr::get(
          context,
          DenseElementsAttr::get(
              RankedTensorType::get({shape[0], 2}, builder.getI32Type()),
              ArrayRef(narrow)));
    }
    Attribute weightAttr = builder.getF64FloatAttr(weights[0]);
    if (!llvm::all_equal(weights))
      weightAttr = DenseElementsAttr::get(
          RankedTensorType::get(shape, builder.getF64Type()),
          ArrayRef(weights));
    Attribute delay = builder.getI64IntegerAttr(delays[0]);
    if (late)
      delay = DenseElementsAttr::get(
          RankedTensorType::get(shape, builder.getI64Type()), ArrayRef(delays));
    std::string name = unique(symbols[source] + " to " + symbols[target]);
    snn::ProjectionOp::create(
        builder, reporter.at(to.path), builder.getStringAttr(name),
        FlatSymbolRefAttr::get(context, symbols[source]),
        FlatSymbolRefAttr::get(context, symbols[target]),
        FlatSymbolRefAttr::get(context, "in"), connectivity, weightAttr, delay,
        IntegerAttr(), IntegerAttr(), IntegerAttr(), FlatSymbolRefAttr(),
        DictionaryAttr(), lag ? IntegerAttr() : builder.getI64IntegerAttr(1));
  }

  static uint32_t firstDelay(const Rows &rows) {
    for (const auto &row : rows)
      if (!row.empty())
        return row[0].delay;
    return 0;
  }

  void addOutputs() {
    llvm::StringSet<> done;
    for (const auto &[output, place] : wiring.outputs) {
      Location loc = reporter.at(graph.nodes[output].path);
      const std::string &population = symbols[place];
      if (spikes(graph.nodes[place].type)) {
        if (done.insert(population).second)
          snn::OutputOp::create(builder, loc, population);
        continue;
      }
      snn::ProbeOp::create(builder, loc, unique(graph.nodes[output].name),
                           population,
                           FlatSymbolRefAttr::get(builder.getContext(), "v"));
    }
  }

  const FlatGraph &graph;
  const Wiring &wiring;
  const Reading &reading;
  const ImportOptions &options;
  const Reporter &reporter;
  OpBuilder builder;
  /// By node, its place; by place.
  std::map<size_t, size_t> index;
  std::vector<Neurons> populations;
  /// By node: what its events carry.
  std::map<size_t, Range> payloads;
  std::map<size_t, std::string> symbols;
  std::map<std::string, std::string> modelsByText;
  llvm::StringMap<size_t> modelNumbers;
  llvm::StringSet<> names;
};

} // namespace

OwningOpRef<ModuleOp> importGraph(const Graph &graph, const std::string &path,
                                  const ImportOptions &options,
                                  MLIRContext &context) {
  context
      .loadDialect<snn::SnnDialect, arith::ArithDialect, math::MathDialect>();
  Reporter reporter(context, path);
  auto flat = flatten(graph, reporter);
  if (failed(flat))
    return nullptr;
  auto reading = readingOf(*flat, options, reporter);
  if (failed(reading))
    return nullptr;
  auto wiring = wire(*flat, reading->unitMs / reading->dtMs, reporter);
  if (failed(wiring))
    return nullptr;
  Importer importer(*flat, *wiring, *reading, options, reporter);
  if (failed(importer.plan()))
    return nullptr;
  std::string name = llvm::sys::path::stem(path).str();
  OwningOpRef<ModuleOp> module =
      importer.write(name.empty() ? "network" : name);
  if (!module || failed(verify(*module)))
    return nullptr;
  if (options.keepGraph)
    (*module->getOps<snn::NetworkOp>().begin())
        ->setAttr(kGraphAttr, toAttr(graph, options, context));
  return module;
}

OwningOpRef<ModuleOp> importNir(const std::string &path,
                                const ImportOptions &options,
                                MLIRContext &context) {
  try {
    return importGraph(readGraph(path), path, options, context);
  } catch (const FileError &error) {
    emitError(NameLoc::get(StringAttr::get(&context, error.where)))
        << error.text;
    return nullptr;
  }
}

} // namespace snnc::nir
