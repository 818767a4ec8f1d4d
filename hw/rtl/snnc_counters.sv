// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The counters of the chip, 64 bits each.

`include "snnc_assert.svh"

module snnc_counters (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          clear_i,
  input  logic                          in_update_i,
  input  logic                          in_deliver_i,
  input  logic                          in_learn_i,
  input  logic                          step_done_i,
  input  logic                          stall_i,
  input  logic                          issued_i,
  input  logic                          event_i,
  input  logic                          unit_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] synapses_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] clamped_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] updates_i,
  input  logic                          host_re_i,
  input  logic [4:0]                    host_word_i,
  output logic [31:0]                   host_rdata_o
);

  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;

  logic [63:0] steps_q, cycles_q, update_q, deliver_q, stalls_q;
  logic [63:0] instructions_q, events_q, synapses_q, units_q, clamped_q;
  logic [63:0] learn_q, updates_q;

  // The lanes' bits are counted in the next cycle.
  logic                          units_valid_q;
  logic                          clamped_valid_q;
  logic                          updates_valid_q;
  logic [snnc_tile_pkg::Lanes-1:0] lanes_synapses_q;
  logic [snnc_tile_pkg::Lanes-1:0] lanes_clamped_q;
  logic [LaneW:0]                synapses;
  logic [LaneW:0]                clamped;
  logic [snnc_tile_pkg::Lanes-1:0] lanes_updates_q;
  logic [LaneW:0]                updates;

  always_comb begin
    synapses = '0;
    clamped = '0;
    updates = '0;
    if (updates_valid_q) begin
      updates = snnc_tile_pkg::popcount(lanes_updates_q);
    end
    if (units_valid_q) begin
      synapses = snnc_tile_pkg::popcount(lanes_synapses_q);
    end
    if (clamped_valid_q) begin
      clamped = snnc_tile_pkg::popcount(lanes_clamped_q);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || clear_i) begin
      units_valid_q <= 1'b0;
      clamped_valid_q <= 1'b0;
      updates_valid_q <= 1'b0;
    end else begin
      units_valid_q <= synapses_i != '0;
      clamped_valid_q <= clamped_i != '0;
      updates_valid_q <= updates_i != '0;
    end
    lanes_synapses_q <= synapses_i;
    lanes_clamped_q <= clamped_i;
    if (updates_i != '0) begin
      lanes_updates_q <= updates_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || clear_i) begin
      steps_q <= 64'd0;
      cycles_q <= 64'd0;
      update_q <= 64'd0;
      deliver_q <= 64'd0;
      stalls_q <= 64'd0;
      instructions_q <= 64'd0;
      events_q <= 64'd0;
      synapses_q <= 64'd0;
      units_q <= 64'd0;
      clamped_q <= 64'd0;
      learn_q <= 64'd0;
      updates_q <= 64'd0;
    end else begin
      if (step_done_i) steps_q <= steps_q + 64'd1;
      if (in_update_i || in_deliver_i || in_learn_i) cycles_q <= cycles_q + 64'd1;
      if (in_update_i) update_q <= update_q + 64'd1;
      if (in_deliver_i) deliver_q <= deliver_q + 64'd1;
      if (in_learn_i) learn_q <= learn_q + 64'd1;
      if (updates_valid_q) updates_q <= updates_q + 64'(updates);
      if (stall_i) stalls_q <= stalls_q + 64'd1;
      if (issued_i) instructions_q <= instructions_q + 64'd1;
      if (event_i) events_q <= events_q + 64'd1;
      if (unit_i) units_q <= units_q + 64'd1;
      if (units_valid_q) synapses_q <= synapses_q + 64'(synapses);
      if (clamped_valid_q) clamped_q <= clamped_q + 64'(clamped);
    end
  end

  always_comb begin
    host_rdata_o = 32'd0;
    if (host_re_i) begin
      case (host_word_i)
        5'd0: host_rdata_o = steps_q[31:0];
        5'd1: host_rdata_o = steps_q[63:32];
        5'd2: host_rdata_o = cycles_q[31:0];
        5'd3: host_rdata_o = cycles_q[63:32];
        5'd4: host_rdata_o = update_q[31:0];
        5'd5: host_rdata_o = update_q[63:32];
        5'd6: host_rdata_o = deliver_q[31:0];
        5'd7: host_rdata_o = deliver_q[63:32];
        5'd8: host_rdata_o = stalls_q[31:0];
        5'd9: host_rdata_o = stalls_q[63:32];
        5'd10: host_rdata_o = instructions_q[31:0];
        5'd11: host_rdata_o = instructions_q[63:32];
        5'd12: host_rdata_o = events_q[31:0];
        5'd13: host_rdata_o = events_q[63:32];
        5'd14: host_rdata_o = synapses_q[31:0];
        5'd15: host_rdata_o = synapses_q[63:32];
        5'd16: host_rdata_o = units_q[31:0];
        5'd17: host_rdata_o = units_q[63:32];
        5'd18: host_rdata_o = clamped_q[31:0];
        5'd19: host_rdata_o = clamped_q[63:32];
        5'd20: host_rdata_o = learn_q[31:0];
        5'd21: host_rdata_o = learn_q[63:32];
        5'd22: host_rdata_o = updates_q[31:0];
        5'd23: host_rdata_o = updates_q[63:32];
        default: host_rdata_o = 32'd0;
      endcase
    end
  end

  `SNNC_ASSERT(OnePhase, $onehot0({in_update_i, in_deliver_i, in_learn_i}))

endmodule
