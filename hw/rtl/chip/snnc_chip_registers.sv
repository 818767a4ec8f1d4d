// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Registers of the chip (docs/chip.md): identity and sizes, command, status,
// sticky errors, counters. Answers in the same cycle.

module snnc_chip_registers (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        valid_i,
  input  logic        write_i,
  input  logic [23:0] addr_i,
  input  logic [31:0] wdata_i,
  output logic        error_o,
  output logic [31:0] rdata_o,
  // Commands.
  output logic        start_o,
  output logic        clear_counters_o,
  // Status.
  input  logic        busy_i,
  input  logic        halted_i,
  input  logic        waiting_i,
  // Pulses of errors, and one that stays.
  input  logic        inject_refused_i,
  input  logic        missing_tile_i,
  input  logic        missing_address_i,
  input  logic        mesh_error_i,
  // Counters.
  output logic [3:0]  counter_word_o,
  input  logic [31:0] counter_rdata_i
);

  localparam logic [31:0] Identity = 32'h534e4e4d;  // SNNM
  localparam logic [31:0] Version = 32'h00010000;
  localparam logic [23:0] CommandAddr = 24'h10;
  localparam logic [31:0] CommandBits = 32'h0000000d;
  localparam logic [3:0] CounterWords = 4'd14;

  logic       exists;
  logic       known;
  logic       command_known;
  logic       command;
  logic       start_refused;
  logic       clear_errors;
  logic [4:0] errors_q;

  always_comb begin
    exists = 1'b1;
    rdata_o = 32'd0;
    case (addr_i)
      24'h00: rdata_o = Identity;
      24'h01: rdata_o = Version;
      24'h02: rdata_o = snnc_chip_pkg::MeshColumns;
      24'h03: rdata_o = snnc_chip_pkg::MeshRows;
      24'h04: rdata_o = snnc_chip_pkg::Sources;
      24'h05: rdata_o = snnc_chip_pkg::TargetVersion;
      24'h06: rdata_o = snnc_chip_pkg::Lanes;
      CommandAddr: rdata_o = 32'd0;
      24'h11: rdata_o = {29'd0, waiting_i, halted_i, busy_i};
      24'h12: rdata_o = 32'(errors_q);
      default: begin
        exists = (addr_i[23:4] == 20'h2) && (addr_i[3:0] < CounterWords);
        rdata_o = counter_rdata_i;
      end
    endcase
  end

  assign command_known = (addr_i == CommandAddr) && ((wdata_i & ~CommandBits) == 32'd0);
  assign command = valid_i && write_i && command_known;
  assign start_refused = command && wdata_i[0] && busy_i;
  assign start_o = command && wdata_i[0] && !busy_i;
  assign clear_errors = command && wdata_i[2];
  assign clear_counters_o = command && wdata_i[3];
  assign counter_word_o = addr_i[3:0];
  assign known = write_i ? command_known : exists;
  assign error_o = start_refused || !known;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      errors_q <= '0;
    end else begin
      errors_q <= (clear_errors ? 5'd0 : errors_q) |
                  {missing_address_i || (valid_i && !known), mesh_error_i, start_refused,
                   missing_tile_i, inject_refused_i};
    end
  end

endmodule
