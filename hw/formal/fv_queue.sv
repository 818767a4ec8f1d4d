// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_queue: the n-th word popped is the n-th word pushed, for an arbitrary
// n; full and empty tell the truth; a word is at the head two cycles after its
// push at the latest, and stays there until it is popped.

module fv_queue #(
  parameter int unsigned Width = 4,
  parameter int unsigned Depth = 4
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             flush_i,
  input logic             push_i,
  input logic [Width-1:0] push_data_i,
  input logic             pop_i
);

  localparam int unsigned PtrW = $clog2(Depth);

  logic             full;
  logic             head_valid;
  logic [Width-1:0] head;
  logic             empty;
  logic [PtrW:0]    count;

  snnc_queue #(
    .Width(Width),
    .Depth(Depth)
  ) dut (
    .clk_i,
    .rst_ni,
    .flush_i,
    .push_i,
    .push_data_i,
    .full_o      (full),
    .head_valid_o(head_valid),
    .head_o      (head),
    .pop_i,
    .empty_o     (empty),
    .count_o     (count)
  );

  // Words in and out since reset; the word with number `nth` is followed.
  (* anyconst *) logic [7:0] nth;
  logic [7:0]       pushes_q;
  logic [7:0]       pops_q;
  logic [7:0]       seen_q;   // pushes up to the cycle before
  logic [Width-1:0] word_q;
  logic [7:0]       held;
  logic             push;
  logic             pop;

  assign push = push_i && !full;
  assign pop = pop_i && head_valid;
  assign held = pushes_q - pops_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      pushes_q <= '0;
      pops_q <= '0;
      seen_q <= '0;
    end else begin
      pushes_q <= pushes_q + 8'(push);
      pops_q <= pops_q + 8'(pop);
      seen_q <= pushes_q;
    end
    if (push && (pushes_q == nth)) begin
      word_q <= push_data_i;
    end
  end

  logic             started_q = 1'b0;
  logic             waiting_q;
  logic [Width-1:0] head_q;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    waiting_q <= rst_ni && !flush_i && head_valid && !pop_i;
    head_q <= head;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    if (started_q && rst_ni) begin
      Capacity: assert (held <= 8'(Depth));
      Count: assert (8'(count) == held);
      Full: assert (full == (held == 8'(Depth)));
      Empty: assert (empty == (held == 8'd0));
      HeadInTime: assert (head_valid == (seen_q != pops_q));
      Order: assert (!pop || (pops_q != nth) || (head == word_q));
      Stable: assert (!waiting_q || (head_valid && (head == head_q)));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [PtrW:0] \dut.wptr_q ;
  (* hierconn *) wire [PtrW:0] \dut.rptr_q ;
  (* hierconn *) wire [Width-1:0] \dut.u_mem.mem_q[0] ;
  (* hierconn *) wire [Width-1:0] \dut.u_mem.mem_q[1] ;
  (* hierconn *) wire [Width-1:0] \dut.u_mem.mem_q[2] ;
  (* hierconn *) wire [Width-1:0] \dut.u_mem.mem_q[3] ;
  logic [Width-1:0] place [4];

  assign place[0] = \dut.u_mem.mem_q[0] ;
  assign place[1] = \dut.u_mem.mem_q[1] ;
  assign place[2] = \dut.u_mem.mem_q[2] ;
  assign place[3] = \dut.u_mem.mem_q[3] ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (\dut.wptr_q == pushes_q[PtrW:0]);
      assert (\dut.rptr_q == pops_q[PtrW:0]);
      assert (seen_q - pops_q <= held);
      // The followed word is inside: pops_q <= nth < pushes_q.
      if (nth - pops_q < held) begin
        assert (place[nth[PtrW-1:0]] == word_q);
        assert (!head_valid || (pops_q != nth) || (head == word_q));
      end
    end
  end
`endif

endmodule
