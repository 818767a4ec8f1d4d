// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two streams of events into one, through a FIFO. Where both have an event they
// take turns. Ready of one stream depends on the other's valid, never on its
// own.

module snnc_event_node #(
  parameter int unsigned Width = 8
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

  logic ready;
  logic take_a;
  logic take_b;
  logic turn_b_q;   // b goes first

  assign a_ready_o = ready && !(turn_b_q && b_valid_i);
  assign b_ready_o = ready && (turn_b_q || !a_valid_i);
  assign take_a = a_valid_i && a_ready_o;
  assign take_b = b_valid_i && b_ready_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      turn_b_q <= 1'b0;
    end else if (take_a || take_b) begin
      turn_b_q <= take_a;
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

endmodule
