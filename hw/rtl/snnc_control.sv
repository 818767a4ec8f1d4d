// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Phases of a step, the step counter, the sticky errors and where the first
// of them stopped the tile.

`include "snnc_assert.svh"

module snnc_control (
  input  logic                             clk_i,
  input  logic                             rst_ni,
  // No other tiles: the host starts a step, and nobody is waited for.
  input  logic                             alone_i,
  input  logic                             start_i,
  // What all tiles are told.
  input  logic                             all_start_i,
  input  logic                             all_learn_i,
  input  logic                             all_finish_i,
  input  logic                             all_give_up_i,
  input  logic                             clear_errors_i,
  input  logic                             step_we_lo_i,
  input  logic                             step_we_hi_i,
  input  logic [31:0]                      host_wdata_i,
  input  logic                             update_done_i,
  input  logic                             deliver_idle_i,
  // The image learns; the last cycle of Learn.
  input  logic                             learns_i,
  input  logic                             learn_done_i,
  // Errors of this cycle, by bit, and their place.
  input  logic [snnc_tile_pkg::ErrBits-1:0] errors_i,
  input  logic [snnc_tile_pkg::PcW:0]      pc_i,
  input  logic [snnc_tile_pkg::GroupW-1:0] update_group_i,
  input  logic [snnc_tile_pkg::GroupW-1:0] deliver_group_i,
  // A walk of Learn, not a program, has left a memory.
  input  logic                             walk_error_i,
  input  logic [snnc_tile_pkg::GroupW-1:0] walk_group_i,
  output logic                             update_start_o,
  output logic                             in_update_o,
  output logic                             in_deliver_o,
  output logic                             deliver_o,     // may work
  output logic                             learn_start_o,
  output logic                             in_learn_o,
  // Waits in Deliver for the other tiles; waits after Learn.
  output logic                             delivered_o,
  output logic                             learned_o,
  output logic                             halt_o,
  output logic                             step_done_o,
  output logic [63:0]                      step_o,
  output logic [snnc_tile_pkg::ErrBits-1:0] errors_o,
  output logic                             trap_in_program_o,
  output logic [snnc_tile_pkg::PcW:0]      trap_pc_o,
  output logic [snnc_tile_pkg::GroupW-1:0] trap_group_o
);

  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned ErrBits = snnc_tile_pkg::ErrBits;
  localparam logic [ErrBits-1:0] StopMask = snnc_tile_pkg::StopMask;

  typedef enum logic [2:0] {PhaseIdle, PhaseUpdate, PhaseDeliver, PhaseLearn, PhaseWait} phase_e;

  phase_e             phase_q, phase_d;
  logic [63:0]        step_q;
  logic [ErrBits-1:0] errors_q;
  logic               trap_in_program_q;
  logic [PcW:0]       trap_pc_q;
  logic [GroupW-1:0]  trap_group_q;
  logic               stop;
  logic               deliver_done;
  logic               delivered_q;
  logic               ended;     // all work of the step
  logic               in_program;

  assign halt_o = (errors_q & StopMask) != '0;
  assign stop = (errors_i & StopMask) != '0;
  assign in_update_o = phase_q == PhaseUpdate;
  assign in_deliver_o = phase_q == PhaseDeliver;
  assign deliver_o = in_deliver_o && !halt_o;
  assign update_start_o = (phase_q == PhaseIdle) && (alone_i ? start_i : all_start_i) &&
                          !halt_o && !stop;
  assign in_program = in_update_o || (in_learn_o && !walk_error_i);
  assign deliver_done = in_deliver_o && (alone_i ? deliver_idle_i : all_learn_i) && !halt_o &&
                        !stop;
  assign learn_start_o = deliver_done && learns_i;
  assign in_learn_o = phase_q == PhaseLearn;
  assign ended = (deliver_done && !learns_i) ||
                 (in_learn_o && learn_done_i && !halt_o && !stop);
  assign step_done_o = alone_i ? ended : all_finish_i && (ended || (phase_q == PhaseWait)) &&
                                         !halt_o;
  assign delivered_o = delivered_q;
  assign learned_o = phase_q == PhaseWait;
  assign step_o = step_q;
  assign errors_o = errors_q;
  assign trap_in_program_o = trap_in_program_q;
  assign trap_pc_o = trap_pc_q;
  assign trap_group_o = trap_group_q;

  always_comb begin
    phase_d = phase_q;
    case (phase_q)
      PhaseIdle: if (update_start_o) phase_d = PhaseUpdate;
      PhaseUpdate: if (update_done_i) phase_d = PhaseDeliver;
      PhaseDeliver: if (deliver_done) begin
        phase_d = learns_i ? PhaseLearn : step_done_o ? PhaseIdle : PhaseWait;
      end
      PhaseLearn: if (ended) phase_d = step_done_o ? PhaseIdle : PhaseWait;
      default: if (step_done_o) phase_d = PhaseIdle;
    endcase
    if (halt_o || stop || (!alone_i && all_give_up_i)) begin
      phase_d = PhaseIdle;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      phase_q <= PhaseIdle;
      delivered_q <= 1'b0;
      step_q <= 64'd0;
      errors_q <= '0;
      trap_in_program_q <= 1'b0;
      trap_pc_q <= '0;
      trap_group_q <= '0;
    end else begin
      phase_q <= phase_d;
      delivered_q <= !alone_i && in_deliver_o && deliver_idle_i && (phase_d == PhaseDeliver);
      errors_q <= (clear_errors_i ? '0 : errors_q) | errors_i;
      if (step_done_o) begin
        step_q <= step_q + 64'd1;
      end
      if (step_we_lo_i) begin
        step_q[31:0] <= host_wdata_i;
      end
      if (step_we_hi_i) begin
        step_q[63:32] <= host_wdata_i;
      end
      if (stop && !halt_o) begin
        trap_in_program_q <= in_program;
        trap_pc_q <= pc_i;
        trap_group_q <= in_program ? update_group_i : in_learn_o ? walk_group_i : deliver_group_i;
      end
    end
  end

  `SNNC_ASSERT(LearnsOnlyIfAsked, (phase_q != PhaseLearn) || learns_i)
  `SNNC_ASSERT(StepStable, !(step_we_lo_i || step_we_hi_i) || (phase_q == PhaseIdle))

  `SNNC_ASSERT(ToldInTime, alone_i || !all_learn_i || halt_o || delivered_q)

endmodule
