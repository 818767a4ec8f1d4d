// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_mem_1r1w with ECC is the plain memory as long as no bit flips: every granule
// of an arbitrary word that has been written reads the same, and a word that
// has been written as a whole raises no flag.

module fv_memory #(
  parameter int unsigned Width = 16,
  parameter int unsigned Gran = 8,
  localparam int unsigned Depth = 4,
  localparam int unsigned AddrW = 2,
  localparam int unsigned MaskW = Width / Gran
) (
  input logic             clk_i,
  input logic             re_i,
  input logic [AddrW-1:0] raddr_i,
  input logic [MaskW-1:0] we_i,
  input logic [AddrW-1:0] waddr_i,
  input logic [Width-1:0] wdata_i,
  input logic [AddrW-1:0] where_i
);

  logic [Width-1:0] rdata;
  logic [Width-1:0] plain;
  logic             corrected;
  logic             uncorrectable;
  logic             plain_corrected;
  logic             plain_uncorrectable;

  snnc_mem_1r1w #(
    .Width(Width),
    .Depth(Depth),
    .Gran (Gran),
    .Ecc  (1'b1)
  ) dut (
    .clk_i,
    .re_i,
    .raddr_i,
    .rdata_o        (rdata),
    .corrected_o    (corrected),
    .uncorrectable_o(uncorrectable),
    .we_i,
    .waddr_i,
    .wdata_i
  );

  snnc_mem_1r1w #(
    .Width(Width),
    .Depth(Depth),
    .Gran (Gran)
  ) u_plain (
    .clk_i,
    .re_i,
    .raddr_i,
    .rdata_o        (plain),
    .corrected_o    (plain_corrected),
    .uncorrectable_o(plain_uncorrectable),
    .we_i,
    .waddr_i,
    .wdata_i
  );

  // The word that is followed, and its granules that have been written; the same
  // of what was read last.
  logic [AddrW-1:0] where;
  logic [AddrW-1:0] where_q;
  logic [MaskW-1:0] written_q = '0;
  logic [MaskW-1:0] read_written_q = '0;
  logic             read_q = 1'b0;
  logic             started_q = 1'b0;

  assign where = started_q ? where_q : where_i;

  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    where_q <= where;
    read_q <= re_i;
    if (waddr_i == where) begin
      written_q <= written_q | we_i;
    end
    if (re_i) begin
      read_written_q <= (raddr_i == where) ? written_q : '0;
    end
  end

  always_comb begin
    if (started_q) begin
      for (int unsigned i = 0; i < MaskW; i++) begin
        assert (!read_written_q[i] || (rdata[i*Gran +: Gran] == plain[i*Gran +: Gran]));
      end
      if (!read_q || (read_written_q == '1)) begin
        Sound: assert (!corrected && !uncorrectable);
      end
      NoFlags: assert (!plain_corrected && !plain_uncorrectable);
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside: the stored granules are code words of
  // the plain ones.
  localparam int unsigned Checks = (Gran == 1) ? 3 : (Gran == 8) ? 5 : (Gran == 16) ? 6 : 7;
  localparam int unsigned CodeW = Gran + Checks;

  (* hierconn *) wire [MaskW*CodeW-1:0] \dut.rdata_q ;
  (* hierconn *) wire [Width-1:0] \u_plain.rdata_q ;
  (* hierconn *) wire \dut.g_ecc.read_q ;
  (* hierconn *) wire [MaskW*CodeW-1:0] \dut.mem_q[0] ;
  (* hierconn *) wire [MaskW*CodeW-1:0] \dut.mem_q[1] ;
  (* hierconn *) wire [MaskW*CodeW-1:0] \dut.mem_q[2] ;
  (* hierconn *) wire [MaskW*CodeW-1:0] \dut.mem_q[3] ;
  (* hierconn *) wire [Width-1:0] \u_plain.mem_q[0] ;
  (* hierconn *) wire [Width-1:0] \u_plain.mem_q[1] ;
  (* hierconn *) wire [Width-1:0] \u_plain.mem_q[2] ;
  (* hierconn *) wire [Width-1:0] \u_plain.mem_q[3] ;
  logic [MaskW*CodeW-1:0] stored;
  logic [Width-1:0]       word;
  logic [MaskW*CodeW-1:0] code;
  logic [MaskW*CodeW-1:0] read_code;

  assign stored = where[1] ? (where[0] ? \dut.mem_q[3] : \dut.mem_q[2] )
                           : (where[0] ? \dut.mem_q[1] : \dut.mem_q[0] );
  assign word = where[1] ? (where[0] ? \u_plain.mem_q[3] : \u_plain.mem_q[2] )
                         : (where[0] ? \u_plain.mem_q[1] : \u_plain.mem_q[0] );

  for (genvar i = 0; i < MaskW; i++) begin : g_granule
    snnc_ecc_encode #(
      .Width (Gran),
      .Checks(Checks)
    ) u_word (
      .data_i(word[i*Gran +: Gran]),
      .code_o(code[i*CodeW +: CodeW])
    );

    snnc_ecc_encode #(
      .Width (Gran),
      .Checks(Checks)
    ) u_read (
      .data_i(\u_plain.rdata_q [i*Gran +: Gran]),
      .code_o(read_code[i*CodeW +: CodeW])
    );
  end

  always_comb begin
    if (started_q) begin
      assert (\dut.g_ecc.read_q == read_q);
      for (int unsigned i = 0; i < MaskW; i++) begin
        assert (!written_q[i] || (stored[i*CodeW +: CodeW] == code[i*CodeW +: CodeW]));
        assert (!read_written_q[i] ||
                (\dut.rdata_q [i*CodeW +: CodeW] == read_code[i*CodeW +: CodeW]));
      end
    end
  end
`endif

endmodule
