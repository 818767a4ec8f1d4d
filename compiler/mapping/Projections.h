//===- Projections.h - A projection's rows ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PROJECTIONS_H
#define SNNC_COMPILER_MAPPING_PROJECTIONS_H

#include "compiler/mapping/Mapping.h"
#include "compiler/mapping/Rows.h"
#include "compiler/mapping/SynapseLists.h"

namespace snnc::compiler {

/// The rows of a projection on the tile of one part of its target.
struct PlannedRows {
  RowPlan plan;
  uint64_t synapses = 0;
  /// By block of the source's population: whether a source there has a synapse
  /// here.
  std::vector<bool> reach;
};

/// What placement knows of a projection.
struct PlannedProjection {
  /// By part of the target.
  std::vector<PlannedRows> parts;
  uint64_t synapses = 0;
  uint32_t longestDelay = 1;
  /// Some pair has more than one synapse.
  bool severalAPair = false;
};

/// What planning asks of a projection.
struct ProjectionRequest {
  snn::ProjectionOp projection;
  /// Layouts of its populations.
  Layout source, target;
  /// The columns of its rows are walked too.
  bool columns = false;
};

/// Chooses format and size of the rows on the tiles of `parts` of the target.
/// Errors: a delay that the target has no slots for, a forced format that
/// cannot hold the synapses.
mlir::FailureOr<PlannedProjection>
planProjection(const ProjectionRequest &request, llvm::ArrayRef<Run> parts,
               core::TargetAttr limits, RowChoice choice, SynapseLists &lists);

/// Planned rows, and the runs of the populations that they join.
struct PlacedRows {
  RowPlan plan;
  Run source, target;
};

/// The rows of each of `parts`, which are in the order of their targets.
/// `target`: layout of the whole population.
mlir::FailureOr<std::vector<PackedRows>>
packProjection(snn::ProjectionOp projection, const Layout &target,
               llvm::ArrayRef<PlacedRows> parts, snn::BlobCache &cache);

/// Layout of a population: channels innermost, each position padded to whole
/// blocks, if a convolution writes to it.
Layout layoutOf(mlir::Operation *population, uint32_t lanes, RowChoice choice);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PROJECTIONS_H
