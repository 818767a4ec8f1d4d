// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Emission, of an instruction or injected by the host: three stages in step
// with EX1, EX2 and EX3. Looks up which lanes of the block have emitted in this
// step, and pushes one record. Deliver takes the marks away again.

`include "snnc_assert.svh"

module snnc_emit (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  logic                             halt_i,
  // First stage.
  input  logic                             valid_i,
  input  logic                             inject_i,
  input  logic                             bad_i,      // injected outside the group
  input  logic [snnc_tile_pkg::GroupW-1:0] group_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] block_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] source_i,
  input  logic [snnc_tile_pkg::Lanes-1:0]  mask_i,
  input  logic [15:0]                      payload_i,  // of an injected event
  // Third stage: the record and the payloads' lanes.
  output logic                             push_o,
  output snnc_tile_pkg::record_t           record_o,
  input  logic                             full_i,
  output logic [snnc_tile_pkg::BlockW-1:0] source_o,
  output logic                             inject_o,
  output logic [15:0]                      payload_o,
  output logic                             twice_o,
  output logic                             overflow_o,
  output logic                             bad_o,
  // Deliver has taken the record.
  input  logic                             clear_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] clear_source_i,
  input  logic [snnc_tile_pkg::Lanes-1:0]  clear_mask_i,
  // Host.
  input  logic                             host_re_i,
  input  logic                             host_we_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] host_source_i,
  input  logic [snnc_tile_pkg::Lanes-1:0]  host_wdata_i,
  output logic [snnc_tile_pkg::Lanes-1:0]  host_rdata_o,
  output logic                             corrected_o,
  output logic                             uncorrectable_o
);

  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;

  logic              valid2_q, valid3_q;
  logic              inject2_q, inject3_q;
  logic              bad2_q, bad3_q;
  logic              twice3_q;
  logic [GroupW-1:0] group2_q, group3_q;
  logic [BlockW-1:0] block2_q, block3_q;
  logic [BlockW-1:0] source2_q, source3_q;
  logic [Lanes-1:0]  mask2_q, mask3_q;
  logic [15:0]       payload2_q, payload3_q;
  logic [Lanes-1:0]  marks;
  logic              valid1;
  // Marks that are being written while they are read: injections may follow
  // each other in every cycle.
  logic [Lanes-1:0]  forward2_q;
  logic [Lanes-1:0]  emitted2;

  assign valid1 = valid_i && (mask_i != '0) && !halt_i;

  assign emitted2 = marks | forward2_q |
                    ((valid3_q && (source3_q == source2_q)) ? mask3_q : '0);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid2_q <= 1'b0;
      valid3_q <= 1'b0;
    end else begin
      valid2_q <= valid1;
      valid3_q <= valid2_q && !halt_i;
    end
    if (valid1) begin
      inject2_q <= inject_i;
      bad2_q <= bad_i;
      group2_q <= group_i;
      block2_q <= block_i;
      source2_q <= source_i;
      mask2_q <= mask_i;
      payload2_q <= payload_i;
      forward2_q <= (valid3_q && (source3_q == source_i)) ? mask3_q : '0;
    end
    if (valid2_q) begin
      inject3_q <= inject2_q;
      bad3_q <= bad2_q;
      twice3_q <= (emitted2 & mask2_q) != '0;
      group3_q <= group2_q;
      block3_q <= block2_q;
      source3_q <= source2_q;
      mask3_q <= mask2_q;
      payload3_q <= payload2_q;
    end
  end

  assign bad_o = valid3_q && bad3_q;
  assign twice_o = valid3_q && !bad3_q && twice3_q;
  assign overflow_o = valid3_q && !bad3_q && !twice3_q && full_i;
  assign push_o = valid3_q && !bad3_q && !twice3_q && !full_i && !halt_i;
  assign record_o.group = group3_q;
  assign record_o.block = block3_q;
  assign record_o.mask = mask3_q;
  assign source_o = source3_q;
  assign inject_o = inject3_q;
  assign payload_o = payload3_q;

  logic [Lanes-1:0]  marks_we;
  logic [BlockW-1:0] marks_waddr;
  logic [Lanes-1:0]  marks_wdata;

  always_comb begin
    marks_we = '0;
    marks_waddr = source3_q;
    marks_wdata = '1;
    if (push_o) begin
      marks_we = mask3_q;
    end else if (clear_i) begin
      marks_we = clear_mask_i;
      marks_waddr = clear_source_i;
      marks_wdata = '0;
    end else if (host_we_i) begin
      marks_we = '1;
      marks_waddr = host_source_i;
      marks_wdata = host_wdata_i;
    end
  end

  snnc_mem_1r1w #(
    .Width(Lanes),
    .Depth(snnc_tile_pkg::Blocks),
    .Gran (1),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_marks (
    .clk_i,
    .re_i   (valid1 || host_re_i),
    .raddr_i(host_re_i ? host_source_i : source_i),
    .rdata_o(marks),
    .corrected_o,
    .uncorrectable_o,
    .we_i   (marks_we),
    .waddr_i(marks_waddr),
    .wdata_i(marks_wdata)
  );

  assign host_rdata_o = marks;

  `SNNC_ASSERT(OneWriter, !(push_o && (clear_i || host_we_i)))
  `SNNC_ASSERT(OneReader, !(valid1 && host_re_i))

endmodule
