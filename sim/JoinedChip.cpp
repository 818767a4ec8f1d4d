//===- JoinedChip.cpp - Fabric and tiles, joined once a cycle ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As snnc_chip.sv joins them. Every signal between a tile and the fabric comes
// from flip-flops on its source's side, so all of them may be carried over
// before either is evaluated, and the order of evaluation does not matter.
//
//===----------------------------------------------------------------------===//

#include "sim/Bits.h"
#include "sim/ChipModel.h"
#include "sim/NoTrace.h"
#include "sim/VerilatedTile.h"

#include "VFabric.h"
#include "VFabric___024root.h"
#include "VTileNet.h"
#include "VTileNet___024root.h"

#include <algorithm>
#include <array>
#include <memory>

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
/// More cycles than any pipeline of the tile has stages: one that has had
/// neither work nor input for so long does not change any more.
constexpr unsigned settled = 16;

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

class JoinedChip final : public ChipModel {
public:
  JoinedChip()
      : owned(std::make_unique<VFabric>(&context, "TOP")), fabric(*owned),
        trace(context, fabric, std::string()) {
    reset();
  }
  ~JoinedChip() override {
    // The scopes leave the thread's context, which may be that of a tile.
    Verilated::threadContextp(&context);
    fabric.final();
    writeCoverage(context);
    owned.reset();
  }

  uint32_t columns() const override { return meshColumns; }
  uint32_t rows() const override { return meshRows; }
  std::shared_ptr<TileModel> tile(uint32_t number) override {
    return places[number].tile;
  }

  void reset() override {
    for (Place &p : places)
      p.tile->reset();
    fabric.rst_ni = 0;
    for (int i = 0; i < 4; ++i)
      clockFabric();
    fabric.rst_ni = 1;
    for (unsigned t = 0; t < tileCount; ++t) {
      places[t].quiet = 0;
      fromTile(t);
    }
    tick();
  }

  void tick() override {
    hostIn();
    const uint32_t *controls = words(fabric.control_o);
    bool told = !std::equal(lastControls.begin(), lastControls.end(), controls);
    if (told)
      std::copy_n(controls, lastControls.size(), lastControls.begin());
    for (unsigned t = 0; t < tileCount; ++t)
      toTile(t, told);
    clockFabric();
    for (Place &p : places)
      if (p.active)
        p.tile->clock();
    for (unsigned t = 0; t < tileCount; ++t)
      if (places[t].active)
        fromTile(t);
    hostOut();
  }

private:
  void clockFabric() {
    fabric.clk_i = 1;
    fabric.eval();
    fabric.clk_i = 0;
    trace.fallingEdge(fabric);
  }

  void hostIn() {
    fabric.s_axil_awaddr = static_cast<uint32_t>(writeAddress);
    fabric.s_axil_awvalid = writeAddressValid;
    fabric.s_axil_wdata = writeData;
    fabric.s_axil_wstrb = writeStrobe;
    fabric.s_axil_wvalid = writeDataValid;
    fabric.s_axil_bready = writeAnswerReady;
    fabric.s_axil_araddr = static_cast<uint32_t>(readAddress);
    fabric.s_axil_arvalid = readAddressValid;
    fabric.s_axil_rready = readAnswerReady;
    fabric.s_axis_tdata = eventIn;
    fabric.s_axis_tvalid = eventInValid;
    fabric.m_axis_tready = eventOutReady;
  }

  void hostOut() {
    writeAddressReady = fabric.s_axil_awready;
    writeDataReady = fabric.s_axil_wready;
    writeAnswerValid = fabric.s_axil_bvalid;
    writeAnswer = fabric.s_axil_bresp;
    readAddressReady = fabric.s_axil_arready;
    readAnswerValid = fabric.s_axil_rvalid;
    readAnswer = fabric.s_axil_rresp;
    readData = fabric.s_axil_rdata;
    eventInReady = fabric.s_axis_tready;
    eventOutValid = fabric.m_axis_tvalid;
    eventOutLast = fabric.m_axis_tlast;
    eventOut = fabric.m_axis_tdata;
  }

  /// The fabric's signals to a tile, and whether it must be evaluated.
  void toTile(unsigned t, bool told) {
    Place &p = places[t];
    bool request = fabric.req_valid_o >> t & 1;
    bool arrives = fabric.arrive_valid_o >> t & 1;
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
    pins.send_ready_i = fabric.send_ready_o >> t & 1;
    pins.event_ready_i = fabric.event_ready_o >> t & 1;
    pins.arrive_valid_i = arrives;
    if (arrives)
      pins.arrive_i = getBits(words(fabric.arrive_o), t * flitWidth, flitWidth);
    pins.req_valid_i = request;
    if (request) {
      pins.req_write_i = fabric.req_write_o >> t & 1;
      pins.req_addr_i =
          static_cast<uint32_t>(getBits(words(fabric.req_addr_o), t * 24, 24));
      pins.req_wdata_i = words(fabric.req_wdata_o)[t];
    }
  }

  /// A tile's signals to the fabric.
  void fromTile(unsigned t) {
    Place &p = places[t];
    VTileNet &pins = p.tile->pins();
    flag(fabric.send_valid_i, t, pins.send_valid_o);
    flag(fabric.arrive_ready_i, t, pins.arrive_ready_o);
    flag(fabric.event_valid_i, t, pins.event_valid_o);
    flag(fabric.rsp_valid_i, t, pins.rsp_valid_o);
    if (pins.send_valid_o)
      putBits(words(fabric.send_i), t * flitWidth, flitWidth, pins.send_o);
    if (pins.event_valid_o) {
      putBits(words(fabric.event_group_i), t * 8, 8, pins.event_group_o);
      putBits(words(fabric.event_physical_i), t * 24, 24,
              pins.event_physical_o);
      putBits(words(fabric.event_payload_i), t * 16, 16, pins.event_payload_o);
    }
    if (pins.rsp_valid_o) {
      flag(fabric.rsp_error_i, t, pins.rsp_error_o);
      words(fabric.rsp_rdata_i)[t] = pins.rsp_rdata_o;
    }
    const uint32_t *status = words(pins.status_o);
    for (unsigned w = 0; w < statusWidth; w += 32) {
      unsigned width = std::min(32u, statusWidth - w);
      putBits(words(fabric.status_i), t * statusWidth + w, width,
              status[w / 32]);
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
  std::unique_ptr<VFabric> owned;
  VFabric &fabric;
  NoTrace trace;
  std::array<Place, tileCount> places;
  std::array<uint32_t, (tileCount * controlWidth + 31) / 32> lastControls{};
};

} // namespace

std::unique_ptr<ChipModel> makeJoinedChip(unsigned) {
  return std::make_unique<JoinedChip>();
}

} // namespace snnc::sim
