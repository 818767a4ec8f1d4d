// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clears the memories: an address a cycle in which no request comes, at which the
// host's port then writes zero to all of them at once. Small memories are swept
// more than once.

`include "snnc_assert.svh"

module snnc_init #(
  parameter int unsigned AddrW = 4
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             start_i,
  input  logic             hold_i,    // a request comes
  output logic             busy_o,
  output logic             write_o,
  output logic [AddrW-1:0] addr_o
);

  logic             busy_q;
  logic [AddrW-1:0] addr_q;

  assign busy_o = busy_q;
  assign write_o = busy_q && !hold_i;
  assign addr_o = addr_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      addr_q <= '0;
    end else if (start_i) begin
      busy_q <= 1'b1;
    end else if (write_o) begin
      addr_q <= addr_q + 1'b1;
      if (addr_q == '1) begin
        busy_q <= 1'b0;
      end
    end
  end

  `SNNC_ASSERT(SweepsFromTheStart, busy_q || (addr_q == '0))
  `SNNC_ASSERT(OneAtATime, !(start_i && busy_q))

endmodule
