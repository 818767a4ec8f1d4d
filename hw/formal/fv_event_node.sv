// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_event_node: of either stream the n-th event out is the n-th in, for an
// arbitrary n; neither waits longer than its turn. Bit 0 of an event tells its
// stream.

module fv_event_node #(
  parameter int unsigned Width = 4,
  parameter int unsigned TurnsB = 2
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             a_valid_i,
  input logic [Width-1:0] a_data_i,
  input logic             b_valid_i,
  input logic [Width-1:0] b_data_i,
  input logic             out_ready_i
);

  logic             a_ready;
  logic             b_ready;
  logic             out_valid;
  logic [Width-1:0] out_data;

  snnc_event_node #(
    .Width (Width),
    .TurnsB(TurnsB)
  ) dut (
    .clk_i,
    .rst_ni,
    .a_valid_i,
    .a_ready_o  (a_ready),
    .a_data_i,
    .b_valid_i,
    .b_ready_o  (b_ready),
    .b_data_i,
    .out_valid_o(out_valid),
    .out_ready_i,
    .out_data_o (out_data)
  );

  // The stream that is followed, and of it the event with number `nth`.
  (* anyconst *) logic       stream;
  (* anyconst *) logic [7:0] nth;
  logic [7:0]       in_q;
  logic [7:0]       out_q;
  logic [Width-1:0] word_q;
  logic             push;
  logic             pop;
  logic             pop_any;
  logic [7:0]       held;
  // Events of the other stream taken since this one has waited.
  logic [3:0]       passed_q;
  logic             other;
  logic             waits;
  logic [1:0]       places_q;   // taken, by events of either stream

  assign push = stream ? b_valid_i && b_ready : a_valid_i && a_ready;
  assign other = stream ? a_valid_i && a_ready : b_valid_i && b_ready;
  assign waits = stream ? b_valid_i : a_valid_i;
  assign pop_any = out_valid && out_ready_i;
  assign pop = pop_any && (out_data[0] == stream);
  assign held = in_q - out_q;

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    if (!rst_ni) begin
      in_q <= '0;
      out_q <= '0;
      passed_q <= '0;
      places_q <= '0;
    end else begin
      in_q <= in_q + 8'(push);
      out_q <= out_q + 8'(pop);
      places_q <= places_q + 2'(push || other) - 2'(pop_any);
      passed_q <= (push || !waits) ? 4'd0 : passed_q + 4'(other && (passed_q != '1));
    end
    if (push && (in_q == nth)) begin
      word_q <= stream ? b_data_i : a_data_i;
    end
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    assume (a_data_i[0] == 1'b0);
    assume (b_data_i[0] == 1'b1);
    if (started_q && rst_ni) begin
      Held: assert (held <= 8'd2);
      NoneInvented: assert (!pop || (held != 8'd0));
      Order: assert (!pop || (out_q != nth) || (out_data == word_q));
      Turns: assert (passed_q <= (stream ? 4'd1 : 4'(TurnsB)));
      WorksOn: assert (!(a_valid_i || b_valid_i) || (places_q == 2'd2) || push || other);
      OneEnters: assert (!(push && other));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [1:0] \dut.u_fifo.wptr_q ;
  (* hierconn *) wire [1:0] \dut.u_fifo.rptr_q ;
  (* hierconn *) wire [Width-1:0] \dut.u_fifo.mem_q[0] ;
  (* hierconn *) wire [Width-1:0] \dut.u_fifo.mem_q[1] ;
  (* hierconn *) wire [1:0] \dut.turns_q ;
  logic [Width-1:0] first;
  logic [Width-1:0] second;
  logic [1:0]       count;
  logic             is_first;
  logic             is_second;

  assign first = \dut.u_fifo.rptr_q [0] ? \dut.u_fifo.mem_q[1] : \dut.u_fifo.mem_q[0] ;
  assign second = \dut.u_fifo.rptr_q [0] ? \dut.u_fifo.mem_q[0] : \dut.u_fifo.mem_q[1] ;
  assign count = \dut.u_fifo.wptr_q - \dut.u_fifo.rptr_q ;
  assign is_first = (count != 2'd0) && (first[0] == stream);
  assign is_second = (count == 2'd2) && (second[0] == stream);

  always_comb begin
    if (started_q && rst_ni) begin
      assert (count <= 2'd2);
      assert (count == places_q);
      assert (held == 8'(is_first) + 8'(is_second));
      // The followed event is inside: which place it has.
      if ((nth - out_q) < held) begin
        assert (((nth == out_q) && is_first ? first : second) == word_q);
      end
      // Turns that are left, against what has passed.
      assert (\dut.turns_q <= 2'(TurnsB));
      assert (stream || (passed_q == 4'd0) ||
              (32'(passed_q) + 32'(\dut.turns_q ) <= TurnsB));
      assert (!stream || (passed_q == 4'd0) || (\dut.turns_q != 2'd0));
    end
  end
`endif

endmodule
