// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The host's port: one request a cycle, the answer three cycles later. Decodes
// the address map of docs/tile.md, answers with an error what is no address or
// comes while the tile is running or an injection is under way. Init writes in
// place of the host.

`include "snnc_assert.svh"

module snnc_host_port (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  // Bus.
  input  logic                              req_valid_i,
  input  logic                              req_write_i,
  input  logic [23:0]                       req_addr_i,
  input  logic [31:0]                       req_wdata_i,
  output logic                              rsp_valid_o,
  output logic                              rsp_error_o,
  output logic [31:0]                       rsp_rdata_o,
  // State of the tile.
  input  logic                              busy_i,     // Init included
  input  logic                              alone_i,
  input  logic                              halt_i,
  input  logic [63:0]                       step_i,
  input  logic [snnc_tile_pkg::ErrBits-1:0] errors_i,
  input  logic                              trap_in_program_i,
  input  logic [snnc_tile_pkg::PcW:0]       trap_pc_i,
  input  logic [snnc_tile_pkg::GroupW-1:0]  trap_group_i,
  input  logic [31:0]                       queued_i,
  // Commands.
  output logic                              start_o,
  output logic                              flush_o,
  output logic                              clear_errors_o,
  output logic                              clear_counters_o,
  output logic                              step_we_lo_o,
  output logic                              step_we_hi_o,
  output logic                              init_busy_o,
  output logic                              refused_o,
  output logic                              inject_o,
  output logic [snnc_tile_pkg::GroupW-1:0]  inject_group_o,
  output logic [23:0]                       inject_physical_o,
  // Modulators.
  output logic                              modulator_we_o,
  output logic                              signals_we_o,
  output logic                              falls_we_o,
  input  logic [31:0]                       modulator_rdata_i,
  input  logic [7:0]                        signals_i,
  input  logic [7:0]                        falls_i,
  // Learning: switch, entries of the learn table in use.
  output logic                              learning_o,
  output logic [snnc_tile_pkg::LearnW:0]    learn_entries_o,
  // Memories and tables: access in the second cycle, data of memories in the
  // third.
  output logic [31:0]                       wdata_o,
  output logic                              write_o,
  output snnc_tile_pkg::lane_host_t         lane_o,
  output snnc_tile_pkg::lane_memory_t       lane_rsp_o,
  input  logic [31:0]                       lane_rdata_i,
  output logic [snnc_tile_pkg::OffsetW-1:0] offset_o,
  output logic                              program_o,
  input  logic [63:0]                       program_rdata_i,
  output logic                              axon_o,
  input  logic [63:0]                       axon_rdata_i,
  output logic                              learn_o,
  input  logic [31:0]                       learn_rdata_i,
  output logic                              arrivals_o,
  input  logic [31:0]                       arrivals_rdata_i,
  output logic                              marks_o,
  input  logic [snnc_tile_pkg::Lanes-1:0]   marks_rdata_i,
  output logic                              counter_o,
  output logic                              group_o,
  input  logic [31:0]                       group_rdata_i,
  output logic                              desc_o,
  input  logic [31:0]                       desc_rdata_i,
  input  logic [31:0]                       counter_rdata_i,
  input  logic [31:0]                       corrected_i,
  input  logic [31:0]                       uncorrectable_i
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;

  localparam logic [31:0] Identity = 32'h534E4E43;
  localparam logic [31:0] Version = 32'h0001_0000;

  localparam logic [3:0] RegionRegisters = 4'h0;
  localparam logic [3:0] RegionProgram = 4'h1;
  localparam logic [3:0] RegionState = 4'h2;
  localparam logic [3:0] RegionAcc = 4'h3;
  localparam logic [3:0] RegionSyn = 4'h4;
  localparam logic [3:0] RegionTable = 4'h5;
  localparam logic [3:0] RegionPayload = 4'h6;
  localparam logic [3:0] RegionMarks = 4'h7;
  localparam logic [3:0] RegionGroups = 4'h8;
  localparam logic [3:0] RegionDescs = 4'h9;
  localparam logic [3:0] RegionAxons = 4'ha;
  localparam logic [3:0] RegionLearn = 4'hb;
  localparam logic [3:0] RegionArrivals = 4'hc;

  // Init: in a cycle without a request, zero for one offset and row of all memories.
  logic                            init_busy;
  logic                            sweep;
  logic                            sweep_q;
  logic [snnc_tile_pkg::InitW-1:0] sweep_addr;

  // Request.
  logic        valid_q;
  logic        write_q;
  logic [3:0]  region_q;
  logic [19:0] offset_q;
  logic [31:0] wdata_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      sweep_q <= 1'b0;
    end else begin
      valid_q <= req_valid_i;
      sweep_q <= sweep;
    end
    if (req_valid_i) begin
      write_q <= req_write_i;
      region_q <= req_addr_i[23:20];
      offset_q <= req_addr_i[19:0];
      wdata_q <= req_wdata_i;
    end else if (sweep) begin
      write_q <= 1'b1;
      offset_q <= 20'(sweep_addr);
      wdata_q <= 32'd0;
    end
  end

  // Access.
  logic        exists;
  logic        init_asked;
  logic        refused;
  logic        go;
  logic        go_register;
  logic        start;
  logic [20:0] limit;
  logic [31:0] register;
  logic [31:0] inject_source_q;
  logic        learning_q;
  logic [snnc_tile_pkg::LearnW:0] learn_entries_q;
  // An injection writes its payload two cycles after its request.
  logic [1:0]  injecting_q;

  always_comb begin
    limit = 21'd0;
    if (valid_q) begin
      case (region_q)
        RegionRegisters: limit = 21'h60;
        RegionProgram: limit = 21'(snnc_tile_pkg::ProgramWords * 2);
        RegionState: limit = 21'(snnc_tile_pkg::StateRows * Lanes);
        RegionAcc: limit = 21'(snnc_tile_pkg::AccumulatorRows * Lanes);
        RegionSyn: limit = 21'(snnc_tile_pkg::SynapseRows * Lanes);
        RegionTable: limit = 21'(snnc_tile_pkg::TableWords);
        RegionPayload: limit = 21'(snnc_tile_pkg::Blocks * Lanes);
        RegionMarks: limit = 21'(snnc_tile_pkg::Blocks);
        RegionGroups: limit = 21'(snnc_tile_pkg::Groups * 8);
        RegionDescs: limit = 21'(snnc_tile_pkg::Descriptors * 2);
        RegionAxons: limit = 21'(snnc_tile_pkg::Axons * 2);
        RegionLearn: limit = 21'(snnc_tile_pkg::LearnEntries * snnc_tile_pkg::LearnWords);
        RegionArrivals: limit = snnc_tile_pkg::Networked ? 21'(snnc_tile_pkg::Sources) : 21'd0;
        default: limit = 21'd0;
      endcase
    end
  end

  assign exists = {1'b0, offset_q} < limit;
  assign init_asked = write_q && (region_q == RegionRegisters) && (offset_q == 20'h10) &&
                      wdata_q[4];
  assign refused = valid_q && ((busy_i && (write_q || (region_q != RegionRegisters))) ||
                               ((injecting_q != 2'd0) &&
                                ((region_q != RegionRegisters) || init_asked)));
  // Tiles of a chip start together.
  assign refused_o = refused || (start && !alone_i);
  assign go = valid_q && exists && !refused;
  assign go_register = go && write_q && (region_q == RegionRegisters);

  assign start = go_register && (offset_q[7:0] == 8'h10) && wdata_q[0] && !wdata_q[4];
  assign start_o = start && alone_i;
  assign flush_o = go_register && (offset_q[7:0] == 8'h10) && wdata_q[1];
  assign clear_errors_o = go_register && (offset_q[7:0] == 8'h10) && wdata_q[2];
  assign clear_counters_o = go_register && (offset_q[7:0] == 8'h10) && wdata_q[3];
  assign step_we_lo_o = go_register && (offset_q[7:0] == 8'h15);
  assign step_we_hi_o = go_register && (offset_q[7:0] == 8'h16);
  assign inject_o = go_register && (offset_q[7:0] == 8'h18);
  assign inject_group_o = inject_source_q[24 +: GroupW];
  assign inject_physical_o = inject_source_q[23:0];
  assign modulator_we_o = go_register && (offset_q[7:3] == 5'b00100);
  assign signals_we_o = go_register && (offset_q[7:0] == 8'h1b);
  assign falls_we_o = go_register && (offset_q[7:0] == 8'h1e);

  always_ff @(posedge clk_i) begin
    if (go_register && (offset_q[7:0] == 8'h17)) begin
      inject_source_q <= wdata_q;
    end
  end

  assign learning_o = learning_q;
  assign learn_entries_o = snnc_tile_pkg::Learns ? learn_entries_q : '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      learning_q <= 1'b1;
      learn_entries_q <= '0;
      injecting_q <= 2'd0;
    end else begin
      injecting_q <= {injecting_q[0], inject_o};
      if (go_register && (offset_q[7:0] == 8'h1a)) begin
        learning_q <= wdata_q[0];
      end
      if (go_register && (offset_q[7:0] == 8'h1c)) begin
        learn_entries_q <= wdata_q[snnc_tile_pkg::LearnW:0];
      end
    end
  end

  always_comb begin
    register = 32'd0;
    if (valid_q && (region_q == RegionRegisters)) begin
      case (offset_q[7:0])
        8'h00: register = Identity;
        8'h01: register = Version;
        8'h02: register = Lanes;
        8'h03: register = snnc_tile_pkg::Groups;
        8'h04: register = snnc_tile_pkg::Descriptors;
        8'h05: register = snnc_tile_pkg::Blocks;
        8'h06: register = snnc_tile_pkg::ProgramWords;
        8'h07: register = snnc_tile_pkg::StateRows;
        8'h08: register = snnc_tile_pkg::AccumulatorRows;
        8'h09: register = snnc_tile_pkg::SynapseRows;
        8'h0a: register = snnc_tile_pkg::Axons;
        8'h0b: register = snnc_tile_pkg::TableWords;
        8'h0c: register = snnc_tile_pkg::EventRecords;
        8'h0d: register = snnc_tile_pkg::Modulators;
        8'h0e: register = snnc_tile_pkg::MaxSlots;
        8'h0f: register = snnc_tile_pkg::TargetVersion;
        8'h11: register = {30'd0, halt_i, busy_i};
        8'h12: register = 32'(errors_i);
        8'h13: register = {trap_in_program_i, 31'(trap_pc_i)};
        8'h14: register = 32'(trap_group_i);
        8'h15: register = step_i[31:0];
        8'h16: register = step_i[63:32];
        8'h17: register = inject_source_q;
        8'h19: register = queued_i;
        8'h1a: register = {31'd0, learning_q};
        8'h1b: register = {24'd0, signals_i};
        8'h1c: register = 32'(learn_entries_q);
        8'h1d: register = snnc_tile_pkg::LearnEntries;
        8'h1e: register = {24'd0, falls_i};
        8'h28: register = corrected_i;
        8'h29: register = uncorrectable_i;
        default: begin
          if (offset_q[7:3] == 5'b00100) register = modulator_rdata_i;
          if (offset_q[7:5] == 3'b010) register = counter_rdata_i;
        end
      endcase
    end
  end

  snnc_init #(
    .AddrW(snnc_tile_pkg::InitW)
  ) u_init (
    .clk_i,
    .rst_ni,
    .start_i(go && init_asked),
    .hold_i (req_valid_i),
    .busy_o (init_busy),
    .write_o(sweep),
    .addr_o (sweep_addr)
  );

  assign init_busy_o = init_busy || sweep_q;
  assign wdata_o = wdata_q;
  assign write_o = write_q;
  assign offset_o = offset_q[snnc_tile_pkg::OffsetW-1:0];
  assign program_o = sweep_q || (go && (region_q == RegionProgram));
  assign axon_o = sweep_q || (go && (region_q == RegionAxons));
  assign learn_o = sweep_q || (go && (region_q == RegionLearn));
  assign arrivals_o = snnc_tile_pkg::Networked && (sweep_q || (go && (region_q == RegionArrivals)));
  assign marks_o = sweep_q || (go && (region_q == RegionMarks));
  assign counter_o = go && (region_q == RegionRegisters);
  assign group_o = go && (region_q == RegionGroups);
  assign desc_o = go && (region_q == RegionDescs);

  always_comb begin
    lane_o = '0;
    lane_o.write = write_q;
    lane_o.wdata = wdata_q;
    lane_o.row = 17'(offset_q >> LaneW);
    if (go) begin
      lane_o.memory.lane = offset_q[LaneW-1:0];
      lane_o.memory.state = region_q == RegionState;
      lane_o.memory.acc = region_q == RegionAcc;
      lane_o.memory.syn = region_q == RegionSyn;
      lane_o.memory.tbl = region_q == RegionTable;
      lane_o.memory.pay = region_q == RegionPayload;
      if (region_q == RegionTable) begin
        lane_o.row = offset_q[16:0];
        lane_o.memory.lane = '0;
      end
      lane_o.valid = (region_q >= RegionState) && (region_q <= RegionPayload);
      lane_o.memory.any = lane_o.valid;
    end
    // All lanes, as a write of their tables does.
    if (sweep_q) begin
      lane_o.valid = 1'b1;
      lane_o.row = offset_q[16:0];
      lane_o.memory = '0;
      lane_o.memory.state = 1'b1;
      lane_o.memory.acc = 1'b1;
      lane_o.memory.syn = 1'b1;
      lane_o.memory.tbl = 1'b1;
      lane_o.memory.pay = 1'b1;
    end
  end

  // Answer.
  logic                        data_valid_q;
  logic                        data_error_q;
  logic [3:0]                  data_region_q;
  logic                        data_high_q;
  logic [31:0]                 data_q;
  snnc_tile_pkg::lane_memory_t lane_memory_q;
  logic                        rsp_valid_q;
  logic                        rsp_error_q;
  logic [31:0]                 rsp_rdata_q;
  logic [31:0]                 answer;

  assign lane_rsp_o = data_valid_q ? lane_memory_q : '0;

  always_comb begin
    answer = 32'd0;
    if (data_valid_q && !data_error_q) begin
      case (data_region_q)
        RegionRegisters, RegionGroups, RegionDescs: answer = data_q;
        RegionProgram: answer = data_high_q ? program_rdata_i[63:32] : program_rdata_i[31:0];
        RegionAxons: answer = data_high_q ? axon_rdata_i[63:32] : axon_rdata_i[31:0];
        RegionMarks: answer = 32'(marks_rdata_i);
        RegionLearn: answer = learn_rdata_i;
        RegionArrivals: answer = arrivals_rdata_i;
        default: answer = lane_rdata_i;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      data_valid_q <= 1'b0;
      rsp_valid_q <= 1'b0;
    end else begin
      data_valid_q <= valid_q;
      rsp_valid_q <= data_valid_q;
    end
    if (valid_q) begin
      data_error_q <= refused_o || !exists;
      data_region_q <= region_q;
      data_high_q <= offset_q[0];
      data_q <= (region_q == RegionGroups) ? group_rdata_i :
                (region_q == RegionDescs) ? desc_rdata_i : register;
      lane_memory_q <= lane_o.memory;
    end
    if (data_valid_q) begin
      rsp_error_q <= data_error_q;
      rsp_rdata_q <= answer;
    end
  end

  assign rsp_valid_o = rsp_valid_q;
  assign rsp_error_o = rsp_error_q;
  assign rsp_rdata_o = rsp_rdata_q;

  `SNNC_ASSERT(BusyIsLeftAlone, !busy_i || sweep_q ||
                                !(start_o || flush_o || inject_o || lane_o.valid))
  `SNNC_ASSERT(InitIsAlone, !sweep_q || !(start_o || flush_o || inject_o))
  `SNNC_ASSERT(OneMemory, !lane_o.valid || sweep_q || !(program_o || axon_o || learn_o || arrivals_o ||
                                                      marks_o || group_o || desc_o))

endmodule
