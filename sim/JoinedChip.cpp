//===- JoinedChip.cpp - A chip of parts joined once a cycle -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tiles, routers and hub, as snnc_chip.sv and snnc_mesh.sv join them. Every
// signal between them comes from flip-flops on its source's side, so all of
// them may be carried over before any part is evaluated, and the order of
// evaluation does not matter. Parts that do not change are not evaluated.
//
//===----------------------------------------------------------------------===//

#include "sim/Bits.h"
#include "sim/ChipModel.h"
#include "sim/NoTrace.h"
#include "sim/Pair.h"
#include "sim/VerilatedTile.h"

#include "VHub.h"
#include "VHub___024root.h"
#include "VRouter.h"
#include "VRouter___024root.h"
#include "VTileNet.h"
#include "VTileNet___024root.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace snnc::sim {

namespace {

constexpr unsigned log2(unsigned n) { return n < 2 ? 0 : 1 + log2(n / 2); }

constexpr unsigned meshColumns = SNNC_CHIP_MESH_COLUMNS;
constexpr unsigned meshRows = SNNC_CHIP_MESH_ROWS;
constexpr unsigned tileCount = meshColumns * meshRows;
// Widths of snnc_chip_pkg.
constexpr unsigned flitWidth = log2(SNNC_CHIP_SOURCES) +
                               log2(SNNC_CHIP_BLOCKS) + log2(SNNC_CHIP_LANES) +
                               16;
constexpr unsigned controlWidth = 43;
constexpr unsigned statusWidth = 77;
// Status of a tile that has no work: idle, delivered, learned.
constexpr unsigned waitingAt = 74;
/// More cycles than any pipeline of a part has stages, and a router has flits:
/// a part that has had neither work nor input for so long does not change.
constexpr unsigned settled = 16;

/// Tiles from which on a second thread is worth its waiting.
constexpr unsigned worthwhile = 3;

/// Ports of a router, in the order of the bits of a route.
enum Port : unsigned { East, West, North, South, Here, PortCount };

template <typename Signal> uint32_t *words(Signal &signal) {
  return reinterpret_cast<uint32_t *>(&signal);
}

using NetTile = VerilatedTile<VTileNet, NoTrace>;

struct Place {
  std::shared_ptr<NetTile> tile = std::make_shared<NetTile>("", false);
  uint64_t control = 0;
  unsigned quiet = 0;
  bool active = true;
};

/// A Verilated module of the chip that is no tile.
template <typename Module> class Part {
public:
  explicit Part(VerilatedContext &context)
      : context(context), module(std::make_unique<Module>(&context, "TOP")) {}
  ~Part() {
    // The scopes leave the thread's context, which may be that of a tile.
    Verilated::threadContextp(&context);
    module->final();
    module.reset();
  }
  Module &pins() { return *module; }
  void clock() {
    module->clk_i = 1;
    module->eval();
    module->clk_i = 0;
    module->rootp->__Vtrigrprev__TOP__clk_i = 0;
  }
  void reset() {
    module->rst_ni = 0;
    for (int i = 0; i < 4; ++i)
      clock();
    module->rst_ni = 1;
  }

private:
  VerilatedContext &context;
  std::unique_ptr<Module> module;
};

struct Router {
  explicit Router(VerilatedContext &context) : part(context) {}
  Part<VRouter> part;
  /// Outputs, a bit a port.
  unsigned outValid = 0, inReady = 0;
  unsigned quiet = 0;
  bool active = true;
};

/// The tile beyond a port, and its port that faces this one.
struct Neighbor {
  bool exists;
  unsigned tile, port;
};

Neighbor neighborOf(unsigned tile, unsigned port) {
  unsigned x = tile % meshColumns, y = tile / meshColumns;
  switch (port) {
  case East:
    return {x + 1 < meshColumns, tile + 1, West};
  case West:
    return {x > 0, tile - 1, East};
  case North:
    return {y > 0, tile - meshColumns, South};
  default:
    return {y + 1 < meshRows, tile + meshColumns, North};
  }
}

class JoinedChip final : public ChipModel {
public:
  explicit JoinedChip(unsigned threads)
      : hubPart(context), hub(hubPart.pins()) {
    for (unsigned t = 0; t < tileCount; ++t) {
      routers.push_back(std::make_unique<Router>(context));
      unsigned present = 1u << Here;
      for (unsigned port = 0; port < Here; ++port) {
        neighbors[t][port] = neighborOf(t, port);
        present |= unsigned(neighbors[t][port].exists) << port;
      }
      routers[t]->part.pins().present_i = static_cast<uint8_t>(present);
    }
    reset();
    if (threads > 1)
      pair = std::make_unique<Pair>([this](unsigned half) { clockHalf(half); });
  }
  ~JoinedChip() override {
    pair.reset();
    writeCoverage(context);
  }

  uint32_t columns() const override { return meshColumns; }
  uint32_t rows() const override { return meshRows; }
  std::shared_ptr<TileModel> tile(uint32_t number) override {
    return places[number].tile;
  }

  void reset() override {
    for (Place &p : places) {
      p.tile->reset();
      p.quiet = 0;
    }
    for (auto &router : routers) {
      router->part.reset();
      router->quiet = 0;
    }
    hubPart.reset();
    for (unsigned t = 0; t < tileCount; ++t) {
      fromRouter(t);
      fromTile(t);
    }
    tick();
  }

  void tick() override {
    hostIn();
    const uint32_t *controls = words(hub.control_o);
    bool told = !std::equal(lastControls.begin(), lastControls.end(), controls);
    if (told)
      std::copy_n(controls, lastControls.size(), lastControls.begin());
    for (unsigned t = 0; t < tileCount; ++t) {
      toRouter(t);
      toTile(t, told);
    }
    unsigned active = 0;
    for (unsigned t = 0; t < tileCount; ++t)
      active += places[t].active;
    if (pair && active >= worthwhile) {
      pair->run();
    } else {
      clockHalf(0);
      clockHalf(1);
    }
    for (unsigned t = 0; t < tileCount; ++t) {
      if (routers[t]->active)
        fromRouter(t);
      if (places[t].active)
        fromTile(t);
    }
    hostOut();
  }

private:
  /// The hub goes with one half of the tiles and their routers.
  void clockHalf(unsigned half) {
    if (half == 0)
      hubPart.clock();
    for (unsigned t = half; t < tileCount; t += 2) {
      if (routers[t]->active)
        routers[t]->part.clock();
      if (places[t].active)
        places[t].tile->clock();
    }
  }

  void hostIn() {
    hub.s_axil_awaddr = static_cast<uint32_t>(writeAddress);
    hub.s_axil_awvalid = writeAddressValid;
    hub.s_axil_wdata = writeData;
    hub.s_axil_wstrb = writeStrobe;
    hub.s_axil_wvalid = writeDataValid;
    hub.s_axil_bready = writeAnswerReady;
    hub.s_axil_araddr = static_cast<uint32_t>(readAddress);
    hub.s_axil_arvalid = readAddressValid;
    hub.s_axil_rready = readAnswerReady;
    hub.s_axis_tdata = eventIn;
    hub.s_axis_tvalid = eventInValid;
    hub.m_axis_tready = eventOutReady;
  }

  void hostOut() {
    writeAddressReady = hub.s_axil_awready;
    writeDataReady = hub.s_axil_wready;
    writeAnswerValid = hub.s_axil_bvalid;
    writeAnswer = hub.s_axil_bresp;
    readAddressReady = hub.s_axil_arready;
    readAnswerValid = hub.s_axil_rvalid;
    readAnswer = hub.s_axil_rresp;
    readData = hub.s_axil_rdata;
    eventInReady = hub.s_axis_tready;
    eventOutValid = hub.m_axis_tvalid;
    eventOutLast = hub.m_axis_tlast;
    eventOut = hub.m_axis_tdata;
  }

  /// The signals to a router, and whether it must be evaluated: only what is
  /// handed over changes it.
  void toRouter(unsigned t) {
    Router &r = *routers[t];
    const VTileNet &tile = places[t].tile->pins();
    unsigned valid = unsigned(tile.send_valid_o) << Here;
    unsigned ready = unsigned(tile.arrive_ready_o) << Here;
    for (unsigned port = 0; port < Here; ++port) {
      const Neighbor &n = neighbors[t][port];
      if (!n.exists)
        continue;
      valid |= (routers[n.tile]->outValid >> n.port & 1) << port;
      ready |= (routers[n.tile]->inReady >> n.port & 1) << port;
    }
    const unsigned taken = valid & r.inReady;
    const bool route = (hub.route_re_o | hub.route_we_o) >> t & 1;
    r.quiet = taken || (r.outValid & ready) || route ? 0 : r.quiet + 1;
    r.active = r.quiet < settled;
    if (!r.active)
      return;
    VRouter &pins = r.part.pins();
    pins.in_valid_i = static_cast<uint8_t>(valid);
    pins.out_ready_i = static_cast<uint8_t>(ready);
    for (unsigned port = 0; port < PortCount; ++port) {
      if (!(taken >> port & 1))
        continue;
      uint64_t flit = tile.send_o;
      if (port != Here) {
        const Neighbor &n = neighbors[t][port];
        flit = getBits(words(routers[n.tile]->part.pins().out_data_o),
                       n.port * flitWidth, flitWidth);
      }
      putBits(words(pins.in_data_i), port * flitWidth, flitWidth, flit);
    }
    pins.route_re_i = hub.route_re_o >> t & 1;
    pins.route_we_i = hub.route_we_o >> t & 1;
    pins.route_addr_i = hub.route_addr_o;
    pins.route_wdata_i = hub.route_wdata_o;
  }

  void fromRouter(unsigned t) {
    Router &r = *routers[t];
    VRouter &pins = r.part.pins();
    r.outValid = pins.out_valid_o;
    r.inReady = pins.in_ready_o;
    flag(hub.mesh_error_i, t, pins.error_o);
    putBits(words(hub.route_rdata_i), t * PortCount, PortCount,
            pins.route_rdata_o);
  }

  /// The signals to a tile, and whether it must be evaluated.
  void toTile(unsigned t, bool told) {
    Place &p = places[t];
    bool request = hub.req_valid_o >> t & 1;
    Router &router = *routers[t];
    bool arrives = router.outValid >> Here & 1;
    uint64_t control = p.control;
    if (told)
      control = getBits(lastControls.data(), t * controlWidth, controlWidth);
    if (request || arrives || control != p.control)
      p.quiet = 0;
    p.active = p.quiet < settled;
    if (!p.active)
      return;
    VTileNet &pins = p.tile->pins();
    p.control = control;
    pins.control_i = control;
    pins.send_ready_i = router.inReady >> Here & 1;
    pins.event_ready_i = hub.event_ready_o >> t & 1;
    pins.arrive_valid_i = arrives;
    if (arrives)
      pins.arrive_i = getBits(words(router.part.pins().out_data_o),
                              Here * flitWidth, flitWidth);
    pins.req_valid_i = request;
    if (request) {
      pins.req_write_i = hub.req_write_o >> t & 1;
      pins.req_addr_i =
          static_cast<uint32_t>(getBits(words(hub.req_addr_o), t * 24, 24));
      pins.req_wdata_i = words(hub.req_wdata_o)[t];
    }
  }

  /// A tile's signals to the hub.
  void fromTile(unsigned t) {
    Place &p = places[t];
    VTileNet &pins = p.tile->pins();
    flag(hub.event_valid_i, t, pins.event_valid_o);
    flag(hub.rsp_valid_i, t, pins.rsp_valid_o);
    if (pins.event_valid_o) {
      putBits(words(hub.event_group_i), t * 8, 8, pins.event_group_o);
      putBits(words(hub.event_physical_i), t * 24, 24, pins.event_physical_o);
      putBits(words(hub.event_payload_i), t * 16, 16, pins.event_payload_o);
    }
    if (pins.rsp_valid_o) {
      flag(hub.rsp_error_i, t, pins.rsp_error_o);
      words(hub.rsp_rdata_i)[t] = pins.rsp_rdata_o;
    }
    const uint32_t *status = words(pins.status_o);
    for (unsigned w = 0; w < statusWidth; w += 32) {
      unsigned width = std::min(32u, statusWidth - w);
      putBits(words(hub.status_i), t * statusWidth + w, width, status[w / 32]);
    }
    bool waits = getBits(status, waitingAt, 3) != 0;
    bool busy = pins.send_valid_o || pins.event_valid_o || pins.rsp_valid_o;
    p.quiet = waits && !busy ? p.quiet + 1 : 0;
  }

  template <typename Signal>
  static void flag(Signal &signal, unsigned t, bool value) {
    signal = static_cast<Signal>((signal & ~(1u << t)) | uint32_t(value) << t);
  }

  VerilatedContext context;
  Part<VHub> hubPart;
  VHub &hub;
  std::vector<std::unique_ptr<Router>> routers;
  std::array<std::array<Neighbor, Here>, tileCount> neighbors{};
  std::unique_ptr<Pair> pair;
  std::array<Place, tileCount> places;
  std::array<uint32_t, (tileCount * controlWidth + 31) / 32> lastControls{};
};

} // namespace

std::unique_ptr<ChipModel> makeJoinedChip(unsigned threads) {
  return std::make_unique<JoinedChip>(threads);
}

} // namespace snnc::sim
