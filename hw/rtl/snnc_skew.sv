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
  input  logic [31:0]                     bank_words_i [snnc_tile_pkg::Lanes],
  output logic [31:0]                     lane_words_o [snnc_tile_pkg::Lanes],
  input  logic [snnc_tile_pkg::LaneW-1:0] write_rotate_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] lane_mask_i,
  input  logic [31:0]                     lane_values_i [snnc_tile_pkg::Lanes],
  output logic [snnc_tile_pkg::Lanes-1:0] bank_mask_o,
  output logic [31:0]                     bank_values_o [snnc_tile_pkg::Lanes]
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;

  for (genvar g = 0; g < Lanes; g++) begin : g_lane
    assign lane_words_o[g] = (read_rotate_i == '0) ? bank_words_i[g]
                                                   : bank_words_i[LaneW'(g) + read_rotate_i];
    assign bank_values_o[g] = (write_rotate_i == '0) ? lane_values_i[g]
                                                     : lane_values_i[LaneW'(g) - write_rotate_i];
    assign bank_mask_o[g] = lane_mask_i[LaneW'(g) - write_rotate_i];
  end

  `SNNC_ASSERT(NothingIsLost, snnc_tile_pkg::popcount(bank_mask_o) ==
                              snnc_tile_pkg::popcount(lane_mask_i))

endmodule
