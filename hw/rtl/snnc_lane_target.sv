// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The target of a synapse in one lane of a row, or the source of one in a column:
// takes the index from the entry of an indexed one, and finds the neuron's state
// and the sum that `addp` adds to.

`include "snnc_assert.svh"

module snnc_lane_target (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  snnc_tile_pkg::lane_tg1_t         tg1_i,
  input  logic [20:0]                      imm_i,
  input  logic [4:0]                       sh_i,
  // EX1: the lane takes part; operand A.
  input  logic                             active_i,
  input  logic signed [31:0]               operand_i,
  // EX1: state of the target; the byte one cycle later.
  output logic [snnc_tile_pkg::StateW-1:0] state_raddr_o,
  output logic [1:0]                       state_sub_o,
  output logic                             bad_o,
  // EX2: the unit's word.
  input  snnc_tile_pkg::lane_tg2_t         tg2_i,
  input  logic [31:0]                      word_i,
  output logic                             present_o,
  // To the accumulators: read in EX2, addend in EX3.
  output logic                             add_o,
  output logic [snnc_tile_pkg::AccW-1:0]   add_row_o,
  output logic                             add_half_o,
  output logic                             add_wide_o,
  output logic signed [63:0]               addend_o
);

  localparam int unsigned StateW = snnc_tile_pkg::StateW;
  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned AccUnitW = snnc_tile_pkg::AccUnitW;

  // Index of the target's block in each slot's unit.
  logic [15:0] index_q [4];
  logic [15:0] index;

  always_comb begin
    index = 16'd0;
    present_o = 1'b0;
    if (tg2_i.fetch) begin
      if (tg2_i.columns) begin
        // An entry of the second index begins with the source's block.
        index = {4'd0, word_i[11:0]};
        present_o = word_i != 32'hffff_ffff;
      end else begin
        index = 16'(word_i >> {tg2_i.sub, 3'd0} >> (tg2_i.wide ? 5'd16 : 5'd8)) & tg2_i.index_mask;
        present_o = index != tg2_i.index_mask;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (tg2_i.fetch) begin
      index_q[tg2_i.slot] <= index;
    end
  end

  // State.
  logic [15:0] block;
  logic [16:0] unit;
  logic [16:0] row;
  logic [1:0]  sub;
  logic [1:0]  sub_q;

  assign block = tg1_i.indexed ? tg1_i.block + index_q[tg1_i.slot] : tg1_i.block;

  always_comb begin
    unit = 17'd0;
    row = 17'd0;
    sub = 2'd0;
    if (tg1_i.target) begin
      unit = {1'b0, imm_i[15:0]} + {1'b0, block};
      case (imm_i[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth])
        snnc_isa_pkg::Width8: begin
          row = unit >> 2;
          sub = unit[1:0];
        end
        snnc_isa_pkg::Width16: begin
          row = unit >> 1;
          sub = {unit[0], 1'b0};
        end
        default: row = unit;
      endcase
    end
  end

  assign state_raddr_o = row[StateW-1:0];
  assign state_sub_o = sub_q;

  always_ff @(posedge clk_i) begin
    if (tg1_i.target) begin
      sub_q <= sub;
    end
  end

  // Sum.
  logic [2:0]          slots_log2;
  logic                wide;
  logic [AccUnitW-1:0] sum_unit;
  logic [AccUnitW-1:0] sum_row;
  logic                add_q;
  logic [AccW-1:0]     add_row_q;
  logic                add_half_q;
  logic                add_wide_q;
  logic signed [63:0]  addend2_q, addend3_q;

  assign slots_log2 = imm_i[snnc_isa_pkg::ImmSlotsLsb +: snnc_isa_pkg::ImmSlotsWidth];
  assign wide = imm_i[snnc_isa_pkg::ImmWideLsb];

  always_comb begin
    sum_unit = '0;
    sum_row = '0;
    if (tg1_i.addp) begin
      sum_unit = AccUnitW'(imm_i[15:0]) + (AccUnitW'(block) << slots_log2) +
                 AccUnitW'(tg1_i.port_slot);
      sum_row = wide ? sum_unit : sum_unit >> 1;
    end
  end

  assign bad_o = (row >= 17'(snnc_tile_pkg::StateRows)) ||
                 (sum_row >= AccUnitW'(snnc_tile_pkg::AccumulatorRows));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      add_q <= 1'b0;
    end else begin
      add_q <= tg1_i.addp && active_i && !bad_o;
    end
    if (tg1_i.addp) begin
      add_row_q <= sum_row[AccW-1:0];
      add_half_q <= sum_unit[0];
      add_wide_q <= wide;
      addend2_q <= 64'(operand_i) <<< sh_i;
    end
    if (add_q) begin
      addend3_q <= addend2_q;
    end
  end

  assign add_o = add_q;
  assign add_row_o = add_row_q;
  assign add_half_o = add_half_q;
  assign add_wide_o = add_wide_q;
  assign addend_o = addend3_q;

  `SNNC_ASSERT(OneOfThem, !(tg1_i.addp && tg1_i.target))

endmodule
