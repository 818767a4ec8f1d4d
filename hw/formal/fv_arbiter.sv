// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_arbiter: one of those that ask is granted; nobody who keeps asking sees
// more than Requests - 1 uses by others.

module fv_arbiter #(
  localparam int unsigned Requests = 5
) (
  input logic                clk_i,
  input logic                rst_ni,
  input logic [Requests-1:0] request_i,
  input logic                use_i
);

  logic [Requests-1:0] grant;

  snnc_arbiter #(
    .Requests(Requests)
  ) dut (
    .clk_i,
    .rst_ni,
    .request_i,
    .grant_o(grant),
    .use_i
  );

  // Uses by others since `who` began to ask.
  (* anyconst *) logic [2:0] who;
  logic [3:0] waits_q;
  logic       asks;
  logic       served;

  assign asks = request_i[who];
  assign served = grant[who];

  always_ff @(posedge clk_i) begin
    if (!rst_ni || !asks || (served && use_i)) begin
      waits_q <= '0;
    end else if (use_i) begin
      waits_q <= waits_q + 1'b1;
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
    assume (who < Requests);
    if (started_q && rst_ni) begin
      OneHot: assert ((grant & (grant - 1'b1)) == '0);
      OnlyRequests: assert ((grant & ~request_i) == '0);
      Works: assert ((grant != '0) == (request_i != '0));
      NoStarvation: assert (waits_q < Requests);
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside: who comes after the last one served,
  // and how many may still come before `who`.
  (* hierconn *) wire [Requests-1:0] \dut.after_q ;
  logic [2:0] last;
  logic [3:0] before_who;

  always_comb begin
    last = 3'(Requests - 1);
    for (int unsigned i = Requests - 1; i > 0; i--) begin
      if (\dut.after_q [i]) begin
        last = 3'(i - 1);
      end
    end
    before_who = (who > last) ? 4'(who - last) - 4'd1 : 4'(who) + 4'd4 - 4'(last);
    if (started_q && rst_ni) begin
      assert (\dut.after_q == ~((5'd2 << last) - 5'd1));
      assert (waits_q + before_who < Requests);
    end
  end
`endif

endmodule
