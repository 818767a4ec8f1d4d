// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Widths, table entries and pipeline registers that the tile's modules share.

package snnc_tile_pkg;

  // Sizes of the target (generated from targets/*.json).
`include "snnc_target.svh"

  localparam int unsigned LaneW = $clog2(Lanes);
  localparam int unsigned GroupW = $clog2(Groups);
  localparam int unsigned DescW = $clog2(Descriptors);
  localparam int unsigned BlockW = $clog2(Blocks);
  localparam int unsigned PcW = $clog2(ProgramWords);
  localparam int unsigned StateW = $clog2(StateRows);
  localparam int unsigned AccW = $clog2(AccumulatorRows);
  localparam int unsigned SynW = $clog2(SynapseRows);
  localparam int unsigned AxonW = $clog2(Axons);
  localparam int unsigned TableW = $clog2(TableWords);
  localparam int unsigned ModW = $clog2(Modulators);
  // A chip whose learn table has no entries has no Learn phase.
  localparam bit Learns = LearnEntries != 0;
  // A tile alone on its chip has no port to a network.
  localparam bit Networked = MeshColumns * MeshRows > 1;
  localparam int unsigned LearnW = Learns ? $clog2(LearnEntries) : 1;
  // Words of an entry of Learn (docs/tile.md), and the most units of a row.
  localparam int unsigned LearnWords = 32;
  localparam int unsigned CountW = 14;
  localparam int unsigned UnitAddrW = 26;
  // A plane of synapses: width, and its first unit less the row's first.
  localparam int unsigned PlaneW = UnitAddrW + 2;

  // Addresses of axon entries and of accumulator units before their range check.
  localparam int unsigned AxonAddrW = 24;
  localparam int unsigned AccUnitW = 25;

  // Host offsets in the axon table, the program and the small tables.
  localparam int unsigned SmallW = (BlockW > GroupW + 3) ? BlockW : GroupW + 3;
  localparam int unsigned LearnOffsetW = LearnW + $clog2(LearnWords);
  localparam int unsigned PairsW = ((AxonW > PcW) ? AxonW : PcW) + 1;
  localparam int unsigned WordsW = (LearnOffsetW > PairsW) ? LearnOffsetW : PairsW;
  localparam int unsigned NumberW = $clog2(Sources);
  localparam int unsigned RestW = (NumberW > SmallW) ? NumberW : SmallW;
  localparam int unsigned OffsetW = (WordsW > RestW) ? WordsW : RestW;

  // What a sweep of Init counts through: rows of the lanes, and host offsets.
  localparam int unsigned RowsW = (SynW > StateW) ? ((SynW > AccW) ? SynW : AccW)
                                                  : ((StateW > AccW) ? StateW : AccW);
  localparam int unsigned InitW = (OffsetW > RowsW) ? ((OffsetW > TableW) ? OffsetW : TableW)
                                                    : ((RowsW > TableW) ? RowsW : TableW);

  // Memories with a protection of their own beside those of the lanes: program,
  // axons, learn table, marks, lanes that fired, queue.
  localparam int unsigned EccSources = Lanes + 7;

  // Rows that wait for the row engine.
  localparam int unsigned RowDepth = 4;

  // Bits of the sticky error register (docs/tile.md).
  localparam int unsigned ErrIllegal = 0;
  localparam int unsigned ErrPastEnd = 1;
  localparam int unsigned ErrTwice = 2;
  localparam int unsigned ErrQueue = 3;
  localparam int unsigned ErrAddress = 4;
  localparam int unsigned ErrOverflow = 5;
  localparam int unsigned ErrHost = 6;
  localparam int unsigned ErrEcc = 7;
  localparam int unsigned ErrBits = 8;
  // Errors that stop the tile: the first five, and ErrEcc.
  localparam logic [ErrBits-1:0] StopMask = 8'b1001_1111;

  // Where the value that EX2 hands on comes from.
  localparam logic [2:0] FromAlu = 3'd0;
  localparam logic [2:0] FromShift = 3'd1;
  localparam logic [2:0] FromState = 3'd2;
  localparam logic [2:0] FromPort = 3'd3;
  localparam logic [2:0] FromTable = 3'd4;
  localparam logic [2:0] FromRandom = 3'd5;
  localparam logic [2:0] FromSynapse = 3'd6;
  localparam logic [2:0] FromEvent = 3'd7;

  // What Update needs of a group, and what events need.
  typedef struct packed {
    logic [PcW-1:0]    program_addr;
    logic [BlockW:0]   blocks;
    logic [BlockW-1:0] block_base;
    logic [BlockW:0]   period;
    logic [LaneW:0]    last_lanes;
    logic [31:0]       logical_base;
  } update_group_t;

  // What the sequencer runs a program on: the blocks of a group, or the units of
  // a row or column.
  typedef struct packed {
    logic [PcW-1:0]    program_addr;
    logic [CountW:0]   blocks;
    logic [BlockW-1:0] block_base;
    logic [CountW:0]   period;
    logic [LaneW:0]    last_lanes;
    logic [31:0]       logical_base;
  } run_t;

  // What the pipeline needs of a row or a column of Learn.
  typedef struct packed {
    logic                 rows;       // a synapse program runs
    logic                 columns;    // on a column
    logic                 indexed;
    logic                 squares;    // units of a row are Lanes apart
    logic [LaneW-1:0]     rotate;     // lane l is in bank l + rotate; columns: the target's lane
    logic [15:0]          block;      // first target block; columns: the target's
    logic [UnitAddrW-1:0] address;    // first unit; columns of indices: their first row
    logic [2:0]           entry_log2;
    logic                 wide;       // weights of 16 bits
    logic [15:0]          index_mask;
  } walk_t;

  typedef struct packed {
    logic [BlockW:0]      blocks;
    logic [BlockW-1:0]    block_base;
    logic [AxonAddrW-1:0] axon_base;
    logic [AxonAddrW-1:0] axon_stride;
    logic [7:0]           axon_subs;
    logic                 drives;
    logic [2:0]           modulator;
    logic [15:0]          number;     // of the source on the network
    logic [15:0]          copies;     // that an event makes there; 0: stays here
  } event_group_t;

  typedef struct packed {
    logic        skewed;
    logic [15:0] port_base;
    logic [6:0]  delay;
    logic        wide;
    logic [2:0]  slots_log2;
    logic [4:0]  shift;
    logic [3:0]  delay_bits;
    logic [4:0]  index_bits;
    logic [2:0]  entry_log2;
    logic [2:0]  weight_log2;
    logic        indexed;
  } desc_t;

  typedef struct packed {
    logic [7:0]  descriptor;
    logic [3:0]  last_lanes;
    logic [11:0] base_block;
    logic [13:0] count;
    logic [25:0] address;
  } axon_t;

  // A record of the event queue; the block counts from the group's first.
  typedef struct packed {
    logic [GroupW-1:0] group;
    logic [BlockW-1:0] block;
    logic [Lanes-1:0]  mask;
  } record_t;

  // An event on the host's stream.
  typedef struct packed {
    logic [GroupW-1:0] group;
    logic [BlockW-1:0] block;
    logic [LaneW-1:0]  lane;
    logic [15:0]       payload;
  } event_t;

  // An event on its way to the axon table.
  typedef struct packed {
    logic [GroupW-1:0]    group;
    logic [AxonAddrW-1:0] addr;
    logic [AxonAddrW-1:0] stride;
    logic [7:0]           subs;
    logic [15:0]          payload;
    logic [LaneW-1:0]     lane;
  } source_t;

  // What arrives from the network, kept for Learn.
  typedef struct packed {
    logic              valid;
    logic [BlockW-1:0] source;
    logic [Lanes-1:0]  mask;
    logic [15:0]       payload;
  } kept_t;

  // A row that waits for the row engine.
  typedef struct packed {
    logic [GroupW-1:0] group;
    axon_t             axon;
    logic [15:0]       payload;
    logic [LaneW-1:0]  lane;
  } row_t;

  // A decoded instruction.
  typedef struct packed {
    logic        illegal;
    logic        is_ld;
    logic        is_st;
    logic        is_ldp;
    logic        is_ldm;
    logic        is_lid;
    logic        is_lut;
    logic        is_mac;
    logic        is_shr;
    logic        is_rand;
    logic        is_emit;
    logic        is_lds;
    logic        is_sts;
    logic        is_ldc;
    logic        is_ldd;
    logic        is_event;
    logic        is_pay;
    logic        is_sig;
    logic        is_due;
    logic        is_mask;
    logic        is_addp;
    logic        is_rand2;
    logic        is_dlt;
    logic        writes;
    logic [2:0]  from;
    logic [5:0]  op;
    logic [3:0]  rd;
    logic [3:0]  ra;
    logic [3:0]  rb;
    logic [3:0]  rc;
    logic        bimm;
    logic [1:0]  rnd;
    logic [4:0]  sh;
    logic        sat;
    logic [31:0] imm;
  } dec_t;

  // What the sequencer issues in a cycle.
  typedef struct packed {
    logic              valid;
    logic              past_end;
    logic              first_sub;
    logic              last_sub;
    logic              fetch;      // indexed rows: the unit's entries are read
    logic              first;      // first instruction of the round
    logic [CountW-1:0] unit;
    logic [1:0]        slot;
    logic [GroupW-1:0] group;
    logic [BlockW-1:0] block;
    logic [BlockW-1:0] source_block;
    logic [Lanes-1:0]  mask;
    logic [31:0]       logical;
    logic [PcW:0]      pc;
  } issue_t;

  // To the lanes: operand read.
  typedef struct packed {
    logic        valid;
    logic [1:0]  slot;
    logic [3:0]  ra;
    logic [3:0]  rb;
    logic [3:0]  rc;
    logic        b_common;
    logic [31:0] common;
  } lane_is_t;

  // To the lanes: first stage.
  typedef struct packed {
    logic        valid;
    logic        is_lut;
    logic        is_shr;
    logic        is_rand;
    logic        is_rand2;
    logic        is_cond;    // emit, due, mask
    logic        first_sub;
    logic [5:0]  op;
    logic [4:0]  sh;
    logic [31:0] imm;
  } lane_ex1_t;

  // To the lanes: second stage.
  typedef struct packed {
    logic       valid;
    logic [1:0] slot;
    logic [2:0] from;
    logic       is_rand;
    logic [4:0] sh;
    logic [1:0] rnd;
    logic [1:0] width;
    logic [1:0] sub;
    logic       wide;
    logic       reads;       // state or synapse memory
    logic       is_target;
    logic       is_one;      // state of the one target of a column
    logic       is_pay;
  } lane_ex2_t;

  // Targets of synapses in EX1 and EX2: a state of the lane's own, addp; an
  // indexed row's entries come.
  typedef struct packed {
    logic        target;
    logic        addp;
    logic [1:0]  slot;
    logic [6:0]  port_slot;
    logic        indexed;
    logic [15:0] block;
  } lane_tg1_t;

  typedef struct packed {
    logic        fetch;
    logic [1:0]  slot;
    logic [1:0]  sub;
    logic        wide;
    logic        columns;
    logic [15:0] index_mask;
  } lane_tg2_t;

  // Synapses of a column, where every bank has an address of its own: read or
  // stored in EX1, index taken in EX2, written in EX4.
  typedef struct packed {
    logic                 valid;
    logic                 store;
    logic                 indexed;
    logic [1:0]           slot;
    logic [LaneW-1:0]     rotate;
    logic [UnitAddrW-1:0] unit;       // of a square's row 0
    logic [UnitAddrW-1:0] delta;      // of the plane
    logic [1:0]           shift;      // units of a word, log2
  } bank_ex1_t;

  typedef struct packed {
    logic       fetch;
    logic [1:0] slot;
    logic       read;
  } bank_ex2_t;

  typedef struct packed {
    logic       valid;
    logic [1:0] width;
  } bank_ex4_t;

  // dlt in EX2, EX3 and EX4.
  typedef struct packed {
    logic        valid;
    logic [15:0] factor;
  } lane_dl2_t;

  typedef struct packed {
    logic        valid;
    logic [4:0]  sh;
    logic [1:0]  rnd;
    logic [31:0] random;
  } lane_dl3_t;

  typedef struct packed {
    logic       valid;
    logic [1:0] width;
  } lane_dl4_t;

  // To the lanes: third stage.
  typedef struct packed {
    logic       valid;
    logic       writes;
    logic       is_mac;
    logic       is_st;       // or sts
    logic       is_rand;
    logic       draws;
    logic [1:0] slot;
    logic [3:0] rd;
    logic       sat;
    logic [4:0] sh;
    logic [1:0] width;
  } lane_ex3_t;

  // A row unit on its way to the lanes: data of the synapse memory is there.
  typedef struct packed {
    logic              valid;
    logic [Lanes-1:0]  mask;
    logic [4:0]        offset;
    logic              indexed;
    logic [2:0]        weight_log2;
    logic [4:0]        index_bits;
    logic [15:0]       index_mask;
    logic [6:0]        delay_mask;
    logic [6:0]        slot_mask;
    logic [6:0]        slot;
    logic [2:0]        slots_log2;
    logic              wide;
    logic [4:0]        shift;
    logic [15:0]       port_base;
    logic [15:0]       block;
    logic [15:0]       payload;
  } unit_t;

  // A memory of the lanes, one-hot, and a lane.
  typedef struct packed {
    logic             any;
    logic             state;
    logic             acc;
    logic             syn;
    logic             tbl;
    logic             pay;
    logic [LaneW-1:0] lane;
  } lane_memory_t;

  // Write of one lane's memories.
  typedef struct packed {
    logic state;
    logic acc;
    logic syn;
    logic tbl;
    logic pay;
  } lane_write_t;

  // The host's access to it.
  typedef struct packed {
    logic         valid;
    logic         write;
    lane_memory_t memory;
    logic [16:0]  row;
    logic [31:0]  wdata;
  } lane_host_t;

  function automatic logic [LaneW:0] popcount(input logic [Lanes-1:0] bits);
    popcount = '0;
    for (int unsigned i = 0; i < Lanes; i++) begin
      popcount = popcount + {{LaneW{1'b0}}, bits[i]};
    end
  endfunction

endpackage
