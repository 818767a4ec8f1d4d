//===- VerilatedTile.h - A Verilated class behind TileModel -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_VERILATEDTILE_H
#define SNNC_SIM_VERILATEDTILE_H

#include "sim/Coverage.h"
#include "sim/TileModel.h"

#include "verilated.h"
#include "verilated_syms.h"

namespace snnc::sim {

/// `Chip` is the class that Verilator made; `Trace` records after each edge and
/// evaluates the falling one.
template <typename Chip, typename Trace>
class VerilatedTile final : public TileModel {
public:
  /// `alone`: there are no other tiles.
  explicit VerilatedTile(const std::string &waveform, bool alone = true)
      : chip(&context, "TOP"), trace(context, chip, waveform) {
    chip.alone_i = alone;
    reset();
  }
  ~VerilatedTile() override {
    // The chip's scopes leave the thread's context, which may be that of a
    // chip that was made later and is gone.
    Verilated::threadContextp(&context);
    chip.final();
    writeCoverage(context);
  }

  void reset() override {
    std::vector<StreamEvent> none;
    chip.rst_ni = 0;
    requestValid = false;
    for (int i = 0; i < 4; ++i)
      cycle(none);
    chip.rst_ni = 1;
    cycle(none);
    sample();
  }

  void tick(std::vector<StreamEvent> &events) override {
    chip.req_valid_i = requestValid;
    chip.req_write_i = requestWrite;
    chip.req_addr_i = requestAddress;
    chip.req_wdata_i = requestData;
    cycle(events);
    sample();
  }

  uint64_t runWhileBusy(uint64_t limit,
                        std::vector<StreamEvent> &events) override {
    chip.req_valid_i = 0;
    uint64_t cycles = 0;
    for (; chip.busy_o && cycles < limit; ++cycles)
      cycle(events);
    sample();
    return cycles;
  }

  RawMemory memory(const std::string &instance) override {
    const VerilatedScope *scope =
        context.scopeFind(("TOP.snnc_tile." + instance).c_str());
    if (!scope || !scope->varsp())
      return {};
    auto found = scope->varsp()->find("mem_q");
    if (found == scope->varsp()->end())
      return {};
    const VerilatedVar &array = found->second;
    return {array.datap(), static_cast<unsigned>(array.packed().elements()),
            static_cast<size_t>(array.unpacked().elements())};
  }

  Chip &pins() { return chip; }
  /// One clock cycle of the pins as they are.
  void clock() {
    chip.clk_i = 1;
    chip.eval();
    trace.dump(context.time());
    context.timeInc(1);
    chip.clk_i = 0;
    trace.fallingEdge(chip);
    trace.dump(context.time());
    context.timeInc(1);
  }

private:
  void cycle(std::vector<StreamEvent> &events) {
    chip.event_ready_i = eventReady;
    if (chip.event_valid_o && eventReady)
      events.push_back({chip.event_group_o, chip.event_physical_o,
                        static_cast<int16_t>(chip.event_payload_o)});
    clock();
  }

  void sample() {
    responseValid = chip.rsp_valid_o;
    responseError = chip.rsp_error_o;
    responseData = chip.rsp_rdata_o;
    busy = chip.busy_o;
    halted = chip.halt_o;
  }

  VerilatedContext context;
  Chip chip;
  Trace trace;
};

} // namespace snnc::sim

#endif // SNNC_SIM_VERILATEDTILE_H
