// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A tile that does what it likes as long as it obeys the barrier: Update and Learn
// of any length, any number of events with up to three copies, work after an
// arrival, two modulators driven or not, halts in whatever it does. With `late_i`
// it says what was so a cycle before, as snnc_tile does, but for what it was just
// told.

module fv_barrier_tile (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    late_i,
  input  logic                    learns_i,
  input  logic [7:0]              values_i,      // of its two sums
  input  snnc_chip_pkg::control_t control_i,
  output snnc_chip_pkg::status_t  status_o,
  // What it likes.
  input  logic                    go_i,          // ends a phase; work is done
  input  logic                    send_i,
  input  logic [1:0]              copies_i,
  input  logic                    arrive_i,      // a copy, if there is one
  input  logic                    work_i,        // an arrival makes work
  input  logic                    halt_i,
  input  logic [1:0]              drive_i,
  // Modulators driven in this step, when all is delivered.
  input  logic [1:0]              all_drives_i,
  output logic                    idle_o,
  output logic                    delivered_o,
  output logic                    learned_o,
  output logic                    halted_o,
  output logic                    owes_o,        // goes on by itself
  output logic                    right_o,       // was told what fits its state
  output logic [1:0]              drives_o,
  output logic [3:0]              low_o,
  output logic [3:0]              high_o,
  output logic [3:0]              balance_o
);

  localparam logic [2:0] Idle = 3'd0;
  localparam logic [2:0] Update = 3'd1;
  localparam logic [2:0] Deliver = 3'd2;
  localparam logic [2:0] Learn = 3'd3;
  localparam logic [2:0] Wait = 3'd4;
  localparam logic [2:0] Low = 3'd0;
  localparam logic [2:0] High = 3'd3;

  logic [2:0]              phase_q;
  logic                    own_q;       // events are all sent
  logic                    work_q;
  logic                    halted_q;
  logic [3:0]              balance_q;   // signed
  logic [1:0]              drives_q;
  logic [1:0]              joined_q;
  logic [2:0]              seen_q;      // index of the sum
  snnc_chip_pkg::control_t control_q;
  snnc_chip_pkg::status_t  now;
  snnc_chip_pkg::status_t  before_q;
  logic [3:0]              balance_d;
  logic                    sends;
  logic                    taken;
  logic                    stops;

  assign idle_o = phase_q == Idle;
  assign delivered_o = (phase_q == Deliver) && own_q && !work_q;
  assign learned_o = phase_q == Wait;
  assign halted_o = halted_q;
  assign owes_o = (phase_q == Update) || ((phase_q == Deliver) && (!own_q || work_q)) ||
                  (phase_q == Learn);
  assign stops = halt_i && owes_o;
  assign sends = (phase_q == Deliver) && !own_q && send_i && !stops;
  assign taken = (phase_q == Deliver) && arrive_i;
  assign balance_o = balance_q;
  assign drives_o = drives_q;
  assign low_o = drives_q[0] ? values_i[3:0] : 4'd0;
  assign high_o = drives_q[1] ? values_i[7:4] : 4'd0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      phase_q <= Idle;
      own_q <= 1'b0;
      work_q <= 1'b0;
      halted_q <= 1'b0;
      balance_q <= '0;
      drives_q <= '0;
      joined_q <= '0;
      seen_q <= '0;
      control_q <= '0;
      before_q <= '0;
    end else begin
      seen_q <= control_i.sum_index;
      control_q <= control_i;
      before_q <= now;
      balance_q <= balance_d;
      if (go_i) begin
        if (phase_q == Update) phase_q <= Deliver;
        if (phase_q == Learn) phase_q <= Wait;
        if (phase_q == Deliver) own_q <= 1'b1;
        work_q <= 1'b0;
      end
      if (taken && work_i) work_q <= 1'b1;
      if (sends) drives_q <= drives_q | drive_i;
      if (control_i.start && !halted_q) begin
        phase_q <= go_i ? Deliver : Update;
        own_q <= 1'b0;
        work_q <= 1'b0;
        drives_q <= '0;
        joined_q <= '0;
      end
      if (control_i.learn) phase_q <= learns_i ? Learn : Wait;
      if (control_i.join_sum && (control_i.join_index == Low)) joined_q[0] <= 1'b1;
      if (control_i.join_sum && (control_i.join_index == High)) joined_q[1] <= 1'b1;
      if (control_i.finish || control_i.give_up) phase_q <= Idle;
      if (stops) begin
        halted_q <= 1'b1;
        phase_q <= Idle;
      end
    end
  end

  // A tile's own sum is not asked for once it has taken the total.
  always_comb begin
    now.idle = idle_o;
    now.delivered = delivered_o;
    now.learned = learned_o;
    now.halt = halted_q;
    now.learns = learns_i;
    now.driven = {4'd0, drives_q[1] || joined_q[1], 2'd0, drives_q[0] || joined_q[0]};
    now.balance = {{28{balance_q[3]}}, balance_q};
    now.sum = ((seen_q == Low) && joined_q[0]) ? 32'hbad :
              (seen_q == Low) ? 32'(low_o) :
              ((seen_q == High) && joined_q[1]) ? 32'hbad :
              (seen_q == High) ? 32'(high_o) : 32'd0;
    status_o = now;
    if (late_i) begin
      status_o = before_q;
      // The sum is of the index of the cycle before, at once.
      status_o.sum = now.sum;
      status_o.idle = before_q.idle && !control_q.start;
      status_o.delivered = before_q.delivered && !control_q.learn && !control_q.give_up;
      status_o.learned = before_q.learned && !control_q.finish && !control_q.give_up;
    end
  end

  // So few copies that four bits suffice.
  assign balance_d = balance_q + (sends ? 4'(copies_i) : 4'd0) - 4'(taken);
  always_comb begin
    assume (balance_d != 4'b1000);
    assume (!sends || (balance_q[3] == balance_d[3]) || balance_q[3]);
  end

  assign right_o = halted_q ||
                   ((!control_i.start || idle_o) &&
                    (!control_i.learn || delivered_o) &&
                    (!control_i.join_sum || (phase_q == Learn) || (phase_q == Wait)) &&
                    (!control_i.finish || learned_o || control_i.learn) &&
                    (!control_i.finish || control_i.learn || ((joined_q & all_drives_i) == all_drives_i)));

endmodule
