// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory with one synchronous read port and one write port with write enables
// of Gran bits. A read of the word that is written in the same cycle returns
// the old word. The read data holds until the next read.

`include "snnc_assert.svh"

module snnc_mem_1r1w #(
  parameter int unsigned Width = 32,
  parameter int unsigned Depth = 16,
  parameter int unsigned Gran = Width,
  localparam int unsigned AddrW = $clog2(Depth),
  localparam int unsigned MaskW = Width / Gran
) (
  input  logic             clk_i,
  input  logic             re_i,
  input  logic [AddrW-1:0] raddr_i,
  output logic [Width-1:0] rdata_o,
  input  logic [MaskW-1:0] we_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);

  logic [Width-1:0] mem_q [Depth] /*verilator public_flat_rw*/;
  logic [Width-1:0] rdata_q;

`ifdef VERILATOR
  // The same in one block and its write as one store, without a delayed copy:
  // simulation is a third faster. Nothing else reads mem_q, so that a blocking
  // write after the read changes nothing.
  logic [Width-1:0] enable;

  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem_q[raddr_i];
    end
    if (we_i != '0) begin
      for (int unsigned i = 0; i < MaskW; i++) begin
        enable[i*Gran +: Gran] = {Gran{we_i[i]}};
      end
      mem_q[waddr_i] = (mem_q[waddr_i] & ~enable) | (wdata_i & enable);
    end
  end
  // verilator lint_on BLKSEQ
`else
  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < MaskW; i++) begin
      if (we_i[i]) begin
        mem_q[waddr_i][i*Gran +: Gran] <= wdata_i[i*Gran +: Gran];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem_q[raddr_i];
    end
  end
`endif

  assign rdata_o = rdata_q;

  `SNNC_ASSERT_INIT(GranDividesWidth, Width % Gran == 0)
  `SNNC_ASSERT_INIT(DepthIsPowerOfTwo, Depth == 2 ** AddrW)

endmodule
