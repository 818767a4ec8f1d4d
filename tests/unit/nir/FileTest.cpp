//===- FileTest.cpp - NIR files out, in, and damaged ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Hdf5Guard.h"
#include "tests/unit/Errors.h"
#include "tests/unit/nir/SomeGraph.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

namespace snnc::nir {
namespace {

std::string temporary(const std::string &name) {
  return (std::filesystem::path(::testing::TempDir()) /
          (std::to_string(::getpid()) + name))
      .string();
}

/// The order of nodes and members in a file is that of their names.
TEST(NirFile, WrittenAndRead) {
  std::string path = temporary("some.nir");
  Graph graph = someGraph();
  writeGraph(graph, path);
  Graph here = readGraphHere(path);
  EXPECT_EQ(toBytes(readGraph(path)), toBytes(here));
  EXPECT_EQ(here.version, graph.version);
  ASSERT_EQ(here.root.nodes.size(), graph.root.nodes.size());
  for (size_t i = 0; i < here.root.nodes.size(); ++i) {
    const Node &a = here.root.nodes[i], &b = graph.root.nodes[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.type, b.type);
    EXPECT_EQ(a.edges, b.edges);
    for (const auto &[key, value] : b.params) {
      const Value *read = a.param(key);
      ASSERT_TRUE(read) << key;
      EXPECT_EQ(read->kind, value.kind);
      EXPECT_EQ(read->type, value.type);
      EXPECT_EQ(read->shape, value.shape);
      EXPECT_EQ(read->reals, value.reals);
      EXPECT_EQ(read->integers, value.integers);
      EXPECT_EQ(read->texts, value.texts);
    }
  }
  EXPECT_EQ(here.root.edges, graph.root.edges);
  ASSERT_TRUE(here.root.param("metadata"));
  EXPECT_EQ(here.root.param("metadata")->member("author")->texts,
            std::vector<std::string>{"someone"});
  std::filesystem::remove(path);
}

TEST(NirFile, BytesAreOneGraphOrNone) {
  std::vector<uint8_t> bytes = toBytes(someGraph());
  EXPECT_EQ(toBytes(fromBytes(bytes)), bytes);
  for (size_t size = 0; size < bytes.size(); size += 1 + size / 16) {
    std::vector<uint8_t> part(bytes.begin(), bytes.begin() + long(size));
    EXPECT_NE(testing::errorOf([&] { fromBytes(part); }), "") << size;
  }
}

/// Damaged anywhere, a file is a graph or one error that names it.
TEST(NirFile, DamagedFiles) {
  std::string path = temporary("damaged.nir");
  writeGraph(someGraph(), path);
  std::ifstream in(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), {});
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    std::string bad = good;
    if (i % 3 == 0)
      bad.resize(bad.size() * size_t(i) / 60);
    else
      for (int k = 0; k < 1 + i % 20; ++k)
        bad[random() % bad.size()] = char(random());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bad;
    std::string error = testing::errorOf([&] { readGraph(path); });
    EXPECT_TRUE(error.empty() || error.rfind(path, 0) == 0) << error;
  }
  std::filesystem::remove(path);
}

} // namespace
} // namespace snnc::nir
