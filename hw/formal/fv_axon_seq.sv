// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_axon_seq: each event reads its entries once and in order; the n-th entry
// with a row leaves as the n-th row with its event's group and payload, for an
// arbitrary n; the buffer of rows never overflows; rows stay until they are
// taken; an event that is accepted has left no entry of its predecessor unread.

module fv_axon_seq #(
  localparam int unsigned AxonW = snnc_tile_pkg::AxonW,
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW,
  localparam int unsigned Depth = snnc_tile_pkg::RowDepth
) (
  input logic                   clk_i,
  input logic                   rst_ni,
  input logic                   run_i,
  input logic                   valid_i,
  input snnc_tile_pkg::source_t source_i,
  input logic [63:0]            word_i,
  input logic                   row_ready_i
);

  localparam int unsigned CountW = $clog2(Depth) + 1;

  logic                             ready;
  logic                             re;
  logic [AxonW-1:0]                 raddr;
  logic                             row_valid;
  snnc_tile_pkg::row_t              row;
  logic                             idle;
  logic                             out_of_range;
  logic [snnc_tile_pkg::GroupW-1:0] group;

  // The axon table: any word, one cycle after it is asked for.
  logic [63:0]          rdata_q;
  snnc_tile_pkg::axon_t read_axon;

  assign read_axon = rdata_q;

  snnc_axon_seq dut (
    .clk_i,
    .rst_ni,
    .run_i,
    .valid_i,
    .ready_o       (ready),
    .source_i,
    .re_o          (re),
    .raddr_o       (raddr),
    .rdata_i       (rdata_q),
    .row_valid_o   (row_valid),
    .row_ready_i,
    .row_o         (row),
    .idle_o        (idle),
    .out_of_range_o(out_of_range),
    .group_o       (group)
  );

  // The event under way, and its entries that are still to be read.
  logic [7:0]                       left_q;
  logic [AxonAddrW-1:0]             addr_q;
  snnc_tile_pkg::source_t           source_q;
  // The entry that was read in the cycle before, and whose it is.
  logic                             read_q;
  logic [15:0]                      read_payload_q;
  logic [snnc_tile_pkg::LaneW-1:0]  read_lane_q;
  logic [snnc_tile_pkg::GroupW-1:0] read_group_q;
  // Rows found and rows taken; the one with number `nth` is followed.
  (* anyconst *) logic [7:0]        nth;
  logic [7:0]                       found_q;
  logic [7:0]                       taken_q;
  snnc_tile_pkg::row_t              row_q;
  logic                             accept;
  logic                             find;
  logic                             take;
  logic [7:0]                       held;

  assign accept = valid_i && ready;
  assign find = read_q && (read_axon.count != '0);
  assign take = row_valid && row_ready_i;
  assign held = found_q - taken_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= 8'd0;
      read_q <= 1'b0;
      found_q <= 8'd0;
      taken_q <= 8'd0;
    end else begin
      if (accept) begin
        left_q <= source_i.subs;
      end else if (re) begin
        left_q <= left_q - 8'd1;
      end
      read_q <= re;
      found_q <= found_q + 8'(find);
      taken_q <= taken_q + 8'(take);
    end
    if (accept) begin
      source_q <= source_i;
      addr_q <= source_i.addr;
    end else if (re) begin
      addr_q <= addr_q + source_q.stride;
    end
    if (re) begin
      rdata_q <= word_i;
      read_payload_q <= source_q.payload;
      read_lane_q <= source_q.lane;
      read_group_q <= source_q.group;
    end
    if (find && (found_q == nth)) begin
      row_q.group <= read_group_q;
      row_q.axon <= rdata_q;
      row_q.payload <= read_payload_q;
      row_q.lane <= read_lane_q;
    end
  end

  logic                started_q = 1'b0;
  logic                waits_q;
  logic                free_q;
  snnc_tile_pkg::row_t offered_q;

  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    waits_q <= rst_ni && row_valid && !row_ready_i;
    free_q <= rst_ni && ready && !valid_i;
    offered_q <= row;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    // Events without entries are not handed on (fv_expander proves it).
    assume (!valid_i || (source_i.subs != 8'd0));
    if (started_q && rst_ni) begin
      ReadsOnlyItsEntries: assert (!re || (left_q != 8'd0));
      InOrder: assert (!re || (raddr == addr_q[AxonW-1:0]));
      InsideTheTable: assert (!re || (addr_q < AxonAddrW'(snnc_tile_pkg::Axons)));
      RangeError: assert (out_of_range ==
                          (run_i && (left_q != 8'd0) &&
                           (addr_q >= AxonAddrW'(snnc_tile_pkg::Axons))));
      AllReadBeforeNext: assert (!accept || (left_q == 8'd0) || (re && (left_q == 8'd1)));
      ReadyStays: assert (!free_q || ready);
      Capacity: assert (held + 8'(read_q) <= 8'(Depth));
      ValidUnlessEmpty: assert (row_valid == (held != 8'd0));
      Order: assert (!take || (taken_q != nth) || (row == row_q));
      Stable: assert (!waits_q || (row_valid && (row == offered_q)));
      IdleWhenDone: assert (!idle || ((left_q == 8'd0) && !read_q && (held == 8'd0)));
      IdleInTime: assert (idle || (left_q != 8'd0) || read_q || (held != 8'd0));
      WhoseError: assert (!out_of_range || (group == source_q.group));
      // Nothing blocks but a full buffer.
      Progress: assert (!run_i || (left_q == 8'd0) || out_of_range || re ||
                        (held + 8'(read_q) == 8'(Depth)));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  localparam int unsigned RowW = $bits(row_q);
  (* hierconn *) wire [7:0] \dut.left_q ;
  (* hierconn *) wire [AxonAddrW-1:0] \dut.addr_q ;
  (* hierconn *) wire [AxonAddrW-1:0] \dut.stride_q ;
  (* hierconn *) wire [15:0] \dut.payload_q ;
  (* hierconn *) wire [snnc_tile_pkg::LaneW-1:0] \dut.lane_q ;
  (* hierconn *) wire [snnc_tile_pkg::LaneW-1:0] \dut.read_lane_q ;
  (* hierconn *) wire [snnc_tile_pkg::GroupW-1:0] \dut.group_q ;
  (* hierconn *) wire \dut.read_q ;
  (* hierconn *) wire [15:0] \dut.read_payload_q ;
  (* hierconn *) wire [snnc_tile_pkg::GroupW-1:0] \dut.read_group_q ;
  (* hierconn *) wire [CountW-1:0] \dut.taken_q ;
  (* hierconn *) wire [CountW-1:0] \dut.u_rows.wptr_q ;
  (* hierconn *) wire [CountW-1:0] \dut.u_rows.rptr_q ;
  (* hierconn *) wire [RowW-1:0] \dut.u_rows.mem_q[0] ;
  (* hierconn *) wire [RowW-1:0] \dut.u_rows.mem_q[1] ;
  (* hierconn *) wire [RowW-1:0] \dut.u_rows.mem_q[2] ;
  (* hierconn *) wire [RowW-1:0] \dut.u_rows.mem_q[3] ;
  logic [RowW-1:0] place [4];

  assign place[0] = \dut.u_rows.mem_q[0] ;
  assign place[1] = \dut.u_rows.mem_q[1] ;
  assign place[2] = \dut.u_rows.mem_q[2] ;
  assign place[3] = \dut.u_rows.mem_q[3] ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (\dut.left_q == left_q);
      assert (\dut.read_q == read_q);
      assert (8'(\dut.taken_q ) == held + 8'(read_q));
      assert (\dut.u_rows.wptr_q == found_q[CountW-1:0]);
      assert (\dut.u_rows.rptr_q == taken_q[CountW-1:0]);
      if (left_q != 8'd0) begin
        assert (\dut.addr_q == addr_q);
        assert (\dut.stride_q == source_q.stride);
        assert (\dut.payload_q == source_q.payload);
        assert (\dut.lane_q == source_q.lane);
        assert (\dut.group_q == source_q.group);
      end
      if (read_q) begin
        assert (\dut.read_payload_q == read_payload_q);
        assert (\dut.read_lane_q == read_lane_q);
        assert (\dut.read_group_q == read_group_q);
      end
      // The followed row is inside: taken_q <= nth < found_q.
      if (nth - taken_q < held) begin
        assert (place[nth[CountW-2:0]] == row_q);
      end
    end
  end
`endif

endmodule
