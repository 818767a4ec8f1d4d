// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_barrier with 2 x 2 tiles (fv_barrier_tile), whose copies of events arrive
// where and when they like: what the root tells all is right in that instant for
// all of them, what a tile is told fits its state, and the root waits for nothing
// but tiles and copies.

module fv_barrier #(
  localparam int unsigned Tiles = snnc_chip_pkg::Tiles,
  localparam int unsigned StatusW = 77,
  localparam int unsigned ControlW = 43
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic               start_i,
  input logic [Tiles-1:0]   go_i,       // ends a phase, or what came in is done
  input logic [Tiles-1:0]   send_i,
  input logic [Tiles*2-1:0] copies_i,
  input logic [Tiles-1:0]   arrive_i,
  input logic [Tiles-1:0]   work_i,     // an arrival makes work
  input logic [Tiles-1:0]   halt_i,
  input logic [Tiles*2-1:0] drive_i,
  input logic               late_i,
  input logic [Tiles-1:0]   learns_i,
  input logic [Tiles*8-1:0] values_i
);

  // The modulators that may be driven.
  localparam logic [2:0] Low = 3'd0;
  localparam logic [2:0] High = 3'd3;
  // From the root to the furthest tile and back into the wave.
  localparam int unsigned Turn = 6;

  // Arbitrary, and constant out of reset.
  logic               late;
  logic [Tiles-1:0]   learns;
  logic [Tiles*8-1:0] values;   // two of each tile

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      late <= late_i;
      learns <= learns_i;
      values <= values_i;
    end
  end

  logic [Tiles*StatusW-1:0]  status;
  logic [Tiles*ControlW-1:0] told;
  logic                      busy;
  logic                      halted;
  logic                      step_done;
  logic                      delivering;
  logic                      learning;

  snnc_barrier dut (
    .clk_i,
    .rst_ni,
    .start_i,
    .status_i    (status),
    .control_o   (told),
    .busy_o      (busy),
    .halted_o    (halted),
    .step_done_o (step_done),
    .delivering_o(delivering),
    .learning_o  (learning)
  );

  // Of all tiles, in this cycle.
  logic [Tiles-1:0]   is_idle;
  logic [Tiles-1:0]   is_delivered;
  logic [Tiles-1:0]   is_learned;
  logic [Tiles-1:0]   is_halted;
  logic [Tiles-1:0]   owes;      // goes on by itself
  logic [Tiles-1:0]   right;     // was told what fits its state
  logic [Tiles*2-1:0] drives;
  logic [Tiles*4-1:0] lows;
  logic [Tiles*4-1:0] highs;
  logic [Tiles*4-1:0] balances;
  logic [5:0]         flight;    // copies on their way
  logic [1:0]         any_drives;
  logic [1:0]         all_drives_q;   // when all was delivered
  logic [7:0]         low_sum;
  logic [7:0]         high_sum;
  logic [2:0]         arrivals;

  // The root's control, as tile 0 gets it.
  snnc_chip_pkg::control_t root;
  assign root = told[ControlW-1:0];

  assign arrivals = 3'(arrive_i[0]) + 3'(arrive_i[1]) + 3'(arrive_i[2]) + 3'(arrive_i[3]);

  for (genvar i = 0; i < Tiles; i++) begin : g_tile
    fv_barrier_tile u_tile (
      .clk_i,
      .rst_ni,
      .late_i      (late),
      .learns_i    (learns[i]),
      .values_i    (values[i*8 +: 8]),
      .control_i   (told[i*ControlW +: ControlW]),
      .status_o    (status[i*StatusW +: StatusW]),
      .go_i        (go_i[i]),
      .send_i      (send_i[i]),
      .copies_i    (copies_i[i*2 +: 2]),
      .arrive_i    (arrive_i[i] && (6'(arrivals) <= flight)),
      .work_i      (work_i[i]),
      .halt_i      (halt_i[i]),
      .drive_i     (drive_i[i*2 +: 2]),
      .all_drives_i(all_drives_q),
      .idle_o      (is_idle[i]),
      .delivered_o (is_delivered[i]),
      .learned_o   (is_learned[i]),
      .halted_o    (is_halted[i]),
      .owes_o      (owes[i]),
      .right_o     (right[i]),
      .drives_o    (drives[i*2 +: 2]),
      .low_o       (lows[i*4 +: 4]),
      .high_o      (highs[i*4 +: 4]),
      .balance_o   (balances[i*4 +: 4])
    );
  end

  always_comb begin
    flight = 6'd0;
    any_drives = 2'd0;
    low_sum = 8'd0;
    high_sum = 8'd0;
    for (int unsigned i = 0; i < Tiles; i++) begin
      flight = flight + {{2{balances[i*4+3]}}, balances[i*4 +: 4]};
      any_drives = any_drives | drives[i*2 +: 2];
      low_sum = low_sum + 8'(lows[i*4 +: 4]);
      high_sum = high_sum + 8'(highs[i*4 +: 4]);
    end
  end

  // Cycles in which nobody but the root could act.
  logic [3:0] quiet_q;
  logic       acts;
  logic       started_q = 1'b0;

  assign acts = root.start || root.learn || root.join_sum || root.finish || root.give_up ||
                step_done;

  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    if (!rst_ni) begin
      all_drives_q <= '0;
      quiet_q <= '0;
    end else begin
      if (root.learn) begin
        all_drives_q <= any_drives;
      end
      quiet_q <= (!busy || acts || (owes != '0) || ((flight != 6'd0) && (is_halted == '0))) ?
                 4'd0 : quiet_q + 4'(quiet_q != '1);
    end
  end

  always_comb begin
    assume (rst_ni == started_q);
    assume (flight <= 6'd4);
    if (started_q) begin
      NoneOnItsWay: assert (!root.learn || (flight == 6'd0));
      AllDelivered: assert (!root.learn || (is_delivered == '1));
      AllLearned: assert (!root.finish || root.learn || (is_learned == '1));
      NothingToLearn: assert (!(root.finish && root.learn) ||
                              ((learns == '0) && (any_drives == 2'd0)));
      NoneHalted: assert (!(root.learn || root.finish) || (is_halted == '0));
      GivenUpForAReason: assert (!root.give_up || (is_halted != '0));
      SumOfLow: assert (!root.join_sum || (root.join_index != Low) ||
                        (any_drives[0] && (root.join_value == 32'(low_sum))));
      SumOfHigh: assert (!root.join_sum || (root.join_index != High) ||
                         (any_drives[1] && (root.join_value == 32'(high_sum))));
      NoOtherSum: assert (!root.join_sum || (root.join_index == Low) ||
                          (root.join_index == High));
      TilesAreToldInTime: assert (right == '1);
      AllIdleAfterGivingUp: assert (!step_done || root.finish || (halted && (is_idle == '1)));
      EndsInTime: assert (quiet_q <= 4'(Turn + 1));
      OnePhase: assert (!(delivering && learning) && (busy || !(delivering || learning)));
    end
  end

endmodule
