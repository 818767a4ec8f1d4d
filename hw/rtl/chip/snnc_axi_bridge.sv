// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The chip's side of the host's bus: AXI4-Lite for registers, tables and
// memories, AXI4-Stream for events in and out (docs/chip.md, "The host's side").

module snnc_axi_bridge (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  // AXI4-Lite.
  input  logic                              s_axil_awvalid,
  output logic                              s_axil_awready,
  input  logic [26+snnc_chip_pkg::TileW:0]  s_axil_awaddr,
  input  logic                              s_axil_wvalid,
  output logic                              s_axil_wready,
  input  logic [31:0]                       s_axil_wdata,
  input  logic [3:0]                        s_axil_wstrb,
  output logic                              s_axil_bvalid,
  input  logic                              s_axil_bready,
  output logic [1:0]                        s_axil_bresp,
  input  logic                              s_axil_arvalid,
  output logic                              s_axil_arready,
  input  logic [26+snnc_chip_pkg::TileW:0]  s_axil_araddr,
  output logic                              s_axil_rvalid,
  input  logic                              s_axil_rready,
  output logic [31:0]                       s_axil_rdata,
  output logic [1:0]                        s_axil_rresp,
  // AXI4-Stream of events in.
  input  logic                              s_axis_tvalid,
  output logic                              s_axis_tready,
  input  logic [63:0]                       s_axis_tdata,
  // AXI4-Stream of events out.
  output logic                              m_axis_tvalid,
  input  logic                              m_axis_tready,
  output logic [63:0]                       m_axis_tdata,
  output logic                              m_axis_tlast,
  // To the tiles' ports.
  output snnc_chip_pkg::host_req_t          req_o,
  input  snnc_chip_pkg::host_rsp_t          rsp_i,
  // Events of the tiles.
  input  logic                              event_valid_i,
  output logic                              event_ready_o,
  input  snnc_chip_pkg::host_event_t        event_i,
  input  logic                              events_empty_i,
  // Steps.
  output logic                              start_o,
  input  logic                              busy_i,
  input  logic                              halted_i,
  input  logic                              step_done_i,
  input  logic                              delivering_i,
  input  logic                              learning_i,
  input  logic                              mesh_error_i
);

  localparam int unsigned AddrW = 27 + snnc_chip_pkg::TileW;

  logic             access_valid, access_write, access_whole, access_done, access_error;
  logic [AddrW-3:0] access_word;
  logic [31:0]      access_wdata, access_rdata;
  logic             register_valid, register_error;
  logic [23:0]      register_addr;
  logic [31:0]      register_rdata;
  logic             access_missing_tile, missing_address;
  logic             access_req_done;
  logic             inject_more, inject_done, injected, inject_refused, inject_missing_tile;
  logic             waiting;
  logic             event_out, stall, end_out;
  logic             start_command, clear_counters, starting, stepping, busy;
  logic [3:0]       counter_word;
  logic [31:0]      counter_rdata;
  snnc_chip_pkg::host_req_t access_req;
  snnc_chip_pkg::host_req_t inject_req;

  snnc_axil #(.AddrW(AddrW)) u_axil (
    .clk_i, .rst_ni,
    .s_axil_awvalid, .s_axil_awready, .s_axil_awaddr,
    .s_axil_wvalid, .s_axil_wready, .s_axil_wdata, .s_axil_wstrb,
    .s_axil_bvalid, .s_axil_bready, .s_axil_bresp,
    .s_axil_arvalid, .s_axil_arready, .s_axil_araddr,
    .s_axil_rvalid, .s_axil_rready, .s_axil_rdata, .s_axil_rresp,
    .access_valid_o(access_valid),
    .access_write_o(access_write),
    .access_whole_o(access_whole),
    .access_word_o (access_word),
    .access_wdata_o(access_wdata),
    .access_done_i (access_done),
    .access_error_i(access_error),
    .access_rdata_i(access_rdata)
  );

  snnc_axil_decode u_decode (
    .access_valid_i   (access_valid),
    .access_write_i   (access_write),
    .access_whole_i   (access_whole),
    .access_word_i    (access_word),
    .access_wdata_i   (access_wdata),
    .access_done_o    (access_done),
    .access_error_o   (access_error),
    .access_rdata_o   (access_rdata),
    .register_valid_o (register_valid),
    .register_addr_o  (register_addr),
    .register_error_i (register_error),
    .register_rdata_i (register_rdata),
    .req_o            (access_req),
    .req_done_i       (access_req_done),
    .req_error_i      (rsp_i.error),
    .req_rdata_i      (rsp_i.rdata),
    .missing_tile_o   (access_missing_tile),
    .missing_address_o(missing_address)
  );

  snnc_host_arbiter u_arbiter (
    .clk_i, .rst_ni,
    .access_i     (access_req),
    .access_done_o(access_req_done),
    .inject_i     (inject_req),
    .inject_more_i(inject_more),
    .inject_done_o(inject_done),
    .req_o,
    .rsp_valid_i  (rsp_i.valid),
    .rsp_error_i  (rsp_i.error)
  );

  snnc_axis_in u_axis_in (
    .clk_i, .rst_ni,
    .s_axis_tvalid, .s_axis_tready, .s_axis_tdata,
    .hold_i        (starting),
    .go_i          (!stepping),
    .waiting_o     (waiting),
    .req_o         (inject_req),
    .more_o        (inject_more),
    .done_i        (inject_done),
    .error_i       (rsp_i.error),
    .injected_o    (injected),
    .refused_o     (inject_refused),
    .missing_tile_o(inject_missing_tile)
  );

  snnc_axis_out u_axis_out (
    .clk_i, .rst_ni,
    .event_valid_i, .event_ready_o, .event_i, .events_empty_i, .step_done_i, .halted_i,
    .m_axis_tvalid, .m_axis_tready, .m_axis_tdata, .m_axis_tlast,
    .event_out_o(event_out),
    .stall_o    (stall),
    .end_out_o  (end_out)
  );

  snnc_step_start u_start (
    .clk_i, .rst_ni,
    .command_i (start_command),
    .waiting_i (waiting),
    .end_out_i (end_out),
    .start_o,
    .starting_o(starting),
    .stepping_o(stepping),
    .busy_o    (busy)
  );

  snnc_chip_registers u_registers (
    .clk_i, .rst_ni,
    .valid_i          (register_valid),
    .write_i          (access_write),
    .addr_i           (register_addr),
    .wdata_i          (access_wdata),
    .error_o          (register_error),
    .rdata_o          (register_rdata),
    .start_o          (start_command),
    .clear_counters_o (clear_counters),
    .busy_i           (busy),
    .halted_i,
    .waiting_i        (waiting),
    .inject_refused_i (inject_refused),
    .missing_tile_i   (access_missing_tile || inject_missing_tile),
    .missing_address_i(missing_address),
    .mesh_error_i,
    .counter_word_o   (counter_word),
    .counter_rdata_i  (counter_rdata)
  );

  snnc_chip_counters u_counters (
    .clk_i, .rst_ni,
    .clear_i     (clear_counters),
    .step_done_i, .busy_i, .delivering_i, .learning_i,
    .event_out_i (event_out),
    .event_in_i  (injected),
    .stall_i     (stall),
    .word_i      (counter_word),
    .rdata_o     (counter_rdata)
  );

endmodule
