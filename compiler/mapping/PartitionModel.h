//===- PartitionModel.h - What parts of a network cost ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A network as the partitioner sees it: members (populations and inputs) in
// grains, runs of blocks that stay together, and links (projections) between
// them. It knows what a tile with some runs of grains uses and works; of rows
// that are no more than a list of synapses this is an estimate.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PARTITIONMODEL_H
#define SNNC_COMPILER_MAPPING_PARTITIONMODEL_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace snnc::compiler {

/// What a tile has a limited number of.
enum class Resource : uint8_t {
  Groups,
  Blocks,
  Descriptors,
  Program,
  State,
  Sums,
  Synapses,
  Axons,
  Tables,
  Records,
  Entries,
  Count
};
constexpr size_t kResources = size_t(Resource::Count);
const char *nameOf(Resource resource);
/// What to do about too few of it.
const char *wayOutOf(Resource resource);

using Usage = std::array<uint64_t, kResources>;

/// Grains begin .. end - 1 of a member.
struct Piece {
  uint32_t member = 0;
  uint32_t begin = 0, end = 0;

  bool operator==(const Piece &other) const {
    return member == other.member && begin == other.begin && end == other.end;
  }
};

/// What one tile has.
using Content = std::vector<Piece>;

struct ModelMember {
  std::string name;
  uint32_t neurons = 0, blocks = 0;
  /// Blocks of a grain; the last may have fewer.
  uint32_t grain = 1;
  /// Inputs: each neuron may be a record; others: each block.
  bool input = false;
  /// A lane, by block.
  uint64_t stateBytes = 0;
  uint64_t sumHalves = 0;
  uint64_t programWords = 0;
  /// Numbers of tables.
  std::vector<uint32_t> tables = {};

  uint32_t grains() const { return (blocks + grain - 1) / grain; }
  uint32_t firstBlock(uint32_t begin) const { return begin * grain; }
  uint32_t endBlock(uint32_t end) const {
    return end * grain < blocks ? end * grain : blocks;
  }
};

/// What a projection that learns has beside its rows.
struct ModelRule {
  /// Bits of the variables of a synapse.
  std::vector<uint8_t> variables;
  /// Bytes a lane of planes over blocks of sources and targets.
  uint64_t sourceBytes = 0, targetBytes = 0;
  uint64_t programWords = 0;
  uint64_t entries = 0;
  /// Words of programs over blocks of sources, of targets, and over units.
  uint64_t sourceWords = 0, targetWords = 0, unitWords = 0;
  std::vector<uint32_t> tables;
};

/// A projection's rows to a grain of the target.
struct ModelGrain {
  uint64_t units = 0;
  /// Units times the bits of an entry.
  uint64_t bits = 0;
  /// Of a second index.
  uint64_t indexRows = 0;
  uint64_t synapses = 0;
  /// Blocks of the sources with a synapse here; none: begin = end.
  uint32_t begin = 0, end = 0;
};

struct ModelLink {
  std::string name;
  uint32_t source = 0, target = 0;
  /// Axon entries a source.
  uint32_t subs = 1;
  bool columns = false;
  bool learns = false;
  ModelRule rule = {};
  std::vector<ModelGrain> grains = {};
  /// The same for all grains together; fewer units than their sum where grains
  /// share rows or fill each other's gaps.
  ModelGrain whole = {};
  /// Corrects the estimate of units.
  double scale = 1.0;
  /// Set by Model::prepare.
  double exponent = 0.0;
  std::vector<uint64_t> unitsBefore = {}, bitsBefore = {};
};

/// A rows estimate of a run of grains.
ModelGrain rowsOf(const ModelLink &link, uint32_t begin, uint32_t end);

struct Model {
  uint32_t lanes = 8;
  Usage limits = {};
  std::vector<ModelMember> members;
  std::vector<ModelLink> links;
  /// Words of each table.
  std::vector<uint64_t> tables;
  /// Set by prepare: links to and from each member.
  std::vector<std::vector<uint32_t>> incoming, outgoing;

  /// After members, links and scales are there.
  void prepare();
};

/// A tile's use and work.
struct TileCost {
  Usage usage = {};
  /// Cycles of a step, in 32nds, where one neuron in 32 emits.
  uint64_t load = 0;

  /// The first resource of which there is too little, or Count.
  Resource exceeded(const Usage &limits) const;
};

TileCost costOf(const Model &model, const Content &content);

/// Events of one step, if all emit, times the tiles beside their own that they
/// go to.
uint64_t crossingsOf(const Model &model, const std::vector<Content> &tiles);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PARTITIONMODEL_H
