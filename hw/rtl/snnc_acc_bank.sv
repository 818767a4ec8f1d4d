// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Accumulators of one lane: read by ldp and cleared in the next cycle; in
// Deliver read, and in the next cycle added to and written. A sum that is
// still being written is forwarded. Update, Deliver and the host never meet.

`include "snnc_assert.svh"

module snnc_acc_bank #(
  localparam int unsigned AccW = snnc_tile_pkg::AccW
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  // Update and the host.
  input  logic               re_i,
  input  logic [AccW-1:0]    raddr_i,
  output logic [31:0]        rdata_o,
  input  logic [1:0]         we_i,
  input  logic [AccW-1:0]    waddr_i,
  input  logic [31:0]        wdata_i,
  // Deliver: address, and one cycle later the addend.
  input  logic               add_i,
  input  logic [AccW-1:0]    add_row_i,
  input  logic               add_half_i,
  input  logic               add_wide_i,
  input  logic signed [63:0] addend_i,
  output logic               overflow_o,
  output logic               corrected_o,
  output logic               uncorrectable_o
);

  logic               sum_q;
  logic [AccW-1:0]    row_q;
  logic               half_q;
  logic               wide_q;
  logic               forward_q;
  logic [31:0]        written_q;
  logic [31:0]        rdata;
  logic [31:0]        old;
  logic [31:0]        updated;
  logic signed [63:0] sum;
  logic [1:0]         we;
  logic [31:0]        wdata;
  logic [AccW-1:0]    waddr;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sum_q <= 1'b0;
    end else begin
      sum_q <= add_i;
    end
    if (add_i) begin
      forward_q <= sum_q && (add_row_i == row_q);
      row_q <= add_row_i;
      half_q <= add_half_i;
      wide_q <= add_wide_i;
    end
    if (sum_q) begin
      written_q <= updated;
    end
  end

  always_comb begin
    old = 32'd0;
    sum = 64'sd0;
    updated = 32'd0;
    overflow_o = 1'b0;
    we = we_i;
    waddr = waddr_i;
    wdata = wdata_i;
    if (sum_q) begin
      old = forward_q ? written_q : rdata;
      if (wide_q) begin
        sum = 64'(signed'(old)) + addend_i;
        updated = sum[31:0];
        overflow_o = sum[63:31] != {33{sum[63]}};
      end else begin
        sum = (half_q ? 64'(signed'(old[31:16])) : 64'(signed'(old[15:0]))) + addend_i;
        updated = half_q ? {sum[15:0], old[15:0]} : {old[31:16], sum[15:0]};
        overflow_o = sum[63:15] != {49{sum[63]}};
      end
      we = 2'b11;
      waddr = row_q;
      wdata = updated;
    end
  end

  snnc_mem_1r1w #(
    .Width(32),
    .Depth(snnc_tile_pkg::AccumulatorRows),
    .Gran (16),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_mem (
    .clk_i,
    .re_i   (re_i || add_i),
    .raddr_i(add_i ? add_row_i : raddr_i),
    .rdata_o(rdata),
    .corrected_o,
    .uncorrectable_o,
    .we_i   (we),
    .waddr_i(waddr),
    .wdata_i(wdata)
  );

  assign rdata_o = rdata;

  `SNNC_ASSERT(OneReader, !(re_i && add_i))
  `SNNC_ASSERT(OneWriter, !(sum_q && (we_i != 2'b00)))

endmodule
