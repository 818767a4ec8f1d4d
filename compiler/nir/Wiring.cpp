//===- Wiring.cpp - Populations and what joins them -----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Wiring.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace mlir;

namespace snnc::nir {

namespace {

using Edge = std::pair<size_t, size_t>;

class Wirer {
public:
  Wirer(const FlatGraph &graph, double stepsPerUnit, const Reporter &reporter)
      : graph(graph), stepsPerUnit(stepsPerUnit), reporter(reporter),
        values(graph.nodes.size()) {}

  FailureOr<Wiring> run() {
    walk();
    if (failed(evaluate()))
      return failure();
    // A place for each neuron and sum, in the order of the walk.
    for (size_t n : order) {
      const FlatNode &node = graph.nodes[n];
      bool summed = std::binary_search(sums.begin(), sums.end(), n);
      if (isNeuron(node.type) || summed)
        wiring.places.push_back({n, gather(n)});
      else if (node.type == NodeType::Output)
        addOutput(n);
    }
    return std::move(wiring);
  }

private:
  /// Does everything that passes the node take a step at least?
  bool delays(size_t n) {
    const FlatNode &node = graph.nodes[n];
    if (node.type != NodeType::Delay)
      return false;
    const Value *delay = node.node->param("delay");
    if (delay && delay->kind != Value::Kind::Numbers)
      return false;
    for (size_t i = 0; i < (delay ? delay->size() : 0); ++i)
      if (!(delay->real(i) * stepsPerUnit >= 0.5))
        return false;
    return delay && delay->size() > 0;
  }

  /// Depth first, from the inputs: which edges lead back, and the order in
  /// which nodes are done, reversed.
  void walk() {
    enum : uint8_t { New, Open, Done };
    std::vector<uint8_t> state(graph.nodes.size(), New);
    std::vector<uint8_t> held(graph.nodes.size());
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      held[n] = delays(n);
    auto from = [&](size_t start) {
      if (state[start] != New)
        return;
      std::vector<std::pair<size_t, size_t>> stack = {{start, 0}};
      state[start] = Open;
      while (!stack.empty()) {
        auto &[n, next] = stack.back();
        const auto &targets = graph.nodes[n].targets;
        if (held[n] || next == targets.size()) {
          state[n] = Done;
          order.push_back(n);
          stack.pop_back();
          continue;
        }
        size_t target = targets[next++];
        if (state[target] == Open)
          back.insert({n, target});
        if (state[target] == New) {
          state[target] = Open;
          stack.push_back({target, 0});
        }
      }
    };
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      if (graph.nodes[n].type == NodeType::Input)
        from(n);
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      if (graph.nodes[n].sources.empty())
        from(n);
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      if (held[n])
        for (size_t target : graph.nodes[n].targets)
          from(target);
    for (size_t n = 0; n < graph.nodes.size(); ++n)
      from(n);
    std::reverse(order.begin(), order.end());
  }

  bool isSource(size_t n) {
    NodeType type = graph.nodes[n].type;
    return isNeuron(type) || type == NodeType::Input;
  }

  /// Values of all nodes that are no sources, each after what leads to it.
  LogicalResult evaluate() {
    std::vector<size_t> missing(graph.nodes.size(), 0), ready;
    for (size_t n = 0; n < graph.nodes.size(); ++n) {
      if (isSource(n)) {
        values[n] = identity(n, false, graph.nodes[n].outputs());
        continue;
      }
      for (size_t source : graph.nodes[n].sources)
        missing[n] += !isSource(source);
      if (!missing[n])
        ready.push_back(n);
    }
    size_t left = llvm::count_if(llvm::seq<size_t>(0, graph.nodes.size()),
                                 [&](size_t n) { return !isSource(n); });
    while (!ready.empty()) {
      size_t n = ready.back();
      ready.pop_back();
      --left;
      if (failed(evaluate(n)))
        return failure();
      missing[n] = graph.nodes.size() + 1;
      for (size_t target : graph.nodes[n].targets)
        if (!isSource(target) && --missing[target] == 0)
          ready.push_back(target);
    }
    if (!left)
      return success();
    return reportLoop(missing);
  }

  LogicalResult evaluate(size_t n) {
    const FlatNode &node = graph.nodes[n];
    Expression input = gather(n);
    if (input.terms() > budget.terms)
      return reporter.error(node.path)
             << "needs more synapses, with the nodes before it, than can be "
                "multiplied out";
    if (node.type == NodeType::Output)
      return success();
    if (node.type == NodeType::Delay &&
        !(input.bias.empty() && input.feedbackBias.empty())) {
      // A bias is not there before the delay has passed.
      sums.insert(std::upper_bound(sums.begin(), sums.end(), n), n);
      input = identity(n, false, node.inputs());
    }
    auto value = apply(node, input, stepsPerUnit, budget, reporter);
    if (failed(value))
      return failure();
    values[n] = std::move(*value);
    return success();
  }

  /// Nodes that wait for each other.
  LogicalResult reportLoop(ArrayRef<size_t> missing) {
    auto waits = [&](size_t n) {
      return !isSource(n) && missing[n] > 0 && missing[n] <= graph.nodes.size();
    };
    size_t n = 0;
    while (!waits(n))
      ++n;
    // Back along what is waited for, until a node comes again.
    std::vector<size_t> path;
    while (llvm::find(path, n) == path.end()) {
      path.push_back(n);
      n = *llvm::find_if(graph.nodes[n].sources, waits);
    }
    InFlightDiagnostic diag = reporter.error(graph.nodes[n].path)
                              << "is in a cycle without a neuron, whose values "
                                 "would depend on themselves:";
    for (auto at = llvm::find(path, n); at != path.end(); ++at)
      diag << " '" << graph.nodes[*at].name << "' <-";
    return diag << " '" << graph.nodes[n].name << "'";
  }

  Expression gather(size_t n) {
    Expression sum;
    for (size_t source : graph.nodes[n].sources) {
      if (!back.count({source, n})) {
        add(sum, values[source]);
        continue;
      }
      Expression late;
      for (auto &[key, rows] : values[source].parts)
        add(late, partOf({key.first, true}, rows));
      late.feedbackBias = values[source].feedbackBias;
      add(sum, late);
      late = {};
      late.feedbackBias = values[source].bias;
      add(sum, late);
    }
    return sum;
  }

  static Expression partOf(std::pair<size_t, bool> key, const Rows &rows) {
    Expression part;
    part.parts[key] = rows;
    return part;
  }

  void addOutput(size_t n) {
    Expression input = gather(n);
    if (input.parts.size() == 1 && input.bias.empty() &&
        input.feedbackBias.empty()) {
      auto &[key, rows] = *input.parts.begin();
      const FlatNode &source = graph.nodes[key.first];
      bool same = isNeuron(source.type) && !key.second &&
                  int64_t(rows.size()) == source.outputs();
      for (size_t i = 0; i < rows.size() && same; ++i)
        same = rows[i].size() == 1 && rows[i][0].source == i &&
               rows[i][0].delay == 0 && rows[i][0].weight == 1.0;
      if (same) {
        wiring.outputs[n] = key.first;
        return;
      }
    }
    wiring.outputs[n] = n;
    wiring.places.push_back({n, std::move(input)});
  }

  const FlatGraph &graph;
  const double stepsPerUnit;
  const Reporter &reporter;
  Budget budget;
  std::vector<Expression> values;
  std::vector<size_t> order, sums;
  llvm::DenseSet<Edge> back;
  Wiring wiring;
};

} // namespace

FailureOr<Wiring> wire(const FlatGraph &graph, double stepsPerUnit,
                       const Reporter &reporter) {
  return Wirer(graph, stepsPerUnit, reporter).run();
}

} // namespace snnc::nir
