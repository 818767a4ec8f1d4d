// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `due` does, in step with EX1 to EX3: a record of the neurons that are
// due, or, in a gate, the gate opens; or both.

`include "snnc_assert.svh"

module snnc_due (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  logic                             halt_i,
  input  logic                             gate_i,
  input  logic                             records_i,
  // EX1.
  input  logic                             valid_i,
  input  logic [snnc_tile_pkg::GroupW-1:0] group_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] block_i,
  input  logic [snnc_tile_pkg::Lanes-1:0]  mask_i,
  // EX3.
  input  logic                             full_i,
  output logic                             push_o,
  output snnc_tile_pkg::record_t           record_o,
  output logic                             open_o,
  output logic                             overflow_o
);

  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;

  logic              valid1;
  logic              valid2_q, valid3_q;
  logic [GroupW-1:0] group2_q, group3_q;
  logic [BlockW-1:0] block2_q, block3_q;
  logic [Lanes-1:0]  mask2_q, mask3_q;

  assign valid1 = valid_i && (mask_i != '0) && !halt_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid2_q <= 1'b0;
      valid3_q <= 1'b0;
    end else begin
      valid2_q <= valid1;
      valid3_q <= valid2_q && !halt_i;
    end
    if (valid1) begin
      group2_q <= group_i;
      block2_q <= block_i;
      mask2_q <= mask_i;
    end
    if (valid2_q) begin
      group3_q <= group2_q;
      block3_q <= block2_q;
      mask3_q <= mask2_q;
    end
  end

  assign open_o = valid3_q && gate_i && !halt_i;
  assign overflow_o = valid3_q && records_i && full_i;
  assign push_o = valid3_q && records_i && !full_i && !halt_i;
  assign record_o.group = group3_q;
  assign record_o.block = block3_q;
  assign record_o.mask = mask3_q;

  `SNNC_ASSERT(RecordNotEmpty, !push_o || (mask3_q != '0))

endmodule
