// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counters of the chip, 64 bits each; low and high word.

module snnc_chip_counters (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        clear_i,
  input  logic        step_done_i,
  input  logic        busy_i,
  input  logic        delivering_i,
  input  logic        learning_i,
  input  logic        event_out_i,
  input  logic        event_in_i,
  input  logic        stall_i,
  input  logic [3:0]  word_i,
  output logic [31:0] rdata_o
);

  localparam int unsigned Count = 7;

  logic [Count-1:0] counts;
  logic [63:0]      counter_q [8];
  logic [63:0]      value;

  assign counts = {stall_i, event_in_i, event_out_i, learning_i, delivering_i, busy_i, step_done_i};

  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < Count; i++) begin
      if (!rst_ni || clear_i) begin
        counter_q[i] <= 64'd0;
      end else if (counts[i]) begin
        counter_q[i] <= counter_q[i] + 64'd1;
      end
    end
    counter_q[Count] <= 64'd0;
  end

  assign value = counter_q[word_i[3:1]];
  assign rdata_o = word_i[0] ? value[63:32] : value[31:0];

endmodule
