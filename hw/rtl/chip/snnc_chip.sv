// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The chip (docs/chip.md): a mesh of tiles, and AXI ports to the host.

module snnc_chip (
  input  logic clk_i,
  input  logic rst_ni,
  // AXI4-Lite: control and memories.
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
  // AXI4-Stream: events in and out.
  input  logic [63:0]                      s_axis_tdata,
  input  logic                             s_axis_tvalid,
  output logic                             s_axis_tready,
  output logic [63:0]                      m_axis_tdata,
  output logic                             m_axis_tlast,
  output logic                             m_axis_tvalid,
  input  logic                             m_axis_tready
);

  localparam int unsigned Tiles = snnc_chip_pkg::Tiles;
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW;
  localparam int unsigned StatusW = snnc_chip_pkg::StatusW;
  localparam int unsigned ControlW = snnc_chip_pkg::ControlW;

  logic [Tiles-1:0]                    send_valid, send_ready, arrive_valid, arrive_ready;
  logic [Tiles*snnc_chip_pkg::FlitW-1:0]    send, arrive;
  logic [Tiles*snnc_chip_pkg::StatusW-1:0]  status;
  logic [Tiles*snnc_chip_pkg::ControlW-1:0] control;
  logic [Tiles-1:0]                    route_re, route_we, mesh_error;
  logic [snnc_chip_pkg::SourceW-1:0]   route_addr;
  logic [snnc_chip_pkg::RouteW-1:0]    route_wdata;
  logic [Tiles*snnc_chip_pkg::RouteW-1:0] route_rdata;
  logic [Tiles-1:0]                    req_valid, req_write, rsp_valid, rsp_error;
  logic [Tiles*24-1:0]              req_addr;
  logic [Tiles*32-1:0]              req_wdata, rsp_rdata;
  logic [Tiles-1:0]                    event_valid, event_ready;
  logic [Tiles*8-1:0]               event_group;
  logic [Tiles*24-1:0]              event_physical;
  logic [Tiles*16-1:0]              event_payload;

  snnc_hub u_hub (
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
    .route_re_o      (route_re),
    .route_we_o      (route_we),
    .route_addr_o    (route_addr),
    .route_wdata_o   (route_wdata),
    .route_rdata_i   (route_rdata),
    .mesh_error_i    (mesh_error),
    .status_i        (status),
    .control_o       (control),
    .req_valid_o     (req_valid),
    .req_write_o     (req_write),
    .req_addr_o      (req_addr),
    .req_wdata_o     (req_wdata),
    .rsp_valid_i     (rsp_valid),
    .rsp_error_i     (rsp_error),
    .rsp_rdata_i     (rsp_rdata),
    .event_valid_i   (event_valid),
    .event_ready_o   (event_ready),
    .event_group_i   (event_group),
    .event_physical_i(event_physical),
    .event_payload_i (event_payload)
  );

  snnc_mesh u_mesh (
    .clk_i,
    .rst_ni,
    .send_valid_i  (send_valid),
    .send_ready_o  (send_ready),
    .send_i        (send),
    .arrive_valid_o(arrive_valid),
    .arrive_ready_i(arrive_ready),
    .arrive_o      (arrive),
    .route_re_i    (route_re),
    .route_we_i    (route_we),
    .route_addr_i  (route_addr),
    .route_wdata_i (route_wdata),
    .route_rdata_o (route_rdata),
    .error_o       (mesh_error)
  );

  // The hub's barrier says it of all.
  logic [Tiles-1:0] unused_busy, unused_halt;

  for (genvar t = 0; t < Tiles; t++) begin : g_tile
    snnc_tile u_tile (
      .clk_i,
      .rst_ni,
      .req_valid_i     (req_valid[t]),
      .req_write_i     (req_write[t]),
      .req_addr_i      (req_addr[t*24 +: 24]),
      .req_wdata_i     (req_wdata[t*32 +: 32]),
      .rsp_valid_o     (rsp_valid[t]),
      .rsp_error_o     (rsp_error[t]),
      .rsp_rdata_o     (rsp_rdata[t*32 +: 32]),
      .event_valid_o   (event_valid[t]),
      .event_ready_i   (event_ready[t]),
      .event_group_o   (event_group[t*8 +: 8]),
      .event_physical_o(event_physical[t*24 +: 24]),
      .event_payload_o (event_payload[t*16 +: 16]),
      .alone_i         (1'b0),
      .send_valid_o    (send_valid[t]),
      .send_ready_i    (send_ready[t]),
      .send_o          (send[t*FlitW +: FlitW]),
      .arrive_valid_i  (arrive_valid[t]),
      .arrive_ready_o  (arrive_ready[t]),
      .arrive_i        (arrive[t*FlitW +: FlitW]),
      .status_o        (status[t*StatusW +: StatusW]),
      .control_i       (control[t*ControlW +: ControlW]),
      .busy_o          (unused_busy[t]),
      .halt_o          (unused_halt[t])
    );
  end

endmodule
