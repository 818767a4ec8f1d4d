// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory with one synchronous read port and one write port with write enables
// of Gran bits. A read of the word that is written in the same cycle returns
// the old word. The read data holds until the next read.
//
// With Ecc each granule is stored with a code of its own, so that a write of some
// of them reads nothing; a wrong bit in a granule is corrected on its way out, two
// are noticed. The flags are those of the word that was read in the cycle before.

`include "snnc_assert.svh"

module snnc_mem_1r1w #(
  parameter int unsigned Width = 32,
  parameter int unsigned Depth = 16,
  parameter int unsigned Gran = Width,
  parameter bit Ecc = 1'b0,
  localparam int unsigned AddrW = $clog2(Depth),
  localparam int unsigned MaskW = Width / Gran
) (
  input  logic             clk_i,
  input  logic             re_i,
  input  logic [AddrW-1:0] raddr_i,
  output logic [Width-1:0] rdata_o,
  output logic             corrected_o,
  output logic             uncorrectable_o,
  input  logic [MaskW-1:0] we_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);

  // Check bits of a granule, as hw/gen_ecc.py has codes for, and its bits as it is
  // stored.
  localparam int unsigned Checks = (Gran == 1) ? 3 : (Gran <= 4) ? 4 : (Gran <= 11) ? 5 :
                                   (Gran <= 26) ? 6 : (Gran <= 57) ? 7 : 8;
  localparam int unsigned CodeW = Ecc ? Gran + Checks : Gran;
  localparam int unsigned StoredW = MaskW * CodeW;

  logic [StoredW-1:0] mem_q [Depth] /*verilator public_flat_rw*/;
  logic [StoredW-1:0] rdata_q;
  logic [StoredW-1:0] wdata;

`ifdef VERILATOR
  // The same in one block and its write as one store, without a delayed copy:
  // simulation is a third faster. Nothing else reads mem_q, so that a blocking
  // write after the read changes nothing.
  logic [StoredW-1:0] enable;

  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem_q[raddr_i];
    end
    if (we_i != '0) begin
      for (int unsigned i = 0; i < MaskW; i++) begin
        enable[i*CodeW +: CodeW] = {CodeW{we_i[i]}};
      end
      mem_q[waddr_i] = (mem_q[waddr_i] & ~enable) | (wdata & enable);
    end
  end
  // verilator lint_on BLKSEQ
`else
  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < MaskW; i++) begin
      if (we_i[i]) begin
        mem_q[waddr_i][i*CodeW +: CodeW] <= wdata[i*CodeW +: CodeW];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem_q[raddr_i];
    end
  end
`endif

  if (Ecc) begin : g_ecc
    logic             read_q;
    logic [MaskW-1:0] corrected;
    logic [MaskW-1:0] uncorrectable;

    always_ff @(posedge clk_i) begin
      read_q <= re_i;
    end

    for (genvar i = 0; i < MaskW; i++) begin : g_granule
      snnc_ecc_encode #(
        .Width (Gran),
        .Checks(Checks)
      ) u_encode (
        .data_i(wdata_i[i*Gran +: Gran]),
        .code_o(wdata[i*CodeW +: CodeW])
      );

      snnc_ecc_decode #(
        .Width (Gran),
        .Checks(Checks)
      ) u_decode (
        .code_i         (rdata_q[i*CodeW +: CodeW]),
        .data_o         (rdata_o[i*Gran +: Gran]),
        .corrected_o    (corrected[i]),
        .uncorrectable_o(uncorrectable[i])
      );
    end

    assign corrected_o = read_q && (corrected != '0);
    assign uncorrectable_o = read_q && (uncorrectable != '0);
  end else begin : g_plain
    assign wdata = wdata_i;
    assign rdata_o = rdata_q;
    assign corrected_o = 1'b0;
    assign uncorrectable_o = 1'b0;
  end

  `SNNC_ASSERT_INIT(GranDividesWidth, Width % Gran == 0)
  `SNNC_ASSERT_INIT(DepthIsPowerOfTwo, Depth == 2 ** AddrW)

endmodule
