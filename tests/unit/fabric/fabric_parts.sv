// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Barrier, host's spine and event tree of a chip, side by side for the tests.

module fabric_parts #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned StatusW = $bits(snnc_chip_pkg::status_t),
  localparam int unsigned ControlW = $bits(snnc_chip_pkg::control_t)
) (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  // Barrier.
  input  logic                              start_i,
  input  logic [Tiles*StatusW-1:0]          status_i,
  output logic [Tiles*ControlW-1:0]         control_o,
  output logic                              busy_o,
  output logic                              halted_o,
  output logic                              step_done_o,
  output logic                              delivering_o,
  output logic                              learning_o,
  // Spine.
  input  logic                              spine_busy_i,
  input  snnc_chip_pkg::host_req_t          req_i,
  output snnc_chip_pkg::host_rsp_t          rsp_o,
  output logic [Tiles-1:0]                  tile_valid_o,
  output logic [Tiles-1:0]                  tile_write_o,
  output logic [Tiles*24-1:0]               tile_addr_o,
  output logic [Tiles*32-1:0]               tile_wdata_o,
  input  logic [Tiles-1:0]                  tile_rsp_valid_i,
  input  logic [Tiles-1:0]                  tile_rsp_error_i,
  input  logic [Tiles*32-1:0]               tile_rsp_rdata_i,
  output logic [Tiles-1:0]                  route_re_o,
  output logic [Tiles-1:0]                  route_we_o,
  output logic [snnc_chip_pkg::SourceW-1:0] route_addr_o,
  output snnc_chip_pkg::route_t             route_wdata_o,
  input  logic [Tiles*5-1:0]                route_rdata_i,
  // Event tree.
  input  logic [Tiles-1:0]                  event_valid_i,
  output logic [Tiles-1:0]                  event_ready_o,
  input  logic [Tiles*8-1:0]                event_group_i,
  input  logic [Tiles*24-1:0]               event_physical_i,
  input  logic [Tiles*16-1:0]               event_payload_i,
  output logic                              valid_o,
  input  logic                              ready_i,
  output snnc_chip_pkg::host_event_t        event_o,
  output logic                              empty_o
);

  snnc_barrier u_barrier (
    .clk_i,
    .rst_ni,
    .start_i,
    .status_i,
    .control_o,
    .busy_o,
    .halted_o,
    .step_done_o,
    .delivering_o,
    .learning_o
  );

  snnc_host_spine u_spine (
    .clk_i,
    .rst_ni,
    .busy_i(spine_busy_i),
    .req_i,
    .rsp_o,
    .tile_valid_o,
    .tile_write_o,
    .tile_addr_o,
    .tile_wdata_o,
    .tile_rsp_valid_i,
    .tile_rsp_error_i,
    .tile_rsp_rdata_i,
    .route_re_o,
    .route_we_o,
    .route_addr_o,
    .route_wdata_o,
    .route_rdata_i
  );

  snnc_event_tree u_events (
    .clk_i,
    .rst_ni,
    .event_valid_i,
    .event_ready_o,
    .event_group_i,
    .event_physical_i,
    .event_payload_i,
    .valid_o,
    .ready_i,
    .event_o,
    .empty_o
  );

endmodule
