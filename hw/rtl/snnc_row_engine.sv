// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Walks through the units of a row, one a cycle: address of the synapse
// memory, and what the lanes need one cycle later. The next row starts in the
// cycle after the last unit.

`include "snnc_assert.svh"

module snnc_row_engine (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            run_i,
  input  logic [6:0]                      step_i,
  // Rows.
  input  logic                            valid_i,
  output logic                            ready_o,
  input  snnc_tile_pkg::row_t             row_i,
  output logic                            desc_re_o,
  output logic [snnc_tile_pkg::DescW-1:0] desc_o,
  input  snnc_tile_pkg::desc_t            desc_i,
  // Synapse memory, and the unit one cycle later.
  output logic                            re_o,
  output logic [snnc_tile_pkg::SynW-1:0]  raddr_o,
  output snnc_tile_pkg::unit_t            unit_o,
  // Its lane l is in bank l + rotate.
  output logic [snnc_tile_pkg::LaneW-1:0] rotate_o,
  output logic                            idle_o,
  // Address outside of the memory, and the source's group.
  output logic                            out_of_range_o,
  output logic [snnc_tile_pkg::GroupW-1:0] group_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned SynW = snnc_tile_pkg::SynW;
  localparam int unsigned DescW = snnc_tile_pkg::DescW;

  logic [13:0]          left_q;    // units still to take; 0: no row
  logic [25:0]          address_q;
  logic                 squares_q; // units of the row are Lanes apart
  logic [2:0]           entry_log2_q;
  logic [3:0]           last_lanes_q;
  logic [GroupW-1:0]    group_q;
  snnc_tile_pkg::unit_t row_q;     // constant part, block counts on
  snnc_tile_pkg::unit_t unit_q;
  logic                 unit_valid_q;
  logic [LaneW-1:0]     row_rotate_q, rotate_q;
  logic                 take;
  logic                 start;
  logic [25:0]          word;
  logic [Lanes-1:0]     last_mask;
  logic [6:0]           slot_mask;

  assign word = address_q >> (3'd5 - entry_log2_q);
  assign out_of_range_o = run_i && (left_q != '0) && (word >= 26'(snnc_tile_pkg::SynapseRows));
  assign take = run_i && (left_q != '0) && !out_of_range_o;
  assign ready_o = run_i && ((left_q == '0) || (take && (left_q == 14'd1)));
  assign start = valid_i && ready_o;
  assign re_o = take;
  assign raddr_o = word[SynW-1:0];
  assign group_o = group_q;
  assign desc_re_o = start;
  assign desc_o = row_i.axon.descriptor[DescW-1:0];
  assign slot_mask = (7'd1 << desc_i.slots_log2) - 7'd1;

  always_comb begin
    last_mask = '1;
    if ((left_q == 14'd1) && (last_lanes_q != 4'd0)) begin
      for (int unsigned i = 0; i < Lanes; i++) begin
        last_mask[i] = 4'(i) < last_lanes_q;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= '0;
      unit_valid_q <= 1'b0;
    end else begin
      if (start) begin
        left_q <= row_i.axon.count;
      end else if (take) begin
        left_q <= left_q - 14'd1;
      end
      unit_valid_q <= take;
    end
    if (start) begin
      address_q <= row_i.axon.address;
      squares_q <= snnc_tile_pkg::Learns && desc_i.skewed && !desc_i.indexed;
      entry_log2_q <= desc_i.entry_log2;
      last_lanes_q <= row_i.axon.last_lanes;
      group_q <= row_i.group;
    end else if (take) begin
      address_q <= address_q + (squares_q ? 26'(Lanes) : 26'd1);
    end
    if (start) begin
      row_q.valid <= 1'b1;
      row_q.mask <= '1;
      row_rotate_q <= (snnc_tile_pkg::Learns && desc_i.skewed) ? row_i.lane : '0;
      row_q.offset <= 5'd0;
      row_q.indexed <= desc_i.indexed;
      row_q.weight_log2 <= desc_i.weight_log2;
      row_q.index_bits <= desc_i.index_bits;
      row_q.index_mask <= 16'((17'd1 << desc_i.index_bits) - 17'd1);
      row_q.delay_mask <= 7'((8'd1 << desc_i.delay_bits) - 8'd1);
      row_q.slot_mask <= slot_mask;
      row_q.slot <= (step_i + desc_i.delay) & slot_mask;
      row_q.slots_log2 <= desc_i.slots_log2;
      row_q.wide <= desc_i.wide;
      row_q.shift <= desc_i.shift;
      row_q.port_base <= desc_i.port_base;
      row_q.block <= {4'd0, row_i.axon.base_block};
      row_q.payload <= row_i.payload;
    end else if (take && !row_q.indexed) begin
      row_q.block <= row_q.block + 16'd1;
    end
    if (take) begin
      unit_q <= row_q;
      rotate_q <= row_rotate_q;
      unit_q.mask <= last_mask;
      unit_q.offset <= address_q[4:0] << entry_log2_q;
    end
  end

  always_comb begin
    unit_o = unit_q;
    unit_o.valid = unit_valid_q;
  end

  assign rotate_o = rotate_q;

  // The unit passes product, accumulator read and sum after its own cycle.
  logic [2:0] drain_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      drain_q <= 3'd0;
    end else begin
      drain_q <= {drain_q[1:0], unit_valid_q};
    end
  end

  assign idle_o = (left_q == '0) && !unit_valid_q && (drain_q == 3'd0);

  `SNNC_ASSERT(RowNotEmpty, !start || (row_i.axon.count != '0))
  `SNNC_ASSERT(DescriptorExists, !start || (32'(row_i.axon.descriptor) < snnc_tile_pkg::Descriptors))
  `SNNC_ASSERT(EntryFits, (left_q == '0) || (entry_log2_q <= 3'd5))

endmodule
