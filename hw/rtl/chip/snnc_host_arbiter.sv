// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one way of requests to the tiles, for the host's accesses and for
// injections, which take turns. One request is under way at a time; the two
// writes of an injection stay together.

`include "snnc_assert.svh"

module snnc_host_arbiter (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  // Requests, held until they are done.
  input  snnc_chip_pkg::host_req_t access_i,
  output logic                     access_done_o,
  input  snnc_chip_pkg::host_req_t inject_i,
  input  logic                     inject_more_i,   // the next one belongs to this one
  output logic                     inject_done_o,
  // To the tiles: a pulse, and one answer.
  output snnc_chip_pkg::host_req_t req_o,
  input  logic                     rsp_valid_i,
  input  logic                     rsp_error_i
);

  snnc_chip_pkg::host_req_t req_q;
  logic                     pending_q;
  // Whose request it is, or was.
  logic                     inject_q;
  // The next request is an injection's.
  logic                     locked_q;
  logic                     inject_next;
  logic                     take;

  assign inject_next = locked_q || (inject_i.valid && (!access_i.valid || !inject_q));
  assign take = !pending_q && (inject_next ? inject_i.valid : access_i.valid);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_q.valid <= 1'b0;
      pending_q <= 1'b0;
      inject_q <= 1'b0;
      locked_q <= 1'b0;
    end else begin
      req_q.valid <= take;
      if (take) begin
        pending_q <= 1'b1;
        inject_q <= inject_next;
      end else if (rsp_valid_i) begin
        pending_q <= 1'b0;
        // An injection that fails is given up.
        locked_q <= inject_q && inject_more_i && !rsp_error_i;
      end
    end
    if (take) begin
      req_q.write <= inject_next ? inject_i.write : access_i.write;
      req_q.broadcast <= inject_next ? inject_i.broadcast : access_i.broadcast;
      req_q.tile <= inject_next ? inject_i.tile : access_i.tile;
      req_q.addr <= inject_next ? inject_i.addr : access_i.addr;
      req_q.wdata <= inject_next ? inject_i.wdata : access_i.wdata;
    end
  end

  assign req_o = req_q;
  assign access_done_o = pending_q && !inject_q && rsp_valid_i;
  assign inject_done_o = pending_q && inject_q && rsp_valid_i;

  `SNNC_ASSERT(AnswerIsAskedFor, !rsp_valid_i || pending_q)
  `SNNC_ASSERT(AccessIsHeld, !(pending_q && !inject_q) || access_i.valid)
  `SNNC_ASSERT(InjectionIsHeld, !((pending_q && inject_q) || locked_q) || inject_i.valid)

endmodule
