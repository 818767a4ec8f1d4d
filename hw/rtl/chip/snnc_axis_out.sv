// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Events to the host, AXI4-Stream. After the last event of a step comes one
// more beat, with tlast, that says so.

`include "snnc_assert.svh"

module snnc_axis_out (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic                       event_valid_i,
  output logic                       event_ready_o,
  input  snnc_chip_pkg::host_event_t event_i,
  input  logic                       events_empty_i,
  input  logic                       step_done_i,
  input  logic                       halted_i,
  output logic                       m_axis_tvalid,
  input  logic                       m_axis_tready,
  output logic [63:0]                m_axis_tdata,
  output logic                       m_axis_tlast,
  // Pulses: an event was taken; one waits; the end of a step was taken.
  output logic                       event_out_o,
  output logic                       stall_o,
  output logic                       end_out_o
);

  localparam logic [15:0] NoTile = 16'hffff;

  // A step has ended, its last beat is still to come.
  logic        end_q;
  logic [31:0] steps_q;
  logic        end_valid;
  logic        in_valid;
  logic        in_ready;
  logic [64:0] in_data;

  assign end_valid = end_q && events_empty_i && !event_valid_i;
  assign in_valid = event_valid_i || end_valid;
  assign event_ready_o = in_ready;

  always_comb begin
    if (event_valid_i) begin
      in_data = {1'b0, 16'(event_i.tile), event_i.group, event_i.physical, event_i.payload};
    end else begin
      in_data = {1'b1, NoTile, 15'd0, halted_i, steps_q};
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      end_q <= 1'b0;
      steps_q <= 32'd0;
    end else if (step_done_i) begin
      end_q <= 1'b1;
      steps_q <= steps_q + 32'd1;
    end else if (end_valid && in_ready) begin
      end_q <= 1'b0;
    end
  end

  snnc_fifo #(.Width(65), .Depth(4)) u_fifo (
    .clk_i,
    .rst_ni,
    .in_valid_i (in_valid),
    .in_ready_o (in_ready),
    .in_data_i  (in_data),
    .out_valid_o(m_axis_tvalid),
    .out_ready_i(m_axis_tready),
    .out_data_o ({m_axis_tlast, m_axis_tdata})
  );

  assign event_out_o = m_axis_tvalid && m_axis_tready && !m_axis_tlast;
  assign stall_o = m_axis_tvalid && !m_axis_tready && !m_axis_tlast;
  assign end_out_o = m_axis_tvalid && m_axis_tready && m_axis_tlast;

  `SNNC_ASSERT(OneEndAtATime, !step_done_i || !end_q)

endmodule
