// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two streams of events into one, through a FIFO. Where both have events, b has
// TurnsB turns for each of a's. Ready of one stream depends on the other's valid,
// never on its own.

`include "snnc_assert.svh"

module snnc_event_node #(
  parameter int unsigned Width = 8,
  parameter int unsigned TurnsB = 1,
  localparam int unsigned TurnW = $clog2(TurnsB + 1)
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             a_valid_i,
  output logic             a_ready_o,
  input  logic [Width-1:0] a_data_i,
  input  logic             b_valid_i,
  output logic             b_ready_o,
  input  logic [Width-1:0] b_data_i,
  output logic             out_valid_o,
  input  logic             out_ready_i,
  output logic [Width-1:0] out_data_o
);

  logic             ready;
  logic             take_a;
  logic             take_b;
  logic [TurnW-1:0] turns_q;   // in which b goes first
  logic             b_first;

  assign b_first = turns_q != '0;
  assign a_ready_o = ready && !(b_first && b_valid_i);
  assign b_ready_o = ready && (b_first || !a_valid_i);
  assign take_a = a_valid_i && a_ready_o;
  assign take_b = b_valid_i && b_ready_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      turns_q <= '0;
    end else if (take_a) begin
      turns_q <= TurnW'(TurnsB);
    end else if (take_b && b_first) begin
      turns_q <= turns_q - 1'b1;
    end
  end

  snnc_fifo #(
    .Width(Width),
    .Depth(2)
  ) u_fifo (
    .clk_i,
    .rst_ni,
    .in_valid_i (take_a || take_b),
    .in_ready_o (ready),
    .in_data_i  (take_a ? a_data_i : b_data_i),
    .out_valid_o,
    .out_ready_i,
    .out_data_o
  );

  `SNNC_ASSERT(OneAtATime, !(take_a && take_b))

endmodule
