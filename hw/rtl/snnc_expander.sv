// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Takes records from the event queue apart into events, lanes in ascending
// order, one event a cycle: to the host's stream, to the axon sequencer if the
// source has axons, to the network if it has targets on other tiles; its payload
// to the modulator that its group drives.

`include "snnc_assert.svh"

module snnc_expander (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  logic                              run_i,
  // Event queue.
  input  logic                              record_valid_i,
  input  snnc_tile_pkg::record_t            record_i,
  output logic                              pop_o,
  // The tables are taken.
  input  logic                              hold_i,
  // Tables: group, payloads (one cycle later), marks to clear.
  output logic [snnc_tile_pkg::GroupW-1:0]  group_o,
  input  snnc_tile_pkg::event_group_t       group_i,
  output logic [snnc_tile_pkg::BlockW-1:0]  source_o,
  input  logic [snnc_tile_pkg::Lanes*16-1:0] payloads_i,
  // Host's stream.
  output logic                              stream_valid_o,
  input  logic                              stream_ready_i,
  output snnc_tile_pkg::event_t             stream_o,
  // Axon sequencer.
  output logic                              axon_valid_o,
  input  logic                              axon_ready_i,
  output snnc_tile_pkg::source_t            axon_o,
  // Network.
  output logic                              send_valid_o,
  input  logic                              send_ready_i,
  output logic [15:0]                       send_number_o,
  output logic [15:0]                       send_copies_o,
  // Modulator.
  output logic                              drive_o,
  output logic [2:0]                        drive_modulator_o,
  output logic                              idle_o,
  output logic                              event_o,
  output logic                              stall_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW;

  // The record that is taken apart; mask: lanes still to come.
  logic [GroupW-1:0]    group_q;
  logic [BlockW-1:0]    block_q;
  logic [Lanes-1:0]     mask_q;
  logic [AxonAddrW-1:0] axon_q;    // entry 0 of the block's lane 0
  logic [AxonAddrW-1:0] stride_q;
  logic [7:0]           subs_q;
  logic                 drives_q;
  logic [2:0]           modulator_q;
  logic [15:0]          number_q;
  logic [15:0]          copies_q;

  logic             busy;
  logic             fire;
  logic             axon_ok;
  logic             others_ok;  // all receivers but the host's stream
  logic [LaneW-1:0] lane;
  logic [Lanes-1:0] rest;
  logic [15:0]      payload;

  assign busy = mask_q != '0;
  assign rest = mask_q & (mask_q - 1'b1);

  always_comb begin
    lane = '0;
    payload = 16'd0;
    if (busy) begin
      for (int unsigned i = Lanes; i > 0; i--) begin
        if (mask_q[i-1]) begin
          lane = LaneW'(i - 1);
        end
      end
      payload = payloads_i[{lane, 4'd0} +: 16];
    end
  end

  assign axon_ok = (subs_q == 8'd0) || axon_ready_i;
  assign others_ok = axon_ok && ((copies_q == 16'd0) || send_ready_i);
  assign fire = run_i && busy && stream_ready_i && others_ok;
  assign stall_o = run_i && busy && !stream_ready_i && others_ok;
  assign event_o = fire;
  assign drive_o = fire && drives_q;
  assign drive_modulator_o = modulator_q;
  assign stream_valid_o = run_i && busy && others_ok;
  assign stream_o.group = group_q;
  assign stream_o.block = block_q;
  assign stream_o.lane = lane;
  assign stream_o.payload = payload;
  assign axon_valid_o = run_i && busy && (subs_q != 8'd0) && stream_ready_i &&
                        ((copies_q == 16'd0) || send_ready_i);
  assign axon_o.group = group_q;
  assign axon_o.addr = axon_q + AxonAddrW'(lane);
  assign axon_o.stride = stride_q;
  assign axon_o.subs = subs_q;
  assign axon_o.payload = payload;
  // Rows are skewed by it, where there is Learn.
  assign axon_o.lane = snnc_tile_pkg::Learns ? lane : '0;

  assign send_valid_o = run_i && busy && (copies_q != 16'd0) && stream_ready_i && axon_ok;
  assign send_number_o = number_q;
  assign send_copies_o = copies_q;

  assign pop_o = run_i && record_valid_i && !hold_i && (!busy || (fire && (rest == '0)));
  assign group_o = record_i.group;
  assign source_o = group_i.block_base + record_i.block;
  assign idle_o = !busy;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      mask_q <= '0;
    end else if (pop_o) begin
      mask_q <= record_i.mask;
    end else if (fire) begin
      mask_q <= rest;
    end
    if (pop_o) begin
      group_q <= record_i.group;
      block_q <= record_i.block;
      axon_q <= group_i.axon_base + {{(AxonAddrW-BlockW-LaneW){1'b0}}, record_i.block, {LaneW{1'b0}}};
      stride_q <= group_i.axon_stride;
      subs_q <= group_i.axon_subs;
      drives_q <= group_i.drives;
      modulator_q <= group_i.modulator;
      number_q <= group_i.number;
      copies_q <= group_i.copies;
    end
  end

  `SNNC_ASSERT(RecordNotEmpty, !pop_o || (record_i.mask != '0))
  `SNNC_ASSERT(BlockInGroup, !pop_o || ({1'b0, record_i.block} < group_i.blocks))
  `SNNC_ASSERT(BothOrNone, (axon_valid_o && axon_ready_i) == (fire && (subs_q != 8'd0)))
  `SNNC_ASSERT(SentOrNone, (send_valid_o && send_ready_i) == (fire && (copies_q != 16'd0)))

endmodule
