// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Events of all tiles to the host: along the rows to column 0, then up column
// 0. A node a hop; in column 0 one for the row and one for the column. Turns are
// by tiles, so that each has its share where all have events. Events of a tile
// stay in order. Arrays are flat, by tile number.
//
// empty_o comes to the root with the barrier's wave: no event that was in the
// tree when its tile said `delivered` in that wave is there any more.

`include "snnc_assert.svh"

module snnc_event_tree #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic [Tiles-1:0]           event_valid_i,
  output logic [Tiles-1:0]           event_ready_o,
  input  logic [Tiles*8-1:0]         event_group_i,
  input  logic [Tiles*24-1:0]        event_physical_i,
  input  logic [Tiles*16-1:0]        event_payload_i,
  output logic                       valid_o,
  input  logic                       ready_i,
  output snnc_chip_pkg::host_event_t event_o,
  output logic                       empty_o
);

  localparam int unsigned Columns = snnc_chip_pkg::MeshColumns;
  localparam int unsigned Rows = snnc_chip_pkg::MeshRows;
  localparam int unsigned TileW = snnc_chip_pkg::TileW;
  localparam int unsigned EventW = TileW + 8 + 24 + 16;

  // Out of each place, towards the root.
  logic [Tiles-1:0]        valid;
  logic [Tiles-1:0]        ready;
  logic [Tiles*EventW-1:0] data;
  // Nothing in a place and, some cycles ago, in those further away.
  logic [Tiles-1:0]        empty;
  logic [Tiles-1:0]        empty_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      empty_q <= '0;
    end else begin
      empty_q <= empty;
    end
  end

  for (genvar y = 0; y < Rows; y++) begin : g_row
    for (genvar x = 0; x < Columns; x++) begin : g_column
      localparam int unsigned Tile = y * Columns + x;
      localparam int unsigned East = Tile + 1;
      localparam int unsigned South = Tile + Columns;
      localparam bit HasEast = x + 1 < Columns;
      localparam bit HasSouth = (x == 0) && (y + 1 < Rows);
      logic              east_valid;
      logic              east_ready;
      logic [EventW-1:0] east;
      logic              row_valid;
      logic              row_ready;
      logic [EventW-1:0] row;

      if (HasEast) begin : g_east
        assign east_valid = valid[East];
        assign east = data[East*EventW +: EventW];
        assign ready[East] = east_ready;
      end else begin : g_no_east
        logic unused_ready;
        assign east_valid = 1'b0;
        assign east = '0;
        assign unused_ready = east_ready;
      end

      snnc_event_node #(
        .Width (EventW),
        .TurnsB(HasEast ? Columns - 1 - x : 1)
      ) u_row (
        .clk_i,
        .rst_ni,
        .a_valid_i  (event_valid_i[Tile]),
        .a_ready_o  (event_ready_o[Tile]),
        .a_data_i   ({TileW'(Tile), event_group_i[Tile*8 +: 8],
                      event_physical_i[Tile*24 +: 24], event_payload_i[Tile*16 +: 16]}),
        .b_valid_i  (east_valid),
        .b_ready_o  (east_ready),
        .b_data_i   (east),
        .out_valid_o(row_valid),
        .out_ready_i(row_ready),
        .out_data_o (row)
      );

      if (HasSouth) begin : g_south
        snnc_event_node #(
          .Width (EventW),
          .TurnsB(Rows - 1 - y)
        ) u_column (
          .clk_i,
          .rst_ni,
          .a_valid_i  (row_valid),
          .a_ready_o  (row_ready),
          .a_data_i   (row),
          .b_valid_i  (valid[South]),
          .b_ready_o  (ready[South]),
          .b_data_i   (data[South*EventW +: EventW]),
          .out_valid_o(valid[Tile]),
          .out_ready_i(ready[Tile]),
          .out_data_o (data[Tile*EventW +: EventW])
        );
      end else begin : g_no_south
        assign valid[Tile] = row_valid;
        assign row_ready = ready[Tile];
        assign data[Tile*EventW +: EventW] = row;
      end

      assign empty[Tile] = !row_valid && !valid[Tile] && (!HasEast || empty_q[HasEast ? East : 0]) &&
                           (!HasSouth || empty_q[HasSouth ? South : 0]);
    end
  end

  assign valid_o = valid[0];
  assign ready[0] = ready_i;
  assign event_o = data[EventW-1:0];
  assign empty_o = empty[0];

  `SNNC_ASSERT_INIT(WidthOfEvent, EventW == $bits(snnc_chip_pkg::host_event_t))

endmodule
