// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Control of the pipeline of Update and Learn, the same for all lanes: operand
// read (IS), execute (EX1, EX2, EX3). A block's next instruction is issued four
// cycles later, when the result is in the register file. Memories are read in
// EX1, their data are there in EX2; state is written in EX3, synapses in EX4.
// Errors travel to EX3.

`include "snnc_assert.svh"

module snnc_update_pipe (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         halt_i,
  input  snnc_tile_pkg::issue_t        issue_i,
  input  snnc_tile_pkg::dec_t          dec_i,
  input  logic [6:0]                   step_i,
  input  logic [31:0]                  modulator_i,
  // Learn: modulators that were set, the row or column, its common values and
  // planes, and in columns the planes of the common values.
  input  logic [7:0]                   signals_i,
  input  snnc_tile_pkg::walk_t         walk_i,
  input  logic [8*32-1:0]              commons_i,
  input  logic [8*snnc_tile_pkg::PlaneW-1:0] planes_i,
  input  logic [8*18-1:0]              common_planes_i,
  // To the lanes.
  output snnc_tile_pkg::lane_is_t      is_o,
  output snnc_tile_pkg::lane_ex1_t     ex1_o,
  output snnc_tile_pkg::lane_ex2_t     ex2_o,
  output snnc_tile_pkg::lane_ex3_t     ex3_o,
  output snnc_tile_pkg::lane_tg1_t     tg1_o,
  output snnc_tile_pkg::lane_tg2_t     tg2_o,
  output snnc_tile_pkg::lane_dl2_t     dl2_o,
  output logic [1:0]                   plane_width_o,
  output logic [1:0]                   plane_sub_o,
  output logic                         sts3_o,
  output snnc_tile_pkg::bank_ex1_t     bank1_o,
  output snnc_tile_pkg::bank_ex2_t     bank2_o,
  output snnc_tile_pkg::bank_ex4_t     bank4_o,
  // A bank's own address is outside of the memory (EX1).
  input  logic                         bank_bad_i,
  output snnc_tile_pkg::lane_dl3_t     dl3_o,
  output snnc_tile_pkg::lane_dl4_t     dl4_o,
  output logic [snnc_tile_pkg::Lanes-1:0] ex3_mask_o,
  // State memory.
  output logic                         state_re_o,
  output logic [snnc_tile_pkg::StateW-1:0] state_raddr_o,
  output logic [3:0]                   state_we_o,
  output logic [snnc_tile_pkg::StateW-1:0] state_waddr_o,
  // Accumulators: read in EX1, cleared in EX2.
  output logic                         port_re_o,
  output logic [snnc_tile_pkg::AccW-1:0] port_raddr_o,
  output logic [1:0]                   port_clear_o,
  output logic [snnc_tile_pkg::AccW-1:0] port_waddr_o,
  // Synapse memory: read in EX1, written in EX4 in the lanes that take part.
  output logic                         syn_re_o,
  output logic [snnc_tile_pkg::SynW-1:0] syn_raddr_o,
  output logic [3:0]                   syn_we_o,
  output logic [snnc_tile_pkg::SynW-1:0] syn_waddr_o,
  output logic [snnc_tile_pkg::Lanes-1:0] syn_mask_o,
  output logic                         update_o,   // of weights
  // Lanes: which hold a synapse (EX2), whose condition is not zero and whose
  // own address is outside of its memory (EX1); which take part (EX1).
  input  logic [snnc_tile_pkg::Lanes-1:0] present_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] nonzero_i,
  input  logic [snnc_tile_pkg::Lanes-1:0] lane_bad_i,
  output logic [snnc_tile_pkg::Lanes-1:0] active_o,
  // Events of this step are read in EX1; sources are due.
  output logic                         event_re_o,
  output logic                         due_o,
  // Emission, in EX1.
  output logic                         emit_o,
  output logic [snnc_tile_pkg::GroupW-1:0] emit_group_o,
  output logic [snnc_tile_pkg::BlockW-1:0] emit_block_o,
  output logic [snnc_tile_pkg::BlockW-1:0] emit_source_o,
  output logic [snnc_tile_pkg::Lanes-1:0]  emit_mask_o,
  // An instruction is issued for a block; errors of EX3 and where.
  output logic                         issued_o,
  output logic [4:0]                   error_o,
  output logic [snnc_tile_pkg::PcW:0]  pc_o,
  output logic [snnc_tile_pkg::GroupW-1:0] group_o
);

  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned StateW = snnc_tile_pkg::StateW;
  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned AccUnitW = snnc_tile_pkg::AccUnitW;
  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned SynW = snnc_tile_pkg::SynW;
  localparam int unsigned UnitAddrW = snnc_tile_pkg::UnitAddrW;
  localparam int unsigned PlaneW = snnc_tile_pkg::PlaneW;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;

  // In a column what a source hands over differs from lane to lane.
  logic        load_common;
  logic [2:0]  common_index;
  logic [17:0] common_plane;
  logic [31:0] imm;

  assign load_common = walk_i.columns && dec_i.is_ldc;
  assign common_index = dec_i.imm[snnc_isa_pkg::ImmComLsb +: snnc_isa_pkg::ImmComWidth];

  always_comb begin
    common_plane = 18'd0;
    imm = dec_i.imm;
    if (issue_i.valid && load_common) begin
      common_plane = common_planes_i[common_index*18 +: 18];
      imm = {14'd0, common_plane};
    end
  end

  // IS: operands, addresses, errors.
  logic                good;
  logic [4:0]          error;
  logic                bad_address;
  logic [16:0]         unit;
  logic [1:0]          width;
  logic [16:0]         state_word;
  logic [1:0]          sub;
  logic [2:0]          slots_log2;
  logic [6:0]          slot_mask;
  logic [6:0]          slot;
  logic [AccUnitW-1:0] port_unit;
  logic [AccUnitW-1:0] port_word;
  logic [16:0]         table_end;

  always_comb begin
    width = 2'd0;
    slots_log2 = 3'd0;
    slot_mask = 7'd0;
    slot = 7'd0;
    unit = 17'd0;
    port_unit = '0;
    port_word = '0;
    table_end = 17'd0;
    state_word = 17'd0;
    sub = 2'd0;
    bad_address = 1'b0;
    if (issue_i.valid && !issue_i.fetch) begin
      if (dec_i.is_ld || dec_i.is_st || dec_i.is_dlt || load_common) begin
        width = imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
        if (load_common) begin
          unit = {1'b0, imm[15:0]} + 17'(issue_i.unit);
        end else if (walk_i.columns) begin
          unit = {1'b0, imm[15:0]} + {1'b0, walk_i.block};
        end else begin
          unit = {1'b0, imm[15:0]} +
                 (walk_i.rows ? {1'b0, walk_i.block + 16'(issue_i.unit)} : 17'(issue_i.block));
        end
        case (width)
          snnc_isa_pkg::Width8: begin
            state_word = unit >> 2;
            sub = unit[1:0];
          end
          snnc_isa_pkg::Width16: begin
            state_word = unit >> 1;
            sub = {unit[0], 1'b0};
          end
          default: state_word = unit;
        endcase
        // Where each lane has a neuron of its own, the lanes look.
        bad_address = !(walk_i.indexed && (load_common || !walk_i.columns)) && (state_word >= 17'(snnc_tile_pkg::StateRows));
      end
      if (dec_i.is_ldp) begin
        slots_log2 = dec_i.imm[snnc_isa_pkg::ImmSlotsLsb +: snnc_isa_pkg::ImmSlotsWidth];
        slot_mask = (7'd1 << slots_log2) - 7'd1;
        slot = step_i & slot_mask;
        port_unit = AccUnitW'(dec_i.imm[15:0]) +
                    (AccUnitW'(issue_i.block) << slots_log2) + AccUnitW'(slot);
        port_word = dec_i.imm[snnc_isa_pkg::ImmWideLsb] ? port_unit : port_unit >> 1;
        sub = {port_unit[0] && !dec_i.imm[snnc_isa_pkg::ImmWideLsb], 1'b0};
        bad_address = port_word >= AccUnitW'(snnc_tile_pkg::AccumulatorRows);
      end
      if (dec_i.is_lut) begin
        table_end = {1'b0, dec_i.imm[15:0]} + {1'b0, dec_i.imm[31:16]};
        bad_address = table_end > 17'(snnc_tile_pkg::TableWords);
      end
    end
  end

  // Synapses: the unit's place in a plane; in plane 0 an entry begins with its
  // weight.
  logic                 is_syn;
  logic [2:0]           plane;
  logic [1:0]           syn_width;
  logic [1:0]           syn_sub;
  logic [UnitAddrW-1:0] syn_unit;
  logic [UnitAddrW-1:0] syn_delta;
  logic [UnitAddrW-1:0] syn_word;
  logic                 bad_syn;
  logic [1:0]           syn_shift;
  logic                 own_syn;   // each bank has an address of its own

  assign own_syn = walk_i.columns && !issue_i.fetch;
  assign is_syn = issue_i.fetch || dec_i.is_lds || dec_i.is_sts || dec_i.is_dlt;

  always_comb begin
    plane = 3'd0;
    syn_width = 2'd0;
    syn_sub = 2'd0;
    syn_unit = '0;
    syn_delta = '0;
    syn_word = '0;
    bad_syn = 1'b0;
    syn_shift = 2'd0;
    if (issue_i.valid && walk_i.rows && is_syn) begin
      if (walk_i.columns && !walk_i.indexed) begin
        syn_unit = issue_i.logical[UnitAddrW-1:0];
      end else begin
        syn_unit = walk_i.address + (walk_i.squares ? UnitAddrW'({issue_i.unit, {LaneW{1'b0}}})
                                                    : UnitAddrW'(issue_i.unit));
      end
      if (!issue_i.fetch) begin
        plane = dec_i.imm[snnc_isa_pkg::ImmPlaneLsb +: snnc_isa_pkg::ImmPlaneWidth];
      end
      if (plane == 3'd0) begin
        syn_width = walk_i.wide ? snnc_isa_pkg::Width16 : snnc_isa_pkg::Width8;
        // An entry of the second index fills a word.
        syn_shift = (issue_i.fetch && walk_i.columns) ? 2'd0 : 2'(3'd5 - walk_i.entry_log2);
      end else begin
        {syn_width, syn_delta} = planes_i[plane*PlaneW +: PlaneW];
        syn_shift = 2'd2 - syn_width;
      end
      // The banks add the plane to units of their own, whose values they align.
      if (!own_syn) begin
        syn_unit = syn_unit + syn_delta;
        syn_word = syn_unit >> syn_shift;
        case (syn_shift)
          2'd2: syn_sub = syn_unit[1:0];
          2'd1: syn_sub = {syn_unit[0], 1'b0};
          default: syn_sub = 2'd0;
        endcase
        bad_syn = syn_word >= UnitAddrW'(snnc_tile_pkg::SynapseRows);
      end
    end
  end

  always_comb begin
    error = 5'd0;
    if (issue_i.valid && !halt_i) begin
      if (issue_i.fetch) begin
        error[snnc_tile_pkg::ErrAddress] = bad_syn;
      end else if (issue_i.past_end) begin
        error[snnc_tile_pkg::ErrPastEnd] = 1'b1;
      end else if (dec_i.illegal) begin
        error[snnc_tile_pkg::ErrIllegal] = 1'b1;
      end else begin
        error[snnc_tile_pkg::ErrAddress] = bad_address || bad_syn;
      end
    end
  end

  assign good = issue_i.valid && !halt_i && (error == 5'd0);
  assign issued_o = good && issue_i.first_sub && !issue_i.fetch;

  // Common values of the row.
  logic [31:0] common;
  logic [31:0] random;
  logic [2:0]  random_index;

  assign random_index = dec_i.imm[snnc_isa_pkg::ImmRcomLsb +: snnc_isa_pkg::ImmRcomWidth];

  always_comb begin
    common = 32'd0;
    random = 32'd0;
    if (issue_i.valid && (dec_i.is_ldc || dec_i.is_dlt)) begin
      common = commons_i[{common_index, 5'd0} +: 32];
      random = commons_i[{random_index, 5'd0} +: 32];
    end
  end

  always_comb begin
    is_o = '0;
    if (good) begin
      is_o.valid = 1'b1;
      is_o.slot = issue_i.slot;
      is_o.ra = dec_i.ra;
      is_o.rb = dec_i.rb;
      is_o.rc = dec_i.rc;
      is_o.b_common = dec_i.bimm || dec_i.is_ldm || dec_i.is_lid || dec_i.is_ldc || dec_i.is_sig;
      is_o.common = dec_i.is_ldm ? modulator_i : dec_i.is_lid ? issue_i.logical :
                    dec_i.is_ldc ? common :
                    dec_i.is_sig ? {31'd0, signals_i[dec_i.imm[2:0]]} : dec_i.imm;
    end
  end

  // EX1
  logic                valid1_q;
  logic                last1_q;
  logic [1:0]          slot1_q;
  snnc_tile_pkg::lane_ex1_t ex1_q;
  snnc_tile_pkg::lane_tg1_t tg1_q;
  logic                ld1_q;
  logic                st1_q;
  logic                ldp1_q;
  logic                mac1_q;
  logic                emit1_q;
  logic                writes1_q;
  logic [2:0]          from1_q;
  logic [3:0]          rd1_q;
  logic [1:0]          rnd1_q;
  logic                sat1_q;
  logic [StateW-1:0]   state1_q;
  logic [AccW-1:0]     port1_q;
  logic [1:0]          sub1_q;
  logic [GroupW-1:0]   group1_q;
  logic [BlockW-1:0]   block1_q;
  logic [BlockW-1:0]   source1_q;
  logic [Lanes-1:0]    mask1_q;
  logic [PcW:0]        pc1_q;
  logic [4:0]          error1_q;
  logic                lds1_q, sts1_q, ldd1_q, event1_q, pay1_q, due1_q, mask_op1_q, dlt1_q;
  logic                fetch1_q;
  logic                weight1_q;
  logic [SynW-1:0]     syn1_q;
  logic [1:0]          syn_sub1_q, syn_width1_q;
  logic [15:0]         factor1_q;
  logic [31:0]         random1_q;
  logic                one1_q;
  snnc_tile_pkg::bank_ex1_t bank1_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid1_q <= 1'b0;
      error1_q <= 5'd0;
    end else begin
      valid1_q <= good;
      error1_q <= error;
    end
    if (issue_i.valid) begin
      last1_q <= issue_i.last_sub;
      slot1_q <= issue_i.slot;
      ex1_q.valid <= 1'b1;
      ex1_q.is_lut <= dec_i.is_lut;
      ex1_q.is_shr <= dec_i.is_shr;
      ex1_q.is_rand <= dec_i.is_rand;
      ex1_q.is_rand2 <= dec_i.is_rand2;
      ex1_q.is_cond <= dec_i.is_emit || dec_i.is_due || dec_i.is_mask;
      tg1_q.addp <= dec_i.is_addp;
      tg1_q.target <= walk_i.indexed &&
                      (walk_i.columns ? load_common : dec_i.is_ld || dec_i.is_dlt);
      tg1_q.slot <= issue_i.slot;
      tg1_q.port_slot <= (step_i + 7'd1) &
          ((7'd1 << dec_i.imm[snnc_isa_pkg::ImmSlotsLsb +: snnc_isa_pkg::ImmSlotsWidth]) - 7'd1);
      tg1_q.indexed <= walk_i.indexed;
      tg1_q.block <= walk_i.columns ? 16'd0 :
                     walk_i.indexed ? walk_i.block : walk_i.block + 16'(issue_i.unit);
      ex1_q.first_sub <= issue_i.first_sub;
      ex1_q.op <= dec_i.op;
      ex1_q.sh <= dec_i.sh;
      ex1_q.imm <= imm;
      ld1_q <= dec_i.is_ld || dec_i.is_dlt || load_common;
      one1_q <= dec_i.is_ld && walk_i.columns;
      st1_q <= dec_i.is_st;
      ldp1_q <= dec_i.is_ldp;
      mac1_q <= dec_i.is_mac;
      emit1_q <= dec_i.is_emit;
      lds1_q <= dec_i.is_lds || dec_i.is_dlt || issue_i.fetch;
      sts1_q <= dec_i.is_sts;
      ldd1_q <= dec_i.is_ldd;
      event1_q <= dec_i.is_event;
      pay1_q <= dec_i.is_pay;
      due1_q <= dec_i.is_due;
      mask_op1_q <= dec_i.is_mask;
      dlt1_q <= dec_i.is_dlt;
      fetch1_q <= issue_i.fetch;
      weight1_q <= plane == 3'd0;
      syn1_q <= syn_word[SynW-1:0];
      syn_sub1_q <= syn_sub;
      syn_width1_q <= syn_width;
      factor1_q <= common[15:0];
      random1_q <= random;
      bank1_q.store <= dec_i.is_sts;
      bank1_q.indexed <= walk_i.indexed;
      bank1_q.slot <= issue_i.slot;
      bank1_q.rotate <= walk_i.rotate;
      bank1_q.unit <= syn_unit;
      bank1_q.delta <= syn_delta;
      bank1_q.shift <= syn_shift;
      bank1_q.valid <= own_syn && is_syn;
      writes1_q <= dec_i.writes;
      from1_q <= load_common ? snnc_tile_pkg::FromState : dec_i.from;
      rd1_q <= dec_i.rd;
      rnd1_q <= dec_i.rnd;
      sat1_q <= dec_i.sat;
      state1_q <= state_word[StateW-1:0];
      port1_q <= port_word[AccW-1:0];
      sub1_q <= sub;
      group1_q <= issue_i.group;
      block1_q <= issue_i.block;
      source1_q <= issue_i.source_block;
      mask1_q <= issue_i.mask;
      pc1_q <= issue_i.pc;
    end
  end

  always_comb begin
    ex1_o = ex1_q;
    ex1_o.valid = valid1_q;
    tg1_o = tg1_q;
    tg1_o.target = valid1_q && tg1_q.target;
    tg1_o.addp = valid1_q && tg1_q.addp;
    bank1_o = bank1_q;
    bank1_o.valid = valid1_q && bank1_q.valid;
  end

  assign state_re_o = valid1_q && ld1_q;
  assign state_raddr_o = state1_q;
  assign port_re_o = valid1_q && ldp1_q;
  assign port_raddr_o = port1_q;
  assign syn_re_o = valid1_q && lds1_q;
  assign syn_raddr_o = syn1_q;
  assign event_re_o = valid1_q && event1_q;
  assign due_o = valid1_q && due1_q;
  assign emit_o = valid1_q && emit1_q;
  assign emit_group_o = group1_q;
  assign emit_block_o = block1_q;
  assign emit_source_o = source1_q;
  assign emit_mask_o = mask1_q;

  // Lanes of each slot's unit that hold a synapse and are not masked.
  logic [Lanes-1:0] active_q [4];
  logic             lane_bad1;

  assign active_o = active_q[slot1_q];
  assign lane_bad1 = valid1_q && (((lane_bad_i & active_q[slot1_q]) != '0) || bank_bad_i);

  // EX2
  logic                     valid2_q;
  snnc_tile_pkg::lane_ex2_t ex2_q;
  snnc_tile_pkg::lane_tg2_t tg2_q;
  logic                     sts2_q;
  snnc_tile_pkg::lane_ex3_t ctl2_q;
  logic                     clear2_q;
  logic [AccW-1:0]          port2_q;
  logic [StateW-1:0]        state2_q;
  logic [Lanes-1:0]         mask2_q;
  logic [PcW:0]             pc2_q;
  logic [GroupW-1:0]        group2_q;
  logic [4:0]               error2_q;
  logic                     dlt2_q, weight2_q;
  logic [SynW-1:0]          syn2_q;
  logic [1:0]               syn_sub2_q, syn_width2_q;
  logic [15:0]              factor2_q;
  logic [31:0]              random2_q;
  snnc_tile_pkg::bank_ex2_t bank2_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid2_q <= 1'b0;
      clear2_q <= 1'b0;
      error2_q <= 5'd0;
    end else begin
      valid2_q <= valid1_q && !halt_i && !lane_bad1;
      clear2_q <= valid1_q && ldp1_q && !halt_i;
      error2_q <= error1_q;
      error2_q[snnc_tile_pkg::ErrAddress] <= error1_q[snnc_tile_pkg::ErrAddress] ||
                                             (lane_bad1 && !halt_i);
    end
    if (valid1_q) begin
      dlt2_q <= dlt1_q;
    end
    if (valid1_q && (lds1_q || sts1_q)) begin
      weight2_q <= weight1_q;
      syn2_q <= syn1_q;
      syn_sub2_q <= syn_sub1_q;
      syn_width2_q <= syn_width1_q;
      factor2_q <= factor1_q;
      random2_q <= random1_q;
    end
    if (valid1_q || (error1_q != 5'd0)) begin
      ex2_q.valid <= 1'b1;
      ex2_q.slot <= slot1_q;
      ex2_q.from <= from1_q;
      ex2_q.is_rand <= ex1_q.is_rand;
      ex2_q.sh <= ex1_q.sh;
      ex2_q.rnd <= rnd1_q;
      ex2_q.width <= (from1_q == snnc_tile_pkg::FromSynapse) ? syn_width1_q :
                     ex1_q.imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
      ex2_q.sub <= (from1_q == snnc_tile_pkg::FromSynapse) ? syn_sub1_q : sub1_q;
      ex2_q.reads <= ld1_q || (from1_q == snnc_tile_pkg::FromSynapse);
      ex2_q.is_target <= tg1_q.target;
      ex2_q.is_one <= one1_q;
      ex2_q.is_pay <= pay1_q;
      tg2_q.fetch <= fetch1_q;
      tg2_q.slot <= slot1_q;
      tg2_q.sub <= syn_sub1_q;
      tg2_q.wide <= walk_i.wide;
      tg2_q.columns <= walk_i.columns;
      bank2_q.fetch <= fetch1_q && walk_i.columns;
      bank2_q.slot <= slot1_q;
      bank2_q.read <= bank1_q.valid && lds1_q;
      tg2_q.index_mask <= walk_i.index_mask;
      ex2_q.wide <= ex1_q.imm[snnc_isa_pkg::ImmWideLsb];
      ctl2_q.valid <= 1'b1;
      ctl2_q.writes <= writes1_q && last1_q;
      ctl2_q.is_mac <= mac1_q;
      ctl2_q.is_st <= st1_q || sts1_q;
      sts2_q <= sts1_q;
      ctl2_q.is_rand <= ex1_q.is_rand;
      ctl2_q.draws <= (ex1_q.is_rand && last1_q) || ldd1_q;
      ctl2_q.slot <= slot1_q;
      ctl2_q.rd <= rd1_q;
      ctl2_q.sat <= sat1_q;
      ctl2_q.sh <= ex1_q.sh;
      ctl2_q.width <= sts1_q ? syn_width1_q :
                      ex1_q.imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
      port2_q <= port1_q;
      state2_q <= state1_q;
      mask2_q <= mask1_q;
      pc2_q <= pc1_q;
      group2_q <= group1_q;
    end
  end

  always_comb begin
    ex2_o = ex2_q;
    ex2_o.valid = valid2_q;
    tg2_o = tg2_q;
    tg2_o.fetch = valid2_q && tg2_q.fetch;
    bank2_o.fetch = valid2_q && bank2_q.fetch;
    bank2_o.slot = bank2_q.slot;
    bank2_o.read = valid2_q && bank2_q.read;
  end

  always_comb begin
    dl2_o.valid = valid2_q && dlt2_q;
    dl2_o.factor = factor2_q;
    plane_width_o = syn_width2_q;
    plane_sub_o = syn_sub2_q;
  end

  assign port_clear_o[0] = clear2_q && (ex2_q.wide || !ex2_q.sub[1]);
  assign port_clear_o[1] = clear2_q && (ex2_q.wide || ex2_q.sub[1]);
  assign port_waddr_o = port2_q;

  // EX3
  logic                     valid3_q;
  snnc_tile_pkg::lane_ex3_t ex3_q;
  logic [1:0]               sub3_q;
  logic [StateW-1:0]        state3_q;
  logic [Lanes-1:0]         mask3_q;
  logic [PcW:0]             pc3_q;
  logic [GroupW-1:0]        group3_q;
  logic [4:0]               error3_q;
  logic                     dlt3_q, sts3_q, weight3_q;
  logic [SynW-1:0]          syn3_q;
  logic [1:0]               syn_sub3_q, syn_width3_q;
  logic [1:0]               rnd3_q;
  logic [31:0]              random3_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid3_q <= 1'b0;
      error3_q <= 5'd0;
    end else begin
      valid3_q <= valid2_q && !halt_i;
      error3_q <= error2_q;
    end
    if (valid2_q) begin
      dlt3_q <= dlt2_q;
      sts3_q <= sts2_q;
    end
    if (valid2_q && (dlt2_q || sts2_q)) begin
      weight3_q <= weight2_q;
      syn3_q <= syn2_q;
      syn_sub3_q <= syn_sub2_q;
      syn_width3_q <= syn_width2_q;
      rnd3_q <= ex2_q.rnd;
      random3_q <= random2_q;
    end
    if (valid2_q || (error2_q != 5'd0)) begin
      ex3_q <= ctl2_q;
      sub3_q <= ex2_q.sub;
      state3_q <= state2_q;
      mask3_q <= mask2_q;
      pc3_q <= pc2_q;
      group3_q <= group2_q;
    end
  end

  always_comb begin
    ex3_o = ex3_q;
    ex3_o.valid = valid3_q;
  end

  always_comb begin
    state_we_o = 4'd0;
    if (valid3_q && ex3_q.is_st && !sts3_q && !halt_i) begin
      case (ex3_q.width)
        snnc_isa_pkg::Width8: state_we_o = 4'b0001 << sub3_q;
        snnc_isa_pkg::Width16: state_we_o = 4'b0011 << sub3_q;
        default: state_we_o = 4'b1111;
      endcase
    end
  end

  always_comb begin
    dl3_o.valid = valid3_q && dlt3_q;
    dl3_o.sh = ex3_q.sh;
    dl3_o.rnd = rnd3_q;
    dl3_o.random = random3_q;
  end

  assign sts3_o = valid3_q && sts3_q;

  // EX4: stores to synapses.
  logic             store3;
  logic             store4_q;
  logic             dlt4_q, weight4_q;
  logic [SynW-1:0]  syn4_q;
  logic [1:0]       syn_sub4_q, syn_width4_q;
  logic [Lanes-1:0] active4_q;

  assign store3 = valid3_q && (dlt3_q || sts3_q) && !halt_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      store4_q <= 1'b0;
    end else begin
      store4_q <= store3;
    end
    if (store3) begin
      dlt4_q <= dlt3_q;
      weight4_q <= weight3_q;
      syn4_q <= syn3_q;
      syn_sub4_q <= syn_sub3_q;
      syn_width4_q <= syn_width3_q;
      active4_q <= active_q[ex3_q.slot];
    end
  end

  always_comb begin
    syn_we_o = 4'd0;
    if (store4_q && !halt_i) begin
      case (syn_width4_q)
        snnc_isa_pkg::Width8: syn_we_o = 4'b0001 << syn_sub4_q;
        snnc_isa_pkg::Width16: syn_we_o = 4'b0011 << syn_sub4_q;
        default: syn_we_o = 4'b1111;
      endcase
    end
    dl4_o.valid = store4_q && dlt4_q;
    dl4_o.width = syn_width4_q;
    bank4_o.valid = store4_q && !halt_i && walk_i.columns;
    bank4_o.width = syn_width4_q;
  end

  assign syn_waddr_o = syn4_q;
  assign syn_mask_o = (store4_q && !halt_i) ? active4_q : '0;
  assign update_o = store4_q && weight4_q && !halt_i;

  // A unit begins with the lanes of its row, or with those that it holds.
  always_ff @(posedge clk_i) begin
    if (good && walk_i.rows && issue_i.first && !walk_i.indexed) begin
      active_q[issue_i.slot] <= issue_i.mask;
    end
    if (valid1_q && mask_op1_q) begin
      active_q[slot1_q] <= active_q[slot1_q] & nonzero_i;
    end
    if (valid2_q && tg2_q.fetch) begin
      active_q[tg2_q.slot] <= present_i;
    end
  end

  assign state_waddr_o = state3_q;
  assign ex3_mask_o = mask3_q;
  assign error_o = error3_q;
  assign pc_o = pc3_q;
  assign group_o = group3_q;

  `SNNC_ASSERT(ErrorIsNoWork, (error3_q == 5'd0) || !valid3_q)
  `SNNC_ASSERT(StoreNeedsNoPort, !clear2_q || !valid2_q || (ex2_q.from == snnc_tile_pkg::FromPort))

endmodule
