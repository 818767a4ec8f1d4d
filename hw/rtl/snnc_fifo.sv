// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// First-in first-out buffer in flip-flops. No path leads from an input to
// out_valid_o or in_ready_o within a cycle.

`include "snnc_assert.svh"

module snnc_fifo #(
  parameter int unsigned Width = 8,
  parameter int unsigned Depth = 4,
  localparam int unsigned PtrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             in_valid_i,
  output logic             in_ready_o,
  input  logic [Width-1:0] in_data_i,
  output logic             out_valid_o,
  input  logic             out_ready_i,
  output logic [Width-1:0] out_data_o
);

  logic [Width-1:0] mem_q [Depth];
  logic [PtrW:0] wptr_q;
  logic [PtrW:0] rptr_q;
  logic push;
  logic pop;

  assign in_ready_o = (wptr_q - rptr_q) != (PtrW+1)'(Depth);
  assign out_valid_o = wptr_q != rptr_q;
  assign out_data_o = mem_q[rptr_q[PtrW-1:0]];
  assign push = in_valid_i && in_ready_o;
  assign pop = out_valid_o && out_ready_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wptr_q <= '0;
      rptr_q <= '0;
    end else begin
      if (push) begin
        wptr_q <= wptr_q + 1'b1;
      end
      if (pop) begin
        rptr_q <= rptr_q + 1'b1;
      end
    end
    if (push) begin
      mem_q[wptr_q[PtrW-1:0]] <= in_data_i;
    end
  end

  `SNNC_ASSERT(NotOverfull, (wptr_q - rptr_q) <= (PtrW+1)'(Depth))
  `SNNC_ASSERT_INIT(DepthIsPowerOfTwo, Depth == 2 ** PtrW)

endmodule
