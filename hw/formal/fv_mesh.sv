// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_mesh of 2 x 2: two sources with arbitrary homes send along arbitrary
// x-before-y trees while tiles take what comes or do not. Of one source's events
// a first and a later one are marked: at an arbitrary tile each comes once if it
// is a leaf, never otherwise, the first before the later; once tiles take
// everything and nobody sends any more, all has come within Drain cycles.

module fv_mesh #(
  parameter int unsigned Traffic = 4,   // cycles in which tiles send
  parameter int unsigned Rest = 7,      // cycles in which they take or do not
  parameter int unsigned Drain = 12,
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW
) (
  input logic       clk_i,
  input logic [3:0] offer_i,
  input logic [3:0] pick_i,
  input logic [3:0] ready_i,
  input logic [1:0] mark_i
);

  // Tiles: 0 and 1 in the row of y = 0, then 2 and 3.
  (* anyconst *) logic [1:0] home0;
  (* anyconst *) logic [1:0] home1;
  (* anyconst *) logic [3:0] leaves0;
  (* anyconst *) logic [3:0] leaves1;

  // Source 0's routes are written in cycles 0 to 3, source 1's in 4 to 7.
  logic [5:0] cycle_q = '0;
  logic       runs;
  logic       sends;
  logic       write_source;
  logic [1:0] write_tile;
  logic [1:0] home;
  logic [3:0] leaves;
  logic [4:0] route;
  logic       x;
  logic       y;

  always_ff @(posedge clk_i) begin
    if (cycle_q != 6'd63) begin
      cycle_q <= cycle_q + 1'b1;
    end
  end

  assign runs = cycle_q >= 6'd8;
  assign sends = runs && (cycle_q < 6'(8 + Traffic));
  assign write_source = cycle_q[2];
  assign write_tile = cycle_q[1:0];
  assign home = write_source ? home1 : home0;
  assign leaves = write_source ? leaves1 : leaves0;
  assign x = write_tile[0];
  assign y = write_tile[1];

  assign route[0] = !x && (home == {y, 1'b0}) && (leaves[1] || leaves[3]);
  assign route[1] = x && (home == {y, 1'b1}) && (leaves[0] || leaves[2]);
  assign route[2] = y && home[1] && leaves[{1'b0, x}];
  assign route[3] = !y && !home[1] && leaves[{1'b1, x}];
  assign route[4] = leaves[write_tile];

  logic [3:0]         send_valid;
  logic [3:0]         send_ready;
  logic [4*FlitW-1:0] send;
  logic [3:0]         arrive_valid;
  logic [3:0]         arrive_ready;
  logic [4*FlitW-1:0] arrive;
  logic [19:0]        rdata;
  logic [3:0]         error;

  // The way from source `from` to tile `to` is followed.
  (* anyconst *) logic       from;
  (* anyconst *) logic [1:0] to;
  logic [1:0] mark;         // of the event that a tile sends: the first, the later
  logic [1:0] marked_q;
  logic [1:0] came_q;
  logic [1:0] comes;
  logic [1:0] from_home;
  logic       sent;
  logic       leaf;

  assign from_home = from ? home1 : home0;
  assign leaf = from ? leaves1[to] : leaves0[to];
  assign sent = send_valid[from_home] && send_ready[from_home] && (pick_i[from_home] == from);
  assign mark[0] = sent && mark_i[0] && !marked_q[0];
  assign mark[1] = sent && mark_i[1] && marked_q[0] && !marked_q[1];

  for (genvar t = 0; t < 4; t++) begin : g_tile
    assign send_valid[t] = sends && offer_i[t] && ((pick_i[t] ? home1 : home0) == 2'(t));
    assign send[t*FlitW +: FlitW] =
        {pick_i[t], {(FlitW-3){1'b0}}, (from_home == 2'(t)) ? mark : 2'b00};
  end

  assign arrive_ready = (cycle_q < 6'(8 + Rest)) ? ready_i : 4'hf;

  snnc_mesh #(
    .Depth(2)
  ) dut (
    .clk_i,
    .rst_ni        (runs),
    .send_valid_i  (send_valid),
    .send_ready_o  (send_ready),
    .send_i        (send),
    .arrive_valid_o(arrive_valid),
    .arrive_ready_i(arrive_ready),
    .arrive_o      (arrive),
    .route_re_i    (4'd0),
    .route_we_i    (runs ? 4'd0 : 4'd1 << write_tile),
    .route_addr_i  (write_source),
    .route_wdata_i (route),
    .route_rdata_o (rdata),
    .error_o       (error)
  );

  assign comes = (arrive_valid[to] && arrive_ready[to]) ? arrive[to*FlitW +: 2] : 2'b00;

  always_ff @(posedge clk_i) begin
    if (!runs) begin
      marked_q <= 2'b00;
      came_q <= 2'b00;
    end else begin
      marked_q <= marked_q | mark;
      came_q <= came_q | comes;
    end
  end

  always_comb begin
    // A home is no leaf of its own source; an event has a leaf.
    assume (!leaves0[home0] && !leaves1[home1]);
    assume ((leaves0 != 4'd0) && (leaves1 != 4'd0));
    if (runs) begin
      OnlyLeaves: assert ((comes == 2'b00) || leaf);
      Once: assert ((comes & (came_q | ~marked_q)) == 2'b00);
      InOrder: assert (!comes[1] || came_q[0]);
      NoError: assert (error == 4'd0);
      Drained: assert ((cycle_q < 6'(8 + Rest + Drain)) || !leaf || (came_q == marked_q));
    end
  end

endmodule
