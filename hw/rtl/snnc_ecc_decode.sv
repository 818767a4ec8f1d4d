// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Data of a code word of snnc_ecc_encode: one wrong bit, of data or checks, is
// corrected; two, and what else is no code word with one, are not correctable.

`include "snnc_assert.svh"

module snnc_ecc_decode #(
  parameter int unsigned Width = 8,
  parameter int unsigned Checks = 5
) (
  input  logic [Width+Checks-1:0] code_i,
  output logic [Width-1:0]        data_o,
  output logic                    corrected_o,
  output logic                    uncorrectable_o
);

`include "snnc_ecc.svh"

  // Which parities are wrong; the data bit with that column, and the check bit.
  logic [Checks-1:0] syndrome;
  logic [Width-1:0]  wrong;
  logic              wrong_check;

  for (genvar c = 0; c < Checks; c++) begin : g_check
    localparam logic [63:0] Members = ecc_members(4'(Checks), 3'(c));

    assign syndrome[c] = code_i[Width+c] ^ (^(code_i[Width-1:0] & Members[Width-1:0]));
  end

  for (genvar b = 0; b < Width; b++) begin : g_bit
    logic [Checks-1:0] same;

    for (genvar c = 0; c < Checks; c++) begin : g_check
      localparam logic [63:0] Members = ecc_members(4'(Checks), 3'(c));

      assign same[c] = syndrome[c] == Members[b];
    end

    assign wrong[b] = &same;
  end

  always_comb begin
    wrong_check = 1'b0;
    for (int unsigned c = 0; c < Checks; c++) begin
      if (syndrome == (Checks'(1) << c)) begin
        wrong_check = 1'b1;
      end
    end
  end

  assign data_o = code_i[Width-1:0] ^ wrong;
  assign corrected_o = wrong_check || (wrong != '0);
  assign uncorrectable_o = (syndrome != '0) && !corrected_o;

  `SNNC_ASSERT_INIT(EnoughColumns, Width + Checks <= 2 ** (Checks - 1))

endmodule
