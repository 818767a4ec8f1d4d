// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Does the divisor divide the number? A bit a cycle, from the highest; the
// answer is there 64 cycles after start_i.

`include "snnc_assert.svh"

module snnc_divider (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,
  input  logic [63:0] number_i,
  input  logic [31:0] divisor_i,
  output logic        busy_o,
  output logic        divides_o
);

  logic [6:0]  left_q;
  logic [63:0] number_q;
  logic [31:0] divisor_q;
  logic [31:0] rest_q;
  logic [32:0] next;
  logic [31:0] reduced;

  // What is left is below the divisor, so 32 bits hold it.
  assign next = {rest_q, number_q[63]};
  assign reduced = (next >= {1'b0, divisor_q}) ? next[31:0] - divisor_q : next[31:0];
  assign busy_o = left_q != 7'd0;
  assign divides_o = rest_q == 32'd0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= 7'd0;
    end else if (start_i) begin
      left_q <= 7'd64;
    end else if (busy_o) begin
      left_q <= left_q - 7'd1;
    end
    if (start_i) begin
      number_q <= number_i;
      divisor_q <= divisor_i;
      rest_q <= 32'd0;
    end else if (busy_o) begin
      number_q <= {number_q[62:0], 1'b0};
      rest_q <= reduced;
    end
  end

  `SNNC_ASSERT(RestIsSmall, !busy_o || (divisor_q == 32'd0) || (rest_q < divisor_q))

endmodule
