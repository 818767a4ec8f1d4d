// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_router_output: the n-th flit on the link is the n-th that was taken, of
// the input that gave it, for an arbitrary n; one a cycle while there is room;
// a copy waits for one flit of each other input at most.

module fv_router_output #(
  localparam int unsigned FlitW = snnc_chip_pkg::FlitW
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic [4:0]         copy_i,
  input logic [5*FlitW-1:0] data_i,
  input logic               out_ready_i
);

  logic [4:0]       taken;
  logic             out_valid;
  logic [FlitW-1:0] out_data;

  snnc_router_output dut (
    .clk_i,
    .rst_ni,
    .copy_i,
    .taken_o    (taken),
    .data_i,
    .out_valid_o(out_valid),
    .out_ready_i,
    .out_data_o (out_data)
  );

  // Flits in and out since reset; the one with number `nth` is followed. Input
  // `who` has seen others served since it began to ask.
  (* anyconst *) logic [7:0] nth;
  (* anyconst *) logic [2:0] who;
  logic [7:0]       ins_q;
  logic [7:0]       outs_q;
  logic [FlitW-1:0] word_q;
  logic [2:0]       from_q;
  logic [3:0]       waits_q;
  logic             in;
  logic             out;
  logic [2:0]       from;
  logic [7:0]       held;

  assign in = taken != 5'd0;
  assign out = out_valid && out_ready_i;
  assign held = ins_q - outs_q;

  always_comb begin
    from = 3'd0;
    for (int unsigned i = 0; i < 5; i++) begin
      if (taken[i]) begin
        from = 3'(i);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ins_q <= '0;
      outs_q <= '0;
      waits_q <= '0;
    end else begin
      ins_q <= ins_q + 8'(in);
      outs_q <= outs_q + 8'(out);
      if (!copy_i[who] || taken[who]) begin
        waits_q <= '0;
      end else if (in) begin
        waits_q <= waits_q + 1'b1;
      end
    end
    if (in && (ins_q == nth)) begin
      word_q <= data_i[from*FlitW +: FlitW];
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
    assume (who < 3'd5);
    if (started_q && rst_ni) begin
      OnlyCopies: assert ((taken & ~copy_i) == 5'd0);
      OneACycle: assert ((taken & (taken - 1'b1)) == 5'd0);
      Capacity: assert (held <= 8'd2);
      WorksUnlessFull: assert (in == ((copy_i != 5'd0) && (held != 8'd2)));
      ValidUnlessEmpty: assert (out_valid == (held != 8'd0));
      Order: assert (!out || (outs_q != nth) || (out_data == word_q));
      NoStarvation: assert (waits_q < 4'd5);
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [1:0] \dut.u_link.wptr_q ;
  (* hierconn *) wire [1:0] \dut.u_link.rptr_q ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_link.mem_q[0] ;
  (* hierconn *) wire [FlitW-1:0] \dut.u_link.mem_q[1] ;
  (* hierconn *) wire [4:0] \dut.u_arbiter.after_q ;
  logic [2:0] last;
  logic [3:0] before_who;

  always_comb begin
    last = 3'd4;
    for (int unsigned i = 4; i > 0; i--) begin
      if (\dut.u_arbiter.after_q [i]) begin
        last = 3'(i - 1);
      end
    end
    before_who = (who > last) ? 4'(who - last) - 4'd1 : 4'(who) + 4'd4 - 4'(last);
    if (started_q && rst_ni) begin
      assert (\dut.u_link.wptr_q == ins_q[1:0]);
      assert (\dut.u_link.rptr_q == outs_q[1:0]);
      if (nth - outs_q < held) begin
        assert ((nth[0] ? \dut.u_link.mem_q[1] : \dut.u_link.mem_q[0] ) == word_q);
      end
      assert (\dut.u_arbiter.after_q == ~((5'd2 << last) - 5'd1));
      assert (waits_q + before_who < 4'd5);
    end
  end
`endif

endmodule
