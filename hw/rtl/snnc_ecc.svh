// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The codes of the memories, for the inside of a module; written by
// hw/gen_ecc.py.

  // The data bits that a check bit is the parity of.
  function automatic logic [63:0] ecc_members(input logic [3:0] checks, input logic [2:0] check);
    case ({checks, check})
      {4'd3, 3'd0}: ecc_members = 64'h0000000000000001;
      {4'd3, 3'd1}: ecc_members = 64'h0000000000000001;
      {4'd3, 3'd2}: ecc_members = 64'h0000000000000001;
      {4'd4, 3'd0}: ecc_members = 64'h0000000000000007;
      {4'd4, 3'd1}: ecc_members = 64'h000000000000000b;
      {4'd4, 3'd2}: ecc_members = 64'h000000000000000d;
      {4'd4, 3'd3}: ecc_members = 64'h000000000000000e;
      {4'd5, 3'd0}: ecc_members = 64'h000000000000056b;
      {4'd5, 3'd1}: ecc_members = 64'h00000000000006ad;
      {4'd5, 3'd2}: ecc_members = 64'h00000000000005d5;
      {4'd5, 3'd3}: ecc_members = 64'h0000000000000736;
      {4'd5, 3'd4}: ecc_members = 64'h00000000000006da;
      {4'd6, 3'd0}: ecc_members = 64'h0000000001f55555;
      {4'd6, 3'd1}: ecc_members = 64'h0000000002faaa55;
      {4'd6, 3'd2}: ecc_members = 64'h00000000037a95a9;
      {4'd6, 3'd3}: ecc_members = 64'h0000000003b969a6;
      {4'd6, 3'd4}: ecc_members = 64'h0000000003d6669a;
      {4'd6, 3'd5}: ecc_members = 64'h0000000003e59a6a;
      {4'd7, 3'd0}: ecc_members = 64'h016eedba8ca53295;
      {4'd7, 3'd1}: ecc_members = 64'h01b75ddc53294ca5;
      {4'd7, 3'd2}: ecc_members = 64'h01dbaed964ca5329;
      {4'd7, 3'd3}: ecc_members = 64'h01bcf6ea995294aa;
      {4'd7, 3'd4}: ecc_members = 64'h017b7b6ca62ca54a;
      {4'd7, 3'd5}: ecc_members = 64'h01e7b77549932952;
      {4'd7, 3'd6}: ecc_members = 64'h01dddbb33254ca54;
      {4'd8, 3'd0}: ecc_members = 64'h5b48a4a8a8a52925;
      {4'd8, 3'd1}: ecc_members = 64'h6b25494945492529;
      {4'd8, 3'd2}: ecc_members = 64'h6d923146292a4a49;
      {4'd8, 3'd3}: ecc_members = 64'had4a8a315252494a;
      {4'd8, 3'd4}: ecc_members = 64'hb52954928a499252;
      {4'd8, 3'd5}: ecc_members = 64'hb654644c54945292;
      {4'd8, 3'd6}: ecc_members = 64'hd6950b22a292a494;
      {4'd8, 3'd7}: ecc_members = 64'hdaa29295152494a4;
      default: ecc_members = 64'd0;
    endcase
  endfunction
