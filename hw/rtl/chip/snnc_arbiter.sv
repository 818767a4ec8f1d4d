// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Round robin: grants one of those that ask, the next after the one whose grant
// was used last. Who keeps asking waits for one use by each of the others at most.

`include "snnc_assert.svh"

module snnc_arbiter #(
  parameter int unsigned Requests = 5
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic [Requests-1:0] request_i,
  output logic [Requests-1:0] grant_o,    // one-hot, or zero
  input  logic                use_i       // the grant is used in this cycle
);

  // Those after the last one served come first.
  logic [Requests-1:0] after_q;
  logic [Requests-1:0] after;
  logic [Requests-1:0] among;

  assign among = ((request_i & after_q) != '0) ? (request_i & after_q) : request_i;
  assign grant_o = among & (~among + 1'b1);
  assign after = ~(grant_o | (grant_o - 1'b1));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      after_q <= '0;
    end else if (use_i && (grant_o != '0)) begin
      after_q <= after;
    end
  end

  `SNNC_ASSERT(OneHot, (grant_o & (grant_o - 1'b1)) == '0)
  `SNNC_ASSERT(OnlyRequests, (grant_o & ~request_i) == '0)
  `SNNC_ASSERT(Works, (grant_o != '0) == (request_i != '0))

endmodule
