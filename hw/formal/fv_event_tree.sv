// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_event_tree of 2 x 2 tiles: of an arbitrary tile the n-th event at the root
// is the n-th that was taken from it, for all n (events are numbered); empty_o
// hides no event but those that entered after the wave had passed their tile.

module fv_event_tree #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned TileW = snnc_chip_pkg::TileW
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic [Tiles-1:0] valid_i,
  input logic             ready_i,
  input logic [TileW-1:0] tile_i
);

  logic [Tiles-1:0]           ready;
  logic                       valid;
  snnc_chip_pkg::host_event_t out;
  logic                       empty;

  // An event says which it is, in each of its fields.
  logic [Tiles*8-1:0]  group;
  logic [Tiles*24-1:0] physical;
  logic [Tiles*16-1:0] payload;

  for (genvar i = 0; i < Tiles; i++) begin : g_tile
    logic [3:0] number_q;
    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        number_q <= '0;
      end else if (valid_i[i] && ready[i]) begin
        number_q <= number_q + 4'd1;
      end
    end
    assign group[i*8 +: 8] = {TileW'(i), (8-TileW-4)'(0), number_q};
    assign physical[i*24 +: 24] = {TileW'(i), (24-TileW-4)'(0), number_q};
    assign payload[i*16 +: 16] = {TileW'(i), (16-TileW-4)'(0), number_q};
  end

  snnc_event_tree dut (
    .clk_i,
    .rst_ni,
    .event_valid_i   (valid_i),
    .event_ready_o   (ready),
    .event_group_i   (group),
    .event_physical_i(physical),
    .event_payload_i (payload),
    .valid_o         (valid),
    .ready_i,
    .event_o         (out),
    .empty_o         (empty)
  );

  // Arbitrary, and constant out of reset.
  logic [TileW-1:0] tile;
  logic [3:0] in_q;
  logic [3:0] out_q;
  // Taken before the last one and two cycles.
  logic [3:0] in1_q;
  logic [3:0] in2_q;
  logic [3:0] old;
  logic       push;
  logic       pop;

  assign push = valid_i[tile] && ready[tile];
  assign pop = valid && ready_i && (out.tile == tile);
  assign old = (tile == '0) ? in_q : (tile == '1) ? in2_q : in1_q;

  logic       started_q = 1'b0;
  logic       waits_q;
  snnc_chip_pkg::host_event_t waiting_q;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    waits_q <= rst_ni && valid && !ready_i;
    waiting_q <= out;
    if (!rst_ni) begin
      tile <= tile_i;
      in_q <= '0;
      in1_q <= '0;
      in2_q <= '0;
      out_q <= '0;
    end else begin
      in_q <= in_q + 4'(push);
      in1_q <= in_q;
      in2_q <= in1_q;
      out_q <= out_q + 4'(pop);
    end
  end

  always_comb begin
    assume (rst_ni == started_q);
    if (started_q) begin
      NoneInvented: assert (!pop || (in_q != out_q));
      Group: assert (!pop || (out.group == {tile, (8-TileW-4)'(0), out_q}));
      Physical: assert (!pop || (out.physical == {tile, (24-TileW-4)'(0), out_q}));
      Payload: assert (!pop || (out.payload == {tile, (16-TileW-4)'(0), out_q}));
      Stable: assert (!waits_q || (valid && (out == waiting_q)));
      EmptyMeansNone: assert (!empty || (!valid && (out_q >= old)));
    end
  end

endmodule
