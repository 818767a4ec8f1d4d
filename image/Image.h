//===- Image.h - The compiled network, in memory ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one definition of what the compiler hands to the engines. The container
// that stores it is in Container.h; docs/tile.md says what the tables mean.
// This library depends on neither MLIR nor LLVM.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_IMAGE_H
#define SNNC_IMAGE_IMAGE_H

#include "image/FloatNetwork.h"
#include "image/Native.h"
#include "image/Target.h"
#include "image/Trial.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace snnc::image {

/// A source position of the network's text: "file:line:col" and the op there.
struct DebugLocation {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  /// What stands there, for a reader: "neuron @lif, state @v".
  std::string what;
};

/// A per-neuron variable of a population, or a trace of its sources.
struct Variable {
  std::string name;
  /// Stored width: 8, 16 or 32 bits, two's complement.
  uint8_t bits = 16;
  /// Real value = stored integer * 2^-frac.
  int8_t frac = 0;
  /// Initial values by logical index; one element stands for all neurons.
  std::vector<int32_t> init;
  std::string unit;
};

/// An input port of a population.
struct Port {
  std::string name;
  int8_t frac = 0;
  /// 16 or 32.
  uint8_t accBits = 32;
  /// 2^slotsLog2 slots, interleaved by block.
  uint8_t slotsLog2 = 1;
  /// Largest delay of any synapse to this port (1 if none).
  uint16_t maxDelay = 1;
  /// Proven bound of |sum|, in units of 2^-frac.
  int64_t bound = 0;
};

/// A run of a population's neurons that live on one tile (docs/chip.md).
struct Part {
  uint32_t tile = 0;
  /// Index in Tile::groups: their home group.
  uint32_t group = 0;
  /// Logical indices first .. first + size - 1; the first is the first neuron
  /// of a block.
  uint32_t first = 0;
  uint32_t size = 0;
  /// Bases of the planes on that tile, in the order of the population's states
  /// and params, in units of the variable's bits a lane; of the ports' sums, in
  /// units of accBits a lane (docs/tile.md).
  std::vector<uint32_t> states;
  std::vector<uint32_t> params;
  std::vector<uint32_t> ports;
};

/// A population or an input, in the order of the network's text.
struct Population {
  std::string name;
  /// Neurons (logical indices 0 .. size-1).
  uint32_t size = 0;
  /// Physical index = (i / inner) * innerPad + i % inner.
  uint32_t inner = 0;
  uint32_t innerPad = 0;
  bool isInput = false;
  /// Events leave the machine through an output port of the network.
  bool isOutput = false;
  /// Steps that it runs late: its step t + skew is step t of the network.
  uint32_t skew = 0;
  /// Payload other than 1 possible: real value = payload * 2^-payloadFrac.
  bool graded = false;
  int8_t payloadFrac = 0;
  int32_t payloadMin = 1;
  int32_t payloadMax = 1;
  std::vector<Variable> states;
  std::vector<Variable> params;
  std::vector<Port> ports;
  /// By first neuron; each neuron in one, no two on the same tile.
  std::vector<Part> parts;
  int32_t location = -1;

  uint32_t physical(uint32_t logical) const {
    return (logical / inner) * innerPad + logical % inner;
  }
};

/// A variable of every synapse of a plastic projection, in a plane of its own
/// in the synapse memory.
struct SynapseVariable {
  std::string name;
  /// Stored width: 8, 16 or 32 bits, two's complement.
  uint8_t bits = 16;
  int8_t frac = 0;
  int32_t init = 0;
  std::string unit;
};

/// The second index of an indexed projection: its synapses by target
/// (docs/tile.md, "Columns").
struct ColumnIndex {
  /// Entry of the axon table of the target with physical index 0; one follows
  /// for each place of the target's group.
  uint32_t columnBase = 0;
  /// Rows of the synapse memory that hold it.
  uint32_t rowBase = 0;
  uint32_t rows = 0;
};

/// What a projection that learns has beside its weights.
struct Plasticity {
  std::string rule;
  std::vector<SynapseVariable> variables;
  std::vector<Variable> traces;
  int32_t location = -1;
};

/// The synapses of a projection to the neurons of one tile: format and place of
/// their rows there.
struct ProjectionPart {
  uint32_t tile = 0;
  /// Index in the target's Population::parts.
  uint32_t targetPart = 0;
  /// Group of the tile that has the axon entries, firstSub .. firstSub + subs -
  /// 1 of each source: the source's home group or a window on it.
  uint32_t sourceGroup = 0;
  uint8_t descriptor = 0;
  uint32_t firstSub = 0;
  uint32_t subs = 0;
  /// From here on of plastic projections, whose rows are shared by no others.
  /// The row units, in units of the descriptor's entry: unitBase .. unitBase +
  /// units - 1, no others among them.
  uint32_t unitBase = 0;
  uint32_t units = 0;
  /// First units of the planes of Plasticity::variables, in units of the
  /// variable's bits a lane; unit base + k belongs to row unit unitBase + k.
  std::vector<uint32_t> variables;
  /// Bases of the planes of Plasticity::traces, over the blocks of sourceGroup.
  std::vector<uint32_t> traces;
  /// Of skewed rows that are indexed.
  std::optional<ColumnIndex> index;
};

/// A projection, in the order of the network's text; what reports need.
struct Projection {
  std::string name;
  uint32_t source = 0;
  uint32_t target = 0;
  uint32_t port = 0;
  uint8_t weightBits = 8;
  int8_t weightFrac = 0;
  uint8_t shift = 0;
  /// Both only with Image::hasWeightsDigest. Synapses of each source by logical
  /// index, for counting; one element stands for all.
  uint64_t synapses = 0;
  std::vector<uint32_t> fanOut;
  std::string connectivity;
  int32_t location = -1;
  std::optional<Plasticity> plastic;
  /// By part of the target; parts without a synapse have none, but of a plastic
  /// projection there is one at least.
  std::vector<ProjectionPart> parts;
};

struct Modulator {
  std::string name;
  int32_t init = 0;
  int8_t frac = 0;
  /// The population whose events set it, or -1: the host sets it.
  int32_t driver = -1;
  /// Driven: it is 0 after a step without an event of its driver; else it
  /// holds its value.
  bool falls = false;
};

struct Probe {
  std::string name;
  uint32_t population = 0;
  /// Index in states, or -1 for events.
  int32_t state = -1;
};

/// One group of a tile: the home of a part, or a window on sources that live
/// elsewhere (docs/chip.md). `blocks` covers padding.
struct Group {
  uint32_t population = 0;
  /// A window; not the home of neurons.
  bool window = false;
  /// Windows: their blocks have places among the tile's source blocks, where
  /// the events that arrive are kept for Learn.
  bool kept = false;
  /// Block of the population that is the group's first.
  uint32_t firstBlock = 0;
  bool hasProgram = false;
  uint32_t programAddress = 0;
  uint32_t blocks = 0;
  /// First block in the tile's numbering of source blocks.
  uint32_t blockBase = 0;
  /// Every `period` blocks the last one has `lastLanes` valid lanes
  /// (1 .. lanes); all others are full.
  uint32_t period = 1;
  uint32_t lastLanes = 8;
  /// Logical index of the group's first neuron.
  uint32_t logicalBase = 0;
  /// Axon entry j of physical index i: axonBase + j * axonStride + i.
  uint32_t axonBase = 0;
  uint32_t axonStride = 0;
  uint32_t axonSubs = 0;
  /// The modulator that its events set, or -1.
  int32_t drives = -1;
};

enum class RowFormat : uint8_t { Dense = 0, Indexed = 1 };

/// Format of the rows of a projection.
struct RowDescriptor {
  RowFormat format = RowFormat::Dense;
  /// Weight width is 2^weightLog2 bits (0 .. 4).
  uint8_t weightLog2 = 3;
  /// An entry is 2^entryLog2 bits of a lane (weightLog2 .. 5).
  uint8_t entryLog2 = 3;
  uint8_t indexBits = 0;
  uint8_t delayBits = 0;
  /// The `e` of the contract, 0 .. 31.
  uint8_t shift = 0;
  /// Delay of the row, or the least delay where entries add to it.
  uint8_t delay = 1;
  uint8_t slotsLog2 = 1;
  /// Accumulators of 32 bits rather than 16.
  bool wide = true;
  uint32_t portBase = 0;
  /// The entry of lane l of a row of physical source s lies in bank
  /// (l + s) mod lanes, so that columns can be walked too; dense rows then
  /// form squares (docs/tile.md, "Columns").
  bool skewed = false;
};

struct AxonEntry {
  uint8_t descriptor = 0;
  /// Valid lanes of the last unit; 0 = all.
  uint8_t lastLanes = 0;
  uint16_t baseBlock = 0;
  /// Units; 0 = no row.
  uint16_t count = 0;
  /// Address in units of the descriptor's entry.
  uint32_t address = 0;
};

/// What a step of the Learn phase walks over.
enum class LearnKind : uint8_t {
  /// A program over the blocks of a group, as in Update.
  Blocks = 0,
  /// A program over the units of the rows of the recorded sources.
  Rows = 1,
  /// A program over the units of the columns of the recorded targets.
  Columns = 2,
};

/// When it does: in every step, where t mod `every` = 0, or where one of the
/// modulators in `signals` was set.
enum class LearnWhen : uint8_t { Always = 0, Every = 1, Signal = 2 };

/// A plane that a program over synapses reads, in units of `bits` a lane.
struct LearnPlane {
  uint32_t base = 0;
  uint8_t bits = 16;
};

/// One step of the Learn phase (docs/tile.md, "Learn"); they run in order.
struct LearnEntry {
  LearnKind kind = LearnKind::Blocks;
  LearnWhen when = LearnWhen::Always;
  uint32_t every = 1;
  /// Bit m: modulator m.
  uint32_t signals = 0;
  /// Skipped while learning is off.
  bool synaptic = false;
  /// Blocks: `due` opens the gate instead of recording sources.
  bool gate = false;
  /// A gate: `due` records too.
  bool records = false;
  /// Skipped while the last gate before it is closed.
  bool gated = false;
  /// Blocks: the group whose blocks run. Rows, Columns: the sources' group.
  uint32_t group = 0;
  uint32_t programAddress = 0;
  /// Rows, Columns: the targets' group; axon entries sub .. sub + subs - 1 of a
  /// source; the format and the units of its rows.
  uint32_t targetGroup = 0;
  uint32_t sub = 0;
  uint32_t subs = 0;
  uint8_t descriptor = 0;
  uint32_t unitBase = 0;
  /// Columns of indexed rows: as in ColumnIndex.
  uint32_t columnBase = 0;
  /// Planes of the synapses: [0] stands for the weight (no base), the others
  /// are SynapseVariables.
  std::vector<LearnPlane> planes;
  /// Common values: planes over the source group's blocks.
  std::vector<LearnPlane> commons;
  /// Index in Image::projections.
  uint32_t projection = 0;
};

/// What a tile does with the events of a part, by source number.
struct Route {
  /// To the neighbours (bits of RouteBit).
  uint8_t out = 0;
  /// Window of the tile that they are delivered from, or -1.
  int32_t window = -1;
};

enum RouteBit : uint8_t {
  kRouteEast = 1,  ///< x + 1
  kRouteWest = 2,  ///< x - 1
  kRouteNorth = 4, ///< y - 1
  kRouteSouth = 8, ///< y + 1
};

/// The memories of one tile. Word-organized memories hold `lanes` 32-bit words
/// a row, lane 0 first.
struct Tile {
  std::vector<Group> groups;
  std::vector<uint64_t> program;
  /// For each instruction an index in Image::locations, or -1.
  std::vector<int32_t> programLocations;
  /// State memory at load, lanes words a row; shorter than the memory: zeros.
  std::vector<uint32_t> state;
  std::vector<uint32_t> synapses;
  std::vector<RowDescriptor> descriptors;
  std::vector<AxonEntry> axons;
  std::vector<int32_t> tables;
  std::vector<LearnEntry> learn;
  /// By source number: parts in the order of populations, then of parts. Empty
  /// in an image of one tile.
  std::vector<Route> routes;
  /// Accumulator rows in use.
  uint32_t accumulatorRows = 0;
};

struct Image {
  std::string name;
  /// Time of a step in milliseconds.
  double dtMs = 1.0;
  Target target;
  std::vector<Population> populations;
  std::vector<Projection> projections;
  std::vector<Modulator> modulators;
  std::vector<Probe> probes;
  Trial trial;
  /// Tile x + y * Target::meshColumns is at (x, y); the last in use is the last
  /// here. None: the network is not placed; populations and projections then
  /// have no parts, and inner = innerPad = size.
  std::vector<Tile> tiles;
  std::vector<DebugLocation> locations;
  /// Constant weights' part of the state digest (docs/machine.md). Without it,
  /// which only an image without tiles may be, the engine walks the synapses.
  bool hasWeightsDigest = true;
  uint64_t weightsDigest = 0;
  /// Report of the quantization as JSON text; empty if none.
  std::string quantizationReport;
  /// The network before quantization, for the float engine.
  FloatNetwork floating;
  /// For the engine `cpu`; empty: it cannot run it.
  Native native;

  bool isPlaced() const { return !tiles.empty(); }
};

} // namespace snnc::image

#endif // SNNC_IMAGE_IMAGE_H
