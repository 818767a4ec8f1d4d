// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A step of the chip, from what the wave of the barrier's tree says. A wave is
// what the tiles said at different instants, the further away the earlier;
// docs/chip.md says why that suffices. What is sent reaches a tile after its
// hops, shows in its status the cycle after, and in the wave after the hops
// back and the root's register: all of a wave is an answer after Turn cycles.
//
// A step ends with its `finish`: whatever is sent to a tile later, by the host
// too, comes behind it.

`include "snnc_assert.svh"

module snnc_barrier_root #(
  // From the root to the furthest tile.
  parameter int unsigned Hops = 0
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    start_i,
  input  snnc_chip_pkg::status_t  wave_i,
  output snnc_chip_pkg::control_t control_o,
  output logic                    busy_o,
  output logic                    halted_o,      // of the last step
  output logic                    step_done_o,   // last cycle of busy_o
  output logic                    delivering_o,
  output logic                    learning_o
);

  localparam int unsigned Turn = 2 * Hops + 2;
  localparam int unsigned WaitW = $clog2(Turn + 1);

  typedef enum logic [2:0] {StIdle, StStart, StDeliver, StLearn, StGiveUp} state_e;

  state_e           state_q, state_d;
  // Cycles until the wave answers what was last sent.
  logic [WaitW-1:0] wait_q, wait_d;
  logic             settled;
  // Modulators whose sums are still to be joined, and the lowest of them.
  logic [7:0]       pending_q, pending_d;
  logic [2:0]       pending_index;
  logic             halted_q, halted_d;
  logic             all_delivered;
  logic             learn;
  logic             join_sum;
  logic             finish;
  logic             give_up;
  logic             given_up;

  assign settled = wait_q == '0;
  assign all_delivered = wave_i.delivered && (wave_i.balance == 32'd0);

  always_comb begin
    pending_index = 3'd0;
    for (int unsigned i = 8; i > 0; i--) begin
      if (pending_q[i-1]) begin
        pending_index = 3'(i - 1);
      end
    end
  end

  always_comb begin
    learn = 1'b0;
    join_sum = 1'b0;
    finish = 1'b0;
    give_up = 1'b0;
    given_up = 1'b0;
    case (state_q)
      StDeliver: begin
        // What a wave says before is of tiles that have not started. No wave in
        // which all are delivered can be earlier.
        if (settled) begin
          give_up = wave_i.halt;
          learn = all_delivered && !wave_i.halt;
          finish = learn && !wave_i.learns && (wave_i.driven == 8'd0);
        end
      end
      StLearn: begin
        give_up = wave_i.halt;
        if (!wave_i.halt) begin
          join_sum = (pending_q != 8'd0) && settled;
          finish = (pending_q == 8'd0) && wave_i.learned;
        end
      end
      // All have started before, so none is idle still.
      StGiveUp: given_up = wave_i.idle;
      default: ;
    endcase
  end

  always_comb begin
    state_d = state_q;
    wait_d = settled ? '0 : wait_q - 1'b1;
    pending_d = pending_q;
    halted_d = halted_q;
    if ((state_q == StIdle) && start_i) begin
      state_d = StStart;
      halted_d = 1'b0;
    end
    if (state_q == StStart) begin
      state_d = StDeliver;
      wait_d = WaitW'(Turn - 1);
    end
    // The index of a sum is sent from the next cycle on.
    if (learn) begin
      state_d = StLearn;
      pending_d = wave_i.driven;
      wait_d = WaitW'(Turn);
    end
    if (join_sum) begin
      pending_d[pending_index] = 1'b0;
      wait_d = WaitW'(Turn);
    end
    if (give_up) begin
      state_d = StGiveUp;
      halted_d = 1'b1;
    end
    if (finish || given_up) begin
      state_d = StIdle;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      wait_q <= '0;
      pending_q <= '0;
      halted_q <= 1'b0;
    end else begin
      state_q <= state_d;
      wait_q <= wait_d;
      pending_q <= pending_d;
      halted_q <= halted_d;
    end
  end

  always_comb begin
    control_o.start = state_q == StStart;
    control_o.learn = learn;
    control_o.finish = finish;
    control_o.give_up = give_up;
    control_o.sum_index = pending_index;
    control_o.join_sum = join_sum;
    control_o.join_index = pending_index;
    control_o.join_value = wave_i.sum;
  end

  assign busy_o = state_q != StIdle;
  assign halted_o = halted_q;
  assign step_done_o = finish || given_up;
  assign delivering_o = (state_q == StStart) || (state_q == StDeliver);
  assign learning_o = state_q == StLearn;

  `SNNC_ASSERT(NoWorkInAbort, !give_up || !(learn || join_sum || finish))
  `SNNC_ASSERT(IdleWhenDone, !step_done_o || busy_o)

endmodule
