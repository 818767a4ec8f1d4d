// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One input of a router. The route of a flit is looked up while the flit enters
// the buffer; at the head it offers a copy to each output of the route, and
// leaves when all are taken, each at its own time. Outputs that it must not go
// to (a turn that breaks x before y, the edge of the mesh) get no copy.

`include "snnc_assert.svh"

module snnc_router_input #(
  parameter logic [4:0] Turns = 5'b11111,   // outputs, in the order of route_t
  parameter int unsigned Depth = 4
) (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  logic [4:0]                        present_i,   // outputs that are not off the mesh
  // Link.
  input  logic                              in_valid_i,
  output logic                              in_ready_o,
  input  logic [snnc_chip_pkg::FlitW-1:0]   in_data_i,
  // Outputs of the router.
  output logic [4:0]                        copy_o,    // that a copy waits for
  input  logic [4:0]                        taken_i,
  output logic [snnc_chip_pkg::FlitW-1:0]   data_o,
  // The host, while no flit is here.
  input  logic                              route_re_i,
  input  logic                              route_we_i,
  input  logic [snnc_chip_pkg::SourceW-1:0] route_addr_i,
  input  logic [4:0]                        route_wdata_i,
  output logic [4:0]                        route_rdata_o,
  output logic                              error_o    // the flit that came has a bad route
);

  localparam int unsigned FlitW = snnc_chip_pkg::FlitW;
  localparam int unsigned SourceW = snnc_chip_pkg::SourceW;

  logic [SourceW-1:0] source;
  logic               push;
  logic               flit_valid;
  logic               done;
  logic               fresh_q;      // the table answers the flit that came last
  logic               kept_valid;   // routes of flits that came before
  logic               kept_ready;
  logic [4:0]         kept;
  logic [4:0]         route;
  logic [4:0]         allowed;
  logic               unused_corrected;
  logic               uncorrectable;
  logic [4:0]         sent_q;       // copies of the head that are taken

  assign source = in_data_i[FlitW-1 -: SourceW];    // as in flit_t
  assign push = in_valid_i && in_ready_o;

  snnc_fifo #(
    .Width(FlitW),
    .Depth(Depth)
  ) u_flits (
    .clk_i,
    .rst_ni,
    .in_valid_i,
    .in_ready_o,
    .in_data_i,
    .out_valid_o(flit_valid),
    .out_ready_i(done),
    .out_data_o (data_o)
  );

  snnc_mem_1r1w #(
    .Width(5),
    .Depth(2 ** SourceW),
    .Ecc  (snnc_chip_pkg::Ecc)
  ) u_table (
    .clk_i,
    .corrected_o    (unused_corrected),
    .uncorrectable_o(uncorrectable),
    .re_i   (push || route_re_i),
    .raddr_i(route_re_i ? route_addr_i : source),
    .rdata_o(route_rdata_o),
    .we_i   (route_we_i),
    .waddr_i(route_addr_i),
    .wdata_i(route_wdata_i)
  );

  // A route that is not used up at once waits with its flit.
  snnc_fifo #(
    .Width(5),
    .Depth(Depth)
  ) u_routes (
    .clk_i,
    .rst_ni,
    .in_valid_i (fresh_q && (kept_valid || !done)),
    .in_ready_o (kept_ready),
    .in_data_i  (route_rdata_o),
    .out_valid_o(kept_valid),
    .out_ready_i(done),
    .out_data_o (kept)
  );

  assign allowed = Turns & present_i;
  assign route = kept_valid ? kept : route_rdata_o;
  assign copy_o = flit_valid ? (route & allowed & ~sent_q) : 5'd0;
  assign done = flit_valid && ((copy_o & ~taken_i) == 5'd0);
  assign error_o = fresh_q && (uncorrectable || (route_rdata_o == 5'd0) || ((route_rdata_o & ~allowed) != 5'd0));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      fresh_q <= 1'b0;
      sent_q <= 5'd0;
    end else begin
      fresh_q <= push;
      sent_q <= done ? 5'd0 : (sent_q | taken_i);
    end
  end

  `SNNC_ASSERT(RouteIsThere, flit_valid == (kept_valid || fresh_q))
  `SNNC_ASSERT(RouteHasPlace, !fresh_q || kept_ready)
  `SNNC_ASSERT(TakesWhatIsOffered, (taken_i & ~copy_o) == 5'd0)
  `SNNC_ASSERT(HostAlone, !(route_re_i || route_we_i) || !(push || flit_valid))

endmodule
