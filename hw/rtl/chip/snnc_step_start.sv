// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Start of a step: waits until every event taken from the host so far has been
// injected. The chip is busy until the host has taken the end of the step.

`include "snnc_assert.svh"

module snnc_step_start (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic command_i,
  input  logic waiting_i,     // events are still to be injected
  input  logic end_out_i,
  output logic start_o,
  output logic starting_o,
  output logic stepping_o,
  output logic busy_o
);

  logic starting_q;
  logic stepping_q;

  assign start_o = starting_q && !waiting_i;
  assign starting_o = starting_q;
  assign stepping_o = stepping_q;
  assign busy_o = starting_q || stepping_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      starting_q <= 1'b0;
      stepping_q <= 1'b0;
    end else begin
      starting_q <= starting_q ? waiting_i : (command_i && !stepping_q);
      stepping_q <= stepping_q ? !end_out_i : start_o;
    end
  end

  `SNNC_ASSERT(EndIsOfAStep, !end_out_i || stepping_q)

endmodule
