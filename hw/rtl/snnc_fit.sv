// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fits an exact value into 32 bits (wrap or saturate) and, for a store, into
// the width of the plane, always saturating; places it in its bytes.

`include "snnc_assert.svh"

module snnc_fit (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               valid_i,
  input  logic signed [63:0] value_i,
  input  logic               saturate_i,
  input  logic               store_i,
  input  logic [1:0]         width_i,
  output logic [31:0]        result_o,
  output logic               clamped_o
);

  logic fits8;
  logic fits16;
  logic fits32;
  logic negative;

  always_comb begin
    negative = 1'b0;
    fits8 = 1'b0;
    fits16 = 1'b0;
    fits32 = 1'b0;
    result_o = 32'd0;
    clamped_o = 1'b0;
    if (valid_i) begin
      negative = value_i[63];
      fits8 = value_i[63:7] == {57{negative}};
      fits16 = value_i[63:15] == {49{negative}};
      fits32 = value_i[63:31] == {33{negative}};
      if (store_i && (width_i == snnc_isa_pkg::Width8)) begin
        clamped_o = !fits8;
        result_o = {4{fits8 ? value_i[7:0] : {negative, {7{!negative}}}}};
      end else if (store_i && (width_i == snnc_isa_pkg::Width16)) begin
        clamped_o = !fits16;
        result_o = {2{fits16 ? value_i[15:0] : {negative, {15{!negative}}}}};
      end else begin
        clamped_o = store_i && !fits32;
        result_o = (fits32 || !(saturate_i || store_i)) ? value_i[31:0] : {negative, {31{!negative}}};
      end
    end
  end

  `SNNC_ASSERT(OnlyStoresClamp, store_i || !clamped_o)

endmodule
