// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where an AXI4-Lite access goes: to a register of the chip, to a tile, to all
// tiles, or nowhere.

module snnc_axil_decode (
  // The access.
  input  logic                              access_valid_i,
  input  logic                              access_write_i,
  input  logic                              access_whole_i,
  input  logic [24+snnc_chip_pkg::TileW:0]  access_word_i,
  input  logic [31:0]                       access_wdata_i,
  output logic                              access_done_o,
  output logic                              access_error_o,
  output logic [31:0]                       access_rdata_o,
  // A register of the chip, answered in the same cycle.
  output logic                              register_valid_o,
  output logic [23:0]                       register_addr_o,
  input  logic                              register_error_i,
  input  logic [31:0]                       register_rdata_i,
  // A request to tiles, held until it is done.
  output snnc_chip_pkg::host_req_t          req_o,
  input  logic                              req_done_i,
  input  logic                              req_error_i,
  input  logic [31:0]                       req_rdata_i,
  // Refused accesses.
  output logic                              missing_tile_o,
  output logic                              missing_address_o
);

  localparam int unsigned TileW = snnc_chip_pkg::TileW;
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles;

  logic             beside_tiles;
  logic [TileW-1:0] tile;
  logic             to_register;
  logic             to_all;
  logic             to_tile;
  logic             tile_exists;
  logic             go;

  assign beside_tiles = access_word_i[24+TileW];
  assign tile = access_word_i[24 +: TileW];
  assign to_register = beside_tiles && (tile == '0);
  assign to_all = beside_tiles && (tile == TileW'(1));
  assign to_tile = !beside_tiles;
  assign tile_exists = {1'b0, tile} < (TileW+1)'(Tiles);
  assign go = access_valid_i && access_whole_i;

  assign register_valid_o = go && to_register;
  assign register_addr_o = access_word_i[23:0];

  always_comb begin
    req_o = '0;
    if (go && (to_all || (to_tile && tile_exists))) begin
      req_o.valid = 1'b1;
      req_o.write = access_write_i;
      req_o.broadcast = to_all;
      req_o.tile = to_all ? '0 : tile;
      req_o.addr = access_word_i[23:0];
      req_o.wdata = access_wdata_i;
    end
  end

  assign missing_tile_o = go && to_tile && !tile_exists;
  assign missing_address_o = access_valid_i &&
                             (!access_whole_i || (beside_tiles && !to_register && !to_all));

  assign access_done_o = req_o.valid ? req_done_i : access_valid_i;
  assign access_error_o = req_o.valid ? req_error_i :
                          register_valid_o ? register_error_i : 1'b1;
  assign access_rdata_o = req_o.valid ? req_rdata_i : register_rdata_i;

endmodule
