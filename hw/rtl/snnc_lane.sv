// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One lane: its slice of every memory, the datapaths of Update and Learn and of
// Deliver.

`include "snnc_assert.svh"

module snnc_lane #(
  parameter int unsigned Lane = 0
) (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  input  logic [31:0]                      step_i,
  // Update.
  input  snnc_tile_pkg::lane_is_t          is_i,
  input  snnc_tile_pkg::lane_ex1_t         ex1_i,
  input  snnc_tile_pkg::lane_ex2_t         ex2_i,
  input  snnc_tile_pkg::lane_ex3_t         ex3_i,
  // Learn.
  input  snnc_tile_pkg::lane_tg1_t         tg1_i,
  input  snnc_tile_pkg::lane_tg2_t         tg2_i,
  input  snnc_tile_pkg::lane_dl2_t         dl2_i,
  input  logic [1:0]                       plane_width_i,
  input  logic [1:0]                       plane_sub_i,
  input  logic                             sts3_i,
  input  snnc_tile_pkg::lane_dl3_t         dl3_i,
  input  snnc_tile_pkg::lane_dl4_t         dl4_i,
  input  logic [31:0]                      one_i,
  input  logic                             active_i,
  input  logic                             fired_i,
  output logic                             present_o,
  output logic                             bad_o,
  input  logic [3:0]                       syn_we_i,
  output logic                             syn_clamped_o,
  // The bank of synapses beside the lane: its word and what to store in it. Rows
  // and columns may be skewed, so that the lane's are those of another bank.
  input  snnc_tile_pkg::bank_ex1_t         bank1_i,
  input  snnc_tile_pkg::bank_ex2_t         bank2_i,
  input  snnc_tile_pkg::bank_ex4_t         bank4_i,
  output logic                             bank_bad_o,
  output logic [31:0]                      bank_word_o,
  input  logic                             bank_store_i,
  input  logic [31:0]                      bank_value_i,
  input  logic [31:0]                      word_i,
  output logic [31:0]                      stored_o,
  input  logic                             state_re_i,
  input  logic [snnc_tile_pkg::StateW-1:0] state_raddr_i,
  input  logic [3:0]                       state_we_i,
  input  logic [snnc_tile_pkg::StateW-1:0] state_waddr_i,
  input  logic                             port_re_i,
  input  logic [snnc_tile_pkg::AccW-1:0]   port_raddr_i,
  input  logic [1:0]                       port_clear_i,
  input  logic [snnc_tile_pkg::AccW-1:0]   port_waddr_i,
  output logic                             nonzero_o,
  output logic                             clamped_o,
  // Payloads: written by emission and injection, read by the expander.
  input  logic                              payload_we_i,
  input  logic [snnc_tile_pkg::BlockW-1:0]  payload_waddr_i,
  input  logic                              inject_i,
  input  logic [15:0]                       inject_payload_i,
  input  logic                              payload_re_i,
  input  logic [snnc_tile_pkg::BlockW-1:0]  payload_raddr_i,
  output logic [15:0]                       payload_o,
  // Deliver.
  input  logic                             table_re_i,
  input  logic [snnc_tile_pkg::TableW-1:0] table_haddr_i,
  input  logic                             syn_re_i,
  input  logic [snnc_tile_pkg::SynW-1:0]   syn_raddr_i,
  input  logic [snnc_tile_pkg::SynW-1:0]   syn_waddr_i,
  input  snnc_tile_pkg::unit_t             unit_i,
  output logic                             synapse_o,
  output logic                             out_of_range_o,
  output logic                             overflow_o,
  // Host: its addresses come in place of the tile's. One-hot write of the
  // memories of the lanes it goes to, and what is read.
  input  logic                             host_i,
  input  logic                             host_lane_i,
  input  snnc_tile_pkg::lane_write_t       host_write_i,
  input  logic [31:0]                      host_wdata_i,
  input  snnc_tile_pkg::lane_memory_t      host_rsp_i,
  output logic [31:0]                      host_rdata_o,
  // A word that was read of any of the lane's memories.
  output logic                             corrected_o,
  output logic                             uncorrectable_o
);

  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned TableW = snnc_tile_pkg::TableW;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;

  logic [31:0] state_rdata, port_rdata, table_rdata, syn_rdata, result, stored;
  logic signed [31:0] operand, state_value;
  logic [snnc_tile_pkg::StateW-1:0] target_raddr;
  logic [1:0]         target_sub;
  logic [15:0] payload_rdata;
  logic [TableW-1:0] table_addr;

  snnc_lane_exec #(
    .Lane(Lane)
  ) u_exec (
    .clk_i,
    .rst_ni,
    .step_i,
    .is_i,
    .ex1_i,
    .ex2_i,
    .ex3_i,
    .operand_o      (operand),
    .table_addr_o   (table_addr),
    .nonzero_o,
    .state_rdata_i  (state_rdata),
    .port_rdata_i   (port_rdata),
    .table_rdata_i  (table_rdata),
    .synapse_rdata_i(word_i),
    .fired_i,
    .payload_i      (payload_rdata),
    .target_sub_i   (target_sub),
    .one_i,
    .state_o        (state_value),
    .result_o       (result),
    .clamped_o
  );

  logic [3:0]                     bank_we;
  logic [snnc_tile_pkg::SynW-1:0] bank_raddr, bank_waddr;

  // Write enables: the tile's or, while it is idle, the host's.
  logic [3:0] state_we;
  logic [1:0] acc_we;
  logic [3:0] syn_we;
  logic       table_we;
  logic       payload_we;

  always_comb begin
    state_we = state_we_i;
    acc_we = port_clear_i;
    syn_we = !(snnc_tile_pkg::Learns && bank_store_i) ? 4'd0 :
             bank4_i.valid ? bank_we : syn_we_i;
    table_we = 1'b0;
    payload_we = payload_we_i;
    if (host_i && host_lane_i) begin
      state_we = {4{host_write_i.state}};
      acc_we = {2{host_write_i.acc}};
      syn_we = {4{host_write_i.syn}};
      table_we = host_write_i.tbl;
      payload_we = host_write_i.pay;
    end
  end

  logic               deposit;
  logic [AccW-1:0]    deposit_row;
  logic               deposit_half;
  logic               deposit_wide;
  logic signed [63:0] deposit_addend;

  if (snnc_tile_pkg::Learns) begin : g_learn
    snnc_lane_target u_target (
      .clk_i,
      .rst_ni,
      .tg1_i,
      .imm_i        (ex1_i.imm[20:0]),
      .sh_i         (ex1_i.sh),
      .active_i,
      .operand_i    (operand),
      .state_raddr_o(target_raddr),
      .state_sub_o  (target_sub),
      .bad_o,
      .tg2_i,
      .word_i,
      .present_o,
      .add_o        (deposit),
      .add_row_o    (deposit_row),
      .add_half_o   (deposit_half),
      .add_wide_o   (deposit_wide),
      .addend_o     (deposit_addend)
    );

    // The plane that dlt adds to.
    logic [31:0]        plane_word;
    logic signed [31:0] plane_value;

    always_comb begin
      plane_word = 32'd0;
      plane_value = 32'sd0;
      if (dl2_i.valid) begin
        plane_word = word_i >> {plane_sub_i, 3'd0};
        case (plane_width_i)
          snnc_isa_pkg::Width8: plane_value = 32'(signed'(plane_word[7:0]));
          snnc_isa_pkg::Width16: plane_value = 32'(signed'(plane_word[15:0]));
          default: plane_value = signed'(plane_word);
        endcase
      end
    end

    snnc_lane_delta u_delta (
      .clk_i,
      .rst_ni,
      .dl2_i,
      .state_i      (state_value),
      .plane_i      (plane_value),
      .dl3_i,
      .sts3_i,
      .sts_value_i  (result),
      .sts_clamped_i(clamped_o),
      .dl4_i,
      .value_o      (stored),
      .clamped_o    (syn_clamped_o)
    );

    snnc_bank #(
      .Bank(Lane)
    ) u_bank (
      .clk_i,
      .rst_ni,
      .ex1_i  (bank1_i),
      .raddr_o(bank_raddr),
      .bad_o  (bank_bad_o),
      .ex2_i  (bank2_i),
      .word_i (syn_rdata),
      .word_o (bank_word_o),
      .ex4_i  (bank4_i),
      .waddr_o(bank_waddr),
      .we_o   (bank_we)
    );
  end else begin : g_no_learn
    assign bank_raddr = '0;
    assign bank_waddr = '0;
    assign bank_we = '0;
    assign bank_bad_o = 1'b0;
    assign bank_word_o = syn_rdata;
    assign target_raddr = '0;
    assign target_sub = 2'd0;
    assign bad_o = 1'b0;
    assign present_o = 1'b0;
    assign deposit = 1'b0;
    assign deposit_row = '0;
    assign deposit_half = 1'b0;
    assign deposit_wide = 1'b0;
    assign deposit_addend = 64'sd0;
    assign stored = 32'd0;
    assign syn_clamped_o = 1'b0;
  end

  // State, table, synapses, payloads, accumulators.
  logic [4:0] corrected, uncorrectable;

  assign corrected_o = corrected != '0;
  assign uncorrectable_o = uncorrectable != '0;

  snnc_mem_1r1w #(
    .Width(32),
    .Depth(snnc_tile_pkg::StateRows),
    .Gran (8),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_state (
    .clk_i,
    .re_i   (state_re_i),
    .raddr_i((snnc_tile_pkg::Learns && tg1_i.target) ? target_raddr : state_raddr_i),
    .rdata_o(state_rdata),
    .corrected_o    (corrected[0]),
    .uncorrectable_o(uncorrectable[0]),
    .we_i   (state_we),
    .waddr_i(state_waddr_i),
    .wdata_i(host_i ? host_wdata_i : result)
  );

  snnc_mem_1r1w #(
    .Width(32),
    .Depth(snnc_tile_pkg::TableWords),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_table (
    .clk_i,
    .re_i   (table_re_i),
    .raddr_i(host_i ? table_haddr_i : table_addr),
    .rdata_o(table_rdata),
    .corrected_o    (corrected[1]),
    .uncorrectable_o(uncorrectable[1]),
    .we_i   (table_we),
    .waddr_i(table_haddr_i),
    .wdata_i(host_wdata_i)
  );

  snnc_mem_1r1w #(
    .Width(32),
    .Depth(snnc_tile_pkg::SynapseRows),
    .Gran (8),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_synapse (
    .clk_i,
    .re_i   (syn_re_i),
    .raddr_i((snnc_tile_pkg::Learns && bank1_i.valid) ? bank_raddr : syn_raddr_i),
    .rdata_o(syn_rdata),
    .corrected_o    (corrected[2]),
    .uncorrectable_o(uncorrectable[2]),
    .we_i   (syn_we),
    .waddr_i((snnc_tile_pkg::Learns && bank4_i.valid) ? bank_waddr : syn_waddr_i),
    .wdata_i((host_i || !snnc_tile_pkg::Learns) ? host_wdata_i : bank_value_i)
  );

  snnc_mem_1r1w #(
    .Width(16),
    .Depth(snnc_tile_pkg::Blocks),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_payload (
    .clk_i,
    .re_i   (payload_re_i),
    .raddr_i(payload_raddr_i),
    .rdata_o(payload_rdata),
    .corrected_o    (corrected[3]),
    .uncorrectable_o(uncorrectable[3]),
    .we_i   (payload_we),
    .waddr_i(payload_waddr_i),
    .wdata_i(host_i ? host_wdata_i[15:0] : inject_i ? inject_payload_i : result[15:0])
  );

  assign payload_o = payload_rdata;
  assign stored_o = stored;

  logic               add;
  logic [AccW-1:0]    add_row;
  logic               add_half;
  logic               add_wide;
  logic signed [63:0] addend;

  snnc_row_lane #(
    .Lane(Lane)
  ) u_row (
    .clk_i,
    .rst_ni,
    .unit_i,
    .word_i,
    .valid_o (add),
    .row_o   (add_row),
    .half_o  (add_half),
    .wide_o  (add_wide),
    .addend_o(addend),
    .out_of_range_o,
    .synapse_o
  );

  logic deposit_sum;

  if (snnc_tile_pkg::Learns) begin : g_deposit
    logic deposit_sum_q;

    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        deposit_sum_q <= 1'b0;
      end else begin
        deposit_sum_q <= deposit;
      end
    end

    assign deposit_sum = deposit_sum_q;
  end else begin : g_no_deposit
    assign deposit_sum = 1'b0;
  end

  snnc_acc_bank u_acc (
    .clk_i,
    .rst_ni,
    .re_i      (port_re_i),
    .raddr_i   (port_raddr_i),
    .rdata_o   (port_rdata),
    .we_i      (acc_we),
    .waddr_i   (port_waddr_i),
    .wdata_i   (host_i ? host_wdata_i : 32'd0),
    .add_i     (add || deposit),
    .add_row_i (deposit ? deposit_row : add_row),
    .add_half_i(deposit ? deposit_half : add_half),
    .add_wide_i(deposit ? deposit_wide : add_wide),
    .addend_i  (deposit_sum ? deposit_addend : addend),
    .overflow_o,
    .corrected_o    (corrected[4]),
    .uncorrectable_o(uncorrectable[4])
  );

  always_comb begin
    host_rdata_o = 32'd0;
    if (host_rsp_i.any && (host_rsp_i.lane == LaneW'(Lane))) begin
      if (host_rsp_i.state) host_rdata_o = state_rdata;
      if (host_rsp_i.acc) host_rdata_o = port_rdata;
      if (host_rsp_i.syn) host_rdata_o = syn_rdata;
      if (host_rsp_i.tbl) host_rdata_o = table_rdata;
      if (host_rsp_i.pay) host_rdata_o = {16'd0, payload_rdata};
    end
  end

  `SNNC_ASSERT(HostIsAlone, !host_i || !(ex1_i.valid || unit_i.valid || ex3_i.valid))
  `SNNC_ASSERT(OneWriter, !host_i || !((state_we_i != 4'd0) || (port_clear_i != 2'd0) ||
                                       bank_store_i || payload_we_i))

endmodule
