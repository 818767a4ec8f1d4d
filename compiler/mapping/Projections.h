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

namespace snnc::compiler {

/// What placement knows of a projection.
struct PlannedProjection {
  RowPlan plan;
  uint64_t synapses = 0;
  uint32_t longestDelay = 1;
  /// Some pair has more than one synapse.
  bool severalAPair = false;
};

/// Chooses format and size; `columns`: its columns are walked too. Errors: a
/// delay that the target has no slots for, a forced format that cannot hold the
/// synapses.
mlir::FailureOr<PlannedProjection>
planProjection(snn::ProjectionOp projection, const Layout &source,
               const Layout &target, core::TargetAttr limits, RowChoice choice,
               bool columns, snn::BlobCache &cache);

/// What the image has of a projection.
struct PackedProjection {
  PackedRows rows;
  /// By logical source.
  std::vector<uint32_t> fanOut;
  /// Its constant weights' part of the state digest, as projection number
  /// `index`.
  uint64_t digest = 0;
};

mlir::FailureOr<PackedProjection>
packProjection(snn::ProjectionOp projection, const RowPlan &plan,
               const Layout &source, const Layout &target, uint32_t index,
               snn::BlobCache &cache);

/// Layout of a population: channels innermost, each position padded to whole
/// blocks, if a convolution writes to it.
Layout layoutOf(mlir::Operation *population, uint32_t lanes, RowChoice choice);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_PROJECTIONS_H
