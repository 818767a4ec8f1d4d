//===- Parts.h - Barrier, spine and event tree of a chip --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_FABRIC_PARTS_H
#define SNNC_TESTS_UNIT_FABRIC_PARTS_H

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>

namespace snnc::fabric {

struct Status {
  bool idle = true;
  bool delivered = false;
  bool learned = false;
  bool halt = false;
  bool learns = false;
  uint8_t driven = 0;
  uint32_t balance = 0;
  uint32_t sum = 0;
};

struct Control {
  bool start = false;
  bool learn = false;
  bool finish = false;
  bool giveUp = false;
  uint32_t sumIndex = 0;
  bool joinSum = false;
  uint32_t joinIndex = 0;
  uint32_t joinValue = 0;
};

struct Barrier {
  bool busy = false;
  bool halted = false;
  bool stepDone = false;
  bool delivering = false;
  bool learning = false;
};

struct Request {
  bool write = false;
  bool broadcast = false;
  uint32_t tile = 0;
  uint32_t addr = 0;
  uint32_t data = 0;
};

struct Answer {
  bool error = false;
  uint32_t data = 0;
};

/// What reaches the table of routes of a tile.
struct RouteAccess {
  bool write = false;
  uint32_t source = 0;
  uint32_t data = 0;
};

struct Event {
  uint32_t tile = 0;
  uint32_t group = 0;
  uint32_t physical = 0;
  uint32_t payload = 0;

  bool operator==(const Event &other) const {
    return tile == other.tile && group == other.group &&
           physical == other.physical && payload == other.payload;
  }
};

/// Sizes of meshes that the parts are Verilated for.
struct Mesh {
  uint32_t columns = 1;
  uint32_t rows = 1;

  uint32_t tiles() const { return columns * rows; }
  /// Links from the root to a tile, and to the furthest.
  uint32_t hops(uint32_t tile) const { return tile % columns + tile / columns; }
  uint32_t depth() const { return columns - 1 + rows - 1; }
};

inline std::ostream &operator<<(std::ostream &os, const Mesh &mesh) {
  return os << mesh.columns << "x" << mesh.rows;
}

constexpr Mesh kMeshes[] = {{1, 1}, {2, 2}, {4, 4}, {8, 1}, {1, 8}, {16, 16}};

/// The parts, a cycle at a time: set what goes in, `settle`, look at what comes
/// out in this cycle, end the cycle.
class Parts {
public:
  virtual ~Parts() = default;

  virtual void reset() = 0;
  virtual void settle() = 0;
  virtual void cycle() = 0;

  virtual void setStart(bool start) = 0;
  virtual void setStatus(uint32_t tile, const Status &status) = 0;
  virtual Control control(uint32_t tile) const = 0;
  virtual Barrier barrier() const = 0;

  virtual void setSpineBusy(bool busy) = 0;
  virtual void setRequest(const std::optional<Request> &request) = 0;
  virtual std::optional<Answer> answer() const = 0;
  /// The request that a tile gets; neither `tile` nor `broadcast` is told.
  virtual std::optional<Request> tileRequest(uint32_t tile) const = 0;
  virtual void setTileAnswer(uint32_t tile,
                             const std::optional<Answer> &answer) = 0;
  virtual std::optional<RouteAccess> routeAccess(uint32_t tile) const = 0;
  virtual void setRouteData(uint32_t tile, uint32_t data) = 0;

  virtual void offer(uint32_t tile, const std::optional<Event> &event) = 0;
  virtual bool takes(uint32_t tile) const = 0;
  virtual void setHostReady(bool ready) = 0;
  virtual std::optional<Event> event() const = 0;
  virtual bool empty() const = 0;
};

/// For one of kMeshes, out of reset.
std::unique_ptr<Parts> makeParts(const Mesh &mesh);

} // namespace snnc::fabric

#endif // SNNC_TESTS_UNIT_FABRIC_PARTS_H
