// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The order of Learn: entries of the learn table; for a walk the records of the
// event queue, their lanes, and the rows of each source or the column of each
// target. It starts the sequencer for a group's blocks or the units of a row or
// column and waits until what is under way has ended.

`include "snnc_assert.svh"

module snnc_learn_seq (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            halt_i,
  // This cycle is the first of Learn, or its last.
  input  logic                            start_i,
  output logic                            done_o,
  input  logic [63:0]                     step_i,
  input  logic [snnc_tile_pkg::LearnW:0]  entries_i,
  input  logic                            learning_i,
  input  logic [7:0]                      signals_i,
  // Learn table; data one cycle later.
  output logic                            table_re_o,
  output logic [snnc_tile_pkg::LearnOffsetW-1:0] table_addr_o,
  input  logic [31:0]                     table_data_i,
  // Sequencer.
  output logic                            run_start_o,
  input  logic                            run_done_i,
  output logic                            rows_o,
  output logic [snnc_tile_pkg::GroupW-1:0] group_o,
  output logic [snnc_tile_pkg::PcW-1:0]   program_o,
  output snnc_tile_pkg::run_t             row_run_o,
  output snnc_tile_pkg::walk_t            walk_o,
  output logic [8*32-1:0]                 commons_o,
  // Columns: the commons' planes; the addresses of a dense one.
  output logic [8*18-1:0]                 common_planes_o,
  output logic [snnc_tile_pkg::UnitAddrW-1:0] stride_o,
  output logic [8*snnc_tile_pkg::PlaneW-1:0] planes_o,
  // Gate.
  output logic                            gate_o,
  output logic                            records_o,
  input  logic                            open_i,
  // Event queue.
  input  logic                            record_valid_i,
  input  logic [snnc_tile_pkg::BlockW-1:0] record_block_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] record_mask_i,
  output logic                            record_pop_o,
  // Common values: state of a lane, one cycle later.
  output logic                            common_re_o,
  output logic [snnc_tile_pkg::StateW-1:0] common_addr_o,
  output logic                            common_rsp_o,
  output logic [snnc_tile_pkg::LaneW-1:0] common_lane_o,
  input  logic [31:0]                     common_data_i,
  // Axon table; data one cycle later. Row descriptors, in the same cycle.
  output logic                            axon_re_o,
  output logic [snnc_tile_pkg::AxonW-1:0] axon_addr_o,
  input  logic [63:0]                     axon_data_i,
  output logic                            desc_re_o,
  output logic [snnc_tile_pkg::DescW-1:0] desc_index_o,
  input  logic                            desc_indexed_i,
  input  logic                            desc_skewed_i,
  input  logic [4:0]                      desc_index_bits_i,
  input  logic [2:0]                      desc_entry_log2_i,
  input  logic [2:0]                      desc_weight_log2_i,
  // Address outside of a memory.
  output logic                            out_of_range_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned StateW = snnc_tile_pkg::StateW;
  localparam int unsigned AxonW = snnc_tile_pkg::AxonW;
  localparam int unsigned DescW = snnc_tile_pkg::DescW;
  localparam int unsigned LearnW = snnc_tile_pkg::LearnW;
  localparam int unsigned AxonAddrW = snnc_tile_pkg::AxonAddrW;
  localparam int unsigned PlaneW = snnc_tile_pkg::PlaneW;
  localparam int unsigned UnitAddrW = snnc_tile_pkg::UnitAddrW;

  // Words of an entry.
  localparam int unsigned HeadWords = 3;
  localparam int unsigned AllWords = 20;
  // From the last issue to the write of a synapse.
  localparam int unsigned DrainCycles = 5;

  typedef enum logic [3:0] {
    StIdle, StHead, StDecide, StDivide, StBlocks, StDrain, StTable, StRecord, StLane, StCommon,
    StAxon, StRow, StNext
  } state_e;

  state_e              state_q;
  logic [LearnW:0]     entry_q;
  logic [4:0]          word_q;       // next word to read
  logic                read_q;       // a word comes
  logic [4:0]          read_word_q;
  logic                ran_q;        // the entry before ran
  logic                gate_open_q;
  logic [2:0]          drain_q;
  logic                in_rows_q;    // drain ends a row, not an entry's blocks

  // The entry.
  logic                rows_q;
  logic                columns_q, indexed_q, wide_q, records_q;
  logic [2:0]          entry_log2_q;
  logic [1:0]          when_q;
  logic                synaptic_q, gate_q, gated_q;
  logic [GroupW-1:0]   group_q;
  logic [7:0]          mask_q;       // modulators
  logic [3:0]          commons_q;    // how many
  logic [PcW-1:0]      program_q;
  logic [7:0]          subs_q;
  logic [31:0]         every_q;
  // Of axon entries; of the units of dense columns.
  logic [UnitAddrW-1:0] base_q, stride_q;
  logic [8*PlaneW-1:0] planes_q;
  logic [17:0]         common_q [8]; // width, base

  // The source.
  logic [snnc_tile_pkg::BlockW-1:0] block_q;
  logic [Lanes-1:0]    lanes_q;      // still to come
  logic [LaneW-1:0]    lane, lane_q;
  logic [7:0]          sub_q;
  logic [AxonAddrW-1:0] axon_addr_q;
  logic [3:0]          load_q;       // common value to read
  logic [8*32-1:0]     values_q;
  snnc_tile_pkg::walk_t walk_q;
  snnc_tile_pkg::run_t  row_run_q;

  // Is `every` due? The answer holds for entries with the same number.
  logic                divide;
  logic                dividing;
  logic                divides;
  logic                known_q;

  snnc_divider u_divider (
    .clk_i,
    .rst_ni,
    .start_i  (divide),
    .number_i (step_i),
    .divisor_i(every_q),
    .busy_o   (dividing),
    .divides_o(divides)
  );

  logic [31:0] known_every_q;
  logic        due;
  logic        run;

  assign divide = (state_q == StDecide) && (when_q == 2'd1) && !rows_q &&
                  !(known_q && (known_every_q == every_q));

  always_comb begin
    case (when_q)
      2'd0: due = 1'b1;
      2'd1: due = divides;
      default: due = (mask_q & signals_i) != 8'd0;
    endcase
    run = (rows_q ? ran_q : due && (!synaptic_q || learning_i)) && (!gated_q || gate_open_q);
  end

  always_comb begin
    lane = '0;
    if (state_q == StLane) begin
      for (int unsigned i = Lanes; i > 0; i--) begin
        if (lanes_q[i-1]) begin
          lane = LaneW'(i - 1);
        end
      end
    end
  end

  // Place of a common value.
  logic [17:0] common;
  logic [16:0] common_unit;
  logic [16:0] common_row;
  logic [1:0]  common_sub;
  logic        common_read;
  logic        common_rsp_q;
  logic [2:0]  common_index_q;
  logic [1:0]  common_width_q;
  logic [1:0]  common_sub_q;
  logic [31:0] common_word;
  logic [31:0] common_value;
  logic        last_common;

  assign common_read = (state_q == StCommon) && (load_q != commons_q);
  assign last_common = load_q == commons_q;

  always_comb begin
    common = '0;
    common_unit = '0;
    common_row = '0;
    common_sub = 2'd0;
    if (common_read) begin
      common = common_q[load_q[2:0]];
      common_unit = {1'b0, common[15:0]} + 17'(block_q);
      case (common[17:16])
        snnc_isa_pkg::Width8: begin
          common_row = common_unit >> 2;
          common_sub = common_unit[1:0];
        end
        snnc_isa_pkg::Width16: begin
          common_row = common_unit >> 1;
          common_sub = {common_unit[0], 1'b0};
        end
        default: common_row = common_unit;
      endcase
    end
  end

  always_comb begin
    common_word = 32'd0;
    common_value = 32'd0;
    if (common_rsp_q) begin
      common_word = common_data_i >> {common_sub_q, 3'd0};
      case (common_width_q)
        snnc_isa_pkg::Width8: common_value = 32'(signed'(common_word[7:0]));
        snnc_isa_pkg::Width16: common_value = 32'(signed'(common_word[15:0]));
        default: common_value = common_word;
      endcase
    end
  end

  assign common_re_o = common_read && !out_of_range_o;
  assign common_addr_o = common_row[StateW-1:0];
  assign common_rsp_o = common_rsp_q;
  assign common_lane_o = lane_q;

  // Axon entry of the source.
  logic axon_read;

  assign axon_read = (state_q == StAxon) && (sub_q != subs_q);
  assign axon_re_o = axon_read && !out_of_range_o;
  assign axon_addr_o = axon_addr_q[AxonW-1:0];
  assign out_of_range_o =
      (common_read && (common_row >= 17'(snnc_tile_pkg::StateRows))) ||
      (axon_read && (axon_addr_q >= AxonAddrW'(snnc_tile_pkg::Axons)));

  // The row or column: its axon entry is there in StRow. Dense columns have none.
  snnc_tile_pkg::axon_t axon;
  logic                 square;
  logic                 row_exists;

  assign axon = axon_data_i;
  assign square = columns_q && !indexed_q;
  assign row_exists = (state_q == StRow) && (square || (axon.count != '0));
  assign desc_re_o = row_exists && !columns_q;
  assign desc_index_o = axon.descriptor[DescW-1:0];

  assign table_re_o = ((state_q == StHead) && (word_q != 5'(HeadWords))) ||
                      ((state_q == StTable) && (word_q != 5'(AllWords)));
  assign table_addr_o = {entry_q[LearnW-1:0], word_q};

  assign done_o = (state_q == StNext) && (entry_q + 1'b1 == entries_i);
  assign run_start_o = ((state_q == StDecide) && run && !divide && !rows_q) || row_exists;
  assign gate_o = gate_q;
  assign records_o = !gate_q || records_q;
  assign stride_o = stride_q;
  assign group_o = group_q;
  assign program_o = program_q;
  assign record_pop_o = (state_q == StRecord) && record_valid_i;
  assign commons_o = values_q;
  assign planes_o = planes_q;
  assign rows_o = walk_q.rows;

  for (genvar c = 0; c < 8; c++) begin : g_common_plane
    assign common_planes_o[c*18 +: 18] = common_q[c];
  end

  // Nothing of a row is left for the programs after it.
  assign walk_o = walk_q.rows ? walk_q : '0;
  assign row_run_o = row_run_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || halt_i) begin
      state_q <= StIdle;
      read_q <= 1'b0;
      common_rsp_q <= 1'b0;
      walk_q.rows <= 1'b0;
    end else begin
      read_q <= table_re_o;
      common_rsp_q <= common_re_o;
      case (state_q)
        StIdle: begin
          if (start_i) begin
            state_q <= StHead;
          end
        end
        StHead: if (word_q == 5'(HeadWords)) state_q <= StDecide;
        StDecide: begin
          if (divide) begin
            state_q <= StDivide;
          end else if (!run) begin
            state_q <= StNext;
          end else begin
            state_q <= rows_q ? StTable : StBlocks;
          end
        end
        StDivide: if (!dividing) state_q <= StDecide;
        StBlocks: if (run_done_i) state_q <= StDrain;
        StDrain: begin
          if (drain_q == 3'd0) begin
            state_q <= !in_rows_q ? StNext : columns_q ? StLane : StAxon;
            walk_q.rows <= 1'b0;
          end
        end
        StTable: if (word_q == 5'(AllWords)) state_q <= StRecord;
        StRecord: state_q <= record_valid_i ? StLane : StNext;
        StLane: begin
          if (lanes_q == '0) begin
            state_q <= StRecord;
          end else begin
            state_q <= !columns_q ? StCommon : indexed_q ? StAxon : StRow;
          end
        end
        StCommon: if (last_common) state_q <= StAxon;
        StAxon: state_q <= (sub_q == subs_q) ? StLane : StRow;
        StRow: begin
          if (row_exists) begin
            state_q <= StBlocks;
            walk_q.rows <= 1'b1;
          end else begin
            state_q <= columns_q ? StLane : StAxon;
          end
        end
        StNext: state_q <= done_o ? StIdle : StHead;
        default: state_q <= StIdle;
      endcase
    end
  end

  // Words 5 to 11 are planes 1 to 7, words 12 to 19 common values 0 to 7.
  logic [2:0] index;

  assign index = read_word_q[2:0] ^ 3'd4;

  always_ff @(posedge clk_i) begin
    read_word_q <= word_q;
    case (state_q)
      StIdle: begin
        entry_q <= '0;
        word_q <= 5'd0;
        ran_q <= 1'b0;
        gate_open_q <= 1'b0;
        known_q <= 1'b0;
      end
      StHead, StTable: if (table_re_o) word_q <= word_q + 5'd1;
      StDecide: begin
        in_rows_q <= rows_q;
        if (!divide) begin
          ran_q <= run;
          if (run && gate_q) gate_open_q <= 1'b0;
        end else begin
          known_q <= 1'b1;
          known_every_q <= every_q;
        end
      end
      StBlocks: drain_q <= 3'(DrainCycles - 1);
      StDrain: drain_q <= drain_q - 3'd1;
      StNext: begin
        entry_q <= entry_q + 1'b1;
        word_q <= 5'd0;
      end
      default: ;
    endcase
    if (open_i) gate_open_q <= 1'b1;
    if (record_pop_o) begin
      block_q <= record_block_i;
      lanes_q <= record_mask_i;
    end else if (state_q == StLane) begin
      lanes_q <= lanes_q & (lanes_q - 1'b1);
    end
    if (state_q == StLane) begin
      lane_q <= lane;
      sub_q <= 8'd0;
      load_q <= 4'd0;
      axon_addr_q <= base_q[AxonAddrW-1:0] + AxonAddrW'({block_q, lane});
    end
    if (common_read) begin
      load_q <= load_q + 4'd1;
      common_index_q <= load_q[2:0];
      common_width_q <= common[17:16];
      common_sub_q <= common_sub;
    end
    if (common_rsp_q) begin
      values_q[{common_index_q, 5'd0} +: 32] <= common_value;
    end
    if (axon_read) begin
      sub_q <= sub_q + 8'd1;
      axon_addr_q <= axon_addr_q + stride_q[AxonAddrW-1:0];
    end
    if (row_exists) begin
      walk_q.columns <= columns_q;
      walk_q.indexed <= columns_q ? indexed_q : desc_indexed_i;
      walk_q.squares <= !columns_q && desc_skewed_i && !desc_indexed_i;
      walk_q.rotate <= (columns_q || desc_skewed_i) ? lane_q : '0;
      walk_q.block <= columns_q ? 16'(block_q) : {4'd0, axon.base_block};
      walk_q.address <= square ? base_q + UnitAddrW'({block_q, {LaneW{1'b0}}}) : axon.address;
      walk_q.entry_log2 <= columns_q ? entry_log2_q : desc_entry_log2_i;
      walk_q.wide <= columns_q ? wide_q : desc_weight_log2_i == 3'd4;
      walk_q.index_mask <= 16'((17'd1 << desc_index_bits_i) - 17'd1);
      row_run_q.program_addr <= program_q;
      row_run_q.blocks <= {1'b0, axon.count};
      row_run_q.block_base <= '0;
      row_run_q.period <= {1'b0, axon.count};
      row_run_q.last_lanes <= (axon.last_lanes == 4'd0) ? (LaneW+1)'(Lanes)
                                                        : (LaneW+1)'(axon.last_lanes);
      row_run_q.logical_base <= 32'd0;
    end
    if (read_q) begin
      case (read_word_q)
        5'd0: begin
          rows_q <= table_data_i[0];
          when_q <= table_data_i[2:1];
          synaptic_q <= table_data_i[3];
          gate_q <= table_data_i[4];
          gated_q <= table_data_i[5];
          columns_q <= table_data_i[6];
          records_q <= table_data_i[7];
          commons_q <= table_data_i[11:8];
          mask_q <= table_data_i[23:16];
          group_q <= table_data_i[24 +: GroupW];
        end
        5'd1: begin
          program_q <= table_data_i[PcW-1:0];
          entry_log2_q <= table_data_i[18:16];
          wide_q <= table_data_i[19];
          indexed_q <= table_data_i[20];
          subs_q <= table_data_i[31:24];
        end
        5'd2: every_q <= table_data_i;
        5'd3: base_q <= table_data_i[UnitAddrW-1:0];
        5'd4: stride_q <= table_data_i[UnitAddrW-1:0];
        default: begin
          if (read_word_q < 5'd12) begin
            planes_q[index*PlaneW +: PlaneW] <= {table_data_i[31:30], table_data_i[PlaneW-3:0]};
          end else begin
            common_q[index] <= table_data_i[17:0];
          end
        end
      endcase
    end
  end

  `SNNC_ASSERT(WalkNeedsRecords, (state_q != StNext) || !rows_q || !ran_q || !record_valid_i)
  `SNNC_ASSERT(CommonsAreEight, commons_q <= 4'd8)

endmodule
