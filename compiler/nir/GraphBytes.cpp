//===- GraphBytes.cpp - A graph as bytes ----------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Hdf5Guard.h"

#include "image/Bytes.h"

namespace snnc::nir {

using image::ByteReader;
using image::ByteWriter;

namespace {

void write(ByteWriter &w, const Value &value) {
  w.number(static_cast<uint8_t>(value.kind));
  w.number(static_cast<uint8_t>(value.type));
  w.list(value.shape);
  w.list(value.reals);
  w.list(value.integers);
  w.number<uint64_t>(value.texts.size());
  for (const std::string &text : value.texts)
    w.text(text);
  w.number<uint64_t>(value.members.size());
  for (const auto &[key, member] : value.members) {
    w.text(key);
    write(w, member);
  }
}

void write(ByteWriter &w, const Node &node) {
  w.text(node.name);
  w.text(node.type);
  w.number<uint64_t>(node.params.size());
  for (const auto &[key, value] : node.params) {
    w.text(key);
    write(w, value);
  }
  w.number<uint64_t>(node.nodes.size());
  for (const Node &inner : node.nodes)
    write(w, inner);
  w.number<uint64_t>(node.edges.size());
  for (const auto &[from, to] : node.edges) {
    w.text(from);
    w.text(to);
  }
}

/// Deeper than any graph that the reader makes.
constexpr int kMostLevels = 2 * kMostDepth + 2;

void checkLevel(int level) {
  if (level > kMostLevels)
    throw Error("nested too deeply");
}

Value readValue(ByteReader &r, int level) {
  checkLevel(level);
  Value value;
  value.kind = static_cast<Value::Kind>(r.number<uint8_t>());
  value.type = static_cast<NumberType>(r.number<uint8_t>());
  if (value.kind > Value::Kind::Group || value.type > NumberType::U64)
    throw Error("a value of no kind");
  value.shape = r.list<int64_t>();
  value.reals = r.list<double>();
  value.integers = r.list<int64_t>();
  for (uint64_t n = r.count(8); n > 0; --n)
    value.texts.push_back(r.text());
  for (uint64_t n = r.count(8); n > 0; --n) {
    std::string key = r.text();
    value.members.emplace_back(std::move(key), readValue(r, level + 1));
  }
  return value;
}

Node readNode(ByteReader &r, int level) {
  checkLevel(level);
  Node node;
  node.name = r.text();
  node.type = r.text();
  for (uint64_t n = r.count(8); n > 0; --n) {
    std::string key = r.text();
    node.params.emplace_back(std::move(key), readValue(r, level + 1));
  }
  for (uint64_t n = r.count(8); n > 0; --n)
    node.nodes.push_back(readNode(r, level + 1));
  for (uint64_t n = r.count(16); n > 0; --n) {
    std::string from = r.text();
    node.edges.emplace_back(std::move(from), r.text());
  }
  return node;
}

} // namespace

std::vector<uint8_t> toBytes(const Graph &graph) {
  ByteWriter w;
  w.text(graph.version);
  write(w, graph.root);
  return std::move(w.bytes);
}

Graph fromBytes(const std::vector<uint8_t> &bytes) {
  ByteReader r(bytes.data(), bytes.size(), "graph");
  Graph graph;
  graph.version = r.text();
  graph.root = readNode(r, 0);
  r.finish();
  return graph;
}

} // namespace snnc::nir
