// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Group table in flip-flops: written by the host word by word, read by the
// sequencer, the expander and injection.

module snnc_group_table #(
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            host_re_i,
  input  logic                            we_i,
  input  logic [GroupW-1:0]               host_group_i,
  input  logic [2:0]                      host_word_i,
  input  logic [31:0]                     host_wdata_i,
  output logic [31:0]                     host_rdata_o,
  output logic [snnc_tile_pkg::Groups-1:0] run_o,
  input  logic                            update_re_i,
  input  logic [GroupW-1:0]               update_group_i,
  output snnc_tile_pkg::update_group_t    update_o,
  input  logic                            event_re_i,
  input  logic [GroupW-1:0]               event_group_i,
  output snnc_tile_pkg::event_group_t     event_o
);

  localparam int unsigned Groups = snnc_tile_pkg::Groups;
  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW;

  logic [Groups-1:0]    run_q;
  logic [PcW-1:0]       program_q [Groups];
  logic [BlockW:0]      blocks_q [Groups];
  logic [BlockW:0]      period_q [Groups];
  logic [BlockW-1:0]    block_base_q [Groups];
  logic [LaneW:0]       last_lanes_q [Groups];
  logic [31:0]          logical_q [Groups];
  logic [AxonAddrW-1:0] axon_base_q [Groups];
  logic [AxonAddrW-1:0] axon_stride_q [Groups];
  logic [7:0]           axon_subs_q [Groups];
  logic                 drives_q [Groups];
  logic [2:0]           modulator_q [Groups];
  logic [15:0]          number_q [Groups];
  logic [15:0]          copies_q [Groups];

  assign run_o = run_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      run_q <= '0;
    end else if (we_i && (host_word_i == 3'd0)) begin
      run_q[host_group_i] <= host_wdata_i[31];
    end
  end

  always_ff @(posedge clk_i) begin
    if (we_i) begin
      case (host_word_i)
        3'd0: begin
          program_q[host_group_i] <= host_wdata_i[PcW-1:0];
          drives_q[host_group_i] <= host_wdata_i[30];
          modulator_q[host_group_i] <= host_wdata_i[29:27];
        end
        3'd1: begin
          blocks_q[host_group_i] <= host_wdata_i[BlockW:0];
          period_q[host_group_i] <= host_wdata_i[16 +: BlockW+1];
        end
        3'd2: begin
          block_base_q[host_group_i] <= host_wdata_i[BlockW-1:0];
          last_lanes_q[host_group_i] <= host_wdata_i[16 +: LaneW+1];
        end
        3'd3: logical_q[host_group_i] <= host_wdata_i;
        3'd4: axon_base_q[host_group_i] <= host_wdata_i[AxonAddrW-1:0];
        3'd5: axon_stride_q[host_group_i] <= host_wdata_i[AxonAddrW-1:0];
        3'd6: axon_subs_q[host_group_i] <= host_wdata_i[7:0];
        default: begin
          number_q[host_group_i] <= host_wdata_i[15:0];
          copies_q[host_group_i] <= host_wdata_i[31:16];
        end
      endcase
    end
  end

  always_comb begin
    host_rdata_o = 32'd0;
    if (host_re_i) begin
      case (host_word_i)
        3'd0: begin
          host_rdata_o[31] = run_q[host_group_i];
          host_rdata_o[30] = drives_q[host_group_i];
          host_rdata_o[29:27] = modulator_q[host_group_i];
          host_rdata_o[PcW-1:0] = program_q[host_group_i];
        end
        3'd1: begin
          host_rdata_o[BlockW:0] = blocks_q[host_group_i];
          host_rdata_o[16 +: BlockW+1] = period_q[host_group_i];
        end
        3'd2: begin
          host_rdata_o[BlockW-1:0] = block_base_q[host_group_i];
          host_rdata_o[16 +: LaneW+1] = last_lanes_q[host_group_i];
        end
        3'd3: host_rdata_o = logical_q[host_group_i];
        3'd4: host_rdata_o[AxonAddrW-1:0] = axon_base_q[host_group_i];
        3'd5: host_rdata_o[AxonAddrW-1:0] = axon_stride_q[host_group_i];
        3'd6: host_rdata_o[7:0] = axon_subs_q[host_group_i];
        default: host_rdata_o = {copies_q[host_group_i], number_q[host_group_i]};
      endcase
    end
  end

  always_comb begin
    update_o = '0;
    if (update_re_i) begin
      update_o.program_addr = program_q[update_group_i];
      update_o.blocks = blocks_q[update_group_i];
      update_o.block_base = block_base_q[update_group_i];
      update_o.period = period_q[update_group_i];
      update_o.last_lanes = last_lanes_q[update_group_i];
      update_o.logical_base = logical_q[update_group_i];
    end
  end

  always_comb begin
    event_o = '0;
    if (event_re_i) begin
      event_o.blocks = blocks_q[event_group_i];
      event_o.block_base = block_base_q[event_group_i];
      event_o.axon_base = axon_base_q[event_group_i];
      event_o.axon_stride = axon_stride_q[event_group_i];
      event_o.axon_subs = axon_subs_q[event_group_i];
      event_o.drives = drives_q[event_group_i];
      event_o.modulator = modulator_q[event_group_i];
      event_o.number = number_q[event_group_i];
      event_o.copies = copies_q[event_group_i];
    end
  end

endmodule
