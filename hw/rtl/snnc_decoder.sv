// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decodes an instruction word. Numbers and legality come from isa/Isa.td.

`include "snnc_assert.svh"

module snnc_decoder (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                valid_i,
  input  logic [3:0]          kind_i,   // of program, one-hot
  input  logic [63:0]         word_i,
  output logic                is_end_o,
  output logic [3:0]          slots_o,
  output snnc_tile_pkg::dec_t dec_o
);

  logic [5:0] op;

  assign op = word_i[snnc_isa_pkg::OpLsb +: snnc_isa_pkg::OpWidth];

  always_comb begin
    dec_o = '0;
    is_end_o = 1'b0;
    slots_o = 4'd0;
    if (valid_i) begin
      dec_o.illegal = snnc_isa_pkg::is_illegal(word_i, kind_i);
      slots_o = snnc_isa_pkg::slots(op);
      dec_o.op = op;
      dec_o.rd = word_i[snnc_isa_pkg::RdLsb +: snnc_isa_pkg::RdWidth];
      dec_o.ra = word_i[snnc_isa_pkg::RaLsb +: snnc_isa_pkg::RaWidth];
      dec_o.rb = word_i[snnc_isa_pkg::RbLsb +: snnc_isa_pkg::RbWidth];
      dec_o.rc = word_i[snnc_isa_pkg::RcLsb +: snnc_isa_pkg::RcWidth];
      dec_o.bimm = word_i[snnc_isa_pkg::BimmLsb];
      dec_o.rnd = word_i[snnc_isa_pkg::RndLsb +: snnc_isa_pkg::RndWidth];
      dec_o.sh = word_i[snnc_isa_pkg::ShLsb +: snnc_isa_pkg::ShWidth];
      dec_o.sat = word_i[snnc_isa_pkg::SatLsb];
      dec_o.imm = word_i[snnc_isa_pkg::ImmLsb +: snnc_isa_pkg::ImmWidth];
      is_end_o = (op == snnc_isa_pkg::OpEnd) || (!kind_i[0] && word_i[snnc_isa_pkg::LastLsb]);
      dec_o.is_ld = op == snnc_isa_pkg::OpLd;
      dec_o.is_st = op == snnc_isa_pkg::OpSt;
      dec_o.is_ldp = op == snnc_isa_pkg::OpLdp;
      dec_o.is_ldm = op == snnc_isa_pkg::OpLdm;
      dec_o.is_lid = op == snnc_isa_pkg::OpLid;
      dec_o.is_lut = op == snnc_isa_pkg::OpLut;
      dec_o.is_mac = op == snnc_isa_pkg::OpMac;
      dec_o.is_shr = op == snnc_isa_pkg::OpShr;
      dec_o.is_rand = (op == snnc_isa_pkg::OpRand) || (op == snnc_isa_pkg::OpRand2);
      dec_o.is_emit = op == snnc_isa_pkg::OpEmit;
      dec_o.writes = !((op == snnc_isa_pkg::OpEnd) || dec_o.is_st || dec_o.is_emit);
      if (!kind_i[0]) begin
        dec_o.is_lds = op == snnc_isa_pkg::OpLds;
        dec_o.is_sts = op == snnc_isa_pkg::OpSts;
        dec_o.is_ldc = (op == snnc_isa_pkg::OpLdc) || (op == snnc_isa_pkg::OpLdd);
        dec_o.is_ldd = op == snnc_isa_pkg::OpLdd;
        dec_o.is_event = (op == snnc_isa_pkg::OpFired) || (op == snnc_isa_pkg::OpPay);
        dec_o.is_pay = op == snnc_isa_pkg::OpPay;
        dec_o.is_sig = op == snnc_isa_pkg::OpSig;
        dec_o.is_due = op == snnc_isa_pkg::OpDue;
        dec_o.is_mask = op == snnc_isa_pkg::OpMask;
        dec_o.is_addp = op == snnc_isa_pkg::OpAddp;
        dec_o.is_rand2 = op == snnc_isa_pkg::OpRand2;
        dec_o.is_dlt = op == snnc_isa_pkg::OpDlt;
        if (dec_o.is_sts || dec_o.is_due || dec_o.is_mask || dec_o.is_addp || dec_o.is_dlt) begin
          dec_o.writes = 1'b0;
        end
      end
      case (op)
        snnc_isa_pkg::OpLd: dec_o.from = snnc_tile_pkg::FromState;
        snnc_isa_pkg::OpLdp: dec_o.from = snnc_tile_pkg::FromPort;
        snnc_isa_pkg::OpLut: dec_o.from = snnc_tile_pkg::FromTable;
        snnc_isa_pkg::OpRand, snnc_isa_pkg::OpRand2: dec_o.from = snnc_tile_pkg::FromRandom;
        snnc_isa_pkg::OpLds: dec_o.from = snnc_tile_pkg::FromSynapse;
        snnc_isa_pkg::OpFired, snnc_isa_pkg::OpPay: dec_o.from = snnc_tile_pkg::FromEvent;
        snnc_isa_pkg::OpMul, snnc_isa_pkg::OpMac, snnc_isa_pkg::OpShr, snnc_isa_pkg::OpSt,
        snnc_isa_pkg::OpSts:
          dec_o.from = snnc_tile_pkg::FromShift;
        default: dec_o.from = snnc_tile_pkg::FromAlu;
      endcase
    end
  end

  `SNNC_ASSERT(ZeroIsIllegal, !valid_i || (word_i != 64'd0) || dec_o.illegal)

endmodule
