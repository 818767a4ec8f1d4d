// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types of what goes between the tiles, the fabric and the host's bridge
// (docs/chip.md). Tile number: y * MeshColumns + x.

package snnc_chip_pkg;

  // Sizes of the target (generated from targets/*.json), used or not.
  // verilator lint_off UNUSEDPARAM
`include "snnc_target.svh"

  localparam int unsigned Tiles = MeshColumns * MeshRows;
  localparam int unsigned TileW = (Tiles > 1) ? $clog2(Tiles) : 1;
  localparam int unsigned SourceW = $clog2(Sources);
  // Physical index within a part.
  localparam int unsigned IndexW = $clog2(Blocks) + $clog2(Lanes);

  // Widths of the types below: arrays of them are flat, as Yosys 0.23 needs them.
  localparam int unsigned FlitW = SourceW + IndexW + 16;
  localparam int unsigned RouteW = 5;
  localparam int unsigned StatusW = 5 + 8 + 32 + 32;
  // Place of status_t's halt.
  localparam int unsigned StatusHalt = StatusW - 4;
  localparam int unsigned ControlW = 4 + 3 + 1 + 3 + 32;
  // verilator lint_on UNUSEDPARAM

  // An event on the network.
  typedef struct packed {
    logic [SourceW-1:0] source;
    logic [IndexW-1:0]  index;
    logic [15:0]        payload;
  } flit_t;

  // Where a tile sends the events of a source.
  typedef struct packed {
    logic here;
    logic south;   // y + 1
    logic north;   // y - 1
    logic west;    // x - 1
    logic east;    // x + 1
  } route_t;

  // What a tile says of itself, all of the same instant.
  typedef struct packed {
    logic        idle;        // between steps
    logic        delivered;   // in Deliver, with nothing left to send or to do
    logic        learned;     // waits for the end of the step
    logic        halt;        // an error has stopped it
    logic        learns;      // has entries of Learn
    logic [7:0]  driven;      // modulators that its events drive in this step
    logic [31:0] balance;     // copies of events sent less events received
    logic [31:0] sum;         // of modulator sum_index
  } status_t;

  // What all tiles are told, in pulses of one cycle but for sum_index.
  typedef struct packed {
    logic        start;       // of a step
    logic        learn;       // all is delivered
    logic        finish;      // of the step
    logic        give_up;     // the step is given up
    logic [2:0]  sum_index;   // whose sum is asked for
    logic        join_sum;    // the sum over all tiles of modulator join_index
    logic [2:0]  join_index;
    logic [31:0] join_value;
  } control_t;

  // A request of the host to a tile or to all, and the answer.
  typedef struct packed {
    logic             valid;
    logic             write;
    logic             broadcast;
    logic [TileW-1:0] tile;
    logic [23:0]      addr;
    logic [31:0]      wdata;
  } host_req_t;

  typedef struct packed {
    logic        valid;
    logic        error;
    logic [31:0] rdata;
  } host_rsp_t;

  // An event on its way to the host.
  typedef struct packed {
    logic [TileW-1:0] tile;
    logic [7:0]       group;
    logic [23:0]      physical;
    logic [15:0]      payload;
  } host_event_t;

endpackage
