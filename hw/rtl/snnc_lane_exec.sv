// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The datapath of Update and Learn in one lane: registers, ALU, shifter, random
// numbers.

`include "snnc_assert.svh"

module snnc_lane_exec #(
  parameter int unsigned Lane = 0
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic [31:0]                   step_i,
  input  snnc_tile_pkg::lane_is_t       is_i,
  input  snnc_tile_pkg::lane_ex1_t      ex1_i,
  input  snnc_tile_pkg::lane_ex2_t      ex2_i,
  input  snnc_tile_pkg::lane_ex3_t      ex3_i,
  // EX1: operand A, address of the table, the lane's condition.
  output logic signed [31:0]            operand_o,
  output logic [snnc_tile_pkg::TableW-1:0] table_addr_o,
  output logic                          nonzero_o,
  // EX2: words of the memories.
  input  logic [31:0]                   state_rdata_i,
  input  logic [31:0]                   port_rdata_i,
  input  logic [31:0]                   table_rdata_i,
  input  logic [31:0]                   synapse_rdata_i,
  input  logic                          fired_i,
  input  logic [15:0]                   payload_i,
  // EX2: byte of the state's word, where the lane has a target of its own.
  input  logic [1:0]                    target_sub_i,
  // EX2: the word of the one target of a column.
  input  logic [31:0]                   one_i,
  output logic signed [31:0]            state_o,
  // EX3: value to store or payload.
  output logic [31:0]                   result_o,
  output logic                          clamped_o
);

  localparam int unsigned TableW = snnc_tile_pkg::TableW;

  // IS
  logic [31:0] rf_a, rf_b, rf_c;
  logic        rf_we;

  snnc_mem_rf #(
    .Width(32),
    .Depth(64)
  ) u_rf (
    .clk_i,
    .re_i     (is_i.valid),
    .raddr_a_i({is_i.slot, is_i.ra}),
    .rdata_a_o(rf_a),
    .raddr_b_i({is_i.slot, is_i.rb}),
    .rdata_b_o(rf_b),
    .raddr_c_i({is_i.slot, is_i.rc}),
    .rdata_c_o(rf_c),
    .we_i     (rf_we),
    .waddr_i  ({ex3_i.slot, ex3_i.rd}),
    .wdata_i  (result_o)
  );

  // EX1
  logic signed [31:0] a1_q, b1_q, c1_q;
  logic signed [63:0] alu1;
  logic [4:0]         shift1;

  always_ff @(posedge clk_i) begin
    if (is_i.valid) begin
      a1_q <= rf_a;
      b1_q <= is_i.b_common ? is_i.common : rf_b;
      c1_q <= rf_c;
    end
  end

  snnc_alu #(
    .Lane(Lane)
  ) u_alu (
    .clk_i,
    .rst_ni,
    .valid_i    (ex1_i.valid),
    .op_i       (ex1_i.op),
    .a_i        (a1_q),
    .b_i        (b1_q),
    .c_nonzero_i(c1_q != 32'sd0),
    .result_o   (alu1)
  );

  always_comb begin
    shift1 = ex1_i.sh;
    if (ex1_i.valid && ex1_i.is_shr) begin
      shift1 = (b1_q[4:0] == 5'd31) ? 5'd30 : b1_q[4:0];
    end
  end

  assign operand_o = a1_q;
  assign nonzero_o = ex1_i.is_cond && (a1_q != 32'sd0);

  logic signed [31:0] index;

  always_comb begin
    index = 32'sd0;
    table_addr_o = '0;
    if (ex1_i.valid && ex1_i.is_lut) begin
      index = a1_q >>> ex1_i.sh;
      if (index < 32'sd0) begin
        index = 32'sd0;
      end else if (index >= signed'({16'd0, ex1_i.imm[31:16]})) begin
        index = signed'({16'd0, ex1_i.imm[31:16] - 16'd1});
      end
      table_addr_o = TableW'(index) + ex1_i.imm[TableW-1:0];
    end
  end

  logic [31:0] word3;

  snnc_threefry u_threefry (
    .clk_i,
    .rst_ni,
    .ex1_valid_i  (ex1_i.valid && ex1_i.is_rand),
    .ex1_first_i  (ex1_i.first_sub),
    .ex1_counter_i(a1_q),
    .ex1_second_i (ex1_i.is_rand2 ? b1_q : 32'd0),
    .ex1_key_i    (ex1_i.imm),
    .step_i,
    .ex2_valid_i  (ex2_i.valid && ex2_i.is_rand),
    .ex3_valid_i  (ex3_i.valid && ex3_i.is_rand),
    .ex3_word_o   (word3)
  );

  // EX2
  logic signed [63:0] alu2_q, shifted2, value2;
  logic signed [31:0] c2_q;
  logic [4:0]         shift2_q;
  logic [31:0]        random2;
  logic [31:0]        random_q [4];
  logic [31:0]        aligned2;

  always_ff @(posedge clk_i) begin
    if (ex1_i.valid) begin
      alu2_q <= alu1;
      c2_q <= c1_q;
      shift2_q <= shift1;
    end
  end

  assign random2 = (ex2_i.rnd == snnc_isa_pkg::RndStochastic) ? random_q[ex2_i.slot] : 32'd0;

  snnc_round_shift u_round_shift (
    .clk_i,
    .rst_ni,
    .valid_i (ex2_i.valid && (ex2_i.from == snnc_tile_pkg::FromShift)),
    .value_i (alu2_q),
    .shift_i (shift2_q),
    .mode_i  (ex2_i.rnd),
    .random_i(random2),
    .result_o(shifted2)
  );

  always_comb begin
    value2 = alu2_q;
    aligned2 = 32'd0;
    state_o = 32'sd0;
    if (ex2_i.valid) begin
      if (ex2_i.reads) begin
        aligned2 = (ex2_i.from == snnc_tile_pkg::FromSynapse)
                       ? synapse_rdata_i >> {ex2_i.sub, 3'd0}
                       : (ex2_i.is_one ? one_i : state_rdata_i) >>
                             {ex2_i.is_target ? target_sub_i : ex2_i.sub, 3'd0};
        case (ex2_i.width)
          snnc_isa_pkg::Width8: state_o = 32'(signed'(aligned2[7:0]));
          snnc_isa_pkg::Width16: state_o = 32'(signed'(aligned2[15:0]));
          default: state_o = signed'(aligned2);
        endcase
      end
      case (ex2_i.from)
        snnc_tile_pkg::FromShift: value2 = shifted2;
        snnc_tile_pkg::FromState, snnc_tile_pkg::FromSynapse: value2 = 64'(state_o) <<< ex2_i.sh;
        snnc_tile_pkg::FromEvent: begin
          value2 = 64'sd0;
          if (fired_i) begin
            value2 = ex2_i.is_pay ? 64'(signed'(payload_i)) : 64'sd1;
          end
        end
        snnc_tile_pkg::FromPort: begin
          aligned2 = port_rdata_i >> {ex2_i.sub, 3'd0};
          value2 = ex2_i.wide ? 64'(signed'(aligned2)) : 64'(signed'(aligned2[15:0]));
          value2 = value2 <<< ex2_i.sh;
        end
        snnc_tile_pkg::FromTable: value2 = 64'(signed'(table_rdata_i));
        default: ;
      endcase
    end
  end

  // EX3
  logic signed [63:0] value3_q, value3;
  logic signed [31:0] c3_q;

  always_ff @(posedge clk_i) begin
    if (ex2_i.valid) begin
      value3_q <= value2;
      c3_q <= c2_q;
    end
  end

  always_comb begin
    value3 = value3_q;
    if (ex3_i.valid && ex3_i.is_mac) begin
      value3 = value3_q + 64'(c3_q);
    end else if (ex3_i.valid && ex3_i.is_rand) begin
      value3 = signed'({32'd0, word3 >> ex3_i.sh});
    end
  end

  snnc_fit u_fit (
    .clk_i,
    .rst_ni,
    .valid_i   (ex3_i.valid),
    .value_i   (value3),
    .saturate_i(ex3_i.sat),
    .store_i   (ex3_i.is_st),
    .width_i   (ex3_i.width),
    .result_o,
    .clamped_o
  );

  assign rf_we = ex3_i.valid && ex3_i.writes;

  always_ff @(posedge clk_i) begin
    if (ex3_i.valid && ex3_i.draws) begin
      random_q[ex3_i.slot] <= ex3_i.is_rand ? word3 : value3[31:0];
    end
  end

  `SNNC_ASSERT(DrawsAreWritten, !ex3_i.valid || !ex3_i.draws || ex3_i.writes)

endmodule
