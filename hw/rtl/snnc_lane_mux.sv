// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Puts the host's address in place of the tile's, once for all lanes. The host
// has the memories while the tile is idle.

`include "snnc_assert.svh"

module snnc_lane_mux (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  snnc_tile_pkg::lane_host_t         host_i,
  input  logic                              state_re_i,
  input  logic [snnc_tile_pkg::StateW-1:0]  state_raddr_i,
  input  logic [snnc_tile_pkg::StateW-1:0]  state_waddr_i,
  input  logic                              port_re_i,
  input  logic [snnc_tile_pkg::AccW-1:0]    port_raddr_i,
  input  logic [snnc_tile_pkg::AccW-1:0]    port_waddr_i,
  input  logic                              table_re_i,
  input  logic                              syn_re_i,
  input  logic [snnc_tile_pkg::SynW-1:0]    syn_raddr_i,
  input  logic [snnc_tile_pkg::SynW-1:0]    syn_waddr_i,
  input  logic                              payload_re_i,
  input  logic [snnc_tile_pkg::BlockW-1:0]  payload_raddr_i,
  input  logic [snnc_tile_pkg::BlockW-1:0]  payload_waddr_i,
  output logic                              state_re_o,
  output logic [snnc_tile_pkg::StateW-1:0]  state_raddr_o,
  output logic [snnc_tile_pkg::StateW-1:0]  state_waddr_o,
  output logic                              port_re_o,
  output logic [snnc_tile_pkg::AccW-1:0]    port_raddr_o,
  output logic [snnc_tile_pkg::AccW-1:0]    port_waddr_o,
  output logic                              table_re_o,
  output logic [snnc_tile_pkg::TableW-1:0]  table_haddr_o,
  output logic                              syn_re_o,
  output logic [snnc_tile_pkg::SynW-1:0]    syn_raddr_o,
  output logic [snnc_tile_pkg::SynW-1:0]    syn_waddr_o,
  output logic                              payload_re_o,
  output logic [snnc_tile_pkg::BlockW-1:0]  payload_raddr_o,
  output logic [snnc_tile_pkg::BlockW-1:0]  payload_waddr_o,
  // The host's write: memory, and the lanes it goes to.
  output logic                              host_o,
  output logic [31:0]                       host_wdata_o,
  output snnc_tile_pkg::lane_write_t        write_o,
  output logic [snnc_tile_pkg::Lanes-1:0]   lanes_o
);

  localparam int unsigned StateW = snnc_tile_pkg::StateW;
  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned SynW = snnc_tile_pkg::SynW;
  localparam int unsigned TableW = snnc_tile_pkg::TableW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;

  assign host_o = host_i.valid;
  assign host_wdata_o = host_i.wdata;

  always_comb begin
    state_re_o = state_re_i;
    state_raddr_o = state_raddr_i;
    state_waddr_o = state_waddr_i;
    port_re_o = port_re_i;
    port_raddr_o = port_raddr_i;
    port_waddr_o = port_waddr_i;
    table_re_o = table_re_i;
    table_haddr_o = '0;
    syn_re_o = syn_re_i;
    syn_raddr_o = syn_raddr_i;
    syn_waddr_o = syn_waddr_i;
    payload_re_o = payload_re_i;
    payload_raddr_o = payload_raddr_i;
    payload_waddr_o = payload_waddr_i;
    write_o = '0;
    lanes_o = '0;
    if (host_i.valid) begin
      state_re_o = host_i.memory.state && !host_i.write;
      state_raddr_o = host_i.row[StateW-1:0];
      state_waddr_o = host_i.row[StateW-1:0];
      port_re_o = host_i.memory.acc && !host_i.write;
      port_raddr_o = host_i.row[AccW-1:0];
      port_waddr_o = host_i.row[AccW-1:0];
      table_re_o = host_i.memory.tbl && !host_i.write;
      table_haddr_o = host_i.row[TableW-1:0];
      syn_re_o = host_i.memory.syn && !host_i.write;
      syn_raddr_o = host_i.row[SynW-1:0];
      syn_waddr_o = host_i.row[SynW-1:0];
      payload_re_o = host_i.memory.pay && !host_i.write;
      payload_raddr_o = host_i.row[BlockW-1:0];
      payload_waddr_o = host_i.row[BlockW-1:0];
      write_o.state = host_i.memory.state && host_i.write;
      write_o.acc = host_i.memory.acc && host_i.write;
      write_o.syn = host_i.memory.syn && host_i.write;
      write_o.tbl = host_i.memory.tbl && host_i.write;
      write_o.pay = host_i.memory.pay && host_i.write;
      // Tables are one memory for the host, with a copy in each lane.
      lanes_o[host_i.memory.lane] = 1'b1;
      if (host_i.memory.tbl) begin
        lanes_o = '1;
      end
    end
  end

  `SNNC_ASSERT(TileIsIdle, !host_i.valid || !(state_re_i || port_re_i || table_re_i || syn_re_i ||
                                              payload_re_i))

endmodule
