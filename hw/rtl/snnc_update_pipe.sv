// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Control of the Update pipeline, the same for all lanes: operand read (IS),
// execute (EX1, EX2, EX3). A block's next instruction is issued four cycles
// later, when the result is in the register file. Memories are read in EX1,
// their data are there in EX2; state is written in EX3. Errors travel to EX3.

`include "snnc_assert.svh"

module snnc_update_pipe (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         halt_i,
  input  snnc_tile_pkg::issue_t        issue_i,
  input  snnc_tile_pkg::dec_t          dec_i,
  input  logic [6:0]                   step_i,
  input  logic [31:0]                  modulator_i,
  // To the lanes.
  output snnc_tile_pkg::lane_is_t      is_o,
  output snnc_tile_pkg::lane_ex1_t     ex1_o,
  output snnc_tile_pkg::lane_ex2_t     ex2_o,
  output snnc_tile_pkg::lane_ex3_t     ex3_o,
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
    if (issue_i.valid) begin
      if (dec_i.is_ld || dec_i.is_st) begin
        width = dec_i.imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
        unit = {1'b0, dec_i.imm[15:0]} + 17'(issue_i.block);
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
        bad_address = state_word >= 17'(snnc_tile_pkg::StateRows);
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

  always_comb begin
    error = 5'd0;
    if (issue_i.valid && !halt_i) begin
      if (issue_i.past_end) begin
        error[snnc_tile_pkg::ErrPastEnd] = 1'b1;
      end else if (dec_i.illegal) begin
        error[snnc_tile_pkg::ErrIllegal] = 1'b1;
      end else begin
        error[snnc_tile_pkg::ErrAddress] = bad_address;
      end
    end
  end

  assign good = issue_i.valid && !halt_i && (error == 5'd0);
  assign issued_o = good && issue_i.first_sub;

  always_comb begin
    is_o.valid = good;
    is_o.slot = issue_i.slot;
    is_o.ra = dec_i.ra;
    is_o.rb = dec_i.rb;
    is_o.rc = dec_i.rc;
    is_o.b_common = dec_i.bimm || dec_i.is_ldm || dec_i.is_lid;
    is_o.common = dec_i.is_ldm ? modulator_i : dec_i.is_lid ? issue_i.logical : dec_i.imm;
  end

  // EX1
  logic                valid1_q;
  logic                last1_q;
  logic [1:0]          slot1_q;
  snnc_tile_pkg::lane_ex1_t ex1_q;
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
      ex1_q.is_emit <= dec_i.is_emit;
      ex1_q.first_sub <= issue_i.first_sub;
      ex1_q.op <= dec_i.op;
      ex1_q.sh <= dec_i.sh;
      ex1_q.imm <= dec_i.imm;
      ld1_q <= dec_i.is_ld;
      st1_q <= dec_i.is_st;
      ldp1_q <= dec_i.is_ldp;
      mac1_q <= dec_i.is_mac;
      emit1_q <= dec_i.is_emit;
      writes1_q <= dec_i.writes;
      from1_q <= dec_i.from;
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
  end

  assign state_re_o = valid1_q && ld1_q;
  assign state_raddr_o = state1_q;
  assign port_re_o = valid1_q && ldp1_q;
  assign port_raddr_o = port1_q;
  assign emit_o = valid1_q && emit1_q;
  assign emit_group_o = group1_q;
  assign emit_block_o = block1_q;
  assign emit_source_o = source1_q;
  assign emit_mask_o = mask1_q;

  // EX2
  logic                     valid2_q;
  snnc_tile_pkg::lane_ex2_t ex2_q;
  snnc_tile_pkg::lane_ex3_t ctl2_q;
  logic                     clear2_q;
  logic [AccW-1:0]          port2_q;
  logic [StateW-1:0]        state2_q;
  logic [Lanes-1:0]         mask2_q;
  logic [PcW:0]             pc2_q;
  logic [GroupW-1:0]        group2_q;
  logic [4:0]               error2_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid2_q <= 1'b0;
      clear2_q <= 1'b0;
      error2_q <= 5'd0;
    end else begin
      valid2_q <= valid1_q && !halt_i;
      clear2_q <= valid1_q && ldp1_q && !halt_i;
      error2_q <= error1_q;
    end
    if (valid1_q || (error1_q != 5'd0)) begin
      ex2_q.valid <= 1'b1;
      ex2_q.slot <= slot1_q;
      ex2_q.from <= from1_q;
      ex2_q.is_rand <= ex1_q.is_rand;
      ex2_q.sh <= ex1_q.sh;
      ex2_q.rnd <= rnd1_q;
      ex2_q.width <= ex1_q.imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
      ex2_q.sub <= sub1_q;
      ex2_q.wide <= ex1_q.imm[snnc_isa_pkg::ImmWideLsb];
      ctl2_q.valid <= 1'b1;
      ctl2_q.writes <= writes1_q && last1_q;
      ctl2_q.is_mac <= mac1_q;
      ctl2_q.is_st <= st1_q;
      ctl2_q.is_rand <= ex1_q.is_rand;
      ctl2_q.draws <= ex1_q.is_rand && last1_q;
      ctl2_q.slot <= slot1_q;
      ctl2_q.rd <= rd1_q;
      ctl2_q.sat <= sat1_q;
      ctl2_q.sh <= ex1_q.sh;
      ctl2_q.width <= ex1_q.imm[snnc_isa_pkg::ImmWidthLsb +: snnc_isa_pkg::ImmWidthWidth];
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

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid3_q <= 1'b0;
      error3_q <= 5'd0;
    end else begin
      valid3_q <= valid2_q && !halt_i;
      error3_q <= error2_q;
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
    if (valid3_q && ex3_q.is_st && !halt_i) begin
      case (ex3_q.width)
        snnc_isa_pkg::Width8: state_we_o = 4'b0001 << sub3_q;
        snnc_isa_pkg::Width16: state_we_o = 4'b0011 << sub3_q;
        default: state_we_o = 4'b1111;
      endcase
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
