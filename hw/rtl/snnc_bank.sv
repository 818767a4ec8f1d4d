// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Places of synapses in one bank of the synapse memory while a column is walked:
// of a square, the row that lies in this bank; of indexed rows, the unit that the
// second index names.

`include "snnc_assert.svh"

module snnc_bank #(
  parameter int unsigned Bank = 0
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  // EX1: address to read, outside of the memory.
  input  snnc_tile_pkg::bank_ex1_t        ex1_i,
  output logic [snnc_tile_pkg::SynW-1:0]  raddr_o,
  output logic                            bad_o,
  // EX2: an entry of the index comes, or a value, which begins at bit 0 of what
  // is handed on.
  input  snnc_tile_pkg::bank_ex2_t        ex2_i,
  input  logic [31:0]                     word_i,
  output logic [31:0]                     word_o,
  // EX4: write.
  input  snnc_tile_pkg::bank_ex4_t        ex4_i,
  output logic [snnc_tile_pkg::SynW-1:0]  waddr_o,
  output logic [3:0]                      we_o
);

  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned SynW = snnc_tile_pkg::SynW;
  localparam int unsigned UnitAddrW = snnc_tile_pkg::UnitAddrW;
  // Bits of a unit in an entry of the index, behind those of the block.
  localparam int unsigned UnitLsb = 12;
  localparam int unsigned UnitW = 20;

  // Unit of each slot.
  logic [UnitW-1:0] unit_q [4];
  logic [3:0]       present_q;

  always_ff @(posedge clk_i) begin
    if (ex2_i.fetch) begin
      unit_q[ex2_i.slot] <= word_i[UnitLsb +: UnitW];
      present_q[ex2_i.slot] <= word_i != 32'hffff_ffff;
    end
  end

  logic [LaneW-1:0]     row;
  logic [UnitAddrW-1:0] unit;
  logic [UnitAddrW-1:0] word;
  logic [1:0]           sub;

  always_comb begin
    row = '0;
    unit = '0;
    word = '0;
    sub = 2'd0;
    bad_o = 1'b0;
    if (ex1_i.valid) begin
      row = LaneW'(Bank) - ex1_i.rotate;
      unit = (ex1_i.indexed ? UnitAddrW'(unit_q[ex1_i.slot])
                            : {ex1_i.unit[UnitAddrW-1:LaneW], row}) + ex1_i.delta;
      word = unit >> ex1_i.shift;
      case (ex1_i.shift)
        2'd2: sub = unit[1:0];
        2'd1: sub = {unit[0], 1'b0};
        default: sub = 2'd0;
      endcase
      bad_o = (word >= UnitAddrW'(snnc_tile_pkg::SynapseRows)) &&
              (!ex1_i.indexed || present_q[ex1_i.slot]);
    end
  end

  assign raddr_o = word[SynW-1:0];

  logic [SynW-1:0] word2_q, word3_q, word4_q;
  logic [1:0]      sub2_q, sub3_q, sub4_q;
  logic            store2_q, store3_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      store2_q <= 1'b0;
      store3_q <= 1'b0;
    end else begin
      store2_q <= ex1_i.valid && ex1_i.store;
      store3_q <= store2_q;
    end
    if (ex1_i.valid) begin
      word2_q <= word[SynW-1:0];
      sub2_q <= sub;
    end
    if (store2_q) begin
      word3_q <= word2_q;
      sub3_q <= sub2_q;
    end
    if (store3_q) begin
      word4_q <= word3_q;
      sub4_q <= sub3_q;
    end
  end

  assign word_o = ex2_i.read ? word_i >> {sub2_q, 3'd0} : word_i;
  assign waddr_o = word4_q;

  always_comb begin
    we_o = 4'd0;
    if (ex4_i.valid) begin
      case (ex4_i.width)
        snnc_isa_pkg::Width8: we_o = 4'b0001 << sub4_q;
        snnc_isa_pkg::Width16: we_o = 4'b0011 << sub4_q;
        default: we_o = 4'b1111;
      endcase
    end
  end

  `SNNC_ASSERT(OneOfThem, !(ex2_i.fetch && ex2_i.read))

endmodule
