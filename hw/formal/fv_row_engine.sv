// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// snnc_row_engine: a row that is taken gives exactly `count` units, one a cycle
// while it may run, at consecutive addresses (of squares: of one row), with the
// row's payload and skew and the descriptor's format; dense units go to consecutive blocks; only the last unit
// has its lanes cut; a row is taken when its predecessor has no unit left.

module fv_row_engine #(
  localparam int unsigned Lanes = snnc_tile_pkg::Lanes,
  localparam int unsigned SynW = snnc_tile_pkg::SynW,
  localparam int unsigned DescW = snnc_tile_pkg::DescW
) (
  input logic                 clk_i,
  input logic                 rst_ni,
  input logic                 run_i,
  input logic [6:0]           step_i,
  input logic                 valid_i,
  input snnc_tile_pkg::row_t  row_i,
  input snnc_tile_pkg::desc_t desc_i
);

  logic                             ready;
  logic [DescW-1:0]                 desc;
  logic                             re;
  logic [SynW-1:0]                  raddr;
  snnc_tile_pkg::unit_t             got;
  logic [snnc_tile_pkg::LaneW-1:0]  rotate;
  logic                             idle;
  logic                             out_of_range;
  logic [snnc_tile_pkg::GroupW-1:0] group;

  snnc_row_engine dut (
    .clk_i,
    .rst_ni,
    .run_i,
    .step_i,
    .valid_i,
    .ready_o       (ready),
    .row_i,
    .desc_o        (desc),
    .desc_i,
    .re_o          (re),
    .raddr_o       (raddr),
    .unit_o        (got),
    .rotate_o      (rotate),
    .idle_o        (idle),
    .out_of_range_o(out_of_range),
    .group_o       (group)
  );

  // The row under way, and how many of its units have been taken.
  snnc_tile_pkg::row_t  row_q;
  snnc_tile_pkg::desc_t desc_q;
  logic [6:0]           slot_q;
  logic                 busy_q;
  logic [13:0]          done_q;
  logic                 start;
  logic                 last;
  logic                 squares;
  logic [25:0]          address;
  logic [25:0]          word;

  assign start = valid_i && ready;
  assign last = done_q + 14'd1 == row_q.axon.count;
  assign squares = desc_q.skewed && !desc_q.indexed;
  assign address = row_q.axon.address + (squares ? 26'(done_q) * 26'(Lanes) : 26'(done_q));
  assign word = address >> (3'd5 - desc_q.entry_log2);

  // The unit of the cycle before.
  logic                 unit_q;
  logic [4:0]           offset_q;
  logic [13:0]          number_q;
  logic                 unit_last_q;
  snnc_tile_pkg::row_t  unit_row_q;
  snnc_tile_pkg::desc_t unit_desc_q;
  logic [6:0]           unit_slot_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      unit_q <= 1'b0;
    end else begin
      if (start) begin
        busy_q <= 1'b1;
      end else if (re && last) begin
        busy_q <= 1'b0;
      end
      unit_q <= re;
    end
    if (start) begin
      row_q <= row_i;
      desc_q <= desc_i;
      slot_q <= (step_i + desc_i.delay) & ((7'd1 << desc_i.slots_log2) - 7'd1);
      done_q <= 14'd0;
    end else if (re) begin
      done_q <= done_q + 14'd1;
    end
    if (re) begin
      offset_q <= address[4:0] << desc_q.entry_log2;
      number_q <= done_q;
      unit_last_q <= last;
      unit_row_q <= row_q;
      unit_desc_q <= desc_q;
      unit_slot_q <= slot_q;
    end
  end

  logic started_q = 1'b0;
  logic free_q;

  always_ff @(posedge clk_i) begin
    started_q <= 1'b1;
    free_q <= rst_ni && ready && !valid_i;
  end

  // A lane of the unit, arbitrary.
  (* anyconst *) logic [snnc_tile_pkg::LaneW-1:0] lane;

  always_comb begin
    if (!started_q) begin
      assume (!rst_ni);
    end
    // Rows without units are not handed on (fv_axon_seq); the host writes no
    // descriptor with entries wider than a word (snnc_desc_table).
    assume (!valid_i || (row_i.axon.count != '0));
    assume (desc_i.entry_log2 <= 3'd5);
    assume (32'(row_i.axon.descriptor) < snnc_tile_pkg::Descriptors);
    if (started_q && rst_ni) begin
      OnlyItsUnits: assert (!re || busy_q);
      Consecutive: assert (!re || (raddr == word[SynW-1:0]));
      InsideTheMemory: assert (!re || (word < 26'(snnc_tile_pkg::SynapseRows)));
      RangeError: assert (out_of_range ==
                          (run_i && busy_q && (word >= 26'(snnc_tile_pkg::SynapseRows))));
      OneACycle: assert (!run_i || !busy_q || out_of_range || re);
      AllTakenBeforeNext: assert (!start || !busy_q || (re && last));
      NoBubble: assert (!run_i || !re || !last || ready);
      ReadyStays: assert (!free_q || !run_i || ready);
      Lookup: assert (desc == row_i.axon.descriptor[DescW-1:0]);
      WhoseError: assert (!out_of_range || (group == row_q.group));
      UnitPerRead: assert (got.valid == unit_q);
      IdleWhenDone: assert (!idle || (!busy_q && !unit_q));
      if (unit_q) begin
        UnitOffset: assert (got.offset == offset_q);
        UnitSkew: assert (rotate == (unit_desc_q.skewed ? unit_row_q.lane : '0));
        UnitPayload: assert (got.payload == unit_row_q.payload);
        UnitBlock: assert (got.block == 16'(unit_row_q.axon.base_block) +
                           (unit_desc_q.indexed ? 16'd0 : 16'(number_q)));
        UnitSlot: assert (got.slot == unit_slot_q);
        UnitLanes: assert (got.mask[lane] ==
                           (!unit_last_q || (unit_row_q.axon.last_lanes == 4'd0) ||
                            (4'(lane) < unit_row_q.axon.last_lanes)));
        UnitFormat: assert ((got.indexed == unit_desc_q.indexed) &&
                            (got.weight_log2 == unit_desc_q.weight_log2) &&
                            (got.slots_log2 == unit_desc_q.slots_log2) &&
                            (got.wide == unit_desc_q.wide) &&
                            (got.shift == unit_desc_q.shift) &&
                            (got.port_base == unit_desc_q.port_base));
      end
    end
  end

`ifdef FORMAL_INSIDE
  // What induction must know of the inside.
  (* hierconn *) wire [13:0] \dut.left_q ;
  (* hierconn *) wire [25:0] \dut.address_q ;
  (* hierconn *) wire [2:0] \dut.entry_log2_q ;
  (* hierconn *) wire \dut.squares_q ;
  (* hierconn *) wire [snnc_tile_pkg::LaneW-1:0] \dut.row_rotate_q ;
  (* hierconn *) wire [3:0] \dut.last_lanes_q ;
  (* hierconn *) wire [snnc_tile_pkg::GroupW-1:0] \dut.group_q ;
  localparam int unsigned UnitW = $bits(got);
  (* hierconn *) wire [UnitW-1:0] \dut.row_q ;
  snnc_tile_pkg::unit_t constant;
  assign constant = \dut.row_q ;

  always_comb begin
    if (started_q && rst_ni) begin
      assert (\dut.left_q == (busy_q ? row_q.axon.count - done_q : 14'd0));
      if (busy_q) begin
        assert (done_q < row_q.axon.count);
        assert (\dut.address_q == address);
        assert (\dut.entry_log2_q == desc_q.entry_log2);
        assert (\dut.squares_q == squares);
        assert (\dut.row_rotate_q == (desc_q.skewed ? row_q.lane : '0));
        assert (desc_q.entry_log2 <= 3'd5);
        assert (\dut.last_lanes_q == row_q.axon.last_lanes);
        assert (\dut.group_q == row_q.group);
        assert (constant.payload == row_q.payload);
        assert (constant.block == 16'(row_q.axon.base_block) +
                (desc_q.indexed ? 16'd0 : 16'(done_q)));
        assert (constant.slot == slot_q);
        assert (constant.indexed == desc_q.indexed);
        assert (constant.weight_log2 == desc_q.weight_log2);
        assert (constant.slots_log2 == desc_q.slots_log2);
        assert (constant.wide == desc_q.wide);
        assert (constant.shift == desc_q.shift);
        assert (constant.port_base == desc_q.port_base);
      end
    end
  end
`endif

endmodule
