// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the axon entries of events, one a cycle, and hands the rows that exist
// to the row engine through a buffer, so that rows follow each other without
// a bubble. An entry is read when the buffer has a place for it.

`include "snnc_assert.svh"

module snnc_axon_seq (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            run_i,
  // Events.
  input  logic                            valid_i,
  output logic                            ready_o,
  input  snnc_tile_pkg::source_t          source_i,
  // Axon table; data one cycle later.
  output logic                            re_o,
  output logic [snnc_tile_pkg::AxonW-1:0] raddr_o,
  input  logic [63:0]                     rdata_i,
  // Rows.
  output logic                            row_valid_o,
  input  logic                            row_ready_i,
  output snnc_tile_pkg::row_t             row_o,
  output logic                            idle_o,
  // Address outside of the table, and the source's group.
  output logic                            out_of_range_o,
  output logic [snnc_tile_pkg::GroupW-1:0] group_o
);

  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned AxonW = snnc_tile_pkg::AxonW;
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW;
  localparam int unsigned Depth = snnc_tile_pkg::RowDepth;
  localparam int unsigned CountW = $clog2(Depth) + 1;

  logic [7:0]           left_q;   // entries to read; 0: no event
  logic [AxonAddrW-1:0] addr_q;
  logic [AxonAddrW-1:0] stride_q;
  logic [15:0]          payload_q;
  logic [LaneW-1:0]     lane_q;
  logic [GroupW-1:0]    group_q;
  logic                 issue;
  logic                 accept;

  // Entry under way.
  logic                 read_q;
  logic [15:0]          read_payload_q;
  logic [LaneW-1:0]     read_lane_q;
  logic [GroupW-1:0]    read_group_q;

  // Places taken by entries under way and in the buffer.
  logic [CountW-1:0]    taken_q;
  logic                 empty_row;
  logic                 row_taken;
  logic                 push_ready;

  snnc_tile_pkg::row_t  row_in;

  assign out_of_range_o = run_i && (left_q != 8'd0) &&
                          (addr_q >= AxonAddrW'(snnc_tile_pkg::Axons));
  assign issue = run_i && (left_q != 8'd0) && (taken_q != CountW'(Depth)) && !out_of_range_o;
  assign ready_o = (left_q == 8'd0) || (issue && (left_q == 8'd1));
  assign accept = valid_i && ready_o;
  assign re_o = issue;
  assign raddr_o = addr_q[AxonW-1:0];
  assign group_o = group_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= 8'd0;
      read_q <= 1'b0;
      taken_q <= '0;
    end else begin
      if (accept) begin
        left_q <= source_i.subs;
      end else if (issue) begin
        left_q <= left_q - 8'd1;
      end
      read_q <= issue;
      taken_q <= taken_q + CountW'(issue) - CountW'(empty_row) - CountW'(row_taken);
    end
    if (accept) begin
      addr_q <= source_i.addr;
      stride_q <= source_i.stride;
      payload_q <= source_i.payload;
      lane_q <= source_i.lane;
      group_q <= source_i.group;
    end else if (issue) begin
      addr_q <= addr_q + stride_q;
    end
    if (issue) begin
      read_payload_q <= payload_q;
      read_lane_q <= lane_q;
      read_group_q <= group_q;
    end
  end

  always_comb begin
    row_in.group = read_group_q;
    row_in.axon = rdata_i;
    row_in.payload = read_payload_q;
    row_in.lane = read_lane_q;
  end

  assign empty_row = read_q && (row_in.axon.count == '0);
  assign row_taken = row_valid_o && row_ready_i;

  snnc_fifo #(
    .Width($bits(row_in)),
    .Depth(Depth)
  ) u_rows (
    .clk_i,
    .rst_ni,
    .in_valid_i (read_q && !empty_row),
    .in_ready_o (push_ready),
    .in_data_i  (row_in),
    .out_valid_o(row_valid_o),
    .out_ready_i(row_ready_i),
    .out_data_o (row_o)
  );

  // All that are in the buffer or under way have a place.
  assign idle_o = (left_q == 8'd0) && (taken_q == '0);

  `SNNC_ASSERT(PlaceReserved, !read_q || push_ready)
  `SNNC_ASSERT(TakenInRange, taken_q <= CountW'(Depth))
  `SNNC_ASSERT(EventHasEntries, !accept || (source_i.subs != 8'd0))

endmodule
