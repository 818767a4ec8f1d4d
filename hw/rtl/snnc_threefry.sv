// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threefry2x32 with 16 rounds, one quarter for each slot of the instruction.
// The state circulates with the barrel: in EX1 and EX2 two rounds each, in EX3
// the key injection, one cycle of waiting, and EX1 again.

`include "snnc_assert.svh"

module snnc_threefry (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        ex1_valid_i,
  input  logic        ex1_first_i,
  input  logic [31:0] ex1_counter_i,
  input  logic [31:0] ex1_second_i,  // counter's second word
  input  logic [31:0] ex1_key_i,   // stream
  input  logic [31:0] step_i,
  input  logic        ex2_valid_i,
  input  logic        ex3_valid_i,
  output logic [31:0] ex3_word_o   // after the last quarter
);

  localparam logic [31:0] Parity = 32'h1BD11BDA;

  logic [31:0] x1_q, y1_q, x2_q, y2_q, x3_q, y3_q, x0_q, y0_q;
  logic        valid3_q;
  logic [31:0] key1_q, key2_q;
  logic [2:0]  quarter1_q, quarter2_q, quarter3_q, quarter0_q;

  logic [31:0] x1_d, y1_d, x2_d, y2_d, x3_d, y3_d;
  logic [2:0]  quarter;

  // Even quarters rotate by 13, 15, 26, 6, odd ones by 17, 29, 16, 24.
  always_comb begin
    x1_d = 32'd0;
    y1_d = 32'd0;
    quarter = 3'd0;
    if (ex1_valid_i) begin
      if (ex1_first_i) begin
        x1_d = ex1_counter_i + ex1_key_i;
        y1_d = ex1_second_i + step_i;
        quarter = 3'd1;
      end else begin
        x1_d = x0_q;
        y1_d = y0_q;
        quarter = quarter0_q + 3'd1;
      end
      x1_d = x1_d + y1_d;
      y1_d = (quarter[0] ? {y1_d[18:0], y1_d[31:19]} : {y1_d[14:0], y1_d[31:15]}) ^ x1_d;
      x1_d = x1_d + y1_d;
      y1_d = (quarter[0] ? {y1_d[16:0], y1_d[31:17]} : {y1_d[2:0], y1_d[31:3]}) ^ x1_d;
    end
  end

  always_comb begin
    x2_d = 32'd0;
    y2_d = 32'd0;
    if (ex2_valid_i) begin
      x2_d = x1_q + y1_q;
      y2_d = (quarter1_q[0] ? {y1_q[5:0], y1_q[31:6]} : {y1_q[15:0], y1_q[31:16]}) ^ x2_d;
      x2_d = x2_d + y2_d;
      y2_d = (quarter1_q[0] ? {y2_d[25:0], y2_d[31:26]} : {y2_d[7:0], y2_d[31:8]}) ^ x2_d;
    end
  end

  // Injection s adds key words s mod 3 and s + 1 mod 3, and s.
  always_comb begin
    x3_d = 32'd0;
    y3_d = 32'd0;
    if (ex3_valid_i) begin
      case (quarter2_q)
        3'd2: begin
          x3_d = x2_q + (key2_q ^ step_i ^ Parity);
          y3_d = y2_q + key2_q + 32'd2;
        end
        3'd3: begin
          x3_d = x2_q + key2_q;
          y3_d = y2_q + step_i + 32'd3;
        end
        default: begin
          x3_d = x2_q + step_i;
          y3_d = y2_q + (key2_q ^ step_i ^ Parity) + 32'(quarter2_q);
        end
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid3_q <= 1'b0;
    end else begin
      valid3_q <= ex3_valid_i;
    end
    if (ex1_valid_i) begin
      x1_q <= x1_d;
      y1_q <= y1_d;
      key1_q <= ex1_key_i;
      quarter1_q <= quarter;
    end
    if (ex2_valid_i) begin
      x2_q <= x2_d;
      y2_q <= y2_d;
      key2_q <= key1_q;
      quarter2_q <= quarter1_q;
    end
    if (ex3_valid_i) begin
      x3_q <= x3_d;
      y3_q <= y3_d;
      quarter3_q <= quarter2_q;
    end
    if (valid3_q) begin
      x0_q <= x3_q;
      y0_q <= y3_q;
      quarter0_q <= quarter3_q;
    end
  end

  assign ex3_word_o = x3_d;

  `SNNC_ASSERT(QuarterInRange, !ex3_valid_i || ((quarter2_q >= 3'd1) && (quarter2_q <= 3'd4)))

endmodule
