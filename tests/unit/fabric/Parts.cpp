//===- Parts.cpp - Barrier, spine and event tree of a chip ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/fabric/Parts.h"

#include "sim/Coverage.h"
#include "tests/unit/fabric/Ports.h"

#include "VFabric16x16.h"
#include "VFabric1x1.h"
#include "VFabric1x8.h"
#include "VFabric2x2.h"
#include "VFabric4x4.h"
#include "VFabric8x1.h"

#include <stdexcept>

namespace snnc::fabric {
namespace {

// Fields of the structs of snnc_chip_pkg, from the low end.
constexpr uint32_t kStatusBits = 77;
constexpr uint32_t kControlBits = 43;
constexpr uint32_t kRouteBits = 5;

template <typename Top> class PartsOf : public Parts {
public:
  PartsOf(uint32_t tiles) : tiles(tiles) {
    while ((uint32_t(1) << tileBits) < tiles)
      ++tileBits;
    reset();
  }
  ~PartsOf() override {
    top.final();
    sim::writeCoverage(context);
  }

  void reset() override {
    setStart(false);
    setSpineBusy(false);
    setRequest(std::nullopt);
    setHostReady(false);
    for (uint32_t tile = 0; tile < tiles; ++tile) {
      setStatus(tile, Status());
      setTileAnswer(tile, std::nullopt);
      setRouteData(tile, 0);
      offer(tile, std::nullopt);
    }
    top.rst_ni = 0;
    for (int i = 0; i < 3; ++i)
      cycle();
    top.rst_ni = 1;
    settle();
  }

  void settle() override {
    top.clk_i = 0;
    top.eval();
  }

  void cycle() override {
    settle();
    top.clk_i = 1;
    top.eval();
  }

  void setStart(bool start) override { top.start_i = start; }

  void setStatus(uint32_t tile, const Status &status) override {
    uint32_t at = tile * kStatusBits;
    setBits(top.status_i, at, 32, status.sum);
    setBits(top.status_i, at + 32, 32, status.balance);
    setBits(top.status_i, at + 64, 8, status.driven);
    setBits(top.status_i, at + 72, 1, status.learns);
    setBits(top.status_i, at + 73, 1, status.halt);
    setBits(top.status_i, at + 74, 1, status.learned);
    setBits(top.status_i, at + 75, 1, status.delivered);
    setBits(top.status_i, at + 76, 1, status.idle);
  }

  Control control(uint32_t tile) const override {
    uint64_t bits = getBits(top.control_o, tile * kControlBits, kControlBits);
    Control control;
    control.joinValue = uint32_t(bits);
    control.joinIndex = bits >> 32 & 7;
    control.joinSum = bits >> 35 & 1;
    control.sumIndex = bits >> 36 & 7;
    control.giveUp = bits >> 39 & 1;
    control.finish = bits >> 40 & 1;
    control.learn = bits >> 41 & 1;
    control.start = bits >> 42 & 1;
    return control;
  }

  Barrier barrier() const override {
    return {bool(top.busy_o), bool(top.halted_o), bool(top.step_done_o),
            bool(top.delivering_o), bool(top.learning_o)};
  }

  void setSpineBusy(bool busy) override { top.spine_busy_i = busy; }

  void setRequest(const std::optional<Request> &request) override {
    Request r = request.value_or(Request());
    setBits(top.req_i, 0, 32, r.data);
    setBits(top.req_i, 32, 24, r.addr);
    setBits(top.req_i, 56, tileBits, r.tile);
    setBits(top.req_i, 56 + tileBits, 1, r.broadcast);
    setBits(top.req_i, 57 + tileBits, 1, r.write);
    setBits(top.req_i, 58 + tileBits, 1, request.has_value());
  }

  std::optional<Answer> answer() const override {
    if (!getBits(top.rsp_o, 33, 1))
      return std::nullopt;
    return Answer{bool(getBits(top.rsp_o, 32, 1)),
                  uint32_t(getBits(top.rsp_o, 0, 32))};
  }

  std::optional<Request> tileRequest(uint32_t tile) const override {
    if (!getBits(top.tile_valid_o, tile, 1))
      return std::nullopt;
    Request request;
    request.write = getBits(top.tile_write_o, tile, 1);
    request.addr = uint32_t(getBits(top.tile_addr_o, tile * 24, 24));
    request.data = uint32_t(getBits(top.tile_wdata_o, tile * 32, 32));
    return request;
  }

  void setTileAnswer(uint32_t tile,
                     const std::optional<Answer> &answer) override {
    setBits(top.tile_rsp_valid_i, tile, 1, answer.has_value());
    // Without an answer anything may be on the wires.
    Answer a = answer.value_or(Answer{true, 0xdeadbeef});
    setBits(top.tile_rsp_error_i, tile, 1, a.error);
    setBits(top.tile_rsp_rdata_i, tile * 32, 32, a.data);
  }

  std::optional<RouteAccess> routeAccess(uint32_t tile) const override {
    bool read = getBits(top.route_re_o, tile, 1);
    bool write = getBits(top.route_we_o, tile, 1);
    if (read && write)
      throw std::logic_error("a route is read and written at once");
    if (!read && !write)
      return std::nullopt;
    return RouteAccess{write, uint32_t(top.route_addr_o), top.route_wdata_o};
  }

  void setRouteData(uint32_t tile, uint32_t data) override {
    setBits(top.route_rdata_i, tile * kRouteBits, kRouteBits, data);
  }

  void offer(uint32_t tile, const std::optional<Event> &event) override {
    setBits(top.event_valid_i, tile, 1, event.has_value());
    Event e = event.value_or(Event());
    setBits(top.event_group_i, tile * 8, 8, e.group);
    setBits(top.event_physical_i, tile * 24, 24, e.physical);
    setBits(top.event_payload_i, tile * 16, 16, e.payload);
  }

  bool takes(uint32_t tile) const override {
    return getBits(top.event_ready_o, tile, 1);
  }

  void setHostReady(bool ready) override { top.ready_i = ready; }

  std::optional<Event> event() const override {
    if (!top.valid_o)
      return std::nullopt;
    Event event;
    event.payload = uint32_t(getBits(top.event_o, 0, 16));
    event.physical = uint32_t(getBits(top.event_o, 16, 24));
    event.group = uint32_t(getBits(top.event_o, 40, 8));
    event.tile = uint32_t(getBits(top.event_o, 48, tileBits));
    return event;
  }

  bool empty() const override { return top.empty_o; }

private:
  uint32_t tiles;
  uint32_t tileBits = 1;
  VerilatedContext context;
  Top top{&context, "TOP"};
};

} // namespace

std::unique_ptr<Parts> makeParts(const Mesh &mesh) {
  switch (mesh.columns * 100 + mesh.rows) {
  case 101:
    return std::make_unique<PartsOf<VFabric1x1>>(1);
  case 202:
    return std::make_unique<PartsOf<VFabric2x2>>(4);
  case 404:
    return std::make_unique<PartsOf<VFabric4x4>>(16);
  case 801:
    return std::make_unique<PartsOf<VFabric8x1>>(8);
  case 108:
    return std::make_unique<PartsOf<VFabric1x8>>(8);
  case 1616:
    return std::make_unique<PartsOf<VFabric16x16>>(256);
  }
  throw std::logic_error("no parts of a mesh of this size");
}

} // namespace snnc::fabric
