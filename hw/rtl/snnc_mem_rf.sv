// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Register file of one lane: three asynchronous read ports, one write port.

`include "snnc_assert.svh"

module snnc_mem_rf #(
  parameter int unsigned Width = 32,
  parameter int unsigned Depth = 64,
  localparam int unsigned AddrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             re_i,
  input  logic [AddrW-1:0] raddr_a_i,
  output logic [Width-1:0] rdata_a_o,
  input  logic [AddrW-1:0] raddr_b_i,
  output logic [Width-1:0] rdata_b_o,
  input  logic [AddrW-1:0] raddr_c_i,
  output logic [Width-1:0] rdata_c_o,
  input  logic             we_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);

  logic [Width-1:0] mem_q [Depth];

  always_ff @(posedge clk_i) begin
    if (we_i) begin
      mem_q[waddr_i] <= wdata_i;
    end
  end

  assign rdata_a_o = re_i ? mem_q[raddr_a_i] : '0;
  assign rdata_b_o = re_i ? mem_q[raddr_b_i] : '0;
  assign rdata_c_o = re_i ? mem_q[raddr_c_i] : '0;

  `SNNC_ASSERT_INIT(DepthIsPowerOfTwo, Depth == 2 ** AddrW)

endmodule
