// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One output of a router: of the inputs that have a copy for it, one a cycle, in
// turn, enters the register of the link.

module snnc_router_output (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  logic [4:0]                        copy_i,
  output logic [4:0]                        taken_o,
  input  logic [5*snnc_chip_pkg::FlitW-1:0] data_i,
  // Link.
  output logic                              out_valid_o,
  input  logic                              out_ready_i,
  output logic [snnc_chip_pkg::FlitW-1:0]   out_data_o
);

  localparam int unsigned FlitW = snnc_chip_pkg::FlitW;

  logic             ready;
  logic [4:0]       grant;
  logic [FlitW-1:0] data;

  snnc_arbiter #(
    .Requests(5)
  ) u_arbiter (
    .clk_i,
    .rst_ni,
    .request_i(copy_i),
    .grant_o  (grant),
    .use_i    (ready)
  );

  assign taken_o = ready ? grant : 5'd0;

  always_comb begin
    data = '0;
    for (int unsigned i = 0; i < 5; i++) begin
      data = data | (data_i[i*FlitW +: FlitW] & {FlitW{grant[i]}});
    end
  end

  snnc_fifo #(
    .Width(FlitW),
    .Depth(2)
  ) u_link (
    .clk_i,
    .rst_ni,
    .in_valid_i (grant != 5'd0),
    .in_ready_o (ready),
    .in_data_i  (data),
    .out_valid_o,
    .out_ready_i,
    .out_data_o
  );

endmodule
