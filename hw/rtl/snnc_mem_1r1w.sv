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
  // The same write, as one store: simulation is a good deal faster.
  logic [Width-1:0] enable;

  always_comb begin
    enable = '0;
    if (we_i != '0) begin
      for (int unsigned i = 0; i < MaskW; i++) begin
        enable[i*Gran +: Gran] = {Gran{we_i[i]}};
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (we_i != '0) begin
      mem_q[waddr_i] <= (mem_q[waddr_i] & ~enable) | (wdata_i & enable);
    end
  end
`else
  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < MaskW; i++) begin
      if (we_i[i]) begin
        mem_q[waddr_i][i*Gran +: Gran] <= wdata_i[i*Gran +: Gran];
      end
    end
  end
`endif

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem_q[raddr_i];
    end
  end

  assign rdata_o = rdata_q;

  `SNNC_ASSERT_INIT(GranDividesWidth, Width % Gran == 0)
  `SNNC_ASSERT_INIT(DepthIsPowerOfTwo, Depth == 2 ** AddrW)

endmodule
