// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The network: a router for each tile, joined to its neighbours' (docs/chip.md,
// "Network"). Tile number: y * MeshColumns + x; north is y - 1. Arrays of flits
// and routes are flat, as Yosys 0.23 needs them.

module snnc_mesh #(
  parameter int unsigned Depth = 4,    // of an input's buffer
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW
) (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  // From the tiles, to the tiles.
  input  logic [Tiles-1:0]                  send_valid_i,
  output logic [Tiles-1:0]                  send_ready_o,
  input  logic [Tiles*FlitW-1:0]            send_i,
  output logic [Tiles-1:0]                  arrive_valid_o,
  input  logic [Tiles-1:0]                  arrive_ready_i,
  output logic [Tiles*FlitW-1:0]            arrive_o,
  // Route tables; rdata in the cycle after re, until an event or re comes.
  input  logic [Tiles-1:0]                  route_re_i,
  input  logic [Tiles-1:0]                  route_we_i,
  input  logic [snnc_chip_pkg::SourceW-1:0] route_addr_i,
  input  logic [4:0]                        route_wdata_i,
  output logic [Tiles*5-1:0]                route_rdata_o,
  output logic [Tiles-1:0]                  error_o
);

  localparam int unsigned Columns = snnc_chip_pkg::MeshColumns;
  localparam int unsigned Rows = snnc_chip_pkg::MeshRows;

  // Of each tile's router, by port: 0 east, 1 west, 2 north, 3 south, 4 the tile.
  logic [Tiles*5-1:0]       in_valid;
  logic [Tiles*5-1:0]       in_ready;
  logic [Tiles*5*FlitW-1:0] in_data;
  logic [Tiles*5-1:0]       out_valid;
  logic [Tiles*5-1:0]       out_ready;
  logic [Tiles*5*FlitW-1:0] out_data;

  for (genvar y = 0; y < Rows; y++) begin : g_row
    for (genvar x = 0; x < Columns; x++) begin : g_column
      localparam int unsigned Tile = y * Columns + x;
      localparam logic [4:0] Present = {1'b1, y + 1 < Rows, y > 0, x > 0, x + 1 < Columns};

      snnc_router #(
        .Depth(Depth)
      ) u_router (
        .clk_i,
        .rst_ni,
        .present_i    (Present),
        .in_valid_i   (in_valid[Tile*5 +: 5]),
        .in_ready_o   (in_ready[Tile*5 +: 5]),
        .in_data_i    (in_data[Tile*5*FlitW +: 5*FlitW]),
        .out_valid_o  (out_valid[Tile*5 +: 5]),
        .out_ready_i  (out_ready[Tile*5 +: 5]),
        .out_data_o   (out_data[Tile*5*FlitW +: 5*FlitW]),
        .route_re_i   (route_re_i[Tile]),
        .route_we_i   (route_we_i[Tile]),
        .route_addr_i,
        .route_wdata_i,
        .route_rdata_o(route_rdata_o[Tile*5 +: 5]),
        .error_o      (error_o[Tile])
      );

      assign in_valid[Tile*5 + 4] = send_valid_i[Tile];
      assign send_ready_o[Tile] = in_ready[Tile*5 + 4];
      assign in_data[(Tile*5 + 4)*FlitW +: FlitW] = send_i[Tile*FlitW +: FlitW];
      assign arrive_valid_o[Tile] = out_valid[Tile*5 + 4];
      assign out_ready[Tile*5 + 4] = arrive_ready_i[Tile];
      assign arrive_o[Tile*FlitW +: FlitW] = out_data[(Tile*5 + 4)*FlitW +: FlitW];

      for (genvar port = 0; port < 4; port++) begin : g_link
        // The neighbour, and its port that faces this one.
        localparam int unsigned Neighbor = (port == 0) ? Tile + 1 : (port == 1) ? Tile - 1 :
                                           (port == 2) ? Tile - Columns : Tile + Columns;
        localparam int unsigned Facing = (port / 2) * 2 + 1 - (port % 2);
        localparam int unsigned Far = Neighbor * 5 + Facing;

        if (Present[port]) begin : g_present
          assign in_valid[Tile*5 + port] = out_valid[Far];
          assign in_data[(Tile*5 + port)*FlitW +: FlitW] = out_data[Far*FlitW +: FlitW];
          assign out_ready[Tile*5 + port] = in_ready[Far];
        end else begin : g_edge
          logic unused_edge;
          assign unused_edge = ^{out_valid[Tile*5 + port], in_ready[Tile*5 + port],
                                 out_data[(Tile*5 + port)*FlitW +: FlitW]};
          assign in_valid[Tile*5 + port] = 1'b0;
          assign in_data[(Tile*5 + port)*FlitW +: FlitW] = '0;
          assign out_ready[Tile*5 + port] = 1'b0;
        end
      end
    end
  end

endmodule
