// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One tile (docs/tile.md): the sequencer and the Update pipeline, the event
// queue, the expander, the axon sequencer and the row engine of Deliver, the
// lanes that both use, the host's port and event stream, and what joins tiles to
// a chip: the port to the network and the step control of all.

`include "snnc_assert.svh"

module snnc_tile (
  input  logic        clk_i,
  input  logic        rst_ni,
  // Host's port: a request a cycle, the answer three cycles later.
  input  logic        req_valid_i,
  input  logic        req_write_i,
  input  logic [23:0] req_addr_i,
  input  logic [31:0] req_wdata_i,
  output logic        rsp_valid_o,
  output logic        rsp_error_o,
  output logic [31:0] rsp_rdata_o,
  // Event stream.
  output logic        event_valid_o,
  input  logic        event_ready_i,
  output logic [7:0]  event_group_o,
  output logic [23:0] event_physical_o,
  output logic [15:0] event_payload_o,
  // No other tiles: the host starts a step, and nobody is waited for.
  input  logic        alone_i,
  // Network between tiles; what the tile says of itself, and what it is told.
  output logic                    send_valid_o,
  input  logic                    send_ready_i,
  output snnc_chip_pkg::flit_t    send_o,
  input  logic                    arrive_valid_i,
  output logic                    arrive_ready_o,
  input  snnc_chip_pkg::flit_t    arrive_i,
  output snnc_chip_pkg::status_t  status_o,
  input  snnc_chip_pkg::control_t control_i,
  // A step is under way; an error has stopped the tile.
  output logic        busy_o,
  output logic        halt_o
);

  localparam int unsigned Lanes = snnc_tile_pkg::Lanes;
  localparam int unsigned LaneW = snnc_tile_pkg::LaneW;
  localparam int unsigned Groups = snnc_tile_pkg::Groups;
  localparam int unsigned GroupW = snnc_tile_pkg::GroupW;
  localparam int unsigned DescW = snnc_tile_pkg::DescW;
  localparam int unsigned BlockW = snnc_tile_pkg::BlockW;
  localparam int unsigned PcW = snnc_tile_pkg::PcW;
  localparam int unsigned StateW = snnc_tile_pkg::StateW;
  localparam int unsigned AccW = snnc_tile_pkg::AccW;
  localparam int unsigned SynW = snnc_tile_pkg::SynW;
  localparam int unsigned AxonW = snnc_tile_pkg::AxonW;
  localparam int unsigned LearnW = snnc_tile_pkg::LearnW;
  localparam int unsigned ErrBits = snnc_tile_pkg::ErrBits;
  localparam int unsigned QueueW = $clog2(snnc_tile_pkg::EventRecords);

  // Host's port and control.
  logic               start, flush, clear_errors, clear_counters, step_we_lo, step_we_hi;
  logic               refused, inject;
  logic [GroupW-1:0]  inject_group;
  logic [23:0]        inject_physical;
  logic [31:0]        host_wdata;
  logic               host_write;
  logic [snnc_tile_pkg::OffsetW-1:0] host_offset;
  logic               host_program, host_axon, host_marks, host_group, host_desc, host_counter;
  logic [31:0]        group_rdata, desc_rdata, counter_rdata, lane_rdata;
  logic [Lanes-1:0]   marks_rdata;
  logic [63:0]        program_rdata, axon_rdata;
  snnc_tile_pkg::lane_host_t   lane_host;
  snnc_tile_pkg::lane_memory_t host_rsp, lane_rsp;
  logic               update_start, run_done, in_update, in_deliver, deliver, halt, step_done;
  logic               learn_start, phase_learn, in_learn, learn_done;
  logic               deliver_idle, delivered, learned;
  logic [63:0]        step;
  logic [ErrBits-1:0] errors, errors_new;
  logic               trap_in_program;
  logic [PcW:0]       trap_pc;
  logic [GroupW-1:0]  trap_group;
  logic               core_rst_n;
  logic [QueueW:0]    queued;
  logic [31:0]        modulator, modulator_rdata;
  logic               modulator_we, signals_we, falls_we;
  logic [7:0]         signals, falls;

  // Reads of memories with wrong bits: lanes, then the memories named here.
  logic [snnc_tile_pkg::EccSources-1:0] corrected, uncorrectable;
  localparam int unsigned EccProgram = Lanes;
  localparam int unsigned EccAxons = Lanes + 1;
  localparam int unsigned EccLearn = Lanes + 2;
  localparam int unsigned EccMarks = Lanes + 3;
  localparam int unsigned EccFired = Lanes + 4;
  localparam int unsigned EccQueue = Lanes + 5;
  localparam int unsigned EccArrivals = Lanes + 6;
  logic [31:0] corrected_count, uncorrectable_count;
  logic        init_busy;

  assign core_rst_n = rst_ni && !flush;
  assign in_learn = snnc_tile_pkg::Learns && phase_learn;
  assign busy_o = in_update || in_deliver || in_learn || learned || init_busy;
  assign halt_o = halt;

  // Update.
  logic [Groups-1:0]            run;
  logic                         update_group_re;
  logic [GroupW-1:0]            update_group_index;
  snnc_tile_pkg::update_group_t update_group;
  logic                         fetch;
  logic [PcW-1:0]               fetch_addr;
  snnc_tile_pkg::issue_t        issue;
  snnc_tile_pkg::dec_t          dec;
  snnc_tile_pkg::lane_is_t      lane_is;
  snnc_tile_pkg::lane_ex1_t     lane_ex1;
  snnc_tile_pkg::lane_ex2_t     lane_ex2;
  snnc_tile_pkg::lane_ex3_t     lane_ex3;
  logic [Lanes-1:0]             ex3_mask;
  logic                         state_re, port_re;
  logic [StateW-1:0]            state_raddr, state_waddr;
  logic [3:0]                   state_we;
  logic [AccW-1:0]              port_raddr, port_waddr;
  logic [1:0]                   port_clear;
  logic                         emit;
  logic [GroupW-1:0]            emit_group;
  logic [BlockW-1:0]            emit_block, emit_source;
  logic [Lanes-1:0]             emit_mask;
  logic                         issued;
  logic [4:0]                   update_error;
  logic [PcW:0]                 update_pc;
  logic [GroupW-1:0]            update_pc_group;
  logic [Lanes-1:0]             nonzero, clamped;

  // Learn.
  logic                         learning;
  logic [LearnW:0]              learn_entries;
  logic                         host_learn, table_re;
  logic [snnc_tile_pkg::LearnOffsetW-1:0] table_addr;
  logic [31:0]                  learn_rdata;
  logic                         run_start, rows, gate, gate_open, learn_pop;
  logic [GroupW-1:0]            learn_group;
  logic [PcW-1:0]               learn_program;
  snnc_tile_pkg::run_t          sequencer_run, row_run;
  snnc_tile_pkg::walk_t         walk;
  logic [8*32-1:0]              commons;
  logic [8*snnc_tile_pkg::PlaneW-1:0] planes;
  logic [8*18-1:0]              common_planes;
  logic [snnc_tile_pkg::UnitAddrW-1:0] stride;
  logic                         square_column, due_records;
  snnc_tile_pkg::bank_ex1_t     bank1;
  snnc_tile_pkg::bank_ex2_t     bank2;
  snnc_tile_pkg::bank_ex4_t     bank4;
  logic [Lanes-1:0]             bank_bad, bank_mask;
  logic [Lanes*32-1:0]          bank_words;
  logic [Lanes*32-1:0]          lane_words;
  logic [Lanes*32-1:0]          lane_values;
  logic [Lanes*32-1:0]          bank_values;
  logic                         common_re, common_rsp;
  logic [StateW-1:0]            common_addr;
  logic [LaneW-1:0]             common_lane;
  logic                         learn_axon_re, learn_desc_re, learn_out_of_range, walk_error;
  logic [AxonW-1:0]             learn_axon_addr;
  logic [DescW-1:0]             learn_desc;
  logic                         pipe_syn_re;
  logic [SynW-1:0]              pipe_syn_raddr, syn_waddr;
  logic [3:0]                   syn_we;
  logic [Lanes-1:0]             syn_mask, syn_clamped, updates;
  logic                         update;
  logic [Lanes-1:0]             present, active, lane_bad, fired;
  logic                         event_re, due, due_push, due_overflow;
  logic [3:0]                   kind;
  snnc_tile_pkg::record_t       due_record;
  snnc_tile_pkg::lane_tg1_t     lane_tg1;
  snnc_tile_pkg::lane_tg2_t     lane_tg2;
  snnc_tile_pkg::lane_dl2_t     lane_dl2;
  logic [1:0]                   plane_width, plane_sub;
  logic                         sts3;
  snnc_tile_pkg::lane_dl3_t     lane_dl3;
  snnc_tile_pkg::lane_dl4_t     lane_dl4;

  // Events.
  logic                         push;
  logic [GroupW+BlockW+Lanes-1:0] record_bits;
  snnc_tile_pkg::record_t       record_in, record_out;
  logic                         queue_full, queue_empty, record_valid, record_pop;
  logic [BlockW-1:0]            push_source;
  logic                         push_inject;
  logic [15:0]                  push_payload;
  logic                         twice, queue_overflow, bad_injection;
  logic                         inject_bad;
  logic [Lanes-1:0]             inject_mask;

  // Network.
  logic                         send_valid, send_ready;
  logic [15:0]                  send_number, send_copies;
  logic                         arrival_re, arrival_valid, arrival_ready, network_idle;
  logic [GroupW-1:0]            arrival_group;
  snnc_tile_pkg::source_t       arrival;
  snnc_tile_pkg::kept_t         kept;
  logic                         unknown_arrival, host_arrivals;
  logic [31:0]                  balance, arrivals_rdata;
  logic [31:0]                  sum;
  logic [7:0]                   driven;

  // Deliver.
  logic [GroupW-1:0]            event_group_index;
  logic [GroupW-1:0]            record_group;
  snnc_tile_pkg::event_group_t  event_group;
  logic [BlockW-1:0]            record_source;
  logic [Lanes*16-1:0]          payloads;
  logic                         stream_in_valid, stream_in_ready;
  snnc_tile_pkg::event_t        stream_in, stream_out;
  logic                         source_valid, source_ready, axon_valid, axon_ready;
  snnc_tile_pkg::source_t       source, event_source;
  logic                         expander_idle, event_fired, stalled;
  logic                         drive;
  logic [2:0]                   drive_modulator;
  logic                         axon_re;
  logic [AxonW-1:0]             axon_raddr;
  logic                         row_valid, row_ready;
  snnc_tile_pkg::row_t          row;
  logic                         axon_idle, axon_out_of_range;
  logic [GroupW-1:0]            axon_group;
  logic                         desc_re;
  logic [DescW-1:0]             desc_index;
  snnc_tile_pkg::desc_t         desc;
  logic                         syn_re;
  logic [SynW-1:0]              syn_raddr;
  snnc_tile_pkg::unit_t         unit;
  logic [LaneW-1:0]             unit_rotate;
  logic                         row_idle, row_out_of_range;
  logic [GroupW-1:0]            row_group;
  logic [Lanes-1:0]             synapses, lane_out_of_range, lane_overflow;

  snnc_host_port u_host_port (
    .clk_i,
    .rst_ni,
    .req_valid_i,
    .req_write_i,
    .req_addr_i,
    .req_wdata_i,
    .rsp_valid_o,
    .rsp_error_o,
    .rsp_rdata_o,
    .busy_i           (busy_o),
    .alone_i,
    .halt_i           (halt),
    .step_i           (step),
    .errors_i         (errors),
    .trap_in_program_i(trap_in_program),
    .trap_pc_i        (trap_pc),
    .trap_group_i     (trap_group),
    .queued_i         (32'(queued)),
    .start_o          (start),
    .flush_o          (flush),
    .clear_errors_o   (clear_errors),
    .clear_counters_o (clear_counters),
    .step_we_lo_o     (step_we_lo),
    .step_we_hi_o     (step_we_hi),
    .refused_o        (refused),
    .inject_o         (inject),
    .inject_group_o   (inject_group),
    .inject_physical_o(inject_physical),
    .modulator_we_o   (modulator_we),
    .signals_we_o     (signals_we),
    .falls_we_o       (falls_we),
    .modulator_rdata_i(modulator_rdata),
    .signals_i        (signals),
    .falls_i          (falls),
    .learning_o       (learning),
    .learn_entries_o  (learn_entries),
    .wdata_o          (host_wdata),
    .write_o          (host_write),
    .lane_o           (lane_host),
    .lane_rsp_o       (host_rsp),
    .lane_rdata_i     (lane_rdata),
    .offset_o         (host_offset),
    .program_o        (host_program),
    .program_rdata_i  (program_rdata),
    .axon_o           (host_axon),
    .axon_rdata_i     (axon_rdata),
    .learn_o          (host_learn),
    .learn_rdata_i    (learn_rdata),
    .arrivals_o       (host_arrivals),
    .arrivals_rdata_i (arrivals_rdata),
    .marks_o          (host_marks),
    .marks_rdata_i    (marks_rdata),
    .counter_o        (host_counter),
    .group_o          (host_group),
    .group_rdata_i    (group_rdata),
    .desc_o           (host_desc),
    .desc_rdata_i     (desc_rdata),
    .counter_rdata_i  (counter_rdata),
    .init_busy_o      (init_busy),
    .corrected_i      (corrected_count),
    .uncorrectable_i  (uncorrectable_count)
  );

  if (snnc_tile_pkg::Ecc) begin : g_ecc
    snnc_ecc_counters u_ecc_counters (
      .clk_i,
      .rst_ni,
      .clear_i        (clear_counters),
      .corrected_i    (corrected),
      .uncorrectable_i(uncorrectable),
      .corrected_o    (corrected_count),
      .uncorrectable_o(uncorrectable_count)
    );
  end else begin : g_no_ecc
    assign corrected_count = 32'd0;
    assign uncorrectable_count = 32'd0;
  end

  snnc_modulators u_modulators (
    .clk_i,
    .rst_ni,
    .flush_i        (flush),
    .value_we_i     (modulator_we),
    .signals_we_i   (signals_we),
    .falls_we_i     (falls_we),
    .host_index_i   (host_offset[2:0]),
    .host_wdata_i   (host_wdata),
    .host_value_o   (modulator_rdata),
    .falls_o        (falls),
    .index_i        (dec.imm[2:0]),
    .value_o        (modulator),
    .drive_i        (drive),
    .drive_index_i  (drive_modulator),
    .drive_payload_i(stream_in.payload),
    .step_done_i    (step_done),
    .sum_index_i    (control_i.sum_index),
    .sum_o          (sum),
    .driven_o       (driven),
    .join_i         (control_i.join_sum && !alone_i),
    .join_index_i   (control_i.join_index),
    .join_value_i   (control_i.join_value),
    .signals_o      (signals)
  );

  assign walk_error = in_learn && !halt && learn_out_of_range;

  always_comb begin
    errors_new = '0;
    errors_new[snnc_tile_pkg::ErrHost] = refused;
    if ((in_update || in_learn) && !halt) begin
      errors_new[4:0] = update_error;
    end
    if (!halt) begin
      errors_new[snnc_tile_pkg::ErrTwice] = twice;
      errors_new[snnc_tile_pkg::ErrQueue] = queue_overflow || due_overflow;
    end
    if (bad_injection || walk_error ||
        (deliver && (axon_out_of_range || row_out_of_range || unknown_arrival ||
                     (lane_out_of_range != '0)))) begin
      errors_new[snnc_tile_pkg::ErrAddress] = 1'b1;
    end
    errors_new[snnc_tile_pkg::ErrOverflow] = lane_overflow != '0;
    errors_new[snnc_tile_pkg::ErrEcc] = uncorrectable != '0;
  end

  snnc_control u_control (
    .clk_i,
    .rst_ni,
    .alone_i,
    .start_i         (start),
    .all_start_i     (control_i.start),
    .all_learn_i     (control_i.learn),
    .all_finish_i    (control_i.finish),
    .all_give_up_i   (control_i.give_up),
    .clear_errors_i  (clear_errors),
    .step_we_lo_i    (step_we_lo),
    .step_we_hi_i    (step_we_hi),
    .host_wdata_i    (host_wdata),
    .update_done_i   (run_done),
    .deliver_idle_i  (deliver_idle),
    .learns_i        (learn_entries != '0),
    .learn_done_i    (learn_done),
    .errors_i        (errors_new),
    .pc_i            (update_pc),
    .update_group_i  (update_pc_group),
    .deliver_group_i (unknown_arrival ? arrival_group : axon_out_of_range ? axon_group : row_group),
    .walk_error_i    (walk_error),
    .walk_group_i    (learn_group),
    .update_start_o  (update_start),
    .in_update_o     (in_update),
    .in_deliver_o    (in_deliver),
    .deliver_o       (deliver),
    .learn_start_o   (learn_start),
    .in_learn_o      (phase_learn),
    .delivered_o     (delivered),
    .learned_o       (learned),
    .halt_o          (halt),
    .step_done_o     (step_done),
    .step_o          (step),
    .errors_o        (errors),
    .trap_in_program_o(trap_in_program),
    .trap_pc_o       (trap_pc),
    .trap_group_o    (trap_group)
  );

  snnc_counters u_counters (
    .clk_i,
    .rst_ni,
    .clear_i     (clear_counters),
    .in_update_i (in_update),
    .in_deliver_i(in_deliver && !delivered),
    .in_learn_i  (in_learn),
    .step_done_i (step_done),
    .stall_i     (stalled),
    .issued_i    (issued),
    .event_i     (event_fired),
    .unit_i      (syn_re),
    .synapses_i  (synapses),
    .clamped_i   (rows ? syn_clamped & syn_mask : clamped & ex3_mask),
    .updates_i   (updates),
    .host_re_i   (host_counter),
    .host_word_i (host_offset[4:0]),
    .host_rdata_o(counter_rdata)
  );

  snnc_group_table u_groups (
    .clk_i,
    .rst_ni,
    .host_re_i     (host_group),
    .we_i          (host_group && host_write),
    .host_group_i  (host_offset[3 +: GroupW]),
    .host_word_i   (host_offset[2:0]),
    .host_wdata_i  (host_wdata),
    .host_rdata_o  (group_rdata),
    .run_o         (run),
    .update_re_i   (update_group_re),
    .update_group_i(update_group_index),
    .update_o      (update_group),
    .event_re_i    (inject || record_pop || arrival_re),
    .event_group_i (event_group_index),
    .event_o       (event_group)
  );

  // What the sequencer runs: all groups, or in Learn a group or a row. The units
  // of a dense column are the blocks of its sources.
  logic [Groups-1:0] learn_run;

  always_comb begin
    learn_run = '0;
    learn_run[learn_group] = 1'b1;
    sequencer_run.program_addr = in_learn ? learn_program : update_group.program_addr;
    sequencer_run.blocks = (snnc_tile_pkg::CountW+1)'(update_group.blocks);
    sequencer_run.block_base = update_group.block_base;
    sequencer_run.period = (snnc_tile_pkg::CountW+1)'(update_group.period);
    sequencer_run.last_lanes = update_group.last_lanes;
    sequencer_run.logical_base = update_group.logical_base;
    if (square_column) begin
      sequencer_run.logical_base = 32'(walk.address);
    end else if (rows) begin
      sequencer_run = row_run;
    end
  end

  assign square_column = walk.columns && !walk.indexed;
  assign kind = !in_learn ? snnc_isa_pkg::KindUpdate :
                !rows ? snnc_isa_pkg::KindBlocks :
                walk.columns ? snnc_isa_pkg::KindColumns : snnc_isa_pkg::KindRows;

  snnc_sequencer u_sequencer (
    .clk_i,
    .rst_ni      (core_rst_n),
    .start_i     (update_start || run_start),
    .kind_i      (kind),
    .prefetch_i  (rows && walk.indexed),
    .strided_i   (square_column),
    .stride_i    (32'(stride)),
    .halt_i      (halt),
    .done_o      (run_done),
    .run_i       (in_learn ? learn_run : run),
    .group_re_o  (update_group_re),
    .group_o     (update_group_index),
    .group_i     (sequencer_run),
    .fetch_o     (fetch),
    .fetch_addr_o(fetch_addr),
    .fetch_data_i(program_rdata),
    .issue_o     (issue),
    .dec_o       (dec)
  );

  snnc_mem_1r1w #(
    .Width(64),
    .Depth(snnc_tile_pkg::ProgramWords),
    .Gran (32),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_program (
    .clk_i,
    .corrected_o    (corrected[EccProgram]),
    .uncorrectable_o(uncorrectable[EccProgram]),
    .re_i   (fetch || (host_program && !host_write)),
    .raddr_i(host_program ? host_offset[1 +: PcW] : fetch_addr),
    .rdata_o(program_rdata),
    .we_i   ({host_program && host_write && host_offset[0],
              host_program && host_write && !host_offset[0]}),
    .waddr_i(host_offset[1 +: PcW]),
    .wdata_i({2{host_wdata}})
  );

  snnc_update_pipe u_update_pipe (
    .clk_i,
    .rst_ni       (core_rst_n),
    .halt_i       (halt),
    .issue_i      (issue),
    .dec_i        (dec),
    .step_i       (step[6:0]),
    .modulator_i  (modulator),
    .signals_i    (signals),
    .walk_i       (walk),
    .commons_i    (commons),
    .planes_i     (planes),
    .common_planes_i(common_planes),
    .is_o         (lane_is),
    .ex1_o        (lane_ex1),
    .ex2_o        (lane_ex2),
    .ex3_o        (lane_ex3),
    .tg1_o        (lane_tg1),
    .tg2_o        (lane_tg2),
    .dl2_o        (lane_dl2),
    .plane_width_o(plane_width),
    .plane_sub_o  (plane_sub),
    .sts3_o       (sts3),
    .bank1_o      (bank1),
    .bank2_o      (bank2),
    .bank4_o      (bank4),
    .bank_bad_i   (bank_bad != '0),
    .dl3_o        (lane_dl3),
    .dl4_o        (lane_dl4),
    .ex3_mask_o   (ex3_mask),
    .state_re_o   (state_re),
    .state_raddr_o(state_raddr),
    .state_we_o   (state_we),
    .state_waddr_o(state_waddr),
    .port_re_o    (port_re),
    .port_raddr_o (port_raddr),
    .port_clear_o (port_clear),
    .port_waddr_o (port_waddr),
    .syn_re_o     (pipe_syn_re),
    .syn_raddr_o  (pipe_syn_raddr),
    .syn_we_o     (syn_we),
    .syn_waddr_o  (syn_waddr),
    .syn_mask_o   (syn_mask),
    .update_o     (update),
    .present_i    (present),
    .nonzero_i    (nonzero),
    .lane_bad_i   (lane_bad),
    .active_o     (active),
    .event_re_o   (event_re),
    .due_o        (due),
    .emit_o       (emit),
    .emit_group_o (emit_group),
    .emit_block_o (emit_block),
    .emit_source_o(emit_source),
    .emit_mask_o  (emit_mask),
    .issued_o     (issued),
    .error_o      (update_error),
    .pc_o         (update_pc),
    .group_o      (update_pc_group)
  );

  assign updates = update ? syn_mask : '0;

  if (snnc_tile_pkg::Learns) begin : g_learn
    snnc_learn_seq u_learn_seq (
      .clk_i,
      .rst_ni        (core_rst_n),
      .halt_i        (halt),
      .start_i       (learn_start),
      .done_o        (learn_done),
      .step_i        (step),
      .entries_i     (learn_entries),
      .learning_i    (learning),
      .signals_i     (signals),
      .table_re_o    (table_re),
      .table_addr_o  (table_addr),
      .table_data_i  (learn_rdata),
      .run_start_o   (run_start),
      .run_done_i    (run_done),
      .rows_o        (rows),
      .group_o       (learn_group),
      .program_o     (learn_program),
      .row_run_o     (row_run),
      .walk_o        (walk),
      .commons_o     (commons),
      .common_planes_o(common_planes),
      .stride_o      (stride),
      .planes_o      (planes),
      .gate_o        (gate),
      .records_o     (due_records),
      .open_i        (gate_open),
      .record_valid_i(record_valid && in_learn),
      .record_block_i(record_out.block),
      .record_mask_i (record_out.mask),
      .record_pop_o  (learn_pop),
      .common_re_o   (common_re),
      .common_addr_o (common_addr),
      .common_rsp_o  (common_rsp),
      .common_lane_o (common_lane),
      .common_data_i (lane_rdata),
      .axon_re_o     (learn_axon_re),
      .axon_addr_o   (learn_axon_addr),
      .axon_data_i   (axon_rdata),
      .desc_re_o     (learn_desc_re),
      .desc_index_o  (learn_desc),
      .desc_indexed_i    (desc.indexed),
      .desc_skewed_i     (desc.skewed),
      .desc_index_bits_i (desc.index_bits),
      .desc_entry_log2_i (desc.entry_log2),
      .desc_weight_log2_i(desc.weight_log2),
      .out_of_range_o(learn_out_of_range)
    );

    snnc_mem_1r1w #(
      .Width(32),
      .Depth(snnc_tile_pkg::LearnEntries * snnc_tile_pkg::LearnWords),
      .Ecc  (snnc_tile_pkg::Ecc)
    ) u_learn_table (
      .clk_i,
      .corrected_o    (corrected[EccLearn]),
      .uncorrectable_o(uncorrectable[EccLearn]),
      .re_i   (table_re || (host_learn && !host_write)),
      .raddr_i(host_learn ? host_offset[snnc_tile_pkg::LearnOffsetW-1:0] : table_addr),
      .rdata_o(learn_rdata),
      .we_i   (host_learn && host_write),
      .waddr_i(host_offset[snnc_tile_pkg::LearnOffsetW-1:0]),
      .wdata_i(host_wdata)
    );

    snnc_due u_due (
      .clk_i,
      .rst_ni    (core_rst_n),
      .halt_i    (halt),
      .gate_i    (gate),
      .records_i (due_records),
      .valid_i   (due),
      .group_i   (emit_group),
      .block_i   (emit_block),
      .mask_i    (due ? emit_mask & nonzero : '0),
      .full_i    (queue_full),
      .push_o    (due_push),
      .record_o  (due_record),
      .open_o    (gate_open),
      .overflow_o(due_overflow)
    );

    snnc_fired u_fired (
      .clk_i,
      .rst_ni  (core_rst_n),
      .clear_i (step_done),
      .push_i  ((push && (learn_entries != '0)) || kept.valid),
      .source_i(kept.valid ? kept.source : push_source),
      .mask_i  (kept.valid ? kept.mask : record_in.mask),
      .re_i    (event_re),
      .raddr_i (emit_source),
      .fired_o (fired),
      .corrected_o    (corrected[EccFired]),
      .uncorrectable_o(uncorrectable[EccFired])
    );

    snnc_skew u_skew (
      .clk_i,
      .rst_ni,
      .read_rotate_i (rows ? walk.rotate : unit_rotate),
      .bank_words_i  (bank_words),
      .lane_words_o  (lane_words),
      .write_rotate_i(walk.rotate),
      .lane_mask_i   (syn_mask),
      .lane_values_i (lane_values),
      .bank_mask_o   (bank_mask),
      .bank_values_o (bank_values)
    );
  end else begin : g_no_learn
    assign lane_words = bank_words;
    assign bank_values = lane_values;
    assign bank_mask = '0;
    assign common_planes = '0;
    assign stride = '0;
    assign due_records = '0;
    assign table_re = '0;
    assign table_addr = '0;
    assign learn_rdata = '0;
    assign run_start = '0;
    assign learn_done = '0;
    assign rows = '0;
    assign learn_group = '0;
    assign learn_program = '0;
    assign row_run = '0;
    assign walk = '0;
    assign commons = '0;
    assign planes = '0;
    assign gate = '0;
    assign learn_pop = '0;
    assign common_re = '0;
    assign common_addr = '0;
    assign common_rsp = '0;
    assign common_lane = '0;
    assign learn_axon_re = '0;
    assign learn_axon_addr = '0;
    assign learn_desc_re = '0;
    assign learn_desc = '0;
    assign learn_out_of_range = '0;
    assign due_push = '0;
    assign due_record = '0;
    assign gate_open = '0;
    assign due_overflow = '0;
    assign fired = '0;
    assign corrected[EccLearn] = 1'b0;
    assign uncorrectable[EccLearn] = 1'b0;
    assign corrected[EccFired] = 1'b0;
    assign uncorrectable[EccFired] = 1'b0;
  end

  always_comb begin
    lane_rsp = host_rsp;
    if (common_rsp) begin
      lane_rsp = '0;
      lane_rsp.any = 1'b1;
      lane_rsp.state = 1'b1;
      lane_rsp.lane = common_lane;
    end
    // The one target of a column.
    if (snnc_tile_pkg::Learns && lane_ex2.valid && lane_ex2.is_one) begin
      lane_rsp = '0;
      lane_rsp.any = 1'b1;
      lane_rsp.state = 1'b1;
      lane_rsp.lane = walk.rotate;
    end
  end

  // Injection enters where an instruction emits. The host may only do so
  // while the tile is idle.
  always_comb begin
    inject_mask = '0;
    inject_mask[inject_physical[LaneW-1:0]] = 1'b1;
  end

  assign inject_bad = (inject_physical >> LaneW) >= 24'(event_group.blocks);

  snnc_emit u_emit (
    .clk_i,
    .rst_ni        (core_rst_n),
    .halt_i        (halt),
    .valid_i       (emit || inject),
    .inject_i      (inject),
    .bad_i         (inject && inject_bad),
    .group_i       (inject ? inject_group : emit_group),
    .block_i       (inject ? inject_physical[LaneW +: BlockW] : emit_block),
    .source_i      (inject ? event_group.block_base + inject_physical[LaneW +: BlockW]
                           : emit_source),
    .mask_i        (inject ? inject_mask : emit_mask & nonzero),
    .payload_i     (host_wdata[15:0]),
    .push_o        (push),
    .record_o      (record_in),
    .full_i        (queue_full),
    .source_o      (push_source),
    .inject_o      (push_inject),
    .payload_o     (push_payload),
    .twice_o       (twice),
    .overflow_o    (queue_overflow),
    .bad_o         (bad_injection),
    .clear_i       (record_pop),
    .clear_source_i(record_source),
    .clear_mask_i  (record_out.mask),
    .host_re_i     (host_marks && !host_write),
    .host_we_i     (host_marks && host_write),
    .host_source_i (host_offset[BlockW-1:0]),
    .host_wdata_i  (host_wdata[Lanes-1:0]),
    .host_rdata_o  (marks_rdata),
    .corrected_o    (corrected[EccMarks]),
    .uncorrectable_o(uncorrectable[EccMarks])
  );

  snnc_queue #(
    .Width(GroupW + BlockW + Lanes),
    .Depth(snnc_tile_pkg::EventRecords),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_queue (
    .clk_i,
    .rst_ni,
    .flush_i     (flush),
    .push_i      (push || due_push),
    .push_data_i (due_push ? due_record : record_in),
    .full_o      (queue_full),
    .head_valid_o(record_valid),
    .head_o      (record_bits),
    .pop_i       (record_pop || learn_pop),
    .empty_o     (queue_empty),
    .count_o     (queued),
    .corrected_o    (corrected[EccQueue]),
    .uncorrectable_o(uncorrectable[EccQueue])
  );

  assign record_out = record_bits;
  assign event_group_index = arrival_re ? arrival_group : inject ? inject_group : record_group;

  snnc_expander u_expander (
    .clk_i,
    .rst_ni        (core_rst_n),
    .run_i         (deliver),
    .record_valid_i(record_valid),
    .record_i      (record_out),
    .pop_o         (record_pop),
    .hold_i        (arrival_re),
    .group_o       (record_group),
    .group_i       (event_group),
    .source_o      (record_source),
    .payloads_i    (payloads),
    .stream_valid_o(stream_in_valid),
    .stream_ready_i(stream_in_ready),
    .stream_o      (stream_in),
    .axon_valid_o  (axon_valid),
    .axon_ready_i  (axon_ready),
    .axon_o        (event_source),
    .send_valid_o     (send_valid),
    .send_ready_i     (send_ready),
    .send_number_o    (send_number),
    .send_copies_o    (send_copies),
    .drive_o          (drive),
    .drive_modulator_o(drive_modulator),
    .idle_o           (expander_idle),
    .event_o       (event_fired),
    .stall_o       (stalled)
  );

  // What arrives and the tile's own events take turns. An own event that waits
  // for the network is not valid here, so that the network always drains.
  logic own_turn_q;
  logic take_arrival;

  assign take_arrival = arrival_valid && !(own_turn_q && axon_valid);
  assign source_valid = arrival_valid || axon_valid;
  assign source = take_arrival ? arrival : event_source;
  assign arrival_ready = source_ready && take_arrival;
  assign axon_ready = source_ready && !take_arrival;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      own_turn_q <= 1'b0;
    end else if (source_valid && source_ready) begin
      own_turn_q <= take_arrival;
    end
  end

  if (snnc_tile_pkg::Networked) begin : g_network
    snnc_net_port u_net_port (
      .clk_i,
      .rst_ni,
      .flush_i       (flush),
      .run_i         (deliver),
      .event_valid_i (send_valid),
      .event_ready_o (send_ready),
      .event_number_i(send_number),
      .event_copies_i(send_copies),
      .event_i       (stream_in),
      .send_valid_o,
      .send_ready_i,
      .send_o,
      .arrive_valid_i,
      .arrive_ready_o,
      .arrive_i,
      .group_re_o    (arrival_re),
      .group_o       (arrival_group),
      .group_i       (event_group),
      .axon_valid_o  (arrival_valid),
      .axon_ready_i  (arrival_ready),
      .axon_o        (arrival),
      .kept_o        (kept),
      .idle_o        (network_idle),
      .balance_o     (balance),
      .unknown_o     (unknown_arrival),
      .host_i        (host_arrivals),
      .host_write_i  (host_write),
      .host_number_i (host_offset[snnc_tile_pkg::NumberW-1:0]),
      .host_wdata_i  (host_wdata),
      .host_rdata_o  (arrivals_rdata),
      .corrected_o    (corrected[EccArrivals]),
      .uncorrectable_o(uncorrectable[EccArrivals])
    );
  end else begin : g_no_network
    assign send_ready = 1'b1;
    assign send_valid_o = 1'b0;
    assign send_o = '0;
    assign arrive_ready_o = 1'b0;
    assign arrival_re = 1'b0;
    assign arrival_group = '0;
    assign arrival_valid = 1'b0;
    assign arrival = '0;
    assign kept = '0;
    assign network_idle = 1'b1;
    assign balance = 32'd0;
    assign unknown_arrival = 1'b0;
    assign arrivals_rdata = 32'd0;
    assign corrected[EccArrivals] = 1'b0;
    assign uncorrectable[EccArrivals] = 1'b0;

    logic unused_network;
    assign unused_network = ^{send_valid, send_number, send_copies, send_ready_i, arrive_valid_i,
                              arrive_i, arrival_ready, host_arrivals};
  end

  // What the tile says of itself is of the cycle before.
  snnc_chip_pkg::status_t status_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      status_q <= '0;
      status_q.idle <= 1'b1;
    end else begin
      status_q.idle <= !busy_o && !control_i.start;
      status_q.delivered <= delivered && network_idle && !control_i.learn && !control_i.give_up;
      status_q.learned <= learned && !control_i.finish && !control_i.give_up;
      status_q.halt <= halt;
      status_q.learns <= learn_entries != '0;
      status_q.driven <= driven;
      status_q.balance <= balance;
      status_q.sum <= sum;
    end
  end

  assign status_o = status_q;

  logic [GroupW+BlockW+LaneW+15:0] stream_bits;

  snnc_fifo #(
    .Width(GroupW + BlockW + LaneW + 16),
    .Depth(2)
  ) u_stream (
    .clk_i,
    .rst_ni     (core_rst_n),
    .in_valid_i (stream_in_valid),
    .in_ready_o (stream_in_ready),
    .in_data_i  (stream_in),
    .out_valid_o(event_valid_o),
    .out_ready_i(event_ready_i),
    .out_data_o (stream_bits)
  );

  assign stream_out = stream_bits;
  assign event_group_o = 8'(stream_out.group);
  assign event_physical_o = 24'({stream_out.block, stream_out.lane});
  assign event_payload_o = stream_out.payload;

  snnc_axon_seq u_axon_seq (
    .clk_i,
    .rst_ni        (core_rst_n),
    .run_i         (deliver),
    .valid_i       (source_valid),
    .ready_o       (source_ready),
    .source_i      (source),
    .re_o          (axon_re),
    .raddr_o       (axon_raddr),
    .rdata_i       (axon_rdata),
    .row_valid_o   (row_valid),
    .row_ready_i   (row_ready),
    .row_o         (row),
    .idle_o        (axon_idle),
    .out_of_range_o(axon_out_of_range),
    .group_o       (axon_group)
  );

  snnc_mem_1r1w #(
    .Width(64),
    .Depth(snnc_tile_pkg::Axons),
    .Gran (32),
    .Ecc  (snnc_tile_pkg::Ecc)
  ) u_axons (
    .clk_i,
    .corrected_o    (corrected[EccAxons]),
    .uncorrectable_o(uncorrectable[EccAxons]),
    .re_i   (axon_re || learn_axon_re || (host_axon && !host_write)),
    .raddr_i(host_axon ? host_offset[1 +: AxonW] : in_learn ? learn_axon_addr : axon_raddr),
    .rdata_o(axon_rdata),
    .we_i   ({host_axon && host_write && host_offset[0],
              host_axon && host_write && !host_offset[0]}),
    .waddr_i(host_offset[1 +: AxonW]),
    .wdata_i({2{host_wdata}})
  );

  snnc_desc_table u_descs (
    .clk_i,
    .rst_ni,
    .we_i        (host_desc && host_write),
    .host_desc_i (host_offset[1 +: DescW]),
    .host_word_i (host_offset[0]),
    .host_wdata_i(host_wdata),
    .host_rdata_o(desc_rdata),
    .re_i        (desc_re || learn_desc_re),
    .desc_i      (in_learn ? learn_desc : desc_index),
    .desc_o      (desc)
  );

  snnc_row_engine u_row_engine (
    .clk_i,
    .rst_ni        (core_rst_n),
    .run_i         (deliver),
    .step_i        (step[6:0]),
    .valid_i       (row_valid),
    .ready_o       (row_ready),
    .row_i         (row),
    .desc_re_o     (desc_re),
    .desc_o        (desc_index),
    .desc_i        (desc),
    .re_o          (syn_re),
    .raddr_o       (syn_raddr),
    .unit_o        (unit),
    .rotate_o      (unit_rotate),
    .idle_o        (row_idle),
    .out_of_range_o(row_out_of_range),
    .group_o       (row_group)
  );

  assign deliver_idle = queue_empty && expander_idle && axon_idle && row_idle && !event_valid_o &&
                        network_idle;

  // Memories of the lanes, the tile's or the host's access.
  logic                                 mem_state_re, mem_port_re, mem_table_re, mem_syn_re;
  logic                                 mem_payload_re;
  logic [StateW-1:0]                    mem_state_raddr, mem_state_waddr;
  logic [AccW-1:0]                      mem_port_raddr, mem_port_waddr;
  logic [snnc_tile_pkg::TableW-1:0]     mem_table_haddr;
  logic [SynW-1:0]                      mem_syn_raddr, mem_syn_waddr;
  logic [BlockW-1:0]                    mem_payload_raddr, mem_payload_waddr;
  logic                                 mem_host;
  logic [31:0]                          mem_host_wdata;
  snnc_tile_pkg::lane_write_t           mem_write;
  logic [Lanes-1:0]                     mem_lanes;

  snnc_lane_mux u_lane_mux (
    .clk_i,
    .rst_ni,
    .host_i         (lane_host),
    .state_re_i     (state_re || common_re),
    .state_raddr_i  (common_re ? common_addr : state_raddr),
    .state_waddr_i  (state_waddr),
    .port_re_i      (port_re),
    .port_raddr_i   (port_raddr),
    .port_waddr_i   (port_waddr),
    .table_re_i     (lane_ex1.valid && lane_ex1.is_lut),
    .syn_re_i       (syn_re || pipe_syn_re),
    .syn_raddr_i    (in_learn ? pipe_syn_raddr : syn_raddr),
    .syn_waddr_i    (syn_waddr),
    .payload_re_i   (record_pop || event_re),
    .payload_raddr_i(in_learn ? emit_source : record_source),
    .payload_waddr_i(kept.valid ? kept.source : push_source),
    .state_re_o     (mem_state_re),
    .state_raddr_o  (mem_state_raddr),
    .state_waddr_o  (mem_state_waddr),
    .port_re_o      (mem_port_re),
    .port_raddr_o   (mem_port_raddr),
    .port_waddr_o   (mem_port_waddr),
    .table_re_o     (mem_table_re),
    .table_haddr_o  (mem_table_haddr),
    .syn_re_o       (mem_syn_re),
    .syn_raddr_o    (mem_syn_raddr),
    .syn_waddr_o    (mem_syn_waddr),
    .payload_re_o   (mem_payload_re),
    .payload_raddr_o(mem_payload_raddr),
    .payload_waddr_o(mem_payload_waddr),
    .host_o         (mem_host),
    .host_wdata_o   (mem_host_wdata),
    .write_o        (mem_write),
    .lanes_o        (mem_lanes)
  );

  logic [Lanes*32-1:0] lane_rdatas;

  for (genvar g = 0; g < Lanes; g++) begin : g_lane
    snnc_lane #(
      .Lane(g)
    ) u_lane (
      .clk_i,
      .rst_ni,
      .step_i          (step[31:0]),
      .is_i            (lane_is),
      .ex1_i           (lane_ex1),
      .ex2_i           (lane_ex2),
      .ex3_i           (lane_ex3),
      .tg1_i           (lane_tg1),
      .tg2_i           (lane_tg2),
      .dl2_i           (lane_dl2),
      .plane_width_i   (plane_width),
      .plane_sub_i     (plane_sub),
      .sts3_i          (sts3),
      .dl3_i           (lane_dl3),
      .dl4_i           (lane_dl4),
      .one_i           (lane_rdata),
      .active_i        (active[g]),
      .fired_i         (fired[g]),
      .present_o       (present[g]),
      .bad_o           (lane_bad[g]),
      .syn_we_i        (syn_we),
      .bank1_i         (bank1),
      .bank2_i         (bank2),
      .bank4_i         (bank4),
      .bank_bad_o      (bank_bad[g]),
      .bank_word_o     (bank_words[g*32 +: 32]),
      .bank_store_i    (bank_mask[g]),
      .bank_value_i    (bank_values[g*32 +: 32]),
      .word_i          (lane_words[g*32 +: 32]),
      .stored_o        (lane_values[g*32 +: 32]),
      .syn_clamped_o   (syn_clamped[g]),
      .state_re_i      (mem_state_re),
      .state_raddr_i   (mem_state_raddr),
      .state_we_i      (state_we),
      .state_waddr_i   (mem_state_waddr),
      .port_re_i       (mem_port_re),
      .port_raddr_i    (mem_port_raddr),
      .port_clear_i    (port_clear),
      .port_waddr_i    (mem_port_waddr),
      .nonzero_o       (nonzero[g]),
      .clamped_o       (clamped[g]),
      .payload_we_i    ((push && record_in.mask[g]) || (kept.valid && kept.mask[g])),
      .payload_waddr_i (mem_payload_waddr),
      .inject_i        (push_inject || kept.valid),
      .inject_payload_i(kept.valid ? kept.payload : push_payload),
      .payload_re_i    (mem_payload_re),
      .payload_raddr_i (mem_payload_raddr),
      .payload_o       (payloads[g*16 +: 16]),
      .table_re_i      (mem_table_re),
      .table_haddr_i   (mem_table_haddr),
      .syn_re_i        (mem_syn_re),
      .syn_raddr_i     (mem_syn_raddr),
      .syn_waddr_i     (mem_syn_waddr),
      .unit_i          (unit),
      .synapse_o       (synapses[g]),
      .out_of_range_o  (lane_out_of_range[g]),
      .overflow_o      (lane_overflow[g]),
      .host_i          (mem_host),
      .host_lane_i     (mem_lanes[g]),
      .host_write_i    (mem_write),
      .host_wdata_i    (mem_host_wdata),
      .host_rsp_i      (lane_rsp),
      .host_rdata_o    (lane_rdatas[g*32 +: 32]),
      .corrected_o     (corrected[g]),
      .uncorrectable_o (uncorrectable[g])
    );
  end

  always_comb begin
    lane_rdata = 32'd0;
    if (lane_rsp.any) begin
      for (int unsigned i = 0; i < Lanes; i++) begin
        lane_rdata = lane_rdata | lane_rdatas[i*32 +: 32];
      end
    end
  end

  `SNNC_ASSERT(IdleBetweenSteps, busy_o || halt || (expander_idle && axon_idle && row_idle))
  `SNNC_ASSERT(InjectIsAlone, !(inject && emit))

endmodule
