// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Events from the host, AXI4-Stream: each becomes the two register writes of an
// injection at its tile (docs/tile.md, registers 0x17 and 0x18).

`include "snnc_assert.svh"

module snnc_axis_in (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     s_axis_tvalid,
  output logic                     s_axis_tready,
  input  logic [63:0]              s_axis_tdata,
  // No more events are taken: those that wait are the last before the step.
  input  logic                     hold_i,
  // The tiles are between steps.
  input  logic                     go_i,
  output logic                     waiting_o,
  // A write of a tile's register, held until it is done.
  output snnc_chip_pkg::host_req_t req_o,
  output logic                     more_o,
  input  logic                     done_i,
  input  logic                     error_i,
  // Pulses.
  output logic                     injected_o,
  output logic                     refused_o,
  output logic                     missing_tile_o
);

  localparam int unsigned Tiles = snnc_chip_pkg::Tiles;
  localparam int unsigned TileW = snnc_chip_pkg::TileW;
  localparam logic [23:0] InjectSource = 24'h17;
  localparam logic [23:0] Inject = 24'h18;

  logic        in_ready;
  logic        valid;
  logic        pop;
  logic [63:0] word;
  logic        exists;
  // The source has been written.
  logic        second_q;

  assign s_axis_tready = in_ready && !hold_i;

  snnc_fifo #(.Width(64), .Depth(4)) u_fifo (
    .clk_i,
    .rst_ni,
    .in_valid_i (s_axis_tvalid && !hold_i),
    .in_ready_o (in_ready),
    .in_data_i  (s_axis_tdata),
    .out_valid_o(valid),
    .out_ready_i(pop),
    .out_data_o (word)
  );

  assign exists = {1'b0, word[63:48]} < 17'(Tiles);
  assign waiting_o = valid;
  assign more_o = !second_q;

  always_comb begin
    req_o = '0;
    if (valid && exists && go_i) begin
      req_o.valid = 1'b1;
      req_o.write = 1'b1;
      req_o.tile = word[48 +: TileW];
      req_o.addr = second_q ? Inject : InjectSource;
      req_o.wdata = second_q ? {16'd0, word[15:0]} : word[47:16];
    end
  end

  assign missing_tile_o = valid && !exists && go_i;
  assign refused_o = done_i && error_i;
  assign injected_o = done_i && !error_i && second_q;
  assign pop = missing_tile_o || refused_o || injected_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      second_q <= 1'b0;
    end else if (done_i) begin
      second_q <= !second_q && !error_i;
    end
  end

  `SNNC_ASSERT(DoneIsAskedFor, !done_i || req_o.valid)
  `SNNC_ASSERT(InjectionIsWhole, !second_q || (valid && exists && go_i))

endmodule
