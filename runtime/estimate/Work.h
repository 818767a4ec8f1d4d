//===- Work.h - Operations of a step, by kind -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the chip does in a step, counted as operations that publications give
// energies for. docs/estimate.md says what stands for what.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_WORK_H
#define SNNC_RUNTIME_ESTIMATE_WORK_H

#include "image/Timing.h"

#include <array>
#include <vector>

namespace snnc::runtime {

/// Memories of a tile, each with accesses of its own.
enum class Memory : uint8_t {
  Program,
  State,
  Accumulators,
  Synapses,
  Axons,
  Tables,
  Events,
  Payloads,
  Count
};
constexpr size_t kMemories = size_t(Memory::Count);
const char *nameOf(Memory memory);
/// Bytes of what is accessed as 64 bits at once.
uint64_t bytesOf(Memory memory, const image::Target &target);

struct Work {
  /// Of lanes, padding included.
  uint64_t additions32 = 0, multiplications32 = 0, multiplications8 = 0;
  /// Bits read and written.
  std::array<uint64_t, kMemories> bits = {};
  uint64_t neuronUpdates = 0;
  uint64_t synapticOps = 0;
  uint64_t hopsEastWest = 0, hopsNorthSouth = 0;

  Work &operator+=(const Work &other);
};

/// Counts the work of steps of one image.
class WorkCounter {
public:
  /// The image must outlive this object.
  explicit WorkCounter(const image::Image &image);

  Work of(const image::ChipStep &step) const;

private:
  /// A program on one block or unit; accesses in rows of all lanes.
  struct Profile {
    uint64_t instructions = 0;
    uint64_t additions = 0, multiplications = 0;
    uint64_t stateRows = 0, sumRows = 0, synapseRows = 0, tableRows = 0;
    uint64_t payloadRows = 0;
  };
  /// What an axon entry with units does.
  struct Row {
    uint64_t units = 0, synapses = 0;
  };
  struct TileCosts {
    Work update;
    std::vector<Profile> learn;
    std::vector<Row> rows;
  };

  Profile profileOf(const image::Tile &tile, uint32_t address,
                    bool inColumns = false) const;
  std::vector<Row> rowsOf(const image::Tile &tile) const;
  void add(const Profile &profile, uint64_t n, Work &work) const;
  void addEvents(const image::Tile &tile, const TileCosts &costs,
                 const std::vector<image::EventRecord> &records, bool queued,
                 Work &work) const;
  void addWalk(const image::Tile &tile, const TileCosts &costs, size_t entry,
               const image::LearnRun &run, Work &work) const;
  void addLearn(const image::Tile &tile, const TileCosts &costs,
                const image::TileStep &step, Work &work) const;

  const image::Image &image;
  const uint64_t lanes;
  std::vector<TileCosts> tiles;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_WORK_H
