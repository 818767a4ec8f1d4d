// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_axil: each write answers one address with one word, in order, and each
// read one address; an answer stays until it is taken, and has the error and
// the data of its access; an access stays until it is done.

module fv_axil #(
  parameter int unsigned AddrW = 4
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             awvalid_i,
  input logic [AddrW-1:0] awaddr_i,
  input logic             wvalid_i,
  input logic [31:0]      wdata_i,
  input logic [3:0]       wstrb_i,
  input logic             bready_i,
  input logic             arvalid_i,
  input logic [AddrW-1:0] araddr_i,
  input logic             rready_i,
  input logic             done_i,
  input logic             error_i,
  input logic [31:0]      rdata_i
);

  logic             awready, wready, bvalid, arready, rvalid;
  logic [1:0]       bresp, rresp;
  logic [31:0]      rdata;
  logic             valid, write, whole;
  logic [AddrW-3:0] word;
  logic [31:0]      wdata;

  snnc_axil #(
    .AddrW(AddrW)
  ) dut (
    .clk_i,
    .rst_ni,
    .s_axil_awvalid(awvalid_i),
    .s_axil_awready(awready),
    .s_axil_awaddr (awaddr_i),
    .s_axil_wvalid (wvalid_i),
    .s_axil_wready (wready),
    .s_axil_wdata  (wdata_i),
    .s_axil_wstrb  (wstrb_i),
    .s_axil_bvalid (bvalid),
    .s_axil_bready (bready_i),
    .s_axil_bresp  (bresp),
    .s_axil_arvalid(arvalid_i),
    .s_axil_arready(arready),
    .s_axil_araddr (araddr_i),
    .s_axil_rvalid (rvalid),
    .s_axil_rready (rready_i),
    .s_axil_rdata  (rdata),
    .s_axil_rresp  (rresp),
    .access_valid_o(valid),
    .access_write_o(write),
    .access_whole_o(whole),
    .access_word_o (word),
    .access_wdata_o(wdata),
    .access_done_i (done_i),
    .access_error_i(error_i),
    .access_rdata_i(rdata_i)
  );

  // What has been taken and has not been done, or not been answered. One place
  // for each is all that there is: a channel is ready if and only if its is free.
  logic             aw_q, w_q, ar_q, b_q, r_q;
  logic [AddrW-1:0] awaddr_q, araddr_q;
  logic [31:0]      wdata_q, rdata_q;
  logic [3:0]       wstrb_q;
  logic             berror_q, rerror_q;
  logic             write_done, read_done;

  assign write_done = valid && write && done_i;
  assign read_done = valid && !write && done_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      aw_q <= 1'b0;
      w_q <= 1'b0;
      ar_q <= 1'b0;
      b_q <= 1'b0;
      r_q <= 1'b0;
    end else begin
      if (write_done) begin
        aw_q <= 1'b0;
        w_q <= 1'b0;
      end
      if (read_done) ar_q <= 1'b0;
      if (awvalid_i && awready) aw_q <= 1'b1;
      if (wvalid_i && wready) w_q <= 1'b1;
      if (arvalid_i && arready) ar_q <= 1'b1;
      if (bready_i) b_q <= 1'b0;
      if (rready_i) r_q <= 1'b0;
      if (write_done) b_q <= 1'b1;
      if (read_done) r_q <= 1'b1;
    end
    if (awvalid_i && awready) awaddr_q <= awaddr_i;
    if (arvalid_i && arready) araddr_q <= araddr_i;
    if (wvalid_i && wready) begin
      wdata_q <= wdata_i;
      wstrb_q <= wstrb_i;
    end
    if (write_done) berror_q <= error_i;
    if (read_done) begin
      rerror_q <= error_i;
      rdata_q <= error_i ? 32'd0 : rdata_i;
    end
  end

  // An access of the cycle before that was not done; who waited then.
  logic started_q = 1'b0;
  logic active_q, wrote_q;
  logic waited_q, both_q;
  logic last_q;   // of the last access: it was a write
  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    active_q <= rst_ni && valid && !done_i;
    wrote_q <= write;
    waited_q <= rst_ni && !valid && ((aw_q && w_q && !b_q) || (ar_q && !r_q));
    both_q <= rst_ni && !valid && aw_q && w_q && !b_q && ar_q && !r_q;
    if (!rst_ni) begin
      last_q <= 1'b0;
    end else if (valid) begin
      last_q <= write;
    end
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    // Only an access is done.
    assume (valid || !done_i);
    if (started_q && rst_ni) begin
      Ready: assert ((awready == !aw_q) && (wready == !w_q) && (arready == !ar_q));
      Answers: assert ((bvalid == b_q) && (rvalid == r_q));
      WriteAnswer: assert (!bvalid || (bresp == (berror_q ? 2'b10 : 2'b00)));
      ReadAnswer: assert (!rvalid || ((rresp == (rerror_q ? 2'b10 : 2'b00)) &&
                                      (rdata == rdata_q)));
      WriteIsWhatCame: assert (!(valid && write) || (aw_q && w_q && !b_q &&
                                                     (word == awaddr_q[AddrW-1:2]) &&
                                                     (wdata == wdata_q)));
      ReadIsWhatCame: assert (!(valid && !write) || (ar_q && !r_q &&
                                                     (word == araddr_q[AddrW-1:2])));
      Whole: assert (!valid || (whole == (write ? ((awaddr_q[1:0] == 2'd0) && (wstrb_q == 4'hf)) :
                                                  (araddr_q[1:0] == 2'd0))));
      Held: assert (!active_q || (valid && (write == wrote_q)));
      Begins: assert (!waited_q || valid);
      Turns: assert (!both_q || (write != last_q));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire \dut.write_q ;
  (* hierconn *) wire \dut.b_error_q ;
  (* hierconn *) wire \dut.r_error_q ;
  (* hierconn *) wire [AddrW-1:0] \dut.aw_addr_q ;
  (* hierconn *) wire [AddrW-1:0] \dut.ar_addr_q ;
  (* hierconn *) wire [31:0] \dut.w_data_q ;
  (* hierconn *) wire [3:0] \dut.w_strb_q ;
  always_comb begin
    if (started_q && rst_ni) begin
      assert (valid || (\dut.write_q == last_q));
      assert (!aw_q || (\dut.aw_addr_q == awaddr_q));
      assert (!ar_q || (\dut.ar_addr_q == araddr_q));
      assert (!w_q || ((\dut.w_data_q == wdata_q) && (\dut.w_strb_q == wstrb_q)));
      assert (!b_q || (\dut.b_error_q == berror_q));
      assert (!r_q || (\dut.r_error_q == rerror_q));
    end
  end
`endif

endmodule
