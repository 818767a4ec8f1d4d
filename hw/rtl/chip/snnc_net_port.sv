// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A tile's port to the network. Events that have targets elsewhere leave through
// a buffer. Those that arrive are looked up by their source number: which group
// is their window here, and where in it their part begins; then they go to the
// axon sequencer, and are kept for Learn where the window says so. Events of
// sources outside of the window have no targets here and end.

`include "snnc_assert.svh"

module snnc_net_port (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  // A step was given up: what has arrived is forgotten.
  input  logic                             flush_i,
  input  logic                             run_i,
  // From the expander.
  input  logic                             event_valid_i,
  output logic                             event_ready_o,
  input  logic [15:0]                      event_number_i,
  input  logic [15:0]                      event_copies_i,
  input  snnc_tile_pkg::event_t            event_i,
  // The network.
  output logic                             send_valid_o,
  input  logic                             send_ready_i,
  output snnc_chip_pkg::flit_t             send_o,
  input  logic                             arrive_valid_i,
  output logic                             arrive_ready_o,
  input  snnc_chip_pkg::flit_t             arrive_i,
  // Group table, read while the expander takes no record.
  output logic                             group_re_o,
  output logic [snnc_tile_pkg::GroupW-1:0] group_o,
  input  snnc_tile_pkg::event_group_t      group_i,
  // Axon sequencer.
  output logic                             axon_valid_o,
  input  logic                             axon_ready_i,
  output snnc_tile_pkg::source_t           axon_o,
  // Marks and payloads for Learn.
  output snnc_tile_pkg::kept_t             kept_o,
  output logic                             idle_o,
  // Copies of events sent less events received.
  output logic [31:0]                      balance_o,
  // Nothing here is said of the source.
  output logic                             unknown_o,
  // Host's access to the table.
  input  logic                             host_i,
  input  logic                             host_write_i,
  input  logic [snnc_tile_pkg::NumberW-1:0] host_number_i,
  input  logic [31:0]                      host_wdata_i,
  output logic [31:0]                      host_rdata_o,
  // The table's words.
  output logic                             corrected_o,
  output logic                             uncorrectable_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned NumberW = snnc_tile_pkg::NumberW;
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW;
  // Signed offset of a part in a window.
  localparam int unsigned OffsetW = 14;

  // Out.
  snnc_chip_pkg::flit_t sent;
  logic                 sends;

  assign sent.source = event_number_i[NumberW-1:0];
  assign sent.index = {event_i.block, event_i.lane};
  assign sent.payload = event_i.payload;
  assign sends = event_valid_i && event_ready_o;

  snnc_fifo #(
    .Width(snnc_chip_pkg::FlitW),
    .Depth(2)
  ) u_send (
    .clk_i,
    .rst_ni,
    .in_valid_i (event_valid_i),
    .in_ready_o (event_ready_o),
    .in_data_i  (sent),
    .out_valid_o(send_valid_o),
    .out_ready_i(send_ready_i),
    .out_data_o (send_o)
  );

  // In: buffer, table (stage 1), group (stage 2), axon sequencer.
  logic                 head_valid;
  logic                 take;
  snnc_chip_pkg::flit_t head;
  logic                 received;

  assign received = arrive_valid_i && arrive_ready_o;

  snnc_fifo #(
    .Width(snnc_chip_pkg::FlitW),
    .Depth(2)
  ) u_arrive (
    .clk_i,
    .rst_ni     (rst_ni && !flush_i),
    .in_valid_i (arrive_valid_i),
    .in_ready_o (arrive_ready_o),
    .in_data_i  (arrive_i),
    .out_valid_o(head_valid),
    .out_ready_i(take),
    .out_data_o (head)
  );

  logic                                valid1_q;
  logic [BlockW-1:0]                   block1_q;
  logic [LaneW-1:0]                    lane1_q;
  logic [15:0]                         payload1_q;
  logic [31:0]                         entry;
  logic                                known;
  logic                                kept;
  logic signed [OffsetW+1:0]           block1;
  logic                                inside1;
  logic                                move;
  logic                                valid2_q;
  snnc_tile_pkg::source_t              axon2_q;
  snnc_tile_pkg::kept_t                kept2_q;

  // A stage moves on when the next is free.
  assign move = valid1_q && run_i && (!valid2_q || axon_ready_i);
  assign take = head_valid && run_i && (!valid1_q || move);

  snnc_mem_1r1w #(
    .Width(32),
    .Depth(snnc_tile_pkg::Sources),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_table (
    .clk_i,
    .corrected_o,
    .uncorrectable_o,
    .re_i   (take || (host_i && !host_write_i)),
    .raddr_i(host_i ? host_number_i : head.source),
    .rdata_o(entry),
    .we_i   (host_i && host_write_i),
    .waddr_i(host_number_i),
    .wdata_i(host_wdata_i)
  );

  assign host_rdata_o = entry;
  assign known = entry[31];
  assign kept = entry[8];
  assign group_re_o = move;
  assign group_o = entry[GroupW-1:0];
  assign block1 = (OffsetW+2)'($signed(entry[16 +: OffsetW])) +
                  (OffsetW+2)'($signed({1'b0, block1_q}));
  assign inside1 = (block1 >= 0) && (block1 < (OffsetW+2)'($signed({1'b0, group_i.blocks})));
  assign unknown_o = move && !known;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      valid1_q <= 1'b0;
      valid2_q <= 1'b0;
    end else begin
      if (take || move) begin
        valid1_q <= take;
      end
      if (move) begin
        valid2_q <= known && inside1 && (group_i.axon_subs != 8'd0);
      end else if (axon_ready_i) begin
        valid2_q <= 1'b0;
      end
    end
    if (take) begin
      {block1_q, lane1_q} <= head.index;
      payload1_q <= head.payload;
    end
    if (move) begin
      axon2_q.group <= group_o;
      axon2_q.addr <= group_i.axon_base + AxonAddrW'({block1[BlockW-1:0], lane1_q});
      axon2_q.stride <= group_i.axon_stride;
      axon2_q.subs <= group_i.axon_subs;
      axon2_q.payload <= payload1_q;
      axon2_q.lane <= snnc_tile_pkg::Learns ? lane1_q : '0;
    end
  end

  always_ff @(posedge clk_i) begin
    kept2_q.valid <= rst_ni && move && known && inside1 && kept;
    if (move) begin
      kept2_q.source <= group_i.block_base + block1[BlockW-1:0];
      kept2_q.mask <= Lanes'(1) << lane1_q;
      kept2_q.payload <= payload1_q;
    end
  end

  assign axon_valid_o = run_i && valid2_q;
  assign axon_o = axon2_q;
  assign kept_o = kept2_q;
  assign idle_o = !arrive_valid_i && !head_valid && !valid1_q && !valid2_q && !kept2_q.valid;

  logic [31:0] balance_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      balance_q <= 32'd0;
    end else begin
      balance_q <= balance_q + (sends ? 32'(event_copies_i) : 32'd0) - 32'(received);
    end
  end

  assign balance_o = balance_q;

  logic unused_fields;
  assign unused_fields = ^{event_i.group, event_number_i, entry, group_i, block1};

  `SNNC_ASSERT(CopiesAreMade, !event_valid_i || (event_copies_i != 16'd0))
  `SNNC_ASSERT(HostIsAlone, !host_i || !take)

endmodule
