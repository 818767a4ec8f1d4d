// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_router_input: for an arbitrary output, the n-th copy that it takes is of
// the n-th flit whose route names that output, for an arbitrary n; while copies
// are due, one is offered within Depth cycles; a bad route is an error, and
// nothing else is.

module fv_router_input #(
  parameter logic [4:0] Turns = 5'b11101,
  localparam int unsigned Depth = 4,
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW,
  localparam int unsigned SourceW = snnc_chip_pkg::SourceW
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic               in_valid_i,
  input logic [FlitW-1:0]   in_data_i,
  input logic [4:0]         free_i,
  input logic               route_we_i,
  input logic [SourceW-1:0] route_addr_i,
  input logic [4:0]         route_wdata_i
);

  logic             in_ready;
  logic [4:0]       copy;
  logic [4:0]       taken;
  logic [FlitW-1:0] data;
  logic [4:0]       rdata;
  logic             error;

  // Outputs that there are, and that a flit may go to.
  (* anyconst *) logic [4:0] present;
  logic [4:0]                allowed;

  assign allowed = Turns & present;
  assign taken = copy & free_i;

  snnc_router_input #(
    .Turns(Turns),
    .Depth(Depth)
  ) dut (
    .clk_i,
    .rst_ni,
    .present_i    (present),
    .in_valid_i,
    .in_ready_o   (in_ready),
    .in_data_i,
    .copy_o       (copy),
    .taken_i      (taken),
    .data_o       (data),
    .route_re_i   (1'b0),
    .route_we_i,
    .route_addr_i,
    .route_wdata_i,
    .route_rdata_o(rdata),
    .error_o      (error)
  );

  // The routes of two sources, which the host writes before any flit comes.
  logic [4:0] route0_q;
  logic [4:0] route1_q;
  logic [1:0] written_q;
  logic       flowing_q;
  logic       push;
  logic [4:0] in_route;

  assign push = in_valid_i && in_ready;
  assign in_route = in_data_i[FlitW-1] ? route1_q : route0_q;

  // Copies due to the output `to` and taken by it since reset; the one with
  // number `nth` is followed.
  (* anyconst *) logic [2:0] to;
  (* anyconst *) logic [7:0] nth;
  logic [7:0]       due_q;
  logic [7:0]       took_q;
  logic [FlitW-1:0] word_q;
  logic [2:0]       quiet_q;    // cycles with copies due and none offered
  logic             bad_q;
  logic             due;
  logic             take;

  assign due = push && in_route[to] && allowed[to];
  assign take = taken[to];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      written_q <= 2'b00;
      flowing_q <= 1'b0;
      due_q <= '0;
      took_q <= '0;
      quiet_q <= '0;
      bad_q <= 1'b0;
    end else begin
      flowing_q <= flowing_q || push;
      due_q <= due_q + 8'(due);
      took_q <= took_q + 8'(take);
      quiet_q <= ((due_q != took_q) && (copy == 5'd0)) ? quiet_q + 1'b1 : '0;
      bad_q <= push && ((in_route == 5'd0) || ((in_route & ~allowed) != 5'd0));
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
    if (due && (due_q == nth)) begin
      word_q <= in_data_i;
    end
  end

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    assume (to < 3'd5);
    assume (rst_ni || !route_we_i);
    assume (!route_we_i || (!flowing_q && !in_valid_i));
    assume (!in_valid_i || written_q == 2'b11);
    if (started_q && rst_ni) begin
      OnlyAllowed: assert ((copy & ~allowed) == 5'd0);
      NoneInvented: assert (!copy[to] || (due_q != took_q));
      Capacity: assert (due_q - took_q <= 8'(Depth));
      Order: assert (!take || (took_q != nth) || (data == word_q));
      Progress: assert (quiet_q < Depth);
      ErrorIffBad: assert (error == bad_q);
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside: the flits in the buffer by age, the
  // copies that each still owes to `to`, and the routes kept for them.
  (* hierconn *) wire [2:0] \dut.u_flits.wptr_q ;
  (* hierconn *) wire [2:0] \dut.u_flits.rptr_q ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_flits.mem_q[0] ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_flits.mem_q[1] ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_flits.mem_q[2] ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_flits.mem_q[3] ;
  (* hierconn *) wire [2:0] \dut.u_routes.wptr_q ;
  (* hierconn *) wire [2:0] \dut.u_routes.rptr_q ;
  (* hierconn *) wire [4:0] \dut.u_routes.mem_q[0] ;
  (* hierconn *) wire [4:0] \dut.u_routes.mem_q[1] ;
  (* hierconn *) wire [4:0] \dut.u_routes.mem_q[2] ;
  (* hierconn *) wire [4:0] \dut.u_routes.mem_q[3] ;
  (* hierconn *) wire [4:0] \dut.u_table.mem_q[0] ;
  (* hierconn *) wire [4:0] \dut.u_table.mem_q[1] ;
  (* hierconn *) wire [4:0] \dut.u_table.rdata_q ;
  (* hierconn *) wire [4:0] \dut.sent_q ;
  (* hierconn *) wire \dut.fresh_q ;
  logic [FlitW-1:0] flit [4];
  logic [4:0]       kept [4];
  logic [2:0]       flits;
  logic [2:0]       routes;
  logic [1:0]       place;
  logic [4:0]       route;
  logic [2:0]       owed;

  assign flit[0] = \dut.u_flits.mem_q[0] ;
  assign flit[1] = \dut.u_flits.mem_q[1] ;
  assign flit[2] = \dut.u_flits.mem_q[2] ;
  assign flit[3] = \dut.u_flits.mem_q[3] ;
  assign kept[0] = \dut.u_routes.mem_q[0] ;
  assign kept[1] = \dut.u_routes.mem_q[1] ;
  assign kept[2] = \dut.u_routes.mem_q[2] ;
  assign kept[3] = \dut.u_routes.mem_q[3] ;
  assign flits = \dut.u_flits.wptr_q - \dut.u_flits.rptr_q ;
  assign routes = \dut.u_routes.wptr_q - \dut.u_routes.rptr_q ;

  always_comb begin
    owed = '0;
    place = '0;
    route = '0;
    if (started_q && rst_ni) begin
      assert (flits <= 3'(Depth));
      assert (routes + 3'(\dut.fresh_q ) == flits);
      assert (flowing_q || ((flits == '0) && (due_q == '0)));
      assert (!flowing_q || (written_q == 2'b11));
      assert (!written_q[0] || (\dut.u_table.mem_q[0] == route0_q));
      assert (!written_q[1] || (\dut.u_table.mem_q[1] == route1_q));
      for (int unsigned i = 0; i < Depth; i++) begin
        // The i-th of the buffer, oldest first.
        place = 2'(\dut.u_flits.rptr_q + 3'(i));
        route = flit[place][FlitW-1] ? route1_q : route0_q;
        if (3'(i) < flits) begin
          if (3'(i) < routes) begin
            assert (kept[2'(\dut.u_routes.rptr_q + 3'(i))] == route);
          end else begin
            assert (\dut.u_table.rdata_q == route);
          end
          if (i == 0) begin
            assert ((\dut.sent_q & ~(route & allowed)) == 5'd0);
          end
          if (route[to] && allowed[to] && !((i == 0) && \dut.sent_q [to])) begin
            if (nth - took_q == 8'(owed)) begin
              assert (flit[place] == word_q);
            end
            if (owed == '0) begin
              assert (quiet_q + 3'(i) < 3'(Depth));
            end
            owed = owed + 1'b1;
          end
        end
      end
      assert ((flits != '0) || (\dut.sent_q == 5'd0));
      assert (due_q - took_q == 8'(owed));
    end
  end
`endif

endmodule
