// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The barrier: steps all tiles. A tree along the rows to column 0, then along
// column 0 to row 0, and the root there. Arrays are flat, by tile number.

`include "snnc_assert.svh"

module snnc_barrier #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned StatusW = 77,
  localparam int unsigned ControlW = 43
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      start_i,
  input  logic [Tiles*StatusW-1:0]  status_i,    // snnc_chip_pkg::status_t
  output logic [Tiles*ControlW-1:0] control_o,   // snnc_chip_pkg::control_t
  output logic                      busy_o,
  output logic                      halted_o,
  output logic                      step_done_o,
  output logic                      delivering_o,
  output logic                      learning_o
);

  localparam int unsigned Columns = snnc_chip_pkg::MeshColumns;
  localparam int unsigned Rows = snnc_chip_pkg::MeshRows;

  // Of no tile: the neutral element.
  snnc_chip_pkg::status_t    none;
  // To the node nearer to the root; to the nodes further away.
  logic [Tiles*StatusW-1:0]  status;
  logic [Tiles*ControlW-1:0] control;
  snnc_chip_pkg::control_t   root_control;

  always_comb begin
    none = '0;
    none.idle = 1'b1;
    none.delivered = 1'b1;
    none.learned = 1'b1;
  end

  for (genvar y = 0; y < Rows; y++) begin : g_row
    for (genvar x = 0; x < Columns; x++) begin : g_column
      localparam int unsigned Tile = y * Columns + x;
      localparam int unsigned East = Tile + 1;
      localparam int unsigned South = Tile + Columns;
      logic [StatusW-1:0]  east;
      logic [StatusW-1:0]  south;
      logic [ControlW-1:0] told;

      if (x + 1 < Columns) begin : g_east
        assign east = status[East*StatusW +: StatusW];
      end else begin : g_no_east
        assign east = none;
      end
      if ((x == 0) && (y + 1 < Rows)) begin : g_south
        assign south = status[South*StatusW +: StatusW];
      end else begin : g_no_south
        assign south = none;
      end
      if (x > 0) begin : g_from_west
        assign told = control[(Tile-1)*ControlW +: ControlW];
      end else if (y > 0) begin : g_from_north
        assign told = control[(Tile-Columns)*ControlW +: ControlW];
      end else begin : g_from_root
        assign told = root_control;
      end
      if ((x + 1 == Columns) && ((x > 0) || (y + 1 == Rows))) begin : g_leaf
        logic [ControlW-1:0] unused_control;
        assign unused_control = control[Tile*ControlW +: ControlW];
      end
      assign control_o[Tile*ControlW +: ControlW] = told;

      snnc_barrier_node u_node (
        .clk_i,
        .rst_ni,
        .tile_i   (status_i[Tile*StatusW +: StatusW]),
        .east_i   (east),
        .south_i  (south),
        .status_o (status[Tile*StatusW +: StatusW]),
        .control_i(told),
        .control_o(control[Tile*ControlW +: ControlW])
      );
    end
  end

  snnc_barrier_root #(
    .Hops(Columns - 1 + Rows - 1)
  ) u_root (
    .clk_i,
    .rst_ni,
    .start_i,
    .wave_i   (status[StatusW-1:0]),
    .control_o(root_control),
    .busy_o,
    .halted_o,
    .step_done_o,
    .delivering_o,
    .learning_o
  );

  `SNNC_ASSERT_INIT(WidthOfStatus, StatusW == $bits(snnc_chip_pkg::status_t))
  `SNNC_ASSERT_INIT(WidthOfControl, ControlW == $bits(snnc_chip_pkg::control_t))

endmodule
