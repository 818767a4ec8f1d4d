//===- ImportTest.cpp - Networks of graphs, whole and senseless -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Import.h"
#include "compiler/nir/Export.h"
#include "compiler/nir/Hdf5Guard.h"
#include "compiler/nir/Profiles.h"
#include "dialects/snn/Snn.h"
#include "tests/unit/nir/SomeGraph.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace mlir;

namespace snnc::nir {
namespace {

struct Imported {
  explicit Imported(const Graph &graph, const ImportOptions &options = {})
      : handler(&context, [this](Diagnostic &d) {
          errors += d.getSeverity() == DiagnosticSeverity::Error;
          return success();
        }) {
    module = importGraph(graph, "some.nir", options, context);
  }
  MLIRContext context;
  unsigned errors = 0;
  ScopedDiagnosticHandler handler;
  OwningOpRef<ModuleOp> module;
};

TEST(NirImport, EveryProfile) {
  for (const Profile &profile : profiles()) {
    ImportOptions options;
    options.profile = profile.name;
    options.dt = 1e-4;
    options.unit = "s";
    Imported result(someGraph(), options);
    ASSERT_TRUE(result.module) << profile.name;
    EXPECT_EQ(result.errors, 0u) << profile.name;
    auto network = *result.module->getOps<snn::NetworkOp>().begin();
    EXPECT_TRUE(network.lookupSymbol<snn::PopulationOp>("layer.lif"));
    EXPECT_TRUE(network.lookupSymbol<snn::PopulationOp>("li"));
  }
}

TEST(NirImport, ExportIsTheSameGraph) {
  ImportOptions options;
  options.keepGraph = true;
  Imported result(someGraph(), options);
  ASSERT_TRUE(result.module);
  auto graph = exportNetwork(*result.module);
  ASSERT_TRUE(succeeded(graph));
  EXPECT_EQ(toBytes(*graph), toBytes(someGraph()));
}

/// All values of a graph, and all graphs in it.
void collect(Node &node, std::vector<Value *> &values,
             std::vector<Node *> &nodes) {
  nodes.push_back(&node);
  for (auto &[key, value] : node.params)
    values.push_back(&value);
  for (Node &inner : node.nodes)
    collect(inner, values, nodes);
}

/// One or two changes that no framework makes: a network or errors, and no
/// network without one.
TEST(NirImport, SenselessGraphs) {
  std::mt19937 random(11);
  const double odd[] = {
      0.0,    -1.0,         1e300,
      1e-300, 1e9,          -1e9,
      0.5,    std::nan(""), std::numeric_limits<double>::infinity()};
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    Graph graph = someGraph();
    for (int change = 0; change <= i % 2; ++change) {
      std::vector<Value *> values;
      std::vector<Node *> nodes;
      collect(graph.root, values, nodes);
      Value &value = *values[random() % values.size()];
      Node &node = *nodes[random() % nodes.size()];
      switch (random() % 9) {
      case 0:
        value = reals({odd[random() % std::size(odd)]}, {});
        break;
      case 1:
        value = text("odd");
        break;
      case 2:
        value = reals({}, {0});
        break;
      case 3:
        if (!value.reals.empty())
          value.reals[random() % value.reals.size()] =
              odd[random() % std::size(odd)];
        break;
      case 4:
        if (!value.integers.empty())
          value.integers[0] = int64_t(random()) - (1 << 30);
        break;
      case 5:
        if (!node.params.empty())
          node.params.erase(node.params.begin());
        break;
      case 6:
        node.type = nodes[random() % nodes.size()]->type;
        break;
      case 7:
        if (!node.edges.empty())
          std::swap(node.edges[random() % node.edges.size()].first,
                    node.edges[random() % node.edges.size()].second);
        break;
      default:
        value = integers(std::vector<int64_t>(random() % 50, 3),
                         {int64_t(value.size())});
        value.shape = {int64_t(value.integers.size())};
      }
    }
    Imported result(graph);
    EXPECT_NE(bool(result.module), result.errors > 0) << i;
    refused += !result.module;
  }
  EXPECT_GT(refused, 100);
}

} // namespace
} // namespace snnc::nir
