//===- SomeGraph.cpp - A graph with something of everything ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/nir/SomeGraph.h"

namespace snnc::nir {

Value reals(std::vector<double> values, std::vector<int64_t> shape,
            NumberType type) {
  Value value;
  value.type = type;
  value.shape = std::move(shape);
  value.reals = std::move(values);
  return value;
}

Value integers(std::vector<int64_t> values, std::vector<int64_t> shape) {
  Value value;
  value.type = NumberType::I64;
  value.shape = std::move(shape);
  value.integers = std::move(values);
  return value;
}

Value text(const std::string &of) {
  Value value;
  value.kind = Value::Kind::Texts;
  value.texts = {of};
  return value;
}

static Node node(const std::string &name, const std::string &type,
                 std::vector<std::pair<std::string, Value>> params) {
  Node made;
  made.name = name;
  made.type = type;
  made.params = std::move(params);
  return made;
}

static Value all(double value, int64_t size) {
  return reals(std::vector<double>(size_t(size), value), {size});
}

static Node layer(int64_t size) {
  Node graph = node("layer", "NIRGraph", {});
  graph.nodes = {
      node("input", "Input", {{"shape", integers({size}, {1})}}),
      node("lif", "CubaLIF",
           {{"tau_syn", all(2e-4, size)},
            {"tau_mem", all(1e-3, size)},
            {"r", all(10.0, size)},
            {"v_leak", all(0.1, size)},
            {"v_threshold", all(1.0, size)},
            {"v_reset", all(0.0, size)},
            {"w_in", all(2.0, size)}}),
      node("output", "Output", {{"shape", integers({size}, {1})}}),
      node("w_rec", "Affine",
           {{"weight", reals(std::vector<double>(size_t(size * size), -0.25),
                             {size, size}, NumberType::F32)},
            {"bias", all(0.05, size)}})};
  graph.edges = {
      {"input", "lif"}, {"lif", "w_rec"}, {"w_rec", "lif"}, {"lif", "output"}};
  return graph;
}

Graph someGraph() {
  Graph graph;
  graph.version = "1.0";
  graph.root.name = "node";
  graph.root.type = "NIRGraph";
  graph.root.nodes = {
      node("conv", "Conv2d",
           {{"input_shape", integers({4, 4}, {2})},
            {"weight", reals(std::vector<double>(18, 0.5), {2, 1, 3, 3})},
            {"stride", integers({1, 1}, {2})},
            {"padding", text("same")},
            {"dilation", integers({1, 1}, {2})},
            {"groups", integers({1}, {})},
            {"bias", all(0.0, 2)}}),
      node("delay", "Delay", {{"delay", all(1e-4, 4)}}),
      node("fc", "Linear",
           {{"weight", reals(std::vector<double>(32, 0.25), {4, 8})}}),
      node("flat", "Flatten",
           {{"start_dim", integers({0}, {})}, {"end_dim", integers({-1}, {})}}),
      node("input", "Input", {{"shape", integers({1, 4, 4}, {3})}}),
      layer(4),
      node("li", "LI",
           {{"tau", all(1e-3, 4)},
            {"r", all(10.0, 4)},
            {"v_leak", all(0.0, 4)}}),
      node("output", "Output", {{"shape", integers({4}, {1})}}),
      node("pool", "AvgPool2d",
           {{"kernel_size", integers({2, 2}, {2})},
            {"stride", integers({2, 2}, {2})},
            {"padding", integers({0, 0}, {2})}})};
  graph.root.edges = {{"input", "conv"}, {"conv", "pool"}, {"pool", "flat"},
                      {"flat", "fc"},    {"fc", "delay"},  {"delay", "layer"},
                      {"layer", "li"},   {"li", "output"}};
  Value metadata;
  metadata.kind = Value::Kind::Group;
  metadata.members = {{"author", text("someone")}};
  graph.root.params = {{"metadata", metadata}};
  return graph;
}

} // namespace snnc::nir
