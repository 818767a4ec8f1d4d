// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The order of Update: groups, rounds of four blocks, instructions, blocks.
// Fetches the next instruction while the present one is issued, so that
// instructions, rounds and groups follow each other without a bubble. In Learn
// it runs one program over the blocks of a group or the units of a row, which
// are read before their program where they hold indices.

`include "snnc_assert.svh"

module snnc_sequencer (
  input  logic                               clk_i,
  input  logic                               rst_ni,
  // The next cycle is the first of Update, or of a run in Learn.
  input  logic                               start_i,
  // Kind of program, one-hot; units of rows are read first.
  input  logic [3:0]                         kind_i,
  input  logic                               prefetch_i,
  // What counts the neurons counts addresses instead, by this much a block.
  input  logic                               strided_i,
  input  logic [31:0]                        stride_i,
  // An error stops the tile.
  input  logic                               halt_i,
  // This cycle is the last of it.
  output logic                               done_o,
  input  logic [snnc_tile_pkg::Groups-1:0] run_i,
  output logic                               group_re_o,
  output logic [snnc_tile_pkg::GroupW-1:0]   group_o,
  input  snnc_tile_pkg::run_t                group_i,
  output logic                               fetch_o,
  output logic [snnc_tile_pkg::PcW-1:0]      fetch_addr_o,
  input  logic [63:0]                        fetch_data_i,
  output snnc_tile_pkg::issue_t              issue_o,
  output snnc_tile_pkg::dec_t                dec_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned Groups = snnc_tile_pkg::Groups;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned CountW = snnc_tile_pkg::CountW;

  typedef enum logic [1:0] {StIdle, StFetch, StLoad, StRun} state_e;

  state_e               state_q;
  snnc_tile_pkg::dec_t  dec_q;
  snnc_tile_pkg::dec_t  dec_d;
  logic                 is_end_q;
  logic                 is_end_d;
  logic [3:0]           slots_q;
  logic [3:0]           slots_d;
  logic [PcW:0]         pc_q;
  logic [1:0]           slot_q;
  logic [3:0]           sub_q;
  logic                 first_q;     // first instruction of the round
  logic                 pre_q;       // units are read before it
  logic [GroupW-1:0]    group_q;
  logic                 any_q;       // group_q is a group to run
  logic [PcW-1:0]       program_q;
  logic [CountW:0]      blocks_q;
  logic [CountW:0]      period_q;
  logic [BlockW-1:0]    source_base_q;
  logic [LaneW:0]       last_lanes_q;
  logic [CountW:0]      block_q;     // first block of the round
  logic [CountW:0]      position_q;  // of the slot's block in the period
  logic [31:0]          logical_q;   // index of the slot's first lane
  logic [3:0]           short_q;     // the slot's block has last_lanes lanes
  logic [31:0]          base_q [4];

  // Next group to run: the first of all, or the first after this one. Needed
  // when the fetch is asked for and when the group starts.
  logic              choose;
  logic              next_any;
  logic [GroupW-1:0] next_group;

  assign choose = (state_q == StFetch) || ((state_q == StRun) && is_end_q &&
                                           ((slot_q == 2'd0) || (slot_q == 2'd3)));
  assign group_re_o = choose;

  always_comb begin
    next_any = 1'b0;
    next_group = '0;
    if (choose) begin
      for (int unsigned i = 0; i < Groups; i++) begin
        if (run_i[i] && !next_any && ((state_q == StFetch) || (GroupW'(i) > group_q))) begin
          next_any = 1'b1;
          next_group = GroupW'(i);
        end
      end
    end
  end

  assign group_o = next_group;

  logic last_place;
  logic decode;
  logic more_rounds;
  logic past_end;

  assign last_place = (slot_q == 2'd3) && (sub_q + 4'd1 == slots_q) && !pre_q;
  assign decode = (state_q == StLoad) || ((state_q == StRun) && last_place);
  assign more_rounds = block_q + (CountW+1)'(4) < blocks_q;
  assign past_end = pc_q[PcW];
  assign done_o = ((state_q == StLoad) && !any_q) ||
                  ((state_q == StRun) && last_place && is_end_q && !past_end && !more_rounds &&
                   !next_any);

  always_comb begin
    fetch_o = 1'b0;
    fetch_addr_o = '0;
    if (state_q == StFetch) begin
      fetch_o = next_any;
      fetch_addr_o = group_i.program_addr;
    end else if ((state_q == StRun) && (slot_q == 2'd0) && !pre_q) begin
      fetch_o = 1'b1;
      if (!is_end_q) begin
        fetch_addr_o = pc_q[PcW-1:0] + 1'b1;
      end else if (more_rounds) begin
        fetch_addr_o = program_q;
      end else begin
        fetch_addr_o = group_i.program_addr;
      end
    end
  end

  snnc_decoder u_decoder (
    .clk_i,
    .rst_ni,
    .valid_i (decode),
    .kind_i,
    .word_i  (fetch_data_i),
    .is_end_o(is_end_d),
    .slots_o (slots_d),
    .dec_o   (dec_d)
  );

  // Place of the slot's block among the neurons.
  logic            is_short;
  logic            slot_short;
  logic [CountW:0] block;

  assign is_short = position_q + (CountW+1)'(1) == period_q;
  assign slot_short = first_q ? is_short : short_q[slot_q];
  assign block = block_q + (CountW+1)'(slot_q);

  always_comb begin
    issue_o = '0;
    if (state_q == StRun) begin
      issue_o.valid = block < blocks_q;
      issue_o.past_end = past_end && !pre_q;
      issue_o.first_sub = sub_q == 4'd0;
      issue_o.last_sub = sub_q + 4'd1 == slots_q;
      issue_o.fetch = pre_q;
      issue_o.first = first_q && (sub_q == 4'd0) && !pre_q;
      issue_o.unit = block[CountW-1:0];
      issue_o.slot = slot_q;
      issue_o.group = group_q;
      issue_o.block = block[BlockW-1:0];
      issue_o.source_block = source_base_q + block[BlockW-1:0];
      for (int unsigned i = 0; i < Lanes; i++) begin
        issue_o.mask[i] = !slot_short || ((LaneW+1)'(i) < last_lanes_q);
      end
      issue_o.logical = first_q ? logical_q : base_q[slot_q];
      issue_o.pc = pc_q;
    end
  end

  assign dec_o = pre_q ? '0 : dec_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StIdle;
    end else if (halt_i || done_o) begin
      state_q <= StIdle;
    end else begin
      case (state_q)
        StIdle: if (start_i) state_q <= StFetch;
        StFetch: state_q <= StLoad;
        StLoad: state_q <= StRun;
        default: ;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    case (state_q)
      StFetch: begin
        any_q <= next_any;
        group_q <= next_group;
        program_q <= group_i.program_addr;
        blocks_q <= group_i.blocks;
        period_q <= group_i.period;
        source_base_q <= group_i.block_base;
        last_lanes_q <= group_i.last_lanes;
        block_q <= '0;
        position_q <= '0;
        logical_q <= group_i.logical_base;
        pc_q <= {1'b0, group_i.program_addr};
      end
      StLoad: begin
        dec_q <= dec_d;
        is_end_q <= is_end_d;
        slots_q <= slots_d;
        slot_q <= 2'd0;
        sub_q <= 4'd0;
        first_q <= 1'b1;
        pre_q <= prefetch_i;
      end
      StRun: begin
        slot_q <= slot_q + 2'd1;
        if (first_q && (sub_q == 4'd0) && !pre_q) begin
          short_q[slot_q] <= is_short;
          base_q[slot_q] <= logical_q;
          position_q <= is_short ? '0 : position_q + (CountW+1)'(1);
          logical_q <= logical_q +
                       (strided_i ? stride_i : is_short ? 32'(last_lanes_q) : 32'(Lanes));
        end
        if (slot_q == 2'd3) begin
          pre_q <= 1'b0;
          if (!pre_q) begin
            sub_q <= sub_q + 4'd1;
            first_q <= 1'b0;
          end
        end
        if (last_place) begin
          dec_q <= dec_d;
          is_end_q <= is_end_d;
          slots_q <= slots_d;
          sub_q <= 4'd0;
          if (!is_end_q) begin
            pc_q <= pc_q + 1'b1;
          end else begin
            first_q <= 1'b1;
            pre_q <= prefetch_i;
            if (more_rounds) begin
              block_q <= block_q + (CountW+1)'(4);
              pc_q <= {1'b0, program_q};
            end else begin
              group_q <= next_group;
              program_q <= group_i.program_addr;
              blocks_q <= group_i.blocks;
              period_q <= group_i.period;
              source_base_q <= group_i.block_base;
              last_lanes_q <= group_i.last_lanes;
              block_q <= '0;
              position_q <= '0;
              logical_q <= group_i.logical_base;
              pc_q <= {1'b0, group_i.program_addr};
            end
          end
        end
      end
      default: ;
    endcase
  end

  `SNNC_ASSERT(SubInRange, (state_q != StRun) || (sub_q < slots_q))
  `SNNC_ASSERT(NextIsLater, (state_q != StRun) || !next_any || (next_group > group_q))

endmodule
