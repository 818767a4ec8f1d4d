// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_fifo: the n-th word out is the n-th word in, for an arbitrary n; words
// leave only when they are there, and enter unless all places are taken; an
// offered word stays until it is taken.

module fv_fifo #(
  parameter int unsigned Width = 4,
  parameter int unsigned Depth = 4
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             in_valid_i,
  input logic [Width-1:0] in_data_i,
  input logic             out_ready_i
);

  localparam int unsigned PtrW = $clog2(Depth);

  logic             in_ready;
  logic             out_valid;
  logic [Width-1:0] out_data;

  snnc_fifo #(
    .Width(Width),
    .Depth(Depth)
  ) dut (
    .clk_i,
    .rst_ni,
    .in_valid_i,
    .in_ready_o (in_ready),
    .in_data_i,
    .out_valid_o(out_valid),
    .out_ready_i,
    .out_data_o (out_data)
  );

  // Words in and out since reset; the word with number `nth` is followed.
  (* anyconst *) logic [7:0] nth;
  logic [7:0]       pushes_q;
  logic [7:0]       pops_q;
  logic [Width-1:0] word_q;
  logic [7:0]       held;
  logic             push;
  logic             pop;

  assign push = in_valid_i && in_ready;
  assign pop = out_valid && out_ready_i;
  assign held = pushes_q - pops_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pushes_q <= '0;
      pops_q <= '0;
    end else begin
      pushes_q <= pushes_q + 8'(push);
      pops_q <= pops_q + 8'(pop);
    end
    if (push && (pushes_q == nth)) begin
      word_q <= in_data_i;
    end
  end

  logic             started_q = 1'b0;
  logic             offered_q;
  logic [Width-1:0] data_q;
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    offered_q <= rst_ni && out_valid && !out_ready_i;
    data_q <= out_data;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    if (started_q && rst_ni) begin
      Capacity: assert (held <= 8'(Depth));
      ReadyUnlessFull: assert (in_ready == (held != 8'(Depth)));
      ValidUnlessEmpty: assert (out_valid == (held != 8'd0));
      Order: assert (!pop || (pops_q != nth) || (out_data == word_q));
      Stable: assert (!offered_q || (out_valid && (out_data == data_q)));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [PtrW:0] \dut.wptr_q ;
  (* hierconn *) wire [PtrW:0] \dut.rptr_q ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[0] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[1] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[2] ;
  (* hierconn *) wire [Width-1:0] \dut.mem_q[3] ;
  logic [Width-1:0] place [4];

  assign place[0] = \dut.mem_q[0] ;
  assign place[1] = \dut.mem_q[1] ;
  assign place[2] = \dut.mem_q[2] ;
  assign place[3] = \dut.mem_q[3] ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (\dut.wptr_q == pushes_q[PtrW:0]);
      assert (\dut.rptr_q == pops_q[PtrW:0]);
      // The followed word is inside: pops_q <= nth < pushes_q.
      if (nth - pops_q < held) begin
        assert (place[nth[PtrW-1:0]] == word_q);
      end
    end
  end
`endif

endmodule
