// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The modulators: global words that the host sets between steps, or that events
// of driver populations set for the next step: to the sum of their payloads if
// there were any; if not, a modulator holds its value or falls to 0.

`include "snnc_assert.svh"

module snnc_modulators (
  input  logic        clk_i,
  input  logic        rst_ni,
  // A step was given up: its sums are forgotten.
  input  logic        flush_i,
  // The host: a value, the marks of what is set, what falls.
  input  logic        value_we_i,
  input  logic        signals_we_i,
  input  logic        falls_we_i,
  input  logic [2:0]  host_index_i,
  input  logic [31:0] host_wdata_i,
  output logic [31:0] host_value_o,
  output logic [7:0]  falls_o,
  // The program.
  input  logic [2:0]  index_i,
  output logic [31:0] value_o,
  // Events of drivers.
  input  logic        drive_i,
  input  logic [2:0]  drive_index_i,
  input  logic [15:0] drive_payload_i,
  input  logic        step_done_i,
  // The sums of this tile, and what they are on the chip.
  input  logic [2:0]  sum_index_i,
  output logic [31:0] sum_o,
  output logic [7:0]  driven_o,
  input  logic        join_i,
  input  logic [2:0]  join_index_i,
  input  logic [31:0] join_value_i,
  // Set for this step, by bit.
  output logic [7:0]  signals_o
);

  logic [31:0] value_q [8];
  logic [31:0] sum_q [8];
  logic [7:0]  driven_q;   // events came in this step
  logic [7:0]  falls_q;
  logic [7:0]  signals_q;

  assign host_value_o = value_q[host_index_i];
  assign value_o = value_q[index_i];
  assign falls_o = falls_q;
  assign signals_o = signals_q;
  assign sum_o = driven_q[sum_index_i] ? sum_q[sum_index_i] : 32'd0;
  assign driven_o = driven_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      falls_q <= '0;
      signals_q <= '0;
    end else begin
      if (falls_we_i) begin
        falls_q <= host_wdata_i[7:0];
      end
      if (signals_we_i) begin
        signals_q <= host_wdata_i[7:0];
      end else if (step_done_i) begin
        signals_q <= driven_q;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i || step_done_i) begin
      driven_q <= '0;
    end else if (drive_i) begin
      driven_q[drive_index_i] <= 1'b1;
    end else if (join_i) begin
      driven_q[join_index_i] <= 1'b1;
    end
    if (drive_i) begin
      sum_q[drive_index_i] <= (driven_q[drive_index_i] ? sum_q[drive_index_i] : 32'd0) +
                              {{16{drive_payload_i[15]}}, drive_payload_i};
    end else if (join_i) begin
      sum_q[join_index_i] <= join_value_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (step_done_i) begin
      for (int unsigned m = 0; m < 8; m++) begin
        if (driven_q[m]) begin
          value_q[m] <= sum_q[m];
        end else if (falls_q[m]) begin
          value_q[m] <= 32'd0;
        end
      end
    end
    if (value_we_i) begin
      value_q[host_index_i] <= host_wdata_i;
    end
  end

  `SNNC_ASSERT(JoinedAfterwards, !(join_i && (drive_i || step_done_i)))
  `SNNC_ASSERT(NoEventAtTheEnd, !(drive_i && step_done_i))
  `SNNC_ASSERT(HostBetweenSteps, !(step_done_i && (value_we_i || signals_we_i || falls_we_i)))

endmodule
