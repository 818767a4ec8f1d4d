//===- Rows.h - Synapses as rows of a tile ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the synapses of one projection become row units and axon entries
// (docs/tile.md). Planning says the format and the memory it takes and needs no
// weights; packing writes the rows. Both are functions of their arguments
// alone.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_ROWS_H
#define SNNC_COMPILER_MAPPING_ROWS_H

#include "image/Image.h"

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// Where the neurons of a population, or of a run of it, lie.
struct Layout {
  uint32_t lanes = 8;
  uint32_t size = 0;
  /// Physical index = i / inner * innerPad + i % inner; innerPad is the next
  /// multiple of lanes.
  uint32_t inner = 0;
  uint32_t innerPad = 0;
  /// It may be cut at multiples of so many blocks.
  uint32_t cut = 1;

  static Layout packed(uint32_t lanes, uint32_t size, uint32_t inner) {
    return {lanes, size, inner, (inner + lanes - 1) / lanes * lanes};
  }
  uint32_t physical(uint32_t i) const {
    return i / inner * innerPad + i % inner;
  }
  uint32_t physicalSize() const { return size / inner * innerPad; }
  uint32_t blocks() const { return physicalSize() / lanes; }
};

/// Neighbouring neurons of a population, from a place on where it may be cut.
struct Run {
  /// Their layout by themselves.
  Layout layout;
  /// The first of them, and its block in the population.
  uint32_t first = 0;
  uint32_t firstBlock = 0;

  static Run whole(const Layout &layout) { return {layout}; }
  static Run ofNeurons(const Layout &whole, uint32_t first, uint32_t size);
  static Run ofBlocks(const Layout &whole, uint32_t first, uint32_t count);

  uint32_t blocks() const { return layout.blocks(); }
  uint32_t endBlock() const { return firstBlock + blocks(); }
  uint32_t end() const { return first + layout.size; }
  bool contains(const Run &other) const {
    return firstBlock <= other.firstBlock && other.endBlock() <= endBlock();
  }
  bool meets(const Run &other) const {
    return firstBlock < other.endBlock() && other.firstBlock < endBlock();
  }
};

/// A synapse by logical indices. `code` is the value of its weight's code.
struct Synapse {
  uint32_t source = 0;
  uint32_t target = 0;
  uint16_t delay = 1;
  int16_t code = 0;
};

/// The geometry of a convolution: channel-fastest numbering on both sides.
struct ConvShape {
  uint32_t height = 1, width = 1, channels = 1;
  uint32_t outputs = 1;
  uint32_t kernelHeight = 1, kernelWidth = 1;
  uint32_t strideY = 1, strideX = 1;
  uint32_t padY = 0, padX = 0;

  uint32_t outHeight() const {
    return (height + 2 * padY - kernelHeight) / strideY + 1;
  }
  uint32_t outWidth() const {
    return (width + 2 * padX - kernelWidth) / strideX + 1;
  }
};

/// Format and size of the rows of a projection.
struct RowPlan {
  image::RowFormat format = image::RowFormat::Dense;
  uint32_t weightBits = 8;
  /// Bits of a lane that an entry takes: a power of two.
  uint32_t entryBits = 8;
  uint32_t indexBits = 0;
  /// Delay of the rows, or the least where entries add to it.
  uint32_t delay = 1;
  uint32_t delayBits = 0;
  /// Axon entries a source.
  uint32_t subs = 1;
  /// Rows that can be walked by columns; rows of synapse memory that the second
  /// index takes where they are indexed.
  bool skewed = false;
  uint64_t indexRows = 0;
  /// Units in synapse memory, and rows of lanes 32-bit words they fill.
  uint64_t units = 0;
  uint64_t rows() const {
    uint64_t perRow = 32 / entryBits;
    return (units + perRow - 1) / perRow;
  }
};

/// The rows of a projection, its first unit at the first bit.
struct PackedRows {
  /// lanes words a row.
  std::vector<uint32_t> words;
  /// plan.subs runs of the source's physical size; descriptor is 0.
  std::vector<image::AxonEntry> axons;
};

/// Every source to every target with one delay. `shared`: one weight for all,
/// so that all sources use one row.
RowPlan planDense(uint32_t sources, const Layout &target, uint32_t weightBits,
                  uint32_t delay, bool shared);
/// `synapses` has all pairs, by source, then by target.
PackedRows packDense(const RowPlan &plan, const std::vector<Synapse> &synapses,
                     const Layout &source, const Layout &target, bool shared);

/// Any synapses; each lane carries its own block (and delay). Synapses are
/// sorted by source; several between one pair are allowed.
RowPlan planIndexed(const std::vector<Synapse> &synapses, const Layout &target,
                    uint32_t weightBits);
PackedRows packIndexed(const RowPlan &plan,
                       const std::vector<Synapse> &synapses,
                       const Layout &source, const Layout &target);

/// Synapses with one delay, at most one a pair, written as dense runs from a
/// row's first block to its last, absent ones as zero codes (so not for 1 bit).
RowPlan planFilled(const std::vector<Synapse> &synapses, const Layout &target,
                   uint32_t weightBits);
PackedRows packFilled(const RowPlan &plan, const std::vector<Synapse> &synapses,
                      const Layout &source, const Layout &target);
/// Whether planFilled can hold them.
bool canFill(const std::vector<Synapse> &synapses, uint32_t weightBits);

/// Makes a plan one of rows that can be walked by columns. `synapses` are those
/// of an indexed plan.
void planSkewed(RowPlan &plan, const std::vector<Synapse> &synapses,
                const Layout &source, const Layout &target);
/// Moves what was packed as rows of their own to where the skewed plan has it.
void skewRows(const RowPlan &plan, PackedRows &packed, const Layout &source,
              const Layout &target);
/// The second index of skewed indexed rows whose first unit is `firstUnit`: its
/// words and, by target, its entries, which count from its own first row.
PackedRows packColumns(const RowPlan &plan, PackedRows &rows,
                       const Layout &source, const Layout &target,
                       uint32_t firstUnit);

/// A convolution as dense runs that share the kernel: for each input channel,
/// kernel row and residue of the stride one template of the kernel's columns in
/// reverse, of which a source uses the part that lies within the target. The
/// target's inner size must be shape.outputs.
RowPlan planConv(const ConvShape &shape, const Layout &target,
                 uint32_t weightBits, uint32_t delay);
/// `kernel` is [outputs, channels, kernelHeight, kernelWidth]; rows of the
/// sources of a run to a run of the targets.
PackedRows packConv(const RowPlan &plan, const ConvShape &shape,
                    const std::vector<int16_t> &kernel, const Run &source,
                    const Run &target);

/// Neighbouring target positions that a source sees through one kernel row.
struct ConvRun {
  uint32_t source = 0;
  uint32_t kernelRow = 0;
  uint32_t residue = 0;
  /// Columns of the template before the first one used.
  uint32_t skip = 0;
  uint32_t firstPosition = 0;
  uint32_t positions = 0;
};
/// Those from sources begin .. end - 1 to the positions of a run of the
/// targets, in the order of sources and kernel rows.
std::vector<ConvRun> convRuns(const ConvShape &shape, uint32_t begin,
                              uint32_t end, const Run &target);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_ROWS_H
