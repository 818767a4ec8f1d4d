// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Code word of `Width` bits: the data in the low bits, check bits above. The code
// word of zero is zero.

`include "snnc_assert.svh"

module snnc_ecc_encode #(
  parameter int unsigned Width = 8,
  parameter int unsigned Checks = 5
) (
  input  logic [Width-1:0]        data_i,
  output logic [Width+Checks-1:0] code_o
);

`include "snnc_ecc.svh"

  assign code_o[Width-1:0] = data_i;

  for (genvar c = 0; c < Checks; c++) begin : g_check
    localparam logic [63:0] Members = ecc_members(4'(Checks), 3'(c));

    assign code_o[Width+c] = ^(data_i & Members[Width-1:0]);
  end

  `SNNC_ASSERT_INIT(EnoughColumns, Width + Checks <= 2 ** (Checks - 1))

endmodule
