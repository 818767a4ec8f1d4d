// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts the reads of memories that were corrected, and those that could not be.
// The memories of a lane count as one in a cycle.

`include "snnc_assert.svh"

module snnc_ecc_counters (
  input  logic                                 clk_i,
  input  logic                                 rst_ni,
  input  logic                                 clear_i,
  input  logic [snnc_tile_pkg::EccSources-1:0] corrected_i,
  input  logic [snnc_tile_pkg::EccSources-1:0] uncorrectable_i,
  output logic [31:0]                          corrected_o,
  output logic [31:0]                          uncorrectable_o
);

  localparam int unsigned Sources = snnc_tile_pkg::EccSources;

  logic [31:0]        corrected_q, uncorrectable_q;
  // Counted in the next cycle.
  logic [Sources-1:0] corrected_reads_q, uncorrectable_reads_q;
  logic [31:0]        corrected_now, uncorrectable_now;

  always_comb begin
    corrected_now = 32'd0;
    uncorrectable_now = 32'd0;
    if ((corrected_reads_q | uncorrectable_reads_q) != '0) begin
      for (int unsigned i = 0; i < Sources; i++) begin
        corrected_now = corrected_now + 32'(corrected_reads_q[i]);
        uncorrectable_now = uncorrectable_now + 32'(uncorrectable_reads_q[i]);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || clear_i) begin
      corrected_reads_q <= '0;
      uncorrectable_reads_q <= '0;
      corrected_q <= 32'd0;
      uncorrectable_q <= 32'd0;
    end else begin
      corrected_reads_q <= corrected_i;
      uncorrectable_reads_q <= uncorrectable_i;
      corrected_q <= corrected_q + corrected_now;
      uncorrectable_q <= uncorrectable_q + uncorrectable_now;
    end
  end

  assign corrected_o = corrected_q;
  assign uncorrectable_o = uncorrectable_q;

endmodule
