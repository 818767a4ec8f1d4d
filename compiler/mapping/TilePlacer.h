//===- TilePlacer.h - Addresses on one tile ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_TILEPLACER_H
#define SNNC_COMPILER_MAPPING_TILEPLACER_H

#include "compiler/mapping/ChipPlan.h"
#include "compiler/mapping/Learning.h"

namespace snnc::compiler {

/// A group of a tile while it is placed.
struct Seat {
  uint32_t member;
  Run run;
  core::GroupOp group;
  /// Null for homes.
  const PlannedWindow *window = nullptr;
  /// Axon entries of each source.
  uint64_t subs = 0;
  /// Rules draw by the logical indices of its neurons.
  bool isIndexed = false;
};

/// A plane that has no place yet.
struct PlaneRequest {
  mlir::Operation *in;
  mlir::Location loc;
  core::PlaneKind kind;
  mlir::StringAttr name;
  uint64_t bits, blocks;
};

/// An empty core.tile of a network, whose name has `suffix`.
core::TileOp createTile(mlir::OpBuilder &builder, snn::NetworkOp network,
                        core::TargetAttr limits, const std::string &suffix,
                        mlir::DenseI64ArrayAttr place);

/// Places what a plan has for one tile into a core.tile.
class TilePlacer {
public:
  TilePlacer(const ChipPlan &plan, uint32_t number, core::TileOp tile)
      : plan(plan), number(number), tile(tile), limits(tile.getTarget()),
        builder(tile.getContext()) {}

  /// Homes and windows, without what they hold.
  void createGroups();
  /// These, and all that they hold.
  mlir::LogicalResult place();

  uint64_t synapses = 0, synapseRows = 0, axonEntries = 0;

private:
  mlir::IntegerAttr drivenBy(mlir::Operation *population);
  void createGroup(Seat &seat);
  /// Whether a window that is kept has the blocks of a home.
  bool inKeptWindow(const Seat &home);
  mlir::LogicalResult placeRows();
  mlir::LogicalResult placeLearning(const PlannedLink &link,
                                    const PlannedRows &planned,
                                    core::RowsOp rows, Seat &source,
                                    Seat &target);
  void placeAxons();
  mlir::LogicalResult requestPlanes(std::vector<PlaneRequest> &requests);
  mlir::LogicalResult placePlanes();
  mlir::LogicalResult placePorts();
  void placeTables();
  mlir::LogicalResult placePrograms();

  /// The home of a member, or a window on it; null if there is none.
  Seat *find(uint32_t member, bool window);
  /// The group that has the axon entries of a member's sources.
  Seat &sourceOf(uint32_t member);
  snn::PopulationOp neurons(const Seat &seat) const {
    return seat.window ? snn::PopulationOp()
                       : plan.members[seat.member].population;
  }
  mlir::IntegerAttr of(uint64_t n) { return builder.getI64IntegerAttr(n); }

  const ChipPlan &plan;
  uint32_t number;
  core::TileOp tile;
  core::TargetAttr limits;
  mlir::OpBuilder builder;
  std::vector<Seat> seats;
  /// In the order of the text.
  std::vector<Learned> learned;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_TILEPLACER_H
