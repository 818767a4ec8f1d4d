// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_expander: each lane of each record becomes exactly one event on the
// host's stream and, if its source has axons, exactly one for the axon
// sequencer, and one for the network if it has targets there, in ascending order
// of lanes, with the record's group and block and the lane's payload; what is
// offered stays until it is taken, unless the axon sequencer takes what arrives
// from other tiles first. No record is taken while it is held.

module fv_expander #(
  localparam int unsigned Lanes = snnc_tile_pkg::Lanes,
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW,
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW
) (
  input logic                        clk_i,
  input logic                        rst_ni,
  input logic                        run_i,
  input logic                        record_valid_i,
  input snnc_tile_pkg::record_t      record_i,
  input snnc_tile_pkg::event_group_t group_i,
  input logic [Lanes*16-1:0]         payloads_i,
  input logic                        hold_i,
  input logic                        stream_ready_i,
  input logic                        axon_ready_i,
  input logic                        send_ready_i
);

  logic                               pop;
  logic [snnc_tile_pkg::GroupW-1:0]   group;
  logic [snnc_tile_pkg::BlockW-1:0]   source;
  logic                               stream_valid;
  snnc_tile_pkg::event_t              stream;
  logic                               axon_valid;
  snnc_tile_pkg::source_t             axon;
  logic                               send_valid;
  logic [15:0]                        send_number;
  logic [15:0]                        send_copies;
  logic                               idle;
  logic                               event_counted;
  logic                               stall;

  // Payloads are read when a record is popped, and hold until the next.
  logic [Lanes*16-1:0] payloads_q;

  snnc_expander dut (
    .clk_i,
    .rst_ni,
    .run_i,
    .record_valid_i,
    .record_i,
    .pop_o         (pop),
    .hold_i,
    .group_o       (group),
    .group_i,
    .source_o      (source),
    .payloads_i    (payloads_q),
    .stream_valid_o(stream_valid),
    .stream_ready_i,
    .stream_o      (stream),
    .axon_valid_o  (axon_valid),
    .axon_ready_i,
    .axon_o        (axon),
    .send_valid_o  (send_valid),
    .send_ready_i,
    .send_number_o (send_number),
    .send_copies_o (send_copies),
    .idle_o        (idle),
    .event_o       (event_counted),
    .stall_o       (stall)
  );

  // The record under way, and the lanes of it that are still to come. Of all
  // lanes, any two are followed: `low` and the later `high`.
  (* anyconst *) logic [LaneW-1:0] low;
  (* anyconst *) logic [LaneW-1:0] high;
  snnc_tile_pkg::record_t      record_q;
  snnc_tile_pkg::event_group_t entry_q;
  logic [Lanes-1:0]            left_q;
  logic                        sent;
  logic                        passed;
  logic                        away;

  assign sent = stream_valid && stream_ready_i;
  assign passed = axon_valid && axon_ready_i;
  assign away = send_valid && send_ready_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q <= '0;
    end else begin
      if (sent) begin
        left_q[stream.lane] <= 1'b0;
      end
      if (pop) begin
        left_q <= record_i.mask;
      end
    end
    if (pop) begin
      record_q <= record_i;
      entry_q <= group_i;
      payloads_q <= payloads_i;
    end
  end

  logic                   started_q = 1'b0;
  logic                   stream_waits_q;
  logic                   axon_waits_q;
  logic                   stream_free_q;
  logic                   send_waits_q;
  logic                   send_free_q;
  snnc_tile_pkg::event_t  stream_q;
  snnc_tile_pkg::source_t axon_q;

  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    stream_waits_q <= rst_ni && stream_valid && !stream_ready_i;
    axon_waits_q <= rst_ni && axon_valid && !axon_ready_i;
    stream_free_q <= rst_ni && stream_ready_i && !stream_valid;
    send_waits_q <= rst_ni && send_valid && !send_ready_i;
    send_free_q <= rst_ni && send_ready_i && !send_valid;
    stream_q <= stream;
    axon_q <= axon;
  end

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    assume (low < high);
    // The queue holds no empty record (snnc_emit), of blocks of the group.
    assume (!record_valid_i || (record_i.mask != '0));
    assume (!record_valid_i || ({1'b0, record_i.block} < group_i.blocks));
    // A receiver that is ready stays so until it gets something (fv_fifo and
    // fv_axon_seq prove it of those that are connected), but for the axon
    // sequencer, which has another giver.
    assume (!stream_free_q || stream_ready_i);
    assume (!send_free_q || send_ready_i);
    if (started_q && rst_ni) begin
      NoneInvented: assert (!sent || left_q[stream.lane]);
      Ascending: assert (!sent || (stream.lane != high) || !left_q[low]);
      NoneLost: assert (!pop || ((left_q & ~(Lanes'(sent) << stream.lane)) == '0));
      IdleWhenDone: assert (idle == (left_q == '0));
      StreamGroup: assert (!sent || (stream.group == record_q.group));
      StreamBlock: assert (!sent || (stream.block == record_q.block));
      StreamPayload: assert (!sent || (stream.lane != low) ||
                             (stream.payload == payloads_q[{low, 4'd0} +: 16]));
      AxonWithStream: assert (passed == (sent && (entry_q.axon_subs != 8'd0)));
      SentWithStream: assert (away == (sent && (entry_q.copies != 16'd0)));
      SentFields: assert (!away || ((send_number == entry_q.number) &&
                                    (send_copies == entry_q.copies)));
      Held: assert (!pop || !hold_i);
      AxonAddress: assert (!passed || (axon.addr == entry_q.axon_base +
                                       {record_q.block, stream.lane}));
      AxonFields: assert (!passed || ((axon.group == record_q.group) &&
                                      (axon.stride == entry_q.axon_stride) &&
                                      (axon.subs == entry_q.axon_subs) &&
                                      (axon.lane == stream.lane) &&
                                      (axon.payload == stream.payload)));
      Counted: assert (event_counted == sent);
      StallIsHost: assert (stall == (stream_valid && !stream_ready_i));
      PopsWhatIsThere: assert (!pop || record_valid_i);
      Lookup: assert (!pop || ((group == record_i.group) &&
                               (source == group_i.block_base + record_i.block)));
      StreamStable: assert (!stream_waits_q || !run_i || !axon_ready_i ||
                            (stream_valid && (stream == stream_q)));
      SendStable: assert (!send_waits_q || !run_i || !axon_ready_i || send_valid);
      AxonStable: assert (!axon_waits_q || !run_i || (axon_valid && (axon == axon_q)));
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [Lanes-1:0] \dut.mask_q ;
  (* hierconn *) wire [snnc_tile_pkg::GroupW-1:0] \dut.group_q ;
  (* hierconn *) wire [snnc_tile_pkg::BlockW-1:0] \dut.block_q ;
  (* hierconn *) wire [AxonAddrW-1:0] \dut.axon_q ;
  (* hierconn *) wire [AxonAddrW-1:0] \dut.stride_q ;
  (* hierconn *) wire [7:0] \dut.subs_q ;
  (* hierconn *) wire [15:0] \dut.number_q ;
  (* hierconn *) wire [15:0] \dut.copies_q ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (\dut.mask_q == left_q);
      if (left_q != '0) begin
        assert (\dut.group_q == record_q.group);
        assert (\dut.block_q == record_q.block);
        assert (\dut.axon_q == entry_q.axon_base + {record_q.block, {LaneW{1'b0}}});
        assert (\dut.stride_q == entry_q.axon_stride);
        assert (\dut.subs_q == entry_q.axon_subs);
        assert (\dut.number_q == entry_q.number);
        assert (\dut.copies_q == entry_q.copies);
      end
    end
  end
`endif

endmodule
