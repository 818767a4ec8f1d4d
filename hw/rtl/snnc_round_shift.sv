// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// rshift(value, shift, mode) of docs/machine.md. The sum is exact.

`include "snnc_assert.svh"

module snnc_round_shift (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               valid_i,
  input  logic signed [63:0] value_i,  // 48 bits used
  input  logic [4:0]         shift_i,
  input  logic [1:0]         mode_i,
  input  logic [31:0]        random_i,
  output logic signed [63:0] result_o
);

  logic [31:0] mask;
  logic [31:0] addend;
  logic        odd;

  always_comb begin
    mask = 32'd0;
    addend = 32'd0;
    odd = 1'b0;
    result_o = 64'sd0;
    if (valid_i) begin
      mask = (32'd1 << shift_i) - 32'd1;
      odd = 1'(value_i >>> shift_i);
      case (mode_i)
        // Half less one, and one more if the floor is odd: ties go to even.
        snnc_isa_pkg::RndEven: addend = (mask >> 1) + ((shift_i != 5'd0) && odd ? 32'd1 : 32'd0);
        snnc_isa_pkg::RndStochastic: addend = random_i & mask;
        default: addend = 32'd0;
      endcase
      result_o = (value_i + signed'({32'd0, addend})) >>> shift_i;
    end
  end

  `SNNC_ASSERT(ShiftLegal, !valid_i || (shift_i <= 5'd30))
  `SNNC_ASSERT(ValueFits, !valid_i || (value_i[63:47] == {17{value_i[63]}}))

endmodule
