//===- Graph.h - A NIR graph as its file has it -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// J. E. Pedersen et al., "Neuromorphic intermediate representation: a unified
// instruction set for interoperable brain-inspired computing", Nature
// Communications 15, 2024.
//
// Library: SnncNirFile.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_GRAPH_H
#define SNNC_COMPILER_NIR_GRAPH_H

#include "image/Error.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace snnc::nir {

/// A fault of a file: `where` is "model.nir:/node/nodes/lif".
class FileError : public Error {
public:
  FileError(std::string where, std::string text)
      : Error(where + ": " + text), where(std::move(where)),
        text(std::move(text)) {}
  const std::string where, text;
};

/// How numbers are stored.
enum class NumberType : uint8_t {
  F32,
  F64,
  I8,
  I16,
  I32,
  I64,
  U8,
  U16,
  U32,
  U64
};
constexpr bool isReal(NumberType type) { return type <= NumberType::F64; }

/// Numbers of any rank (0: one), texts (edges, types), or named values.
struct Value {
  enum class Kind : uint8_t { Numbers, Texts, Group } kind = Kind::Numbers;
  NumberType type = NumberType::F64;
  std::vector<int64_t> shape;
  /// Of real types; of integers.
  std::vector<double> reals;
  std::vector<int64_t> integers;
  std::vector<std::string> texts;
  std::vector<std::pair<std::string, Value>> members;

  size_t size() const {
    return kind == Kind::Texts ? texts.size()
           : isReal(type)      ? reals.size()
                               : integers.size();
  }
  double real(size_t i) const {
    return isReal(type) ? reals[i] : static_cast<double>(integers[i]);
  }
  /// Null if there is none.
  const Value *member(const std::string &name) const {
    for (const auto &[key, value] : members)
      if (key == name)
        return &value;
    return nullptr;
  }
};

/// A node; a graph is a node of type NIRGraph.
struct Node {
  std::string name, type;
  /// Without type, nodes and edges.
  std::vector<std::pair<std::string, Value>> params;
  // Of graphs.
  std::vector<Node> nodes;
  std::vector<std::pair<std::string, std::string>> edges;

  const Value *param(const std::string &key) const {
    for (const auto &[name, value] : params)
      if (name == key)
        return &value;
    return nullptr;
  }
  bool isGraph() const { return type == "NIRGraph"; }
};

struct Graph {
  /// Of the library that wrote the file.
  std::string version;
  Node root;
};

/// Reads a file of unknown origin. Throws FileError; memory is bounded by
/// kMostElements, whatever the file says.
Graph readGraph(const std::string &path);
/// Writes it as the reference library does. Throws snnc::Error.
void writeGraph(const Graph &graph, const std::string &path);

/// Numbers of all datasets of a file together.
constexpr uint64_t kMostElements = 1 << 26;
/// Graphs within graphs.
constexpr int kMostDepth = 16;
/// Groups and datasets of a file.
constexpr uint64_t kMostObjects = 1 << 17;

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_GRAPH_H
