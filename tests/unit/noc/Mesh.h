//===- Mesh.h - The network of a chip, a cycle at a time --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NOC_MESH_H
#define SNNC_TESTS_UNIT_NOC_MESH_H

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace snnc::noc {

// The target that the mesh is Verilated for (targets/medium.json).
constexpr uint32_t kColumns = 4;
constexpr uint32_t kRows = 4;
constexpr uint32_t kTiles = kColumns * kRows;
constexpr uint32_t kSources = 256;
constexpr uint32_t kIndices = 4096;

/// Bits of a route.
enum RouteBit : uint8_t {
  kEast = 1,
  kWest = 2,
  kNorth = 4,
  kSouth = 8,
  kHere = 16
};

struct Flit {
  uint32_t source = 0;
  uint32_t index = 0;
  uint32_t payload = 0;

  bool operator==(const Flit &other) const {
    return source == other.source && index == other.index &&
           payload == other.payload;
  }
};

/// snnc_mesh. What tiles offer and take is set before a cycle; what the network
/// offers and takes in the next one can be read after it.
class Mesh {
public:
  Mesh();
  ~Mesh();
  Mesh(const Mesh &) = delete;
  Mesh &operator=(const Mesh &) = delete;

  void reset();
  void setRoute(uint32_t tile, uint32_t source, uint8_t route);
  uint8_t route(uint32_t tile, uint32_t source);

  /// An event that a tile offers from now on, or none.
  void offer(uint32_t tile, const std::optional<Flit> &flit);
  /// Whether the network takes it in this cycle.
  bool takes(uint32_t tile) const;
  void setReady(uint32_t tile, bool ready);
  /// What the network offers to a tile in this cycle.
  std::optional<Flit> arrival(uint32_t tile) const;
  /// Ends this cycle.
  void cycle();

  bool error(uint32_t tile) const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};

} // namespace snnc::noc

#endif // SNNC_TESTS_UNIT_NOC_MESH_H
