// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stores of a synapse program in one lane: the value of `sts`, a cycle late, or
// plane + rshift(state * common) of `dlt`, whose product is made in EX2, shifted
// in EX3 and added in EX4. Both write the synapse memory in EX4.

`include "snnc_assert.svh"

module snnc_lane_delta (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  // EX2: what dlt reads.
  input  snnc_tile_pkg::lane_dl2_t dl2_i,
  input  logic signed [31:0]       state_i,
  input  logic signed [31:0]       plane_i,
  // EX3.
  input  snnc_tile_pkg::lane_dl3_t dl3_i,
  input  logic                     sts3_i,
  input  logic [31:0]              sts_value_i,
  input  logic                     sts_clamped_i,
  // EX4.
  input  snnc_tile_pkg::lane_dl4_t dl4_i,
  output logic [31:0]              value_o,
  output logic                     clamped_o
);

  logic signed [63:0] product3_q, shifted3, shifted4_q, sum4;
  logic signed [31:0] plane3_q, plane4_q;
  logic [31:0]        sts_value4_q;
  logic               sts_clamped4_q;
  logic [31:0]        fitted;
  logic               fitted_clamped;

  always_ff @(posedge clk_i) begin
    if (dl2_i.valid) begin
      product3_q <= 64'(state_i) * 64'(signed'(dl2_i.factor));
      plane3_q <= plane_i;
    end
    if (dl3_i.valid) begin
      shifted4_q <= shifted3;
      plane4_q <= plane3_q;
    end
    if (sts3_i) begin
      sts_value4_q <= sts_value_i;
      sts_clamped4_q <= sts_clamped_i;
    end
  end

  snnc_round_shift u_round_shift (
    .clk_i,
    .rst_ni,
    .valid_i (dl3_i.valid),
    .value_i (product3_q),
    .shift_i (dl3_i.sh),
    .mode_i  (dl3_i.rnd),
    .random_i(dl3_i.random),
    .result_o(shifted3)
  );

  assign sum4 = dl4_i.valid ? shifted4_q + 64'(plane4_q) : 64'sd0;

  snnc_fit u_fit (
    .clk_i,
    .rst_ni,
    .valid_i   (dl4_i.valid),
    .value_i   (sum4),
    .saturate_i(1'b1),
    .store_i   (dl4_i.valid),
    .width_i   (dl4_i.width),
    .result_o  (fitted),
    .clamped_o (fitted_clamped)
  );

  assign value_o = dl4_i.valid ? fitted : sts_value4_q;
  assign clamped_o = dl4_i.valid ? fitted_clamped : sts_clamped4_q;

  `SNNC_ASSERT(OneAtATime, !(dl3_i.valid && sts3_i))

endmodule
