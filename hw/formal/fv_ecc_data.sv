// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_ecc_encode and snnc_ecc_decode: which bits are wrong decides what the decoder
// changes and says, whatever the data are. fv_ecc_flips is the other half: it takes
// the code word of zero.

module fv_ecc_data #(
  parameter int unsigned Width = 8,
  parameter int unsigned Checks = 5,
  localparam int unsigned CodeW = Width + Checks
) (
  input logic [Width-1:0] data_i,
  input logic [CodeW-1:0] wrong_i
);

  logic [CodeW-1:0] code;
  logic [Width-1:0] data;
  logic [Width-1:0] zero;
  logic             corrected, uncorrectable;
  logic             zero_corrected, zero_uncorrectable;

  snnc_ecc_encode #(
    .Width (Width),
    .Checks(Checks)
  ) u_encode (
    .data_i,
    .code_o(code)
  );

  snnc_ecc_decode #(
    .Width (Width),
    .Checks(Checks)
  ) u_decode (
    .code_i         (code ^ wrong_i),
    .data_o         (data),
    .corrected_o    (corrected),
    .uncorrectable_o(uncorrectable)
  );

  snnc_ecc_decode #(
    .Width (Width),
    .Checks(Checks)
  ) u_zero (
    .code_i         (wrong_i),
    .data_o         (zero),
    .corrected_o    (zero_corrected),
    .uncorrectable_o(zero_uncorrectable)
  );

  always_comb begin
    Data: assert (data == (data_i ^ zero));
    Corrected: assert (corrected == zero_corrected);
    Uncorrectable: assert (uncorrectable == zero_uncorrectable);
  end

endmodule
