// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Row descriptors in flip-flops: two words each, written by the host.

`include "snnc_assert.svh"

module snnc_desc_table #(
  localparam int unsigned DescW = snnc_tile_pkg::DescW
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 we_i,
  input  logic [DescW-1:0]     host_desc_i,
  input  logic                 host_word_i,
  input  logic [31:0]          host_wdata_i,
  output logic [31:0]          host_rdata_o,
  input  logic                 re_i,
  input  logic [DescW-1:0]     desc_i,
  output snnc_tile_pkg::desc_t desc_o
);

  logic [31:0] format_q [snnc_tile_pkg::Descriptors];
  logic [16:0] base_q [snnc_tile_pkg::Descriptors];
  logic [31:0] format;

  always_ff @(posedge clk_i) begin
    if (we_i) begin
      if (host_word_i) begin
        base_q[host_desc_i] <= host_wdata_i[16:0];
      end else begin
        format_q[host_desc_i] <= host_wdata_i;
      end
    end
  end

  assign host_rdata_o = host_word_i ? {15'd0, base_q[host_desc_i]} : format_q[host_desc_i];
  always_comb begin
    format = re_i ? format_q[desc_i] : 32'd0;
    {desc_o.skewed, desc_o.port_base} = re_i ? base_q[desc_i] : 17'd0;
    desc_o.indexed = format[0];
    desc_o.weight_log2 = format[3:1];
    desc_o.entry_log2 = format[6:4];
    desc_o.index_bits = format[11:7];
    desc_o.delay_bits = format[15:12];
    desc_o.shift = format[20:16];
    desc_o.slots_log2 = format[23:21];
    desc_o.wide = format[24];
    desc_o.delay = format[31:25];
  end

  `SNNC_ASSERT(EntryFitsWord, !we_i || host_word_i || (host_wdata_i[6:4] <= 3'd5))
  `SNNC_ASSERT(WeightFits, !we_i || host_word_i || (host_wdata_i[3:1] <= 3'd4))

endmodule
