// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Router of a tile. Ports and bits of a route: 0 east, 1 west, 2 north, 3 south,
// 4 the tile. A flit on an input takes two cycles to the link of an output.

module snnc_router #(
  parameter int unsigned Depth = 4   // of an input's buffer
) (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  logic [4:0]                        present_i,   // ports that are not off the mesh; fixed
  input  logic [4:0]                        in_valid_i,
  output logic [4:0]                        in_ready_o,
  input  logic [5*snnc_chip_pkg::FlitW-1:0] in_data_i,
  output logic [4:0]                        out_valid_o,
  input  logic [4:0]                        out_ready_i,
  output logic [5*snnc_chip_pkg::FlitW-1:0] out_data_o,
  // Route table; every input has a copy of it, the tile's is read.
  input  logic                              route_re_i,
  input  logic                              route_we_i,
  input  logic [snnc_chip_pkg::SourceW-1:0] route_addr_i,
  input  logic [4:0]                        route_wdata_i,
  output logic [4:0]                        route_rdata_o,
  output logic                              error_o   // sticky: a flit had a bad route
);

  localparam int unsigned FlitW = snnc_chip_pkg::FlitW;
  localparam int unsigned Here = 4;
  // Where a flit may go on, by the port that it came in by (east first, at the
  // low end): x before y, never back.
  localparam logic [24:0] Turns = {5'b01111, 5'b10100, 5'b11000, 5'b11101, 5'b11110};

  logic [24:0]        copies;    // by input and output
  logic [24:0]        taken;     // by output and input
  logic [5*FlitW-1:0] data;      // at the head of each input
  logic [4:0]         bad;
  logic               error_q;

  for (genvar i = 0; i < 5; i++) begin : g_in
    logic [4:0] taken_here;
    logic [4:0] rdata;

    assign taken_here = {taken[20+i], taken[15+i], taken[10+i], taken[5+i], taken[i]};

    snnc_router_input #(
      .Turns(Turns[5*i +: 5]),
      .Depth(Depth)
    ) u_input (
      .clk_i,
      .rst_ni,
      .present_i,
      .in_valid_i   (in_valid_i[i]),
      .in_ready_o   (in_ready_o[i]),
      .in_data_i    (in_data_i[i*FlitW +: FlitW]),
      .copy_o       (copies[5*i +: 5]),
      .taken_i      (taken_here),
      .data_o       (data[i*FlitW +: FlitW]),
      .route_re_i   (route_re_i && (i == Here)),
      .route_we_i,
      .route_addr_i,
      .route_wdata_i,
      .route_rdata_o(rdata),
      .error_o      (bad[i])
    );

    if (i == Here) begin : g_read
      assign route_rdata_o = rdata;
    end else begin : g_no_read
      logic unused_rdata;
      assign unused_rdata = ^rdata;
    end
  end

  for (genvar o = 0; o < 5; o++) begin : g_out
    snnc_router_output u_output (
      .clk_i,
      .rst_ni,
      .copy_i     ({copies[20+o], copies[15+o], copies[10+o], copies[5+o], copies[o]}),
      .taken_o    (taken[5*o +: 5]),
      .data_i     (data),
      .out_valid_o(out_valid_o[o]),
      .out_ready_i(out_ready_i[o]),
      .out_data_o (out_data_o[o*FlitW +: FlitW])
    );
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      error_q <= 1'b0;
    end else begin
      error_q <= error_q || (bad != 5'd0);
    end
  end

  assign error_o = error_q;

endmodule
