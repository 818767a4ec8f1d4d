// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A place of the host's spine: hands requests on to the nodes further away,
// gives its own to its tile or to its tile's routes, and joins the answers.
// One register a hop in either direction. Answers of several tiles, as a
// broadcast has, are joined only in their errors.

module snnc_spine_node #(
  parameter int unsigned Tile = 0
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  snnc_chip_pkg::host_req_t req_i,
  output snnc_chip_pkg::host_req_t req_o,
  input  snnc_chip_pkg::host_rsp_t east_i,
  input  snnc_chip_pkg::host_rsp_t south_i,
  output snnc_chip_pkg::host_rsp_t rsp_o,
  // Of the tile.
  output logic                     tile_valid_o,
  output logic                     tile_write_o,
  output logic [23:0]              tile_addr_o,
  output logic [31:0]              tile_wdata_o,
  input  logic                     tile_rsp_valid_i,
  input  logic                     tile_rsp_error_i,
  input  logic [31:0]              tile_rsp_rdata_i,
  // Of its routes, whose address is common to all.
  output logic                     route_re_o,
  output logic                     route_we_o,
  input  snnc_chip_pkg::route_t    route_rdata_i
);

  localparam logic [3:0] RegionRoutes = 4'hd;

  snnc_chip_pkg::host_req_t req_q;
  snnc_chip_pkg::host_rsp_t rsp_d;
  snnc_chip_pkg::host_rsp_t rsp_q;
  logic                     mine;
  logic                     routes;
  logic                     routed_q;

  assign mine = req_i.valid &&
                (req_i.broadcast || (req_i.tile == snnc_chip_pkg::TileW'(Tile)));
  assign routes = req_i.addr[23:20] == RegionRoutes;
  assign tile_valid_o = mine && !routes;
  assign tile_write_o = req_i.write;
  assign tile_addr_o = req_i.addr;
  assign tile_wdata_o = req_i.wdata;
  assign route_re_o = mine && routes && !req_i.write;
  assign route_we_o = mine && routes && req_i.write;

  always_comb begin
    rsp_d.valid = tile_rsp_valid_i || routed_q || east_i.valid || south_i.valid;
    rsp_d.error = (tile_rsp_valid_i && tile_rsp_error_i) || (east_i.valid && east_i.error) ||
                  (south_i.valid && south_i.error);
    rsp_d.rdata = ({32{tile_rsp_valid_i}} & tile_rsp_rdata_i) |
                  ({32{routed_q}} & 32'(route_rdata_i)) |
                  ({32{east_i.valid}} & east_i.rdata) | ({32{south_i.valid}} & south_i.rdata);
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_q <= '0;
      rsp_q <= '0;
      routed_q <= 1'b0;
    end else begin
      req_q <= req_i;
      rsp_q <= rsp_d;
      routed_q <= mine && routes;
    end
  end

  assign req_o = req_q;
  assign rsp_o = rsp_q;

endmodule
