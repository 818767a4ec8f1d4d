//===- Export.cpp - NIR files from networks -------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A decay d of a step becomes the time constant dt / (1 - d), and a gain of one
// r = time constant / dt: read by the forward Euler rule (profile nir, and most
// frameworks') the file does what the network does.
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Export.h"

#include "compiler/nir/GraphAttr.h"
#include "dialects/snn/Weights.h"

#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/StringMap.h"

#include <cmath>
#include <map>

using namespace mlir;

namespace snnc::nir {

namespace {

/// Weights of a projection as a matrix.
constexpr int64_t kMostWeights = 1 << 24;
/// Different delays of one projection.
constexpr size_t kMostDelays = 64;

Value numbers(std::vector<double> values, std::vector<int64_t> shape) {
  Value value;
  value.type = NumberType::F64;
  value.shape = std::move(shape);
  value.reals = std::move(values);
  return value;
}
Value shapeValue(int64_t size) {
  Value value;
  value.type = NumberType::I64;
  value.shape = {1};
  value.integers = {size};
  return value;
}

class Exporter {
public:
  explicit Exporter(snn::NetworkOp network)
      : network(network), dt(network.getDt().convertToDouble() / 1000.0) {}

  FailureOr<Graph> run() {
    graph.version = "1.0";
    graph.root.type = "NIRGraph";
    for (Operation &op : network.getBody().front())
      if (failed(addPlace(op)))
        return failure();
    for (auto projection : network.getBody().getOps<snn::ProjectionOp>())
      if (failed(addProjection(projection)))
        return failure();
    if (failed(addBiases()))
      return failure();
    for (Operation &op : network.getBody().front())
      addOutput(op);
    return std::move(graph);
  }

private:
  LogicalResult addPlace(Operation &op) {
    if (auto input = dyn_cast<snn::InputOp>(op)) {
      Node &node = addNode(input.getSymName().str(), "Input");
      node.params.emplace_back("shape", shapeValue(int64_t(input.getSize())));
      return success();
    }
    if (auto population = dyn_cast<snn::PopulationOp>(op))
      return addPopulation(population);
    if (isa<snn::ModulatorOp, snn::TrialOp>(op))
      return op.emitOpError("has no equivalent in NIR");
    return success();
  }

  Node &addNode(const std::string &name, const std::string &type) {
    Node node;
    node.name = name;
    while (!names.insert({node.name, 0}).second)
      node.name += "_";
    node.type = type;
    graph.root.nodes.push_back(std::move(node));
    return graph.root.nodes.back();
  }

  void connect(const std::string &from, const std::string &to) {
    graph.root.edges.emplace_back(from, to);
  }

  /// A parameter by neuron; the model's default where none is set.
  FailureOr<std::vector<double>> param(snn::PopulationOp population,
                                       snn::NeuronOp neuron, StringRef name,
                                       double missing) {
    auto declared = neuron.lookup<snn::ParamOp>(name);
    int64_t size = int64_t(population.getSize());
    if (!declared)
      return std::vector<double>(size_t(size), missing);
    DictionaryAttr given = population.getParamsAttr();
    Attribute value = given ? given.get(name) : Attribute();
    if (!value)
      value = declared.getValueAttr();
    auto reader = snn::numbersOf(value, {size}, blobs, population.getLoc(),
                                 "the values of parameter @" + name);
    if (failed(reader))
      return failure();
    std::vector<double> values;
    for (int64_t i = 0; i < size; ++i)
      values.push_back((*reader)[reader->isSplat() ? 0 : size_t(i)]);
    return values;
  }

  struct Model {
    StringRef name, type, tau;
    /// The model's decays are exp(-dt / tau).
    bool exact;
    /// Its input is not multiplied by the share of the decay: a gain of 1.
    bool unitGain;
    StringRef threshold;
  };

  /// Models with an equivalent; those of imported networks by the type of node
  /// that they begin with.
  static std::optional<Model> modelOf(StringRef name) {
    static const Model models[] = {
        {"lif_delta", "LIF", "tau_m", true, true, "v_th"},
        {"lif_cuba", "CubaLIF", "tau_m", true, false, "v_th"},
        {"leaky_integrator", "LI", "tau_m", true, true, ""},
        {"nir_lif", "LIF", "tau", false, false, "v_threshold"},
        {"nir_cubalif", "CubaLIF", "tau_mem", false, false, "v_threshold"},
        {"nir_li", "LI", "tau", false, false, ""},
        {"nir_cubali", "CubaLI", "tau_mem", false, false, ""},
        {"nir_if", "IF", "", false, false, "v_threshold"},
        {"nir_i", "I", "", false, false, ""},
        {"nir_threshold", "Threshold", "", false, false, "v_threshold"}};
    // "nir_lif_2" is one of several.
    StringRef stem = name;
    if (name.starts_with("nir_")) {
      StringRef number = name.rsplit('_').second;
      uint64_t ignored;
      if (!number.getAsInteger(10, ignored))
        stem = name.rsplit('_').first;
    }
    for (const Model &model : models)
      if (model.name == stem)
        return model;
    return std::nullopt;
  }

  LogicalResult addPopulation(snn::PopulationOp population) {
    snn::NeuronOp neuron = snn::resolveNeuron(population);
    auto model = modelOf(population.getNeuron());
    if (!neuron || !model)
      return population.emitOpError("is of @")
             << population.getNeuron()
             << ", which has no equivalent in NIR; lif_delta, lif_cuba, "
                "leaky_integrator and the models of imported networks have";
    if (population.getInitAttr())
      population.emitWarning("begins at values of its own, which NIR does not "
                             "store");
    int64_t size = int64_t(population.getSize());
    Node node;
    LogicalResult all = success();
    auto read = [&](StringRef name, double missing) {
      auto values = param(population, neuron, name, missing);
      if (failed(values))
        all = failure();
      return failed(values) ? std::vector<double>(size_t(size)) : *values;
    };
    auto add = [&](StringRef name, const std::vector<double> &values) {
      node.params.emplace_back(name.str(), numbers(values, {size}));
    };
    // Time constants in milliseconds as the Euler rule has them, in seconds.
    auto euler = [&](std::vector<double> taus) {
      for (double &tau : taus)
        tau =
            model->exact ? dt / -std::expm1(-dt * 1000.0 / tau) : tau / 1000.0;
      return taus;
    };
    auto overDt = [&](std::vector<double> taus) {
      for (double &tau : taus)
        tau /= dt;
      return taus;
    };
    std::vector<double> ones(size_t(size), 1.0), zeros(size_t(size), 0.0);
    bool current = model->type.starts_with("Cuba");
    if (current) {
      std::vector<double> tau = euler(read("tau_syn", dt * 1000.0));
      add("tau_syn", tau);
      add("w_in", model->exact ? overDt(tau) : read("w_in", 1.0));
    }
    if (!model->tau.empty()) {
      std::vector<double> tau = euler(read(model->tau, 20.0));
      add(current ? "tau_mem" : "tau", tau);
      add("r", model->unitGain ? overDt(tau) : read("r", 1.0));
      add("v_leak", read("v_leak", 0.0));
    } else if (model->type != "Threshold") {
      // Per millisecond in the model; without it each input counts as it is.
      std::vector<double> r = read("r", 0.001 / dt);
      for (double &value : r)
        value *= 1000.0;
      add("r", r);
    }
    if (model->type == "Threshold")
      add("threshold", read(model->threshold, 1.0));
    else if (!model->threshold.empty()) {
      add("v_threshold", read(model->threshold, 1.0));
      add("v_reset", read("v_reset", 0.0));
    }
    std::vector<double> bias = read("bias", 0.0);
    std::vector<double> later = read("feedback_bias", 0.0);
    if (failed(all))
      return failure();
    for (size_t i = 0; i < bias.size(); ++i)
      bias[i] += later[i];
    if (llvm::any_of(bias, [](double b) { return b != 0.0; }))
      biases[population.getSymName()] = bias;
    Node &made = addNode(population.getSymName().str(), model->type.str());
    made.params = std::move(node.params);
    return success();
  }

  LogicalResult addProjection(snn::ProjectionOp projection) {
    if (projection.getRule())
      return projection.emitOpError("learns, which NIR cannot say");
    int64_t sources = snn::sizeOf(snn::resolveSource(projection));
    int64_t targets = snn::sizeOf(snn::resolveTarget(projection));
    bool oneToOne = isa<snn::OneToOneAttr>(projection.getConnectivity());
    if (!oneToOne && sources > kMostWeights / targets)
      return projection.emitOpError("would be a matrix of ")
             << sources << " x " << targets << " weights; at most "
             << kMostWeights << " are written";
    // By delay in steps of the network.
    int64_t lead = int64_t(projection.getLead().value_or(0));
    std::map<int64_t, std::vector<double>> matrices;
    if (failed(snn::forEachSynapse(
            projection, blobs, [&](const snn::Synapse &synapse) {
              int64_t steps = int64_t(synapse.delay) - lead;
              auto &matrix = matrices[steps];
              matrix.resize(size_t(oneToOne ? sources : sources * targets));
              matrix[oneToOne ? synapse.source
                              : synapse.target * size_t(sources) +
                                    synapse.source] += synapse.weight;
            })))
      return failure();
    if (matrices.size() > kMostDelays)
      return projection.emitOpError("has ")
             << matrices.size() << " different delays; at most " << kMostDelays
             << " are written";
    bool around = projection.getSource() == projection.getTarget();
    for (auto &[steps, matrix] : matrices)
      addMatrix(projection, steps, std::move(matrix), oneToOne,
                // Recurrence is a step late without being told.
                around && steps == 1);
    return success();
  }

  void addMatrix(snn::ProjectionOp projection, int64_t steps,
                 std::vector<double> matrix, bool oneToOne, bool isLate) {
    int64_t sources = snn::sizeOf(snn::resolveSource(projection));
    int64_t targets = snn::sizeOf(snn::resolveTarget(projection));
    std::string from = projection.getSource().str(),
                to = projection.getTarget().str(),
                name = projection.getSymName().str();
    if (steps > 0 && !isLate) {
      Node &node = addNode(name + "_delay", "Delay");
      node.params.emplace_back(
          "delay",
          numbers(std::vector<double>(size_t(sources), double(steps) * dt),
                  {sources}));
      connect(from, node.name);
      from = node.name;
    }
    bool plain =
        oneToOne && llvm::all_of(matrix, [](double w) { return w == 1.0; });
    if (plain) {
      connect(from, to);
      return;
    }
    Node &node = addNode(name, oneToOne ? "Scale" : "Linear");
    node.params.emplace_back(
        oneToOne ? "scale" : "weight",
        oneToOne ? numbers(std::move(matrix), {sources})
                 : numbers(std::move(matrix), {targets, sources}));
    connect(from, node.name);
    connect(node.name, to);
    if (!oneToOne && !matrixOf.count(to))
      matrixOf[to] = graph.root.nodes.size() - 1;
  }

  /// A bias goes to a matrix that leads to the population.
  LogicalResult addBiases() {
    for (auto population : network.getBody().getOps<snn::PopulationOp>()) {
      auto bias = biases.find(population.getSymName());
      if (bias == biases.end())
        continue;
      auto matrix = matrixOf.find(population.getSymName());
      if (matrix == matrixOf.end())
        return population.emitOpError("has a bias and no projection whose "
                                      "matrix could carry it in NIR");
      Node &node = graph.root.nodes[matrix->second];
      node.type = "Affine";
      node.params.emplace_back(
          "bias", numbers(bias->second, {int64_t(bias->second.size())}));
    }
    return success();
  }

  void addOutput(Operation &op) {
    std::string population, name;
    if (auto output = dyn_cast<snn::OutputOp>(op)) {
      population = output.getPopulation().str();
      name = population + "_output";
    } else if (auto probe = dyn_cast<snn::ProbeOp>(op)) {
      // The value of a neuron that does not spike.
      auto source = network.lookupSymbol<snn::PopulationOp>(
          probe.getPopulationAttr().getAttr());
      snn::NeuronOp neuron =
          source ? snn::resolveNeuron(source) : snn::NeuronOp();
      auto model = source ? modelOf(source.getNeuron()) : std::nullopt;
      if (!neuron || !model || !model->threshold.empty() ||
          probe.getState().value_or("") != "v")
        return;
      population = probe.getPopulation().str();
      name = probe.getSymName().str();
    } else {
      return;
    }
    Node &node = addNode(name, "Output");
    node.params.emplace_back(
        "shape", shapeValue(snn::sizeOf(network.lookupSymbol(population))));
    connect(population, node.name);
  }

  snn::NetworkOp network;
  /// In seconds.
  const double dt;
  snn::BlobCache blobs;
  Graph graph;
  llvm::StringMap<char> names;
  llvm::StringMap<std::vector<double>> biases;
  /// By population, the node of a matrix.
  llvm::StringMap<size_t> matrixOf;
};

/// Is the network still what its graph was imported to?
bool isUnchanged(ModuleOp module, const Origin &origin, StringRef name) {
  MLIRContext *context = module.getContext();
  ScopedDiagnosticHandler quiet(context,
                                [](Diagnostic &) { return success(); });
  OwningOpRef<ModuleOp> again = importGraph(origin.graph, (name + ".nir").str(),
                                            origin.options, *context);
  return again && OperationEquivalence::isEquivalentTo(
                      module, *again, OperationEquivalence::IgnoreLocations);
}

} // namespace

FailureOr<Graph> exportNetwork(ModuleOp module) {
  SmallVector<snn::NetworkOp> networks(module.getOps<snn::NetworkOp>());
  if (networks.size() != 1)
    return module.emitError("holds ")
           << networks.size() << " networks; exactly one can be exported";
  snn::NetworkOp network = networks[0];
  if (Attribute attr = network->getAttr(kGraphAttr)) {
    auto origin = fromAttr(attr);
    if (origin && isUnchanged(module, *origin, network.getSymName()))
      return std::move(origin->graph);
    network.emitRemark("differs from the NIR graph that it was imported from; "
                       "the graph is made of its populations and projections");
  }
  return Exporter(network).run();
}

} // namespace snnc::nir
