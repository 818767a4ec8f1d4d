// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// First execute stage of a lane: everything but shifts to the right, memory
// and random numbers, and the multiplier. The result is exact.

`include "snnc_assert.svh"

module snnc_alu #(
  parameter int unsigned Lane = 0
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               valid_i,
  input  logic [5:0]         op_i,
  input  logic signed [31:0] a_i,
  input  logic signed [31:0] b_i,
  input  logic               c_nonzero_i,
  output logic signed [63:0] result_o
);

  logic signed [63:0] a;
  logic signed [63:0] b;
  logic signed [63:0] factor;

  always_comb begin
    result_o = 64'sd0;
    a = 64'sd0;
    b = 64'sd0;
    factor = 64'sd0;
    if (valid_i) begin
      a = 64'(a_i);
      b = 64'(b_i);
      factor = {{48{b_i[15]}}, b_i[15:0]};
      case (op_i)
        snnc_isa_pkg::OpMov, snnc_isa_pkg::OpLdm, snnc_isa_pkg::OpLdc, snnc_isa_pkg::OpLdd,
        snnc_isa_pkg::OpSig: result_o = b;
        snnc_isa_pkg::OpLid: result_o = b + 64'(Lane);
        snnc_isa_pkg::OpAdd: result_o = a + b;
        snnc_isa_pkg::OpSub: result_o = a - b;
        snnc_isa_pkg::OpRsub: result_o = b - a;
        snnc_isa_pkg::OpMul, snnc_isa_pkg::OpMac: result_o = a * factor;
        snnc_isa_pkg::OpShl: result_o = a <<< b_i[4:0];
        snnc_isa_pkg::OpShr, snnc_isa_pkg::OpSt, snnc_isa_pkg::OpSts: result_o = a;
        snnc_isa_pkg::OpAnd: result_o = a & b;
        snnc_isa_pkg::OpOr: result_o = a | b;
        snnc_isa_pkg::OpXor: result_o = a ^ b;
        snnc_isa_pkg::OpMin: result_o = (a_i < b_i) ? a : b;
        snnc_isa_pkg::OpMax: result_o = (a_i < b_i) ? b : a;
        snnc_isa_pkg::OpCeq: result_o[0] = a_i == b_i;
        snnc_isa_pkg::OpCne: result_o[0] = a_i != b_i;
        snnc_isa_pkg::OpClt: result_o[0] = a_i < b_i;
        snnc_isa_pkg::OpCle: result_o[0] = a_i <= b_i;
        snnc_isa_pkg::OpCgt: result_o[0] = a_i > b_i;
        snnc_isa_pkg::OpCge: result_o[0] = a_i >= b_i;
        snnc_isa_pkg::OpSel: result_o = c_nonzero_i ? a : b;
        snnc_isa_pkg::OpEmit: result_o = factor;
        default: result_o = 64'sd0;
      endcase
    end
  end

  `SNNC_ASSERT(IdleIsQuiet, valid_i || (result_o == 64'sd0))

endmodule
