//===- Tile.h - State of the tile inside the reference engine ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Memories, registers and the phases of a step. docs/tile.md in C++: one
// instruction at a time, simple before fast.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_TILE_H
#define SNNC_RUNTIME_REF_TILE_H

#include "image/Error.h"
#include "image/Image.h"
#include "image/Timing.h"
#include "runtime/IntegerEngine.h"
#include "runtime/ref/Program.h"

#include <vector>

namespace snnc::runtime::ref {

/// Blocks of a round (docs/tile.md, "Update").
constexpr uint32_t kRoundBlocks = 4;
constexpr uint32_t kRegisters = 16;
/// Row units that a synapse program runs on at once. The chip takes four; units
/// do not see each other, so any number gives the same.
constexpr uint32_t kRowUnits = 32;

/// An entry of Learn with its program.
struct LearnStep {
  const image::LearnEntry *entry = nullptr;
  Program program;
};

/// The units of a row or a column that a synapse program runs on.
struct RowRun {
  const image::LearnEntry *entry = nullptr;
  const image::RowDescriptor *row = nullptr;
  uint32_t units = 0;
  /// Rows: address of the first unit, and from one to the next.
  uint32_t firstUnit = 0;
  uint32_t stride = 1;
  /// Columns: the target.
  bool columns = false;
  uint32_t targetBlock = 0, targetLane = 0;

  uint32_t unit(uint32_t k) const { return firstUnit + k * stride; }
};

/// The modulators that events drive, by bit, and the sums of their payloads.
struct Drive {
  uint32_t mask = 0;
  uint32_t sums[8] = {};

  void add(uint32_t modulator, int64_t payloads);
  void add(const Drive &other);
};

struct Tile {
  Tile(const image::Image &image, uint32_t number);

  const image::Image &image;
  const uint32_t number;
  const image::Tile &tables;
  const uint32_t lanes;

  // Memories, `lanes` words a row.
  std::vector<uint32_t> state;
  std::vector<uint32_t> accumulators;
  std::vector<uint32_t> synapses;
  std::vector<int32_t> lookup;
  int32_t modulators[8] = {};
  /// Modulators that were set for this step, by bit.
  uint32_t signals = 0;
  /// By the events of this step at home here.
  Drive driven;
  /// Those that fall to 0 after a step without events of their driver.
  uint32_t falls = 0;
  bool learningOn = true;

  // Registers of a round: lane l of its block b is element b * lanes + l.
  std::vector<int32_t> registers[kRegisters];
  std::vector<uint32_t> lastRandom;
  /// Operand B, where it is the immediate.
  std::vector<int32_t> broadcast;

  // Programs and shape by group.
  std::vector<Program> programs;
  std::vector<LearnStep> learnSteps;
  /// Valid lanes and logical index of lane 0 of each source block.
  std::vector<uint8_t> validLanes;
  std::vector<uint32_t> firstLogical;

  // The step's events.
  std::vector<image::EventRecord> records;
  /// What came from other tiles, by window.
  std::vector<image::EventRecord> arrivals;
  /// By source block: lanes that emitted; by source: payload.
  std::vector<uint32_t> emitted;
  std::vector<int16_t> payloads;

  // The walk of Learn: recorded sources, and the run of units.
  std::vector<image::EventRecord> due;
  /// By entry: what this step did with it.
  std::vector<image::LearnRun> learnRuns;
  bool gateOpen = false;
  bool isGate = false;
  bool recordsDue = false;
  int32_t commons[8] = {};
  /// By lane of the run: block of the target (in columns of the source), and
  /// whether a synapse takes part; in columns its address.
  std::vector<uint32_t> laneBlocks;
  std::vector<uint8_t> active;
  std::vector<uint32_t> laneUnits;
  /// By lane: bank of the synapse memory.
  std::vector<uint32_t> banks;

  uint64_t t = 0;
  uint64_t synapticOps = 0;
  uint64_t synapseUpdates = 0;
  uint64_t saturations = 0;
  /// Lanes that saturated, by program address of the store.
  std::vector<uint64_t> saturationsAt;

  /// Everything as after load.
  void load();
  /// Forgets the events of the last step.
  void beginStep();
  void injectEvent(const TileEvent &event);
  void update();
  /// Appends the events in the order they leave the queue.
  void deliver(std::vector<TileEvent> &events);
  /// An event from another tile, at a place in a window.
  void arrive(uint32_t window, uint32_t physical, int32_t payload);
  void learn();
  /// Modulators take what drives them on all tiles, for the next step.
  void endStep(const Drive &all);

  uint32_t sourceBlock(uint32_t group, uint32_t block) const {
    return tables.groups[group].blockBase + block;
  }

private:
  void runRound(const Program &program, uint32_t group, uint32_t firstBlock,
                uint32_t blocks);
  void execute(const Instr &instr, uint32_t pc, uint32_t group,
               uint32_t firstBlock, uint32_t blocks);
  /// What concerns registers alone, n lanes of them; false for all else.
  bool compute(const Instr &instr, uint32_t pc, uint32_t group, uint32_t n);
  void stopIfTrapped(const Program &program, uint32_t group) const;
  void loadPlane(const Instr &instr, uint32_t pc, uint32_t group,
                 uint32_t firstBlock, uint32_t blocks);
  void storePlane(const Instr &instr, uint32_t pc, uint32_t group,
                  uint32_t firstBlock, uint32_t blocks);
  void loadPort(const Instr &instr, uint32_t pc, uint32_t group,
                uint32_t firstBlock, uint32_t blocks);
  void emitEvents(const Instr &instr, uint32_t pc, uint32_t group,
                  uint32_t firstBlock, uint32_t blocks);
  void readFired(const Instr &instr, uint32_t group, uint32_t firstBlock,
                 uint32_t blocks);
  void recordDue(const Instr &instr, uint32_t group, uint32_t firstBlock,
                 uint32_t blocks);
  void pushRecord(std::vector<image::EventRecord> &queue,
                  const image::EventRecord &record) const;
  void deliverEvent(const image::Group &group, uint32_t physical,
                    int32_t payload);
  void deliverRow(const image::AxonEntry &axon, uint32_t lane, int32_t payload);
  void deliverDense(const image::AxonEntry &axon,
                    const image::RowDescriptor &row, int32_t payload);
  void deliverIndexed(const image::AxonEntry &axon,
                      const image::RowDescriptor &row, int32_t payload);
  /// The banks of the lanes of a row, or of a column.
  void findBanks(const image::RowDescriptor &row, uint32_t physical);
  void addToPort(const image::RowDescriptor &row, uint64_t block,
                 uint64_t delay, uint32_t lane, int64_t value);
  /// Unit `unit` of 16- or 32-bit sums.
  void addToSum(uint64_t unit, bool wide, uint32_t lane, int64_t value);
  bool isDue(const image::LearnEntry &entry) const;
  void walkRows(const LearnStep &step, image::LearnRun &walk);
  void runRow(const LearnStep &step, const image::AxonEntry &axon,
              uint32_t lane);
  void execute(const LearnStep &step, const RowRun &run);
  void loadCommons(const image::LearnEntry &entry, uint32_t block,
                   uint32_t lane);
  void findTargets(const RowRun &run, const image::AxonEntry &axon,
                   uint32_t first);
  void executeSynapses(const Instr &instr, uint32_t pc, const RowRun &run);
  void loadTargets(const Instr &instr, uint32_t pc, const RowRun &run);
  void loadSynapses(const Instr &instr, const RowRun &run);
  void storeSynapses(const Instr &instr, uint32_t pc, const RowRun &run);
  void addDeltas(const Instr &instr, uint32_t pc, const RowRun &run);
  void addToTargets(const Instr &instr, uint32_t pc, const RowRun &run);
  void countStores(const Instr &instr, uint32_t pc, uint64_t clamped,
                   uint64_t stored);
  void walkColumns(const LearnStep &step, image::LearnRun &walk);
  void runColumn(const LearnStep &step, uint32_t block, uint32_t lane);
  void findSquares(const RowRun &run, uint32_t first);
  void findIndexed(const RowRun &run, uint32_t firstRow);
  void loadTarget(const Instr &instr, uint32_t pc, const RowRun &run);
  void loadSources(const Instr &instr, uint32_t pc, const RowRun &run);
  void loadColumn(const Instr &instr, const RowRun &run);
  void storeColumn(const Instr &instr, uint32_t pc, const RowRun &run);
  /// Throws: `cause` at an instruction, with its source location.
  [[noreturn]] void fail(const std::string &cause, uint32_t pc,
                         uint32_t group) const;
  [[noreturn]] void fail(const std::string &cause) const;
};

/// "file:line:col (what)", or an empty text.
std::string describeLocation(const image::Image &image, int32_t location);

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_TILE_H
