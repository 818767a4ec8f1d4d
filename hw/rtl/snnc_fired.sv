// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which lanes of a block emitted in this step, for Learn: Deliver takes the
// marks of snnc_emit away. A bit a block says whether its word is of this step,
// so that all are forgotten at once; a word that is not is not read.

`include "snnc_assert.svh"

module snnc_fired (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  logic                             clear_i,
  // An event record enters the queue.
  input  logic                             push_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] source_i,
  input  logic [snnc_tile_pkg::Lanes-1:0]  mask_i,
  // Read; the lanes one cycle later.
  input  logic                             re_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] raddr_i,
  output logic [snnc_tile_pkg::Lanes-1:0]  fired_o,
  output logic                             corrected_o,
  output logic                             uncorrectable_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned Blocks = snnc_tile_pkg::Blocks;

  logic [Blocks-1:0] valid_q;
  logic              read_q;
  logic [Lanes-1:0]  word;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || clear_i) begin
      valid_q <= '0;
    end else if (push_i) begin
      valid_q[source_i] <= 1'b1;
    end
    if (re_i) begin
      read_q <= valid_q[raddr_i];
    end
  end

  snnc_mem_1r1w #(
    .Width(Lanes),
    .Depth(Blocks),
    .Gran (1),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_lanes (
    .clk_i,
    .re_i   (re_i && valid_q[raddr_i]),
    .raddr_i,
    .rdata_o(word),
    .corrected_o,
    .uncorrectable_o,
    .we_i   (!push_i ? '0 : valid_q[source_i] ? mask_i : '1),
    .waddr_i(source_i),
    .wdata_i(mask_i)
  );

  assign fired_o = read_q ? word : '0;

  `SNNC_ASSERT(NoReadWhileWritten, !(re_i && push_i))

endmodule
