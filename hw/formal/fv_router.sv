// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_router: of the flits that enter at an arbitrary input, a first and a later
// one are marked. On the link of an arbitrary output each comes once if its route
// leads there, never otherwise, the first before the later; while the first is on
// its way and all links are free, some flit leaves at least every Quiet + 1 cycles;
// a bad route is an error.

module fv_router #(
  localparam int unsigned Quiet = 5,
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW,
  localparam int unsigned SourceW = snnc_chip_pkg::SourceW
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic [4:0]         in_valid_i,
  input logic [4:0]         source_i,
  input logic [1:0]         mark_i,
  input logic [4:0]         out_ready_i,
  input logic               route_we_i,
  input logic [SourceW-1:0] route_addr_i,
  input logic [4:0]         route_wdata_i
);

  // Where x-before-y trees may go on, by input.
  localparam logic [24:0] Turns = {5'b01111, 5'b10100, 5'b11000, 5'b11101, 5'b11110};

  logic [4:0]         in_ready;
  logic [5*FlitW-1:0] in_data;
  logic [4:0]         out_valid;
  logic [5*FlitW-1:0] out_data;
  logic [4:0]         rdata;
  logic               error;

  snnc_router #(
    .Depth(2)
  ) dut (
    .clk_i,
    .rst_ni,
    .present_i    (5'b11111),
    .in_valid_i,
    .in_ready_o   (in_ready),
    .in_data_i    (in_data),
    .out_valid_o  (out_valid),
    .out_ready_i,
    .out_data_o   (out_data),
    .route_re_i   (1'b0),
    .route_we_i,
    .route_addr_i,
    .route_wdata_i,
    .route_rdata_o(rdata),
    .error_o      (error)
  );

  (* anyconst *) logic [2:0] from;
  (* anyconst *) logic [2:0] to;
  logic [4:0] route0_q;
  logic [4:0] route1_q;
  logic [1:0] written_q;
  logic       flowing_q;
  logic [1:0] mark;         // of the flit at the input: the first, the later
  logic [1:0] marked_q;
  logic [1:0] due_q;        // marked flits with a copy on the way
  logic [1:0] came_q;
  logic [2:0] quiet_q;
  logic       push;
  logic [4:0] route;
  logic       due;
  logic [1:0] out_mark;
  logic [1:0] comes;

  assign push = in_valid_i[from] && in_ready[from];
  assign route = source_i[from] ? route1_q : route0_q;
  assign due = route[to] && Turns[from*5 + to];
  assign mark[0] = push && mark_i[0] && !marked_q[0];
  assign mark[1] = push && mark_i[1] && marked_q[0] && !marked_q[1];
  assign out_mark = out_data[to*FlitW +: 2];
  assign comes = (out_valid[to] && out_ready_i[to]) ? out_mark : 2'b00;

  for (genvar i = 0; i < 5; i++) begin : g_in
    assign in_data[i*FlitW +: FlitW] =
        {source_i[i], {(FlitW-3){1'b0}}, (from == 3'(i)) ? mark : 2'b00};
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      written_q <= 2'b00;
      flowing_q <= 1'b0;
      marked_q <= 2'b00;
      due_q <= 2'b00;
      came_q <= 2'b00;
      quiet_q <= '0;
    end else begin
      flowing_q <= flowing_q || (in_valid_i != 5'd0);
      marked_q <= marked_q | mark;
      due_q <= (due_q & ~comes) | (due ? mark : 2'b00);
      came_q <= came_q | comes;
      quiet_q <= ((out_ready_i == 5'h1f) && due_q[0] && (out_valid == 5'd0)) ? quiet_q + 1'b1 : '0;
      if (route_we_i) begin
        written_q[route_addr_i] <= 1'b1;
      end
    end
    if (route_we_i && route_addr_i == 1'b0) begin
      route0_q <= route_wdata_i;
    end
    if (route_we_i && route_addr_i == 1'b1) begin
      route1_q <= route_wdata_i;
    end
  end

  logic started_q = 1'b0;
  logic bad_q;          // a flit had a route that it must not follow
  logic bad_seen_q;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    bad_q <= rst_ni && push && ((route == 5'd0) || ((route & ~Turns[from*5 +: 5]) != 5'd0));
    bad_seen_q <= rst_ni && bad_q;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    assume (from < 3'd5);
    assume (to < 3'd5);
    assume (rst_ni || !route_we_i);
    assume (!route_we_i || (!flowing_q && (in_valid_i == 5'd0)));
    assume ((in_valid_i == 5'd0) || (written_q == 2'b11));
    if (started_q && rst_ni) begin
      OnlyDue: assert ((comes & ~due_q) == 2'b00);
      Once: assert ((comes & came_q) == 2'b00);
      InOrder: assert (!comes[1] || !due_q[0]);
      Progress: assert (quiet_q <= 3'(Quiet));
      ErrorIsSeen: assert (!bad_seen_q || error);
    end
  end

endmodule
