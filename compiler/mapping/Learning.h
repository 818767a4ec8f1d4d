//===- Learning.h - Placing what projections learn by -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_LEARNING_H
#define SNNC_COMPILER_MAPPING_LEARNING_H

#include "compiler/mapping/Rows.h"
#include "dialects/core/Core.h"
#include "dialects/snn/Network.h"
#include "dialects/ucode/Ucode.h"
#include "image/Image.h"

namespace snnc::compiler {

/// A projection that learns, while it is placed.
struct Learned {
  snn::LearningRuleOp rule;
  ucode::LearnOp made;
  core::LearningOp op;
  core::GroupOp source, target;
};

/// Whether the rule of a projection walks columns.
bool walksColumns(snn::ProjectionOp projection);

/// Rounds up to a row of synapse memory in which a square of `bits` begins.
uint64_t squareRow(uint64_t row, uint64_t lanes, uint64_t bits);

/// A core.learning with the variables of the synapses and the second index,
/// which follow `synapseRows` and are added to it.
mlir::FailureOr<Learned>
createLearning(mlir::OpBuilder &builder, snn::ProjectionOp projection,
               core::RowsOp rows, core::GroupOp source, core::GroupOp target,
               const RowPlan &plan, uint64_t &synapseRows);

/// The steps, without addresses.
void createSteps(mlir::OpBuilder &builder, Learned &learned);

/// A name for the plane of a population's indices that none of its own has.
mlir::StringAttr indexName(snn::PopulationOp population,
                           mlir::OpBuilder &builder);

/// Fills what the image has of the rows of a projection that learn on one tile,
/// and puts the initial values of variables and traces into `tile`. Entries of
/// Learn apart.
void writePlasticPart(core::LearningOp learning,
                      const image::Plasticity &plastic,
                      image::ProjectionPart &part, image::Tile &tile);

/// Entries of Learn, their programs apart. `target`: group of the part's
/// targets; `entry` has what all of them share.
std::vector<image::LearnEntry>
writeEntries(core::LearningOp learning, const image::Plasticity &plastic,
             const image::ProjectionPart &part, uint32_t target,
             const image::Image &image, const image::LearnEntry &entry);

/// The second index, as words and entries of the axon table.
mlir::LogicalResult writeColumns(core::LearningOp learning, const RowPlan &plan,
                                 PackedRows &rows, uint8_t descriptor,
                                 image::Tile &tile);

/// The constant planes of logical indices.
void writeIndices(core::TileOp placed, image::Tile &tile);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_LEARNING_H
