//===- FlatGraph.h - A NIR graph without graphs inside ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes of nested graphs get the names of their graphs in front, and shapes are
// inferred; what is wrong with nodes and edges is said here.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_FLATGRAPH_H
#define SNNC_COMPILER_NIR_FLATGRAPH_H

#include "compiler/nir/Graph.h"
#include "compiler/nir/Reporter.h"

#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace snnc::nir {

enum class NodeType {
  Input,
  Output,
  /// Input or output of a nested graph.
  Port,
  Linear,
  Affine,
  Scale,
  Conv1d,
  Conv2d,
  SumPool2d,
  AvgPool2d,
  Flatten,
  Delay,
  Threshold,
  I,
  IF,
  LI,
  LIF,
  CubaLI,
  CubaLIF,
};

std::optional<NodeType> typeNamed(llvm::StringRef name);
/// Has it a state, or a nonlinearity?
constexpr bool isNeuron(NodeType type) { return type >= NodeType::Threshold; }
constexpr bool hasCurrent(NodeType type) { return type >= NodeType::CubaLI; }
constexpr bool spikes(NodeType type) {
  return type == NodeType::Threshold || type == NodeType::IF ||
         type == NodeType::LIF || type == NodeType::CubaLIF;
}

/// Like a tensor's: row-major, the first dimension slowest.
using Shape = llvm::SmallVector<int64_t, 4>;
int64_t sizeOf(llvm::ArrayRef<int64_t> shape);

struct FlatNode {
  const Node *node = nullptr;
  NodeType type = NodeType::Port;
  /// "graph.node"; "/node/nodes/graph/nodes/node".
  std::string name, path;
  std::optional<Shape> in, out;
  /// In the order of the file's edges.
  llvm::SmallVector<size_t, 2> sources, targets;

  int64_t inputs() const { return sizeOf(*in); }
  int64_t outputs() const { return sizeOf(*out); }
};

struct FlatGraph {
  std::vector<FlatNode> nodes;
};

mlir::FailureOr<FlatGraph> flatten(const Graph &graph,
                                   const Reporter &reporter);

/// The numbers of a parameter, finite, at least one; a diagnostic otherwise.
mlir::FailureOr<std::vector<double>> numbersOf(const FlatNode &node,
                                               llvm::StringRef param,
                                               const Reporter &reporter);
/// The same, as whole numbers, `count` of them; one stands for all.
mlir::FailureOr<Shape> integersOf(const FlatNode &node, llvm::StringRef param,
                                  size_t count, const Reporter &reporter);
/// Is there such a parameter, with a value?
bool hasParam(const FlatNode &node, llvm::StringRef param);

/// A convolution or a pooling: the window's geometry, of one or two dimensions
/// (the first is then 1).
struct Window {
  int64_t channels = 1, height = 1, width = 1;
  int64_t kernel[2] = {1, 1}, stride[2] = {1, 1}, dilation[2] = {1, 1};
  /// Before the first row and column, and all.
  int64_t before[2] = {0, 0}, padding[2] = {0, 0};
  int64_t outputs = 1, groups = 1, outHeight = 1, outWidth = 1;
};
/// With the input's shape known.
mlir::FailureOr<Window> windowOf(const FlatNode &node,
                                 const Reporter &reporter);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_FLATGRAPH_H
