// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One lane of a row unit: takes the lane's entry from the synapse word
// (weight, block index, delay), multiplies, and finds the accumulator.

`include "snnc_assert.svh"

module snnc_row_lane #(
  parameter int unsigned Lane = 0
) (
  input  logic                           clk_i,
  input  logic                           rst_ni,
  input  snnc_tile_pkg::unit_t           unit_i,
  input  logic [31:0]                    word_i,
  // To the accumulator bank: read, and in the next cycle the addend.
  output logic                           valid_o,
  output logic [snnc_tile_pkg::AccW-1:0] row_o,
  output logic                           half_o,
  output logic                           wide_o,
  output logic signed [63:0]             addend_o,
  output logic                           out_of_range_o,
  // The lane's entry is a synapse (in the unit's own cycle).
  output logic                           synapse_o
);

  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned AccUnitW = snnc_tile_pkg::AccUnitW;

  // Entry.
  logic [31:0]         entry;
  logic [30:0]         rest;
  logic signed [15:0]  weight;
  logic [15:0]         index;
  logic [6:0]          slot;
  logic [AccUnitW-1:0] accumulator;

  always_comb begin
    entry = 32'd0;
    rest = 31'd0;
    weight = 16'sd0;
    index = 16'd0;
    slot = unit_i.slot;
    accumulator = '0;
    synapse_o = 1'b0;
    if (unit_i.valid) begin
      entry = word_i >> unit_i.offset;
      case (unit_i.weight_log2)
        3'd0: begin
          weight = entry[0] ? -16'sd1 : 16'sd1;
          rest = entry[31:1];
        end
        3'd1: begin
          weight = 16'(signed'(entry[1:0]));
          rest = {1'd0, entry[31:2]};
        end
        3'd2: begin
          weight = 16'(signed'(entry[3:0]));
          rest = {3'd0, entry[31:4]};
        end
        3'd3: begin
          weight = 16'(signed'(entry[7:0]));
          rest = {7'd0, entry[31:8]};
        end
        default: begin
          weight = signed'(entry[15:0]);
          rest = {15'd0, entry[31:16]};
        end
      endcase
      synapse_o = unit_i.mask[Lane];
      if (unit_i.indexed) begin
        index = rest[15:0] & unit_i.index_mask;
        synapse_o = unit_i.mask[Lane] && (index != unit_i.index_mask);
        rest = rest >> unit_i.index_bits;
        slot = (unit_i.slot + (rest[6:0] & unit_i.delay_mask)) & unit_i.slot_mask;
      end
      accumulator = AccUnitW'(unit_i.port_base) +
                    ((AccUnitW'(unit_i.block) + AccUnitW'(index)) << unit_i.slots_log2) +
                    AccUnitW'(slot);
    end
  end

  // Product.
  logic                valid_m_q;
  logic signed [15:0]  weight_m_q;
  logic signed [15:0]  payload_m_q;
  logic [4:0]          shift_m_q;
  logic                wide_m_q;
  logic [AccUnitW-1:0] accumulator_m_q;
  logic [AccUnitW-1:0] row_m;

  always_comb begin
    row_m = '0;
    out_of_range_o = 1'b0;
    if (valid_m_q) begin
      row_m = wide_m_q ? accumulator_m_q : accumulator_m_q >> 1;
      out_of_range_o = row_m >= AccUnitW'(snnc_tile_pkg::AccumulatorRows);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_m_q <= 1'b0;
    end else begin
      valid_m_q <= synapse_o;
    end
    if (synapse_o) begin
      weight_m_q <= weight;
      payload_m_q <= signed'(unit_i.payload);
      shift_m_q <= unit_i.shift;
      wide_m_q <= unit_i.wide;
      accumulator_m_q <= accumulator;
    end
  end

  // Accumulator read.
  logic               valid_a_q;
  logic [AccW-1:0]    row_a_q;
  logic               half_a_q;
  logic               wide_a_q;
  logic signed [31:0] product_a_q;
  logic [4:0]         shift_a_q;
  logic signed [63:0] addend_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_a_q <= 1'b0;
    end else begin
      valid_a_q <= valid_m_q && !out_of_range_o;
    end
    if (valid_m_q) begin
      row_a_q <= row_m[AccW-1:0];
      half_a_q <= accumulator_m_q[0];
      wide_a_q <= wide_m_q;
      product_a_q <= weight_m_q * payload_m_q;
      shift_a_q <= shift_m_q;
    end
    if (valid_a_q) begin
      addend_q <= 64'(product_a_q) <<< shift_a_q;
    end
  end

  assign valid_o = valid_a_q;
  assign row_o = row_a_q;
  assign half_o = half_a_q;
  assign wide_o = wide_a_q;
  assign addend_o = addend_q;

  `SNNC_ASSERT(SlotInRange, !synapse_o || (slot <= unit_i.slot_mask))

endmodule
