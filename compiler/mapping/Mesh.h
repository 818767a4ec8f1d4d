//===- Mesh.h - Tiles on a mesh, and trees between them ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where tiles lie, and how the events of one reach others: along x, then along
// y, each link once (docs/chip.md). Functions of their arguments alone.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_MESH_H
#define SNNC_COMPILER_MAPPING_MESH_H

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// Places are numbered x + y * columns.
struct Mesh {
  uint32_t columns = 1, rows = 1;

  uint32_t size() const { return columns * rows; }
  uint32_t x(uint32_t place) const { return place % columns; }
  uint32_t y(uint32_t place) const { return place / columns; }
};

/// A place that a tree comes through: where it goes on (image::RouteBit).
struct Hop {
  uint32_t place = 0;
  uint8_t out = 0;
};

/// The tree from `home` to `to` (not empty, without `home`): its places, home
/// included, in ascending order.
std::vector<Hop> treeOf(const Mesh &mesh, uint32_t home,
                        const std::vector<uint32_t> &to);

/// Events that tile `from` sends to the tiles `to`, by their numbers.
struct Flow {
  uint32_t from = 0;
  std::vector<uint32_t> to;
  uint64_t events = 1;
};

/// Events times the links that they take, with tiles at these places.
uint64_t trafficOf(const Mesh &mesh, const Flow &flow,
                   const std::vector<uint32_t> &places);
uint64_t trafficOf(const Mesh &mesh, const std::vector<Flow> &flows,
                   const std::vector<uint32_t> &places);

/// Places for tiles so that there is little traffic; those given (not -1) stay.
/// The tiles fill a corner of the mesh, which must have room for all.
std::vector<uint32_t> arrange(const Mesh &mesh, const std::vector<Flow> &flows,
                              const std::vector<int64_t> &given, uint64_t seed);

/// Places in that corner as they come: what arrange() is to be measured by.
std::vector<uint32_t> scatter(const Mesh &mesh,
                              const std::vector<int64_t> &given, uint64_t seed);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_MESH_H
