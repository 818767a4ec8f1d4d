// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What snnc_fifo does, in a form that solvers find easy: words move towards the
// way out, and empty places hold zeros. It stands for snnc_fifo in the proofs of
// router and mesh; fv_fifo_model shows that the two cannot be told apart.

module fifo_model #(
  parameter int unsigned Width = 8,
  parameter int unsigned Depth = 4
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             in_valid_i,
  output logic             in_ready_o,
  input  logic [Width-1:0] in_data_i,
  output logic             out_valid_o,
  input  logic             out_ready_i,
  output logic [Width-1:0] out_data_o
);

  // A place is a word and, on top, whether it is taken.
  localparam int unsigned PlaceW = Width + 1;

  logic [Depth*PlaceW-1:0] places_q = '0;
  logic [Depth*PlaceW-1:0] left;      // after the word that leaves
  logic [Depth*PlaceW-1:0] places_d;
  logic                    push;
  logic                    pop;

  assign in_ready_o = !places_q[Depth*PlaceW-1];
  assign out_valid_o = places_q[Width];
  assign out_data_o = places_q[Width-1:0];
  assign push = in_valid_i && in_ready_o;
  assign pop = out_valid_o && out_ready_i;
  assign left = pop ? places_q >> PlaceW : places_q;

  for (genvar i = 0; i < Depth; i++) begin : g_place
    logic taken;
    logic before_taken;

    assign taken = left[i*PlaceW + Width];
    if (i == 0) begin : g_first
      assign before_taken = 1'b1;
    end else begin : g_next
      assign before_taken = left[(i-1)*PlaceW + Width];
    end
    assign places_d[i*PlaceW +: PlaceW] =
        (push && !taken && before_taken) ? {1'b1, in_data_i} : left[i*PlaceW +: PlaceW];
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      places_q <= '0;
    end else begin
      places_q <= places_d;
    end
  end

endmodule
