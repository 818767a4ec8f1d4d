// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Queue in a memory with a synchronous read port. A pushed word is at the head
// two cycles later at the earliest; then one word a cycle may be popped.

`include "snnc_assert.svh"

module snnc_queue #(
  parameter int unsigned Width = 8,
  parameter int unsigned Depth = 16,
  parameter bit Ecc = 1'b0,
  localparam int unsigned PtrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             flush_i,
  input  logic             push_i,
  input  logic [Width-1:0] push_data_i,
  output logic             full_o,
  output logic             head_valid_o,
  output logic [Width-1:0] head_o,
  input  logic             pop_i,
  output logic             empty_o,
  output logic [PtrW:0]    count_o,
  output logic             corrected_o,
  output logic             uncorrectable_o
);

  logic [PtrW:0] wptr_q;
  logic [PtrW:0] rptr_q;
  logic [PtrW:0] rptr_d;
  logic head_valid_q;
  logic head_valid_d;
  logic push;
  logic pop;

  assign count_o = wptr_q - rptr_q;
  assign full_o = count_o == (PtrW+1)'(Depth);
  assign empty_o = wptr_q == rptr_q;
  assign push = push_i && !full_o;
  assign pop = pop_i && head_valid_q;
  assign rptr_d = rptr_q + {{PtrW{1'b0}}, pop};
  assign head_valid_d = rptr_d != wptr_q;
  assign head_valid_o = head_valid_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      wptr_q <= '0;
      rptr_q <= '0;
      head_valid_q <= 1'b0;
    end else begin
      if (push) begin
        wptr_q <= wptr_q + 1'b1;
      end
      rptr_q <= rptr_d;
      head_valid_q <= head_valid_d;
    end
  end

  snnc_mem_1r1w #(
    .Width(Width),
    .Depth(Depth),
    .Ecc  (Ecc)
  ) u_mem (
    .clk_i,
    .re_i   (head_valid_d && (pop || !head_valid_q)),
    .raddr_i(rptr_d[PtrW-1:0]),
    .rdata_o(head_o),
    .corrected_o,
    .uncorrectable_o,
    .we_i   (push),
    .waddr_i(wptr_q[PtrW-1:0]),
    .wdata_i(push_data_i)
  );

  `SNNC_ASSERT(NotOverfull, count_o <= (PtrW+1)'(Depth))
  `SNNC_ASSERT(HeadExists, !head_valid_q || !empty_o)

endmodule
