// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Between the lanes and the banks of the synapse memory: lane l of a row or
// column that is skewed by r has bank l + r.

`include "snnc_assert.svh"

module snnc_skew (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic [snnc_tile_pkg::LaneW-1:0] read_rotate_i,
  input  logic [snnc_tile_pkg::Lanes*32-1:0] bank_words_i,
  output logic [snnc_tile_pkg::Lanes*32-1:0] lane_words_o,
  input  logic [snnc_tile_pkg::LaneW-1:0] write_rotate_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] lane_mask_i,
  input  logic [snnc_tile_pkg::Lanes*32-1:0] lane_values_i,
  output logic [snnc_tile_pkg::Lanes-1:0] bank_mask_o,
  output logic [snnc_tile_pkg::Lanes*32-1:0] bank_values_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;

  for (genvar g = 0; g < Lanes; g++) begin : g_lane
    logic [LaneW-1:0] bank, lane;

    assign bank = LaneW'(g) + read_rotate_i;
    assign lane = LaneW'(g) - write_rotate_i;
    assign lane_words_o[g*32 +: 32] = (read_rotate_i == '0) ? bank_words_i[g*32 +: 32]
                                                            : bank_words_i[{bank, 5'd0} +: 32];
    assign bank_values_o[g*32 +: 32] = (write_rotate_i == '0) ? lane_values_i[g*32 +: 32]
                                                              : lane_values_i[{lane, 5'd0} +: 32];
    assign bank_mask_o[g] = lane_mask_i[lane];
  end

  `SNNC_ASSERT(NothingIsLost, snnc_tile_pkg::popcount(bank_mask_o) ==
                              snnc_tile_pkg::popcount(lane_mask_i))

endmodule
