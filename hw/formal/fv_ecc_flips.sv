// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_ecc_decode: of the code word of zero any wrong bit is corrected and any two
// are noticed. By fv_ecc_data that holds of all data.

module fv_ecc_flips #(
  parameter int unsigned Width = 8,
  parameter int unsigned Checks = 5
) (
  // Bits that are wrong; none beyond the end of the code word.
  input logic [6:0] first_i,
  input logic [6:0] second_i
);

  localparam int unsigned CodeW = Width + Checks;

  logic [CodeW-1:0] first;
  logic [CodeW-1:0] second;
  logic [Width-1:0] data;
  logic             corrected;
  logic             uncorrectable;

  assign first = CodeW'(1) << first_i;
  assign second = CodeW'(1) << second_i;

  snnc_ecc_decode #(
    .Width (Width),
    .Checks(Checks)
  ) u_decode (
    .code_i         (first ^ second),
    .data_o         (data),
    .corrected_o    (corrected),
    .uncorrectable_o(uncorrectable)
  );

  always_comb begin
    if (first == second) begin
      Sound: assert ((data == '0) && !corrected && !uncorrectable);
    end else if ((first == '0) || (second == '0)) begin
      One: assert ((data == '0) && corrected && !uncorrectable);
    end else begin
      Two: assert (!corrected && uncorrectable);
    end
  end

endmodule
