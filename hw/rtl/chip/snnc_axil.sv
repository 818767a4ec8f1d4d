// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// AXI4-Lite subordinate, one access at a time. AW and W are taken independently
// of each other; reads and writes take turns when both wait. Every ready and
// valid is a function of flip-flops.

`include "snnc_assert.svh"

module snnc_axil #(
  parameter int unsigned AddrW = 28
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  // AXI4-Lite.
  input  logic             s_axil_awvalid,
  output logic             s_axil_awready,
  input  logic [AddrW-1:0] s_axil_awaddr,
  input  logic             s_axil_wvalid,
  output logic             s_axil_wready,
  input  logic [31:0]      s_axil_wdata,
  input  logic [3:0]       s_axil_wstrb,
  output logic             s_axil_bvalid,
  input  logic             s_axil_bready,
  output logic [1:0]       s_axil_bresp,
  input  logic             s_axil_arvalid,
  output logic             s_axil_arready,
  input  logic [AddrW-1:0] s_axil_araddr,
  output logic             s_axil_rvalid,
  input  logic             s_axil_rready,
  output logic [31:0]      s_axil_rdata,
  output logic [1:0]       s_axil_rresp,
  // The access, held until it is done.
  output logic             access_valid_o,
  output logic             access_write_o,
  output logic             access_whole_o,   // an aligned, full word
  output logic [AddrW-3:0] access_word_o,
  output logic [31:0]      access_wdata_o,
  input  logic             access_done_i,
  input  logic             access_error_i,
  input  logic [31:0]      access_rdata_i
);

  localparam logic [1:0] Okay = 2'b00;
  localparam logic [1:0] SubordinateError = 2'b10;

  logic             aw_full_q;
  logic [AddrW-1:0] aw_addr_q;
  logic             w_full_q;
  logic [31:0]      w_data_q;
  logic [3:0]       w_strb_q;
  logic             ar_full_q;
  logic [AddrW-1:0] ar_addr_q;
  logic             b_valid_q;
  logic             b_error_q;
  logic             r_valid_q;
  logic             r_error_q;
  logic [31:0]      r_data_q;
  // An access is under way; the last or present one is a write.
  logic             active_q;
  logic             write_q;
  logic             can_write;
  logic             can_read;
  logic             write_done;
  logic             read_done;
  logic [AddrW-1:0] addr;

  assign s_axil_awready = !aw_full_q;
  assign s_axil_wready = !w_full_q;
  assign s_axil_arready = !ar_full_q;
  assign s_axil_bvalid = b_valid_q;
  assign s_axil_bresp = b_error_q ? SubordinateError : Okay;
  assign s_axil_rvalid = r_valid_q;
  assign s_axil_rresp = r_error_q ? SubordinateError : Okay;
  assign s_axil_rdata = r_data_q;

  assign can_write = aw_full_q && w_full_q && !b_valid_q;
  assign can_read = ar_full_q && !r_valid_q;
  assign write_done = active_q && write_q && access_done_i;
  assign read_done = active_q && !write_q && access_done_i;

  assign addr = write_q ? aw_addr_q : ar_addr_q;
  assign access_valid_o = active_q;
  assign access_write_o = write_q;
  assign access_whole_o = (addr[1:0] == 2'd0) && (!write_q || (w_strb_q == 4'hf));
  assign access_word_o = addr[AddrW-1:2];
  assign access_wdata_o = w_data_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      active_q <= 1'b0;
      write_q <= 1'b0;
    end else if (active_q) begin
      active_q <= !access_done_i;
    end else if (can_write || can_read) begin
      active_q <= 1'b1;
      write_q <= can_write && (!can_read || !write_q);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      aw_full_q <= 1'b0;
      w_full_q <= 1'b0;
      ar_full_q <= 1'b0;
      b_valid_q <= 1'b0;
      r_valid_q <= 1'b0;
    end else begin
      aw_full_q <= aw_full_q ? !write_done : s_axil_awvalid;
      w_full_q <= w_full_q ? !write_done : s_axil_wvalid;
      ar_full_q <= ar_full_q ? !read_done : s_axil_arvalid;
      b_valid_q <= b_valid_q ? !s_axil_bready : write_done;
      r_valid_q <= r_valid_q ? !s_axil_rready : read_done;
    end
    if (!aw_full_q) aw_addr_q <= s_axil_awaddr;
    if (!ar_full_q) ar_addr_q <= s_axil_araddr;
    if (!w_full_q) begin
      w_data_q <= s_axil_wdata;
      w_strb_q <= s_axil_wstrb;
    end
    if (write_done) b_error_q <= access_error_i;
    if (read_done) begin
      r_error_q <= access_error_i;
      r_data_q <= access_error_i ? 32'd0 : access_rdata_i;
    end
  end

  `SNNC_ASSERT(AnswersHaveRoom, !(write_done && b_valid_q) && !(read_done && r_valid_q))
  `SNNC_ASSERT(WriteIsWhole, !active_q || (write_q ? (aw_full_q && w_full_q) : ar_full_q))

endmodule
