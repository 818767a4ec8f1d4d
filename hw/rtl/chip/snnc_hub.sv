// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What tiles have in common besides the network: step control, the way of the
// host's requests to them and of events to the host, and the host's bridge.

module snnc_hub (
  input  logic clk_i,
  input  logic rst_ni,
  // Host: AXI4-Lite for control and memories.
  input  logic [26+snnc_chip_pkg::TileW:0] s_axil_awaddr,
  input  logic                             s_axil_awvalid,
  output logic                             s_axil_awready,
  input  logic [31:0]                      s_axil_wdata,
  input  logic [3:0]                       s_axil_wstrb,
  input  logic                             s_axil_wvalid,
  output logic                             s_axil_wready,
  output logic [1:0]                       s_axil_bresp,
  output logic                             s_axil_bvalid,
  input  logic                             s_axil_bready,
  input  logic [26+snnc_chip_pkg::TileW:0] s_axil_araddr,
  input  logic                             s_axil_arvalid,
  output logic                             s_axil_arready,
  output logic [31:0]                      s_axil_rdata,
  output logic [1:0]                       s_axil_rresp,
  output logic                             s_axil_rvalid,
  input  logic                             s_axil_rready,
  // AXI4-Stream of events, in and out.
  input  logic [63:0]                      s_axis_tdata,
  input  logic                             s_axis_tvalid,
  output logic                             s_axis_tready,
  output logic [63:0]                      m_axis_tdata,
  output logic                             m_axis_tlast,
  output logic                             m_axis_tvalid,
  input  logic                             m_axis_tready,
  // Network: route tables, errors.
  output logic [snnc_chip_pkg::Tiles-1:0]   route_re_o,
  output logic [snnc_chip_pkg::Tiles-1:0]   route_we_o,
  output logic [snnc_chip_pkg::SourceW-1:0] route_addr_o,
  output logic [snnc_chip_pkg::RouteW-1:0]  route_wdata_o,
  input  logic [snnc_chip_pkg::Tiles*snnc_chip_pkg::RouteW-1:0] route_rdata_i,
  input  logic [snnc_chip_pkg::Tiles-1:0]   mesh_error_i,
  // Tiles: step control.
  input  logic [snnc_chip_pkg::Tiles*snnc_chip_pkg::StatusW-1:0] status_i,
  output logic [snnc_chip_pkg::Tiles*snnc_chip_pkg::ControlW-1:0] control_o,
  // Host's port.
  output logic [snnc_chip_pkg::Tiles-1:0]                   req_valid_o,
  output logic [snnc_chip_pkg::Tiles-1:0]                   req_write_o,
  output logic [snnc_chip_pkg::Tiles*24-1:0]             req_addr_o,
  output logic [snnc_chip_pkg::Tiles*32-1:0]             req_wdata_o,
  input  logic [snnc_chip_pkg::Tiles-1:0]                   rsp_valid_i,
  input  logic [snnc_chip_pkg::Tiles-1:0]                   rsp_error_i,
  input  logic [snnc_chip_pkg::Tiles*32-1:0]             rsp_rdata_i,
  // Events.
  input  logic [snnc_chip_pkg::Tiles-1:0]                   event_valid_i,
  output logic [snnc_chip_pkg::Tiles-1:0]                   event_ready_o,
  input  logic [snnc_chip_pkg::Tiles*8-1:0]              event_group_i,
  input  logic [snnc_chip_pkg::Tiles*24-1:0]             event_physical_i,
  input  logic [snnc_chip_pkg::Tiles*16-1:0]             event_payload_i
);

  localparam int unsigned Tiles = snnc_chip_pkg::Tiles;
  localparam int unsigned StatusW = snnc_chip_pkg::StatusW;

  snnc_chip_pkg::host_req_t         req;
  snnc_chip_pkg::host_rsp_t         rsp;
  logic                             start, busy, halted, step_done, delivering, learning;
  logic                             event_valid, event_ready, events_empty;
  snnc_chip_pkg::host_event_t       host_event;

  snnc_axi_bridge u_bridge (
    .clk_i,
    .rst_ni,
    .s_axil_awaddr,
    .s_axil_awvalid,
    .s_axil_awready,
    .s_axil_wdata,
    .s_axil_wstrb,
    .s_axil_wvalid,
    .s_axil_wready,
    .s_axil_bresp,
    .s_axil_bvalid,
    .s_axil_bready,
    .s_axil_araddr,
    .s_axil_arvalid,
    .s_axil_arready,
    .s_axil_rdata,
    .s_axil_rresp,
    .s_axil_rvalid,
    .s_axil_rready,
    .s_axis_tdata,
    .s_axis_tvalid,
    .s_axis_tready,
    .m_axis_tdata,
    .m_axis_tlast,
    .m_axis_tvalid,
    .m_axis_tready,
    .req_o         (req),
    .rsp_i         (rsp),
    .event_valid_i (event_valid),
    .event_ready_o (event_ready),
    .event_i       (host_event),
    .events_empty_i(events_empty),
    .start_o       (start),
    .busy_i        (busy),
    .halted_i      (halted),
    .step_done_i   (step_done),
    .delivering_i  (delivering),
    .learning_i    (learning),
    .mesh_error_i  (mesh_error_i != '0)
  );

  snnc_host_spine u_spine (
    .clk_i,
    .rst_ni,
    .busy_i          (busy),
    .req_i           (req),
    .rsp_o           (rsp),
    .tile_valid_o    (req_valid_o),
    .tile_write_o    (req_write_o),
    .tile_addr_o     (req_addr_o),
    .tile_wdata_o    (req_wdata_o),
    .tile_rsp_valid_i(rsp_valid_i),
    .tile_rsp_error_i(rsp_error_i),
    .tile_rsp_rdata_i(rsp_rdata_i),
    .route_re_o,
    .route_we_o,
    .route_addr_o,
    .route_wdata_o,
    .route_rdata_i
  );

  // An event that has lost its way will not arrive: the step is given up.
  logic [Tiles*StatusW-1:0] status;

  for (genvar t = 0; t < Tiles; t++) begin : g_status
    assign status[t*StatusW +: StatusW] =
        status_i[t*StatusW +: StatusW] |
        (StatusW'(mesh_error_i[t]) << snnc_chip_pkg::StatusHalt);
  end

  snnc_barrier u_barrier (
    .clk_i,
    .rst_ni,
    .start_i     (start),
    .status_i    (status),
    .control_o,
    .busy_o      (busy),
    .halted_o    (halted),
    .step_done_o (step_done),
    .delivering_o(delivering),
    .learning_o  (learning)
  );

  snnc_event_tree u_events (
    .clk_i,
    .rst_ni,
    .event_valid_i,
    .event_ready_o,
    .event_group_i,
    .event_physical_i,
    .event_payload_i,
    .valid_o(event_valid),
    .ready_i(event_ready),
    .event_o(host_event),
    .empty_o(events_empty)
  );

endmodule
