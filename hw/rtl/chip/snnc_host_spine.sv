// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The way of the host's requests to the tiles and to the mesh's routes, along
// the tree of the barrier, hop by hop as fast: a request never overtakes what
// the barrier has sent before it. One request at a time, one answer for each.
// Arrays are flat, by tile number.

`include "snnc_assert.svh"

module snnc_host_spine #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned SourceW = snnc_chip_pkg::SourceW,
  localparam int unsigned RouteW = 5
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     busy_i,   // a step runs
  input  snnc_chip_pkg::host_req_t req_i,
  output snnc_chip_pkg::host_rsp_t rsp_o,
  output logic [Tiles-1:0]         tile_valid_o,
  output logic [Tiles-1:0]         tile_write_o,
  output logic [Tiles*24-1:0]      tile_addr_o,
  output logic [Tiles*32-1:0]      tile_wdata_o,
  input  logic [Tiles-1:0]         tile_rsp_valid_i,
  input  logic [Tiles-1:0]         tile_rsp_error_i,
  input  logic [Tiles*32-1:0]      tile_rsp_rdata_i,
  output logic [Tiles-1:0]         route_re_o,
  output logic [Tiles-1:0]         route_we_o,
  output logic [SourceW-1:0]       route_addr_o,
  output snnc_chip_pkg::route_t    route_wdata_o,
  input  logic [Tiles*RouteW-1:0]  route_rdata_i   // snnc_chip_pkg::route_t
);

  localparam int unsigned Columns = snnc_chip_pkg::MeshColumns;
  localparam int unsigned Rows = snnc_chip_pkg::MeshRows;
  localparam int unsigned Hops = Columns - 1 + Rows - 1;
  // Cycles from the request's register here to the furthest tile's answer.
  localparam int unsigned Turn = 2 * Hops + 4;
  localparam int unsigned WaitW = $clog2(Turn + 1);
  localparam int unsigned ReqW = 2 + 1 + snnc_chip_pkg::TileW + 24 + 32;
  localparam int unsigned RspW = 2 + 32;
  localparam logic [3:0]  RegionRoutes = 4'hd;

  snnc_chip_pkg::host_req_t req_q;       // held until the answer; valid: sent
  logic                     pending_q;
  logic                     rejected_q;
  logic                     error_q;
  logic [WaitW-1:0]         wait_q;
  logic                     reject;
  logic                     last;
  snnc_chip_pkg::host_rsp_t joined;
  logic [Tiles*ReqW-1:0]    reqs;
  logic [Tiles*RspW-1:0]    rsps;

  // Reading all tiles at once means nothing; routes belong to the network
  // while a step runs.
  assign reject = (req_i.broadcast && !req_i.write) ||
                  ((req_i.addr[23:20] == RegionRoutes) &&
                   (busy_i || (32'(req_i.addr[19:0]) >= snnc_chip_pkg::Sources)));
  assign last = wait_q == '0;
  assign joined = rsps[RspW-1:0];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_q <= '0;
      pending_q <= 1'b0;
      rejected_q <= 1'b0;
      error_q <= 1'b0;
      wait_q <= '0;
    end else begin
      req_q.valid <= 1'b0;
      wait_q <= wait_q - WaitW'(!last);
      error_q <= error_q || (joined.valid && joined.error);
      if (rsp_o.valid) begin
        pending_q <= 1'b0;
      end
      if (req_i.valid) begin
        req_q <= req_i;
        req_q.valid <= !reject;
        pending_q <= 1'b1;
        rejected_q <= reject;
        error_q <= 1'b0;
        wait_q <= WaitW'(Turn);
      end
    end
  end

  // A tile that is not there never answers.
  always_comb begin
    rsp_o = '0;
    if (pending_q) begin
      if (rejected_q) begin
        rsp_o.valid = 1'b1;
        rsp_o.error = 1'b1;
      end else if (req_q.broadcast) begin
        rsp_o.valid = last;
        rsp_o.error = error_q || (joined.valid && joined.error);
      end else begin
        rsp_o.valid = joined.valid || last;
        rsp_o.error = !joined.valid || joined.error;
        rsp_o.rdata = joined.rdata;
      end
    end
  end

  assign route_addr_o = req_q.addr[SourceW-1:0];
  assign route_wdata_o = req_q.wdata[RouteW-1:0];

  for (genvar y = 0; y < Rows; y++) begin : g_row
    for (genvar x = 0; x < Columns; x++) begin : g_column
      localparam int unsigned Tile = y * Columns + x;
      localparam int unsigned East = Tile + 1;
      localparam int unsigned South = Tile + Columns;
      logic [ReqW-1:0] asked;
      logic [RspW-1:0] east;
      logic [RspW-1:0] south;

      if (x > 0) begin : g_from_west
        assign asked = reqs[(Tile-1)*ReqW +: ReqW];
      end else if (y > 0) begin : g_from_north
        assign asked = reqs[(Tile-Columns)*ReqW +: ReqW];
      end else begin : g_from_root
        assign asked = req_q;
      end
      if (x + 1 < Columns) begin : g_east
        assign east = rsps[East*RspW +: RspW];
      end else begin : g_no_east
        assign east = '0;
      end
      if ((x == 0) && (y + 1 < Rows)) begin : g_south
        assign south = rsps[South*RspW +: RspW];
      end else begin : g_no_south
        assign south = '0;
      end

      if ((x + 1 == Columns) && ((x > 0) || (y + 1 == Rows))) begin : g_leaf
        logic [ReqW-1:0] unused_req;
        assign unused_req = reqs[Tile*ReqW +: ReqW];
      end

      snnc_spine_node #(
        .Tile(Tile)
      ) u_node (
        .clk_i,
        .rst_ni,
        .req_i           (asked),
        .req_o           (reqs[Tile*ReqW +: ReqW]),
        .east_i          (east),
        .south_i         (south),
        .rsp_o           (rsps[Tile*RspW +: RspW]),
        .tile_valid_o    (tile_valid_o[Tile]),
        .tile_write_o    (tile_write_o[Tile]),
        .tile_addr_o     (tile_addr_o[Tile*24 +: 24]),
        .tile_wdata_o    (tile_wdata_o[Tile*32 +: 32]),
        .tile_rsp_valid_i(tile_rsp_valid_i[Tile]),
        .tile_rsp_error_i(tile_rsp_error_i[Tile]),
        .tile_rsp_rdata_i(tile_rsp_rdata_i[Tile*32 +: 32]),
        .route_re_o      (route_re_o[Tile]),
        .route_we_o      (route_we_o[Tile]),
        .route_rdata_i   (route_rdata_i[Tile*RouteW +: RouteW])
      );
    end
  end

  `SNNC_ASSERT(OneAtATime, !req_i.valid || !pending_q || rsp_o.valid)
  `SNNC_ASSERT(AnswerIsAwaited, !joined.valid || pending_q)
  `SNNC_ASSERT_INIT(WidthOfRequest, ReqW == $bits(snnc_chip_pkg::host_req_t))
  `SNNC_ASSERT_INIT(WidthOfAnswer, RspW == $bits(snnc_chip_pkg::host_rsp_t))
  `SNNC_ASSERT_INIT(WidthOfRoute, RouteW == $bits(snnc_chip_pkg::route_t))

endmodule
